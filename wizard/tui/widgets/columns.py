"""The columns of a form: label, answer, and what it was."""

from __future__ import annotations

import textwrap

from rich.cells import cell_len, set_cell_size

MARKER = 2
NARROW = 76  # columns below which the sidebar is hidden


def columns(width: int) -> tuple[int, int]:
    """Return how wide the label and the "was" column are in a form of this width."""
    return (30, 30) if width >= 84 else (24, 15) if width >= 56 else (20, 12)


def wrapped(text: str, width: int) -> list[str]:
    """Break a sentence into lines; an empty one has none."""
    return textwrap.wrap(text, max(width, 8), break_on_hyphens=False)


def fitted(text: str, width: int) -> str:
    """Cut or fill a text to exactly this many cells."""
    if cell_len(text) > width:
        return set_cell_size(text, max(width - 1, 0)) + "…" if width > 0 else ""
    return set_cell_size(text, width)
