"""Failover: a cache store or a queue connection that stands for others, tried one after the other."""

from __future__ import annotations

from wizard.laravel.config import Configs
from wizard.laravel.value import Value


def members(configs: Configs, group: str, name: str, part: str) -> tuple[Value, ...]:
    """Return the names that a store or connection of a group (`cache.stores`) stands for: itself, or its members.

    `part` is where a failover lists them: `stores`, or `connections`.
    """
    below = configs.value(f"{group}.{name}.{part}")
    if configs.value(f"{group}.{name}.driver") == "failover" and isinstance(below, tuple):
        return below
    return (name,)
