"""Several `KEY=value` lines pasted at once: which questions they answer, and which lines are left out and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from wizard.finding import Invalid
from wizard.formats import env
from wizard.project import Project
from wizard.question import NONE, Question, is_optional, is_secret, parse, shown, spoken
from wizard.resolve import Given, Name, Origin, Resolution, is_active, resolve
from wizard.text import Text, same, uncredentialed
from wizard.walk import words
from wizard.walk.shown import MASK
from wizard.walk.state import State

_KEY = re.compile(r"[A-Z][A-Z0-9_]+")
_MOST = 2_000  # lines; no env file is near it


@dataclass(frozen=True, slots=True)
class Fill:
    """A question that a line answers; `shown` is its value fit for a screen, masked where it may not be seen."""

    name: Name
    key: str
    raw: str = field(repr=False)
    shown: str


@dataclass(frozen=True, slots=True)
class Left:
    """A line that answers nothing: its key, or its number where it has none, and why."""

    line: Text
    why: Text


@dataclass(frozen=True, slots=True)
class Pasted:
    """What pasted lines would do: questions they answer, keys that hold the answer in force already, the rest."""

    fills: tuple[Fill, ...]
    already: tuple[str, ...]
    left: tuple[Left, ...]


def is_several(text: str) -> bool:
    """Tell whether a text has two lines or more that look like an env file's."""
    return len(_read(text, env.Rules.V56, None)[0]) > 1


def single(key: str, text: str) -> str | None:
    """Return the value of one line `KEY=value`; None when it is anything else, or the key of another field."""
    found = _read(text, env.Rules.V56, None)[0]
    return _raw(found[key]) if key and list(found) == [key] else None


def pasted(text: str, state: State) -> Pasted:
    """Say what the lines would answer if they stood in the project's env file. Raises `Stop` as the core does.

    A key answers the question whose setting this project reads from it, else the one that would make it.
    """
    count = len(text.splitlines())
    if count > _MOST:
        return Pasted((), (), (Left(words.LINES.fill(count=count), words.TOO_MANY.fill(most=_MOST)),))
    values, broken = _read(text, state.project.rules, _public(state))
    found = list(_found(values, state))
    fills = [one for one in found if isinstance(one, Fill)]
    asked = _asked(state, fills)
    unasked = [one for one in fills if one.name not in asked]
    fills = [one for one in fills if one.name in asked]
    already = [one.key for one in fills if one.raw == _in_force(state, one.name)]
    fills = [one for one in fills if one.raw != _in_force(state, one.name)]
    refused = [one for one in found if isinstance(one, Left)]
    told = {*(one.key for one in (*fills, *unasked)), *already, *(one.line.en for one in refused)}
    unknown = [Left(_named(key), words.NO_QUESTION) for key in values if key not in told]
    elsewhere = {*(one.key for one in fills), *already}
    left = [Left(_named(one.key), words.NOT_ASKED) for one in unasked if one.key not in elsewhere]
    return Pasted(tuple(fills), tuple(dict.fromkeys(already)), (*refused, *dict.fromkeys(left), *broken, *unknown))


class _Known(Mapping[str, str]):
    """What `${KEY}` may be filled in from; `lacking` are the keys that were asked for and are not there."""

    def __init__(self, public: Mapping[str, str]) -> None:
        self.lacking: set[str] = set()
        self._values = dict(public)

    def __getitem__(self, key: str) -> str:
        if key not in self._values:
            self.lacking.add(key)
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def learn(self, key: str, value: str | None) -> None:
        """Take what a line says of a key."""
        if value is not None:
            self._values[key] = value


def _public(state: State) -> dict[str, str]:
    """Return the project's values that a line may refer to: of public questions alone, so that no secret is pulled in."""
    public: set[str] = set()
    hidden: set[str] = set()
    for name, origin in state.outcome.resolution.origins.items():
        question = state.kind(name[0]).questions()[name[1]]
        keys = hidden if is_secret(question) or not question.public else public
        keys |= {origin.key, question.key}
    found = ((key, state.project.configs.env.get(key)) for key in public - hidden)
    return {key: value for key, value in found if value is not None and uncredentialed(value) == value}


def _read(text: str, rules: env.Rules, public: Mapping[str, str] | None) -> tuple[dict[str, str | None], list[Left]]:
    """Return the values by key, the last one of each, and the lines that are none or refer to another key.

    Where nothing is said to be `public`, a reference that the lines do not fill in stays as it is.
    """
    values: dict[str, str | None] = {}
    left: list[Left] = []
    known = _Known(public or {})
    for line in env.lines(text, rules):
        if line.kind in (env.Kind.BLANK, env.Kind.COMMENT):
            continue
        part = text[line.start : line.end]
        known.lacking.clear()
        try:
            entry = env.read(part.strip(" \t"), rules, known)
        except env.Refused:
            entry = {}
        key = next(iter(entry), "")
        if "=" not in part or not _KEY.fullmatch(key):
            left.append(Left(words.LINE.fill(number=line.number), words.NOT_ENV))
        elif known.lacking and public is not None:
            left.append(Left(_named(key), words.OTHER_KEY))
        else:
            values[key] = entry[key]
            known.learn(key, entry[key])
    return values, left


def _found(values: Mapping[str, str | None], state: State) -> Iterator[Fill | Left]:
    """Answer every question that one of the keys is for, asked now or not."""
    now, then = state.outcome.resolution, _standing(values, state)
    for name, origin in then.origins.items():
        question = state.kind(name[0]).questions()[name[1]]
        key = next((k for k in (origin.key, now.origins[name].key, question.key) if k), "")
        if key not in values:
            continue
        raw = _answer(values[key], question, now.origins[name], origin, state.project)
        if not raw:
            yield Left(_named(key), origin.replaced or words.EMPTY_VALUE)
            continue
        try:
            if not (origin.kept and now.origins[name].was == origin.was):
                parse(question, raw)
        except Invalid as error:
            yield Left(_named(key), error.text)
        else:
            hidden = is_secret(question) or not question.public
            yield Fill(name, key, raw, MASK if hidden and raw != NONE else shown(raw))


def _standing(values: Mapping[str, str | None], state: State) -> Resolution:
    """Resolve everything as if the lines stood in the env file, and nobody had answered what they answer."""
    configs = state.project.configs
    project = replace(state.project, configs=replace(configs, env={**configs.env, **values}))
    kinds = (*state.sections, *state.parts)
    keys = {name: (origin.key, state.kind(name[0]).questions()[name[1]].key)
            for name, origin in state.outcome.resolution.origins.items()}  # fmt: skip
    others = [{name: raw for name, raw in given.items() if not any(key in values for key in keys[name])}
              for given in (state.given.typed, state.given.file, state.given.found)]  # fmt: skip
    return resolve(kinds, project, Given(*others))


def _answer(value: str | None, question: Question, now: Origin, then: Origin, project: Project) -> str:
    """Return what the project makes of a value; where it makes nothing of it, what Laravel's `env()` would.

    Empty: no answer. A key may be read and yet decide nothing (DB_HOST beside DB_URL): then it is taken as typed.
    """
    decides = (then.was, then.replaced) != (now.was, now.replaced) or project.configs.env.get(then.key) == value
    if decides and then.replaced:
        return ""
    if decides and then.was is not None:
        return spoken(then.was)
    raw = _raw(value)
    return "" if raw == NONE and not is_optional(question) else raw


def _raw(value: str | None) -> str:
    meant = env.cast(value)
    return "" if value is None or meant == "" else spoken(meant)


def _asked(state: State, fills: list[Fill]) -> set[Name]:
    """Name what is asked once the lines have been taken."""
    typed = {**state.given.typed, **{one.name: one.raw for one in fills}}
    kinds = (*state.sections, *state.parts)
    answers = resolve(kinds, state.project, replace(state.given, typed=typed)).answers
    active = [section for section in answers if is_active(answers, section)]
    return {(section.name, name) for section in active for name in section.asked(state.project)}


def _in_force(state: State, name: Name) -> str:
    return spoken(getattr(state.answers[state.kind(name[0])], name[1]))


def _named(key: str) -> Text:
    return same(key)
