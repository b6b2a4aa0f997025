"""Connections by name: what names one that nobody has made is told, and nothing else is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.sections.sketch import edited, planned
from tests.shapes import NOTHING, SHAPES, make
from wizard.finding import Level
from wizard.laravel.named import dangling
from wizard.project import Project
from wizard.sections.cache import Cache
from wizard.sections.database import Database
from wizard.sections.redis import Redis
from wizard.sections.session import Session

ALL = (Session, Cache, Database, Redis)
REDIS = {"session.driver": "redis", "cache.store": "redis", "redis.host": "10.0.0.10"}


def told(root: Path) -> list[str]:
    """Return the settings that name a connection which is not there."""
    found = list(dangling(Project.open(root, environ={}).configs))
    assert all(finding.level is Level.ERROR for finding in found)
    return [finding.where for finding in found]


def changed(folder: Path, env: Mapping[str, str | None], files: Mapping[str, str | None] = NOTHING) -> list[str]:
    return told(make("slim-12", folder, env=env, files=files))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_fresh_project_names_what_it_has(shape: str, tmp_path: Path) -> None:
    assert told(make(shape, tmp_path)) == []


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("driver", ["redis", "database"])
def test_what_the_wizard_writes_names_what_is_there(shape: str, driver: str, tmp_path: Path) -> None:
    typed = {**REDIS, "session.driver": driver, "cache.store": driver}
    assert told(planned(ALL, shape, tmp_path, typed).written().root) == []


@pytest.mark.parametrize(("env", "where"), [
    ({"SESSION_DRIVER": "redis", "SESSION_CONNECTION": "logins"}, "session.connection"),
    ({"SESSION_DRIVER": "database", "SESSION_CONNECTION": "legacy"}, "session.connection"),
    ({"CACHE_STORE": "redis", "REDIS_CACHE_CONNECTION": "shop"}, "cache.stores.redis.connection"),
    ({"CACHE_STORE": "redis", "REDIS_CACHE_LOCK_CONNECTION": "shop"}, "cache.stores.redis.lock_connection"),
    ({"CACHE_STORE": "database", "DB_CACHE_CONNECTION": "x::write"}, "cache.stores.database.connection"),
    ({"QUEUE_CONNECTION": "redis", "REDIS_QUEUE_CONNECTION": "jobs"}, "queue.connections.redis.connection"),
    ({"QUEUE_CONNECTION": "database", "DB_QUEUE_CONNECTION": "jobs"}, "queue.connections.database.connection"),
])  # fmt: skip
def test_a_name_that_nobody_has_is_told(env: Mapping[str, str], where: str, tmp_path: Path) -> None:
    assert changed(tmp_path, env) == [where]


@pytest.mark.parametrize("env", [
    {"SESSION_DRIVER": "file", "SESSION_CONNECTION": "logins"},
    {"CACHE_STORE": "array", "REDIS_CACHE_CONNECTION": "shop", "DB_CACHE_CONNECTION": "shop"},
    {"SESSION_DRIVER": "database", "SESSION_CONNECTION": "mysql::write"},
    {"QUEUE_CONNECTION": "sync", "REDIS_QUEUE_CONNECTION": "jobs"},
])  # fmt: skip
def test_a_name_that_nobody_uses_is_not_told(env: Mapping[str, str], tmp_path: Path) -> None:
    assert changed(tmp_path, env) == []


def test_a_cluster_is_a_connection_too(tmp_path: Path) -> None:
    files = edited("slim-12", "config/database.php", "'redis' => [\n",
                   "'redis' => [\n        'clusters' => ['shop' => [['host' => '10.0.0.20']]],\n")  # fmt: skip
    assert changed(tmp_path, {"CACHE_STORE": "redis", "REDIS_CACHE_CONNECTION": "shop"}, files) == []


@pytest.mark.parametrize("value", ["mysql://app:sEnTiNeL@db", "mysql://app:sEnTi::NeL@db"])
def test_a_url_in_place_of_a_name_is_told_without_its_credentials(value: str, tmp_path: Path) -> None:
    make("slim-12", tmp_path, env={"QUEUE_CONNECTION": "database", "DB_QUEUE_CONNECTION": f'"{value}"'})
    [finding] = dangling(Project.open(tmp_path, environ={}).configs)
    assert "sEnTi" not in finding.why.en + finding.why.id
    assert "`mysql://••••@db`" in finding.why.en
