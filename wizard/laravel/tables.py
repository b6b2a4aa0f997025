"""Which database connection the tables of sessions and cache lie on, and which they should."""

from __future__ import annotations

from wizard.changes import ABSENT, Absent
from wizard.laravel.config import Configs, Missing


def own_connection(configs: Configs, setting: str) -> str | None:
    """Return the connection besides the default that a setting names, on a server that all nodes reach."""
    name = _base(configs, setting)
    if not name or name == configs.value("database.default"):
        return None
    driver = f"database.connections.{name}.driver"
    return None if isinstance(configs.read(driver), Missing) or configs.value(driver) == "sqlite" else name


def connection_for(configs: Configs, setting: str, connection: str, *, primary: bool) -> str | Absent | None:
    """Say what a setting like `session.connection` must name; None leaves it as it is.

    `primary`: reads must not go to a replica (LARAVEL.md §4.4), so the write side is named. A connection of
    the application's own stays; one that is no shared database goes.
    """
    name = _base(configs, setting)
    own = own_connection(configs, setting)
    if own is not None and own != connection:
        return None
    if primary:
        return f"{connection}::write"
    return ABSENT if name and name != connection else None


def _base(configs: Configs, setting: str) -> str:
    """Return the name without its side: `mysql::write` is a side of `mysql`."""
    present = configs.value(setting)
    return present.split("::")[0] if isinstance(present, str) else ""
