"""Workers and the scheduler: the processes that do the work, each in a container of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from wizard.changes import Change, On, Phase, Render, Run
from wizard.finding import Finding, Level
from wizard.formats import quoting
from wizard.project import DEPLOYMENT, Project
from wizard.text import Text

if TYPE_CHECKING:
    from wizard.sections.queue import Queue

HORIZON: Final = "laravel/horizon"
SUPERVISOR: Final = f"{DEPLOYMENT}/supervisor.conf"
COMPOSE: Final = f"{DEPLOYMENT}/workers.yaml"
_SCHEDULER: Final = ("php", "artisan", "schedule:work")


def changes(answers: Queue, project: Project) -> Iterator[Change]:
    """Say which processes do the work, and how they take up new code."""
    by_horizon = _by_horizon(answers.connection, project)
    yield from _horizon() if by_horizon else _workers(answers.connection)
    if answers.deploy:
        yield from _files(answers.connection, by_horizon=by_horizon)
    yield Run(command="php artisan schedule:work",
        why=Text("Once for all nodes, in one scheduler container; or `schedule:run` in each node's cron with "
                 "`->onOneServer()` on every task, which needs the shared cache",
                 "Sekali untuk semua node, di satu container scheduler; atau `schedule:run` di cron tiap node dengan "
                 "`->onOneServer()` pada setiap task, yang butuh cache bersama"),
        phase=Phase.WORKERS, on=On.WORKER)  # fmt: skip
    if answers.connection == "rabbitmq" and not answers.publisher:
        yield Run(command="",
            why=Text("For workers in Go or Python publish plain JSON to a queue of theirs: they cannot read the "
                     "payload of a Laravel job. `--queue-publisher yes` adds a class that does",
                     "Untuk worker Go atau Python, kirim JSON biasa ke queue mereka sendiri: payload job Laravel "
                     "tidak bisa mereka baca. `--queue-publisher yes` menambahkan class untuk itu"),
            phase=Phase.WORKERS, on=On.CODE)  # fmt: skip


def advise(answers: Queue, project: Project) -> Iterator[Finding]:
    """Name the worker files that were written for another connection: they are never written again."""
    work = "horizon" if _by_horizon(answers.connection, project) else f"queue:work {answers.connection}"
    for path in (SUPERVISOR, COMPOSE):
        text = project.text(path)
        if text is not None and not _runs(work.split(" ", 1), text):
            yield Finding("queue.workers-other", Level.WARNING, path,
                Text("this file does not run `php artisan {work}`: it was written for other answers, or changed since",
                     "file ini tidak menjalankan `php artisan {work}`: ditulis untuk jawaban lain, atau sudah diubah"
                     ).fill(work=work),
                Text("Mend its command; or delete it and apply again with `--queue-deploy yes`",
                     "Perbaiki perintahnya; atau hapus lalu jalankan apply lagi dengan `--queue-deploy yes`"),
                "queue")  # fmt: skip


def _runs(words: Sequence[str], text: str) -> bool:
    """Tell whether a line in force has these words side by side, in whatever quotes and with whatever options behind."""
    forms = ("|".join(re.escape(f) for f in (w, quoting.compose(w), quoting.supervisor([w]))) for w in words)
    side_by_side = r"[\"',\s]+".join(f"(?:{form})" for form in forms)
    in_force = re.sub(r"^[ \t]*[#;].*", "", text, flags=re.MULTILINE)
    return re.search(rf"[\s\"']{side_by_side}(?![\w.:-])", in_force) is not None


def _by_horizon(connection: str, project: Project) -> bool:
    """Tell whether Horizon runs the workers: it does so for a connection in Redis alone."""
    in_redis = "redis" in (connection, project.configs.value(f"queue.connections.{connection}.driver"))
    return in_redis and project.has(HORIZON)


def _workers(connection: str) -> Iterator[Change]:
    yield Run(command=f"php artisan queue:work {connection} --tries=3 --max-time=3600",
        why=Text("The worker's command: never in the web container",
                 "Perintah untuk worker: jangan di container web"),
        phase=Phase.WORKERS, on=On.WORKER)  # fmt: skip
    yield Run(command="php artisan queue:restart",
        why=Text("After each deploy: workers keep the old code and `.env` until they start anew. Sent through the "
                 "cache, so one node is enough",
                 "Setelah tiap deploy: worker masih memakai kode dan `.env` lama sampai di-restart. Lewat cache, "
                 "jadi cukup dari satu node"),
        phase=Phase.WORKERS, on=On.ONE)  # fmt: skip


def _horizon() -> Iterator[Change]:
    """Horizon runs the workers itself, and its signal reaches its own host only (LARAVEL.md §8.2)."""
    yield Run(command="php artisan horizon",
        why=Text("Horizon runs the workers: never in the web container, and no `queue:work` beside it",
                 "Horizon yang menjalankan worker: jangan di container web, dan jangan ada `queue:work` di sampingnya"),
        phase=Phase.WORKERS, on=On.WORKER)  # fmt: skip
    yield Run(command="php artisan horizon:terminate",
        why=Text("After each deploy: Horizon keeps the old code and `.env` until it starts anew. The signal stops only "
                 "the Horizon of the same host; a process manager or the container starts it again",
                 "Setelah tiap deploy: Horizon masih memakai kode dan `.env` lama sampai di-restart. Sinyalnya hanya "
                 "menghentikan Horizon di host yang sama; process manager atau container yang menjalankannya lagi"),
        phase=Phase.WORKERS, on=On.EVERY)  # fmt: skip


def _files(connection: str, *, by_horizon: bool) -> Iterator[Change]:
    """Write the workers down for supervisor and for Compose; Horizon makes its processes itself."""
    work = ("php", "artisan", "queue:work", connection, "--tries=3", "--max-time=3600")
    worker = ("php", "artisan", "horizon") if by_horizon else work
    processes = 1 if by_horizon else 2
    yield Render(path=SUPERVISOR, template="deploy/supervisor.conf.jinja",
        values={"worker": quoting.supervisor(worker), "scheduler": quoting.supervisor(_SCHEDULER),
                "processes": processes}, optional=True)  # fmt: skip
    yield Render(path=COMPOSE, template="deploy/workers.yaml.jinja",
        values={"worker": ", ".join(map(quoting.compose, worker)),
                "scheduler": ", ".join(map(quoting.compose, _SCHEDULER)), "processes": processes},
        optional=True)  # fmt: skip
    yield Run(command="",
        why=Text("`{folder}/` has the workers as examples: put your own folder, user and image into them first",
                 "Di `{folder}/` ada contoh worker: isi dulu folder, user, dan image milik sendiri").fill(folder=DEPLOYMENT),
        phase=Phase.WORKERS, on=On.WORKER, files=(SUPERVISOR, COMPOSE))  # fmt: skip
