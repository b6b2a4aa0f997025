"""A project's log channels: which of them write on the node, and what a stack is made of."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Final

from wizard.laravel.config import UNKNOWN, Configs, EnvKey, Literal, NodePath
from wizard.laravel.value import Value

STDERR: Final = "stderr"
_FILES: Final = ("single", "daily", "emergency")
_AWAY: Final = (STDERR, "errorlog", "papertrail", "slack", "syslog")
_REPORTERS: Final = (
    "bugsnag",
    "flare",
    "honeybadger",
    "nightwatch",
    "raygun",
    "rollbar",
    "sentry",
    "sentry_logs",
)
"""Channels that a package may add when it starts: no config file need have them."""


class Keeps(Enum):
    """Why a channel is none for many nodes."""

    ON_NODE = "a file on the node"
    NOTHING = "throws lines away"
    NOWHERE = "no such channel"
    UNTOLD = "cannot be told"


def why_not(configs: Configs, channel: str, inside: tuple[str, ...] = ()) -> Keeps | None:
    """Tell why a channel cannot stay; the driver behind its name decides, and the members of a stack."""
    base = f"logging.channels.{channel}"
    driver = configs.value(f"{base}.driver")
    match driver:
        case "stack":
            return _why_not_stack(configs, configs.value(f"{base}.channels"), (*inside, channel))
        case "monolog":
            streams = (configs.value(f"{base}.{part}.stream") for part in ("handler_with", "with"))
            return Keeps.ON_NODE if any(map(_is_file, streams)) else _by_name(channel)
        case "single" | "daily":
            return Keeps.ON_NODE if _is_file(configs.value(f"{base}.path"), unknown=True) else None
        case str():
            return None
        case None if channel not in (*_FILES, *_REPORTERS, STDERR, "null"):
            return Keeps.NOWHERE
        case None:
            return _by_name(channel)
    return None if channel in (*_AWAY, *_REPORTERS) else _by_name(channel) or Keeps.UNTOLD


def members(configs: Configs, channel: str) -> tuple[str, ...] | None:
    """Return the members of a stack, without `null`; None for another channel, or when they cannot be told."""
    base = f"logging.channels.{channel}"
    names = configs.value(f"{base}.channels") if configs.value(f"{base}.driver") == "stack" else UNKNOWN
    return _names(names)


def reporters(configs: Configs, channel: str) -> tuple[str, ...]:
    """Name the members of a stack that take lines off the node on their own: error trackers, syslog, Slack."""
    return tuple(
        m for m in members(configs, channel) or () if m != STDERR and why_not(configs, m, (channel,)) is None
    )


def mended(configs: Configs, channel: str) -> tuple[str, ...] | None:
    """Return the members of a stack with stderr for its files; None where there is nothing to mend, or no way.

    Only a stack with reporters is mended: stderr alone says what is left of another one.
    """
    now = members(configs, channel) or ()
    kept = reporters(configs, channel)
    files = [m for m in now if m != STDERR and m not in kept]
    is_listed = isinstance(configs.read(f"logging.channels.{channel}.channels"), EnvKey | Literal)
    if not kept or not files or not is_listed:
        return None
    return tuple(dict.fromkeys(m if m in kept else STDERR for m in now))


def _why_not_stack(configs: Configs, listed: Value, inside: tuple[str, ...]) -> Keeps | None:
    names = _names(listed)
    if names is None:
        return Keeps.UNTOLD
    named = [name for name in names if name not in inside]
    reasons = (why_not(configs, name, inside) if name else Keeps.NOWHERE for name in named)
    return next(filter(None, reasons), None) if named else Keeps.NOTHING


def _names(listed: Value) -> tuple[str, ...] | None:
    names = (listed,) if isinstance(listed, str) else listed
    if not isinstance(names, tuple) or any(name is UNKNOWN for name in names):
        return None
    return tuple(_stripped(names))


def _stripped(names: tuple[Value, ...]) -> Iterator[str]:
    yield from (name.strip() for name in names if isinstance(name, str) and name.strip() != "null")


def _by_name(channel: str) -> Keeps | None:
    return Keeps.ON_NODE if channel in _FILES else Keeps.NOTHING if channel == "null" else None


def _is_file(stream: Value, *, unknown: bool = False) -> bool:
    """Tell a path on the node from `php://stderr`; `unknown` says what any other value means."""
    if isinstance(stream, str):
        return not stream.startswith("php://")
    return isinstance(stream, NodePath) or unknown
