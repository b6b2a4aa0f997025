"""Lines on the field that has the focus: what it is, where its answer comes from; below them the same as a command."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.widget import Widget

from wizard.question import Choice, Toggle, is_secret
from wizard.resolve import Source
from wizard.text import Lang
from wizard.tui import words
from wizard.tui.widgets.columns import fitted, wrapped
from wizard.tui.widgets.printable import printable
from wizard.walk.places import env_key
from wizard.walk.shown import Row

SPACIOUS = 5  # lines from which on the command has room below the help


class HelpStrip(Widget):
    """Always on screen, below the form; the command that does the same is there where the screen is large."""

    def __init__(self, lang: Lang, id: str = "help") -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.lang = lang
        self.row: Row | None = None
        self.text = ""
        self.command = ""

    def show_command(self, line: str) -> None:
        """Show another command line that does the same as the answers so far."""
        if line != self.command:
            self.command = line
            self.refresh()

    def show(self, row: Row | None, text: str = "") -> None:
        """Explain a question, or say something else."""
        if (row, text) != (self.row, self.text):
            self.row, self.text = row, text
            self.refresh()

    def render(self) -> Content:
        """Draw as many lines as there is room for; help comes first."""
        width, height = self.size
        same = self._command(width) if height >= SPACIOUS and self.command else []
        room = height - len(same)
        lines = self._help(width, room)[:room]
        return Content("\n").join([*lines, *[Content("")] * (room - len(lines)), *same])

    def _help(self, width: int, height: int) -> list[Content]:
        if self.row is None:
            return [Content(line) for line in wrapped(printable(self.text), width)]
        key = printable(env_key(self.row))
        help_ = wrapped(f"{key}  {self.row.question.help.in_(self.lang)}".strip(), width)
        rest = printable("  ".join(_sources(self.row, self.lang)))
        room = max(height - len(help_), 1)
        origin = wrapped(rest, width)
        if len(origin) > room:
            origin = [*origin[: room - 1], fitted(" ".join(origin[room - 1 :]), width)]
        first = Content(help_[0]).stylize("bold", 0, len(key))
        return [first, *map(Content, help_[1:]), *(Content.styled(line, "$foreground-muted") for line in origin)]

    def _command(self, width: int) -> list[Content]:
        """Two lines at most: what does not fit is on the window that F5 opens."""
        head = f"{words.SAME_WITHOUT.in_(self.lang)} (F5)  "
        whole = head + printable(self.command)
        lines = [whole[:width], fitted(whole[width:], width).rstrip()]
        return [Content(lines[0]).stylize("$foreground-muted", 0, len(head)), *map(Content, filter(None, lines[1:]))]


def _sources(row: Row, lang: Lang) -> Iterator[str]:
    """Say what holds and why, and what was there."""
    origin = row.origin
    if origin.source is Source.NOBODY:
        yield words.NO_DEFAULT.in_(lang)
    elif row.drawn:
        yield words.DRAWN.in_(lang)
    else:
        say = words.ANSWER_IS if row.raw or isinstance(row.question, Choice | Toggle) else words.EMPTY_IS
        yield say.fill(value=row.value, source=origin.words()).in_(lang)
    if origin.replaced and not isinstance(row.question, Choice):
        yield words.WAS_BUT.fill(value=row.was, why=origin.replaced).in_(lang)
    elif row.was and row.was != row.value and not origin.replaced:
        yield words.WAS_IS.fill(value=row.was).in_(lang)
    if origin.where and origin.source is not Source.PROJECT:
        yield words.READ_AT.fill(where=origin.where).in_(lang)
    if is_secret(row.question) and row.raw:
        yield words.REVEAL.in_(lang)
