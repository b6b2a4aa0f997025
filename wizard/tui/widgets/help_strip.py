"""Three lines on the field that has the focus: what it is, and where its answer comes from."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.widget import Widget

from wizard.question import Choice, Toggle, is_secret
from wizard.resolve import Source
from wizard.text import Lang
from wizard.tui import words
from wizard.tui.widgets.columns import fitted, wrapped
from wizard.walk.shown import Row


class HelpStrip(Widget):
    """Always on screen, below the form."""

    def __init__(self, lang: Lang, id: str = "help") -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.lang = lang
        self.row: Row | None = None
        self.text = ""

    def show(self, row: Row | None, text: str = "") -> None:
        """Explain a question, or say something else."""
        if (row, text) != (self.row, self.text):
            self.row, self.text = row, text
            self.refresh()

    def render(self) -> Content:
        """Draw as many lines as there is room for; help comes first."""
        width = self.size.width
        if self.row is None:
            return Content("\n".join(wrapped(self.text, width)))
        key = _key(self.row)
        help_ = wrapped(f"{key}  {self.row.question.help.in_(self.lang)}".strip(), width)
        rest = "  ".join(_sources(self.row, self.lang))
        room = max(self.size.height - len(help_), 1)
        origin = wrapped(rest, width)
        if len(origin) > room:
            origin = [*origin[: room - 1], fitted(" ".join(origin[room - 1 :]), width)]
        first = Content(help_[0]).stylize("bold", 0, len(key))
        lines = [first, *map(Content, help_[1:]), *(Content.styled(line, "$foreground-muted") for line in origin)]
        return Content("\n").join(lines)


def _key(row: Row) -> str:
    return row.origin.key or row.question.key


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
    if is_secret(row.question) and row.raw:
        yield words.REVEAL.in_(lang)
