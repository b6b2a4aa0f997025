"""The review: every file with its diff, what there is to say, what is left to do; and Write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from wizard.diff import Kind
from wizard.finding import Finding, Level
from wizard.plan import FileChange
from wizard.tui import words
from wizard.tui.dialog import Dialog
from wizard.tui.stopped import attempt
from wizard.tui.widgets.columns import fitted
from wizard.tui.widgets.diff_view import change_starts, diff_content, printable
from wizard.tui.widgets.key_line import KeyLine
from wizard.tui.widgets.lines_view import LinesView
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.rows import Rows
from wizard.tui.widgets.told import checklist_content, findings_content, trouble_content
from wizard.walk.desk import Desk
from wizard.walk.shown import Trouble

Entry = Trouble | FileChange | Literal["findings", "checklist"]


class ReviewScreen(Screen[None]):
    """The focus starts in the list, not on Write."""

    BINDINGS = [
        Binding("escape", "escape", show=False, id="review-back"),
        Binding("pageup,f7", "page(-1)", show=False, priority=True, id="review-page-up"),
        Binding("pagedown,f8", "page(1)", show=False, priority=True, id="review-page-down"),
        Binding("n", "mark(1)", show=False, id="review-next-change"),
        Binding("p", "mark(-1)", show=False, id="review-previous-change"),
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
        self.entries: tuple[Entry, ...] = ()
        self._shown = desk.state.outcome

    def compose(self) -> ComposeResult:
        """List, pane, buttons, keys."""
        yield Static(id="head", classes="head", markup=False)
        yield Rows("files", edge=True)
        yield LinesView("pane")
        with Horizontal(id="actions"):
            yield Press(self.desk.say(words.BACK), "back")
            yield Press("", "write")
        yield KeyLine((("↑↓", words.KEY_CHOOSE), ("Enter", words.KEY_OPEN), ("PgUp/PgDn", words.KEY_SCROLL),
                       ("n/p", words.KEY_CHANGE), ("Esc", words.KEY_BACK), ("F1", words.KEY_HELP)),
                      self.desk.lang)  # fmt: skip

    def on_mount(self) -> None:
        """Show the plan."""
        self._anew()

    def tell_test(self) -> None:
        """A live test has said something: what there is to know may be more, the plan is the same."""
        files = self.query_one("#files", Rows)
        self._list(files.cursor)
        if self.entries[files.cursor] == "findings":
            self._open(files.cursor)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Show what the row stands for."""
        self._open(event.index)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Go to where a trouble is answered; look into anything else."""
        entry = self.entries[event.index]
        if isinstance(entry, Trouble) and entry.section is not None:
            self.post_message(self.Back(entry))
        else:
            self._open(event.index)
            self.query_one(LinesView).focus()

    def on_press_pressed(self, event: Press.Pressed) -> None:
        """Back, or Write."""
        if event.button.id == "back":
            self.post_message(self.Back())
            return
        troubles = self.desk.state.troubles()
        if self.desk.stale or self.desk.state.outcome is not self._shown:
            self._anew()
        elif troubles:
            self._first(troubles)
        elif self._to_know():
            self.app.push_screen(self._sure(), lambda said: self._write() if said == "write" else None)
        else:
            self._write()

    def action_escape(self) -> None:
        """From the pane to the list, from the list to the sections."""
        files = self.query_one("#files", Rows)
        if files.has_focus:
            self.post_message(self.Back())
        else:
            files.focus()

    def action_page(self, by: int) -> None:
        """Scroll the pane, wherever the focus is."""
        pane = self.query_one(LinesView)
        pane.scroll_relative(y=by * max(pane.size.height - 1, 1), animate=False)

    def action_mark(self, by: int) -> None:
        """Go to the next or previous change of the file."""
        self.query_one(LinesView).action_mark(by)

    def _anew(self) -> None:
        """Show the plan from its beginning: a new one is looked at before it is written."""
        if not attempt(self, self.desk, self.desk.settle, self._tell, words.CANNOT_GO_ON):
            return
        self._shown = self.desk.state.outcome
        self._tell()
        self.query_one("#files", Rows).focus()

    def _tell(self) -> None:
        self._list(0)
        self._open(0)

    def _list(self, cursor: int) -> None:
        state, say = self.desk.state, self.desk.say
        troubles, plan = state.troubles(), state.outcome.plan
        self.entries = (*troubles, *plan.files, "findings", "checklist")
        warnings = sum(f.level is Level.WARNING for f in self.desk.findings())
        parts = [say(words.files(len(plan.files)) if plan.files else words.NOTHING_TO_WRITE)]
        parts += [say(words.problems(len(troubles)))] if troubles else []
        parts += [say(words.warnings(warnings))] if warnings else []
        self.query_one("#head", Static).update(Content.assemble(
            (say(words.REVIEW), "bold"), f" · {', '.join(parts)} · {say(words.PLAN, id=plan.id)}"))  # fmt: skip
        self.query_one("#files", Rows).show(tuple(map(self._line, self.entries)), cursor)
        label = words.FIRST_PROBLEM if troubles else words.WRITE if plan.files else words.FINISH
        count = {"problems": words.problems(len(troubles)), "files": words.files(len(plan.files))}
        self.query_one("#write", Press).relabel(say(label, **count))

    def _line(self, entry: Entry) -> Content:
        say, plan = self.desk.say, self.desk.state.outcome.plan
        match entry:
            case Trouble():
                where = self._where(entry)
                there = f"  {say(words.GO_THERE)}" if entry.section else ""
                return Content.assemble(("✗ ", "$text-error"), f"{where}: {printable(say(entry.why))}",
                                        (there, "$foreground-muted"))  # fmt: skip
            case FileChange(path=path, before=before):
                new = before is None
                return Content.assemble(
                    ("A " if new else "M ", "bold $text-success" if new else "bold $text-warning"),
                    fitted(printable(path), max(self.size.width - 34, 30)),
                    (f" +{entry.count(Kind.NEW)}".rjust(6), "$text-success"),
                    (f" -{entry.count(Kind.OLD)}".rjust(6), "$text-error"),
                    (f"  {say(words.CREATED if new else words.CHANGED)}", "$foreground-muted"),
                )
            case "findings":
                return Content.assemble(("! ", "$text-warning"), say(words.ROW_FINDINGS, count=len(self.desk.findings())))
            case _:
                return Content.assemble(("> ", "$text-accent"), say(words.ROW_CHECKLIST, count=len(plan.checklist)))

    def _where(self, trouble: Trouble) -> str:
        if trouble.section is None:
            return self.desk.say(words.CANNOT_GO_ON)
        where = trouble.section.title if trouble.question is None else self.desk.state.where(trouble.question)
        return self.desk.say(where)

    def _open(self, index: int) -> None:
        entry, pane, plan = self.entries[index], self.query_one(LinesView), self.desk.state.outcome.plan
        lang = self.desk.lang
        match entry:
            case FileChange():
                pane.show(diff_content(entry), change_starts(entry))
            case Trouble():
                pane.show(lambda width: trouble_content(self.desk.state, entry, width))
            case "findings":
                pane.show(lambda width: findings_content(self.desk.findings(), lang, width))
            case _:
                pane.show(lambda width: checklist_content(plan, lang, width))

    def _first(self, troubles: Sequence[Trouble]) -> None:
        there = next((t for t in troubles if t.section is not None), None)
        if there is not None:
            self.post_message(self.Back(there))
        else:
            self.query_one("#files", Rows).focus()

    def _to_know(self) -> tuple[Finding, ...]:
        """What Write should not do unasked: warnings about the answers, not about what they replace."""
        return tuple(self._warned())

    def _warned(self) -> Iterator[Finding]:
        for finding in self.desk.findings():
            if finding.level is Level.WARNING and not finding.code.endswith(".node-local"):
                yield finding

    def _sure(self) -> Dialog:
        say, plan = self.desk.say, self.desk.state.outcome.plan
        lines = [Content(say(words.SURE_WHY))]
        lines += [Content.assemble(("! ", "$text-warning"), printable(say(f.why))) for f in self._to_know()]
        lines += [Content(""), Content.styled(say(words.SURE_BACKUP), "$foreground-muted")]
        files = words.files(len(plan.files))
        buttons = (("stay", say(words.STAY)), ("write", say(words.WRITE, files=files)))
        return Dialog(say(words.SURE, files=files), Content("\n").join(lines), buttons)

    def _write(self) -> None:
        if attempt(self, self.desk, self.desk.put, self._anew, words.NOT_WRITTEN):
            self.post_message(self.Written())
