"""When it cannot go on: why, what to do, and the answers stay."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.widget import Widget

from wizard.finding import Stop
from wizard.text import Text
from wizard.tui import words
from wizard.tui.dialog import Dialog
from wizard.tui.widgets.printable import printable
from wizard.walk.desk import Desk


class StopDialog(Dialog):
    """Offers to read the project again."""

    def __init__(self, desk: Desk, title: Text, stop: Stop) -> None:
        text = Content.assemble(
            (_spelt(stop.text.in_(desk.lang)), "$text-error"), "\n", _spelt(stop.hint.in_(desk.lang)), "\n\n",
            (desk.say(words.ANSWERS_SAFE), "$foreground-muted"),
        )  # fmt: skip
        buttons = (("rebuild", desk.say(words.REBUILD)), ("stay", desk.say(words.STAY)))
        super().__init__(desk.say(title), text, buttons)


def attempt(
    screen: Widget, desk: Desk, do: Callable[[], None], after: Callable[[], None], title: Text
) -> bool:
    """Do something that may raise `Stop`; then it is shown, and the project can be read again.

    `after` brings the screen up to date once it has been. The one place of this surface that catches a `Stop`.
    """

    def answered(choice: str | None) -> None:
        if choice == "rebuild" and attempt(screen, desk, desk.rebuild, after, words.CANNOT_GO_ON):
            after()

    try:
        do()
    except Stop as stop:
        screen.app.push_screen(StopDialog(desk, title, stop), answered)
        return False
    return True


def _spelt(said: str) -> str:
    """Spell out what a terminal would obey, line by line: a value of a file may be in it."""
    return "\n".join(printable(line) for line in said.split("\n"))
