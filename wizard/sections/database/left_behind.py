"""What stays behind with a database that is this node's own: all the data that is in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wizard.changes import Change, On, Phase, Run
from wizard.laravel.connection import hosts_of
from wizard.project import Project
from wizard.text import Text

if TYPE_CHECKING:
    from wizard.sections.database import Database


def changes(answers: Database, project: Project) -> Iterator[Change]:
    """Remind of the data where the database that was used until now cannot be reached from other nodes."""
    old = project.configs.value("database.default")
    hosts = hosts_of(project.configs, f"database.connections.{old}", "write")
    there = answers.local("connection", old, project) if isinstance(old, str) else None
    if there or any(answers.local("host", host, project) for host in hosts):
        yield Run(command="",
            why=Text("If there is data in the database that was used until now ({old}), bring it to the new one first, "
                     "with a dump; else this step is empty",
                     "Kalau database yang dipakai sampai sekarang ({old}) sudah berisi data, pindahkan dulu ke yang "
                     "baru dengan dump; kalau kosong, lewati langkah ini").fill(old=old),
            phase=Phase.BEFORE_MIGRATE, on=On.ONE)  # fmt: skip
