"""When a value is as good as the one wanted: the differences that Laravel does not see."""

from __future__ import annotations

from typing import Final

from wizard.laravel.value import UNKNOWN, Value, as_pairs, numeric

EMPTY_IS_NULL: Final = (
    "database.connections.*.password",
    "database.connections.*.unix_socket",
    "database.connections.*.url",
    "database.connections.*.options.ssl_ca",
    "database.redis.*.password",
    "database.redis.*.url",
    "database.redis.*.username",
    "filesystems.disks.*.key",
    "filesystems.disks.*.secret",
    "session.connection",
    "session.domain",
    "session.store",
)
"""Settings that Laravel tests with `empty()` or `?:`, so that an empty text and null are one."""

ONE_IS_A_LIST: Final = ("database.connections.*.read.host", "database.connections.*.write.host")
"""Settings where Laravel takes one text for a list of one (LARAVEL.md §4.2)."""


def is_wanted(setting: str, current: Value, wanted: Value) -> bool:
    """Tell whether Laravel would treat the current value as the wanted one.

    Digits are the number they spell (`"120"` is `120`). For a boolean `1`, `"1"`, `0` and `"0"` count; the
    words that `env()` reads (`"true"`, `"null"`) do not: a text is wanted as a text. Null and an empty text
    are one only in `EMPTY_IS_NULL`. What is unknown is never as wanted.
    """
    if current is UNKNOWN or wanted is UNKNOWN:
        return False
    if current in (None, "") and wanted in (None, "") and _listed(setting, EMPTY_IS_NULL):
        return True
    if _listed(setting, ONE_IS_A_LIST):
        current, wanted = _as_list(current), _as_list(wanted)
    return _alike(current, wanted)


def _alike(current: Value, wanted: Value) -> bool:
    mine, theirs = as_pairs(current), as_pairs(wanted)
    if mine is not None and theirs is not None:
        if len(mine) != len(theirs):
            return False
        if not isinstance(wanted, tuple) and {key for key, _ in mine} != {key for key, _ in theirs}:
            return False
        if isinstance(wanted, tuple):  # a list: `array_filter` may leave holes in its numbers
            named = any(not isinstance(key, int) for key, _ in mine)
            return not named and all(_alike(a, b) for (_, a), (_, b) in zip(mine, theirs, strict=True))
        return all(_alike(item, dict(theirs)[key]) for key, item in mine)
    return _key(current) == _key(wanted)


def _key(value: Value) -> tuple[str, object]:
    """Return one form for the spellings of a value that Laravel does not tell apart."""
    if isinstance(value, bool):
        return "number", int(value)
    if isinstance(value, float) and value.is_integer():
        return "number", int(value)
    if isinstance(value, str) and str(number := numeric(value)) == value and isinstance(number, int):
        return "number", number
    return ("number", value) if isinstance(value, int) else (type(value).__name__, value)


def _as_list(value: Value) -> Value:
    return (value,) if isinstance(value, str) else value


def _listed(setting: str, patterns: tuple[str, ...]) -> bool:
    steps = setting.split(".")
    return any(
        len(pattern) == len(steps) and all(p in ("*", s) for p, s in zip(pattern, steps, strict=True))
        for pattern in (words.split(".") for words in patterns)
    )
