"""The name of a section or part above its questions, and why it is asked."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from wizard.text import Lang, Text
from wizard.tui import words
from wizard.tui.widgets.columns import columns, wrapped


class Title(Widget):
    """The first line also heads the "was" column."""

    def __init__(self, title: Text, why: Text, lang: Lang, *, step: str = "", classes: str = "") -> None:
        super().__init__(classes=classes)
        self.head = title.in_(lang)
        self.why = why.in_(lang)
        self.step = step
        self.was = words.WAS.in_(lang)

    def render(self) -> Content:
        """Draw the name, the step, the head of the column, and the reason."""
        width, used = self.size.width, len(self.head) + len(self.step) + 4
        gap = " " * max(width - columns(width)[1] + 3 - used, 2)
        first = Content.assemble(
            ("  " + self.head, "bold $text-primary"), (f"  {self.step}{gap}{self.was}", "$foreground-muted")
        )
        return Content("\n").join([first, *(Content.styled(f"  {line}", "$foreground-muted") for line in self._why(width))])

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Be as high as the reason needs."""
        return 1 + len(self._why(width))

    def _why(self, width: int) -> list[str]:
        return wrapped(self.why, min(width, 100) - 3)
