"""A few lines of text that change often: the screen is laid out anew only when there are more or fewer."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget


class Note(Widget):
    """Shows lines as they are; one that is too long is cut."""

    def __init__(self, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.lines: tuple[Content, ...] = ()

    def show(self, lines: Sequence[Content]) -> None:
        """Show other lines."""
        before, self.lines = self.lines, tuple(lines)
        if len(before) != len(self.lines):
            self.refresh(layout=True)
        elif any(not a.is_same(b) for a, b in zip(before, self.lines, strict=True)):
            self.refresh()

    def render(self) -> Content:
        """Draw the lines."""
        return Content("\n").join(line.truncate(self.size.width, ellipsis=True) for line in self.lines)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Be as high as the lines are many."""
        return len(self.lines)
