"""Sessions: what is written, and what is left alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.sections.migrated import migrated
from tests.sections.sketch import Planned, edited, plan, planned
from tests.shapes import NOTHING, SHAPES, make
from wizard.finding import Level
from wizard.sections.database import Database
from wizard.sections.redis import Redis
from wizard.sections.session import Session

ALL = (Session, Database, Redis)
IN_DATABASE = {"session.driver": "database"}
REDIS = {"session.driver": "redis", "redis.host": "10.0.0.10"}
MIGRATION = "database/migrations/2026_01_01_000000_create_laravel_cms_sessions_table.php"


def session(
    shape: str,
    folder: Path,
    typed: Mapping[str, str],
    env: Mapping[str, str | None] = NOTHING,
    files: Mapping[str, str | None] = NOTHING,
) -> Planned:
    return planned(ALL, shape, folder, typed, env=env, files=files)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_database_driver_takes_effect_with_its_own_table(shape: str, tmp_path: Path) -> None:
    done = session(shape, tmp_path, {**IN_DATABASE, "session.lifetime": "90"})
    assert done.seen("session.driver", "session.table", "session.secure", "session.connection") == [
        "database", "laravel_cms_sessions", True, None]  # fmt: skip
    assert MIGRATION in done.paths
    assert "php artisan migrate --force" in done.commands


@pytest.mark.parametrize("shape", SHAPES)
def test_redis_takes_effect_and_makes_no_migration(shape: str, tmp_path: Path) -> None:
    done = session(shape, tmp_path, REDIS)
    assert done.seen("session.driver", "database.redis.default.host", "database.redis.cache.host") == [
        "redis", "10.0.0.10", "10.0.0.10"]  # fmt: skip
    assert not any(path.startswith("database/migrations") for path in done.paths)


def test_the_cookie_name_is_pinned_to_the_present_one(tmp_path: Path) -> None:
    assert session("classic-10", tmp_path, REDIS).env["SESSION_COOKIE"] == "laravel_session"


def test_a_second_plan_writes_nothing(tmp_path: Path) -> None:
    session("classic-9", tmp_path, IN_DATABASE).written()
    again = plan(ALL, tmp_path, {})
    assert again.outcome.plan.files == ()


@pytest.mark.parametrize("call", [
    "Schema::create('{t}', function",
    'Schema::create("{t}", function',
    "Schema::connection('pgsql')->create(\n    '{t}', function",
    "Schema::create(config('session.table', 'sessions'), function",
])  # fmt: skip
def test_a_migration_that_makes_the_table_is_not_made_twice(call: str, tmp_path: Path) -> None:
    code = call.replace("{t}", "laravel_cms_sessions")
    files = {"database/migrations/2020_05_05_000000_logins.php": f"<?php\n{code} ($t) {{}});\n"}
    done = session("classic-10", tmp_path, IN_DATABASE, files=files)
    assert not any(path.startswith("database/migrations") for path in done.paths)


def test_a_migration_in_a_comment_makes_no_table(tmp_path: Path) -> None:
    code = "<?php\n// Schema::create('laravel_cms_sessions', function ($t) {});\n"
    done = session("classic-10", tmp_path, IN_DATABASE, files={"database/migrations/2020_x.php": code})
    assert MIGRATION in done.paths


def test_laravels_own_table_name_is_replaced_and_its_migration_named(tmp_path: Path) -> None:
    done = session("slim-12", tmp_path, {})
    assert done.env["SESSION_TABLE"] == "laravel_cms_sessions"
    assert {"session.table.node-local", "session.other-table"} <= done.codes


def test_laravels_own_table_name_is_taken_when_it_is_asked_for(tmp_path: Path) -> None:
    done = session("slim-12", tmp_path, {**IN_DATABASE, "session.table": "sessions"})
    assert done.seen("session.table") == ["sessions"]
    assert not any(path.startswith("database/migrations") for path in done.paths)


@pytest.mark.parametrize(("shape", "connection"), [("classic-8", "mysql::write"), ("classic-10", "mysql::write"),
                                                   ("slim-11", None)])  # fmt: skip
def test_with_a_split_old_versions_read_sessions_from_the_primary(
    shape: str, connection: str | None, tmp_path: Path
) -> None:
    typed = {**IN_DATABASE, "database.host": "10.0.0.5", "database.split": "yes", "database.read_hosts": "10.0.0.6"}
    assert session(shape, tmp_path, typed).seen("session.connection") == [connection]


def test_redis_clears_a_connection_that_names_a_database(tmp_path: Path) -> None:
    done = session("classic-10", tmp_path, REDIS, env={"SESSION_CONNECTION": "mysql::write"})
    assert done.seen("session.connection") == [None]


@pytest.mark.parametrize("name", ["cache", "nowhere"])
def test_redis_clears_a_connection_that_is_the_caches_or_is_not_there(name: str, tmp_path: Path) -> None:
    done = session("classic-10", tmp_path, REDIS, env={"SESSION_CONNECTION": name})
    assert done.seen("session.connection") == [None]


def test_redis_keeps_a_connection_of_its_own_on_a_shared_server(tmp_path: Path) -> None:
    files = edited("classic-10", "config/database.php", "        'cache' => [",
                   "        'logins' => ['host' => '10.0.0.11', 'port' => 6379],\n\n        'cache' => [")  # fmt: skip
    done = session("classic-10", tmp_path, REDIS, env={"SESSION_CONNECTION": "logins"}, files=files)
    assert done.seen("session.connection") == ["logins"]


def test_the_database_driver_clears_a_connection_that_is_redis_or_sqlite(tmp_path: Path) -> None:
    for name in ("cache", "sqlite"):
        done = session("classic-10", tmp_path / name, IN_DATABASE, env={"SESSION_CONNECTION": name})
        assert done.seen("session.connection") == [None]


def test_the_database_driver_keeps_another_database_and_migrates_there(tmp_path: Path) -> None:
    done = session("classic-10", tmp_path, IN_DATABASE, env={"SESSION_CONNECTION": "pgsql"})
    assert done.seen("session.connection") == ["pgsql"]
    assert "Schema::connection('pgsql')->create('laravel_cms_sessions'" in done.text(MIGRATION)


def test_a_session_store_that_is_not_redis_is_cleared(tmp_path: Path) -> None:
    done = session("classic-10", tmp_path, REDIS, env={"SESSION_STORE": "missing"})
    assert done.seen("session.store") == [None]


def test_a_redis_session_store_is_kept(tmp_path: Path) -> None:
    assert session("classic-10", tmp_path, REDIS, env={"SESSION_STORE": "redis"}).seen("session.store") == ["redis"]


def test_redis_gets_the_cache_store_that_its_sessions_go_through(tmp_path: Path) -> None:
    files = edited("classic-10", "config/cache.php", "'redis' => [", "'other' => [")
    done = session("classic-10", tmp_path, REDIS, files=files)
    assert done.seen("cache.stores.redis.driver") == ["redis"]


def test_shared_drivers_that_are_not_offered_are_kept(tmp_path: Path) -> None:
    done = session("classic-10", tmp_path, {}, env={"SESSION_DRIVER": "dynamodb"})
    assert done.env["SESSION_DRIVER"] == "dynamodb"
    assert done.finding("session.driver.kept").level is Level.INFO


def test_memcached_on_the_node_itself_is_replaced(tmp_path: Path) -> None:
    done = session("classic-10", tmp_path, {"redis.host": "10.0.0.10"}, env={"SESSION_DRIVER": "memcached"})
    assert done.env["SESSION_DRIVER"] == "redis"


@pytest.mark.parametrize(("model", "kind"), [
    ("use HasUuids;", "uuid('user_id')"),
    ("use HasUlids;", "char('user_id', 26)"),
    ("protected $keyType = 'string';", "string('user_id', 191)"),
    ("// use HasUuids;\n", "foreignId('user_id')"),
])  # fmt: skip
def test_the_type_of_users_id_is_found_in_the_model(model: str, kind: str, tmp_path: Path) -> None:
    files = {"app/Models/User.php": f"<?php\nnamespace App\\Models;\nclass User {{ {model} }}\n"}
    assert kind in session("classic-10", tmp_path, IN_DATABASE, files=files).text(MIGRATION)


def test_a_plain_http_address_makes_no_secure_cookie(tmp_path: Path) -> None:
    done = session("classic-10", tmp_path, REDIS, env={"APP_URL": "http://hris.example.id:8080"})
    assert done.env["SESSION_SECURE_COOKIE"] == "false"


def test_an_https_address_makes_a_secure_cookie_again(tmp_path: Path) -> None:
    env = {"APP_URL": "https://hris.example.id", "SESSION_SECURE_COOKIE": "false"}
    done = session("classic-10", tmp_path, REDIS, env=env)
    assert done.seen("session.secure") == [True]
    assert "session.secure.node-local" in done.codes


@pytest.mark.parametrize(("url", "stage", "is_told"), [
    ("http://localhost", "production", True),
    ("http://localhost", "local", False),
    ("https://hris.example.id", "local", True),
])  # fmt: skip
def test_a_cookie_that_is_not_secure_is_told(url: str, stage: str, is_told: bool, tmp_path: Path) -> None:
    env = {"APP_URL": url, "APP_ENV": stage, "SESSION_SECURE_COOKIE": "false"}
    done = session("classic-10", tmp_path, {**REDIS, "session.secure": "no"}, env=env)
    assert done.seen("session.secure") == [False]
    assert ("session.not-secure" in done.codes) is is_told


def test_users_are_told_that_they_are_signed_out_once(tmp_path: Path) -> None:
    assert "session.signs-out" in session("classic-10", tmp_path, REDIS).codes


def test_nobody_is_signed_out_when_nothing_moves(tmp_path: Path) -> None:
    assert "session.signs-out" not in session("classic-10", tmp_path, REDIS, env={"SESSION_DRIVER": "redis"}).codes


def test_a_cookie_domain_of_the_node_itself_goes(tmp_path: Path) -> None:
    done = session("classic-10", tmp_path, REDIS, env={"SESSION_DOMAIN": "localhost"})
    assert done.seen("session.domain") == [None]
    assert "browsers drop a cookie for `localhost`" in done.finding("session.domain.node-local").why.en


@pytest.mark.parametrize("version", ["8.0.4", "8.36.0", "8.37.0", "13.2.0"])
@pytest.mark.parametrize("user_id", ["bigint", "uuid", "ulid", "string"])
def test_the_migration_makes_the_table_and_takes_it_away_again(version: str, user_id: str, tmp_path: Path) -> None:
    make("classic-8", tmp_path, packages={"laravel/framework": version})
    done = plan(ALL, tmp_path, {**IN_DATABASE, "session.user_id": user_id}).written()
    columns = "id,user_id,ip_address,user_agent,payload,last_activity"
    assert migrated(done.root / MIGRATION, prefix="shop_") == [
        f"up: shop_laravel_cms_sessions({columns})",
        f"up again: shop_laravel_cms_sessions({columns})",
        "down: ",
    ]
    assert ("class CreateLaravelCmsSessionsTable extends" in done.text(MIGRATION)) is version.startswith(("8.0.", "8.36."))


def test_the_migration_leaves_a_table_of_somebody_elses_alone(tmp_path: Path) -> None:
    done = session("classic-10", tmp_path, IN_DATABASE).written()
    said = migrated(done.root / MIGRATION, before="create table laravel_cms_sessions (id integer, owner text)")
    assert "is not a table of Laravel sessions" in said[0]
    assert "is not a table of Laravel sessions" in said[1]
    assert said[2:] == ["down: laravel_cms_sessions(id,owner)"]


def test_nothing_in_a_migration_needs_a_php_newer_than_7_3(tmp_path: Path) -> None:
    text = session("classic-8", tmp_path, IN_DATABASE).text(MIGRATION)
    assert not any(word in text for word in ("fn (", "?->", "match (", "readonly", ": static", "private array"))
