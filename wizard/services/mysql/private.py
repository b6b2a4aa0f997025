"""A private table, made and used as Laravel uses its own, and gone again whatever happens."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from typing import Final

from wizard import check
from wizard.check import Said
from wizard.finding import Finding
from wizard.laravel.servers import DatabaseConnection
from wizard.services.mysql.login import Link, by_number, opened
from wizard.services.mysql.rights import PRIVATE, private
from wizard.services.mysql.sql import quoted

WAIT: Final = 3.0
"""Seconds that a row may take to a replica."""
_PAUSE: Final = 0.02
_STALE: Final = 10
_TOO_LONG: Final = frozenset({1071, 1709})
_FITS: Final = 191
_ENGINE: Final = re.compile(r"\w+(?:[ ,]+\w+ ?= ?\w+)*", re.ASCII)
"""Laravel writes the setting as it stands (`InnoDB ROW_FORMAT=DYNAMIC`): of other words the check tries nothing."""


@dataclass(frozen=True)
class Tried:
    """What came of it: what there is to say, and after how many milliseconds each replica had the row.

    `arrived` has a replica's host with None when the row never came; no replica at all when none was written.
    """

    said: tuple[Said, ...] = ()
    arrived: dict[Link, int | None] = field(default_factory=dict)


class Left:
    """Whether the check was left behind: nothing is made then any more, and nothing waited for."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def __bool__(self) -> bool:
        return self._event.is_set()

    @contextmanager
    def told(self) -> Iterator[None]:
        """Listen for the end of the check from here on: to be entered before anything can be left."""
        with check.closing(self._event.set):
            yield

    def pause(self, seconds: float) -> None:
        """Wait so long, or until the check is left."""
        self._event.wait(seconds)


def tried(link: Link, connection: DatabaseConnection, replicas: Sequence[Link], left: Left) -> Tried:
    """Make the table, write, read, change and drop it, and watch its row arrive at the replicas."""
    _sweep(link)
    with check.holding():
        # Asked within: who leaves from now on waits for the end of this block.
        return Tried() if left else _tried(link, connection, replicas, left)


def _tried(link: Link, connection: DatabaseConnection, replicas: Sequence[Link], left: Left) -> Tried:
    name = private()
    said = list[Said]()
    told = link.error(_create(name, connection, 255))
    if told in _TOO_LONG:
        said.append(by_number(link.server, told))
        told = link.error(_create(name, connection, _FITS))
    if told:
        values = {"charset": connection.charset, "collation": connection.collation}
        return Tried((*said, by_number(link.server, told, **values)))
    try:
        refused = _used(link, name)
        arrived = {} if refused else _arrivals(name, replicas, left)
        refused = refused or _first_error(link, (f"DELETE FROM {name}",))  # noqa: S608
    finally:
        _drop(link, name)
    return Tried((*said, *([refused] if refused else [])), arrived)


def _create(name: str, connection: DatabaseConnection, length: int) -> str:
    """The columns are those of Laravel's sessions; a cache key is as long a key."""
    engine = f" ENGINE = {connection.engine}" if _ENGINE.fullmatch(connection.engine) else ""
    charset = f" DEFAULT CHARACTER SET {quoted(connection.charset)}" if connection.charset else ""
    collate = f" COLLATE {quoted(connection.collation)}" if connection.collation else ""
    return (f"CREATE TABLE {name} (id VARCHAR({length}) NOT NULL, user_id BIGINT UNSIGNED NULL, "
            "ip_address VARCHAR(45) NULL, user_agent TEXT NULL, payload LONGTEXT NOT NULL, "
            f"last_activity INT NOT NULL, PRIMARY KEY (id)){charset}{collate}{engine}")  # fmt: skip


def _used(link: Link, name: str) -> Finding | None:
    return _first_error(link, (
        f"ALTER TABLE {name} ADD INDEX checked_user (user_id), ADD COLUMN checked INT NULL",
        f"INSERT INTO {name} (id, payload, last_activity) VALUES ('marker', 'stateless-wizard', 0)",  # noqa: S608  our own name
        f"UPDATE {name} SET last_activity = 1 WHERE id = 'marker'",  # noqa: S608
        f"SELECT payload FROM {name} WHERE id = 'marker'",  # noqa: S608
    ))  # fmt: skip


def _first_error(link: Link, statements: Sequence[str]) -> Finding | None:
    errors = (link.error(statement) for statement in statements)
    told = next(filter(None, errors), 0)
    return by_number(link.server, told) if told else None


def _arrivals(name: str, replicas: Sequence[Link], left: Left) -> dict[Link, int | None]:
    """Ask every replica for the row until all have it, time is up, or the check is left."""
    began = time.monotonic()
    arrived: dict[Link, int | None] = dict.fromkeys(replicas)
    waiting = list(replicas)
    with ExitStack() as stack:
        for link in replicas:  # an answer that hangs must not keep the table there
            stack.enter_context(check.closing(link.hang_up))
        while waiting and not left and time.monotonic() - began < WAIT:
            for link in (link for link in tuple(waiting) if _has_row(link, name)):
                arrived[link] = round((time.monotonic() - began) * 1000)
                waiting.remove(link)
            if waiting:
                left.pause(_PAUSE)
    return arrived


def _has_row(link: Link, name: str) -> bool:
    """Tell whether the row is there; the table itself may still be under way."""
    import pymysql

    try:
        return bool(link.rows(f"SELECT id FROM {name}"))  # noqa: S608
    except pymysql.err.MySQLError:
        return False


def _drop(link: Link, name: str) -> None:
    """Drop the table, over a new connection where this one is broken."""
    import pymysql

    drop = f"DROP TABLE IF EXISTS {name}"
    try:
        link.rows(drop)
    except pymysql.err.MySQLError:
        again = opened(link.server)
        if isinstance(again, Finding):
            raise
        with closing(again):
            again.rows(drop)


def _sweep(link: Link) -> None:
    """Drop what a check that was killed has left: such names, to the last sign, are nobody else's."""
    found = link.rows("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name "
                      "REGEXP %s AND create_time < NOW() - INTERVAL %s MINUTE", PRIVATE, _STALE)  # fmt: skip
    for (name,) in found:
        link.error(f"DROP TABLE IF EXISTS {quoted(str(name))}")
