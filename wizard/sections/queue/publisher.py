"""Fire and forget: a small class that hands JSON to workers in Go or Python, and what it needs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from wizard.changes import ABSENT, Change, On, Phase, Render, Require, Run, Set
from wizard.finding import Finding, Level
from wizard.laravel.config import Missing
from wizard.project import Project
from wizard.text import Text

if TYPE_CHECKING:
    from wizard.sections.queue import Queue

PACKAGE: Final = "php-amqplib/php-amqplib"
CLASS: Final = "app/Services/MessagePublisher.php"
QUEUE: Final = "laravel_cms_messages"
QUEUE_SETTING: Final = "publisher.queue"
_KEY: Final = "PUBLISHER_QUEUE"
_BROKER: Final = ("host", "port", "user", "password", "vhost")


def is_there(project: Project) -> bool:
    """Tell whether the project publishes already: our config names a queue, and the class is there."""
    has_class = project.text(CLASS) is not None
    return isinstance(project.configs.value(QUEUE_SETTING), str) and has_class and not _taken(project)


def changes(answers: Queue, project: Project) -> Iterator[Change]:
    """Say what must be done so that the application can publish; without workers its queue is taken back."""
    if not answers.publisher:
        if is_there(project):
            yield Set(setting=QUEUE_SETTING, value=ABSENT, key=_KEY)
        return
    if _taken(project):
        return
    if answers.connection != "rabbitmq":
        yield Require(package=PACKAGE, constraint=_constraint(project),
            why=Text("speaks to RabbitMQ for the publisher", "bicara dengan RabbitMQ untuk publisher"))  # fmt: skip
    values = {"namespace": _namespace(project)}
    yield Render(path=CLASS, template="queue/publisher.php.jinja", values=values)
    yield Render(path=project.config_path("publisher"), template="queue/publisher_config.php.jinja", values=values)
    yield Set(setting=QUEUE_SETTING, value=answers.messages, key=_KEY, pinned=True, example=QUEUE)
    for name in _BROKER:
        question = answers.questions()[name]
        yield Set(setting=f"publisher.{name}", value=getattr(answers, name), key=question.key,
                  public=question.public, example=question.example)  # fmt: skip
    yield from _steps(values["namespace"])


def in_the_way(answers: Queue, project: Project) -> Iterator[Finding]:
    """Name the application's own files that stand where the publisher's belong."""
    for path, lacks in _taken(project).items() if answers.publisher else ():
        yield Finding("queue.publisher-taken", Level.ERROR, path,
            Text("this file is the application's own, for something else: it has no {lacks}",
                 "file ini milik aplikasi, untuk hal lain: tidak ada {lacks} di dalamnya").fill(lacks=lacks),
            Text("The publisher needs this name: rename the file and where it is used, or choose `--queue-publisher no`",
                 "Publisher butuh nama ini: ganti nama file itu dan pemakaiannya, atau pilih `--queue-publisher no`"),
            "queue")  # fmt: skip


def advise(answers: Queue) -> Iterator[Finding]:
    """Say what is worth knowing about the queue of messages."""
    if answers.publisher and answers.connection == "rabbitmq" and answers.messages == answers.queue:
        yield Finding("queue.publisher-same-queue", Level.WARNING, _KEY,
            Text("`{queue}` holds Laravel's own jobs too: workers would take what they cannot read",
                 "`{queue}` juga berisi job Laravel sendiri: worker akan mengambil yang tidak bisa dibacanya").fill(
                queue=answers.messages),
            Text("Name another queue for the messages", "Beri nama queue lain untuk pesannya"), "queue")  # fmt: skip


def _steps(namespace: str) -> Iterator[Change]:
    yield Run(command=f"app(\\{namespace}\\Services\\MessagePublisher::class)->publish('report.yearly', "
                      "['year' => 2026]);",
        why=Text("Where the click is handled, instead of the work itself; then answer \"being processed\". It throws "
                 "when the broker did not confirm the message: let that be an error page, not a lost report",
                 "Di controller yang menangani klik, menggantikan pekerjaannya; lalu jawab \"sedang diproses\". "
                 "Melempar exception kalau broker tidak mengonfirmasi: biarkan jadi halaman error, bukan laporan "
                 "yang hilang"),
        phase=Phase.WORKERS, on=On.CODE)  # fmt: skip
    yield Run(command="",
        why=Text("The worker in Go or Python declares the same durable queue, takes one message at a time and acks it "
                 "when the work is done; the same message id may come twice",
                 "Worker Go atau Python mendeklarasikan queue durable yang sama, mengambil pesan satu per satu, "
                 "dan ack setelah selesai; message id yang sama bisa datang dua kali"),
        phase=Phase.WORKERS, on=On.WORKER)  # fmt: skip


def _taken(project: Project) -> dict[str, str]:
    """Return the files that stand where ours belong and are none of ours, with what each lacks."""
    taken, namespace = {}, f"{_namespace(project)}\\Services"
    config, code = project.config_path("publisher"), project.text(CLASS)
    if project.text(config) is not None and isinstance(project.configs.read(QUEUE_SETTING), Missing):
        taken[config] = "`queue`"
    home = rf"^\s*(?:<\?php\s+)?namespace\s+{re.escape(namespace)}\s*[;{{]"
    has_home = re.search(home, code or "", re.MULTILINE | re.IGNORECASE)
    if code is not None and not (has_home and re.search(r"\bfunction\s+publish\s*\(", code, re.IGNORECASE)):
        taken[CLASS] = f"`publish()` in `{namespace}`"
    return taken


def _constraint(project: Project) -> str:
    """Return the versions that the class works with; an installed second one is left alone."""
    return "^2.12" if project.packages.get(PACKAGE, "").startswith("2.") else "^3.0"


def _namespace(project: Project) -> str:
    """Return the namespace that Composer gives to `app/`: an application may have renamed Laravel's `App`."""
    try:
        prefixes = json.loads(project.composer)["autoload"]["psr-4"].items()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        prefixes = ()
    for prefix, folders in prefixes:
        listed = folders if isinstance(folders, list) else [folders]
        if any(str(folder).strip("./") == "app" for folder in listed) and re.fullmatch(r"(?:[A-Za-z_]\w*\\)+", prefix):
            return str(prefix).rstrip("\\")
    return "App"
