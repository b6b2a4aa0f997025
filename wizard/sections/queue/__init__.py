"""Queues: a job must outlive the server that took it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from wizard import accept
from wizard.changes import Change, Set
from wizard.check import Check
from wizard.finding import Finding, Invalid, Level
from wizard.formats import env
from wizard.laravel.config import Reading
from wizard.project import Project
from wizard.question import Answer, Choice, Line, Number, Option, Toggle
from wizard.section import Answers, Section, ask
from wizard.sections.database import Database
from wizard.sections.queue import beside_web, broker, in_redis, left, publisher, tables, workers
from wizard.sections.queue.publisher import QUEUE, QUEUE_SETTING
from wizard.sections.redis import Redis
from wizard.text import Text, same

TABLE = "laravel_cms_jobs"
FAILED_TABLE = "laravel_cms_failed_jobs"
_GENERIC = {"table": "jobs", "failed_table": "failed_jobs", "batches_table": "job_batches"}
_RABBIT = "queue.connections.rabbitmq"
_IN_REQUEST = Text("the web request does the work itself: the user waits, and a node that goes down takes the job along",
                   "request web mengerjakannya sendiri: user menunggu, dan job ikut hilang kalau node mati")  # fmt: skip
_ON_NODE = Text("runs in a process of this node: when the node goes down, the job is gone",
                "jalan di proses node ini: kalau node mati, job-nya hilang")  # fmt: skip
_LOST = Text("jobs are thrown away", "job dibuang begitu saja")
_FILE = Text("a file on this node: a job that failed on another worker is not in it",
             "file di node ini: job yang gagal di worker lain tidak tercatat")  # fmt: skip


def _queue_name(raw: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_.:{}-]{1,255}", raw):
        raise Invalid(Text("Use letters, digits and `_ . : -` only, at most 255",
                           "Pakai huruf, angka, dan `_ . : -` saja, paling banyak 255"))  # fmt: skip
    return raw


class Queue(Section):
    """Where jobs wait, and where those go that failed."""

    name: ClassVar[str] = "queue"
    title: ClassVar[Text] = same("Queue")
    problem: ClassVar[Text] = Text(
        "With `sync` the web server does the long work while the user waits, and what it was doing is lost with the "
        "node.",
        "Dengan `sync` pekerjaan berat dikerjakan web server selagi user menunggu, dan hilang kalau node-nya mati.",
    )
    solution: ClassVar[Text] = Text(
        "Fire and forget: a click sends a message and is answered at once; a worker in its own container does the work.",
        "Fire and forget: klik hanya mengirim pesan dan langsung dijawab; worker di container terpisah yang "
        "mengerjakan.",
    )
    apart: ClassVar[Text] = Text("own jobs", "job sendiri")
    shared: ClassVar[Text] = same("RabbitMQ / Redis")

    connection: str = ask(Choice(
        label=Text("Where do jobs wait?", "Job menunggu di mana?"),
        help=Text("RabbitMQ when workers in Go or Python join in; Redis or the database need no new server.",
                  "RabbitMQ kalau ada worker Go atau Python; Redis atau database tidak butuh server baru."),
        setting="queue.default", key="QUEUE_CONNECTION", example="rabbitmq", default="rabbitmq",
        options=(
            Option("rabbitmq", same("rabbitmq"), Text("the guide's choice, needs a package",
                                                      "pilihan panduan, butuh package")),
            Option("redis", same("redis"), Text("shared, fast", "dipakai bersama, cepat")),
            Option("database", same("database"), Text("shared, no new server, slower",
                                                      "dipakai bersama, tanpa server baru, lebih lambat")),
        ),
        local={"sync": _IN_REQUEST, "deferred": _ON_NODE, "background": _ON_NODE, "null": _LOST},
    ))  # fmt: skip
    publisher: bool = ask(Toggle(
        label=Text("Workers in Go or Python too?", "Ada worker Go atau Python juga?"),
        help=Text("They cannot read a Laravel job: a small class that sends them JSON through RabbitMQ is added.",
                  "Job Laravel tidak bisa mereka baca: ditambahkan class kecil yang mengirim JSON lewat RabbitMQ."),
        default=False,
    ))  # fmt: skip
    host: str | None = ask(Line(
        label=Text("RabbitMQ host", "Host RabbitMQ"),
        help=Text("The central broker as seen from the app servers; never 127.0.0.1.",
                  "Broker pusat dilihat dari app server; jangan 127.0.0.1."),
        setting=f"{_RABBIT}.hosts.0.host", key="RABBITMQ_HOST", example="10.0.0.20",
        accept=accept.host, local=accept.loopback,
    ))  # fmt: skip
    port: int = ask(Number(
        label=Text("RabbitMQ port", "Port RabbitMQ"),
        help=Text("AMQP port, not the one of the management page, 1 to 65535.",
                  "Port AMQP, bukan port halaman manajemen, 1 sampai 65535."),
        setting=f"{_RABBIT}.hosts.0.port", key="RABBITMQ_PORT", example="5672",
        default=5672, minimum=1, maximum=65535,
    ))  # fmt: skip
    user: str | None = ask(Line(
        label=Text("RabbitMQ user", "User RabbitMQ"),
        help=Text("Not `guest`: a broker lets it in from its own machine only.",
                  "Bukan `guest`: broker hanya menerimanya dari mesinnya sendiri."),
        setting=f"{_RABBIT}.hosts.0.user", key="RABBITMQ_USER", example="omniflow",
    ))  # fmt: skip
    password: str | None = ask(Line(
        label=Text("RabbitMQ password", "Password RabbitMQ"),
        help=Text("Kept as it is when left alone; `none` when the real environment brings it.",
                  "Tetap seperti sekarang kalau tidak diisi; `none` kalau datang dari environment asli."),
        setting=f"{_RABBIT}.hosts.0.password", key="RABBITMQ_PASSWORD",
        secret=True, optional=True, public=False,
    ))  # fmt: skip
    vhost: str = ask(Line(
        label=same("Virtual host"),
        help=Text("The part of the broker that is this application's; `/` is the default one.",
                  "Bagian broker milik aplikasi ini; `/` adalah bawaannya."),
        setting=f"{_RABBIT}.hosts.0.vhost", key="RABBITMQ_VHOST", example="/", default="/",
    ))  # fmt: skip
    queue: str = ask(Line(
        label=Text("RabbitMQ queue", "Nama queue RabbitMQ"),
        help=Text("The queue that Laravel's jobs go to; workers in other languages get one of their own.",
                  "Queue untuk job Laravel; worker bahasa lain pakai queue sendiri."),
        setting=f"{_RABBIT}.queue", key="RABBITMQ_QUEUE", example="default", default="default",
        accept=_queue_name,
    ))  # fmt: skip
    messages: str = ask(Line(
        label=Text("Queue of messages", "Queue untuk pesan"),
        help=Text("The durable queue that workers in Go or Python listen to; not the one of Laravel's jobs.",
                  "Queue durable yang didengarkan worker Go atau Python; bukan queue job Laravel."),
        setting=QUEUE_SETTING, key="PUBLISHER_QUEUE", example=QUEUE, default=QUEUE,
        accept=_queue_name,
    ))  # fmt: skip
    table: str = ask(Line(
        label=Text("Jobs table", "Tabel job"),
        help=Text("A name that no other application in this database uses.",
                  "Nama yang tidak dipakai aplikasi lain di database ini."),
        setting="queue.connections.database.table", key="DB_QUEUE_TABLE", example=TABLE,
        default=TABLE, accept=accept.name,
    ))  # fmt: skip
    failed: str = ask(Choice(
        label=Text("Where do failed jobs go?", "Job gagal dicatat di mana?"),
        help=Text("In the database every node and worker finds them, and `queue:retry` works anywhere.",
                  "Di database semua node dan worker menemukannya, dan `queue:retry` bisa dari mana saja."),
        setting="queue.failed.driver", key="QUEUE_FAILED_DRIVER", example="database-uuids",
        default="database-uuids",
        options=(
            Option("database-uuids", same("database-uuids"), Text("Laravel's default", "bawaan Laravel")),
            Option("database", same("database"), Text("the older table without uuid", "tabel lama tanpa uuid")),
        ),
        local={"file": _FILE, "null": _LOST},
    ))  # fmt: skip
    failed_table: str = ask(Line(
        label=Text("Failed jobs table", "Tabel job gagal"),
        help=Text("A name that no other application in this database uses.",
                  "Nama yang tidak dipakai aplikasi lain di database ini."),
        setting="queue.failed.table", key="DB_FAILED_JOBS_TABLE", example=FAILED_TABLE,
        default=FAILED_TABLE, accept=accept.name,
    ))  # fmt: skip
    batches_table: str = ask(Line(
        label=Text("Job batches table", "Tabel batch job"),
        help=Text("Where batches of jobs are counted; a name that no other application in this database uses.",
                  "Tempat batch job dihitung; nama yang tidak dipakai aplikasi lain di database ini."),
        setting=tables.BATCHES, key="DB_JOB_BATCHES_TABLE", example=tables.BATCHES_TABLE,
        default=tables.BATCHES_TABLE, accept=accept.name,
    ))  # fmt: skip

    deploy: bool = ask(Toggle(
        label=Text("Write worker files?", "Tulis file worker?"),
        help=Text("In `deploy/stateless/`: the workers as a supervisor program and as Compose services.",
                  "Di `deploy/stateless/`: worker sebagai program supervisor dan service Compose."),
        default=False,
    ))  # fmt: skip

    def asked(self, project: Project) -> Iterable[str]:
        in_rabbit = self.connection == "rabbitmq"
        broker = ("host", "port", "user", "password", "vhost") if in_rabbit or self.publisher else ()
        queues = (*(("queue",) if in_rabbit else ()), *(("messages",) if self.publisher else ()))
        table = ("table",) if self.connection == "database" else ()
        failed_table = ("failed_table",) if self.failed.startswith("database") else ()
        batches = ("batches_table",) if tables.keeps_batches(self, project) else ()
        return ("connection", "publisher", *broker, *queues, *table, "failed", *failed_table, *batches,
                "deploy")  # fmt: skip

    def needs(self) -> Sequence[type[Section]]:
        return (Redis,) if self.connection == "redis" else ()

    def found(self, name: str, project: Project) -> Reading | None:
        return super().found(name, project) if self._is_in_config(name, project) else broker.read(
            self.questions()[name].key, project)  # fmt: skip

    def present(self, name: str, project: Project) -> Answer:
        if name == "publisher":
            return publisher.is_there(project) or None
        if name == "batches_table":
            return tables.batches_table(project)
        if self._is_in_config(name, project):
            return super().present(name, project)
        raw = project.configs.env.get(self.questions()[name].key) or None
        value = env.cast(raw) if raw else None
        return value if isinstance(value, str) else raw

    def _is_in_config(self, name: str, project: Project) -> bool:
        """Tell whether the project's own config has a setting; the package's is known by its env keys."""
        return name not in broker.DEFAULTS or not broker.is_from_package(self, name, project)

    def local(self, name: str, value: Answer, project: Project) -> Text | None:
        """A generic table name is kept only when this project's own migrations make that table."""
        if name == "connection":
            return self._local_connection(str(value), project)
        if value == _GENERIC.get(name) and not project.makers(str(value)):
            return Text("`{name}` is the name every Laravel application takes: in a shared database it collides",
                        "`{name}` dipakai setiap aplikasi Laravel: di database bersama namanya bentrok").fill(
                name=value)  # fmt: skip
        return super().local(name, value, project)

    def _local_connection(self, value: str, project: Project) -> Text | None:
        members = project.configs.value(f"queue.connections.{value}.connections")
        named = (value, *(str(m) for m in members)) if isinstance(members, tuple) else (value,)
        drivers = (str(project.configs.value(f"queue.connections.{n}.driver")) for n in named)
        reasons = (super(Queue, self).local("connection", n, project) for n in (*named, *drivers))
        return next(filter(None, reasons), None)

    def changes(self, answers: Answers, project: Project) -> Iterator[Change]:
        yield Set(setting="queue.default", value=self.connection, key="QUEUE_CONNECTION", pinned=True,
                  example="rabbitmq")  # fmt: skip
        yield from tables.changes(self, answers[Database].connection, project)
        if self.connection == "rabbitmq":
            yield from broker.changes(self, project)
        elif project.configs.value(f"queue.connections.{self.connection}.driver") == "redis":
            yield from in_redis.changes(self.connection, project)
        yield from publisher.changes(self, project)
        yield from workers.changes(self, project)

    def advise(self, answers: Answers, project: Project) -> Iterator[Finding]:
        yield from left.behind(self, project)
        own = f"queue.connections.{self.connection}.driver"
        if self.connection != "rabbitmq" and project.configs.value(own) is None:
            yield Finding("queue.no-connection", Level.ERROR, project.config_path("queue"),
                Text("there is no connection `{name}` in this file", "tidak ada koneksi `{name}` di file ini").fill(
                    name=self.connection),
                Text("Add it, or choose another", "Tambahkan, atau pilih yang lain"), self.name)  # fmt: skip
        if self.connection == "rabbitmq" or self.publisher:
            yield from broker.advise(self, project)
        yield from publisher.advise(self)
        yield from workers.advise(self, project)
        yield from beside_web.advise(project)

    def checks(self, answers: Answers, project: Project) -> Iterator[Check]:
        from wizard.services import rabbitmq

        yield from rabbitmq.checks(project)
        if self.connection == "database":
            yield from answers[Database].checks(answers, project)
