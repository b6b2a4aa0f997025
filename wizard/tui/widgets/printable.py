"""Text of others as it may be drawn: what a terminal would obey is spelt out."""

from __future__ import annotations


def printable(text: str) -> str:
    """Show control characters instead of sending them to the terminal; a tab is four blanks."""
    text = text.replace("\t", "    ")
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "replace").decode("ascii") for c in text)
