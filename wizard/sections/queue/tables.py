"""The tables of the queue: where jobs wait in the database, and where those are kept that failed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from wizard.changes import Change, On, Phase, Render, Run, Set, SetConfig
from wizard.formats import php
from wizard.laravel import migrations
from wizard.laravel.connection import is_from_framework_alone, is_in_base
from wizard.laravel.tables import connection_for, own_connection
from wizard.project import Project
from wizard.text import Text

if TYPE_CHECKING:
    from wizard.sections.queue import Queue

_JOBS: Final = "queue.connections.database"
_FAILED: Final = "queue.failed"
_FAILED_EXAMPLE: Final = "laravel_cms_failed_jobs"


def changes(answers: Queue, database: str, project: Project) -> Iterator[Change]:
    """Say what must be done so that jobs and failed jobs have their tables on this database connection."""
    in_tables = answers.failed.startswith("database")
    if in_tables and _is_fixed_below(answers.failed_table, project):
        yield from _failed_of_its_own(answers, database, project)
    yield Set(setting=f"{_FAILED}.driver", value=answers.failed, key="QUEUE_FAILED_DRIVER",
              example="database-uuids")  # fmt: skip
    if answers.connection == "database":
        yield from _jobs(answers, database, project)
    if in_tables:
        yield from _failed_jobs(answers, database, project)


def _is_fixed_below(table: str, project: Project) -> bool:
    """Tell whether the framework's base names another table, and no file of the application's any (11+)."""
    setting = f"{_FAILED}.table"
    return is_in_base(project.configs, setting) and not project.configs.equals(setting, table)


def _failed_of_its_own(answers: Queue, database: str, project: Project) -> Iterator[Change]:
    """Give the application an array `failed` of its own: the base's is replaced as a whole (LARAVEL.md §2)."""
    if is_from_framework_alone(project.configs, "queue"):
        yield Render(path=project.config_path("queue"), template="queue/config.php.jinja",
                     values={"database": database})  # fmt: skip
        return
    connection = own_connection(project.configs, f"{_FAILED}.database") or database
    items = {
        "driver": php.env_call("QUEUE_FAILED_DRIVER", php.literal("database-uuids")),
        "database": php.env_call("DB_CONNECTION", php.literal(database)),
        "table": php.env_call("DB_FAILED_JOBS_TABLE", php.literal("failed_jobs")),
    }
    lines = "".join(f"    {php.literal(key)} => {code},\n" for key, code in items.items())
    yield SetConfig(setting=_FAILED, code=f"[\n{lines}]",
        value={"driver": answers.failed, "database": connection, "table": answers.failed_table})  # fmt: skip


def _jobs(answers: Queue, database: str, project: Project) -> Iterator[Change]:
    yield Set(setting=f"{_JOBS}.table", value=answers.table, key="DB_QUEUE_TABLE", example="laravel_cms_jobs")
    yield Set(setting=f"{_JOBS}.connection", key="DB_QUEUE_CONNECTION",
              value=connection_for(project.configs, f"{_JOBS}.connection", database, primary=False))  # fmt: skip
    yield from _migration(project, "jobs", answers.table, _JOBS, "connection")


def _failed_jobs(answers: Queue, database: str, project: Project) -> Iterator[Change]:
    yield Set(setting=f"{_FAILED}.table", value=answers.failed_table, key="DB_FAILED_JOBS_TABLE",
              example=_FAILED_EXAMPLE)  # fmt: skip
    for setting in (f"{_FAILED}.database", "queue.batching.database"):
        named = isinstance(project.configs.value(setting), str)
        if named and own_connection(project.configs, setting) is None:
            yield Set(setting=setting, value=database, key="DB_CONNECTION", example="mysql")
    yield from _migration(project, "failed_jobs", answers.failed_table, _FAILED, "database")


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
