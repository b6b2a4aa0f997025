"""The terminal is too small for any screen: what it is, what is needed, and the way to the same as lines."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Static

from wizard.text import LANGS
from wizard.tui import words
from wizard.tui.widgets.columns import wrapped

LEAST = Size(50, 15)


def fits(size: Size) -> bool:
    """Tell whether the screens have room enough."""
    return size.width >= LEAST.width and size.height >= LEAST.height


class TooSmall(Screen[None]):
    """Lies over everything until there is room again; no key but the way out does anything."""

    def __init__(self) -> None:
        super().__init__()
        self._asked = False

    def compose(self) -> ComposeResult:
        """Nothing but words."""
        yield Static(id="too-small", markup=False)

    def on_resize(self) -> None:
        """Say the size as it is now."""
        self._tell()

    def on_screen_resume(self) -> None:
        """Go away where there is room again: something lay above this one when it came."""
        if fits(self.app.size):
            self.app.pop_screen()

    def sure(self) -> bool:
        """Ask whether to leave; true when asked a second time."""
        asked, self._asked = self._asked, True
        self._tell()
        return asked

    def _tell(self) -> None:
        size = self.app.size
        values = {"width": size.width, "height": size.height, "least": LEAST.width, "lines": LEAST.height}
        said = [words.TOO_SMALL.fill(**values).in_(lang) for lang in LANGS]
        said += [words.AGAIN.in_(lang) for lang in LANGS if self._asked]
        lines = [line for sentence in said for line in wrapped(sentence, size.width - 1)]
        self.query_one("#too-small", Static).update(Content("\n".join(lines)))
