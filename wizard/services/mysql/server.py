"""The server itself: what it is, whether it speaks the application's charset, its clock, its room for connections."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from wizard.check import Said
from wizard.laravel.servers import DatabaseConnection
from wizard.services.mysql.login import Link, by_number
from wizard.text import Text

_NAMES: Final = ("version", "version_comment", "server_id", "server_uuid", "server_uid", "hostname", "port", "read_only",
                 "super_read_only", "innodb_read_only", "wsrep_on", "max_connections", "lower_case_table_names")  # fmt: skip
_OFF: Final = ("off", "0", "")
_FLOORS: Final = {"MariaDB": (10, 3), "MySQL": (5, 7)}
_LONGEST: Final = 80
_CLOCK: Final = 2.0
_MODES: Final = ("ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,"
                 "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION")  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """A server that is logged in to, with what it says of itself."""

    link: Link
    variables: Mapping[str, str] = field(repr=False)

    @property
    def host(self) -> str:
        """The host under which the application knows it."""
        return self.link.server.host

    @property
    def flavour(self) -> str:
        """`MariaDB` or `MySQL`."""
        told = f"{self.variables.get('version', '')} {self.variables.get('version_comment', '')}"
        return "MariaDB" if "mariadb" in told.lower() else "MySQL"

    @property
    def version(self) -> str:
        """The number alone: `10.11.6`."""
        found = re.match(r"\d+(?:\.\d+)*", self.variables.get("version", ""))
        return found.group()[:_LONGEST] if found else "?"

    @property
    def is_read_only(self) -> bool:
        """Tell whether it refuses the writes of an ordinary account."""
        names = ("read_only", "super_read_only", "innodb_read_only")
        return any(self.variables.get(name, "").lower() not in _OFF for name in names)

    @property
    def is_cluster(self) -> bool:
        """Tell whether it is a member of a Galera cluster, where every member takes writes."""
        return self.variables.get("wsrep_on", "").lower() not in _OFF

    @property
    def identity(self) -> tuple[str | None, ...]:
        """What no two servers have in common."""
        names = ("server_uuid", "server_uid", "server_id", "hostname", "port")
        return tuple(self.variables.get(name) for name in names)


def seen(link: Link) -> Seen:
    """Ask a server what it is; variables that it does not know are left out."""
    names = ", ".join(f"'{name}'" for name in _NAMES)
    return Seen(link, link.pairs(f"SHOW GLOBAL VARIABLES WHERE Variable_name IN ({names})"))


def about(one: Seen, connection: DatabaseConnection) -> Iterator[Said]:
    """Say what it is, and set the connection up as Laravel does."""
    tls = one.link.server.tls is not None
    words = (Text("`{where}`: `{flavour} {version}` let `{user}` in over TLS after {ms} ms",
                  "`{where}`: `{flavour} {version}` menerima `{user}` lewat TLS dalam {ms} ms") if tls else
             Text("`{where}`: `{flavour} {version}` let `{user}` in after {ms} ms",
                  "`{where}`: `{flavour} {version}` menerima `{user}` dalam {ms} ms"))  # fmt: skip
    yield words.fill(where=one.link.address, flavour=one.flavour, version=one.version,
                     user=one.link.server.username, ms=one.link.took)  # fmt: skip
    floor = _FLOORS[one.flavour]
    if _numbers(one.version)[:2] < floor:
        yield one.link.finding("old-version", flavour=one.flavour, version=one.version,
                               floor=".".join(map(str, floor)))  # fmt: skip
    yield from _as_laravel(one, connection)
    yield from _clock(one)


def _as_laravel(one: Seen, connection: DatabaseConnection) -> Iterator[Said]:
    """Speak in the charset and under the rules of the application, and never wait long for a lock."""
    one.link.error("SET SESSION lock_wait_timeout = 2")
    if connection.strict is not None:
        one.link.error("SET SESSION sql_mode = %s", _MODES if connection.strict else "NO_ENGINE_SUBSTITUTION")
    if connection.charset:
        collation = (connection.collation,) if connection.collation else ()
        told = one.link.error("SET NAMES %s" + " COLLATE %s" * len(collation), connection.charset, *collation)
        if told:
            yield by_number(one.link.server, told, charset=connection.charset, collation=connection.collation)


def _clock(one: Seen) -> Iterator[Said]:
    before = time.time()
    theirs = float(one.link.rows("SELECT UNIX_TIMESTAMP(NOW(6))")[0][0])
    after = time.time()
    apart = theirs - (before + after) / 2
    if abs(apart) > _CLOCK + (after - before) / 2:
        yield one.link.finding("clock", seconds=f"{apart:+.0f}")


def capacity(one: Seen, processes: int | None, each: int) -> Iterator[Said]:
    """Weigh the room for connections against the PHP processes of all nodes, each with so many connections."""
    limit = int(one.variables.get("max_connections", 0))
    used = one.link.pairs("SHOW GLOBAL STATUS LIKE 'Max_used_connections'").get("max_used_connections", "?")[:_LONGEST]
    yield Text("`{host}` allows {limit} connections; at most {used} were in use at once",
               "`{host}` mengizinkan {limit} koneksi; paling banyak {used} pernah terpakai bersamaan").fill(
        host=one.host, limit=limit, used=used)  # fmt: skip
    if processes is None:
        return
    needed, own = processes * each, int(one.link.rows("SELECT @@SESSION.max_user_connections")[0][0] or 0)
    told = {"processes": processes, "needed": needed}
    if 0 < limit < needed:
        yield one.link.finding("max-connections", limit=limit, **told)
    if 0 < own < needed:
        yield one.link.finding("max-user-connections", limit=own, **told)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
