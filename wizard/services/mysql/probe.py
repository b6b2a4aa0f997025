"""The look at one database connection: every write host, every read host, and what lies between them."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import Final, TypeAlias

from wizard.check import Said
from wizard.finding import Finding
from wizard.laravel.servers import DatabaseConnection, DatabaseServer
from wizard.laravel.tables import TableUse
from wizard.services.mysql import migrations, private, replicas, rights, server, tables
from wizard.services.mysql.login import Link, at, opened, refusal
from wizard.services.mysql.server import Seen
from wizard.text import Text

_PATIENCE: Final = 8.0
"""Seconds after which no further host is opened: what is open already is to be asked in the rest of the time."""
_NAMED: Final = 8
Entering: TypeAlias = Generator[Said, None, list[Seen]]


@dataclass(frozen=True, slots=True)
class MysqlProbe:
    """What to ask of one connection's servers; `notes` is what its settings alone have told.

    `own` are this project's migrations, `each` the connections that one of the PHP `processes` may hold.
    """

    connection: DatabaseConnection
    tables: tuple[TableUse, ...] = ()
    own: migrations.Own = migrations.Own()
    processes: int | None = None
    each: int = 1
    notes: tuple[Finding, ...] = ()

    def __call__(self) -> Iterator[Said]:
        left = private.Left()
        with left.told(), ExitStack() as stack:
            yield from self.notes
            until = time.monotonic() + _PATIENCE
            primaries = yield from self._entered(self.connection.write, stack, until)
            followers = yield from self._entered(self.connection.read, stack, until)
            yield from self._asked(primaries, followers, left)

    def _entered(self, servers: Iterable[DatabaseServer], stack: ExitStack, until: float) -> Entering:
        """Log in to each server in its turn, as long as there is time, and return those that let us in."""
        entered, unasked = list[Seen](), list[DatabaseServer]()
        for one in servers:
            if not one.database:
                yield at(one, "no-database", name=self.connection.name)
                continue
            if time.monotonic() > until:
                unasked.append(one)
                continue
            link = opened(one)
            if isinstance(link, Finding):
                yield link
                continue
            stack.enter_context(closing(link))
            yield from _guarded(one, self._introduced(link, entered))
        if unasked:
            hosts = ", ".join(f"`{one.host}`" for one in unasked[:_NAMED]) + ", .." * (len(unasked) > _NAMED)
            yield at(unasked[0], "not-asked", hosts=hosts, seconds=f"{_PATIENCE:g}")
        return entered

    def _introduced(self, link: Link, entered: list[Seen]) -> Iterator[Said]:
        found = server.seen(link)
        entered.append(found)
        yield from server.about(found, self.connection)

    def _asked(self, primaries: list[Seen], followers: list[Seen], left: private.Left) -> Iterator[Said]:
        primary = primaries[0] if primaries else None
        for one in primaries:
            yield from _guarded(one.link.server, server.capacity(one, self.processes, self.each))
        for one in followers:
            if primary is None or one.identity != primary.identity:
                yield from _guarded(one.link.server, server.capacity(one, self.processes, 1))
            yield from _guarded(one.link.server, replicas.first_look(one, primary, self.tables))
        if primary:
            yield from _guarded(primary.link.server, self._named(primary))
            apart = [one for one in followers if one.identity != primary.identity]
            yield from _guarded(primary.link.server, self._written(primary, primaries[1:], apart, left))

    def _named(self, primary: Seen) -> Iterator[Said]:
        prefix = self.connection.prefix
        yield from tables.about(primary, self.tables, prefix)
        for use in self.tables:
            if use.role == "migrations":
                yield from migrations.about(primary, use, self.own, prefix, self.tables)

    def _written(self, primary: Seen, others: list[Seen], followers: list[Seen],
                 left: private.Left) -> Iterator[Said]:  # fmt: skip
        for other in others:
            yield from self._may_write(other) or (_fine(other),)
        refused = self._may_write(primary)
        yield from refused
        readers = [one.link for one in followers if rights.reads_everywhere(one.link)]
        done = private.Tried() if refused else private.tried(primary.link, self.connection, readers, left)
        yield from done.said
        if not refused and not any(isinstance(one, Finding) for one in done.said):
            yield _fine(primary)
        for one in followers:
            yield from replicas.follows(one, primary, done.arrived)

    def _may_write(self, one: Seen) -> tuple[Said, ...]:
        """Return what is to be said unless the account may do everything with any table."""
        there = tables.present(one, self.tables)
        held = rights.held(one.link, rights.ALL, there)
        said: tuple[Said, ...] = tuple(rights.finding(one.link, lacking) for lacking in held.lacking)
        if not said and not held.everywhere:
            said = (_enough(one, there),)
        return (*said, one.link.finding("read-only")) if one.is_read_only else said


def _enough(one: Seen, names: Iterable[str]) -> Text:
    return Text("`{user}` reads and writes {names}, and no table besides",
                "`{user}` bisa membaca dan menulis {names}, tabel lain tidak").fill(
        user=one.link.server.username, names=tables.listed(names))  # fmt: skip


def _fine(one: Seen) -> Text:
    return Text("`{user}` creates, alters, reads, writes and drops tables in `{database}`",
                "`{user}` bisa membuat, mengubah, membaca, menulis, dan menghapus tabel di `{database}`").fill(
        user=one.link.server.username, database=one.link.server.database)  # fmt: skip


def _guarded(one: DatabaseServer, said: Iterator[Said]) -> Iterator[Said]:
    """Say in our words what breaks in the middle, and let the rest go on."""
    import pymysql

    try:
        yield from said
    except pymysql.err.MySQLError as error:
        yield refusal(one, error)
