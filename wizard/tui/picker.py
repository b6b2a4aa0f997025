"""Find one of many by a few of its letters: a line to type into, and what matches below it, the best first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.fuzzy import FuzzySearch
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from wizard.text import Lang, Text
from wizard.tui import words
from wizard.tui.widgets.columns import fitted
from wizard.tui.widgets.line_input import LineInput
from wizard.tui.widgets.rows import MARKED, Rows

T = TypeVar("T")
_SEARCH = FuzzySearch()


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """What can be found: a name, what stands beside it and is searched too, a remark, and what it stands for.

    One that is not `open` is shown, with the remark that says why, and cannot be taken. `also` is searched
    but not shown.
    """

    name: str
    beside: str
    remark: str
    value: T
    open: bool = True
    also: str = ""


class Picker(ModalScreen[T | None], Generic[T]):
    """↑↓ and PgUp/PgDn move in the list while the typing stays in the line; Enter takes, Esc takes nothing."""

    BINDINGS = [
        Binding("down", "move(1)", show=False, id="pick-down"),
        Binding("up", "move(-1)", show=False, id="pick-up"),
        Binding("pagedown,f8", "page(1)", show=False, id="pick-page-down"),
        Binding("pageup,f7", "page(-1)", show=False, id="pick-page-up"),
        Binding("tab", "move(1)", show=False, priority=True, id="pick-next"),
        Binding("shift+tab", "move(-1)", show=False, priority=True, id="pick-previous"),
        Binding("escape", "close", show=False, id="pick-close"),
    ]

    def __init__(self, title: Text, entries: Sequence[Entry[T]], lang: Lang) -> None:
        super().__init__()
        self.head = title
        self.entries = tuple(entries)
        self.lang = lang
        self.found: tuple[Entry[T], ...] = self.entries

    def compose(self) -> ComposeResult:
        """The line above the list."""
        with Vertical(classes="dialog", id="picker"):
            yield Static(Content.styled(self.head.in_(self.lang), "bold $text-primary"), markup=False)
            yield LineInput("", words.PICK_HINT.in_(self.lang), secret=False)
            yield Rows("picked", led=True)
            yield Static(Content.styled(words.PICK_KEYS.in_(self.lang), "$foreground-muted"), markup=False)

    def on_mount(self) -> None:
        """Be ready for letters; show everything until some come."""
        self.query_one(LineInput).focus()
        self._tell()

    def on_resize(self) -> None:
        """Fit the columns."""
        self.call_after_refresh(self._tell)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches now, from the best on."""
        event.stop()
        self.found = tuple(ranked(self.entries, event.value))
        self._tell(0)

    def on_line_input_several(self, event: LineInput.Several) -> None:
        """Of several lines that are pasted, the first is looked for."""
        event.stop()
        self.query_one(LineInput).take(event.text)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the row under the cursor."""
        event.stop()
        self._take(self.query_one(Rows).cursor)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Take a row that was clicked."""
        event.stop()
        self._take(event.index)

    def action_move(self, by: int) -> None:
        """Move the cursor of the list."""
        self.query_one(Rows).move(by)

    def action_page(self, by: int) -> None:
        """Move it by as many rows as can be seen."""
        rows = self.query_one(Rows)
        rows.move(by * max(rows.size.height - 1, 1))

    def action_close(self) -> None:
        """Close; nothing is taken."""
        self.dismiss(None)

    def _take(self, index: int) -> None:
        if index < len(self.found) and self.found[index].open:
            self.dismiss(self.found[index].value)

    def _tell(self, cursor: int | None = None) -> None:
        rows = self.query_one(Rows)
        query, width = self.query_one(LineInput).value, max(rows.size.width, 20) - 1
        name, beside = columns(self.entries, width)
        lines = [line(entry, query, width, name, beside) for entry in self.found]
        rows.show(lines or [Content.styled(words.PICK_NONE.in_(self.lang), "$foreground-muted")], cursor)


def ranked(entries: Sequence[Entry[T]], query: str) -> Iterator[Entry[T]]:
    """Return the entries in which every word of the query is found, the best first; all of them without a query."""
    words_ = query.split()
    scores = [[_score(entry, word) for word in words_] for entry in entries]
    found = [(sum(score), entry) for score, entry in zip(scores, entries, strict=True) if all(score)]
    yield from (entry for _, entry in sorted(found, key=lambda pair: -pair[0]))


def columns(entries: Sequence[Entry[T]], width: int) -> tuple[int, int]:
    """Return how wide the names and what stands beside them are, so that a remark has room as well."""
    most = 24 if width >= 66 else 18 if width >= 44 else 0
    beside = min(max((cell_len(entry.beside) for entry in entries), default=0), most)
    name = max((cell_len(entry.name) for entry in entries), default=0)
    return min(name, max(width - beside - 2, 0) * 6 // 10), beside


def line(entry: Entry[T], query: str, width: int, name: int, beside: int) -> Content:
    """Draw an entry in three columns, the letters that match underlined."""
    shown = (_marked(entry.name, query, name), _marked(entry.beside, query, beside),
             _marked(entry.remark, query, max(width - name - beside - 2, 0)).stylize_before("$foreground-muted"))  # fmt: skip
    whole = Content(" ").join(column for column in shown if column.plain)
    return whole if entry.open else Content.styled(whole.plain, "$foreground-muted")


def _score(entry: Entry[T], word: str) -> float:
    """Say how well a word is found; what a remark says counts less than a name."""
    names = max(_SEARCH.match(word, text)[0] for text in (entry.name, entry.beside, entry.also))
    return max(names, _SEARCH.match(word, entry.remark)[0] / 2)


def _marked(text: str, query: str, width: int) -> Content:
    """Fit a text into a column, and mark the letters by their places: a value is text here, never markup."""
    content = Content(fitted(text, width))
    shown = len(content.plain) - content.plain.endswith("…")
    for word in query.split():
        for place in _SEARCH.match(word, text)[1]:
            if place < shown:
                content = content.stylize(MARKED, place, place + 1)
    return content
