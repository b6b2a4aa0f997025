"""What has changed on the screen since the last frame, cell by cell: over a slow line nothing else is sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import TypeVar

from rich.color import Color, ColorSystem
from rich.console import COLOR_SYSTEMS, Console
from rich.control import Control
from rich.style import Style
from textual._compositor import CompositorUpdate
from textual.screen import Screen
from textual.strip import Strip

_WORTH = 10  # unchanged cells between two changes that cost less than going to the second one anew

_PLAIN = Style()
_DEFAULT = Color.default()
_ATTRIBUTES = (("1", "bold"), ("2", "dim"), ("3", "italic"), ("4", "underline"), ("5", "blink"), ("7", "reverse"),
               ("8", "conceal"), ("9", "strike"), ("21", "underline2"), ("53", "overline"))  # fmt: skip

Cell = tuple[str, Style]
T = TypeVar("T")
Look = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


class Frames:
    """Knows which lines are on the terminal; without knowing the next frame goes whole."""

    def __init__(self) -> None:
        self._sent: list[Strip] = []

    def forget(self) -> None:
        """Something else may have written to the terminal."""
        self._sent = []

    def less(self, screen: Screen[object], frame: T) -> T | Delta:
        """Return what of a frame is not on the terminal yet; a frame that Textual draws otherwise as it is.

        Textual promises neither of the two names that are asked here: where they are gone, it draws by itself.
        """
        if not isinstance(frame, CompositorUpdate):
            return frame
        try:
            now = screen._compositor.render_strips()
        except (AttributeError, TypeError):
            return frame
        sent, self._sent = self._sent, now
        return Delta(sent, now)


class Delta(CompositorUpdate):
    """Turns the lines that were sent last into those that are to be seen now."""

    def __init__(self, sent: Sequence[Strip], now: Sequence[Strip]) -> None:
        self._sent = sent
        self._now = now

    def render_segments(self, console: Console) -> str:
        """Return the bytes: for each run of changed cells where it begins, and what stands there."""
        pen = _Pen(COLOR_SYSTEMS.get(console.color_system or ""))
        return "".join(self._parts(console, pen)) + pen.lifted()

    def _parts(self, console: Console, pen: _Pen) -> Iterator[str]:
        for y, (old, new) in enumerate(zip_longest(self._sent, self._now, fillvalue=Strip.blank(0))):
            if old == new:
                continue
            before, after = _cells(old), _cells(new)
            if before is None or after is None or len(before) != len(after):
                yield pen.lifted() + Control.move_to(0, y).segment.text + new.render(console)
                continue
            for start, end in _changed(before, after):
                yield Control.move_to(start, y).segment.text
                yield from (pen.written(text, style) for text, style in _runs(after[start:end]))


class _Pen:
    """Writes with no more than what differs from the style written with last."""

    def __init__(self, colours: ColorSystem | None) -> None:
        self._colours = colours
        self._last: Look | None = None

    def written(self, text: str, style: Style) -> str:
        if self._colours is None:
            return text
        look, last = _look(style, self._colours), self._last
        self._last = look
        if last is None or look[0] != last[0]:
            return f"\x1b[{';'.join(('0', *look[0], *look[1], *look[2]))}m{text}"
        codes = (*(look[1] if look[1] != last[1] else ()), *(look[2] if look[2] != last[2] else ()))
        return f"\x1b[{';'.join(codes)}m{text}" if codes else text

    def lifted(self) -> str:
        """Return what ends the last style."""
        last, self._last = self._last, None
        return "\x1b[0m" if last else ""


@lru_cache(1024)
def _look(style: Style, colours: ColorSystem) -> Look:
    """Return the codes of a style: its attributes, its colour, its background."""
    worn = tuple(code for code, name in _ATTRIBUTES if getattr(style, name))
    ink = (style.color or _DEFAULT).downgrade(colours).get_ansi_codes(foreground=True)
    ground = (style.bgcolor or _DEFAULT).downgrade(colours).get_ansi_codes(foreground=False)
    return worn, ink, ground


def _changed(before: Sequence[Cell], after: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """Yield the runs of cells in which two lines differ."""
    start = end = -1
    for x, (was, now) in enumerate(zip(before, after, strict=True)):
        if was == now:
            continue
        if start >= 0 and x - end >= _WORTH:
            yield start, end
            start = x
        start, end = start if start >= 0 else x, x + 1
    if start >= 0:
        yield start, end


def _runs(cells: Sequence[Cell]) -> Iterator[tuple[str, Style]]:
    """Yield the texts of one style; a blank goes with what stands before it where that looks the same."""
    text, style = "", _PLAIN
    for letter, its in cells:
        if text and its != style and not (letter == " " and _is_flat(style) and its == _ground(style.bgcolor)):
            yield text, style
            text = ""
        text, style = text + letter, style if text else its
    yield text, style


def _cells(strip: Strip) -> list[Cell] | None:
    """Return each cell with its style; None where a character is not as wide as a cell: such a line goes whole."""
    if strip.cell_length != strip.cell_count:
        return None
    cells: list[Cell] = []
    for text, its, _ in strip.discard_meta():
        style = its or _PLAIN
        blank = _ground(style.bgcolor) if _is_flat(style) else style
        cells += [(letter, blank if letter == " " else style) for letter in text]
    return cells


def _is_flat(style: Style) -> bool:
    """Tell whether nothing of a blank in this style can be seen but its background."""
    return not (style.reverse or style.underline or style.underline2 or style.strike or style.overline)


@lru_cache(64)
def _ground(colour: Color | None) -> Style:
    return Style(bgcolor=colour)
