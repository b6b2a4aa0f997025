"""What stays behind when jobs go elsewhere: to another connection, or to a table of another name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from wizard.finding import Finding, Level
from wizard.laravel import migrations
from wizard.laravel.tables import TableUse, tables_in_use
from wizard.project import Project
from wizard.text import Text

if TYPE_CHECKING:
    from wizard.sections.queue import Queue

_PLAIN: Final = re.compile(r"[A-Za-z0-9_]+")
_COLUMNS: Final = {
    "jobs": "queue, payload, attempts, available_at, created_at",
    "failed_jobs": "connection, queue, payload, exception, failed_at",
    "job_batches": "id, name, total_jobs, pending_jobs, failed_jobs, failed_job_ids, options, cancelled_at, created_at, "
                   "finished_at",
}  # fmt: skip
_WHY: Final = {
    "jobs": Text("jobs that still wait in `{old}` are not moved to `{new}`: no worker looks there any more",
                 "job yang masih menunggu di `{old}` tidak ikut pindah ke `{new}`: tidak ada worker yang melihatnya lagi"),
    "failed_jobs": Text("jobs that have failed until now stay in `{old}`: `queue:retry` looks in `{new}` alone",
                        "job yang gagal sampai sekarang tetap di `{old}`: `queue:retry` hanya melihat `{new}`"),
    "job_batches": Text("batches that are under way stay in `{old}`: their jobs find no batch in `{new}`",
                        "batch yang sedang berjalan tetap di `{old}`: job-nya tidak menemukan batch di `{new}`"),
}  # fmt: skip
_WHAT: Final = {"jobs": "table", "failed_jobs": "failed_table", "job_batches": "batches_table"}


def behind(answers: Queue, project: Project) -> Iterator[Finding]:
    """Say what is not carried over: of the connection, and of each table that gets another name, with the SQL."""
    yield from _elsewhere(answers, project)
    if not project.names(migrations.FOLDER):
        return
    for use in tables_in_use(project.configs):
        name = _WHAT.get(use.role)
        if name is None or name not in answers.asked(project) or use.setting != answers.setting(name):
            continue
        prefix = project.configs.value(f"database.connections.{use.connection}.prefix")
        new = f"{prefix if isinstance(prefix, str) else ''}{getattr(answers, name)}"
        if new != use.name:
            yield _left(use, new, project)


def _elsewhere(answers: Queue, project: Project) -> Iterator[Finding]:
    before = project.configs.value("queue.default")
    if isinstance(before, str) and before != answers.connection and before not in ("sync", "null"):
        yield Finding("queue.connection-left", Level.WARNING, "QUEUE_CONNECTION",
            Text("jobs that still wait in `{before}` are not moved to `{now}`",
                 "job yang masih menunggu di `{before}` tidak ikut pindah ke `{now}`").fill(
                before=before, now=answers.connection),
            Text("Let the old workers empty it before the switch", "Biarkan worker lama menghabiskannya dulu"),
            "queue")  # fmt: skip


def _left(use: TableUse, new: str, project: Project) -> Finding:
    columns = _COLUMNS[use.role]
    if use.role == "failed_jobs" and project.configs.value("queue.failed.driver") == "database-uuids":
        columns = f"uuid, {columns}"
    sql = f"INSERT INTO {new} ({columns}) SELECT {columns} FROM {use.name};"  # noqa: S608  shown to a person
    return Finding(f"queue.{use.role.replace('_', '-')}-left", Level.WARNING, use.setting,
        _WHY[use.role].fill(old=use.name, new=new),
        Text("Let the workers empty it and stop them before the switch. Or, after `migrate`, when that table is this "
             "application's alone, in SQL",
             "Biarkan worker menghabiskannya lalu hentikan sebelum pindah. Atau, setelah `migrate` dan kalau tabel itu "
             "milik aplikasi ini saja, dengan SQL") if use.role != "failed_jobs" else
        Text("Retry or forget them before the switch. Or, after `migrate`, when that table is this application's "
             "alone, in SQL",
             "Jalankan ulang atau hapus sebelum pindah. Atau, setelah `migrate` dan kalau tabel itu milik aplikasi "
             "ini saja, dengan SQL"),
        "queue", sql if _PLAIN.fullmatch(new + use.name) else "")  # fmt: skip
