"""The last line of defence: whatever is drawn, the terminal is sent nothing that it would obey or hide."""

from __future__ import annotations

import unicodedata

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_HARMFUL = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_SIGN = "?"  # the same in every terminal


class _Signs(dict[int, str]):
    """What stands for each character, found out once; of one without width nothing is left."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if unicodedata.category(character) in _HARMFUL:
            character = _SIGN * cell_len(character)
        self[code] = character
        return character


class Harmless(LineFilter):
    """Replace control and hidden characters as the lines go out.

    Values are spelt out where they are put into words; this is for the one that was forgotten.
    """

    def __init__(self) -> None:
        super().__init__()
        self._signs = _Signs()

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the same line, as wide as before; what Textual itself tells the terminal stays."""
        if all(text.isprintable() for text, _, _ in segments):
            return segments
        return [one if one.text.isprintable() or one.control else self._shown(one) for one in segments]

    def _shown(self, segment: Segment) -> Segment:
        text = segment.text.translate(self._signs)
        width = segment.cell_length
        if cell_len(text) != width:
            text = set_cell_size(text, width)  # letters that were one sign only with something hidden between them
        return Segment(text, segment.style)
