"""Text of others as it may be drawn: what a terminal would obey is spelt out."""

from __future__ import annotations

from wizard import text


def printable(words: str) -> str:
    """Show control characters instead of sending them to the terminal; a tab is four blanks."""
    return text.printable(words.replace("\t", "    "))
