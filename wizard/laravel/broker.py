"""RabbitMQ as the project uses it: which brokers, as whom, and the queues that jobs and messages wait in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from wizard.formats import env
from wizard.laravel import failover
from wizard.laravel.config import UNKNOWN, Configs, Missing
from wizard.laravel.given import given
from wizard.laravel.trust import Trust, trust_of
from wizard.laravel.untold import Untold, is_host
from wizard.laravel.value import Unknown, Value, as_pairs, integer, truthy

DRIVER: Final = "rabbitmq"
JOBS: Final = "jobs"
MESSAGES: Final = "messages"
PUBLISHER: Final = "publisher"
_KEYS: Final[Mapping[str, tuple[str, str | int]]] = {
    "host": ("RABBITMQ_HOST", "127.0.0.1"), "port": ("RABBITMQ_PORT", 5672), "user": ("RABBITMQ_USER", "guest"),
    "password": ("RABBITMQ_PASSWORD", "guest"), "vhost": ("RABBITMQ_VHOST", "/"),
    "queue": ("RABBITMQ_QUEUE", "default"),
}  # fmt: skip
"""What the package reads where the application's own config has nothing (LARAVEL.md §8.6)."""
_LIKE_DEFAULTS: Final = {name: default for name, (_, default) in _KEYS.items()}

Arguments: TypeAlias = tuple[tuple[str, str | int | bool], ...]


@dataclass(frozen=True, slots=True)
class BrokerQueue:
    """A queue that is used. `role` is jobs or messages; `arguments` as it would be made, None when they cannot be told."""

    name: str
    role: str
    arguments: Arguments | None = ()


@dataclass(frozen=True, slots=True)
class Broker:
    """A broker, entered as the application does it. `heartbeat` is 0 where idle connections are not kept alive."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    vhost: str = "/"
    tls: Trust | None = None
    heartbeat: int = 0
    queues: tuple[BrokerQueue, ...] = ()
    setting: str = ""


def brokers(configs: Configs) -> tuple[Broker | Untold, ...]:
    """Return each broker that jobs or messages go to, each once, and what cannot be told of them."""
    found: dict[Broker, list[BrokerQueue]] = {}
    untold: dict[Untold, None] = {}
    for one in (*_of_jobs(configs), *_of_messages(configs)):
        if isinstance(one, Untold):
            untold[one] = None
            continue
        alike = next((known for known in found if _same(known, one)), one)
        found.setdefault(alike, []).extend(one.queues)
    together = (replace(one, queues=tuple(dict.fromkeys(queues))) for one, queues in found.items())
    return (*together, *untold)


def _same(one: Broker, other: Broker) -> bool:
    return one == replace(other, queues=one.queues, setting=one.setting, heartbeat=one.heartbeat)


def _of_jobs(configs: Configs) -> Iterator[Broker | Untold]:
    name = given(configs, "queue.default")
    if name is UNKNOWN:
        yield Untold("unknown", "queue.default")
    if not isinstance(name, str):
        return
    for member in failover.members(configs, "queue.connections", name, "connections"):
        base = f"queue.connections.{member}"
        driver = given(configs, f"{base}.driver")
        if driver == DRIVER or (driver is None and member == DRIVER):
            yield from _of_connection(configs, base)


def _of_connection(configs: Configs, base: str) -> Iterator[Broker | Untold]:
    """Yield each host of a connection: one of them is drawn by lot, so each must do (LARAVEL.md §8.6)."""
    queue, hosts = _merged(configs, base, "queue"), given(configs, f"{base}.hosts")
    if queue is UNKNOWN or hosts is UNKNOWN:
        yield Untold("unknown", f"{base}.{'queue' if queue is UNKNOWN else 'hosts'}")
        return
    name = str(_LIKE_DEFAULTS["queue"] if queue is None else queue)
    used = BrokerQueue(name, JOBS, _arguments(configs, f"{base}.options.queue"))
    tls, heartbeat = _tls(configs, base), integer(given(configs, f"{base}.options.heartbeat"))
    beat = heartbeat if isinstance(heartbeat, int) else 0
    if hosts is None and base.endswith(f".{DRIVER}"):
        parts: Mapping[str, Value] = {name: _from_env(configs, name) for name in _KEYS}
        yield _broker(parts, tls, beat, used, f"{base}.hosts")
        return
    named = as_pairs(hosts)
    if not named:
        yield Untold("no-host", f"{base}.hosts")
        return
    for key, _ in named:
        parts = {name: given(configs, f"{base}.hosts.{key}.{name}") for name in _KEYS}
        yield _broker(parts, tls, beat, used, f"{base}.hosts.{key}")


def _of_messages(configs: Configs) -> Iterator[Broker | Untold]:
    """Yield the broker of the class that hands JSON to workers in other languages, where a queue is named for it."""
    queue = given(configs, f"{PUBLISHER}.queue")
    if queue is UNKNOWN:
        yield Untold("unknown", f"{PUBLISHER}.queue")
    if not isinstance(queue, str) or not queue:
        return
    listed = as_pairs(given(configs, f"{PUBLISHER}.arguments")) or []
    plain = tuple((key, value) for key, value in listed if isinstance(key, str) and isinstance(value, str | int))
    used = BrokerQueue(queue, MESSAGES, plain if len(plain) == len(listed) else None)
    parts = {name: given(configs, f"{PUBLISHER}.{name}") for name in _KEYS}
    secure, ca = truthy(given(configs, f"{PUBLISHER}.secure")), given(configs, f"{PUBLISHER}.ca")
    tls: Trust | Unknown | None = Trust(ca if isinstance(ca, str) and ca else None) if secure is True else None
    tls = UNKNOWN if secure is UNKNOWN else tls
    yield _broker(parts, tls, None, used, PUBLISHER)


def _broker(
    parts: Mapping[str, Value], tls: Trust | Unknown | None, heartbeat: int | None, queue: BrokerQueue, base: str
) -> Broker | Untold:
    """Put a broker together; a part that is not given has php-amqplib's default, which is the package's too."""
    values = {name: _LIKE_DEFAULTS[name] if parts[name] is None else parts[name] for name in _KEYS}
    unknown = next((name for name, value in values.items() if value is UNKNOWN), "secure" if tls is UNKNOWN else "")
    if unknown or tls is UNKNOWN:
        return Untold("unknown", f"{base}.{unknown}")
    port = integer(values["port"])
    if not isinstance(port, int) or not 0 < port < 65536:
        return Untold("port", f"{base}.port")
    if not values["host"]:
        return Untold("no-host", f"{base}.host")
    host, user, password, vhost = (str(values[name]) for name in ("host", "user", "password", "vhost"))
    bare = host.removeprefix("[").removesuffix("]")
    if not is_host(bare):
        return Untold("host-form", f"{base}.host")
    # A publisher connects for one message: it has no idle connection to lose.
    return Broker(bare, port, user, password, vhost, tls, 60 if heartbeat is None else heartbeat, (queue,), base)


def _tls(configs: Configs, base: str) -> Trust | Unknown | None:
    """`secure` since 13.3, a class with SSL in its name before (LARAVEL.md §8.6)."""
    secure, kind = truthy(given(configs, f"{base}.secure")), given(configs, f"{base}.connection")
    if secure is UNKNOWN:
        return UNKNOWN
    by_class = "SSL" in str(getattr(kind, "name", kind))
    return trust_of(configs, (f"{base}.options.ssl_options",)) if secure or by_class else None


def _arguments(configs: Configs, base: str) -> Arguments | None:
    """Return what the package makes a queue with; None where its rerouting or priorities add more."""
    for part in ("reroute_failed", "prioritize_delayed", "quorum"):
        if given(configs, f"{base}.{part}") is UNKNOWN:
            return None
    if truthy(given(configs, f"{base}.reroute_failed")) or truthy(given(configs, f"{base}.prioritize_delayed")):
        return None
    return (("x-queue-type", "quorum"),) if truthy(given(configs, f"{base}.quorum")) else ()


def _merged(configs: Configs, base: str, name: str) -> Value:
    """Return a setting of a connection; the package's own config lies below `rabbitmq` and no other."""
    if isinstance(configs.read(f"{base}.{name}"), Missing):
        return _from_env(configs, name) if base.endswith(f".{DRIVER}") else _LIKE_DEFAULTS[name]
    return configs.value(f"{base}.{name}")


def _from_env(configs: Configs, name: str) -> Value:
    key, default = _KEYS[name]
    raw = configs.env.get(key)
    return default if raw is None else env.cast(raw)
