"""Which tables the application keeps its state in, on which database connection they lie, and on which they should."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from wizard.changes import ABSENT, Absent
from wizard.laravel import failover
from wizard.laravel.config import Configs, Missing
from wizard.laravel.connection import migrations_setting, migrations_table

BY_CODE: Final = frozenset({"job_batches", "password_resets"})
"""Roles whose table Laravel touches only when the application's own code asks for it (`Bus::batch`, `Password::`)."""
_WHEN_NULL: Final = {"cache_locks": "cache_locks"}


@dataclass(frozen=True, slots=True)
class TableUse:
    """One table that the config makes Laravel use.

    `role` is sessions, cache, cache_locks, jobs, job_batches, failed_jobs, migrations or password_resets;
    `name` is the whole name in the database, with the connection's prefix; `connection` is without its
    side (`mysql`, never `mysql::write`); `setting` names the table in the config (`session.table`).
    """

    role: str
    name: str
    connection: str
    setting: str


def tables_in_use(configs: Configs) -> tuple[TableUse, ...]:
    """Return every table that Laravel uses under the drivers chosen, each once; what cannot be told is left out.

    Of `BY_CODE` it is known only that the config has them, not whether the code ever asks for them.
    """
    return tuple(dict.fromkeys(use for use in _uses(configs) if use is not None))


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


def _uses(configs: Configs) -> Iterator[TableUse | None]:
    if configs.value("session.driver") == "database":
        yield _use(configs, "sessions", "session.table", "session.connection")
    for store in _members(configs, "cache.stores", _stores(configs), "stores"):
        base = f"cache.stores.{store}"
        yield _use(configs, "cache", f"{base}.table", f"{base}.connection")
        yield _use(
            configs, "cache_locks", f"{base}.lock_table", f"{base}.lock_connection", f"{base}.connection"
        )
    for queue in _members(configs, "queue.connections", ("queue.default",), "connections"):
        base = f"queue.connections.{queue}"
        yield _use(configs, "jobs", f"{base}.table", f"{base}.connection")
    if configs.value("queue.batching.driver") != "dynamodb":
        yield _use(configs, "job_batches", "queue.batching.table", "queue.batching.database")
    if _keeps_failed_jobs(configs):
        yield _use(configs, "failed_jobs", "queue.failed.table", "queue.failed.database")
    table = migrations_table(configs)
    if table is not None:
        yield _named(configs, "migrations", table, migrations_setting(configs), ())
    for broker in _brokers(configs):
        base = f"auth.passwords.{broker}"
        if configs.value(f"{base}.driver") != "cache":
            yield _use(configs, "password_resets", f"{base}.table", f"{base}.connection")


def _use(configs: Configs, role: str, setting: str, *connections: str) -> TableUse | None:
    """Return the use of the table that a setting names, or that the framework's code does where none is named."""
    table = configs.value(setting)
    if table is None:
        reading = configs.read(setting)
        table = reading.default if isinstance(reading, Missing) else _WHEN_NULL.get(role)
    return _named(configs, role, table, setting, connections) if isinstance(table, str) and table else None


def _named(
    configs: Configs, role: str, table: str, setting: str, connections: tuple[str, ...]
) -> TableUse | None:
    """The first connection that is named is the table's; without one it is the default (LARAVEL.md §1.5)."""
    named = [configs.value(connection) for connection in (*connections, "database.default")]
    chosen = next(filter(None, named), None)
    connection = chosen.split("::")[0] if isinstance(chosen, str) else ""
    prefix = configs.value(f"database.connections.{connection}.prefix") or ""
    if not connection or not isinstance(prefix, str):
        return None
    return TableUse(role, f"{prefix}{table}", connection, setting)


def _stores(configs: Configs) -> tuple[str, ...]:
    """Return the settings that name a cache store which is in use (LARAVEL.md §7, §8.1)."""
    maintenance = ("app.maintenance.store",) if configs.value("app.maintenance.driver") == "cache" else ()
    return ("cache.default", "cache.limiter", "cache.schedule_store", *maintenance)


def _members(configs: Configs, group: str, settings: tuple[str, ...], part: str) -> Iterator[str]:
    """Yield the names with the driver `database` that settings choose, themselves or as members of a failover."""
    for setting in settings:
        name = configs.value(setting)
        if not isinstance(name, str):
            continue
        for member in failover.members(configs, group, name, part):
            if configs.value(f"{group}.{member}.driver") == "database":
                yield str(member)


def _keeps_failed_jobs(configs: Configs) -> bool:
    """Tell whether failed jobs go to a table: `database`, `database-uuids`, or a table and no driver at all."""
    driver = configs.value("queue.failed.driver")
    if driver is None:
        return isinstance(configs.read("queue.failed.driver"), Missing)
    return driver in ("database", "database-uuids")


def _brokers(configs: Configs) -> tuple[str, ...]:
    """Return the names under which passwords are reset."""
    named = configs.value("auth.passwords")
    default = configs.value("auth.defaults.passwords")
    found = [key for key in named if isinstance(key, str)] if isinstance(named, Mapping) else []
    return tuple(dict.fromkeys([*found, default if isinstance(default, str) else "users"]))
