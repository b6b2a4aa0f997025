"""Whose the migrations table is, and what was left behind in the one that Laravel takes by default."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from wizard.check import Said
from wizard.laravel.tables import TableUse
from wizard.services.mysql.rights import quoted
from wizard.services.mysql.server import Seen
from wizard.services.mysql.tables import COLUMNS, Schema, free, schema
from wizard.text import Text

DEFAULT: Final = "migrations"
_EVERYBODYS: Final = frozenset({
    "0001_01_01_000000_create_users_table", "0001_01_01_000001_create_cache_table", "0001_01_01_000002_create_jobs_table",
    "2014_10_12_000000_create_users_table", "2014_10_12_100000_create_password_resets_table",
    "2014_10_12_100000_create_password_reset_tokens_table", "2019_08_19_000000_create_failed_jobs_table",
    "2019_12_14_000001_create_personal_access_tokens_table",
})  # fmt: skip
"""Migrations that every fresh Laravel application brings: whose a table is, they do not tell."""


def about(one: Seen, use: TableUse, own: frozenset[str], prefix: str, uses: tuple[TableUse, ...]) -> Iterator[Said]:
    """Say whose migrations are remembered under the wanted name, and under Laravel's default."""
    old = f"{prefix}{DEFAULT}"
    there = schema(one, (use.name, old))
    rows = _remembered(one, there, use.name)
    if rows and own:
        yield from _whose(one, use, rows, own, free(one, use, prefix, uses))
    if old == use.name:
        return
    left = (_remembered(one, there, old) & own) - rows
    if left and _are_ours(_remembered(one, there, old), own):
        yield one.link.finding("migrations-behind", old=old, table=use.name, count=len(left))


def _whose(one: Seen, use: TableUse, rows: frozenset[str], own: frozenset[str], name: str) -> Iterator[Said]:
    told = {"table": use.name, "setting": use.setting, "count": len(rows), "free": name}
    others = rows - own
    if not others:
        yield Text("`{table}` remembers {count} migrations, all this application's",
                   "`{table}` mencatat {count} migrasi, semuanya milik aplikasi ini").fill(**told)  # fmt: skip
    elif _are_ours(rows, own):
        yield one.link.finding("migrations-mixed", others=len(others), **told)
    else:
        yield one.link.finding("migrations-others", **told)


def _are_ours(rows: frozenset[str], own: frozenset[str]) -> bool:
    """Tell whether this application has migrated there: by a migration that not every application has."""
    telling = own - _EVERYBODYS
    return bool(rows & telling) or (bool(rows) and rows <= own)


def _remembered(one: Seen, there: Schema, table: str) -> frozenset[str]:
    """Return the migrations that a table remembers; none where it is not Laravel's, or may not be read."""
    import pymysql

    columns = there.of(table)
    if columns is None or COLUMNS["migrations"] - columns.keys():
        return frozenset()
    try:
        rows = one.link.rows(f"SELECT migration FROM {quoted(table)} LIMIT 50000")  # noqa: S608  quoted
    except pymysql.err.MySQLError:
        return frozenset()  # that SELECT is missing has been said
    return frozenset(str(row[0]) for row in rows)
