"""The tables that the application will use: is each free, Laravel's own already, or somebody else's?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from wizard.check import Said
from wizard.laravel.tables import BY_CODE, TableUse
from wizard.services.mysql.server import Seen
from wizard.services.mysql.sql import quoted
from wizard.text import Text

COLUMNS: Final[Mapping[str, frozenset[str]]] = {
    "sessions": frozenset({"id", "user_id", "ip_address", "user_agent", "payload", "last_activity"}),
    "cache": frozenset({"key", "value", "expiration"}),
    "cache_locks": frozenset({"key", "owner", "expiration"}),
    "jobs": frozenset({"id", "queue", "payload", "attempts", "reserved_at", "available_at", "created_at"}),
    "job_batches": frozenset({"id", "name", "total_jobs", "pending_jobs", "failed_jobs", "failed_job_ids", "options",
                              "cancelled_at", "created_at", "finished_at"}),
    "failed_jobs": frozenset({"id", "connection", "queue", "payload", "exception", "failed_at"}),
    "migrations": frozenset({"id", "migration", "batch"}),
    "password_resets": frozenset({"email", "token", "created_at"}),
}  # fmt: skip
"""The columns without which Laravel cannot use a table, by role (LARAVEL.md §3)."""
_SMALL: Final = {"tinytext": "255 B", "text": "64 KB", "varchar": "64 KB", "tinyblob": "255 B", "blob": "64 KB"}
_LONGEST: Final = 50


@dataclass(frozen=True)
class Schema:
    """What tables there are of those asked for: name -> column -> type, all in lower case where the server folds."""

    columns: Mapping[str, Mapping[str, str]]
    folds: bool = field(default=False)

    def of(self, table: str) -> Mapping[str, str] | None:
        """Return the columns of a table, None when it is free."""
        return self.columns.get(table.lower() if self.folds else table)


def schema(one: Seen, names: Iterable[str]) -> Schema:
    """Ask the server for these tables."""
    folds = one.variables.get("lower_case_table_names", "0") != "0"
    wanted = tuple(dict.fromkeys(name.lower() if folds else name for name in names))
    rows = one.link.rows("SELECT table_name, column_name, data_type FROM information_schema.columns WHERE "
                         "table_schema = DATABASE() AND table_name IN %s", wanted) if wanted else ()  # fmt: skip
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in rows:
        name = str(table).lower() if folds else str(table)
        found.setdefault(name, {})[str(column).lower()] = str(kind).lower()
    return Schema(found, folds)


def present(one: Seen, uses: Iterable[TableUse]) -> Mapping[str, str]:
    """Return those of the tables that are there, each with one of its columns."""
    due = tuple(uses)
    there = schema(one, (use.name for use in due))
    return {use.name: next(iter(columns)) for use in due if (columns := there.of(use.name))}


def listed(names: Iterable[str]) -> str:
    """Return names as a sentence has them."""
    return ", ".join(f"`{name}`" for name in dict.fromkeys(names))


def free(one: Seen, use: TableUse, prefix: str, uses: Iterable[TableUse]) -> str:
    """Return a name for the setting that no table has, without the connection's prefix."""
    bare = use.name.removeprefix(prefix)[:_LONGEST]
    first = bare if bare.startswith("laravel_") else f"laravel_{bare}"
    proposed = [name for name in (first, *(f"{first}_{n}" for n in range(2, 20))) if name != bare]
    there = schema(one, (f"{prefix}{name}" for name in proposed))
    taken = {other.name for other in uses}
    open_names = (name for name in proposed if there.of(f"{prefix}{name}") is None and f"{prefix}{name}" not in taken)
    return next(open_names, f"{first}_{one.link.took}")


def about(one: Seen, uses: tuple[TableUse, ...], prefix: str) -> Iterator[Said]:
    """Say of each table whether it is free, Laravel's, or taken."""
    there = schema(one, (use.name for use in uses))
    ours, absent = list[str](), list[str]()
    for use in uses:
        columns = there.of(use.name)
        if columns is None:
            absent.append(use.name)
            continue
        lacking = COLUMNS[use.role] - columns.keys()
        if lacking:
            code = "table-taken-by-code" if use.role in BY_CODE else "table-taken"
            yield one.link.finding(code, table=use.name, role=use.role, columns=", ".join(sorted(lacking)),
                                   setting=use.setting, free=free(one, use, prefix, uses))  # fmt: skip
            continue
        ours.append(use.name)
        if use.role == "sessions" and columns["payload"] in _SMALL:
            kind = columns["payload"]
            yield one.link.finding("payload-small", table=use.name, quoted=quoted(use.name), kind=kind.upper(),
                                   limit=_SMALL[kind])  # fmt: skip
    yield from _summary(ours, absent)


def _summary(ours: list[str], absent: list[str]) -> Iterator[Text]:
    if ours:
        yield Text("tables as Laravel makes them: {names}", "tabel yang sesuai bentuk Laravel: {names}").fill(
            names=listed(ours))  # fmt: skip
    if absent:
        yield Text("names that are free: {names}", "nama yang masih kosong: {names}").fill(names=listed(absent))
