"""MariaDB servers that the tests of the probe share, an account on one of them, and how to ask."""

from __future__ import annotations

import itertools
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from tests.servers.certificates import Certificates, certificates
from tests.servers.mariadb import MariaDB, Pair, pair
from tests.services.company import HERE, asked
from wizard.check import Check, Result
from wizard.laravel.servers import DatabaseConnection, DatabaseServer
from wizard.laravel.tables import TableUse
from wizard.services.mysql.migrations import Own
from wizard.services.mysql.probe import MysqlProbe
from wizard.text import same

SECRET: Final = "sentinel'\\pass•word"
THERE: Final = "127.2"
"""127.0.0.2, under a name that no rule about loopback knows."""
_NUMBERS: Final = itertools.count(1)
MONITOR: Final = "SLAVE MONITOR"


class Lab:
    """The servers, each started when it is first wanted; `stack` ends them."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self.stack, self._folder = stack, folder

    @cached_property
    def plain(self) -> MariaDB:
        """A server without TLS."""
        return self.stack.enter_context(MariaDB(server_id=7))

    @cached_property
    def pair(self) -> Pair:
        """A primary and its replica."""
        return self.stack.enter_context(pair())

    @cached_property
    def papers(self) -> Certificates:
        """What TLS needs."""
        return certificates(self._folder)

    @cached_property
    def tls(self) -> MariaDB:
        """A server that speaks TLS to who wants it."""
        return self.stack.enter_context(MariaDB(tls=self.papers))


@dataclass(frozen=True)
class Account:
    """A database and an account for it, of one test alone."""

    server: MariaDB
    entered: DatabaseServer
    connection: DatabaseConnection = field(
        default=DatabaseConnection("mysql", "mysql", charset="utf8mb4", collation="utf8mb4_unicode_ci", strict=True)
    )

    @property
    def database(self) -> str:
        return self.entered.database

    @property
    def user(self) -> str:
        return f"{self.entered.username}@'%'"

    def may(self, rights: str, on: str = "") -> Account:
        """Give the account these rights in its database, and no others there."""
        self.server.run(f"grant usage on *.* to {self.user}", f"grant {rights} on {on or f'{self.database}.*'} to {self.user}")
        return self

    def run(self, *statements: str) -> Account:
        """Run SQL in the database, as root; `{user}` stands for the account."""
        self.server.run(*(one.replace("{user}", self.user) for one in statements), database=self.database)
        return self

    def ask(self, *tables: TableUse, own: tuple[str, ...] = (), dumped: bool = False, processes: int | None = None,
            read: tuple[DatabaseServer, ...] = (), entered: dict[str, Any] | None = None,
            **connection: Any) -> Result:  # fmt: skip
        """Run the probe as this account; `entered` and further words change what the application has entered."""
        changed = replace(self.connection, write=(replace(self.entered, **(entered or {})),), read=read, **connection)
        return ask(MysqlProbe(changed, tables, Own(frozenset(own), all=not dumped), processes))

    def content(self) -> list[tuple[Any, ...]]:
        """Return all that is in the server, as far as a check could change it."""
        # The server itself writes to its own tables at any time.
        found = self.server.query("select table_schema, table_name, create_time, if(table_schema = 'mysql', null, update_time) "
                                  "from information_schema.tables where table_schema not in ('information_schema', "
                                  "'performance_schema')")  # fmt: skip
        return [*found, *self.server.query("select user, host, priv from mysql.global_priv")]


def account(server: MariaDB, rights: str = "all", host: str = HERE) -> Account:
    """Make a database and an account with these rights in it."""
    number = next(_NUMBERS)
    user, database = f"app{number}", f"shop{number}"
    server.run(f"create database {database}")
    server.query(f"create user {user}@'%%' identified by %s", (SECRET,))
    made = Account(server, DatabaseServer(host, server.port, database, user, SECRET))
    return made.may(rights) if rights else made


def at(one: Account, host: str, **changed: Any) -> DatabaseServer:
    """Return the account's server under another host."""
    return replace(one.entered, host=host, **changed)


def ask(probe: MysqlProbe) -> Result:
    """Run a probe."""
    return asked(Check("mysql", same("MySQL"), probe), SECRET)


@contextmanager
def relay(port: int, source: str) -> Iterator[int]:
    """Pass connections on to a port from another loopback address, as if another machine had made them."""
    listener = socket.create_server(("127.0.0.1", 0))

    def pump(one: socket.socket, other: socket.socket) -> None:
        try:
            while words := one.recv(65536):
                other.sendall(words)
            other.shutdown(socket.SHUT_WR)
        except OSError:
            return  # one side has gone

    def accept() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with client, socket.create_connection(("127.0.0.1", port), source_address=(source, 0)) as server:
                back = threading.Thread(target=pump, args=(server, client))
                back.start()
                pump(client, server)
                back.join()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


@contextmanager
def saying(*words: bytes) -> Iterator[int]:
    """Give the port of a server that says this, piece by piece, and then listens for ever."""
    listener, over = socket.create_server(("127.0.0.1", 0)), threading.Event()

    def accept() -> None:
        client, _ = listener.accept()
        with client, suppress(OSError):  # the other side has heard enough
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for piece in words:
                client.sendall(piece)
                over.wait(0.2)
            over.wait()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        over.set()
        listener.close()
        thread.join(5)
