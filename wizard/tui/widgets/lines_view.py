"""Prepared lines to scroll through: a diff, the findings, the checklist."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from wizard.tui.widgets.caret import caret_at

Lines = Callable[[int], Sequence[Content]]
"""Makes the lines for a width."""


class LinesView(ScrollView, can_focus=True):
    """Only the lines on screen are drawn; `marks` are the lines that `n` and `p` go to."""

    BINDINGS = [
        Binding("n", "mark(1)", "Next change", show=False, id="diff-next"),
        Binding("p", "mark(-1)", "Previous change", show=False, id="diff-previous"),
    ]

    def __init__(self, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._made: Sequence[Content] | Lines = ()
        self._lines: tuple[Content, ...] = ()
        self._marks: tuple[int, ...] = ()
        self._width = 0
        self._laid: tuple[Size, Size] | None = None

    def show(self, lines: Sequence[Content] | Lines, marks: Sequence[int] = ()) -> None:
        """Show other lines, from the top; lines that depend on the width are made anew when it changes."""
        self._made = lines
        self._marks = tuple(marks)
        self.scroll_to(0, 0, animate=False)
        self._prepare()

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        left, top = self.scroll_offset
        width = self.scrollable_content_region.width
        index = top + y
        if index >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        strip = Strip(self._lines[index].render_segments(self.visual_style))
        return strip.crop_extend(left, left + width, self.rich_style).apply_style(self.rich_style)

    def action_mark(self, by: int) -> None:
        """Scroll to the next or previous marked line."""
        here = self.scroll_offset.y
        ahead = [m for m in self._marks if (m > here if by > 0 else m < here)]
        if ahead:
            self.scroll_to(y=ahead[0] if by > 0 else ahead[-1], animate=False)

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        """Textual finds another size with every layout here, though none has changed, and draws the scrollbar anew."""
        laid, self._laid = self._laid, (size, self.virtual_size)
        return laid != self._laid and super()._size_updated(size, virtual_size, container_size, layout)

    def on_resize(self, event: events.Resize) -> None:
        """Break the lines anew for another width."""
        if self.scrollable_content_region.width != self._width:
            self._prepare()

    def on_focus(self) -> None:
        """Put the terminal's cursor here, where a screen reader looks."""
        self._caret()

    def _caret(self) -> None:
        caret_at(self, 0)

    def _prepare(self) -> None:
        self._width = self.scrollable_content_region.width
        self._lines = tuple(self._made(self._width) if callable(self._made) else self._made)
        wide = 0 if callable(self._made) else max((line.cell_length for line in self._lines), default=0)
        self.virtual_size = Size(wide, len(self._lines))
        self.refresh()

