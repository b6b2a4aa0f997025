"""Read hosts: is each a replica of the server that takes the writes, read-only, running, and how far behind?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from wizard.check import Said
from wizard.laravel.tables import TableUse
from wizard.services.mysql import rights
from wizard.services.mysql.login import Link
from wizard.services.mysql.private import WAIT
from wizard.services.mysql.server import Seen
from wizard.services.mysql.tables import present
from wizard.text import Text

_LONGEST: Final = 80
_ASKED: Final = ("SHOW REPLICA STATUS", "SHOW SLAVE STATUS")


@dataclass(frozen=True)
class Status:
    """What a replica says of its replication; `runs` when both threads do."""

    source_id: str
    io: str
    sql: str
    error: int
    behind: int | None

    @property
    def runs(self) -> bool:
        """Tell whether both threads run."""
        return self.io == self.sql == "Yes"


def first_look(replica: Seen, primary: Seen | None, uses: tuple[TableUse, ...]) -> Iterator[Said]:
    """Say what a read host may do, and whether it is the write host itself."""
    if primary and replica.identity == primary.identity:
        yield replica.link.finding("same-server")
        return
    for lacking in rights.held(replica.link, rights.READING, present(replica, uses)).lacking:
        yield rights.finding(replica.link, lacking)
    if not replica.is_read_only and not replica.is_cluster:
        yield replica.link.finding("replica-writable")


def follows(replica: Seen, primary: Seen, arrived: Mapping[Link, int | None]) -> Iterator[Said]:
    """Say whether a read host follows the write host: by a row that was written, else by its status."""
    was_sent = replica.link in arrived
    took = arrived.get(replica.link)
    if took is not None:
        yield Text("`{host}` has a write after {ms} ms", "tulisan sampai di `{host}` dalam {ms} ms").fill(
            host=replica.host, ms=took)  # fmt: skip
        return
    status = _status(replica.link)
    if status is None:
        yield _untold(replica, was_sent=was_sent)
    elif isinstance(status, Status):
        yield from _told(replica, primary, status, was_sent=was_sent)
    elif was_sent:
        yield replica.link.finding("replica-stranger")
    else:  # storage that is shared replicates without a status of its own
        yield _untold(replica, was_sent=False)


def _untold(replica: Seen, *, was_sent: bool) -> Said:
    if was_sent:
        return replica.link.finding("replica-silent", seconds=f"{WAIT:g}")
    return Text("`{host}`: how far it is behind cannot be told without a write, or REPLICATION CLIENT (MariaDB: SLAVE MONITOR)",
                "`{host}`: ketertinggalannya tidak bisa diketahui tanpa tulisan, atau REPLICATION CLIENT (MariaDB: "
                "SLAVE MONITOR)"
                ).fill(host=replica.host)  # fmt: skip


def _told(replica: Seen, primary: Seen, status: Status, *, was_sent: bool) -> Iterator[Said]:
    is_other = status.source_id not in ("0", primary.variables.get("server_id"))
    behind = status.behind or 0
    if not status.runs:
        yield replica.link.finding("replica-stopped", io=status.io, sql=status.sql, number=status.error)
    elif is_other and was_sent:
        yield replica.link.finding("replica-chained", seconds=f"{WAIT:g}")
    elif was_sent or behind > WAIT:
        yield replica.link.finding("replica-lag", seconds=max(behind, int(WAIT)))
    else:
        yield Text("`{host}` is {seconds} s behind, by its own account",
                   "`{host}` tertinggal {seconds} detik, menurut server-nya sendiri").fill(
            host=replica.host, seconds=behind)  # fmt: skip


def _status(link: Link) -> Status | tuple[()] | None:
    """Return what the server says of its replication, an empty tuple when it replicates nothing, None untold."""
    import pymysql

    for statement in _ASKED:
        try:
            rows = link.named(statement)
        except pymysql.err.MySQLError:
            continue  # older servers know the one, newer ones the other; without the right neither tells
        return _read(rows[0]) if rows else ()
    return None


def _read(row: Mapping[str, Any]) -> Status:
    """Both vocabularies say the same: Slave and Master, Replica and Source."""
    said = {name.replace("Slave", "Replica").replace("Master", "Source"): value for name, value in row.items()}
    behind = said.get("Seconds_Behind_Source")
    error = int(said.get("Last_SQL_Errno") or 0) or int(said.get("Last_IO_Errno") or 0)
    return Status(str(said.get("Source_Server_Id", 0)), str(said.get("Replica_IO_Running"))[:_LONGEST],
                  str(said.get("Replica_SQL_Running"))[:_LONGEST], error, None if behind is None else int(behind))  # fmt: skip
