"""Redis for tests: one server, nothing kept on disk."""

from __future__ import annotations

from collections.abc import Iterable

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from tests.servers.certificates import Certificates
from tests.servers.process import Process, Server, free_port, program


class Redis(Server):
    """A Redis server on loopback.

    `acl` holds the lines of an ACL file (`user app on >secret ~* +@all`); with `tls` the server also listens on
    `tls_port`; `cluster` turns cluster mode on, with all slots assigned to this one node; `extra` are further
    arguments (`"--maxmemory-policy", "allkeys-lru"`).
    """

    def __init__(
        self, *, password: str | None = None, acl: Iterable[str] = (), tls: Certificates | None = None,
        cluster: bool = False, host: str = "127.0.0.1", extra: Iterable[str] = (),
    ) -> None:  # fmt: skip
        super().__init__("rd")
        self.host, self.port, self.tls_port = host, free_port(), free_port() if tls else 0
        self.password = password
        command = [program("redis-server"), "--port", str(self.port), "--bind", host, "--save", "",
                   "--appendonly", "no", "--dir", str(self.folder)]  # fmt: skip
        if password is not None:
            command += ["--requirepass", password]
        if lines := tuple(acl):
            (self.folder / "users.acl").write_text("".join(f"{line}\n" for line in lines))
            command += ["--aclfile", str(self.folder / "users.acl")]
        if tls is not None:
            command += ["--tls-port", str(self.tls_port), "--tls-cert-file", str(tls.certificate), "--tls-key-file",
                        str(tls.key), "--tls-ca-cert-file", str(tls.ca), "--tls-auth-clients", "no"]  # fmt: skip
        if cluster:  # the bus's own default, the port + 10000, may be taken
            command += ["--cluster-enabled", "yes", "--cluster-port", str(free_port())]
        self.process = Process([*command, *extra], self.folder / "log")
        self.process.wait_for_port(host, self.port)
        if cluster:
            self._assign_slots()

    def client(
        self, *, username: str | None = None, password: str | None = None, database: int = 0
    ) -> redis.Redis:
        """Return a client, by default with the server's own password; close it after use (or use `with`)."""
        return redis.Redis(
            host=self.host, port=self.port, username=username, db=database,
            password=self.password if password is None else password, decode_responses=True,
            retry=Retry(NoBackoff(), 0),
        )  # fmt: skip

    def _assign_slots(self) -> None:
        with self.client() as client:
            client.execute_command("CLUSTER", "ADDSLOTSRANGE", 0, 16383)
            self.process.wait_until(lambda: "'ok'" in str(client.execute_command("CLUSTER INFO")), "cluster")

    def _end(self) -> None:
        self.process.stop()
