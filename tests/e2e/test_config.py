"""No dead key: what `config()` says inside real Laravel is what our resolver says of the same files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e import services
from tests.e2e.application import Application
from tests.e2e.shop import CACHE, MESSAGES, MIGRATIONS, SESSIONS, Shop
from tests.frameworks import NAMES
from tests.judge import dotted
from wizard.laravel.config import EnvKey, Literal
from wizard.laravel.value import Named, NodePath, known
from wizard.project import Project


def leaves(config: dict[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every setting that is no array, with its full name."""
    for name, value in config.items():
        if isinstance(value, dict) and value:
            yield from leaves(value, f"{path}{name}.")
        elif not isinstance(value, list):
            yield f"{path}{name}", value


def compared(application: Application) -> dict[str, tuple[object, object]]:
    """Return each setting that our resolver claims to know: what it says, and what Laravel says."""
    project = Project.open(application.folder)
    found: dict[str, tuple[object, object]] = {}
    for setting, real in leaves(application.config()):
        said = project.configs.read(setting)
        if isinstance(said, EnvKey | Literal) and known(said.value) and not isinstance(said.value, NodePath | Named):
            found[setting] = (said.value, real)
    return found


def test_the_resolver_and_laravel_agree_on_every_setting(shop: Shop) -> None:
    for application in (shop.migrated, shop.stateless("database")):
        found = compared(application)
        assert len(found) > 100
        assert {name: pair for name, pair in found.items() if pair[0] != pair[1]} == {}


def wanted(shop: Shop, store: str) -> dict[str, object]:
    """Return what the answers in `Shop.flags` mean, as Laravel's settings."""
    shared, number = shop.services, 2 * NAMES.index(shop.framework.name)
    mysql, redis, disk = "database.connections.mysql", "database.redis", "filesystems.disks.s3"
    rabbit = "queue.connections.rabbitmq"
    return {
        "session.driver": store,
        "session.cookie": "toko_session",
        "session.secure": False,
        "session.connection": "mysql::write" if store == "database" and shop.framework.major < 11 else None,
        "cache.default": store,
        "cache.prefix": f"{shop.name}_cache_",
        f"{mysql}.read.host": ["127.0.0.2"],
        f"{mysql}.write.host": ["127.0.0.1"],
        f"{mysql}.sticky": True,
        f"{mysql}.password": services.DATABASE_PASSWORD,
        "database.migrations": MIGRATIONS,
        f"{redis}.options.prefix": f"{shop.name}_",
        f"{redis}.default.password": services.REDIS_PASSWORD,
        f"{redis}.default.database": str(number),
        f"{redis}.cache.database": str(number + 1),
        "filesystems.default": "s3",
        f"{disk}.key": shared.bucket.key,
        f"{disk}.secret": shared.bucket.secret,
        f"{disk}.bucket": shop.name,
        f"{disk}.endpoint": shared.bucket.endpoint,
        f"{disk}.use_path_style_endpoint": True,
        "queue.default": "rabbitmq",
        f"{rabbit}.hosts.0.host": "127.0.0.1",
        f"{rabbit}.hosts.0.port": str(shared.rabbit.port),
        f"{rabbit}.hosts.0.user": services.USER,
        f"{rabbit}.hosts.0.password": services.QUEUE_PASSWORD,
        f"{rabbit}.hosts.0.vhost": shop.name,
        "publisher.queue": MESSAGES,
        "queue.failed.table": shop.failed_table,
        "logging.default": "stderr",
        "app.key": shop.migrated.env()["APP_KEY"],
        "trustedproxy.proxies": "127.0.0.1",
    }


def at(config: dict[str, Any], setting: str) -> object:
    """Return a setting of `config()`; the migrations table has one more level from Laravel 11 on."""
    found = dotted(config, setting)
    return found.get("table") if setting == "database.migrations" and isinstance(found, dict) else found


@pytest.mark.parametrize("store", ["redis", "database"])
def test_laravel_sees_every_answer(shop: Shop, store: str) -> None:
    config = shop.stateless(store).config()
    expected = wanted(shop, store)
    if store == "database":
        expected |= {"session.table": SESSIONS, "cache.stores.database.table": CACHE}
    assert {setting: at(config, setting) for setting in expected} == expected


def test_cached_config_says_the_same(shop: Shop) -> None:
    cached = shop.cluster("redis", cached=True).a.application
    plain = shop.cluster("redis").a.application
    own = str(cached.folder), str(plain.folder)
    assert {k: v for k, v in leaves(cached.config()) if own[0] not in str(v)} == {
        k: v for k, v in leaves(plain.config()) if own[1] not in str(v)
    }
