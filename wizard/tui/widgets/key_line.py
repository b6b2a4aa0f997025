"""The last line of a screen: the few keys that matter here."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget

from wizard.text import Lang, Text


class KeyLine(Widget):
    """At most six short entries: what does not fit is left out, never cut, and all are in the help.

    The last one, the way out, is left out last."""

    def __init__(self, keys: Sequence[tuple[str, Text]], lang: Lang) -> None:
        super().__init__()
        self.keys = tuple(keys)
        self.lang = lang

    def show(self, keys: Sequence[tuple[str, Text]]) -> None:
        """Show other keys."""
        if tuple(keys) != self.keys:
            self.keys = tuple(keys)
            self.refresh()

    def render(self) -> Content:
        """Draw the keys that fit whole."""
        entries = [Content.assemble((key, "bold $text-accent"), f" {text.in_(self.lang)}") for key, text in self.keys]
        while entries and sum(entry.cell_length + 2 for entry in entries) - 2 > self.size.width:
            entries.pop(-2 if len(entries) > 1 else -1)
        return Content("  ").join(entries)
