"""For terminals without Unicode: every sign of ours has a plain one of the same width."""

from __future__ import annotations

from collections.abc import Mapping

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_PLAIN = str.maketrans(
    {
        "✓": "x", "▸": ">", "○": ".", "✗": "!", "•": "*", "★": "*", "·": "-", "…": ".", "–": "-", "−": "-",
        "‹": "<", "›": ">", "↑": "^", "↓": "v", "←": "<", "→": ">", "⏎": "<", "\u00a0": " ", "▏": "|", "▕": "|",
        "─": "-", "━": "-", "│": "|", "┃": "|", "┌": "+", "┐": "+", "└": "+", "┘": "+", "╭": "+", "╮": "+",
        "╰": "+", "╯": "+", "├": "+", "┤": "+", "┬": "+", "┴": "+", "┼": "+", "█": "#", "▌": "|", "▐": "|",
        "▀": "-", "▄": "-", "▔": "-", "▁": "_", "▎": "|", "▊": "|", "▍": "|", "▋": "|",
        "⣾": "|", "⣽": "/", "⣻": "-", "⢿": "\\", "⡿": "|", "⣟": "/", "⣯": "-", "⣷": "\\",
        "▂": "_", "▃": "_", "▅": "#", "▆": "#", "▇": "#", "▉": "#",
    }
)  # fmt: skip


class Ascii(LineFilter):
    """Replace our signs as the lines go out; a value of the user's with other letters stays itself."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the same line in plain signs."""
        return [Segment(text.translate(_PLAIN), style, control) for text, style, control in segments]


def needs_ascii(environ: Mapping[str, str]) -> bool:
    """Tell whether the terminal may not show Unicode: a Linux console, or a locale that is not UTF-8."""
    if environ.get("TERM") == "linux":
        return True
    locale = next((environ[n] for n in ("LC_ALL", "LANG") if environ.get(n)), "")
    return bool(locale) and "utf8" not in locale.lower().replace("-", "")
