"""The look at one database connection: every write host, every read host, and what lies between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass

from wizard.check import Said
from wizard.finding import Finding
from wizard.laravel.servers import DatabaseConnection, DatabaseServer
from wizard.laravel.tables import TableUse
from wizard.services.mysql import migrations, private, replicas, rights, server, tables
from wizard.services.mysql.login import Link, at, opened, refusal
from wizard.services.mysql.server import Seen
from wizard.text import Text


@dataclass(frozen=True, slots=True)
class MysqlProbe:
    """What to ask of one connection's servers; `notes` is what its settings alone have told.

    `own` are this project's migrations, `each` the connections that one of the PHP `processes` may hold.
    """

    connection: DatabaseConnection
    tables: tuple[TableUse, ...] = ()
    own: frozenset[str] = frozenset()
    processes: int | None = None
    each: int = 1
    notes: tuple[Finding, ...] = ()

    def __call__(self) -> Iterator[Said]:
        yield from self.notes
        with ExitStack() as stack:
            primaries, said = self._entered(self.connection.write, stack)
            yield from said
            followers, said = self._entered(self.connection.read, stack)
            yield from said
            yield from self._asked(primaries, followers)

    def _entered(self, servers: Iterable[DatabaseServer], stack: ExitStack) -> tuple[list[Seen], list[Said]]:
        """Log in to each server, and keep what was said for after it: nothing may be told half-way."""
        entered, said = list[Seen](), list[Said]()
        for one in servers:
            if not one.database:
                said.append(at(one, "no-database", name=self.connection.name))
                continue
            link = opened(one)
            if isinstance(link, Finding):
                said.append(link)
                continue
            stack.enter_context(closing(link))
            said += _guarded(one, self._introduced(link, entered))
        return entered, said

    def _introduced(self, link: Link, entered: list[Seen]) -> Iterator[Said]:
        found = server.seen(link)
        entered.append(found)
        yield from server.about(found, self.connection)

    def _asked(self, primaries: list[Seen], followers: list[Seen]) -> Iterator[Said]:
        primary = primaries[0] if primaries else None
        for one in primaries:
            yield from _guarded(one.link.server, server.capacity(one, self.processes, self.each))
        for one in followers:
            if primary is None or one.identity != primary.identity:
                yield from _guarded(one.link.server, server.capacity(one, self.processes, 1))
            yield from _guarded(one.link.server, replicas.first_look(one, primary))
        if primary:
            yield from _guarded(primary.link.server, self._named(primary))
            apart = [one for one in followers if one.identity != primary.identity]
            yield from _guarded(primary.link.server, self._written(primary, primaries[1:], apart))

    def _named(self, primary: Seen) -> Iterator[Said]:
        prefix = self.connection.prefix
        yield from tables.about(primary, self.tables, prefix)
        for use in self.tables:
            if use.role == "migrations":
                yield from migrations.about(primary, use, self.own, prefix, self.tables)

    def _written(self, primary: Seen, others: list[Seen], followers: list[Seen]) -> Iterator[Said]:
        for other in others:
            yield from _may_write(other) or (_fine(other),)
        refused = _may_write(primary)
        yield from refused
        done = private.Tried() if refused else private.tried(primary.link, self.connection, [f.link for f in followers])
        yield from done.said
        if not refused and not any(isinstance(one, Finding) for one in done.said):
            yield _fine(primary)
        for one in followers:
            yield from replicas.follows(one, primary, done.arrived)


def _may_write(one: Seen) -> tuple[Finding, ...]:
    lacking = rights.missing(one.link)
    denied = (rights.finding(one.link, lacking),) if lacking else ()
    return (*denied, one.link.finding("read-only")) if one.is_read_only else denied


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
