"""Cache: what is written, and what is left alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.sections.migrated import migrated
from tests.sections.sketch import Planned, edited, plan, planned
from tests.shapes import NO_PACKAGES, NOTHING, SHAPES, make, project
from wizard.changes import On, Run
from wizard.sections.cache import Cache
from wizard.sections.database import Database
from wizard.sections.redis import Redis

ALL = (Cache, Database, Redis)
IN_DATABASE = {"cache.store": "database"}
REDIS = {"cache.store": "redis", "redis.host": "10.0.0.10"}
SPLIT = {"database.host": "10.0.0.5", "database.split": "yes", "database.read_hosts": "10.0.0.6"}
STORE = "cache.stores.database"
MIGRATION = "database/migrations/2026_01_01_000000_create_laravel_cms_cache_table.php"
OLD = tuple(shape for shape in SHAPES if shape.startswith("classic"))


def cache(
    shape: str,
    folder: Path,
    typed: Mapping[str, str],
    env: Mapping[str, str | None] = NOTHING,
    files: Mapping[str, str | None] = NOTHING,
    packages: Mapping[str, str] = NO_PACKAGES,
) -> Planned:
    return planned(ALL, shape, folder, typed, env=env, files=files, packages=packages)


@pytest.mark.parametrize("shape", SHAPES)
def test_redis_takes_effect_with_the_prefix(shape: str, tmp_path: Path) -> None:
    done = cache(shape, tmp_path, {**REDIS, "cache.prefix": "omniflow_admin_"})
    assert done.seen("cache.default", "cache.prefix", "cache.stores.redis.connection") == [
        "redis", "omniflow_admin_", "cache"]  # fmt: skip
    assert not any(path.startswith("database/migrations") for path in done.paths)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_key_that_the_config_reads_is_written_and_no_other(shape: str, tmp_path: Path) -> None:
    env = cache(shape, tmp_path, REDIS).env
    assert env.get("CACHE_DRIVER" if shape in OLD else "CACHE_STORE") == "redis"
    assert ("CACHE_STORE" if shape in OLD else "CACHE_DRIVER") not in env


@pytest.mark.parametrize("shape", SHAPES)
def test_the_database_store_takes_effect_with_tables_of_its_own(shape: str, tmp_path: Path) -> None:
    done = cache(shape, tmp_path, IN_DATABASE)
    assert done.seen("cache.default", f"{STORE}.table", f"{STORE}.lock_table", f"{STORE}.connection") == [
        "database", "laravel_cms_cache", "laravel_cms_cache_locks", None]  # fmt: skip
    assert MIGRATION in done.paths
    assert "php artisan migrate --force" in done.commands


@pytest.mark.parametrize("shape", SHAPES)
def test_with_a_split_every_version_reads_the_cache_from_the_primary(shape: str, tmp_path: Path) -> None:
    assert cache(shape, tmp_path, {**IN_DATABASE, **SPLIT}).seen(f"{STORE}.connection") == ["mysql::write"]


def test_locks_on_a_replica_move_to_the_primary_too(tmp_path: Path) -> None:
    done = cache("slim-12", tmp_path, {**IN_DATABASE, **SPLIT}, env={"DB_CACHE_LOCK_CONNECTION": "mysql"})
    assert done.seen(f"{STORE}.lock_connection") == ["mysql::write"]


def test_a_cache_on_sqlite_moves_to_the_database(tmp_path: Path) -> None:
    assert cache("slim-12", tmp_path, IN_DATABASE, env={"DB_CACHE_CONNECTION": "sqlite"}).seen(
        f"{STORE}.connection") == [None]  # fmt: skip


def test_a_second_plan_writes_nothing(tmp_path: Path) -> None:
    cache("classic-9", tmp_path, {**IN_DATABASE, **SPLIT}).written()
    assert plan(ALL, tmp_path, {}).outcome.plan.files == ()


@pytest.mark.parametrize("shape", ["slim-11", "slim-13"])
def test_an_empty_prefix_gets_a_name(shape: str, tmp_path: Path) -> None:
    done = cache(shape, tmp_path, REDIS, env={"CACHE_PREFIX": "", "APP_NAME": '"Omni Flow"'})
    assert done.env["CACHE_PREFIX"] == "omni_flow_cache_"


def test_the_present_prefix_is_pinned(tmp_path: Path) -> None:
    assert cache("slim-12", tmp_path, REDIS).env["CACHE_PREFIX"] == "laravel-cache-"
    assert "cache.prefix-common" in cache("slim-12", tmp_path / "b", REDIS).codes


@pytest.mark.parametrize(("shape", "is_told"), [("classic-10", False), ("classic-11", True), ("slim-12", True)])
def test_a_prefix_that_runs_into_the_key_is_told_from_11_on(shape: str, is_told: bool, tmp_path: Path) -> None:
    done = cache(shape, tmp_path, {**REDIS, "cache.prefix": "omniflow"})
    assert ("cache.prefix-runs-on" in done.codes) is is_told


@pytest.mark.parametrize("store", ["file", "array", "apc", "octane", "null"])
def test_a_store_of_one_node_is_replaced(store: str, tmp_path: Path) -> None:
    done = cache("classic-10", tmp_path, {}, env={"CACHE_DRIVER": store})
    assert done.env["CACHE_DRIVER"] == "redis"


@pytest.mark.parametrize("code", [
    "'mine' => ['driver' => 'file', 'path' => '/tmp/x'],",
    "'mine' => ['driver' => 'failover', 'stores' => ['redis', 'array']],",
    "'mine' => ['driver' => 'storage', 'disk' => 'local'],",
    "'mine' => ['driver' => 'redis', 'connection' => 'default'],",
])  # fmt: skip
def test_what_is_behind_the_name_of_a_store_decides(code: str, tmp_path: Path) -> None:
    files = edited("classic-10", "config/cache.php", "'stores' => [\n", f"'stores' => [\n        {code}\n")
    done = cache("classic-10", tmp_path, {}, env={"CACHE_DRIVER": "mine"}, files=files)
    assert done.env["CACHE_DRIVER"] == "redis"
    assert "cache.store.node-local" in done.codes


@pytest.mark.parametrize("code", [
    "'mine' => ['driver' => 'dynamodb'],",
    "'mine' => ['driver' => 'failover', 'stores' => ['redis', 'database']],",
    "'mine' => ['driver' => 'memcached', 'servers' => [['host' => 'mc.internal', 'port' => 11211]]],",
])  # fmt: skip
def test_a_shared_store_that_is_not_offered_is_kept(code: str, tmp_path: Path) -> None:
    files = edited("classic-10", "config/cache.php", "'stores' => [\n", f"'stores' => [\n        {code}\n")
    done = cache("classic-10", tmp_path, {}, env={"CACHE_DRIVER": "mine"}, files=files)
    assert done.env["CACHE_DRIVER"] == "mine"
    assert "cache.store.kept" in done.codes


def test_the_failover_store_of_12_falls_back_to_one_node(tmp_path: Path) -> None:
    assert cache("slim-12", tmp_path, {}, env={"CACHE_STORE": "failover"}).env["CACHE_STORE"] == "redis"


def test_memcached_is_kept_when_its_server_is_central(tmp_path: Path) -> None:
    env = {"CACHE_STORE": "memcached", "MEMCACHED_HOST": "mc.internal"}
    assert cache("slim-12", tmp_path, {}, env=env).env["CACHE_STORE"] == "memcached"
    assert cache("slim-12", tmp_path / "b", {}, env={"CACHE_STORE": "memcached"}).env["CACHE_STORE"] == "redis"


def test_the_store_gets_a_connection_that_sessions_do_not_use(tmp_path: Path) -> None:
    files = edited("classic-9", "config/cache.php", "'connection' => 'cache'", "'connection' => 'default'")
    assert cache("classic-9", tmp_path, REDIS, files=files).seen("cache.stores.redis.connection") == ["cache"]


@pytest.mark.parametrize(("named", "stays"), [("default", "default"), ("cache", "default"), ("shop", "shop")])
def test_beside_a_cluster_the_store_names_a_connection_that_is_there(
    named: str, stays: str, tmp_path: Path
) -> None:
    text = project("classic-10")["config/database.php"]
    start = text.index("        'default' => [\n            'url' => env('REDIS_URL')")
    nodes = "[['host' => env('REDIS_HOST', '127.0.0.1'), 'port' => 6379]]"
    servers = f"        'clusters' => ['default' => {nodes}, 'shop' => {nodes}],\n    ],\n\n];\n"
    files = edited("classic-10", "config/cache.php", "'connection' => 'cache'", f"'connection' => '{named}'")
    done = cache("classic-10", tmp_path, REDIS, files={**files, "config/database.php": text[:start] + servers})
    settings = ("cache.stores.redis.connection", "cache.stores.redis.lock_connection", "database.redis.cache")
    assert done.seen(*settings) == [stays, "default", None]
    assert plan(ALL, tmp_path, {}).outcome.plan.files == ()


def test_locks_on_a_connection_that_is_not_there_move_to_one_that_is(tmp_path: Path) -> None:
    files = edited("classic-10", "config/cache.php", "'lock_connection' => 'default'", "'lock_connection' => 'locks'")
    assert cache("classic-10", tmp_path, REDIS, files=files).seen("cache.stores.redis.lock_connection") == ["default"]


def test_a_config_without_the_store_gets_one(tmp_path: Path) -> None:
    files = edited("classic-9", "config/cache.php", "'redis' => [", "'other' => [")
    done = cache("classic-9", tmp_path, REDIS, files=files)
    settings = ("cache.stores.redis.driver", "cache.stores.redis.connection", "cache.stores.redis.lock_connection")
    assert done.seen(*settings) == ["redis", "cache", "default"]


def test_laravels_own_table_names_are_replaced(tmp_path: Path) -> None:
    done = cache("slim-12", tmp_path, {}, env={"DB_CACHE_LOCK_TABLE": "cache_locks"})
    assert {"cache.table.node-local", "cache.lock-table.node-local"} <= done.codes
    assert done.seen(f"{STORE}.table", f"{STORE}.lock_table") == ["laravel_cms_cache", "laravel_cms_cache_locks"]


def test_tables_that_a_migration_makes_are_not_made_twice(tmp_path: Path) -> None:
    typed = {**IN_DATABASE, "cache.table": "cache", "cache.lock_table": "cache_locks"}
    done = cache("slim-12", tmp_path, typed)
    assert not any(path.startswith("database/migrations") for path in done.paths)


def test_only_the_table_that_is_not_there_is_made(tmp_path: Path) -> None:
    done = cache("slim-12", tmp_path, {**IN_DATABASE, "cache.table": "cache"}).written()
    path = tmp_path / "database/migrations/2026_01_01_000000_create_laravel_cms_cache_locks_table.php"
    assert migrated(path)[0] == "up: laravel_cms_cache_locks(key,owner,expiration)"
    assert MIGRATION not in done.paths


@pytest.mark.parametrize("version", ["8.0.4", "13.2.0"])
def test_the_migration_makes_both_tables_and_takes_them_away_again(version: str, tmp_path: Path) -> None:
    make("classic-8", tmp_path, packages={"laravel/framework": version})
    done = plan(ALL, tmp_path, IN_DATABASE).written()
    both = "x_laravel_cms_cache(key,value,expiration) x_laravel_cms_cache_locks(key,owner,expiration)"
    assert migrated(done.root / MIGRATION, prefix="x_") == [f"up: {both}", f"up again: {both}", "down: "]


def test_the_migration_leaves_a_table_of_somebody_elses_alone(tmp_path: Path) -> None:
    done = cache("classic-10", tmp_path, IN_DATABASE).written()
    said = migrated(done.root / MIGRATION, before="create table laravel_cms_cache_locks (id integer)")
    assert "laravel_cms_cache_locks is there already and is not" in said[0]
    assert said[2] == "down: laravel_cms_cache_locks(id)"


def test_one_node_clears_the_cache_and_every_node_its_own_files(tmp_path: Path) -> None:
    steps = [s for s in cache("slim-12", tmp_path, REDIS).outcome.plan.checklist if isinstance(s, Run)]
    where = {step.command.removeprefix("php artisan "): step.on for step in steps}
    assert where["cache:clear"] is On.ONE
    assert where["config:clear"] is where["view:clear"] is On.EVERY


@pytest.mark.parametrize("key", ["SCHEDULE_CACHE_DRIVER", "SCHEDULE_CACHE_STORE"])
def test_locks_of_the_scheduler_in_files_are_told(key: str, tmp_path: Path) -> None:
    assert "cache.node-local-use" in cache("slim-12", tmp_path, REDIS, env={key: "file"}).codes
    assert "cache.node-local-use" not in cache("slim-12", tmp_path / "b", REDIS, env={key: "redis"}).codes


def test_a_computed_config_is_told_with_lines_to_paste(tmp_path: Path) -> None:
    done = cache("computed", tmp_path, REDIS)
    assert any(f.paste for f in done.outcome.plan.findings if f.section == "cache")


def test_an_upgraded_application_keeps_the_key_that_its_config_reads(tmp_path: Path) -> None:
    done = cache("upgraded-12", tmp_path, REDIS)
    assert done.seen("cache.default") == ["redis"]
    assert done.env["CACHE_DRIVER"] == "redis"


def test_a_cache_in_the_database_beside_replicas_says_that_every_boot_needs_the_primary(tmp_path: Path) -> None:
    assert "cache.needs-primary" in cache("classic-10", tmp_path, {**IN_DATABASE, **SPLIT}).codes
    assert "cache.needs-primary" not in cache("classic-10", tmp_path / "b", IN_DATABASE).codes
