"""Whose the migrations table is, and what was left behind in the one that Laravel takes by default."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from wizard.check import Said
from wizard.finding import Stop
from wizard.laravel import stock
from wizard.laravel.migrations import FOLDER
from wizard.laravel.tables import TableUse
from wizard.project import Project
from wizard.services.mysql.server import Seen
from wizard.services.mysql.sql import quoted
from wizard.services.mysql.tables import COLUMNS, Schema, free, schema
from wizard.text import Text

DEFAULT: Final = "migrations"
_DUMPS: Final = "database/schema"
_DUMPED: Final = re.compile(r"(?<=['\t])\d{4}_\d\d_\d\d_\d{6}_\w+(?=['\t])")
"""A migration in what `schema:dump` wrote: between quotes, or between tabs."""


@dataclass(frozen=True)
class Own:
    """This application's migrations by name; `all` is False where a dump holds some that no file is named after."""

    names: frozenset[str] = frozenset()
    all: bool = True


def own(project: Project) -> Own:
    """Return the names under which this application's migrations are remembered, its packages' among them."""
    folders = (FOLDER, *(f"vendor/{package}/{FOLDER}" for package in project.packages))
    files = (name for folder in folders for name in project.names(folder))
    dumps = [f"{_DUMPS}/{name}" for name in project.names(_DUMPS) if name.endswith((".sql", ".dump"))]
    pruned = (name for dump in dumps for name in _DUMPED.findall(_text(project, dump)))
    return Own(frozenset((*(name.removesuffix(".php") for name in files if name.endswith(".php")), *pruned)), not dumps)


def _text(project: Project, path: str) -> str:
    try:
        return project.text(path) or ""
    except Stop:
        return ""  # in no encoding that we read: that there is a dump is what counts


def about(one: Seen, use: TableUse, mine: Own, prefix: str, uses: tuple[TableUse, ...]) -> Iterator[Said]:
    """Say whose migrations are remembered under the wanted name, and under Laravel's default."""
    old = f"{prefix}{DEFAULT}"
    there = schema(one, (use.name, old))
    rows = _remembered(one, there, use.name)
    if rows and mine.names:
        yield from _whose(one, use, rows, mine, free(one, use, prefix, uses))
    if old == use.name:
        return
    before = _remembered(one, there, old)
    left = (before & mine.names) - rows
    if left and _are_ours(before, mine.names):
        yield one.link.finding("migrations-behind", old=old, table=use.name, migrations=_counted(left))


def _whose(one: Seen, use: TableUse, rows: frozenset[str], mine: Own, name: str) -> Iterator[Said]:
    told = {"table": use.name, "setting": use.setting, "migrations": _counted(rows), "free": name}
    others = rows - mine.names
    if not others:
        yield Text("`{table}` remembers {migrations}, all this application's",
                   "`{table}` mencatat {migrations}, semuanya milik aplikasi ini").fill(**told)  # fmt: skip
    elif mine.all and mine.names - stock.MIGRATIONS and not _are_ours(rows, mine.names):
        yield one.link.finding("migrations-others", **told)
    else:
        yield one.link.finding("migrations-mixed", others=len(others), **told)


def _counted(names: frozenset[str]) -> Text:
    words = Text("1 migration", "1 migrasi") if len(names) == 1 else Text("{count} migrations", "{count} migrasi")
    return words.fill(count=len(names))


def _are_ours(rows: frozenset[str], own: frozenset[str]) -> bool:
    """Tell whether this application has migrated there: by a migration that not every application has."""
    telling = own - stock.MIGRATIONS
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
