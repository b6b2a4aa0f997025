"""The keys of a PHP array as PHP would have them, and where we cannot tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wizard.formats.expression import Array, Expression, Item, Literal, Opaque, Unary

_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Hidden(Opaque):
    """Cannot tell: the key may be in `text` (a spread, a computed key, a call), or may not, or `text` changes it."""


@dataclass(frozen=True)
class Found:
    """The item that holds a key, or what may hide it."""

    item: Item | None
    hidden: Expression | None = None


def found_in(array: Array, key: str) -> Found:
    """Return the item of `array` that PHP would give for `key`, or the expression that may hide it."""
    best = Found(None)
    for found, item in keyed(array):
        if found is None:
            if not _cannot_be(item, key):
                best = Found(None, item.value if item.key is None else item.key)
        elif found == key:
            best = Found(item)
    return best


def keyed(array: Array) -> Iterator[tuple[str | None, Item]]:
    """Yield each item with its key as PHP would have it, written as text; None where it is computed."""
    following: int | None = 0
    for item in array.items:
        key = None if item.spread else key_of(item, following)
        yield key, item
        if key is None:
            following = None
        elif following is not None and _INTEGER.fullmatch(key):
            following = max(following, int(key) + 1)


def has_hidden(value: Expression) -> bool:
    """Say whether code elsewhere in the file changes a value, or something in it."""
    if isinstance(value, Array):
        return any(has_hidden(item.value) for item in value.items)
    return isinstance(value, Hidden)


def key_of(item: Item, following: int | None) -> str | None:
    """Return the key of an item as text; `following` is the number PHP would give it, None when that is unknown."""
    match item.key:
        case None:
            return None if following is None else str(following)
        case Literal(value=None):
            return ""
        case Literal(value=str() as name):
            return name
        case Literal(value=bool() | int() | float() as number):
            return str(int(number)) if abs(number) < 2**63 else None
        case Unary(operator="-", operand=Literal(value=int() as number)):
            return str(-number)
        case _:
            return None


def _cannot_be(item: Item, key: str) -> bool:
    """Say whether an item without a key, after a computed one, is surely not `key`."""
    return item.key is None and not item.spread and not _INTEGER.fullmatch(key)
