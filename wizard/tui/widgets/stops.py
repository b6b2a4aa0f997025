"""Findings to walk through: the present one is marked, and Enter goes to the field it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.binding import Binding
from textual.content import Content
from textual.message import Message

from wizard.finding import Finding
from wizard.text import Lang
from wizard.tui import words
from wizard.tui.widgets.caret import caret_at
from wizard.tui.widgets.lines_view import LinesView
from wizard.tui.widgets.told import finding_content


@dataclass(frozen=True, slots=True)
class Stop:
    """A finding, and whether there is a place to go to."""

    finding: Finding
    leads: bool


class Stops(LinesView):
    """↑↓ and n/p move from finding to finding; PgUp and PgDn scroll."""

    BINDINGS = [
        Binding("up", "mark(-1)", show=False, id="stop-up"),
        Binding("down", "mark(1)", show=False, id="stop-down"),
        Binding("enter", "go", show=False, id="stop-go"),
    ]

    class Left(Message):
        """A person goes to what a finding is about."""

        def __init__(self, finding: Finding) -> None:
            super().__init__()
            self.finding = finding

    def __init__(self, id: str, lang: Lang) -> None:  # noqa: A002  # Textual's name
        super().__init__(id)
        self.lang = lang
        self.stops: tuple[Stop, ...] = ()
        self.at = 0
        self._starts: list[int] = []

    def show_stops(self, stops: Sequence[Stop]) -> None:
        """Show findings, from the first; the same ones stay where they were."""
        if tuple(stops) != self.stops:
            self.stops, self.at = tuple(stops), 0
            self.show(self._drawn)

    def action_mark(self, by: int) -> None:
        """Go to the next or previous finding; past the last one scroll to its end."""
        if not 0 <= self.at + by < len(self.stops):
            self.scroll_relative(y=by, animate=False)
            return
        self.at += by
        self._prepare()
        top, last = self._starts[self.at], [*self._starts, self.virtual_size.height][self.at + 1]
        if top < self.scroll_offset.y or last > self.scroll_offset.y + self.size.height:
            self.scroll_to(y=top, animate=False)
        self._caret()

    def action_go(self) -> None:
        """Go to what the present finding is about."""
        if self.stops and self.stops[self.at].leads:
            self.post_message(self.Left(self.stops[self.at].finding))

    def on_focus(self) -> None:
        """Draw the present one as under the cursor, and put the terminal's there."""
        self._prepare()
        self._caret()

    def on_blur(self) -> None:
        """Draw it without."""
        self._prepare()

    def _caret(self) -> None:
        if self._starts:
            caret_at(self, max(0, min(self._starts[self.at] - self.scroll_offset.y, self.size.height - 1)))

    def _drawn(self, width: int) -> list[Content]:
        lines: list[Content] = []
        self._starts = []
        for index, stop in enumerate(self.stops):
            self._starts.append(len(lines))
            head, *rest = finding_content(stop.finding, self.lang, width - 1)
            leads = Content.styled(f"  {words.GO_THERE.in_(self.lang)}", "$foreground-muted")
            here = index == self.at
            first = (Content("▸" if here else " ") + head + (leads if stop.leads else Content(""))).truncate(
                max(width, 1), ellipsis=True)  # fmt: skip
            lines += [first.stylize("bold reverse") if here and self.has_focus else first]
            lines += [Content(" ") + line for line in rest]
            lines.append(Content(""))
        return lines[:-1]
