"""DB_URL taken apart as Laravel does: it beats the host, port, name, user and password beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urlsplit

_DRIVERS: Final = {"mssql": "sqlsrv", "mysql2": "mysql", "postgres": "pgsql", "postgresql": "pgsql",
                   "sqlite3": "sqlite"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DatabaseUrl:
    """What a URL says; `parts` has only what it names: host, port, database, username, password.

    `has_options`: there is more behind a `?`, which has no env key of its own.
    """

    driver: str
    parts: Mapping[str, str] = field(repr=False)
    has_options: bool = False


def parsed(url: str) -> DatabaseUrl | None:
    """Read a database URL (LARAVEL.md §4.3); None when it is none. The URL holds a password: never shown."""
    try:
        words = urlsplit(url)
        host, port = words.hostname, words.port
    except ValueError:
        return None
    if not words.scheme or not host:
        return None
    named = {"host": host, "port": "" if port is None else str(port), "database": words.path.removeprefix("/"),
             "username": words.username or "", "password": words.password or ""}  # fmt: skip
    parts = {name: unquote(value) for name, value in named.items() if value}
    return DatabaseUrl(_DRIVERS.get(words.scheme, words.scheme), parts, bool(words.query))
