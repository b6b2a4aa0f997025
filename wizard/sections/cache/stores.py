"""Cache stores by name: which keep what they hold on one node, and what names one besides the default."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from wizard import accept
from wizard.laravel import redis as servers
from wizard.project import Project
from wizard.text import Text

_NODE = Text("kept on this node alone: what one node puts in, the others never see, and locks hold nobody back",
             "disimpan di node ini saja: isi dari satu node tidak terlihat di node lain, dan lock tidak berlaku")  # fmt: skip
_NOTHING = Text("keeps nothing: locks and limits do not work at all",
                "tidak menyimpan apa-apa: lock dan rate limit sama sekali tidak jalan")  # fmt: skip
LOCAL: Final = {"file": _NODE, "array": _NODE, "apc": _NODE, "octane": _NODE, "null": _NOTHING}


def why_local(project: Project, store: str) -> Text | None:
    """Tell why a store is no store for many nodes; the driver behind its name decides."""
    base = f"cache.stores.{store}"
    driver = project.configs.value(f"{base}.driver")
    match driver:
        case "redis" | "database" if store == driver:
            return None
        case "failover":
            members = project.configs.value(f"{base}.stores")
            names = [name for name in members if isinstance(name, str)] if isinstance(members, tuple) else []
            reasons = (why_local(project, name) for name in names if name != store)
            return next(filter(None, reasons), None)
        case "memcached":
            server = project.configs.value(f"{base}.servers.0.host")
            return accept.loopback(server) if isinstance(server, str) else None
        case "redis":
            connection = project.configs.value(f"{base}.connection") or "default"
            shared = not isinstance(connection, str) or servers.is_shared(project.configs, connection)
            return None if shared else accept.loopback("localhost")
        case "storage":
            disk = project.configs.value(f"{base}.disk")
            return _NODE if project.configs.value(f"filesystems.disks.{disk}.driver") == "local" else None
        case None if store not in ("redis", "database", *LOCAL):
            return Text("there is no such store in config/cache.php", "store ini tidak ada di config/cache.php")
        case str():
            return LOCAL.get(driver)
    return LOCAL.get(store)


def elsewhere(project: Project) -> Iterator[tuple[str, str]]:
    """Yield what names a store besides the default: limits, and the scheduler's locks (LARAVEL.md §8.1)."""
    for setting in ("cache.limiter", "cache.schedule_store"):
        store = project.configs.value(setting)
        if isinstance(store, str) and store:
            yield setting, store
    for key in ("SCHEDULE_CACHE_STORE", "SCHEDULE_CACHE_DRIVER"):
        named = project.configs.env.get(key)
        if named:
            yield key, named
