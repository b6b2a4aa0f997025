"""The picture of a lesson, drawn in text: what two nodes have by themselves now, and what they have together then."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from wizard.section import Section, Sharing
from wizard.text import Lang
from wizard.walk import words

_GAP = 2


def picture(section: type[Section], lang: Lang) -> tuple[tuple[str, str], ...]:
    """Return the lines, each in two halves: now, filled to one width, and then.

    At most 46 cells wide for texts as long as `Section` allows; every sign has a plain one of the same width.
    """
    now = (words.NOW.in_(lang), *_now(section.apart.in_(lang), section.sharing))
    then = (words.THEN.in_(lang), *_then(section.shared.in_(lang), section.sharing))
    width = max(map(len, now)) + _GAP
    return tuple((left.ljust(width), right) for left, right in zip(now, then, strict=True))


def drawn(section: type[Section], lang: Lang) -> list[str]:
    """Return the picture as lines."""
    return ["".join(halves).rstrip() for halves in picture(section, lang)]


def _now(apart: str, sharing: Sharing) -> Iterable[str]:
    between = "✗".center(len(apart) + 5).rstrip() if sharing is Sharing.SAME else ""
    return (f"[A: {apart}]", between, f"[B: {apart}]")


def _then(shared: str, sharing: Sharing) -> Iterable[str]:
    match sharing:
        case Sharing.STORE:
            return ("[A]──┐", f"     ├──[{shared}]", "[B]──┘")
        case Sharing.COLLECTED:
            return ("[A]──┐", f"     ├─→[{shared}]", "[B]──┘")
        case Sharing.ASKED:
            return ("[A]←─┐", f"     ├──[{shared}]", "[B]←─┘")
        case Sharing.SAME:
            return (f"[A: {shared}]", "=".center(len(shared) + 5).rstrip(), f"[B: {shared}]")
        case _:
            assert_never(sharing)
