"""An empty Textual application, what every screen is measured against; `--input` puts one Input into it."""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult


class Empty(App[None]):
    """Nothing, or one Input."""

    def compose(self) -> ComposeResult:
        """Show an Input where it was asked for."""
        if "--input" in sys.argv:
            from textual.widgets import Input

            yield Input()


Empty().run()
