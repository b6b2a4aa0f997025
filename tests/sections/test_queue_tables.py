"""Batches of jobs get a name of their own where they are in use, and what a new name leaves behind is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import judge, shapes
from tests.sections import applied, booted
from wizard.finding import Level
from wizard.formats import template
from wizard.outcome import Outcome
from wizard.sections.database import Database
from wizard.sections.queue import FAILED_TABLE, TABLE, Queue
from wizard.sections.queue.tables import BATCHES_TABLE
from wizard.sections.redis import Redis

SECTIONS = (Database, Queue, Redis)
ON_MYSQL = {"database.connection": "mysql", "database.host": "10.0.0.5", "database.database": "shop",
            "database.username": "omniflow"}  # fmt: skip
REDIS = {**ON_MYSQL, "queue.connection": "redis", "redis.host": "10.0.0.10"}
DATABASE = {**ON_MYSQL, "queue.connection": "database"}
MIGRATION = f"database/migrations/2026_01_01_000000_create_{BATCHES_TABLE}_table.php"
OWN = {"database/migrations/2023_01_01_000000_create_job_batches_table.php": booted.migration("job_batches")}


def asks(done: Outcome) -> bool:
    """Tell whether the table of batches is asked for."""
    return "batches_table" in done.resolution.answers[Queue].asked(done.project)


def pasted(done: Outcome) -> dict[str, str]:
    """Return the SQL of what is left behind, by code."""
    return {f.code: f.paste for f in done.plan.findings if f.code.endswith("-left") and f.paste}


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_an_application_without_batches_is_not_asked(shape: str, tmp_path: Path) -> None:
    done = applied.written(shapes.make(shape, tmp_path), SECTIONS, REDIS)
    assert not asks(done)
    assert not (tmp_path / MIGRATION).exists()
    assert judge.dotted(applied.config(tmp_path), "queue.batching.table", "job_batches") == "job_batches"


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_a_table_that_the_projects_own_migration_makes_is_asked_and_kept(shape: str, tmp_path: Path) -> None:
    folder = shapes.make(shape, tmp_path, files=OWN)
    before = (folder / "config/queue.php").read_text()
    done = applied.written(folder, SECTIONS, {**REDIS, "queue.failed_table": "failed_jobs", "queue.failed": "database"})
    assert (asks(done), done.resolution.answers[Queue].batches_table) == (True, "job_batches")
    assert "batching" not in "".join(str(line) for f in done.plan.files for line in f.lines)
    assert ("batching" in (folder / "config/queue.php").read_text()) is ("batching" in before)


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_another_name_is_what_laravel_reads_and_has_a_migration(shape: str, tmp_path: Path) -> None:
    folder = shapes.make(shape, tmp_path, files=OWN)
    done = applied.written(folder, SECTIONS, {**REDIS, "queue.batches_table": BATCHES_TABLE})
    config = applied.config(folder)
    assert judge.dotted(config, "queue.batching.table") == BATCHES_TABLE
    assert judge.dotted(config, "queue.batching.database", "mysql") == "mysql"
    assert "php artisan migrate --force" in applied.commands(done)
    assert (folder / MIGRATION).is_file()
    assert asks(applied.planned(folder, SECTIONS, {}))
    assert applied.planned(folder, SECTIONS, {}).resolution.answers[Queue].batches_table == BATCHES_TABLE


@pytest.mark.parametrize("missing", ["file", "array"])
@pytest.mark.parametrize("shape", ["slim-11", "slim-13", "classic-12"])
def test_batches_get_an_array_of_their_own_where_only_the_framework_has_one(
    shape: str, missing: str, tmp_path: Path
) -> None:
    files = {**OWN, "config/queue.php": None if missing == "file" else "<?php\n\nreturn [\n    'default' => 'redis',\n];\n"}
    folder = shapes.make(shape, tmp_path, files=files)
    typed = {**REDIS, "queue.batches_table": BATCHES_TABLE, "queue.failed_table": "failed_jobs"}
    applied.written(folder, SECTIONS, typed)
    config = applied.config(folder)
    assert judge.dotted(config, "queue.batching") == {"database": "mysql", "table": BATCHES_TABLE}
    assert judge.dotted(config, "queue.failed.table") == "failed_jobs"
    assert applied.env(folder)["DB_JOB_BATCHES_TABLE"] == BATCHES_TABLE


def test_jobs_in_tables_that_are_ours_to_make_take_their_batches_along(tmp_path: Path) -> None:
    done = applied.written(shapes.make("classic-9", tmp_path), SECTIONS, DATABASE)
    assert done.resolution.answers[Queue].batches_table == BATCHES_TABLE
    assert judge.dotted(applied.config(tmp_path), "queue.batching.table") == BATCHES_TABLE
    assert (tmp_path / MIGRATION).is_file()


def test_batches_in_dynamodb_are_left_alone(tmp_path: Path) -> None:
    text = shapes.project("slim-12")["config/queue.php"].replace("'table' => 'job_batches'", "'driver' => 'dynamodb'")
    done = applied.planned(shapes.make("slim-12", tmp_path, files={**OWN, "config/queue.php": text}), SECTIONS, REDIS)
    assert not asks(done)


def test_what_a_renamed_table_leaves_behind_is_said_with_its_sql(tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path, env={"DB_CONNECTION": "mysql"}, files=OWN)
    typed = {**DATABASE, "queue.table": TABLE, "queue.failed_table": FAILED_TABLE, "queue.batches_table": BATCHES_TABLE}
    done = applied.planned(folder, SECTIONS, typed)
    assert {code: sql.split(" (")[0] for code, sql in pasted(done).items()} == {
        "queue.jobs-left": f"INSERT INTO {TABLE}", "queue.failed-jobs-left": f"INSERT INTO {FAILED_TABLE}",
        "queue.job-batches-left": f"INSERT INTO {BATCHES_TABLE}",
    }  # fmt: skip
    assert {f.level for f in done.plan.findings if f.code in pasted(done)} == {Level.WARNING}
    applied.written(folder, SECTIONS, typed)
    assert pasted(applied.planned(folder, SECTIONS, {})) == {}


def test_nothing_is_left_behind_by_names_that_stay(tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path, env={"DB_CONNECTION": "mysql"}, files=OWN)
    assert pasted(applied.planned(folder, SECTIONS, DATABASE)) == {}


def test_a_prefix_is_in_the_sql_and_a_name_that_needs_quotes_in_none(tmp_path: Path) -> None:
    database = shapes.project("classic-10")["config/database.php"].replace("'prefix' => ''", "'prefix' => 'shop_'")
    queue = shapes.project("classic-10")["config/queue.php"].replace("=> 'failed_jobs'", "=> 'my-jobs; x'")
    plain = shapes.make("classic-10", tmp_path / "a", files={"config/database.php": database})
    odd = shapes.make("classic-10", tmp_path / "b", files={"config/queue.php": queue})
    sql = pasted(applied.planned(plain, SECTIONS, REDIS))["queue.failed-jobs-left"]
    assert f"INTO shop_{FAILED_TABLE} " in sql
    assert sql.endswith(" FROM shop_failed_jobs;")
    done = applied.planned(odd, SECTIONS, {**REDIS, "queue.failed_table": FAILED_TABLE})
    assert ("queue.failed-jobs-left" in applied.codes(done), pasted(done)) == (True, {})


def test_the_sql_moves_failed_and_waiting_jobs_on_a_real_database(tmp_path: Path) -> None:
    booted.make(tmp_path)
    queue = tmp_path / "config/queue.php"
    queue.write_text(queue.read_text().replace("env('QUEUE_CONNECTION', 'sync')", "'database'"))
    jobs = shapes.project("slim-12")["database/migrations/0001_01_01_000002_create_jobs_table.php"]
    (tmp_path / "database/migrations/2022_01_01_000000_create_jobs_table.php").write_text(jobs)
    batches = template.render("queue/job_batches.php.jinja", table="job_batches", connection=None, class_name=None)
    (tmp_path / "database/migrations/2023_01_01_000000_create_job_batches_table.php").write_text(batches)
    file = booted.on_sqlite(tmp_path)
    booted.artisan(tmp_path, "migrate", "--force")
    with booted.opened(file) as database:
        database.execute("INSERT INTO jobs VALUES (7, 'default', '{}', 1, NULL, 10, 9)")
        database.execute("INSERT INTO failed_jobs VALUES (3, 'u-1', 'redis', 'default', '{}', 'Oops', '2026-01-01')")
        database.execute("INSERT INTO job_batches VALUES ('b', 'n', 2, 1, 0, '[]', NULL, NULL, 9, NULL)")
    typed = {**DATABASE, "queue.table": TABLE, "queue.failed_table": FAILED_TABLE, "queue.batches_table": BATCHES_TABLE,
             "database.migrations_table": "migrations"}  # fmt: skip
    statements = pasted(applied.planned(tmp_path, SECTIONS, typed))
    applied.written(tmp_path, SECTIONS, typed)
    booted.on_sqlite(tmp_path)
    booted.artisan(tmp_path, "migrate", "--force")
    with booted.opened(file) as database:
        for sql in statements.values():
            database.execute(sql)
        moved = [database.execute(f"SELECT count(*), max(payload) FROM {t}").fetchone()  # noqa: S608
                 for t in (TABLE, FAILED_TABLE)]  # fmt: skip
        counted = database.execute(f"SELECT id, name FROM {BATCHES_TABLE}").fetchall()  # noqa: S608
    assert (len(statements), moved, counted) == (3, [(1, "{}"), (1, "{}")], [("b", "n")])
