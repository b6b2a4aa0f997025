"""Signs for terminals without Unicode: every sign of ours has a plain one of the same width."""

from __future__ import annotations

from collections.abc import Mapping

PLAIN = str.maketrans(
    {
        "✓": "+", "▸": ">", "○": ".", "✗": "x", "•": "*", "★": "*", "·": "-", "…": ".", "–": "-", "−": "-",
        "‹": "<", "›": ">", "↑": "^", "↓": "v", "←": "<", "→": ">", "⏎": "<", "\u00a0": " ", "▏": "|", "▕": "|",
        "─": "-", "━": "-", "│": "|", "┃": "|", "┌": "+", "┐": "+", "└": "+", "┘": "+", "╭": "+", "╮": "+",
        "╰": "+", "╯": "+", "├": "+", "┤": "+", "┬": "+", "┴": "+", "┼": "+", "█": "#", "▌": "|", "▐": "|",
        "▀": "-", "▄": "-", "▔": "-", "▁": "_", "▎": "|", "▊": "|", "▍": "|", "▋": "|",
        "⣾": "|", "⣽": "/", "⣻": "-", "⢿": "\\", "⡿": "|", "⣟": "/", "⣯": "-", "⣷": "\\",
        "▂": "_", "▃": "_", "▅": "#", "▆": "#", "▇": "#", "▉": "#",
    }
)  # fmt: skip


def needs_ascii(environ: Mapping[str, str]) -> bool:
    """Tell whether the terminal may not show Unicode: a Linux console, or a locale that is not UTF-8."""
    if environ.get("TERM") in ("linux", "vt100", "vt220"):
        return True
    # LC_CTYPE is not asked: where the locale is C, Python itself has put C.UTF-8 into it.
    locale = next((environ[n] for n in ("LC_ALL", "LANG") if environ.get(n)), "")
    return bool(locale) and "utf8" not in locale.lower().replace("-", "")
