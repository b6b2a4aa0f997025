"""RabbitMQ for tests: one broker with its own name service, users and virtual hosts made at start."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import shutil
import subprocess
from collections.abc import Iterable, Mapping

import pika

from tests.lab import clean_env, need
from tests.servers.certificates import Certificates
from tests.servers.process import Process, Server, free_port, program

# Not the ones on PATH: those become the user `rabbitmq` first, or refuse to run.
_PROGRAMS = "/usr/lib/rabbitmq/bin"
_EVERYTHING = (".*", ".*", ".*")
# Erlang's schedulers spin while they wait: on a shared machine that is taken from the tests.
_CALM = "+sbwt none +sbwtdcpu none +sbwtdio none"
_LOOPBACK = "-kernel inet_dist_use_interface {127,0,0,1}"


class RabbitMQ(Server):
    """A RabbitMQ broker on loopback; `guest`/`guest` is its administrator.

    `users` are further users, name to password. Each may do everything in every one of `vhosts` but where
    `permissions` says otherwise: (user, vhost) to (configure, write, read), or to None for no right to enter.
    With `tls` the broker also listens on `tls_port`. `conf` are further lines of rabbitmq.conf.
    """

    def __init__(
        self, *, users: Mapping[str, str] | None = None, vhosts: Iterable[str] = ("/",),
        permissions: Mapping[tuple[str, str], tuple[str, str, str] | None] | None = None,
        tls: Certificates | None = None, host: str = "127.0.0.1", conf: Iterable[str] = (),
    ) -> None:  # fmt: skip
        super().__init__("rb")
        self.host, self.port, self.tls_port = host, free_port(), free_port() if tls else 0
        self._epmd_port = free_port()
        known = {"guest": "guest", **(users or {})}
        places = tuple(dict.fromkeys(("/", *vhosts)))
        defined = _definitions(known, places, permissions or {})
        (self.folder / "definitions.json").write_text(json.dumps(defined))
        (self.folder / "plugins").write_text("[].\n")
        (self.folder / "rabbitmq.conf").write_text("\n".join((*self._conf(tls), *conf, "")))
        (self.folder / "home").mkdir()
        self._env = self._environment()
        epmd = [program("epmd"), "-port", str(self._epmd_port), "-address", "127.0.0.1", "-relaxed_command_check"]
        # Started first: else the broker starts one by itself, which outlives it.
        self.epmd = Process(epmd, self.folder / "epmd.log")
        self.epmd.wait_for_port("127.0.0.1", self._epmd_port)
        self.process = Process([_program("rabbitmq-server")], self.folder / "log", self._env)
        self.process.wait_for_port(host, self.port, timeout=120)

    def connect(
        self, user: str = "guest", password: str = "guest", vhost: str = "/"
    ) -> pika.BlockingConnection:
        """Return a connection; close it after use (or use `with`)."""
        credentials = pika.PlainCredentials(user, password)
        return pika.BlockingConnection(
            pika.ConnectionParameters(self.host, self.port, vhost, credentials, socket_timeout=10)
        )

    def ctl(self, *arguments: str) -> str:
        """Run `rabbitmqctl` (about two seconds) and return what it printed."""
        command = [_program("rabbitmqctl"), "--quiet", *arguments]
        ran = subprocess.run(
            command, capture_output=True, text=True, check=False, env=self._env, timeout=120
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    def _conf(self, tls: Certificates | None) -> list[str]:
        lines = [
            f"listeners.tcp.1 = {self.host}:{self.port}",
            "log.console = false",
            f"load_definitions = {self.folder}/definitions.json",
            "disk_free_limit.absolute = 10MB",
        ]
        if tls is not None:
            lines += [
                f"listeners.ssl.1 = {self.host}:{self.tls_port}",
                f"ssl_options.cacertfile = {tls.ca}",
                f"ssl_options.certfile = {tls.certificate}",
                f"ssl_options.keyfile = {tls.key}",
                "ssl_options.verify = verify_none",
            ]
        return lines

    def _environment(self) -> dict[str, str]:
        place = self.folder
        own = {
            "HOME": place / "home",
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": self._epmd_port,
            "RABBITMQ_NODENAME": "lab@localhost",
            "RABBITMQ_DIST_PORT": free_port(),
            "RABBITMQ_MNESIA_BASE": place / "mnesia",
            "RABBITMQ_LOG_BASE": place / "logs",
            "RABBITMQ_PID_FILE": place / "pid",
            "RABBITMQ_CONFIG_FILE": place / "rabbitmq.conf",
            "RABBITMQ_ENABLED_PLUGINS_FILE": place / "plugins",
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": f"{_CALM} {_LOOPBACK}",
        }
        return clean_env(**{name: str(value) for name, value in own.items()})

    def _end(self) -> None:
        self.process.kill()
        self.epmd.kill()


def _program(name: str) -> str:
    return shutil.which(name, path=_PROGRAMS) or need("rabbitmq-server")


def _definitions(
    users: Mapping[str, str], vhosts: Iterable[str],
    permissions: Mapping[tuple[str, str], tuple[str, str, str] | None],
) -> dict[str, object]:  # fmt: skip
    allowed = []
    for user in users:
        for vhost in vhosts:
            granted = permissions.get((user, vhost), _EVERYTHING)
            if granted is not None:
                names = ("configure", "write", "read")
                allowed.append({"user": user, "vhost": vhost, **dict(zip(names, granted, strict=True))})
    return {
        "rabbit_version": "3.10.0",
        "users": [_user(name, password) for name, password in users.items()],
        "vhosts": [{"name": vhost} for vhost in vhosts],
        "permissions": allowed,
    }


def _user(name: str, password: str) -> dict[str, object]:
    """Return a user as the broker stores one: a salted hash, never the password."""
    salt = secrets.token_bytes(4)
    hashed = base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()
    tags = ["administrator"] if name == "guest" else []
    return {
        "name": name,
        "password_hash": hashed,
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": tags,
    }
