"""What Laravel keeps in Redis under the drivers chosen: sessions, cache, locks, jobs; where, and under which keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from wizard.laravel import failover
from wizard.laravel.config import UNKNOWN, Configs
from wizard.laravel.given import given
from wizard.laravel.redis_server import Server, servers_of
from wizard.laravel.release import Version
from wizard.laravel.supports import cache_prefix_gets_colon
from wizard.laravel.untold import Untold
from wizard.laravel.value import Value, as_pairs

SESSIONS: Final = "sessions"
CACHE: Final = "cache"
LOCKS: Final = "locks"
QUEUE: Final = "queue"
_SESSION_PREFIX: Final = Version(13, 20)


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that lives on a server: sessions, cache, locks or queue.

    `prefix` is what each of its keys begins with, `mark` what all keys of the connection do; `setting` chose it.
    """

    role: str
    database: int
    prefix: str
    mark: str
    setting: str


@dataclass(frozen=True, slots=True)
class Target:
    """A server with everything that lives there.

    `flushed` are the database numbers of it that `cache:clear` empties, by whatever user (LARAVEL.md §8.4).
    `own` is what keys of this application may begin with besides: those of its other connections, and of Horizon.
    """

    server: Server
    uses: tuple[Use, ...]
    flushed: tuple[int, ...] = ()
    own: tuple[str, ...] = ()

    @property
    def roles(self) -> tuple[str, ...]:
        """What lives there, each once."""
        return tuple(dict.fromkeys(use.role for use in self.uses))


@dataclass(frozen=True, slots=True)
class _Wish:
    """A use whose connection is known by name only."""

    role: str
    setting: str
    connection: Value
    after: Value = ""


def targets(configs: Configs) -> tuple[Target | Untold, ...]:
    """Return each Redis server that Laravel will use, each once, and what cannot be told of them."""
    found: dict[Server, dict[Use, None]] = {}
    untold: dict[Untold, None] = {}
    for wish in _wishes(configs):
        if isinstance(wish, Untold):
            untold[wish] = None
            continue
        if wish.connection is UNKNOWN or wish.after is UNKNOWN:
            untold[Untold("unknown", wish.setting)] = None
            continue
        name = wish.connection if isinstance(wish.connection, str) and wish.connection else "default"
        for one in servers_of(configs, name):
            if isinstance(one, Untold):
                untold[one] = None
            else:
                use = Use(wish.role, one.database, f"{one.prefix}{wish.after}", one.prefix, wish.setting)
                alike = next((s for s in found if _same(s, one)), one)
                found.setdefault(alike, {})[use] = None
    return (*_told(found, _own(configs)), *untold)


def _own(configs: Configs) -> tuple[str, ...]:
    """Return the prefixes of every connection that has one, and Horizon's, which has a connection of its own."""
    listed = as_pairs(given(configs, "database.redis")) or ()
    names = (key for key, _ in listed if isinstance(key, str) and key not in ("client", "options", "clusters"))
    prefixes = [one.prefix for name in names for one in servers_of(configs, name) if isinstance(one, Server)]
    horizon = given(configs, "horizon.prefix")
    return tuple(dict.fromkeys(one for one in (*prefixes, horizon) if isinstance(one, str) and one))


def _told(found: Mapping[Server, Mapping[Use, None]], own: tuple[str, ...]) -> Iterator[Target]:
    flushed: dict[tuple[str, int], dict[int, None]] = {}
    for server, uses in found.items():
        numbers = flushed.setdefault((server.host, server.port), {})
        numbers |= {use.database: None for use in uses if use.role == CACHE}
    for server, uses in found.items():
        yield Target(server, tuple(uses), tuple(flushed[server.host, server.port]), own)


def _same(one: Server, other: Server) -> bool:
    """Tell whether two connections are one server, entered alike: number and prefix are the uses' own."""
    return one == replace(other, database=one.database, prefix=one.prefix, setting=one.setting)


def _wishes(configs: Configs) -> Iterator[_Wish | Untold]:
    yield from _session(configs)
    for setting in ("cache.default", "cache.limiter", "cache.schedule_store", *_maintenance(configs)):
        for store in _members(configs, setting, "cache.stores", "stores"):
            yield store if isinstance(store, Untold) else _Wish(CACHE, *_cache(configs, store, "connection"))
            if not isinstance(store, Untold):
                yield _Wish(LOCKS, *_cache(configs, store, "lock_connection"))
    for queue in _members(configs, "queue.default", "queue.connections", "connections"):
        if isinstance(queue, Untold):
            yield queue
        else:
            setting = f"queue.connections.{queue}.connection"
            yield _Wish(QUEUE, setting, given(configs, setting), "queues:")


def _session(configs: Configs) -> Iterator[_Wish | Untold]:
    """Sessions go through a cache store, `redis` unless `session.store` names one, to a connection of their own."""
    driver, store = given(configs, "session.driver"), given(configs, "session.store") or "redis"
    if driver is UNKNOWN or (driver == "redis" and not isinstance(store, str)):
        yield Untold("unknown", "session.driver" if driver is UNKNOWN else "session.store")
    elif driver == "redis":
        own = given(configs, "session.prefix") if configs.version >= _SESSION_PREFIX else None
        after = own or _cache_prefix(configs, str(store))
        yield _Wish(SESSIONS, "session.connection", given(configs, "session.connection"), after)


def _cache(configs: Configs, store: str, part: str) -> tuple[str, Value, Value]:
    """Return the setting, connection and prefix of a store; locks lie with the values unless told otherwise."""
    setting = f"cache.stores.{store}.{part}"
    value = given(configs, setting)
    if value is None:
        setting = f"cache.stores.{store}.connection"
        value = given(configs, setting)
    return setting, value, _cache_prefix(configs, store)


def _cache_prefix(configs: Configs, store: str) -> Value:
    own = given(configs, f"cache.stores.{store}.prefix")
    prefix = given(configs, "cache.prefix") if own is None else own
    if prefix is UNKNOWN:
        return UNKNOWN
    colon = ":" if cache_prefix_gets_colon(configs.version) and prefix else ""
    return f"{prefix}{colon}" if isinstance(prefix, str) else ""


def _maintenance(configs: Configs) -> tuple[str, ...]:
    return ("app.maintenance.store",) if given(configs, "app.maintenance.driver") == "cache" else ()


def _members(configs: Configs, setting: str, group: str, part: str) -> Iterator[str | Untold]:
    """Yield what a setting chooses and Redis carries, itself or as members of a failover."""
    name = given(configs, setting)
    if name is UNKNOWN:
        yield Untold("unknown", setting)
    if not isinstance(name, str) or not name:
        return
    for member in failover.members(configs, group, name, part):
        driver = given(configs, f"{group}.{member}.driver")
        if driver is UNKNOWN:
            yield Untold("unknown", f"{group}.{member}.driver")
        elif driver == "redis" and isinstance(member, str):
            yield member
