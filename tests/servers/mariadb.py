"""MariaDB for tests: one server, or a primary and its replica on one port of two loopback addresses."""

from __future__ import annotations

import functools
import getpass
import shutil
import signal
import subprocess
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pymysql

from tests.lab import clean_env
from tests.servers.certificates import Certificates
from tests.servers.closing import Closing
from tests.servers.process import Process, Server, free_port, own_folder, program

_REPLICATOR = ("replicator", "replicator-secret")


class MariaDB(Server):
    """A MariaDB server; `root` has no password over `socket`, and may do everything."""

    def __init__(
        self, *, host: str = "127.0.0.1", port: int | None = None, server_id: int = 1, read_only: bool = False,
        tls: Certificates | None = None, extra: Iterable[str] = (), wait: bool = True,
    ) -> None:  # fmt: skip
        super().__init__("my")
        self.host, self.port, self.server_id = host, free_port() if port is None else port, server_id
        self.socket = str(self.folder / "s")
        self._command = [
            program("mariadbd"), "--no-defaults", f"--user={getpass.getuser()}",
            f"--datadir={self.folder}/data", f"--socket={self.socket}", f"--pid-file={self.folder}/pid",
            f"--tmpdir={self.folder}", f"--bind-address={host}", f"--port={self.port}", f"--server-id={server_id}",
            "--log-bin=bin", "--binlog-format=ROW", "--gtid-strict-mode=ON", "--log-slave-updates=ON",
            "--innodb-buffer-pool-size=32M", "--innodb-log-file-size=8M", "--innodb-flush-log-at-trx-commit=0",
            "--skip-innodb-doublewrite", "--skip-name-resolve", "--performance-schema=OFF",
            f"--read-only={'ON' if read_only else 'OFF'}",
        ]  # fmt: skip
        if tls is not None:
            self._command += [f"--ssl-ca={tls.ca}", f"--ssl-cert={tls.certificate}", f"--ssl-key={tls.key}"]
        self._command += extra
        shutil.copytree(_installed(), self.folder / "data")
        self.process = Process(self._command, self.folder / "log")
        if wait:
            self.wait()

    def wait(self) -> None:
        """Return once the server answers."""
        self.process.wait_for_port(self.host, self.port)

    def query(
        self, sql: str, values: Sequence[object] = (), *, user: str = "root", password: str = "",
        database: str | None = None,
    ) -> list[tuple[Any, ...]]:  # fmt: skip  # what a column holds is the server's business
        """Run one statement over the socket, committed at once, and return its rows."""
        connection = pymysql.connect(
            unix_socket=self.socket, user=user, password=password, database=database, autocommit=True
        )
        with closing(connection), connection.cursor() as cursor:
            cursor.execute(sql, tuple(values) or None)
            return list(cursor.fetchall())

    def run(self, *statements: str, database: str | None = None) -> None:
        """Run statements as root, one after the other."""
        for statement in statements:
            self.query(statement, database=database)

    def restart(self) -> None:
        """Stop the server and start it anew on the same data and port."""
        self.process.stop()
        self.process = Process(self._command, self.folder / "log")
        self.wait()

    def _end(self) -> None:
        # Never killed first: with relaxed flushing a killed replica is no replica any more.
        self.process.stop(signal.SIGTERM, patience=20)


class Pair(Closing):
    """A primary on 127.0.0.1 and its read-only replica on 127.0.0.2, on the same port, joined by GTID."""

    def __init__(self, *, extra: Iterable[str] = (), tls: Certificates | None = None) -> None:
        more = tuple(extra)
        self.primary = MariaDB(extra=more, tls=tls, wait=False)
        self.port = self.primary.port
        try:
            self.replica = MariaDB(
                host="127.0.0.2", port=self.port, server_id=2, read_only=True, extra=more, tls=tls, wait=False
            )
            self.primary.wait()
            self.replica.wait()
            self._join()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End both servers."""
        if hasattr(self, "replica"):
            self.replica.stop()
        self.primary.stop()

    def wait_caught_up(self, timeout: float = 30) -> None:
        """Return once the replica has applied everything that the primary has written."""
        position = self.primary.query("select @@gtid_binlog_pos")[0][0]
        reached = self.replica.query("select master_gtid_wait(%s, %s)", (position, timeout))[0][0]
        assert reached == 0, self.replica.query("show slave status")

    def stop_sql_thread(self) -> None:
        """Make the replica lag: it goes on receiving, and applies nothing."""
        self.replica.query("stop slave sql_thread")

    def start_sql_thread(self) -> None:
        """Let the replica apply again, and wait until it has caught up."""
        self.replica.query("start slave sql_thread")
        self.wait_caught_up()

    def _join(self) -> None:
        name, password = _REPLICATOR
        self.primary.run(
            f"create user {name}@'127.0.0.1' identified by '{password}'",
            f"grant replication slave on *.* to {name}@'127.0.0.1'",
        )
        self.replica.run(
            f"change master to master_host='127.0.0.1', master_port={self.port}, master_user='{name}', "
            f"master_password='{password}', master_use_gtid=slave_pos, master_connect_retry=1",
            "start slave",
        )
        self.wait_caught_up()


def pair(*, extra: Iterable[str] = (), tls: Certificates | None = None) -> Pair:
    """Start a primary and its replica; `extra` are further arguments for both."""
    return Pair(extra=extra, tls=tls)


@functools.cache
def _installed() -> Path:
    """Return the data of a server that has never run, made once a process and copied for each server."""
    place = own_folder("my0")
    command = [
        program("mariadb-install-db"), "--no-defaults", f"--datadir={place}/data", f"--user={getpass.getuser()}",
        "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve", f"--tmpdir={place}",
    ]  # fmt: skip
    made = subprocess.run(command, capture_output=True, text=True, check=False, env=clean_env(), timeout=120)
    assert made.returncode == 0, made.stdout + made.stderr
    return place / "data"
