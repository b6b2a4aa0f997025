"""An application that fits its terminal: its colours and signs, its size, and its cursor where the focus is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast
from weakref import WeakKeyDictionary

from rich.console import RenderableType
from textual import events
from textual._compositor import CompositorUpdate
from textual.filter import LineFilter, NoColor
from textual.geometry import Offset
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from wizard.text import Lang
from wizard.tui.ascii import Ascii
from wizard.tui.delta import Delta
from wizard.tui.safe_app import SafeApp
from wizard.tui.terminal import Colours, Terminal
from wizard.tui.themes import dress
from wizard.tui.too_small import TooSmall, fits

_IN_ANY_SIZE = ("leave", "redraw", "suspend_process")


class TerminalApp(SafeApp):
    """Sends what the terminal can show, and waits with everything but the way out while that is too small."""

    def __init__(self, lang: Callable[[], Lang], terminal: Terminal, keymap: Mapping[str, str]) -> None:
        self._carets: WeakKeyDictionary[Widget, Offset] = WeakKeyDictionary()
        super().__init__(lang)
        self.terminal = terminal
        self._sent: list[Strip] = []  # the lines that are on the terminal, if we know
        self.animation_level = "none"
        self.no_color = terminal.colours is Colours.NONE
        self._ours: list[LineFilter] = [NoColor()] if self.no_color else []
        self._ours += [Ascii()] if terminal.ascii else []
        dress(self, terminal.theme)
        self.set_keymap(dict(keymap))

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Take away colours or signs that the terminal must not be sent."""
        return [*super().get_line_filters(), *self._ours]

    @property
    def cursor_position(self) -> Offset:
        """The terminal's own cursor: it stays at its place in the focused widget when that is scrolled or moved."""
        widget = self.focused if self._running else None
        return widget.content_region.offset + self._carets.get(widget, Offset(0, 0)) if widget else Offset(0, 0)

    @cursor_position.setter
    def cursor_position(self, place: Offset) -> None:
        if self._running and (widget := self.focused) is not None:
            self._carets[widget] = place - widget.content_region.offset

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Send a frame; over a slow line only what is not on the terminal yet."""
        update: object = renderable  # a CompositorUpdate is drawn by Textual itself: rich does not know it
        frame = isinstance(update, CompositorUpdate) and screen is self.screen and not self._batch_count
        if self.terminal.slow and frame and self._running and not self.is_headless:
            sent, self._sent = self._sent, screen._compositor.render_strips()
            update = Delta(sent, self._sent) if sent else update
        super()._display(screen, cast("RenderableType | None", update))

    def forget_frame(self) -> None:
        """Send the next frame whole: something else may have written to the terminal."""
        self._sent = []

    async def on_mount(self) -> None:
        """Begin with a whole frame, too, when the wizard was suspended."""
        self.app_resume_signal.subscribe(self, lambda _: self.forget_frame())

    def on_resize(self, event: events.Resize) -> None:
        """Cover everything while there is no room, and uncover it as it was."""
        self.forget_frame()
        covered = isinstance(self.screen, TooSmall)
        if not fits(event.size) and not covered:
            self.push_screen(TooSmall())
        elif fits(event.size) and covered:
            self.pop_screen()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow only the way out while nothing can be seen."""
        if action not in _IN_ANY_SIZE and self._running and isinstance(self.screen, TooSmall):
            return False
        return super().check_action(action, parameters)
