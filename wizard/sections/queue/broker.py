"""RabbitMQ as Laravel's queue: the package, the keys its own config reads, what to know of the broker."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from wizard import accept
from wizard.changes import Change, Require, Set, SetEnv
from wizard.finding import Finding, Level
from wizard.laravel import version
from wizard.laravel.config import EnvKey, Missing, Place, Reading
from wizard.project import Project
from wizard.sections.queue import publisher
from wizard.text import Text

if TYPE_CHECKING:
    from wizard.sections.queue import Queue

PACKAGE: Final = "vladimir-yuldashev/laravel-queue-rabbitmq"
DEFAULTS: Final = {"host": "127.0.0.1", "port": "5672", "user": "guest", "password": "guest", "vhost": "/",
                   "queue": "default"}  # fmt: skip
"""The broker's questions, and what the package reads when their key is absent (LARAVEL.md §8.6)."""
_HOSTS = "queue.connections.rabbitmq.hosts"


def is_from_package(answers: Queue, name: str, project: Project) -> bool:
    """Tell whether the package's own config has a setting, merged in where the project has none."""
    configs = project.configs
    whole = answers.setting(name) if name == "queue" else _HOSTS
    return isinstance(configs.read(whole), Missing)


def read(key: str, project: Project) -> Reading | None:
    """Return the reading of a key that the package's config reads; None while `.env` lacks it."""
    value = project.configs.env.get(key)
    return EnvKey(key, value, None, Place(project.env_path)) if value else None


def changes(answers: Queue, project: Project) -> Iterator[Change]:
    """Say what must be done for RabbitMQ."""
    yield Require(package=PACKAGE, constraint=_constraint(project),
        why=Text("Laravel's queue on RabbitMQ; the version follows Laravel's",
                 "queue Laravel di atas RabbitMQ; versinya mengikuti Laravel"))  # fmt: skip
    for name, default in DEFAULTS.items():
        question, value = answers.questions()[name], getattr(answers, name)
        if value is None:
            continue
        if is_from_package(answers, name, project):
            yield SetEnv(key=question.key, value=str(value), default=default, public=question.public,
                         example=question.example)  # fmt: skip
        elif isinstance(project.configs.read(question.setting), EnvKey):
            yield Set(setting=question.setting, value=value, key=question.key, public=question.public,
                      pinned=True, example=question.example)  # fmt: skip


def advise(answers: Queue, project: Project) -> Iterator[Finding]:
    """Say what is worth knowing about the broker, and about what publishes to it."""
    yield from publisher.in_the_way(answers, project)
    if answers.user == "guest":
        yield _finding("guest", Level.WARNING, "RABBITMQ_USER",
            Text("RabbitMQ lets `guest` in from its own machine only, unless that was changed",
                 "RabbitMQ hanya menerima `guest` dari mesinnya sendiri, kecuali sudah diubah"),
            Text("Make a user for this application", "Buat user khusus aplikasi ini"))  # fmt: skip
    if answers.host and accept.loopback(answers.host):
        yield _finding("loopback", Level.WARNING, "RABBITMQ_HOST",
            Text("`{host}` is each node itself", "`{host}` adalah node itu sendiri, di setiap node").fill(
                host=answers.host),
            Text("Right only when a proxy to the central broker listens there on every node",
                 "Benar hanya kalau di tiap node ada proxy ke broker pusat"))  # fmt: skip
    for name in DEFAULTS if answers.connection == "rabbitmq" else ():
        if _is_fixed(answers, name, project):
            question = answers.questions()[name]
            yield _finding(f"fixed-{name}", Level.ERROR, project.config_path("queue"),
                Text("the `rabbitmq` connection in this file fixes `{name}`: the answer would have no effect",
                     "koneksi `rabbitmq` di file ini menetapkan `{name}`: jawabannya tidak akan berlaku").fill(
                    name=name),
                Text("Put this line there instead, then start again",
                     "Ganti dengan baris ini, lalu jalankan lagi"),
                f"'{name}' => env('{question.key}'),")  # fmt: skip


def _is_fixed(answers: Queue, name: str, project: Project) -> bool:
    setting, value = answers.setting(name), getattr(answers, name)
    if value is None or is_from_package(answers, name, project):
        return False
    reading = project.configs.read(setting)
    as_it_is = value == DEFAULTS[name] if isinstance(reading, Missing) else project.configs.equals(setting, value)
    return not isinstance(reading, EnvKey) and not as_it_is


def _constraint(project: Project) -> str:
    """Return the package's version for this Laravel; an installed older one that fits is left alone."""
    installed = project.packages.get(PACKAGE, "").split(".")[0]
    older = {(9, "12"): "^12.0", (10, "13"): "^13.2"}
    return older.get((project.version.major, installed), version.rabbitmq_package(project.version))


def _finding(code: str, level: Level, where: str, why: Text, remedy: Text, paste: str = "") -> Finding:
    return Finding(f"queue.{code}", level, where, why, remedy, "queue", paste)
