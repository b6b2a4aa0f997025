"""The name of a section or part above its questions, and its lesson: a line of it, or all of it with the picture."""

from __future__ import annotations

from collections.abc import Iterator

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from wizard.section import Section
from wizard.text import Lang
from wizard.tui import words
from wizard.tui.widgets.columns import columns, fitted, wrapped
from wizard.walk.picture import picture

_INDENT = "  "


class Title(Widget):
    """The first line also heads the "was" column. F2 or a click unfolds the lesson; it is no stop on the walk."""

    class Pressed(Message):
        """The lesson was clicked."""

        def __init__(self, section: type[Section]) -> None:
            super().__init__()
            self.section = section

    def __init__(self, section: type[Section], lang: Lang, *, unfolded: bool, step: str = "", classes: str = "") -> None:
        super().__init__(classes=classes)
        self.section = section
        self.lang = lang
        self.step = step
        self.unfolded = unfolded

    def show(self, *, unfolded: bool) -> None:
        """Show the whole lesson, or a line of it."""
        if unfolded != self.unfolded:
            self.unfolded = unfolded
            self.refresh(layout=True)

    def render(self) -> Content:
        """Draw the name, the step, the head of the column, and the lesson."""
        width = self.size.width
        return Content("\n").join([self._head(width), *self._lesson(width)])

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Be as high as the lesson needs."""
        return 1 + len(list(self._lesson(width)))

    def on_click(self, event: events.Click) -> None:
        """A mouse may unfold it too."""
        event.stop()
        self.post_message(self.Pressed(self.section))

    def _head(self, width: int) -> Content:
        name, was = self.section.title.in_(self.lang), words.WAS.in_(self.lang)
        used = len(name) + len(self.step) + 4
        gap = " " * max(width - columns(width)[1] + 3 - used, 2)
        return Content.assemble(
            (_INDENT + name, "bold $text-primary"), (f"  {self.step}{gap}{was}", "$foreground-muted")
        )

    def _lesson(self, width: int) -> Iterator[Content]:
        """A line that ends in `…`; unfolded the problem, the picture, the solution."""
        room = min(width, 100) - len(_INDENT) - 1
        label = words.WHY.in_(self.lang)
        problem = f"{label}  {self.section.problem.in_(self.lang)}"
        if not self.unfolded:
            yield _said(fitted(f"+ {problem}", room).rstrip(), len(label) + 2)
            return
        first, *rest = wrapped(problem, room - 2)
        yield _said(f"− {first}", len(label) + 2)
        yield from (_said(f"  {line}") for line in rest)
        yield Content("")
        for now, then in picture(self.section, self.lang):
            yield Content.assemble(_INDENT + "  ", (now, "$text-error"), (then, "$text-success"))
        yield Content("")
        yield from (_said(f"  {line}") for line in wrapped(self.section.solution.in_(self.lang), room - 2))


def _said(line: str, label: int = 0) -> Content:
    return Content.assemble(_INDENT, (line[:label], "$text-accent"), (line[label:], "$foreground-muted"))
