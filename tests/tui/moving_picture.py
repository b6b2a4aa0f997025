"""Screens of a real terminal, one after the other, as one SVG that moves by itself: no script, no font from elsewhere."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.cells import cell_len
from rich.color import Color
from rich.style import Style
from rich.terminal_theme import SVG_EXPORT_THEME as THEME
from rich.text import Text

CELL, LINE, MARGIN, BAR = 8.4, 17.0, 14.0, 34.0
_PART = re.compile(r"\S+(?: \S+)*")
_FONT = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"


@dataclass(frozen=True, slots=True)
class Shot:
    """What a terminal showed, with its colours as ANSI escapes, for how long, and what is said about it."""

    screen: str
    seconds: float
    caption: str


def svg(shots: Sequence[Shot], columns: int, rows: int) -> str:
    """Return the picture. Who asks for less motion sees the last shot; a line that stays is drawn once."""
    lines = {line: f"l{number}" for number, line in enumerate(dict.fromkeys(_lines(shots, rows)))}
    width, height = columns * CELL + 2 * MARGIN, rows * LINE + 2 * MARGIN + BAR
    total = sum(shot.seconds for shot in shots)
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img">',
        f"<title>{html.escape(shots[0].caption)}</title>",
        f"<style>{''.join(_rules(shots, total))}</style>",
        f'<rect width="{width:g}" height="{height:g}" rx="8" fill="{_hex(None, "#121212")}"/>',
        "<defs>", *(f'<g id="{name}">{_drawn(line)}</g>' for line, name in lines.items()), "</defs>",
        *(_shot(number, shot, lines, rows, height) for number, shot in enumerate(shots)),
        "</svg>", "",
    ])  # fmt: skip


def _lines(shots: Iterable[Shot], rows: int) -> Iterator[str]:
    for shot in shots:
        yield from shot.screen.split("\n")[:rows]


def _rules(shots: Sequence[Shot], total: float) -> Iterator[str]:
    yield f"text{{font:14px {_FONT}}}.s{{visibility:hidden;animation:{total:g}s step-end infinite}}"
    begun = 0.0
    for number, shot in enumerate(shots):
        first, last = (100 * at / total for at in (begun, begun + shot.seconds))
        before = "0%{visibility:hidden}" if number else ""
        yield f"@keyframes k{number}{{{before}{first:.3f}%{{visibility:visible}}{last:.3f}%{{visibility:hidden}}}}"
        yield f"#s{number}{{animation-name:k{number}}}"
        begun += shot.seconds
    yield f"@media(prefers-reduced-motion:reduce){{.s{{animation:none}}#s{len(shots) - 1}{{visibility:visible}}}}"


def _shot(number: int, shot: Shot, lines: dict[str, str], rows: int, height: float) -> str:
    used = "".join(
        f'<use href="#{lines[line]}" x="{MARGIN:g}" y="{MARGIN + row * LINE:g}"/>'
        for row, line in enumerate(shot.screen.split("\n")[:rows])
        if line
    )
    said = f'<text x="{MARGIN:g}" y="{height - 14:g}" fill="#9a9a9a">{html.escape(shot.caption)}</text>'
    return f'<g class="s" id="s{number}">{used}{said}</g>'


def _drawn(line: str) -> str:
    """Draw a line of a terminal: backgrounds below, letters above."""
    text = Text.from_ansi(line)
    column, below, above = 0, [], []
    for words, style in _runs(text):
        width = cell_len(words)
        front, back = _colours(style)
        if back is not None:
            below.append(f'<rect x="{column * CELL:g}" width="{width * CELL:g}" height="{LINE:g}" fill="{back}"/>')
        weight = ' font-weight="bold"' if style.bold else ""
        line_below = ' text-decoration="underline"' if style.underline else ""
        for part in _PART.finditer(words):  # each at its own place: not all who draw an SVG keep blanks
            at, long = column + cell_len(words[: part.start()]), cell_len(part[0])
            above.append(f'<text x="{at * CELL:g}" y="{LINE - 4:g}" textLength="{long * CELL:g}" '
                         f'fill="{front}"{weight}{line_below}>{html.escape(part[0])}</text>')  # fmt: skip
        column += width
    return "".join(below + above)


def _runs(text: Text) -> Iterator[tuple[str, Style]]:
    """Return the text in pieces of one style."""
    edges = sorted({0, len(text), *(edge for span in text.spans for edge in (span.start, span.end))})
    for start, end in pairwise(edges):
        styles = [span.style for span in text.spans if span.start <= start < span.end]
        yield text.plain[start:end], sum((s for s in styles if isinstance(s, Style)), Style())


def _colours(style: Style) -> tuple[str, str | None]:
    front, back = style.color, style.bgcolor
    if style.reverse:
        return _hex(back, "#121212"), _hex(front, "#e0e0e0")
    return _hex(front, "#e0e0e0"), None if back is None or back.is_default else _hex(back, "")


def _hex(color: Color | None, otherwise: str) -> str:
    return otherwise if color is None or color.is_default else color.get_truecolor(THEME).hex
