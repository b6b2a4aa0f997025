"""What a setting can hold, and how PHP turns one value into another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias


class Unknown(Enum):
    """The one value that means: we cannot tell what PHP would make of it."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown.UNKNOWN


@dataclass(frozen=True, slots=True)
class NodePath:
    """A path on this node's own disk: `storage_path(app)`; where it is differs from node to node."""

    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """A PHP constant known by its name only: `PDO::MYSQL_ATTR_SSL_CA`."""

    name: str


Key: TypeAlias = int | str | Named
Value: TypeAlias = (
    str | int | float | bool | NodePath | Named | Unknown | tuple["Value", ...] | Mapping[Key, "Value"] | None
)

_INT = range(-(2**63), 2**63)
_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_LEADING = re.compile(rf"[ \t\n\r\v\f]*({_NUMBER})", re.ASCII)
_NUMERIC = re.compile(rf"[ \t\n\r\v\f]*({_NUMBER})\Z", re.ASCII)
_INTEGER_KEY = re.compile(r"(?:0|-?[1-9]\d{0,17})\Z", re.ASCII)


def array(pairs: Iterable[tuple[Key, Value]]) -> Value:
    """Make a PHP array: a tuple when its keys are 0, 1, 2 ..., else a dict in order."""
    items = dict(pairs)
    return tuple(items.values()) if list(items) == list(range(len(items))) else items


def pairs(value: tuple[Value, ...] | Mapping[Key, Value]) -> Iterator[tuple[Key, Value]]:
    """Yield the keys and values of a PHP array."""
    yield from enumerate(value) if isinstance(value, tuple) else value.items()


def as_pairs(value: Value) -> list[tuple[Key, Value]] | None:
    """Return the items of an array, None when the value is none."""
    return list(pairs(value)) if isinstance(value, (tuple, Mapping)) else None


def merged(arrays: Iterable[Value]) -> Value:
    """Return what `array_merge` gives: a later name wins, numbered items are appended."""
    out: dict[Key, Value] = {}
    count = 0
    for value in arrays:
        items = as_pairs(value)
        if items is None or any(isinstance(key, Named) for key, _ in items):
            return UNKNOWN
        for key, item in items:
            out[count if isinstance(key, int) else key] = item
            count += isinstance(key, int)
    return array(out.items())


def known(value: Value) -> bool:
    """Tell whether nothing in a value is unknown."""
    if isinstance(value, (tuple, Mapping)):
        return all(known(item) for _, item in pairs(value))
    return value is not UNKNOWN


def key_of(value: Value) -> Key | Unknown:
    """Return the array key PHP makes of a value: `"7"`, `7.9` and `7` are one key."""
    if isinstance(value, str):
        return int(value) if _INTEGER_KEY.match(value) else value
    if value is None:
        return ""
    if isinstance(value, (bool, int, float)):
        return int(value)
    return value if isinstance(value, Named) else UNKNOWN


def truthy(value: Value) -> bool | Unknown:
    """Return what PHP's `(bool)` gives."""
    if isinstance(value, (Unknown, Named)):
        return UNKNOWN
    if isinstance(value, NodePath):
        return True
    return value not in ("", "0") if isinstance(value, str) else bool(value)


def text(value: Value) -> str | NodePath | Unknown:
    """Return what PHP's `(string)` gives; arrays and unusual floats are unknown."""
    if value is None or value is False:
        return ""
    if value is True:
        return "1"
    if isinstance(value, (str, NodePath)):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and (value == 0 or 1e-4 <= abs(value) < 1e13):
        return format(value, ".14g")  # PHP's `precision` is 14
    return UNKNOWN


def integer(value: Value) -> int | Unknown:
    """Return what PHP's `(int)` gives; what would overflow is unknown."""
    number = number_of(value)
    if isinstance(number, float):
        return int(number) if -(2.0**63) <= number < 2.0**63 else UNKNOWN
    return number if number is UNKNOWN or number in _INT else UNKNOWN


def number_of(value: Value) -> int | float | Unknown:
    """Return the number a value starts with, as PHP's numeric casts do."""
    if value is None:
        return 0
    if isinstance(value, (bool, int)):
        return int(value)
    if isinstance(value, float):
        return value
    if isinstance(value, str):
        found = _LEADING.match(value)
        return _number(found.group(1)) if found else 0
    if isinstance(value, (tuple, Mapping)):
        return int(bool(value))
    return UNKNOWN


def numeric(value: str) -> int | float | None:
    """Return the number that a whole string is, None when it is not one."""
    found = _NUMERIC.match(value)
    return _number(found.group(1)) if found else None


def _number(words: str) -> int | float:
    return int(words) if words.lstrip("+-").isdigit() else float(words)
