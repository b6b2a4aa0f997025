"""An application that fits its terminal: its colours and signs, its size, and its cursor where the focus is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from textual import events
from textual.filter import LineFilter, NoColor
from textual.geometry import Offset
from textual.widget import Widget

from wizard.text import Lang
from wizard.tui.ascii import Ascii
from wizard.tui.harmless import Harmless
from wizard.tui.safe_app import SafeApp
from wizard.tui.terminal import Colours, Terminal
from wizard.tui.themes import dress
from wizard.tui.too_small import TooSmall, fits

if TYPE_CHECKING:
    from wizard.tui.delta import Frames

_IN_ANY_SIZE = ("leave", "redraw", "suspend_process")


class TerminalApp(SafeApp):
    """Sends what the terminal can show, and waits with everything but the way out while that is too small."""

    def __init__(self, lang: Callable[[], Lang], terminal: Terminal, keymap: Mapping[str, str]) -> None:
        self._carets: WeakKeyDictionary[Widget, Offset] = WeakKeyDictionary()
        super().__init__(lang)
        self.terminal = terminal
        self._frames = _frames() if terminal.slow else None
        self.animation_level = "none"
        self.no_color = terminal.colours is Colours.NONE
        self._ours: list[LineFilter] = [Harmless(), *([NoColor()] if self.no_color else [])]
        self._ours += [Ascii()] if terminal.ascii else []
        dress(self, terminal.theme)
        self.own_keys = dict(keymap)
        self.set_keymap(self.own_keys)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Take away orders, colours or signs that the terminal must not be sent."""
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

    def _display(self, *frame: Any, **named: Any) -> None:  # Any: Textual's own, passed on as it came
        """Send a frame; over a slow line only what is not on the terminal yet."""
        if self._frames is not None and len(frame) == 2 and self._sends(frame[0]):
            frame = (frame[0], self._frames.less(*frame))
        super()._display(*frame, **named)

    def _sends(self, screen: object) -> bool:
        """Tell whether a frame of a screen goes to the terminal now."""
        return screen is self.screen and not self._batch_count and self._running and not self.is_headless

    def forget_frame(self) -> None:
        """Send the next frame whole: something else may have written to the terminal."""
        if self._frames is not None:
            self._frames.forget()

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


def _frames() -> Frames | None:
    """Return what counts the bytes; None with a Textual that has no such frames any more."""
    with suppress(ImportError):
        from wizard.tui.delta import Frames

        return Frames()
    return None
