"""One row of a diff as it is drawn: mark, number, sign, and the words in their colours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.style import Style

from wizard.diff import Kind
from wizard.tui.widgets.cells import cell_parts
from wizard.tui.widgets.sheet import Sheet, text_of

_SIGNS = {Kind.OLD: "-", Kind.NEW: "+"}
_COLOURS = {Kind.OLD: "bold $text-error", Kind.NEW: "bold $text-success"}
_MARK = "bold underline"  # of a word that changed: seen without colour too
_BESIDE = "│"


@dataclass(frozen=True)
class Look:
    """The styles of all lines, and of those that changed. `few`: the terminal's own colours, too few for code."""

    plain: Style
    changed: Mapping[Kind, Style]
    few: bool


def gutter(sheet: Sheet) -> int:
    """Return how wide the mark, the number and the sign are."""
    return sheet.digits + 4


def height_of(sheet: Sheet, row: Sequence[int | None], width: int) -> int:
    """Return how many lines a row takes whose long lines are broken."""
    room = _room(sheet, width, len(row))
    return max(len(cell_parts(text_of(sheet.lines[n]), room)) for n in row if n is not None)


def row_strip(sheet: Sheet, row: int, part: int, look: Look, width: int, first: int, *, here: bool) -> Strip:
    """Draw a row, or one part of a broken one; `first` is the column that lines begin at, `here` marks the row."""
    cells = _cells(sheet, row, part, look, _room(sheet, width, len(sheet.rows[row])), first, here=here)
    return Strip.join(cells).crop_extend(0, width, look.plain.rich_style)


def _room(sheet: Sheet, width: int, columns: int) -> int:
    """Return how many cells a line has."""
    return max((width - (columns - 1)) // columns - gutter(sheet), 8)


def _cells(
    sheet: Sheet, row: int, part: int, look: Look, room: int, first: int, *, here: bool
) -> Iterator[Strip]:
    places = sheet.rows[row]
    for column, at in enumerate(places):
        if column:
            yield Strip([Segment(_BESIDE, look.plain.rich_style)])
        if at is None:
            yield Strip.blank(gutter(sheet) + room, look.plain.rich_style)
        elif sheet.lines[at].kind is Kind.HUNK:
            head = "" if part else " " * gutter(sheet) + sheet.lines[at].text
            yield _cut(Content.styled(head, "$text-secondary"), look.plain, 0, gutter(sheet) + room)
        else:
            left = len(places) > 1 and not column
            mark = "▸" if here and not column and not part else " "
            base = look.changed.get(sheet.lines[at].kind, look.plain)
            yield Strip(_gutter(sheet, at, mark, left=left, shown=not part).render_segments(base))
            yield _words(sheet, at, part, look, room, first)


def _gutter(sheet: Sheet, at: int, mark: str, *, left: bool, shown: bool) -> Content:
    kind = sheet.lines[at].kind
    number, sign = (sheet.number(at, left=left), _SIGNS.get(kind, " ")) if shown else ("", " ")
    return Content.assemble(
        (mark, "bold"), (f"{number:>{sheet.digits}} ", _COLOURS.get(kind, "$foreground-muted")),
        (f"{sign} ", _COLOURS.get(kind, "")),
    )  # fmt: skip


def _words(sheet: Sheet, at: int, part: int, look: Look, room: int, first: int) -> Strip:
    kind, text = sheet.lines[at].kind, text_of(sheet.lines[at])
    base = look.changed.get(kind, look.plain)
    words = Content(text)
    if kind in look.changed and look.few:
        words = words.stylize(_COLOURS[kind])
    else:
        words = words.add_spans([span for span in sheet.colours(at) if span.start < len(text)])
    for start, end in sheet.marks(at):
        words = words.stylize(_MARK, start, end)
    if sheet.manner.wrap:
        parts = cell_parts(text, room)
        words = words[slice(*parts[part])] if part < len(parts) else Content("")
    return _cut(words, base, first, room)


def _cut(content: Content, base: Style, first: int, width: int) -> Strip:
    return Strip(content.render_segments(base)).crop_extend(first, first + width, base.rich_style)
