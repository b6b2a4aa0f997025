"""Another language at once: a screen says everything anew, and stands as it stood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from textual.containers import VerticalScroll
from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets.input import Selection

from wizard.tui.widgets.choice import Choice
from wizard.tui.widgets.diff_pane import DiffPane
from wizard.tui.widgets.line_input import LineInput
from wizard.tui.widgets.lines_view import LinesView
from wizard.tui.widgets.past import Past
from wizard.tui.widgets.rows import Rows
from wizard.tui.widgets.sheet import Manner
from wizard.tui.widgets.toggle import Toggle


@runtime_checkable
class Spoken(Protocol):
    """A screen that can say everything in the language that the desk has now."""

    async def speak(self) -> None:
        """Say it, and leave the focus, the cursors and what was scrolled as they are."""


@dataclass(frozen=True)
class View:
    """Where a screen stands: the focus, the rows under the cursors, the marked text, what was scrolled to, what ^y undoes.

    `row` is where on screen the focus is: sentences differ in length, and it should stay there.
    """

    focus: str
    rows: dict[str, int]
    choices: dict[str, int]
    selection: Selection | None
    scrolls: dict[str, Offset]
    row: int | None
    pasts: dict[str, Past]
    manners: dict[str, Manner]

    @classmethod
    def of(cls, screen: Screen[None]) -> View:
        """Remember a screen; widgets are known again by their ids, an input by its parent's."""
        here = screen.focused
        return cls(
            _name(here) if here is not None else "",
            {_name(one): one.cursor for one in screen.query(Rows)},
            {_name(one): one.cursor for one in screen.query(Choice)},
            here.selection if isinstance(here, LineInput) else None,
            {_name(one): one.scroll_offset for one in screen.query(Widget) if one.scroll_offset and _name(one)},
            here.region.y if here is not None and _page(here) is not None else None,
            {_name(one): one.past for one in _with_past(screen)},
            {_name(one): one.manner for one in screen.query(DiffPane)},
        )

    def restore(self, screen: Screen[None]) -> None:
        """Put everything back: the rows first, since what they open begins at its top."""
        turned = [pane for pane in screen.query(DiffPane) if self.manners.get(_name(pane), pane.manner) != pane.manner]
        for pane in turned:
            pane.manner = self.manners[_name(pane)]
        for rows in screen.query(Rows):
            there = self.rows.get(_name(rows), rows.cursor)
            if there != rows.cursor or turned:
                rows.action_jump(there)
        named = {_name(one): one for one in screen.query(Widget) if one.can_focus}
        if self.focus in named:
            screen.set_focus(named[self.focus], scroll_visible=False)
        for one in _with_past(screen):
            one.past = self.pasts.get(_name(one), one.past)
        screen.call_after_refresh(self._put_back, screen)

    def _put_back(self, screen: Screen[None]) -> None:
        here = screen.focused
        if isinstance(here, LineInput) and self.selection is not None and _name(here) == self.focus:
            here.selection = self.selection
        for choice in screen.query(Choice):
            choice.cursor = self.choices.get(_name(choice), choice.cursor)
            choice.refresh()
        screen.call_after_refresh(self._scroll_back, screen)

    def _scroll_back(self, screen: Screen[None]) -> None:
        here = screen.focused
        page = _page(here) if here is not None and _name(here) == self.focus else None
        for widget in screen.query(Widget):
            if widget is not page and _name(widget) in self.scrolls:
                there = self.scrolls[_name(widget)]
                widget.scroll_to(there.x, there.y, animate=False, force=isinstance(widget, LinesView))
        if here is not None and page is not None and self.row is not None:
            page.scroll_relative(y=here.region.y - self.row, animate=False)
        screen.call_after_refresh(_caret, screen)


def _caret(screen: Screen[None]) -> None:
    """Put the terminal's cursor where the focus is, now that everything has its place."""
    match screen.focused:
        case LineInput() as field:
            field.app.cursor_position = field.cursor_screen_offset
        case Choice() as choice:
            choice.go(choice.cursor)
        case Rows() as rows:
            rows.on_focus()
        case _:
            pass


def _with_past(screen: Screen[None]) -> Iterator[Choice | LineInput | Toggle]:
    yield from (one for one in screen.query(Widget) if isinstance(one, Choice | LineInput | Toggle))


def _page(widget: Widget) -> VerticalScroll | None:
    """Return what a widget is scrolled in, if anything."""
    return next((node for node in widget.ancestors if isinstance(node, VerticalScroll)), None)


def _name(widget: Widget) -> str:
    """Return what a widget is known by; empty when it has no id."""
    if isinstance(widget, LineInput) and isinstance(widget.parent, Widget):
        return f"{widget.parent.id}/input"
    return widget.id or ""
