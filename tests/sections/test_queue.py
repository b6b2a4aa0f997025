"""Queue: a job waits where every worker finds it, and RabbitMQ is reached under the keys its package reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import judge, shapes
from tests.sections import applied
from tests.sections.migrated import migrated
from wizard.changes import On, Require, Run
from wizard.sections.database import Database
from wizard.sections.queue import FAILED_TABLE, TABLE, Queue
from wizard.sections.queue.broker import PACKAGE
from wizard.sections.queue.tables import BATCHES_TABLE
from wizard.sections.redis import Redis
from wizard.speak import checklist_lines

SECTIONS = (Database, Queue, Redis)
ON_MYSQL = {"database.host": "10.0.0.5", "database.database": "shop", "database.username": "omniflow"}
RABBIT = {**ON_MYSQL, "queue.connection": "rabbitmq", "queue.host": "10.0.0.20", "queue.user": "omniflow"}
DATABASE = {**ON_MYSQL, "queue.connection": "database"}
MERGED = "queue.connections.rabbitmq"
CLASSIC = tuple(shape for shape in shapes.SHAPES if shape.startswith("classic"))
LATE = tuple(shape for shape in shapes.SHAPES if shape.startswith("slim"))
OWN = """\
        'rabbitmq' => [
            'driver' => 'rabbitmq',
            'queue' => env('OMNI_QUEUE', 'default'),
            'hosts' => [
                [
                    'host' => env('OMNI_BROKER', '127.0.0.1'),
                    'port' => env('OMNI_PORT', 5672),
                    'user' => 'shop',
                    'password' => env('OMNI_WORD', 'guest'),
                ],
            ],
        ],

"""


def with_own_block(folder: Path) -> Path:
    """Make a project whose config/queue.php has a rabbitmq connection of its own."""
    text = shapes.project("classic-10")["config/queue.php"]
    text = text.replace("    'connections' => [\n\n", "    'connections' => [\n\n" + OWN, 1)
    return shapes.make("classic-10", folder, files={"config/queue.php": text})


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_rabbitmq_is_what_laravel_reads(shape: str, tmp_path: Path) -> None:
    major = int(shape.partition("-")[2])
    version = {8: "11.3.0", 9: "13.3.0"}.get(major, "14.5.0")
    folder = shapes.make(shape, tmp_path, packages={PACKAGE: version})
    typed = {**RABBIT, "queue.port": "5673", "queue.password": "w'd", "queue.vhost": "omni", "queue.queue": "admin"}
    applied.written(folder, SECTIONS, typed)
    config = applied.config(folder)
    assert judge.dotted(config, "queue.default") == "rabbitmq"
    broker = judge.dotted(config, f"{MERGED}.hosts.0")
    assert broker == {"host": "10.0.0.20", "port": "5673", "user": "omniflow", "password": "w'd", "vhost": "omni"}
    assert judge.dotted(config, f"{MERGED}.queue") == "admin"


@pytest.mark.parametrize(
    ("shape", "installed", "constraint"),
    [
        ("classic-8", None, "^11.0"),
        ("classic-9", None, "^13.0"),
        ("classic-9", "12.0.2", None),
        ("classic-10", None, "^14.0"),
        ("classic-10", "13.3.5", None),
        ("slim-11", None, "^14.0"),
        ("slim-12", None, "^14.2"),
        ("slim-13", None, "^14.5"),
        ("slim-13", "14.5.3", None),
    ],
)
def test_the_package_follows_laravel(
    shape: str, installed: str | None, constraint: str | None, tmp_path: Path
) -> None:
    folder = shapes.make(shape, tmp_path, packages={PACKAGE: installed} if installed else {})
    done = applied.planned(folder, SECTIONS, RABBIT)
    asked = [step.constraint for step in done.plan.checklist if isinstance(step, Require)]
    assert asked == ([constraint] if constraint else [])


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_jobs_and_failed_jobs_in_the_database_have_their_tables(shape: str, tmp_path: Path) -> None:
    folder = shapes.make(shape, tmp_path)
    applied.written(folder, SECTIONS, {**DATABASE, "queue.table": TABLE, "queue.failed_table": FAILED_TABLE})
    config = applied.config(folder)
    assert judge.dotted(config, "queue.default") == "database"
    assert judge.dotted(config, "queue.connections.database.table") == TABLE
    assert judge.dotted(config, "queue.failed.driver") == "database-uuids"
    assert judge.dotted(config, "queue.failed.table") == FAILED_TABLE
    made = [path.name for path in (folder / "database/migrations").glob("2026*")]
    wanted = (TABLE, FAILED_TABLE, BATCHES_TABLE)
    assert sorted(made) == sorted(f"2026_01_01_000000_create_{name}_table.php" for name in wanted)


@pytest.mark.parametrize("shape", CLASSIC)
def test_a_generic_table_that_nobody_makes_gets_a_name_of_its_own(shape: str, tmp_path: Path) -> None:
    done = applied.planned(shapes.make(shape, tmp_path), SECTIONS, DATABASE)
    answers = done.resolution.answers[Queue]
    assert (answers.table, answers.failed_table) == (TABLE, FAILED_TABLE)


def test_a_generic_table_of_the_projects_own_is_kept(tmp_path: Path) -> None:
    done = applied.written(shapes.make("slim-12", tmp_path), SECTIONS, {})
    answers = done.resolution.answers[Queue]
    assert (answers.connection, answers.table, answers.failed_table) == ("database", "jobs", "failed_jobs")
    assert "config/queue.php" not in [file.path for file in done.plan.files]


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_failed_jobs_and_batches_leave_the_node_with_the_database(shape: str, tmp_path: Path) -> None:
    folder = shapes.make(shape, tmp_path)
    text = (folder / "config/queue.php").read_text()
    (folder / "config/queue.php").write_text(re.sub(r"env\('DB_CONNECTION', '\w+'\)", "'sqlite'", text))
    applied.written(folder, SECTIONS, {**ON_MYSQL, "queue.connection": "redis", "redis.host": "10.0.0.10"})
    config = applied.config(folder)
    assert judge.dotted(config, "queue.failed.database") == "mysql"
    assert judge.dotted(config, "queue.batching.database", "mysql") == "mysql"


def test_a_connection_of_the_queues_own_is_kept_and_gets_the_table(tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path, env={"DB_QUEUE_CONNECTION": "pgsql"})
    applied.written(folder, SECTIONS, {**ON_MYSQL, "queue.table": TABLE})
    text = (folder / f"database/migrations/2026_01_01_000000_create_{TABLE}_table.php").read_text()
    assert "Schema::connection('pgsql')->create($this->table" in text
    assert judge.dotted(applied.config(folder), "queue.connections.database.connection") == "pgsql"


@pytest.mark.parametrize("shape", ["classic-8", "slim-13"])
@pytest.mark.parametrize("table", [TABLE, FAILED_TABLE, BATCHES_TABLE])
def test_the_migrations_work_twice_and_go_back(shape: str, table: str, tmp_path: Path) -> None:
    folder = shapes.make(shape, tmp_path, packages={"laravel/framework": "8.36.0"} if shape == "classic-8" else {})
    applied.written(folder, SECTIONS, {**DATABASE, "queue.table": TABLE, "queue.failed_table": FAILED_TABLE})
    path = folder / f"database/migrations/2026_01_01_000000_create_{table}_table.php"
    up, again, down = migrated(path)
    assert up.startswith(f"up: {table}(id,")
    assert again == up.replace("up: ", "up again: ")
    assert table not in down


@pytest.mark.parametrize("table", [TABLE, FAILED_TABLE, BATCHES_TABLE])
def test_a_table_of_somebody_else_is_never_touched(table: str, tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path)
    applied.written(folder, SECTIONS, {**DATABASE, "queue.table": TABLE, "queue.failed_table": FAILED_TABLE})
    path = folder / f"database/migrations/2026_01_01_000000_create_{table}_table.php"
    up, _, down = migrated(path, before=f"create table {table} (id integer, owner text)")
    assert "is not a table of Laravel's queue" in up
    assert down == f"down: {table}(id,owner)"


def test_migrations_are_named_classes_before_8_37(tmp_path: Path) -> None:
    folder = shapes.make("classic-8", tmp_path, packages={"laravel/framework": "8.36.0"})
    applied.written(folder, SECTIONS, DATABASE)
    text = (folder / f"database/migrations/2026_01_01_000000_create_{TABLE}_table.php").read_text()
    assert "class CreateLaravelCmsJobsTable extends Migration" in text
    assert "return new class" not in text
    applied.config(folder)


def test_redis_asks_for_the_redis_connection(tmp_path: Path) -> None:
    folder = shapes.make("classic-12", tmp_path)
    done = applied.written(folder, SECTIONS, {"queue.connection": "redis", "redis.host": "10.0.0.10"})
    assert done.resolution.answers.needed(Redis)
    config = applied.config(folder)
    assert judge.dotted(config, "queue.default") == "redis"
    assert judge.dotted(config, "database.redis.default.host") == "10.0.0.10"


def with_queue_on(shape: str, folder: Path, name: str, host: str) -> Path:
    """Make a project whose Redis queue is on a connection, and that has one `work` at a host."""
    database, queue = (shapes.project(shape)[f"config/{file}.php"] for file in ("database", "queue"))
    work = f"        'work' => ['host' => '{host}', 'port' => 6379],\n\n        'cache' => ["
    files = {"config/database.php": database.replace("        'cache' => [", work, 1)}
    if shape.startswith("classic"):
        files["config/queue.php"] = queue.replace("'connection' => 'default',", f"'connection' => '{name}',", 1)
    return shapes.make(shape, folder, env={"REDIS_QUEUE_CONNECTION": name}, files=files)


@pytest.mark.parametrize("shape", ["classic-8", "classic-10", "slim-12"])
@pytest.mark.parametrize("name", ["cache", "work", "nowhere"])
def test_a_redis_queue_leaves_the_cache_and_what_is_no_shared_server(shape: str, name: str, tmp_path: Path) -> None:
    folder = with_queue_on(shape, tmp_path, name, "127.0.0.1")
    applied.written(folder, SECTIONS, {**ON_MYSQL, "queue.connection": "redis", "redis.host": "10.0.0.10"})
    assert judge.dotted(applied.config(folder), "queue.connections.redis.connection") == "default"


@pytest.mark.parametrize("shape", ["classic-8", "slim-12"])
@pytest.mark.parametrize("name", ["default", "work"])
def test_a_redis_queue_on_a_shared_server_stays_where_it_is(shape: str, name: str, tmp_path: Path) -> None:
    folder = with_queue_on(shape, tmp_path, name, "10.0.0.11")
    applied.written(folder, SECTIONS, {**ON_MYSQL, "queue.connection": "redis", "redis.host": "10.0.0.10"})
    assert judge.dotted(applied.config(folder), "queue.connections.redis.connection") == name


@pytest.mark.parametrize(
    ("connection", "files"),
    [("sync", {}), ("deferred", {}), ("background", {}), ("failover", {}), ("null", {})],
)
def test_what_stays_on_the_node_is_replaced(connection: str, files: dict[str, str], tmp_path: Path) -> None:
    env = {"QUEUE_CONNECTION": '\'"null"\'' if connection == "null" else connection}
    done = applied.planned(shapes.make("slim-12", tmp_path, env=env, files=files), SECTIONS, {})
    assert done.resolution.answers[Queue].connection == "rabbitmq"
    assert ("queue", "host") in done.missing


def test_a_connection_of_another_name_is_judged_by_its_driver(tmp_path: Path) -> None:
    text = shapes.project("classic-9")["config/queue.php"]
    text = text.replace("'sync' => [", "'fast' => [", 1)
    folder = shapes.make("classic-9", tmp_path, env={"QUEUE_CONNECTION": "fast"}, files={"config/queue.php": text})
    assert "queue.connection.node-local" in applied.codes(applied.planned(folder, SECTIONS, RABBIT))


@pytest.mark.parametrize("connection", ["sqs", "beanstalkd"])
def test_a_shared_queue_that_is_not_offered_is_kept(connection: str, tmp_path: Path) -> None:
    folder = shapes.make("classic-9", tmp_path, env={"QUEUE_CONNECTION": connection})
    done = applied.planned(folder, SECTIONS, {})
    assert done.resolution.answers[Queue].connection == connection
    assert "queue.connection.kept" in applied.codes(done)
    assert f"php artisan queue:work {connection} --tries=3 --max-time=3600" in applied.commands(done)


def test_failed_jobs_in_a_file_are_moved_and_dynamodb_is_kept(tmp_path: Path) -> None:
    file = shapes.make("slim-12", tmp_path / "a", env={"QUEUE_FAILED_DRIVER": "file"})
    dynamo = shapes.make("slim-12", tmp_path / "b", env={"QUEUE_FAILED_DRIVER": "dynamodb"})
    assert applied.planned(file, SECTIONS, {}).resolution.answers[Queue].failed == "database-uuids"
    assert applied.planned(dynamo, SECTIONS, {}).resolution.answers[Queue].failed == "dynamodb"


def test_a_rabbitmq_block_of_the_projects_own_is_set_under_its_own_keys(tmp_path: Path) -> None:
    folder = with_own_block(tmp_path)
    typed = {**RABBIT, "queue.user": "shop", "queue.password": "word"}
    applied.written(folder, SECTIONS, typed)
    read = applied.env(folder)
    assert (read["OMNI_BROKER"], read["OMNI_WORD"]) == ("10.0.0.20", "word")
    assert not any(key.startswith("RABBITMQ_") for key in read)
    assert judge.dotted(applied.config(folder), f"{MERGED}.hosts.0.host") == "10.0.0.20"


def test_what_such_a_block_fixes_stops_the_plan_with_the_line_to_paste(tmp_path: Path) -> None:
    done = applied.planned(with_own_block(tmp_path), SECTIONS, {**RABBIT, "queue.vhost": "omni"})
    stopped = {f.code: f.paste for f in done.plan.findings if "fixed" in f.code}
    assert stopped == {
        "queue.fixed-user": "'user' => env('RABBITMQ_USER'),",
        "queue.fixed-vhost": "'vhost' => env('RABBITMQ_VHOST'),",
    }


def test_what_is_in_env_for_the_package_is_the_present_answer(tmp_path: Path) -> None:
    env = {"QUEUE_CONNECTION": "rabbitmq", "RABBITMQ_HOST": "10.9.9.9", "RABBITMQ_USER": "guest", "RABBITMQ_PORT": "99"}
    done = applied.planned(shapes.make("classic-10", tmp_path, env=env), SECTIONS, {})
    answers = done.resolution.answers[Queue]
    assert (answers.host, answers.port, answers.user) == ("10.9.9.9", 99, "guest")
    assert done.resolution.origins["queue", "host"].key == "RABBITMQ_HOST"
    assert "queue.guest" in applied.codes(done)


def test_a_loopback_broker_is_no_answer(tmp_path: Path) -> None:
    env = {"QUEUE_CONNECTION": "rabbitmq", "RABBITMQ_HOST": "127.0.0.1"}
    done = applied.planned(shapes.make("classic-10", tmp_path, env=env), SECTIONS, {})
    assert ("queue", "host") in done.missing


def test_workers_and_the_scheduler_are_in_the_checklist(tmp_path: Path) -> None:
    done = applied.planned(shapes.make("classic-10", tmp_path), SECTIONS, RABBIT)
    assert "php artisan queue:work rabbitmq --tries=3 --max-time=3600" in applied.commands(done)
    assert "php artisan queue:restart" in applied.commands(done)
    for words in ("never in the web container", "->onOneServer()", "plain JSON"):
        assert words in applied.steps(done)


def test_waiting_jobs_are_spoken_of_when_the_queue_moves(tmp_path: Path) -> None:
    assert "queue.connection-left" in applied.codes(applied.planned(shapes.make("slim-12", tmp_path), SECTIONS, RABBIT))


def test_the_broker_password_is_never_shown(tmp_path: Path) -> None:
    for number, folder in enumerate((shapes.make("slim-12", tmp_path / "a"), with_own_block(tmp_path / "b"))):
        typed = {**RABBIT, "queue.user": "shop", "queue.password": "Hidden-1"}
        done = applied.written(folder, SECTIONS, typed)
        assert "Hidden-1" in (folder / ".env").read_text(), number
        assert not any("Hidden-1" in str(line) for file in done.plan.files for line in file.lines)


@pytest.mark.parametrize("shape", LATE)
@pytest.mark.parametrize("missing", ["file", "array"])
def test_failed_jobs_get_an_array_of_their_own_where_only_the_framework_has_one(
    shape: str, missing: str, tmp_path: Path
) -> None:
    files = {"config/queue.php": None if missing == "file" else "<?php\n\nreturn [\n    'default' => 'redis',\n];\n"}
    folder = shapes.make(shape, tmp_path, files=files)
    before = judge.dotted(applied.config(folder), "queue.connections")
    typed = {**ON_MYSQL, "database.connection": "mysql", "redis.host": "10.0.0.10", "queue.connection": "redis"}
    applied.written(folder, SECTIONS, {**typed, "queue.failed": "database", "queue.failed_table": FAILED_TABLE})
    config = applied.config(folder)
    assert judge.dotted(config, "queue.failed") == {"driver": "database", "database": "mysql", "table": FAILED_TABLE}
    assert judge.dotted(config, "queue.connections") == before
    assert judge.dotted(config, "queue.batching.table") == "job_batches"
    assert applied.env(folder)["DB_FAILED_JOBS_TABLE"] == FAILED_TABLE


@pytest.mark.parametrize("shape", LATE)
def test_a_failed_table_that_is_right_already_needs_no_file(shape: str, tmp_path: Path) -> None:
    folder = shapes.make(shape, tmp_path, remove=["config/queue.php"])
    applied.written(folder, SECTIONS, {**ON_MYSQL, "queue.failed_table": "failed_jobs"})
    assert not (folder / "config/queue.php").exists()
    assert judge.dotted(applied.config(folder), "queue.failed.table") == "failed_jobs"


def test_before_eleven_failed_jobs_are_added_key_by_key(tmp_path: Path) -> None:
    text = shapes.project("classic-10")["config/queue.php"]
    start, end = text.index("    'failed' => ["), text.rindex("];")
    folder = shapes.make("classic-10", tmp_path, files={"config/queue.php": text[:start] + text[end:]})
    applied.written(folder, SECTIONS, {**DATABASE, "queue.failed_table": FAILED_TABLE})
    assert judge.dotted(applied.config(folder), "queue.failed.table") == FAILED_TABLE


@pytest.mark.parametrize("connection", ["redis", "fast"])
def test_horizon_runs_the_workers_of_redis_and_is_ended_on_every_node(connection: str, tmp_path: Path) -> None:
    text = shapes.project("slim-12")["config/queue.php"].replace("'sync' => [", "'fast' => [", 1)
    text = text.replace("'driver' => 'sync'", "'driver' => 'redis'", 1)
    folder = shapes.make("slim-12", tmp_path, env={"QUEUE_CONNECTION": connection}, files={"config/queue.php": text},
                         packages={"laravel/horizon": "5.30.0"})  # fmt: skip
    done = applied.planned(folder, SECTIONS, {**ON_MYSQL, "redis.host": "10.0.0.10"})
    on = {step.command: step.on for step in done.plan.checklist if isinstance(step, Run)}
    assert on["php artisan horizon"] is On.WORKER
    assert on["php artisan horizon:terminate"] is On.EVERY
    assert not [command for command in on if "queue:" in command]


@pytest.mark.parametrize("typed", [RABBIT, DATABASE])
def test_horizon_has_no_part_in_another_queue(typed: dict[str, str], tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path, packages={"laravel/horizon": "5.30.0"})
    commands = applied.commands(applied.planned(folder, SECTIONS, typed))
    assert "php artisan queue:restart" in commands
    assert not [command for command in commands if "horizon" in command]


def test_a_worker_and_the_scheduler_run_in_containers_of_their_own(tmp_path: Path) -> None:
    done = applied.planned(shapes.make("slim-12", tmp_path), SECTIONS, RABBIT)
    on = {step.command: step.on for step in done.plan.checklist if isinstance(step, Run)}
    worker = "php artisan queue:work rabbitmq --tries=3 --max-time=3600"
    assert on[worker] is on["php artisan schedule:work"] is On.WORKER
    assert "in a container of its own" in "\n".join(checklist_lines(done.plan, "en"))
