"""Connections by name: one that a setting names and nobody has made ends every request with an exception."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.finding import Finding, Level
from wizard.laravel import redis
from wizard.laravel.config import Configs, Missing
from wizard.question import shown
from wizard.text import Text


def dangling(configs: Configs) -> Iterator[Finding]:
    """Yield an error for each setting in use that names a connection which is not in `config/database.php`."""
    for setting, kind in dict(_in_use(configs)).items():
        name = _named(configs, setting, kind)
        if not name or _exists(configs, kind, name):
            continue
        yield Finding("plan.no-such-connection", Level.ERROR, setting,
            Text("there is no {kind} connection `{name}` in {file}: whatever uses it throws an exception",
                 "tidak ada koneksi {kind} `{name}` di {file}: apa pun yang memakainya kena exception").fill(
                kind=kind.title(), name=_told(configs, setting, name), file=f"{configs.folder}/database.php"),
            Text("Add that connection, or name one that is there",
                 "Tambahkan koneksi itu, atau sebut yang sudah ada"), setting.split(".")[0])  # fmt: skip


def _in_use(configs: Configs) -> Iterator[tuple[str, str]]:
    """Yield the settings that name a connection, with its kind, of every driver that is chosen."""
    driver = configs.value("session.driver")
    if driver in ("redis", "database"):
        yield "session.connection", str(driver)
    for store in _stores(configs):
        driver = configs.value(f"cache.stores.{store}.driver")
        if driver in ("redis", "database"):
            yield f"cache.stores.{store}.connection", str(driver)
            yield f"cache.stores.{store}.lock_connection", str(driver)
    queue = f"queue.connections.{configs.value('queue.default')}"
    driver = configs.value(f"{queue}.driver")
    if driver in ("redis", "database"):
        yield f"{queue}.connection", str(driver)
    if str(configs.value("queue.failed.driver")).startswith("database"):
        yield "queue.failed.database", "database"


def _stores(configs: Configs) -> Iterator[str]:
    """Yield the cache stores in use; Redis sessions go through the store `redis` to a connection of their own."""
    for setting in ("cache.default", "cache.limiter"):
        store = configs.value(setting)
        if isinstance(store, str) and store:
            yield store


def _named(configs: Configs, setting: str, kind: str) -> str:
    """Return the name of a connection without its side (`mysql::write`); Redis has a name for none."""
    name = configs.value(setting)
    if name is None or name == "":
        return "default" if kind == "redis" and not setting.endswith(".lock_connection") else ""
    return name.split("::")[0] if isinstance(name, str) else ""


def _told(configs: Configs, setting: str, name: str) -> str:
    """Return the name fit for a message; the whole value tells what of it may be a password."""
    value = configs.value(setting)
    return shown(value).split("::")[0] if isinstance(value, str) and value else name


def _exists(configs: Configs, kind: str, name: str) -> bool:
    if kind == "redis":
        return redis.exists(configs, name)
    return not isinstance(configs.read(f"database.connections.{name}"), Missing)
