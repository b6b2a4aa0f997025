"""Redis connections as Laravel opens them: which server, as which user, trusted how."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from wizard.laravel import connection
from wizard.laravel.config import UNKNOWN, Configs, Missing
from wizard.laravel.database_url import DatabaseUrl
from wizard.laravel.given import given
from wizard.laravel.redis import CLUSTERS
from wizard.laravel.trust import Trust, trust_of
from wizard.laravel.untold import Untold, is_host
from wizard.laravel.value import Value, as_pairs, integer, truthy

OPTIONS: Final = "database.redis.options"
PORT: Final = 6379
_TLS: Final = ("tls", "rediss", "ssl")


@dataclass(frozen=True, slots=True)
class Server:
    """A server of a connection. `database` is the number it selects, `prefix` what every key of it begins with.

    `clustered`: the client asks for a Redis Cluster there. `setting` is where the server stands.
    """

    host: str
    port: int
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: Trust | None = None
    clustered: bool = False
    database: int = 0
    prefix: str = ""
    setting: str = ""


Found: TypeAlias = Server | Untold


def servers_of(configs: Configs, name: str) -> tuple[Found, ...]:
    """Return the servers behind a connection's name: one, or each that a cluster is known by."""
    base = f"database.redis.{name}"
    if not isinstance(configs.read(base), Missing):
        return (_told(configs, base, clustered=False),)
    nodes = given(configs, f"{CLUSTERS}.{name}")
    if nodes is UNKNOWN:
        return (Untold("unknown", f"{CLUSTERS}.{name}"),)
    named = [key for key, _ in as_pairs(nodes) or () if key != "options"]
    if not named:
        return (Untold("no-connection", base, name),)
    # predis may share keys out among plain servers by itself; phpredis knows real clusters only.
    clustered = not _is_predis(configs) or given(configs, f"{OPTIONS}.cluster") == "redis"
    return tuple(_told(configs, f"{CLUSTERS}.{name}.{key}", clustered=clustered) for key in named)


def _told(configs: Configs, base: str, *, clustered: bool) -> Found:
    if given(configs, f"{base}.url") is UNKNOWN:
        return Untold("unknown", f"{base}.url")
    url = connection.url_of(configs, base)
    values = {part: _part(configs, base, part, url) for part in ("host", "port", "database")}
    values |= {part: _option(configs, base, part, url) for part in ("username", "password", "prefix")}
    scheme = given(configs, f"{base}.scheme")
    for part, value in (*values.items(), ("scheme", scheme)):
        if value is UNKNOWN:
            return Untold("unknown", f"{base}.{part}")
    host, port = values["host"], _number(values["port"], PORT)
    if not isinstance(host, str) or not host:
        return Untold("no-host", f"{base}.host")
    if not 0 < port < 65536:
        return Untold("port", f"{base}.port")
    scheme, bare = _scheme(scheme, host, url)
    if scheme != "unix" and not is_host(bare):
        return Untold("host-form", f"{base}.host")
    trust = trust_of(configs, _contexts(base)) if scheme in _TLS else None
    if trust is UNKNOWN:
        return Untold("unknown", f"{base}.context")
    username, password = _login(configs, values["username"], values["password"])
    database = 0 if clustered else _number(values["database"], 0)
    return Server(bare, port, username, password, trust, clustered, database, _text(values["prefix"]), base)


def _part(configs: Configs, base: str, part: str, url: DatabaseUrl | None) -> Value:
    """A part that the URL names beats the one beside it (LARAVEL.md §4.3)."""
    return url.parts[part] if url and part in url.parts else given(configs, f"{base}.{part}")


def _option(configs: Configs, base: str, part: str, url: DatabaseUrl | None) -> Value:
    """phpredis lays the options of all connections, and then the connection's own, over what it has itself."""
    named = _part(configs, base, part, url)
    for place in _options(configs, base):
        if not isinstance(configs.read(f"{place}.{part}"), Missing) and (part == "prefix" or not named):
            return given(configs, f"{place}.{part}")
    return named


def _options(configs: Configs, base: str) -> Iterator[str]:
    own = f"{base.rpartition('.')[0]}.options" if base.startswith(f"{CLUSTERS}.") else f"{base}.options"
    yield own
    if own != f"{base}.options":
        yield f"{CLUSTERS}.options"
    yield OPTIONS
    if _is_predis(configs):
        yield f"{OPTIONS}.parameters"


def _login(configs: Configs, username: Value, password: Value) -> tuple[str | None, str | None]:
    """Return whom Laravel signs in as: without a password it does not, and 8's phpredis knows no user."""
    match password:
        case (str() as user, str() as word):  # phpredis takes both at once, too
            return user, word
        case str() | int() if truthy(password) is True:
            knows_user = configs.version.major > 8 or _is_predis(configs)
            return (_text(username) or None) if knows_user else None, _text(password)
    return None, None


def _scheme(scheme: Value, host: str, url: DatabaseUrl | None) -> tuple[str, str]:
    """Return how the server is spoken to, and its host alone; a socket file keeps its path."""
    before, _, bare = host.rpartition("://")
    if host.startswith("/") or before == "unix":
        return "unix", bare
    named = url.driver if url and url.driver in _TLS else before or _text(scheme)
    return named.lower(), bare.removeprefix("[").removesuffix("]")


def _contexts(base: str) -> tuple[str, ...]:
    """phpredis reads a stream context, with or without `stream` around it; predis reads `ssl`."""
    places = (f"{base}.context.stream", f"{base}.context.ssl", f"{base}.context", f"{base}.ssl")
    return (*places, f"{OPTIONS}.context.stream", f"{OPTIONS}.context", f"{OPTIONS}.parameters.ssl")


def _is_predis(configs: Configs) -> bool:
    return given(configs, "database.redis.client") == "predis"


def _number(value: Value, otherwise: int) -> int:
    number = integer(value)
    return otherwise if value is None or value == "" or not isinstance(number, int) else number


def _text(value: Value) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
