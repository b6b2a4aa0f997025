"""A worker beside the web server: what starts both in one container, as its own files say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from wizard.finding import Finding, Level
from wizard.project import Project
from wizard.text import Text

_FOLDERS: Final = (
    ".", "docker", ".docker", "deploy", ".deploy", "docker/php", "docker/app", "docker/web", "docker/supervisor",
    ".docker/php", ".docker/supervisor", *(f"docker/{sail}" for sail in ("7.4", "8.0", "8.1", "8.2", "8.3", "8.4", "8.5")),
)  # fmt: skip
_WORKER: Final = r"queue:(?:work|listen)\b|\bartisan[\"', ]+horizon\b|rabbitmq:consume\b"
_WEB: Final = (r"\bphp-fpm|\bnginx\b|\bapache2(?:ctl|-foreground)?\b|\bhttpd\b|\bfrankenphp\b|octane:\w+"
               r"|\bartisan[\"', ]+serve\b")  # fmt: skip
_STARTS: Final = {
    "conf": re.compile(r"^[ \t]*command[ \t]*=(.*)", re.MULTILINE),
    "image": re.compile(r"^[ \t]*(?:CMD|ENTRYPOINT)[ \t](.*)", re.MULTILINE | re.IGNORECASE),
    "shell": re.compile(r"^[ \t]*([^#\s].*)", re.MULTILINE),
}
"""The lines of a supervisor's file, of a Dockerfile and of a script that start a process."""


def advise(project: Project) -> Iterator[Finding]:
    """Name each file that starts a worker and a web server together (GUIDE.md, G5.3)."""
    for folder in _FOLDERS:
        for name in project.names(folder):
            path = name if folder == "." else f"{folder}/{name}"
            kind = _kind(name)
            if kind and _starts_both(kind, project.text(path) or ""):
                yield Finding("queue.worker-in-web", Level.WARNING, path,
                    Text("starts a worker beside the web server: both die together, and each web node more is a worker more",
                         "menjalankan worker di samping web server: keduanya mati bersama, dan tiap tambahan node web "
                         "jadi tambahan worker"),
                    Text("Start the worker in a container of its own; `--queue-deploy yes` writes an example",
                         "Jalankan worker di container terpisah; `--queue-deploy yes` menulis contohnya"), "queue")  # fmt: skip


def _kind(name: str) -> str | None:
    if "dockerfile" in name.lower():
        return "image"
    return {"conf": "conf", "ini": "conf", "sh": "shell"}.get(name.rpartition(".")[2])


def _starts_both(kind: str, text: str) -> bool:
    started = _STARTS[kind].findall(text)
    workers = [line for line in started if re.search(_WORKER, line)]
    if kind == "shell":  # in the foreground nothing comes after it: the script picks one of several roles
        workers = [line for line in workers if re.search(r"(?<!&)&[ \t]*(?:#.*)?$", line)]
    return bool(workers) and any(re.search(_WEB, line) for line in started)
