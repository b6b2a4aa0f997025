"""The judge: what real PHP makes of a project's whole config with its `.env`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from tests import lab, shapes

NONE: Mapping[str, str] = MappingProxyType({})
_JUDGE = Path(__file__).parent / "php" / "judge.php"


class Unreadable(Exception):
    """PHP or phpdotenv cannot read the project; says which file and why."""


def evaluate(project: Path, environ: Mapping[str, str] = NONE) -> dict[str, object]:
    """Return the config of one project, file by file, as Laravel would hold it after boot.

    `environ` is the whole environment of the process: nothing of ours leaks in. Values that JSON
    cannot carry come as `@object:Class`, `@bytes:base64` or `@float:INF`. Raises `Unreadable`.
    """
    return evaluate_all([project], environ)[0]


def evaluate_all(projects: Sequence[Path], environ: Mapping[str, str] = NONE) -> list[dict[str, object]]:
    """Return the config of each project, all from one PHP process; raise `Unreadable` for a bad one."""
    configs = []
    for project, answer in zip(projects, _answers(projects, environ), strict=True):
        if "config" not in answer:
            raise Unreadable(f"{project.name}: {answer['error']}")
        configs.append(answer["config"])
    return configs


def dotted(config: object, setting: str, default: object = None) -> object:
    """Return what `config('session.table')` would: `Arr::get`, by name or by number in a list."""
    if _has(config, setting):
        return _at(config, setting)
    here = config
    for step in setting.split("."):
        if not _has(here, step):
            return default
        here = _at(here, step)
    return here


def _answers(projects: Sequence[Path], environ: Mapping[str, str]) -> list[dict[str, dict[str, object]]]:
    base = Path(_framework().name)
    request = {
        "base": {str(major): str(base / str(major)) for major in shapes.MERGING},
        "rabbitmq": {kind: str(base / f"rabbitmq-{kind}.php") for kind in ("lazy", "plain")},
        "projects": [str(project.resolve()) for project in projects],
        "environ": dict(environ),
    }
    ran = lab.run_php(_JUDGE, str(lab.illuminate()), input=json.dumps(request).encode(), env={})
    if ran.returncode:
        raise Unreadable(f"php ended with {ran.returncode}: {ran.stderr.decode(errors='replace')[-2000:]}")
    answers: list[dict[str, dict[str, object]]] = json.loads(ran.stdout)
    return answers


@cache
def _framework() -> TemporaryDirectory[str]:
    """Write down, once, the config that the framework and the RabbitMQ package bring along."""
    folder = TemporaryDirectory(prefix="framework-")
    texts = {f"{major}/{name}": text for major in shapes.MERGING for name, text in shapes.base(major).items()}
    texts |= {f"rabbitmq-{kind}.php": shapes.rabbitmq(lazy=kind == "lazy") for kind in ("lazy", "plain")}
    for name, text in texts.items():
        path = Path(folder.name, name)
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return folder


def _has(here: object, step: str) -> bool:
    if isinstance(here, list):
        return step.isdecimal() and int(step) < len(here)
    return isinstance(here, dict) and step in here


def _at(here: object, step: str) -> object:
    if isinstance(here, list):
        return here[int(step)]
    assert isinstance(here, dict)
    return here[step]
