"""Where in the plan an answer ends up: the file, and the line of its new text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wizard.changes import Change, Insert, Render, Set, SetConfig, SetEnv
from wizard.laravel.config import CannotTell, EnvKey, Literal
from wizard.plan import FileChange, Plan
from wizard.resolve import Name
from wizard.walk.state import State

_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Spot:
    """A file of the plan and a line of its new text, from 1; None when the file has no line for it yet."""

    file: FileChange
    line: int | None = None


def spot(state: State, name: Name) -> Spot | None:
    """Return where the answer of a question is written; None when no file changes for it.

    It follows what the project's own config will read: an env key, or the line of a config file. A question
    without a setting is shown where its section changes something first.
    """
    plan, env_path = state.outcome.plan, state.project.env_path
    section = state.answers[state.kind(name[0])]
    question = section.questions()[name[1]]
    setting = section.setting(name[1])
    found = _read(plan, env_path, setting) if setting else None
    if found is None and question.key:
        found = _keyed(plan, env_path, question.key)
    if found is not None or setting:
        return found
    spots = (_changed(plan, env_path, change) for change in section.changes(state.answers, state.project))
    return next((one for one in spots if one is not None), None)


def _read(plan: Plan, env_path: str, setting: str) -> Spot | None:
    match plan.configs.read(setting):
        case EnvKey(key=key):
            return _keyed(plan, env_path, key)
        case Literal(place=place) | CannotTell(place=place):
            file = _file(plan, place.file)
            return None if file is None else Spot(file, place.line)
        case _:
            return None


def _keyed(plan: Plan, env_path: str, key: str) -> Spot | None:
    """Return the line that holds an env key: the last one, which wins."""
    file = _file(plan, env_path)
    if file is None:
        return None
    pattern = re.compile(rf"^[\ufeff \t]*(?:export[ \t]+)?(['\"]?){re.escape(key)}\1[ \t]*=", re.MULTILINE)
    last = None
    for last in pattern.finditer(file.after):  # noqa: B007  # the last one is wanted
        pass
    return Spot(file, None if last is None else len(_BREAK.findall(file.after, 0, last.start())) + 1)


def _changed(plan: Plan, env_path: str, change: Change) -> Spot | None:
    match change:
        case Set(setting=setting) | SetConfig(setting=setting):
            found = _read(plan, env_path, setting)
            return found if found is not None and found.line is not None else None
        case SetEnv(key=key):
            return _keyed(plan, env_path, key)
        case Render(path=path) | Insert(path=path):
            file = _file(plan, path)
            return None if file is None else Spot(file, next(_new_lines(file), None))
        case _:
            return None


def _new_lines(file: FileChange) -> Iterator[int]:
    """Yield the first line of a file that is not as it was."""
    before = (file.before or "").split("\n")
    after = file.after.split("\n")
    yield from (n for n, line in enumerate(after, 1) if n > len(before) or line != before[n - 1])


def _file(plan: Plan, path: str) -> FileChange | None:
    return next((file for file in plan.files if file.path == path), None)
