"""Servers that a config does not lead to, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Untold:
    """Why there is no server to ask: `unknown` (code makes the value), `no-connection`, `no-host` or `port`."""

    cause: str
    setting: str
    value: str = ""
