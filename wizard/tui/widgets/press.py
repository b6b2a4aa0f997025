"""A button of one line that can be read without colour."""

from __future__ import annotations

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from wizard.tui.widgets.caret import caret_at
from wizard.tui.widgets.columns import wrapped


class Press(Widget, can_focus=True):
    """`[ Next › ]`; while it has the focus a `▸` stands before it."""

    BINDINGS = [Binding("enter,space", "press", "Press", show=False, id="press")]

    class Pressed(Message):
        """The button was pressed."""

        def __init__(self, button: Press) -> None:
            super().__init__()
            self.button = button

    def __init__(self, label: str, id: str, *, after: str = "", classes: str = "") -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, classes=classes)
        self.label = label
        self.after = after

    def relabel(self, label: str, after: str = "") -> None:
        """Give the button another label, and other words after it."""
        if (label, after) != (self.label, self.after):
            self.label, self.after = label, after
            self.refresh(layout=True)

    def render(self) -> Content:
        """Draw the button, and what it means after it."""
        sign = "▸" if self.has_focus else " "
        face = Content.styled(f"[ {self.label} ]", "bold reverse" if self.has_focus else "bold")
        first, *rest = self._after(self.size.width)
        lines = [Content.assemble(sign, face, (f"  {first}" if first else "", "$foreground-muted"))]
        lines += [Content.styled(" " * self._face() + part, "$foreground-muted") for part in rest]
        return Content("\n").join(lines)

    def get_content_width(self, container: object, viewport: object) -> int:
        """Be as wide as the words are."""
        return self._face() + len(self.after)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Be as high as what it means needs."""
        return len(self._after(width))

    def _face(self) -> int:
        return len(self.label) + (7 if self.after else 5)

    def _after(self, width: int) -> list[str]:
        return wrapped(self.after, width - self._face()) or [""]

    def action_press(self) -> None:
        """Report it."""
        self.post_message(self.Pressed(self))

    def on_click(self, event: events.Click) -> None:
        """A mouse may press it too."""
        event.stop()
        self.action_press()

    def on_focus(self) -> None:
        """Put the terminal's cursor here, where a screen reader looks."""
        caret_at(self, 0)
