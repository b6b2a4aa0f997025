"""Long lines broken into rows of cells: at any letter, since code is shown as it is."""

from __future__ import annotations

from rich.cells import cell_len


def cell_parts(text: str, width: int) -> list[tuple[int, int]]:
    """Return from where to where each row of a line goes; an empty line has one row."""
    if text.isascii():
        return [(at, min(at + width, len(text))) for at in range(0, len(text), width)] or [(0, 0)]
    parts: list[tuple[int, int]] = []
    start = used = 0
    for at, letter in enumerate(text):
        cells = cell_len(letter)
        if used + cells > width and at > start:
            parts.append((start, at))
            start, used = at, 0
        used += cells
    return [*parts, (start, len(text))]
