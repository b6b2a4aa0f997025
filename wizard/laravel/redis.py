"""A project's Redis connections, plain ones and clusters: which there are, and what servers they lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from wizard import accept
from wizard.formats import php
from wizard.formats.expression import Array, Call, Expression, Literal, Opaque
from wizard.laravel import connection, layers
from wizard.laravel.config import CannotTell, Configs, EnvKey, Missing
from wizard.laravel.database_url import parsed
from wizard.laravel.evaluate import parts
from wizard.laravel.value import Value, as_pairs
from wizard.text import Text

MAIN: Final = "database.redis.default"
CACHE: Final = "database.redis.cache"
CLUSTERS: Final = "database.redis.clusters"
NODE: Final = f"{CLUSTERS}.default.0"
_SECRETS: Final = ("username", "password")
_ANSWERED: Final = (*_SECRETS, "host", "port", "url", "database")


@dataclass(frozen=True, slots=True)
class Item:
    """What a connection has under a key: its PHP source, and the value when it is a plain one."""

    key: str
    code: str = field(repr=False)
    value: str | int | bool | None = field(repr=False)


def is_cluster(configs: Configs) -> bool:
    """Tell whether `default` is a Redis Cluster; a plain connection of that name would beat it."""
    is_plain = not isinstance(configs.read(MAIN), Missing)
    return not is_plain and not isinstance(configs.read(f"{CLUSTERS}.default"), Missing)


def is_settable(configs: Configs) -> bool:
    """Tell whether the cluster's first server is ours to set: read from an env key, or no server at all."""
    reading = configs.read(f"{NODE}.host")
    host = getattr(reading, "value", None)
    return isinstance(reading, EnvKey) or (isinstance(host, str) and node_local(host) is not None)


def exists(configs: Configs, name: str) -> bool:
    """Tell whether Laravel would find a connection: else it throws "Redis connection [..] not configured"."""
    places = (f"database.redis.{name}", f"{CLUSTERS}.{name}")
    return any(not isinstance(configs.read(place), Missing) for place in places)


def is_shared(configs: Configs, name: str) -> bool:
    """Tell whether the application has a connection by this name, on servers that are no node's own."""
    return exists(configs, name) and not any(map(node_local, hosts(configs, name).values()))


def keeps(configs: Configs, name: str) -> bool:
    """Tell whether a connection is one for logins and jobs: shared, and not the one that `cache:clear` empties (§8.4)."""
    return name != "cache" and is_shared(configs, name)


def hosts(configs: Configs, name: str) -> Mapping[str, str]:
    """Return the hosts of a connection by their settings; empty where they cannot be told."""
    base = f"database.redis.{name}"
    if not isinstance(configs.read(base), Missing):
        url = connection.url_of(configs, base)
        host = url.parts["host"] if url else configs.value(f"{base}.host")
        return {f"{base}.host": host} if isinstance(host, str) else {}
    return dict(_nodes(configs.value(f"{CLUSTERS}.{name}"), f"{CLUSTERS}.{name}"))


def node_local(host: str) -> Text | None:
    """Tell why a host cannot be kept: this node itself, or a socket file on it."""
    if host.startswith(("/", "unix:")):
        return Text("a socket file on this node: no other node reaches it",
                    "file socket di node ini: node lain tidak bisa mengaksesnya")  # fmt: skip
    return accept.loopback(host.rpartition("://")[2])


def items(configs: Configs, setting: str) -> tuple[Item, ...]:
    """Return what may be copied from a connection in the application's own file, in its order.

    Not its number, which is the other's own, and not its password or user when they stand in the
    file, nor an array with texts in it: what is copied is shown in a diff, and a text may be a secret.
    """
    return tuple(
        item for name, value in _written(configs, setting) for item in _item(configs, setting, name, value)
    )


def left_out(configs: Configs, setting: str) -> tuple[str, ...]:
    """Name what `items` leaves out and no answer gives back."""
    known = {item.key for item in items(configs, setting)} | {*_ANSWERED}
    return tuple(name for name, _ in _written(configs, setting) if name not in known)


def _item(configs: Configs, setting: str, name: str, value: Expression) -> Iterator[Item]:
    reading, now = configs.read(f"{setting}.{name}"), configs.value(f"{setting}.{name}")
    if name in _SECRETS:
        if isinstance(reading, EnvKey):
            yield Item(name, php.env_call(reading.key), None)
    elif name == "database" or (name in _ANSWERED and isinstance(reading, CannotTell)) or _has_texts(value):
        return
    else:
        yield Item(name, _source(configs, value), now if isinstance(now, str | int | bool) else None)


def _has_texts(value: Expression) -> bool:
    """Look for texts in an array, besides the names of its keys and of env keys; code may hold one."""
    if not isinstance(value, Array):
        return False
    for inner in (item.value for item in value.items):
        seen = (
            inner.arguments[1:] if isinstance(inner, Call) else () if isinstance(inner, Array) else (inner,)
        )
        if _has_texts(inner) or any(_is_text(part) for one in seen for part in parts(one)):
            return True
    return False


def _is_text(expression: Expression) -> bool:
    is_literal = (
        isinstance(expression, Literal) and isinstance(expression.value, str) and expression.value != ""
    )
    return is_literal or isinstance(expression, Opaque)


def _written(configs: Configs, setting: str) -> list[tuple[str, Expression]]:
    config = _file(configs, setting)
    array = php.find(config, setting.split(".")[1:]) if config else None
    found = array.items if isinstance(array, Array) else ()
    named = ((item.key.value, item.value) for item in found if isinstance(item.key, Literal))
    return [(name, value) for name, value in named if isinstance(name, str)]


def _source(configs: Configs, expression: Expression) -> str:
    config = _file(configs, MAIN)
    return config.code(expression.span) if config else ""


def _file(configs: Configs, setting: str) -> php.Config | None:
    name = setting.split(".", maxsplit=1)[0]
    read = layers.parsed(configs.files.get(name, "<?php return [];"), f"{configs.folder}/{name}.php")
    return None if isinstance(read, php.Broken) else read


def _nodes(nodes: Value, base: str) -> Iterator[tuple[str, str]]:
    for key, node in as_pairs(nodes) or ():
        if not isinstance(node, Mapping):
            continue
        url, host = node.get("url"), node.get("host")
        made_of = parsed(url) if isinstance(url, str) and url else None
        host = made_of.parts["host"] if made_of else host
        if isinstance(host, str):
            yield f"{base}.{key}.host", host
