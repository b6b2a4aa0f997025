"""The command line that does the same without questions: in a window, and in the terminal afterwards."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from wizard.tui import words
from wizard.tui.dialog import Dialog
from wizard.walk.command import answered, command, notes
from wizard.walk.desk import Desk

_AROUND = 9  # columns of the window that are not its text
PRINTED_WIDTH = 78


class CommandDialog(Dialog):
    """What F5 opens, and closes again; nothing is copied by it, for no terminal says whether it was."""

    def __init__(self, desk: Desk, width: int) -> None:
        told = command(desk.state)
        inner = min(width * 95 // 100, 100) - _AROUND
        lines = [Content.styled(line, "bold") for line in told.lines(inner)]
        lines += [Content(""), *(Content(desk.say(note)) for note in notes(told))] if notes(told) else []
        how = words.COMMAND_COPY if printed(desk) else words.COMMAND_COPY_ONLY
        lines += [Content(""), Content.styled(desk.say(how), "$foreground-muted")]
        super().__init__(desk.say(words.COMMAND), Content("\n").join(lines), (("stay", desk.say(words.CLOSE)),),
                         classes="command")  # fmt: skip


def printed(desk: Desk) -> tuple[str, ...]:
    """Return the lines for the normal terminal; none when nothing was done and nothing answered."""
    return tuple(_printed(desk)) if desk.finished or answered(desk.state) else ()


def _printed(desk: Desk) -> Iterator[str]:
    told = command(desk.state)
    yield desk.say(words.SAME_WITHOUT)
    yield from told.lines(PRINTED_WIDTH)
    yield from (f"# {desk.say(note)}" for note in notes(told))
