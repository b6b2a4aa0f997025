"""For terminals without Unicode: every sign of ours has a plain one of the same width."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from wizard.walk.ascii import PLAIN


class Ascii(LineFilter):
    """Replace our signs as the lines go out; a value of the user's with other letters stays itself."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the same line in plain signs."""
        return [Segment(text.translate(PLAIN), style, control) for text, style, control in segments]
