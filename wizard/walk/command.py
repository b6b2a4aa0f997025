"""The command line that does without questions what was answered so far, ready to paste into CI.

No secret is on it: a secret comes from an environment variable named like its env key, and so does a public
value that may hold a password or has a sign that cannot be seen; the shell refuses to run where one is not set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wizard.answers_file import Referred
from wizard.disk import text_of
from wizard.finding import Invalid, Stop
from wizard.laravel.version import Constraint, exact
from wizard.question import NONE, Question, is_optional, is_secret, parse, spoken
from wizard.resolve import Name
from wizard.section import Section, flag
from wizard.text import Text, printable, uncredentialed
from wizard.walk import words as say
from wizard.walk.rows import asked
from wizard.walk.shell import broken, cells, quoted
from wizard.walk.state import State

PROGRAM = "stateless-wizard"
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_FRAMEWORK = "vendor/laravel/framework/src/Illuminate/Foundation/Application.php"
_INDENT = "    "


@dataclass(frozen=True, slots=True)
class Word:
    """One flag, with its value if it takes one; `ready` is a value that the shell is meant to read."""

    head: str
    value: str = ""
    ready: str = ""

    @property
    def text(self) -> str:
        """As it stands on the line; a value that looks like a flag is tied to its own."""
        if not (self.value or self.ready):
            return self.head
        return f"{self.head}{self.tie}{self.ready or quoted(self.value)}"

    @property
    def tie(self) -> str:
        """What stands between the flag and its value."""
        return "=" if self.value.startswith("-") else " "


@dataclass(frozen=True, slots=True)
class Command:
    """The command and what it needs.

    `variables` must be in the environment where it runs; `wrong` are flags whose answers could not be taken
    and are left out; `missing` are flags of questions that nobody has answered yet; `made` are flags of
    values that every run makes anew.
    """

    words: tuple[Word, ...]
    variables: tuple[str, ...]
    wrong: tuple[str, ...]
    missing: tuple[str, ...]
    made: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """All of it on one line."""
        return " ".join(word.text for word in self.words)

    def lines(self, width: int) -> tuple[str, ...]:
        """All of it on lines that are no wider, each but the last with a backslash: a shell reads it as one."""
        lines: list[str] = []
        for number, word in enumerate(self.words):
            end = "" if number == len(self.words) - 1 else " \\"
            if number and cells(f"{lines[-1]} {word.text}{end}") <= width:
                lines[-1] += f" {word.text}"
                continue
            if lines:
                lines[-1] += " \\"
            start = _INDENT if lines else ""
            if cells(f"{start}{word.text}{end}") <= width or not word.value:
                lines.append(f"{start}{word.text}")
            else:
                lines += _broken(word, width)
        return tuple(lines)


def notes(told: Command) -> tuple[Text, ...]:
    """Say what a person must know about the command before it is run elsewhere."""
    said = ((say.NEEDS_VARIABLES, told.variables), (say.STILL_MISSING, told.missing), (say.LEFT_WRONG, told.wrong),
            (say.MADE_ANEW, told.made))  # fmt: skip
    return tuple(text.fill(names=", ".join(map(printable, names))) for text, names in said if names)


def command(state: State, here: Path | None = None) -> Command:
    """Return the command for the answers as they stand; `here` is the folder that it will be run in."""
    words: list[Word] = []
    variables: dict[str, Name] = {}
    wrong: list[str] = []
    for name in asked(state):
        raw = _taken(state, name)
        if raw is not None:
            words.append(_word(state, name, raw, variables))
        elif _given(state, name):
            wrong.append(_flag(state, name))
    missing = tuple(_flag(state, name) for name in state.outcome.missing)
    made = tuple(_flag(state, name).removesuffix("-env") for name in state.drawn)
    head = [Word(f"{PROGRAM} apply"), *_opened(state, here)]
    tail = [] if words else [Word("--defaults")]
    tail += [Word("--skip", path) for path in sorted(state.spared)]
    return Command((*head, *words, *tail, Word("--yes")), tuple(variables), tuple(wrong),
                   tuple(one for one in missing if one not in wrong), made)  # fmt: skip


def answered(state: State) -> bool:
    """Say whether anything was answered at all: typed here, or told by flags or a file."""
    return bool(state.given.typed or state.given.file)


def _opened(state: State, here: Path | None) -> Iterator[Word]:
    """The project as it was opened: its folder, its env file, its version where no file tells that."""
    project = state.project
    folder = _folder(project.root, here or _here())
    if folder:
        yield Word(quoted(printable(folder)))
    name = project.env_path.removeprefix(".env").removeprefix(".")
    if name:
        yield Word("--env", name)
    version = str(project.version)
    if version != _told_version(project.root):
        yield Word("--laravel", version)


def _folder(root: Path, here: Path) -> str:
    """Name the project from a folder; in it, or below, there is nothing to name."""
    if here == root or root in here.parents:
        return ""
    return f"./{root.relative_to(here)}" if here in root.parents else str(root)


def _here() -> Path:
    try:
        return Path.cwd()
    except OSError:  # the folder is gone
        return Path("/")


@cache
def _told_version(root: Path) -> str:
    """Return the version that the project's files tell; empty when they tell none. They are read once."""
    try:
        found = exact(text_of(root, "composer.lock"), text_of(root, _FRAMEWORK), text_of(root, "composer.json"))
    except Stop:
        return ""
    return str(found.lowest if isinstance(found, Constraint) else found)


def _given(state: State, name: Name) -> tuple[str, ...]:
    """What was given for a question, the strongest first: typed, then by an answers file."""
    return tuple(raw for raw in (state.given.typed.get(name, ""), state.given.file.get(name, "")) if raw)


def _taken(state: State, name: Name) -> str | None:
    """Return what was given and counts; None when nothing was, or nothing that could be taken."""
    question, origin = _question(state, name), state.outcome.resolution.origins[name]
    for raw in _given(state, name):
        if not (is_secret(question) or raw.strip()):
            continue
        if origin.kept and raw == spoken(origin.was):
            return raw
        try:
            parse(question, raw)
        except Invalid:
            continue
        return raw
    return None


def _word(state: State, name: Name, raw: str, variables: dict[str, Name]) -> Word:
    question, head = _question(state, name), _flag(state, name)
    if name in state.drawn:
        return Word(head.removesuffix("-env"), state.drawn[name])
    if is_secret(question):
        none = is_optional(question) and raw.strip().lower() == NONE
        return Word(head, NONE if none else _variable(state, name, variables))
    if isinstance(raw, Referred) and _VARIABLE.fullmatch(raw.variable):
        return Word(head, ready=f'"${{{_own(raw.variable, name, variables)}:?}}"')
    value = raw if raw.isprintable() else raw.strip()
    if value.isprintable() and uncredentialed(value) == value:
        return Word(head, value)
    return Word(head, ready=f'"${{{_variable(state, name, variables)}:?}}"')


def _variable(state: State, name: Name, variables: dict[str, Name]) -> str:
    """Name a variable like the env key that it is for; two never share one."""
    return _own(state.outcome.resolution.origins[name].key or _question(state, name).key, name, variables)


def _own(key: str, name: Name, variables: dict[str, Name]) -> str:
    if not _VARIABLE.fullmatch(key) or variables.setdefault(key, name) != name:
        key = "_".join(name).upper()
        variables[key] = name
    return key


def _kind(state: State, name: Name) -> type[Section]:
    return state.kind(name[0])


def _question(state: State, name: Name) -> Question:
    return _kind(state, name).questions()[name[1]]


def _flag(state: State, name: Name) -> str:
    return flag(_kind(state, name), name[1])


def _broken(word: Word, width: int) -> Iterator[str]:
    """Break a value that is wider than a line: its pieces stand at the left edge, where a shell joins them."""
    yield f"{_INDENT}{word.head}{word.tie.rstrip()}" + (" \\" if word.tie == " " else "\\")
    yield from broken(quoted(word.value), width)
