"""What is written for a value: in `.env`, in `.env.example`, and as the default in a config file."""

from __future__ import annotations

from wizard.changes import ABSENT, Absent, Set, Wanted
from wizard.formats import env, php
from wizard.laravel.config import EnvKey, Missing


def fallback(change: Set, reading: Missing) -> str | None:
    """Return what a new `env()` falls back to where its key is not set: what Laravel itself would.

    Without it a colleague's machine or CI would read null, where before there was a default.
    """
    if isinstance(reading.default, str | int | bool):
        return php.literal(reading.default)
    if not change.public or not isinstance(change.value, str | int | bool):
        return None
    return "'127.0.0.1'" if change.setting.endswith(".host") else php.literal(change.value)


def example(change: Set, reading: EnvKey) -> str | None:
    """Return what `.env.example` gets for a key, None for nothing: an empty text would beat a default."""
    said = driver_name(change) or change.example
    return said if said or reading.default in (None, "") else None


def driver_name(change: Set) -> str:
    """A driver's name is no secret and no host: the example shows the one that was chosen."""
    named = change.setting.endswith((".driver", ".default")) and isinstance(change.value, str)
    return str(change.value) if named else ""


def raw(value: Wanted | Absent, default: object) -> str | Absent:
    """Return the text phpdotenv must read so that Laravel's `env()` gives the value."""
    match value:
        case Absent.ABSENT:
            return ABSENT if default in (None, "") else "null"
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case tuple():
            return ",".join(value)
        case str():
            return env.encode_for_env(value)


def scalar(value: Wanted | Absent) -> Wanted:
    """Return the value as config holds it: absent is null."""
    return None if value is ABSENT else value
