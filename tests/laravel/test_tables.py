"""The tables in use are those of the drivers chosen, under their whole names, where Laravel looks for them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests import shapes
from wizard.laravel.tables import BY_CODE, TableUse, tables_in_use
from wizard.project import Project

EVERYTHING = {"SESSION_DRIVER": "database", "CACHE_STORE": "database", "QUEUE_CONNECTION": "database",
              "DB_CONNECTION": "mysql"}  # fmt: skip
ELSEWHERE = {
    "SESSION_DRIVER": "redis",
    "CACHE_STORE": "redis",
    "CACHE_DRIVER": "redis",
    "QUEUE_CONNECTION": "redis",
}


def uses(shape: str, folder: Path, env: Mapping[str, str], edits: Mapping[str, tuple[str, str]] | None = None) -> (
    dict[str, TableUse]
):  # fmt: skip
    """Return the uses by role in a project whose config files have one text replaced each."""
    files: dict[str, str | None] = {}
    for name, (old, new) in (edits or {}).items():
        text = shapes.project(shape)[f"config/{name}.php"]
        assert old in text, name
        files[f"config/{name}.php"] = text.replace(old, new)
    found = tables_in_use(Project.open(shapes.make(shape, folder, env=env, files=files), environ={}).configs)
    assert len({use.role for use in found}) == len(found)
    return {use.role: use for use in found}


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_without_a_database_driver_only_what_always_lies_there_is_in_use(shape: str, tmp_path: Path) -> None:
    assert set(uses(shape, tmp_path, ELSEWHERE)) == {"failed_jobs", "migrations", *BY_CODE}


def test_every_driver_on_the_database_brings_its_tables(tmp_path: Path) -> None:
    found = uses("slim-12", tmp_path, EVERYTHING)
    assert {role: use.name for role, use in found.items()} == {
        "sessions": "sessions", "cache": "cache", "cache_locks": "cache_locks", "jobs": "jobs",
        "job_batches": "job_batches", "failed_jobs": "failed_jobs", "migrations": "migrations",
        "password_resets": "password_reset_tokens",
    }  # fmt: skip
    assert {use.connection for use in found.values()} == {"mysql"}


def test_each_table_says_which_setting_names_it(tmp_path: Path) -> None:
    old, new = (uses(shape, tmp_path / shape, EVERYTHING) for shape in ("classic-8", "slim-12"))
    assert (old["migrations"].setting, new["migrations"].setting) == (
        "database.migrations", "database.migrations.table")  # fmt: skip
    assert old["sessions"].setting == new["sessions"].setting == "session.table"
    assert new["jobs"].setting == "queue.connections.database.table"
    assert new["cache_locks"].setting == "cache.stores.database.lock_table"
    assert new["password_resets"].setting == "auth.passwords.users.table"


def test_the_prefix_and_the_connection_of_a_table_are_its_own(tmp_path: Path) -> None:
    env = {**EVERYTHING, "SESSION_CONNECTION": "mysql::write", "DB_QUEUE_CONNECTION": "pgsql",
           "DB_CACHE_LOCK_CONNECTION": "pgsql"}  # fmt: skip
    text = shapes.project("slim-12")["config/database.php"]
    before, mysql, after = text.partition("'mysql' => [")
    files = {
        "config/database.php": before + mysql + after.replace("'prefix' => ''", "'prefix' => 'shop_'", 1)
    }
    folder = shapes.make("slim-12", tmp_path, env=env, files=files)
    found = {use.role: use for use in tables_in_use(Project.open(folder, environ={}).configs)}
    assert found["sessions"] == TableUse("sessions", "shop_sessions", "mysql", "session.table")
    assert (found["migrations"].name, found["cache"].name) == ("shop_migrations", "shop_cache")
    assert (found["jobs"].name, found["jobs"].connection) == ("jobs", "pgsql")
    assert (found["cache_locks"].name, found["cache_locks"].connection) == ("cache_locks", "pgsql")


def test_a_connection_or_a_prefix_that_code_makes_is_not_guessed(tmp_path: Path) -> None:
    edits = {"session": ("env('SESSION_CONNECTION')", "Shop::connection()")}
    assert "sessions" not in uses("slim-12", tmp_path, EVERYTHING, edits)


def test_the_members_of_a_failover_count(tmp_path: Path) -> None:
    assert "jobs" in uses("slim-12", tmp_path, {**EVERYTHING, "QUEUE_CONNECTION": "failover"})


def test_a_limiter_on_the_database_uses_the_cache_tables(tmp_path: Path) -> None:
    edits = {"cache": ("'default' =>", "'limiter' => 'database',\n    'default' =>")}
    found = uses("slim-12", tmp_path, {**EVERYTHING, "CACHE_STORE": "redis"}, edits)
    assert {"cache", "cache_locks"} <= set(found)


@pytest.mark.parametrize(("driver", "kept"), [("file", False), ("dynamodb", False), ("null", False),
                                              ("database", True)])  # fmt: skip
def test_failed_jobs_need_a_table_only_under_a_database_driver(
    driver: str, kept: bool, tmp_path: Path
) -> None:
    found = uses("slim-12", tmp_path, {**EVERYTHING, "QUEUE_FAILED_DRIVER": driver})
    assert ("failed_jobs" in found) is kept


def test_each_broker_of_passwords_has_its_table(tmp_path: Path) -> None:
    more = "'passwords' => [\n        'admins' => ['provider' => 'users', 'table' => 'admin_resets'],\n"
    text = shapes.project("classic-9")["config/auth.php"]
    at = text.rindex("'passwords' => [")
    folder = shapes.make("classic-9", tmp_path, files={
        "config/auth.php": text[:at] + text[at:].replace("'passwords' => [\n", more, 1)})  # fmt: skip
    found = tables_in_use(Project.open(folder, environ={}).configs)
    names = {use.name for use in found if use.role == "password_resets"}
    assert names == {"admin_resets", "password_resets"}
