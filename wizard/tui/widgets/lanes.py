"""The ways on from the first screen: a list whose rows say what each of them means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget

from wizard.tui.widgets.caret import caret_at
from wizard.tui.widgets.columns import wrapped


@dataclass(frozen=True, slots=True)
class Lane:
    """One way on: its name, and what it means."""

    name: str
    why: str


class Lanes(Widget, can_focus=True):
    """`▸ [1] Recommended   …`: ↑↓ move, Enter, a digit or the mouse chooses; past an end the page scrolls."""

    BINDINGS = [
        Binding("up", "move(-1)", "Up", show=False, id="lane-up"),
        Binding("down", "move(1)", "Down", show=False, id="lane-down"),
        Binding("home", "go(0)", "First", show=False, id="lane-first"),
        Binding("end", "go(-1)", "Last", show=False, id="lane-last"),
        Binding("enter,space", "choose", "Choose", show=False, id="lane-choose"),
        *(Binding(str(n), f"digit({n - 1})", show=False, id=f"lane-{n}") for n in range(1, 5)),
    ]

    class Chosen(Message):
        """A way on was chosen."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, lanes: Sequence[Lane] = ()) -> None:
        super().__init__(id="lanes")
        self.lanes = tuple(lanes)
        self.cursor = 0

    def show(self, lanes: Sequence[Lane]) -> None:
        """Show other words."""
        self.lanes = tuple(lanes)
        self.refresh(layout=True)
        self.call_after_refresh(self._follow)  # other words above may have pushed the lanes away

    def render(self) -> Content:
        """Draw the lanes."""
        return Content("\n").join(line for line, _ in self._lines(self.size.width))

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Be as high as the words need."""
        return len(self._lines(width))

    def action_move(self, by: int) -> None:
        """Go to the next lane, or show what of the page is above or below."""
        if 0 <= self.cursor + by < len(self.lanes):
            self.action_go(self.cursor + by)
        else:
            self._page().scroll_relative(y=2 * by, animate=False)

    def action_go(self, index: int) -> None:
        """Put the cursor on a lane."""
        self.cursor = index % len(self.lanes)
        self.refresh()
        self._follow()

    def action_digit(self, index: int) -> None:
        """Choose a lane by its number."""
        if index < len(self.lanes):
            self.action_go(index)
            self.action_choose()

    def action_choose(self) -> None:
        """Choose the lane under the cursor."""
        self.post_message(self.Chosen(self.cursor))

    def on_click(self, event: events.Click) -> None:
        """A mouse may choose too."""
        lines = self._lines(self.size.width)
        if 0 <= event.y < len(lines):
            self.action_digit(lines[event.y][1])

    def on_focus(self) -> None:
        """Put the terminal's cursor here, where a screen reader looks."""
        self.refresh()
        self._follow()

    def on_blur(self) -> None:
        """Draw without the cursor."""
        self.refresh()

    def on_resize(self) -> None:
        """Stay in sight."""
        self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        """Scroll to the lane under the cursor, to all of them where there is room."""
        if not self.is_attached or not self.has_focus:
            return
        rows = [y for y, (_, lane) in enumerate(self._lines(self.size.width)) if lane == self.cursor]
        page, here = self._page(), self.virtual_region
        page.scroll_to_region(Region(here.x, here.y, 1, self.size.height), animate=False, force=True)
        page.scroll_to_region(Region(here.x, here.y + rows[0], 1, len(rows)), animate=False, force=True)
        caret_at(self, rows[0])

    def _page(self) -> VerticalScroll:
        return next(widget for widget in self.ancestors if isinstance(widget, VerticalScroll))

    def _lines(self, width: int) -> list[tuple[Content, int]]:
        """Return each line with the lane it belongs to."""
        name = max((len(lane.name) for lane in self.lanes), default=0)
        indent = 6 + name + 2
        lines = []
        for index, lane in enumerate(self.lanes):
            here = self.has_focus and index == self.cursor
            why = wrapped(lane.why, width - indent - 1) or [""]
            title = (f"[{index + 1}] {lane.name}", "bold reverse" if here else "bold")
            gap = " " * (indent - 6 - len(lane.name))
            lines.append((Content.assemble("▸ " if here else "  ", title, gap, (why[0], "$foreground-muted")), index))
            lines += [(Content.styled(" " * indent + part, "$foreground-muted"), index) for part in why[1:]]
        return lines
