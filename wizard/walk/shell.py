"""A command as a shell reads it: values in quotes, and a long one on lines that the shell joins again."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from unicodedata import east_asian_width

_ESCAPED = 2  # columns: what a backslash stands before may be as wide


def quoted(value: str) -> str:
    """Return a value as one word of any shell; zsh takes a bare `=name` for a program's path."""
    word = shlex.quote(value)
    return f"'{word}'" if word.startswith("=") else word


def broken(text: str, width: int, start: str = "") -> Iterator[str]:
    """Break a word into lines that a shell joins again, each but the last with a backslash.

    Between single quotes a backslash joins nothing: they are closed first, and opened again. What a backslash
    stands before already stays with it.
    """
    piece, quote, escaped = start, "", False
    for character in text:
        then = _quote_after(character, quote, escaped=escaped)
        end = "'\\" if then == "'" else "\\"
        if piece.strip("' ") and not escaped and cells(f"{piece}{character}{end}") > width - _ESCAPED:
            yield f"{piece}'\\" if quote == "'" else f"{piece}\\"
            piece = "'" if quote == "'" else ""
        piece += character
        escaped = character == "\\" and quote != "'" and not escaped
        quote = then
    yield piece


def cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def _quote_after(character: str, quote: str, *, escaped: bool) -> str:
    """Return the quote that is open behind a character; empty when none is."""
    if escaped or character not in "'\"" or quote not in ("", character):
        return quote
    return "" if quote else character
