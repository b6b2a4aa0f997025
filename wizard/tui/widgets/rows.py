"""A list with a cursor: the sidebar, and the files of the review."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from wizard.tui.widgets.caret import caret_at

MARKED = "bold underline"


class Rows(Widget, can_focus=True):
    """Lines of text, one of which is under the cursor; digits jump.

    One that is `led` never has the focus: something else moves its cursor, which is always shown.
    """

    BINDINGS = [
        Binding("up", "move(-1)", "Up", show=False, id="list-up"),
        Binding("down", "move(1)", "Down", show=False, id="list-down"),
        Binding("home", "jump(0)", "First", show=False, id="list-first"),
        Binding("end", "jump(-1)", "Last", show=False, id="list-last"),
        Binding("enter,space,right", "choose", "Choose", show=False, id="list-choose"),
        *(Binding(str(n), f"digit({n - 1})", show=False, id=f"list-{n}") for n in range(1, 10)),
    ]

    class Moved(Message):
        """The cursor stands on another row."""

        def __init__(self, rows: Rows, index: int) -> None:
            super().__init__()
            self.rows = rows
            self.index = index

    class Chosen(Message):
        """A row was chosen."""

        def __init__(self, rows: Rows, index: int) -> None:
            super().__init__()
            self.rows = rows
            self.index = index

    def __init__(self, id: str, lines: Sequence[Content] = (), *, edge: bool = False, led: bool = False) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.lines = tuple(lines)
        self.cursor = 0
        self.edge = edge
        self.led = led
        self.can_focus = not led

    @property
    def control(self) -> Rows:
        """The list itself, so that handlers can select it."""
        return self

    def show(self, lines: Sequence[Content], cursor: int | None = None) -> None:
        """Show other lines; the cursor stays unless one is given."""
        grown = len(lines) != len(self.lines)
        self.lines = tuple(lines)
        self.cursor = max(0, min(self.cursor if cursor is None else cursor, len(self.lines) - 1))
        self.refresh(layout=grown)

    def render(self) -> Content:
        """Draw the part of the list around the cursor."""
        top = self._top()
        shown = []
        for index in range(top, min(len(self.lines), top + max(self.size.height, 1))):
            here = index == self.cursor and (self.has_focus or self.led)
            text = self.lines[index]
            line = Content("▸") + _plain(text) if here else Content(" ") + text
            line = line.truncate(self.size.width, ellipsis=True, pad=True)
            shown.append(line.stylize("bold reverse") if here else line)
        return Content("\n").join(shown)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Be as high as the list is long; the style sheet says how high at most."""
        return max(len(self.lines), 1)

    def action_move(self, by: int) -> None:
        """Move the cursor; past an end the focus moves on."""
        to = self.cursor + by
        if 0 <= to < len(self.lines):
            self._go(to)
        elif self.edge:
            self.screen.focus_next() if by > 0 else self.screen.focus_previous()

    def move(self, by: int) -> None:
        """Move the cursor by some rows, at most to an end."""
        if self.lines:
            self._go(max(0, min(self.cursor + by, len(self.lines) - 1)))

    def action_jump(self, index: int) -> None:
        """Go to the first or last row."""
        self._go(index % len(self.lines))

    def action_digit(self, index: int) -> None:
        """Go to a row by its number, and choose it."""
        if index < len(self.lines):
            self._go(index)
            self.action_choose()

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        self.post_message(self.Chosen(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        """A mouse may choose too."""
        index = event.y + self._top()
        if 0 <= index < len(self.lines):
            self._go(index)
            self.action_choose()

    def on_focus(self) -> None:
        """Put the terminal's cursor on the row, where a screen reader looks."""
        self.refresh()
        caret_at(self, self.cursor - self._top())

    def on_blur(self) -> None:
        """Draw the row without its cursor."""
        self.refresh()

    def _go(self, index: int) -> None:
        self.cursor = index
        self.refresh()
        if not self.led:
            caret_at(self, index - self._top())
        self.post_message(self.Moved(self, index))

    def _top(self) -> int:
        height = max(self.size.height, 1)
        return max(0, min(self.cursor - height // 2, len(self.lines) - height))


def _plain(text: Content) -> Content:
    """Return a line without colours, which nobody could read on a reversed one; what is marked stays so."""
    return Content(text.plain, [span for span in text.spans if span.style == MARKED])
