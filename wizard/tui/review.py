"""The review: every file with its diff, what there is to say, what is left to do; and Write."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.screen import Screen

from wizard.plan import FileChange
from wizard.text import Text
from wizard.tui import words
from wizard.tui.dialog import Dialog
from wizard.tui.editor import read_in_editor
from wizard.tui.entries import Entry
from wizard.tui.review_body import ReviewBody
from wizard.tui.stopped import attempt
from wizard.tui.widgets.diff_pane import DiffPane
from wizard.tui.widgets.key_line import KeyLine
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.printable import printable
from wizard.tui.widgets.rows import Rows
from wizard.tui.widgets.stops import Stops
from wizard.walk.desk import Desk
from wizard.walk.shown import Trouble


class ReviewScreen(Screen[None]):
    """The focus starts in the list, not on Write."""

    BINDINGS = [
        Binding("escape", "escape", show=False, id="review-back"),
        Binding("pageup,f7", "page(-1)", show=False, priority=True, id="review-page-up"),
        Binding("pagedown,f8", "page(1)", show=False, priority=True, id="review-page-down"),
        Binding("n", "mark(1)", show=False, id="review-next-change"),
        Binding("p", "mark(-1)", show=False, id="review-previous-change"),
        Binding("s", "turn('split')", show=False, id="review-split"),
        Binding("w", "turn('wrap')", show=False, id="review-wrap"),
        Binding("f", "whole(True)", show=False, id="review-file"),
        Binding("d", "whole(False)", show=False, id="review-diff"),
        Binding("space", "in_out", show=False, id="review-in-out"),
        Binding("e", "edit", show=False, id="review-editor"),
    ]

    class Back(Message):
        """Back to the sections, to a trouble if there is one."""

        def __init__(self, trouble: Trouble | None = None) -> None:
            super().__init__()
            self.trouble = trouble

    class Written(Message):
        """All is written, or there was nothing to write."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.body = ReviewBody(desk)
        self._shown = desk.state.chosen
        self._project = desk.state.project

    def compose(self) -> ComposeResult:
        """List, pane, buttons, keys."""
        yield self.body
        with Horizontal(id="actions"):
            yield Press(self.desk.say(words.BACK), "back")
            yield Press("", "write")
        yield KeyLine((), self.desk.lang)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The rows of the list."""
        return self.body.entries

    def on_mount(self) -> None:
        """Show the plan."""
        self._anew()

    def tell_test(self) -> None:
        """A live test has said something: what there is to know may be more, the plan is the same."""
        self.body.tell()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Show what the row stands for."""
        self.body.open(event.index)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Go to where a trouble is answered; look into anything else."""
        entry = self.entries[event.index]
        if isinstance(entry, Trouble) and entry.section is not None:
            self._go(entry)
        else:
            self.body.open(event.index)
            self.body.pane.focus()

    def on_stops_left(self, event: Stops.Left) -> None:
        """Go to the field that a finding is about, else to its section."""
        finding, state = event.finding, self.desk.state
        self._go(Trouble(state.home_of(finding), None, finding.why, finding.remedy, finding))

    def on_diff_pane_turned(self) -> None:
        """Say how the file is looked at now."""
        self.body.tell_title()

    def on_press_pressed(self, event: Press.Pressed) -> None:
        """Back, or Write; a press that comes late, below a window or after all is written, is none."""
        if self.app.screen is not self or self.desk.finished:
            return
        if event.button.id == "back":
            self.post_message(self.Back())
            return
        troubles = self.desk.state.troubles()
        if self.desk.stale or self.desk.state.chosen is not self._shown:
            self._anew()
        elif troubles:
            self._first(troubles)
        elif self.desk.to_know():
            self.app.push_screen(self._sure(), lambda said: self._write() if said == "write" else None)
        else:
            self._write()

    def action_escape(self) -> None:
        """From the pane to the list, from the list to the sections."""
        if self.body.files.has_focus:
            self.post_message(self.Back())
        else:
            self.body.files.focus()

    def action_page(self, by: int) -> None:
        """Scroll the pane, wherever the focus is."""
        pane = self.body.pane
        pane.scroll_relative(y=by * max(pane.size.height - 1, 1), animate=False)

    def action_mark(self, by: int) -> None:
        """Go to the next or previous change of the file, or finding."""
        self.body.pane.action_mark(by)

    def action_turn(self, what: str) -> None:
        """Look at the file in another manner."""
        self.query_one(DiffPane).action_turn(what)

    def action_whole(self, whole: bool) -> None:
        """Show the whole new file, or what changes in it."""
        self.query_one(DiffPane).action_whole(whole)

    def action_in_out(self) -> None:
        """Leave the file under the cursor out, or take it in again; say why not where it cannot be."""
        entry = self.body.here
        if not isinstance(entry, FileChange):
            return
        path = printable(entry.path)
        if not entry.optional:
            self.body.say(words.NOT_LEFT_OUT.fill(path=path))
            return
        self.desk.state = self.desk.state.toggling(entry.path)
        self._shown = self.desk.state.chosen
        self.body.tell()
        out = entry.path in self.desk.state.left_out
        self.body.say((words.LEFT_OUT_SAID if out else words.TAKEN_IN).fill(path=path))

    def action_edit(self) -> None:
        """Open the result of the file under the cursor in the person's own editor, to read it."""
        entry = self.body.here
        if isinstance(entry, FileChange):
            self.body.say(read_in_editor(self.app, entry, os.environ, self.desk.lang))
        else:
            self.body.say(words.NO_FILE_HERE)

    def _anew(self) -> None:
        """Show the plan from its beginning: a new one is looked at before it is written."""
        if not attempt(self, self.desk, self.desk.settle, self._tell, words.CANNOT_GO_ON):
            return
        self._tell()
        self.set_focus(self.body.files)  # now: what puts the focus elsewhere afterwards must find it done

    def _tell(self) -> None:
        before, state = self._shown.plan, self.desk.state
        self._shown = state.chosen
        if state.project is self._project:
            self.body.begin()
            return
        self._project = state.project
        old = {file.path: file.before for file in before.files}
        self.body.begin({file.path for file in state.outcome.plan.files if old.get(file.path) != file.before},
                        self._meanwhile(before.id))  # fmt: skip

    def _meanwhile(self, old: str) -> Text:
        now = self.desk.state.chosen.plan.id
        return words.PLAN_SAME.fill(id=now) if now == old else words.PLAN_WAS.fill(id=now, old=old)

    def _go(self, trouble: Trouble) -> None:
        """Go to the field that a trouble is about."""
        if trouble.question is None and trouble.finding is not None:
            trouble = replace(trouble, question=self.desk.state.field_of(trouble.finding))
        self.post_message(self.Back(trouble))

    def _first(self, troubles: Sequence[Trouble]) -> None:
        there = next((t for t in troubles if t.section is not None), None)
        if there is not None:
            self._go(there)
        else:
            self.body.files.focus()

    def _sure(self) -> Dialog:
        say, plan = self.desk.say, self.desk.state.chosen.plan
        lines = [Content(say(words.SURE_WHY))]
        lines += [_warning(say(finding.why)) for finding in self.desk.to_know()]
        lines += [Content(""), Content.styled(say(words.SURE_BACKUP), "$foreground-muted")]
        files = words.files(len(plan.files))
        write = words.WRITE if plan.files else words.FINISH
        buttons = (("stay", say(words.STAY)), ("write", say(write, files=files)))
        return Dialog(say(words.SURE, files=files), Content("\n").join(lines), buttons)

    def _write(self) -> None:
        if not self.desk.finished and attempt(self, self.desk, self.desk.put, self._anew, words.NOT_WRITTEN):
            self.post_message(self.Written())


def _warning(said: str) -> Content:
    return Content.assemble(("! ", "$text-warning"), printable(said))
