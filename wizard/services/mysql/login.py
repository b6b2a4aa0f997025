"""Logging in as the application does, and what each refusal of the server means."""

from __future__ import annotations

import re
import socket
import ssl
import struct
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Any, Final, NoReturn, TypeAlias

from wizard.finding import Finding
from wizard.laravel.servers import DatabaseServer
from wizard.laravel.trust import Trust
from wizard.services import wire
from wizard.services.mysql import sql
from wizard.services.mysql.findings import FINDINGS
from wizard.services.mysql.greeting import Greeted, greeted

Row: TypeAlias = tuple[Any, ...]  # what a column holds is the server's business

DENIED: Final = frozenset({1044, 1142, 1143, 1227})
"""Error numbers of a right that is missing."""
NO_TABLE: Final = frozenset({1051, 1146})
_PLUGIN, _NO_TLS, _LOGIN, _NO_ACCESS, _FULL = 2059, 2026, 1045, 1044, 1114
_LONGEST: Final = 255
"""Characters of a host in an account; a user has fewer."""
_FROM_BELOW: Final = (3, 1005, 1030)
_NO_ROOM: Final = re.compile(r"\b(?:errno:?|error) (?:28|135)\b", re.IGNORECASE)
_CODES: Final[Mapping[int, str]] = {
    1130: "host-not-allowed", 1129: "host-blocked", 1040: "full-house", _LOGIN: "login", 1698: "login",
    4151: "locked", 3118: "locked", 1820: "expired", 1862: "expired", 1203: "user-limit", 1226: "user-limit",
    1524: "plugin", 1251: "plugin", 1275: "plugin", _PLUGIN: "plugin", 1049: "database", _NO_ACCESS: "database-denied",
    3159: "tls-wanted", _NO_TLS: "no-tls", 1115: "collation", 1253: "collation", 1273: "collation",
    1290: "read-only", 1836: "read-only", 1021: "full", _FULL: "full", 1071: "key-length", 1709: "key-length",
}  # fmt: skip
_GARBLED: Final = (ValueError, LookupError, AttributeError, AssertionError, struct.error)
"""What the client library throws on an answer that no server gives."""


@dataclass(frozen=True)
class Link:
    """A connection that is logged in. `took` is how long that was, in milliseconds."""

    server: DatabaseServer
    address: wire.Address
    took: int
    _connection: Any = field(repr=False)  # the library publishes no types

    def rows(self, sql: str, *values: object) -> Sequence[Row]:
        """Run one statement and return its rows; raises pymysql's `MySQLError`."""
        with self._connection.cursor() as cursor:
            cursor.execute(sql, values or None)
            return tuple(cursor.fetchall())

    def named(self, sql: str) -> Sequence[Mapping[str, Any]]:
        """Run one statement and return its rows by the names of their columns."""
        with self._connection.cursor() as cursor:
            cursor.execute(sql)
            names = [column[0] for column in cursor.description or ()]
            return tuple(dict(zip(names, row, strict=True)) for row in cursor.fetchall())

    def error(self, sql: str, *values: object) -> int:
        """Run one statement and return the server's error number, 0 when it went well."""
        import pymysql

        try:
            self.rows(sql, *values)
        except pymysql.err.MySQLError as error:
            if is_lost(error):
                raise
            return number(error)
        return 0

    def pairs(self, sql: str) -> Mapping[str, str]:
        """Run `SHOW VARIABLES` or `SHOW STATUS` and return values by lower-case names."""
        return {str(row[0]).lower(): str(row[1]) for row in self.rows(sql)}

    def finding(self, code: str, **values: object) -> Finding:
        """Return the finding of a code (`rights`) at this server."""
        return at(self.server, code, **values)

    def hang_up(self) -> None:
        """End whatever this connection waits for, from any thread; raises `OSError` when it is gone already."""
        if self._connection._sock is not None:
            self._connection._sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Say good-bye."""
        self._connection.close()


def number(error: BaseException) -> int:
    """Return the error number that the server, or the library, gave; 0 without one.

    Where the server only passes on that a file has no room left, it is "the table is full".
    """
    first, *words = error.args or (0,)
    if first in _FROM_BELOW and _NO_ROOM.search(str(words)):
        return _FULL
    return first if isinstance(first, int) else 0


def is_lost(error: BaseException) -> bool:
    """Tell whether the connection is gone, so that nothing more can be asked."""
    return number(error) in (0, 2003, 2006, 2013)


def at(server: DatabaseServer, code: str, **values: object) -> Finding:
    """Return a finding at a server, by its code without the service."""
    address = wire.Address("mysql", server.host, server.port)
    told = {"host": server.host, "key": server.key or "host", "user": server.username, "database": server.database,
            "name": sql.quoted(server.database), "whole": sql.whole(server.database),
            "account": sql.account(server.username), "charset": "utf8mb4", "collation": "utf8mb4_unicode_ci",
            **values}  # fmt: skip
    return FINDINGS[f"mysql.{code}"].at(f"mysql.{code}", str(address), **told)


def refusal(server: DatabaseServer, error: BaseException, **values: object) -> Finding:
    """Say in our words what went wrong; the server's own words stay unsaid, for they may hold a secret."""
    address = wire.Address("mysql", server.host, server.port)
    on_the_wire = wire.failure(address, error)
    if on_the_wire:  # who has taken the connection is there: it is its words that do not come
        return address.finding("silent") if on_the_wire.code == "mysql.timeout" else on_the_wire
    return address.finding("closed") if is_lost(error) else by_number(server, number(error), **values)


def by_number(server: DatabaseServer, told: int, **values: object) -> Finding:
    """Return the finding for the server's error number."""
    return at(server, _CODES.get(told, "server-error"), number=told, **values)


def opened(server: DatabaseServer) -> Link | Finding:
    """Log in, over TLS where the application does, or say why that fails."""
    address = wire.Address("mysql", server.host, server.port)
    context = _context(address, server.tls)
    if isinstance(context, Finding):
        return context
    began = time.monotonic()
    first = greeted(address)
    if isinstance(first, Finding):
        return first
    if first.error:
        first.socket.close()
        return by_number(server, first.error)
    found = _tried(lambda: _connected(server, first, context), server, address)
    if isinstance(found, Finding):
        return _explained(server, first, found)
    return Link(server, address, round((time.monotonic() - began) * 1000), found)


def current_user(link: Link) -> str:
    """Return the account that the server takes us for, as GRANT takes it."""
    user, _, host = str(link.rows("SELECT CURRENT_USER()")[0][0]).rpartition("@")
    return sql.account(user[:_LONGEST], host[:_LONGEST])


def _explained(server: DatabaseServer, first: Greeted, found: Finding) -> Finding:
    """Say more where a second look tells it: over TLS, or without the database."""
    if _is_for_tls(server, first, found):
        return at(server, "tls-wanted")
    link = opened(replace(server, database="")) if found.code == "mysql.database-denied" else None
    if not isinstance(link, Link):
        return found
    with closing(link):
        return by_number(server, _NO_ACCESS, account=current_user(link))


def _tried(connect: Callable[[], Any], server: DatabaseServer, address: wire.Address) -> Any:
    import pymysql

    try:
        return connect()
    except pymysql.err.MySQLError as error:
        return refusal(server, error)
    except RuntimeError:  # a plugin of the library lacks what it is made with
        return by_number(server, _PLUGIN)
    except _GARBLED:
        return address.finding("other-protocol", protocol=wire.UNKNOWN_PROTOCOL)


def _connected(server: DatabaseServer, first: Greeted, context: ssl.SSLContext | None) -> Any:
    import pymysql

    tls = {"ssl_disabled": True} if context is None else {"ssl": context}
    plugins = {} if context and context.verify_mode is ssl.CERT_REQUIRED else dict.fromkeys(_Unsafe.NAMES, _Unsafe)
    connection = pymysql.connections.Connection(
        host=server.host, port=server.port, password=_bytes(server.password), database=_bytes(server.database),
        charset="utf8mb4", autocommit=True, connect_timeout=wire.TIMEOUT, read_timeout=wire.TIMEOUT,
        write_timeout=wire.TIMEOUT, auth_plugin_map=plugins, program_name="stateless-wizard", defer_connect=True,
        **tls,
    )  # fmt: skip
    connection.user = _bytes(server.username)  # an empty name would become that of this machine's user
    connection.connect(first.socket)
    return connection


def _context(address: wire.Address, trust: Trust | None) -> ssl.SSLContext | Finding | None:
    if trust is None:
        return None
    missing = wire.unreadable(trust)
    if missing:
        return address.finding("ca-missing", file=missing)
    try:
        return wire.context(trust)
    except OSError as error:
        return wire.failure(address, error) or address.finding("ca-missing", file=trust.ca)


def _is_for_tls(server: DatabaseServer, first: Greeted, found: Finding) -> bool:
    """Tell whether the same account gets in over TLS: the server's answer alone does not say so."""
    if found.code != "mysql.login" or server.tls is not None or not first.speaks_tls:
        return False
    address = wire.Address("mysql", server.host, server.port)
    again = greeted(address)
    if isinstance(again, Finding):
        return False
    blind = ssl.create_default_context()
    blind.check_hostname = False
    blind.verify_mode = ssl.CERT_NONE
    link = _tried(lambda: _connected(server, again, blind), server, address)
    if isinstance(link, Finding):
        return False
    link.close()
    return True


def _bytes(words: str) -> bytes:
    return words.encode("utf-8", "surrogateescape")


class _Unsafe:
    """Ways to log in that hand over the password itself: only to a server whose certificate was checked."""

    NAMES: Final = ("mysql_clear_password", "dialog")

    def __init__(self, connection: object) -> None:
        pass

    def authenticate(self, packet: object) -> NoReturn:
        import pymysql

        raise pymysql.err.OperationalError(_PLUGIN)
