"""One real situation for everything that may be found at a Redis server."""

from __future__ import annotations

import shutil
import socket
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

from redis.exceptions import RedisError

from tests.servers.certificates import Certificates, certificates
from tests.servers.process import Process, Server, forget_at_exit, free_port, program, wait_until
from tests.servers.redis import Redis
from tests.services.company import HERE, asked, scripted
from tests.shapes import make
from wizard.check import Check, Result
from wizard.laravel import redis_server
from wizard.laravel.redis_uses import Target, Use
from wizard.laravel.trust import Trust
from wizard.project import Project
from wizard.services.redis import checks
from wizard.services.redis.probe import Probe
from wizard.text import same

SECRET: Final = "hunter2-sentinel"
CALM: Final = ("--maxmemory", "200mb", "--appendonly", "yes")
"""What a server needs for nothing to be found."""
RENAMED: Final = ("--rename-command",)
_DENIED: Final = b"-DENIED Redis is running in protected mode because protected mode is enabled.\r\n"


def uses(*, sessions: int = 0, cache: int = 1, mark: str = "shop_") -> tuple[Use, ...]:
    """Return all that Laravel keeps in Redis, in these database numbers."""
    return (
        Use("sessions", sessions, f"{mark}c_", mark, "session.connection"),
        Use("cache", cache, f"{mark}c_", mark, "cache.stores.redis.connection"),
        Use("locks", sessions, f"{mark}c_", mark, "cache.stores.redis.lock_connection"),
        Use("queue", sessions, f"{mark}queues:", mark, "queue.connections.redis.connection"),
    )


def ask(server: redis_server.Server, *kept: Use) -> Result:
    """Ask a server for all that Laravel keeps, or for these uses."""
    wanted = kept or uses()
    flushed = tuple(dict.fromkeys(use.database for use in wanted if use.role == "cache"))
    return asked(Check("redis", same("Redis"), Probe(Target(server, wanted, flushed))), SECRET)


def at(port: int, host: str = HERE, **more: Any) -> redis_server.Server:
    """Return a server at this port as the application would enter it."""
    return redis_server.Server(host, port, setting="database.redis.default", **more)


def started(*extra: str, kept: tuple[Use, ...] = (), keys: Mapping[int, str] | None = None,
            acl: tuple[str, ...] = (), **entered: Any) -> Result:  # fmt: skip
    """Start a server with these arguments and keys in it, and ask it."""
    with Redis(extra=(*CALM, *extra), acl=acl) as server:
        for number, key in (keys or {}).items():
            with server.client(database=number) as client:
                client.set(key, "1")
        return ask(at(server.port, **entered), *kept)


def as_app(rights: str) -> Result:
    """Ask as a user with these rights."""
    return started(acl=(f"user app on >{SECRET} {rights}",), username="app", password=SECRET)


@cache
def papers() -> Certificates:
    """Return certificates that all tests share."""
    folder = Path(tempfile.mkdtemp(prefix="ca-", dir="/tmp"))
    forget_at_exit(folder)
    return certificates(folder)


def by_tls(trust: Trust | None, *, plain_port: bool = False, host: str = "127.0.0.1") -> Result:
    """Ask a server that has TLS on one of its two ports."""
    with Redis(tls=papers(), extra=CALM) as server:
        port = server.port if plain_port else server.tls_port
        return ask(at(port, host, tls=trust))


def configured(env: Mapping[str, str], old: str = "", new: str = "") -> Result:
    """Ask for what a project's config says."""
    with tempfile.TemporaryDirectory() as folder:
        drivers = {"SESSION_DRIVER": "redis", "CACHE_STORE": "file", "QUEUE_CONNECTION": "sync"}
        root = make("slim-12", Path(folder), env={**drivers, **env})
        file = root / "config/database.php"
        file.write_text(file.read_text().replace(old, new, 1) if old else file.read_text())
        (check,) = checks(Project.open(root, environ={}))
        return asked(check, SECRET)


class Sentinel(Server):
    """A Redis Sentinel that watches over nothing."""

    def __init__(self) -> None:
        super().__init__("rs")
        self.port = free_port()
        conf = self.folder / "sentinel.conf"
        conf.write_text(f"port {self.port}\nbind 127.0.0.1\n")
        self.process = Process([program("redis-server"), str(conf), "--sentinel"], self.folder / "log")
        self.process.wait_for_port("127.0.0.1", self.port)

    def _end(self) -> None:
        self.process.stop()


def _protected() -> Result:
    with scripted(_DENIED) as port:  # Redis says so to other machines only, and this test has no other
        return ask(at(port))


def _too_many() -> Result:
    with Redis(extra=(*CALM, "--maxclients", "1")) as server, server.client() as client:
        server.process.wait_until(lambda: _is_in(client), "the only client")
        return ask(at(server.port))


def _is_in(client: Any) -> bool:
    try:
        return bool(client.ping())
    except RedisError:
        return False  # another's connection was not closed yet


def _sentinel() -> Result:
    with Sentinel() as server:
        return ask(at(server.port))


def _cannot_save() -> Result:
    with Redis(extra=(*CALM[:2], "--save", "3600 1")) as server, server.client() as client:
        shutil.rmtree(server.folder)  # its disk is gone
        client.execute_command("BGSAVE")
        server.process.wait_until(
            lambda: client.info("persistence")["rdb_last_bgsave_status"] == "err", "a failed BGSAVE")
        try:
            return ask(at(server.port))
        finally:
            server.process.kill()  # politely it would not go without having saved


def _loading() -> Result:
    folder = Path(tempfile.mkdtemp(prefix="rl-", dir="/tmp"))
    forget_at_exit(folder)
    with Redis(extra=("--dir", str(folder))) as server, server.client() as client:
        client.mset({f"key{number}": "x" * 100 for number in range(3000)})
        client.save()
    slow = ("--dir", str(folder), "--key-load-delay", "10000", "--loading-process-events-interval-bytes", "1024")
    with Redis(extra=slow) as server:
        try:
            return ask(at(server.port))
        finally:
            server.process.kill()
            shutil.rmtree(folder)


def _busy() -> Result:
    slow = Redis(extra=(*CALM, "--busy-reply-threshold", "1"))
    with slow as server, socket.create_connection((server.host, server.port)) as talk:
        talk.sendall(b"EVAL 'while true do end' 0\r\n")
        time.sleep(0.3)
        try:
            return ask(at(server.port))
        finally:
            server.process.kill()


def in_cluster(prepare: Callable[[Any], object] | None = None, kept: tuple[Use, ...] = (), **entered: Any) -> Result:
    """Ask a cluster of one server."""
    with Redis(cluster=True, extra=CALM) as server:
        if prepare:
            with server.client() as client:
                prepare(client)
        return ask(at(server.port, **entered), *kept)


@contextmanager
def pair() -> Iterator[tuple[Redis, Redis]]:
    """Give a cluster of two servers, each with half of the slots."""
    with Redis(cluster=True, extra=CALM) as one, Redis(cluster=True, extra=CALM) as two:
        with one.client() as first, two.client() as second:
            second.execute_command("CLUSTER", "RESET", "HARD")
            first.execute_command("CLUSTER", "DELSLOTSRANGE", 8192, 16383)
            second.execute_command("CLUSTER", "ADDSLOTSRANGE", 8192, 16383)
            second.execute_command("CLUSTER", "SET-CONFIG-EPOCH", 2)
            bus = _bus_port(one)
            second.execute_command("CLUSTER", "MEET", "127.0.0.1", one.port, bus)
            wait_until(lambda: _is_whole(first) and _is_whole(second), "a cluster of two")
        yield one, two


def _bus_port(server: Redis) -> int:
    with server.client() as client:
        return int(client.config_get("cluster-port")["cluster-port"])


def _is_whole(client: Any) -> bool:
    try:
        said = str(client.execute_command("CLUSTER INFO"))
    except RedisError:
        return False
    return "'cluster_state': 'ok'" in said and "'cluster_known_nodes': '2'" in said


def _moved() -> Result:
    with pair() as (one, two):
        said = [ask(at(server.port), use) for server in (one, two) for use in uses(cache=0) for _ in range(3)]
    return Result(said[0].check, tuple(word for result in said for word in result.said))


def _other_node() -> Result:
    with pair() as (one, two):
        said = [ask(at(s.port, clustered=True), Use("sessions", 0, "{shop}:c_", "{shop}:", "session.connection"))
                for s in (one, two)]  # fmt: skip
    assert sum(bool(result.findings) for result in said) == 1
    assert sum("written, read and deleted" in str(result.seen) for result in said) == 1
    return next(result for result in said if result.findings)


SCENARIOS: Final[Mapping[str, Callable[[], Result]]] = {
    "redis.unknown": lambda: configured({}, "env('REDIS_HOST', '127.0.0.1')", "gethostbyname('redis')"),
    "redis.no-connection": lambda: configured({"SESSION_CONNECTION": "logins"}),
    "redis.no-host": lambda: configured({"REDIS_HOST": '""'}),
    "redis.port": lambda: configured({"REDIS_PORT": "99999"}),
    "redis.host-form": lambda: configured({"REDIS_HOST": f"user:{SECRET}@0x7f.1:6379"}),
    "redis.loopback": lambda: started(host="127.0.0.1"),
    "redis.socket": lambda: ask(at(6379, "/run/redis.sock")),
    "redis.shared-database": lambda: started(kept=uses(cache=0)),
    "redis.tls-wanted": lambda: by_tls(None),
    "redis.no-tls": lambda: by_tls(Trust(str(papers().ca)), plain_port=True),
    "redis.protected": _protected,
    "redis.max-clients": _too_many,
    "redis.sentinel": _sentinel,
    "redis.no-password": lambda: started("--requirepass", SECRET),
    "redis.password": lambda: started("--requirepass", "another", password=SECRET),
    "redis.password-unwanted": lambda: started(password=SECRET),
    "redis.database-range": lambda: started(kept=uses(cache=99)),
    "redis.no-command": lambda: as_app("~* +@all -setex"),
    "redis.no-key": lambda: as_app("~other_* +@all"),
    "redis.read-only": lambda: started("--replicaof", f"127.0.0.1 {free_port()}"),
    "redis.writable-replica": lambda: started(
        "--replicaof", f"127.0.0.1 {free_port()}", "--replica-read-only", "no"),
    "redis.full": lambda: started("--maxmemory", "1"),
    "redis.cannot-save": _cannot_save,
    "redis.no-replicas": lambda: started("--min-replicas-to-write", "1"),
    "redis.loading": _loading,
    "redis.busy": _busy,
    "redis.master-down": lambda: started(
        "--replicaof", f"127.0.0.1 {free_port()}", "--replica-serve-stale-data", "no"),
    "redis.error": lambda: started(*RENAMED, "SETEX", "OLD", *RENAMED, "EVALSHA", "SETEX"),
    "redis.lost": lambda: started(*RENAMED, "GET", "OLD", *RENAMED, "TTL", "GET"),
    "redis.cluster-database": in_cluster,
    "redis.cluster-shares": lambda: in_cluster(kept=uses(cache=0), clustered=True),
    "redis.cluster-down": lambda: in_cluster(
        lambda client: client.execute_command("CLUSTER", "FLUSHSLOTS"), uses(cache=0), clustered=True),
    "redis.moved": _moved,
    "redis.other-node": _other_node,
    "redis.not-cluster": lambda: started(kept=uses(cache=0), clustered=True),
    "redis.evicts-sessions": lambda: started("--maxmemory-policy", "volatile-lru"),
    "redis.evicts-jobs": lambda: started("--maxmemory-policy", "allkeys-lru"),
    "redis.no-limit": lambda: started("--maxmemory", "0"),
    "redis.no-persistence": lambda: started("--appendonly", "no"),
    "redis.no-info": lambda: as_app("~* +@all -info"),
    "redis.prefix": lambda: started(kept=uses(mark="laravel_database_"), keys={0: "laravel_database_x"}),
    "redis.flushes-others": lambda: started(keys={1: "theirs"}),
    "redis.not-alone": lambda: started(keys={0: "theirs"}),
    "redis.tls": lambda: by_tls(Trust(str(papers().other_ca))),
    "redis.ca-missing": lambda: by_tls(Trust("/no/such/ca.pem")),
}  # fmt: skip
