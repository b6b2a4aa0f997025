"""The last screen: what was written, how to bring it back, what is left to do."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen

from wizard.speak import checklist_lines, left_out_lines, receipt_lines
from wizard.tui import words
from wizard.tui.header import Head, heading
from wizard.tui.same_command import printed
from wizard.tui.widgets.columns import wrapped
from wizard.tui.widgets.key_line import KeyLine
from wizard.tui.widgets.lines_view import LinesView
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.printable import printable
from wizard.tui.widgets.told import checklist_content, command_content, command_lines
from wizard.walk.desk import Desk


class DoneScreen(Screen[None]):
    """Enter closes; everything on it is printed in the normal terminal afterwards."""

    BINDINGS = [
        Binding("escape", "close", show=False, id="done-close"),
        Binding("up", "scroll(-1)", show=False, id="done-up"),
        Binding("down", "scroll(1)", show=False, id="done-down"),
        Binding("pageup", "scroll(-10)", show=False, priority=True, id="done-page-up"),
        Binding("pagedown", "scroll(10)", show=False, priority=True, id="done-page-down"),
    ]

    class Closed(Message):
        """The wizard may end."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def compose(self) -> ComposeResult:
        """What was done above what is left to do."""
        say = self.desk.say
        yield Head(heading(self.desk.state, say(words.DONE)), self.desk.lang)
        yield LinesView("done")
        with Vertical(id="close"):
            yield Press(say(words.FINISH), "finish")
        yield KeyLine((("↑↓ PgUp/PgDn", words.KEY_SCROLL), ("Enter", words.FINISH), ("F1", words.KEY_HELP)),
                      self.desk.lang)  # fmt: skip

    def on_mount(self) -> None:
        """Show it, ready for Enter."""
        self.query_one(LinesView).show(self._lines)
        self.set_focus(self.query_one("#finish", Press))

    def on_press_pressed(self) -> None:
        """Close."""
        self.action_close()

    def action_close(self) -> None:
        """Close."""
        self.post_message(self.Closed())

    def action_scroll(self, by: int) -> None:
        """Scroll the text."""
        self.query_one(LinesView).scroll_relative(y=by, animate=False)

    def _lines(self, width: int) -> list[Content]:
        desk, receipt, plan = self.desk, self.desk.receipt, self.desk.state.chosen.plan
        if receipt is None:
            lines = [Content.styled(desk.say(words.DONE_NOTHING), "bold $text-success")]
        else:
            done = desk.say(words.DONE_COUNT, files=words.files(len(receipt.files)))
            lines = [Content.styled(done, "bold $text-success")]
            lines += [Content.assemble(("✓ ", "$text-success"), printable(path)) for path in receipt.files]
            lines += [Content(part) for part in wrapped(desk.say(words.BACKUP, path=receipt.backup), width - 1)]
            lines += [Content(desk.say(words.RESTORE)), *_shell(receipt.restore, width)]
        lines += [Content(part) for line in left_out_lines(plan, desk.lang) for part in wrapped(line, width - 1)]
        if plan.checklist:
            head = checklist_lines(plan, desk.lang)[0]
            lines += [Content(""), Content.styled(head, "bold"), Content("")]
            lines += checklist_content(plan, desk.lang, width)
        lines += [Content(""), Content.styled(desk.say(words.COMMAND), "bold $text-primary")]
        lines += command_content(desk.state, width)
        return [*lines, Content(""), Content.styled(desk.say(words.PRINTED), "$foreground-muted")]


def farewell(desk: Desk) -> str:
    """Return what is printed in the normal terminal after the wizard has closed."""
    again = printed(desk)
    if not desk.finished:
        return "\n".join([desk.say(words.QUIT_SAID), *(["", *again] if again else [])])
    said = receipt_lines(desk.receipt, desk.lang) if desk.receipt else [desk.say(words.DONE_NOTHING)]
    plan = desk.state.chosen.plan
    said += left_out_lines(plan, desk.lang)
    steps = checklist_lines(plan, desk.lang)
    return "\n".join([*said, "", *steps, *([""] if steps else []), *again])


def _shell(line: str, width: int) -> list[Content]:
    """Nothing stands left of it: a shell would take that for the beginning of another word."""
    return [Content.styled(part, "bold") for part in command_lines(line, width - 1)]
