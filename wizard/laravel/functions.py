"""The PHP and Laravel functions that config files call, and what each gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from wizard.laravel import slug
from wizard.laravel.compare import equal, identical
from wizard.laravel.value import (
    UNKNOWN,
    NodePath,
    Unknown,
    Value,
    array,
    as_pairs,
    merged,
    numeric,
    text,
    truthy,
)

Arguments: TypeAlias = tuple[Value, ...]
Function: TypeAlias = Callable[[Arguments], Value]

_BLANKS = " \t\n\r\0\x0b"
_HOST = re.compile(r"[a-z][a-z0-9+.-]*://([A-Za-z0-9.-]+)(?::\d{1,4})?(?:/[\w./-]*)?", re.ASCII)


def call(name: str, arguments: Arguments) -> Value:
    """Return what a function gives: name in lower case, `class::method` by its full class name.

    A function that is not listed here, or an argument that we do not know, is unknown.
    """
    function = FUNCTIONS.get(name)
    if function is None or any(argument is UNKNOWN for argument in arguments):
        return UNKNOWN
    return function(arguments)


def _on_text(function: Callable[[str], str | Unknown]) -> Function:
    def apply(arguments: Arguments) -> Value:
        words = _words(arguments, 1)
        return UNKNOWN if words is None else function(words[0])

    return apply


def _with_separator(function: Callable[[str, str], str | Unknown], default: str) -> Function:
    def apply(arguments: Arguments) -> Value:
        words = _words((*arguments, default) if len(arguments) == 1 else arguments, 2)
        return UNKNOWN if words is None else function(*words)

    return apply


def _trimmed(sides: str) -> Function:
    def apply(arguments: Arguments) -> Value:
        words = _words((*arguments, _BLANKS) if len(arguments) == 1 else arguments, 2)
        if words is None or ".." in words[1]:
            return UNKNOWN
        value, blanks = words
        left = value.lstrip(blanks) if "l" in sides else value
        return left.rstrip(blanks) if "r" in sides else left

    return apply


def _explode(arguments: Arguments) -> Value:
    words = _words(arguments, 2)
    return UNKNOWN if words is None or not words[0] else tuple(words[1].split(words[0]))


def _implode(arguments: Arguments) -> Value:
    if len(arguments) != 2 or not isinstance(arguments[0], str):
        return UNKNOWN
    items = as_pairs(arguments[1])
    words = _words(tuple(item for _, item in items), len(items)) if items is not None else None
    return UNKNOWN if words is None else arguments[0].join(words)


def _array_filter(arguments: Arguments) -> Value:
    items = as_pairs(arguments[0]) if len(arguments) == 1 else None
    if items is None:
        return UNKNOWN
    tests = [truthy(item) for _, item in items]
    if UNKNOWN in tests:
        return UNKNOWN
    return array(pair for pair, kept in zip(items, tests, strict=True) if kept)


def _array_map(arguments: Arguments) -> Value:
    if len(arguments) != 2 or not isinstance(arguments[0], str):
        return UNKNOWN
    items = as_pairs(arguments[1])
    name = arguments[0].lower()
    return UNKNOWN if items is None else array((key, call(name, (item,))) for key, item in items)


def _array_values(arguments: Arguments) -> Value:
    items = as_pairs(arguments[0]) if len(arguments) == 1 else None
    return UNKNOWN if items is None else tuple(item for _, item in items)


def _array_merge(arguments: Arguments) -> Value:
    return merged(arguments)


def _array_unique(arguments: Arguments) -> Value:
    items = as_pairs(arguments[0]) if len(arguments) == 1 else None
    if items is None or not all(isinstance(item, str) and numeric(item.strip()) is None for _, item in items):
        return UNKNOWN  # what looks like a number is compared as one
    first = {item: key for key, item in reversed(items)}
    return array((key, item) for key, item in items if first[item] == key)


def _parse_url(arguments: Arguments) -> Value:
    if len(arguments) != 2 or not isinstance(arguments[0], str):
        return UNKNOWN
    found = _HOST.fullmatch(arguments[0])
    is_host = getattr(arguments[1], "name", "") == "PHP_URL_HOST"
    return found.group(1) if found and is_host else UNKNOWN


def _in_array(arguments: Arguments) -> Value:
    items = as_pairs(arguments[1]) if len(arguments) in (2, 3) else None
    if items is None:
        return UNKNOWN
    compare = identical if len(arguments) == 3 and arguments[2] is True else equal
    answers = [compare(arguments[0], item) for _, item in items]
    if True in answers:
        return True
    return UNKNOWN if UNKNOWN in answers else False


def _str_replace(arguments: Arguments) -> Value:
    words = _words(arguments, 3)
    return UNKNOWN if words is None or not words[0] else words[2].replace(words[0], words[1])


def _path(name: str) -> Function:
    def apply(arguments: Arguments) -> Value:
        words = _words(arguments, len(arguments))
        return UNKNOWN if words is None or len(words) > 1 else NodePath(f"{name}({''.join(words)})")

    return apply


def _words(arguments: Arguments, count: int) -> tuple[str, ...] | None:
    """Return the arguments as PHP would hand them to a function that wants strings."""
    words = [text(argument) for argument in arguments]
    plain = tuple(word for word in words if isinstance(word, str))
    return plain if len(plain) == len(arguments) == count else None


def _ascii_case(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda value: "".join(change(letter) if letter.isascii() else letter for letter in value)


_STR = "illuminate\\support\\str::"
FUNCTIONS: Final[Mapping[str, Function]] = {
    "array_filter": _array_filter,
    "array_map": _array_map,
    "array_merge": _array_merge,
    "array_unique": _array_unique,
    "array_values": _array_values,
    "explode": _explode,
    "implode": _implode,
    "in_array": _in_array,
    "join": _implode,
    "parse_url": _parse_url,
    "str_replace": _str_replace,
    "strtolower": _on_text(_ascii_case(str.lower)),
    "strtoupper": _on_text(_ascii_case(str.upper)),
    "trim": _trimmed("lr"),
    "ltrim": _trimmed("l"),
    "rtrim": _trimmed("r"),
    _STR + "ascii": _on_text(slug.ascii_of),
    _STR + "kebab": _on_text(slug.kebab),
    _STR + "lower": _on_text(slug.lower),
    _STR + "slug": _with_separator(slug.slug, "-"),
    _STR + "snake": _with_separator(slug.snake, "_"),
    **{f"{name}_path": _path(f"{name}_path")
       for name in ("app", "base", "config", "database", "lang", "public", "resource", "storage")},
}  # fmt: skip
