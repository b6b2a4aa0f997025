"""A file of the plan to look at: what changes, line by line and word by word; without colour the signs tell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from wizard.diff import Kind
from wizard.plan import FileChange
from wizard.tui.widgets.caret import caret_at
from wizard.tui.widgets.diff_row import Look, gutter, height_of, row_strip
from wizard.tui.widgets.lines_view import Lines, LinesView
from wizard.tui.widgets.sheet import Manner, Sheet, is_same, sheet_of

_CLASSES = {Kind.OLD: "diff--old", Kind.NEW: "diff--new"}


class DiffPane(LinesView):
    """Lines like any other, or a file: s side by side, w break long lines, f the whole file, d its diff."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*_CLASSES.values()}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "turn('split')", "Side by side", show=False, id="diff-split"),
        Binding("w", "turn('wrap')", "Break lines", show=False, id="diff-wrap"),
        Binding("f", "whole(True)", "Whole file", show=False, id="diff-file"),
        Binding("d", "whole(False)", "Diff", show=False, id="diff-diff"),
    ]

    class Turned(Message):
        """The file is looked at in another manner: a title may have to say so."""

    def __init__(self, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id)
        self.manner = Manner()
        self._sheet: Sheet | None = None
        self._line: int | None = None
        self._at: int | None = None
        self._tops: Sequence[int] | None = None
        self._strips: dict[tuple[int, int], Strip] = {}
        self._drawn: dict[int, Strip] = {}

    @property
    def file(self) -> FileChange | None:
        """The file that is shown, if it is one."""
        return self._sheet.file if self._sheet is not None else None

    def show(self, lines: Sequence[Content] | Lines, marks: Sequence[int] = ()) -> None:
        """Show other lines, which are no file."""
        self._sheet = None
        super().show(lines, marks)

    def show_file(self, file: FileChange, line: int | None = None) -> None:
        """Show a file; a line of its new text is marked and brought into sight. What is shown already is not redrawn."""
        before = self._sheet
        if before is not None and is_same(before.file, file):
            if line == self._line:
                return
            file = before.file  # its lines are made already
        self._line, self._sheet = line, sheet_of(file, self.manner, line, before)
        if self._sheet is before:
            self._point(before.places.get(line or 0))
            return
        self._lay(self._sheet)
        if before is None or before.file.path != file.path:
            self._to(0)
        if self._at is not None:
            self._reveal(self._at)
        self._redraw()

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        if self._sheet is None:
            return super().render_line(y)
        self._drawn[y] = strip = self._strip(self._sheet, y)
        return strip

    def action_mark(self, by: int) -> None:
        """Go to the next or previous change, and mark it."""
        if self._sheet is None:
            super().action_mark(by)
            return
        here = self._at if self._at is not None else self._row(self.scroll_offset.y)[0] - (by > 0)
        ahead = [n for n in self._sheet.starts if (n > here if by > 0 else n < here)]
        if ahead:
            self._point(ahead[0] if by > 0 else ahead[-1])

    def action_turn(self, what: str) -> None:
        """Look at the file in another manner."""
        manner = self.manner
        self._turn(replace(manner, split=not manner.split) if what == "split" else replace(manner, wrap=not manner.wrap))

    def action_whole(self, whole: bool) -> None:
        """Show the whole new file, or what changes in it."""
        self._turn(replace(self.manner, whole=whole))

    def on_resize(self, event: events.Resize) -> None:
        """Keep the marked line in sight."""
        if self._sheet is not None and self._at is not None:
            self._reveal(self._at)
        if self.has_focus:
            self._caret()

    def notify_style_update(self) -> None:
        """Draw in the new colours."""
        super().notify_style_update()
        self._strips.clear()

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        """Draw another part of the lines."""
        self._strips.clear()
        super().watch_scroll_x(old_value, new_value)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Take the terminal's cursor along."""
        super().watch_scroll_y(old_value, new_value)
        if self.has_focus:
            self._caret()

    def _turn(self, manner: Manner) -> None:
        if self._sheet is None or manner == self.manner:
            return
        self.manner = manner
        line = self._line_in_sight(self._sheet)
        self._sheet = sheet_of(self._sheet.file, manner, self._line, None)
        self._lay(self._sheet)
        places = [n for n, row in enumerate(self._sheet.rows) if self._number(self._sheet, row) >= line]
        self._to(self._top(places[0] if places else 0))
        if self._at is not None:
            self._reveal(self._at)
        self._redraw()
        self.post_message(self.Turned())

    def _line_in_sight(self, sheet: Sheet) -> int:
        """Return the number of the first line in sight that has one."""
        first = self._row(self.scroll_offset.y)[0]
        return next((n for row in sheet.rows[first:] if (n := self._number(sheet, row))), 0)

    def _number(self, sheet: Sheet, row: Sequence[int | None]) -> int:
        last = row[-1]
        return 0 if last is None or sheet.lines[last].kind is Kind.OLD else sheet.lines[last].number

    def _prepare(self) -> None:
        """Lay the lines out for another width."""
        if self._sheet is None:
            super()._prepare()
            return
        self._lay(self._sheet, self._at)
        if self._at is not None:
            self._reveal(self._at)
        self.refresh()

    def _lay(self, sheet: Sheet, at: int | None = None) -> None:
        """Work out how many lines there are to scroll through."""
        self._width = self.scrollable_content_region.width
        self._strips.clear()
        self._at = sheet.places.get(self._line or 0) if at is None else at
        if sheet.manner.wrap:
            self._tops = tuple(accumulate((height_of(sheet, row, self._width) for row in sheet.rows), initial=0))
            size = Size(0, self._tops[-1])
        else:
            self._tops = None
            wide = sheet.widest + gutter(sheet)
            size = Size(wide if len(sheet.rows[0] if sheet.rows else ()) < 2 else wide * 2 + 1, len(sheet.rows))
        if self.virtual_size != size:
            self.virtual_size = size

    def _row(self, y: int) -> tuple[int, int]:
        """Return the row that a line of the view belongs to, and which part of it."""
        if self._tops is None:
            return y, 0
        row = bisect_right(self._tops, y) - 1
        return row, y - self._tops[row]

    def _top(self, row: int) -> int:
        return row if self._tops is None else self._tops[row]

    def _to(self, y: int) -> None:
        self.scroll_to(y=y, animate=False)

    def _reveal(self, row: int) -> None:
        """Bring a row into sight, with room above and below where it was out of it."""
        y, height = self._top(row), self.scrollable_content_region.height
        if not self.scroll_offset.y <= y < self.scroll_offset.y + max(height, 1):
            self._to(max(y - height // 3, 0))

    def _point(self, row: int | None) -> None:
        """Mark a row, and bring it into sight."""
        for key in [key for key in self._strips if key[0] in (self._at, row)]:
            del self._strips[key]
        self._at = row
        if row is not None:
            self._reveal(row)
        self._redraw()

    def _redraw(self) -> None:
        """Draw only the lines that look otherwise: each costs bytes on a slow line."""
        sheet = self._sheet
        if sheet is None:
            return
        height, width = self.scrollable_content_region.height, self.scrollable_content_region.width
        other = [y for y in range(height) if self._drawn.get(y) != self._strip(sheet, y)]
        if other:
            self.refresh(*(Region(0, y, width, 1) for y in other))
        if self.has_focus:
            self._caret()

    def _caret(self) -> None:
        """Put the terminal's cursor on the marked line."""
        y = 0 if self._at is None or self._sheet is None else self._top(self._at) - self.scroll_offset.y
        caret_at(self, max(0, min(y, self.scrollable_content_region.height - 1)))

    def _strip(self, sheet: Sheet, y: int) -> Strip:
        width = self.scrollable_content_region.width
        row, part = self._row(self.scroll_offset.y + y)
        if not 0 <= row < len(sheet.rows):
            return Strip.blank(width, self.rich_style)
        if (row, part) not in self._strips:
            look = Look(self.visual_style, {kind: self.get_visual_style(name) for kind, name in _CLASSES.items()},
                        self.app.native_ansi_color)  # fmt: skip
            first = 0 if sheet.manner.wrap else self.scroll_offset.x
            self._strips[row, part] = row_strip(sheet, row, part, look, width, first, here=row == self._at)
        return self._strips[row, part]
