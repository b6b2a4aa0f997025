"""The tables of the queue: where jobs wait in the database, where failed ones are kept, and what batches are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from wizard.changes import Change, On, Phase, Render, Run, Set, SetConfig
from wizard.formats import php
from wizard.laravel import migrations
from wizard.laravel.config import Missing
from wizard.laravel.connection import is_from_framework_alone, is_in_base
from wizard.laravel.tables import connection_for, own_connection
from wizard.project import Project
from wizard.text import Text

if TYPE_CHECKING:
    from wizard.sections.queue import Queue

BATCHES: Final = "queue.batching.table"
BATCHES_TABLE: Final = "laravel_cms_job_batches"
_JOBS: Final = "queue.connections.database"
_FAILED: Final = "queue.failed"
_BATCHING: Final = "queue.batching"
_FAILED_EXAMPLE: Final = "laravel_cms_failed_jobs"
_KEYS: Final = {_FAILED: "DB_FAILED_JOBS_TABLE", _BATCHING: "DB_JOB_BATCHES_TABLE"}
_GENERIC: Final = {_FAILED: "failed_jobs", _BATCHING: "job_batches"}


def batches_table(project: Project) -> str | None:
    """Return where batches of jobs are kept now; None when it cannot be told."""
    reading = project.configs.read(BATCHES)
    value = reading.default if isinstance(reading, Missing) else project.configs.value(BATCHES)
    return value if isinstance(value, str) and value else None


def keeps_batches(answers: Queue, project: Project) -> bool:
    """Tell whether batches may be in use: a migration makes their table, or none makes that of the jobs either."""
    now = batches_table(project)
    if now is None or project.configs.value(f"{_BATCHING}.driver") == "dynamodb":
        return False
    ours_to_make = answers.connection == "database" and not project.makers(answers.table, f"{_JOBS}.table")
    return ours_to_make or bool(project.makers(now, BATCHES))


def changes(answers: Queue, database: str, project: Project) -> Iterator[Change]:
    """Say what must be done so that jobs, batches and failed jobs have their tables on this database connection."""
    in_tables = answers.failed.startswith("database")
    batches = keeps_batches(answers, project)
    if in_tables and _is_fixed_below(_FAILED, answers.failed_table, project):
        yield from _of_its_own(_FAILED, answers.failed_table, database, project, driver=answers.failed)
    if batches and _is_fixed_below(_BATCHING, answers.batches_table, project):
        yield from _of_its_own(_BATCHING, answers.batches_table, database, project)
    yield Set(setting=f"{_FAILED}.driver", value=answers.failed, key="QUEUE_FAILED_DRIVER",
              example="database-uuids")  # fmt: skip
    if answers.connection == "database":
        yield from _jobs(answers, database, project)
    if in_tables:
        yield from _failed_jobs(answers, database, project)
    yield from _connection(_BATCHING, database, project)
    if batches:
        yield from _batches(answers, project)


def _is_fixed_below(part: str, table: str, project: Project) -> bool:
    """Tell whether the framework's base names another table, and no file of the application's any (11+)."""
    setting = f"{part}.table"
    return is_in_base(project.configs, setting) and not project.configs.equals(setting, table)


def _of_its_own(part: str, table: str, database: str, project: Project, *, driver: str = "") -> Iterator[Change]:
    """Give the application an array `failed` or `batching` of its own: the base's is replaced as a whole (§2)."""
    if is_from_framework_alone(project.configs, "queue"):
        yield Render(path=project.config_path("queue"), template="queue/config.php.jinja",
                     values={"database": database})  # fmt: skip
        return
    connection = own_connection(project.configs, f"{part}.database") or database
    items = {
        **({"driver": php.env_call("QUEUE_FAILED_DRIVER", php.literal("database-uuids"))} if driver else {}),
        "database": php.env_call("DB_CONNECTION", php.literal(database)),
        "table": php.env_call(_KEYS[part], php.literal(_GENERIC[part])),
    }
    lines = "".join(f"    {php.literal(key)} => {code},\n" for key, code in items.items())
    held = {"driver": driver} if driver else {}
    yield SetConfig(setting=part, code=f"[\n{lines}]", value={**held, "database": connection, "table": table})


def _jobs(answers: Queue, database: str, project: Project) -> Iterator[Change]:
    yield Set(setting=f"{_JOBS}.table", value=answers.table, key="DB_QUEUE_TABLE", example="laravel_cms_jobs")
    yield Set(setting=f"{_JOBS}.connection", key="DB_QUEUE_CONNECTION",
              value=connection_for(project.configs, f"{_JOBS}.connection", database, primary=False))  # fmt: skip
    yield from _migration(project, "jobs", answers.table, _JOBS, "connection")


def _failed_jobs(answers: Queue, database: str, project: Project) -> Iterator[Change]:
    yield Set(setting=f"{_FAILED}.table", value=answers.failed_table, key="DB_FAILED_JOBS_TABLE",
              example=_FAILED_EXAMPLE)  # fmt: skip
    yield from _connection(_FAILED, database, project)
    yield from _migration(project, "failed_jobs", answers.failed_table, _FAILED, "database")


def _connection(part: str, database: str, project: Project) -> Iterator[Change]:
    """Leave a connection of the application's own, and no other than the one that all nodes use."""
    setting = f"{part}.database"
    if isinstance(project.configs.value(setting), str) and own_connection(project.configs, setting) is None:
        yield Set(setting=setting, value=database, key="DB_CONNECTION", example="mysql")


def _batches(answers: Queue, project: Project) -> Iterator[Change]:
    """Name the table of batches; where the framework's code knows it by that name, nothing needs to be written."""
    if batches_table(project) != answers.batches_table or not isinstance(project.configs.read(BATCHES), Missing):
        yield Set(setting=BATCHES, value=answers.batches_table, key="DB_JOB_BATCHES_TABLE", example=BATCHES_TABLE)
    yield from _migration(project, "job_batches", answers.batches_table, _BATCHING, "database")


def _migration(project: Project, name: str, table: str, setting: str, connection: str) -> Iterator[Change]:
    """Make a table, unless a migration of this project makes it already."""
    if not project.makers(table, f"{setting}.table"):
        change = f"create_{table}_table"
        yield Render(
            path=migrations.path(change),
            template=f"queue/{name}.php.jinja",
            values={"table": table, "connection": own_connection(project.configs, f"{setting}.{connection}"),
                    "class_name": migrations.class_name(project.version, change)},
        )  # fmt: skip
    yield Run(command="php artisan migrate --force",
        why=Text("makes the table `{table}` for the queue", "membuat tabel `{table}` untuk queue").fill(table=table),
        phase=Phase.MIGRATE, on=On.ONE)  # fmt: skip
