"""A section of the guide: a frozen dataclass whose fields are its questions."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, ClassVar, TypeVar, dataclass_transform

from wizard.changes import Change
from wizard.check import Check
from wizard.finding import Finding
from wizard.laravel.config import Reading
from wizard.project import Project
from wizard.question import Answer, Asked, Choice, Line, Question
from wizard.text import Text


def ask(question: Question) -> Any:  # Any: a field specifier stands for a value of the field's own type
    """Make a dataclass field of a question; until it is answered the field holds the default."""
    return dataclasses.field(default=question.default, metadata={"question": question})


class Sharing(Enum):
    """How the nodes come to have something together: what the picture of a lesson draws."""

    STORE = "both keep it in one place"
    SAME = "both have an equal one"
    COLLECTED = "both send it to one place"
    ASKED = "one place asks both"


@dataclass_transform(frozen_default=True, kw_only_default=True)
@dataclass(frozen=True, kw_only=True)
class Section:
    """A step of the wizard. A subclass names itself, asks, and says what follows from the answers.

    `self` holds answers: the questions asked so far, defaults for the rest. A `part` has no step of
    its own: it is asked in the first section that needs it.
    """

    name: ClassVar[str]
    title: ClassVar[Text]
    problem: ClassVar[Text]
    """What goes wrong on two nodes (the guide's "Masalah"), for a reader who runs no servers."""
    solution: ClassVar[Text]
    """What is done about it (the guide's "Solusi")."""
    apart: ClassVar[Text]
    """What each node has by itself until then, in at most 18 cells."""
    shared: ClassVar[Text]
    """What the nodes have together from then on, in at most 22 cells."""
    sharing: ClassVar[Sharing] = Sharing.STORE
    part: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        """Make every subclass a frozen dataclass: its questions are its fields."""
        dataclass(frozen=True, kw_only=True)(cls)

    @classmethod
    def questions(cls) -> Mapping[str, Question]:
        """Return the questions in the order they are asked."""
        return _questions(cls)  # type: ignore[arg-type]  # a class is hashable; mypy looks at its instances

    def asked(self, project: Project) -> Iterable[str]:
        """Name the questions that matter, given the answers of this section so far."""
        return self.questions()

    def proposed(self, name: str, project: Project) -> Answer:
        """Compute a default from the project and the section's own answers; None leaves the fixed one."""
        return None

    def found(self, name: str, project: Project) -> Reading | None:
        """Say what the project has now for a question: the reading of its setting."""
        setting = self.setting(name)
        return project.configs.read(setting) if setting else None

    def present(self, name: str, project: Project) -> Answer:
        """Turn what was found into an answer; None when the project has none.

        An empty text counts as none: Laravel takes it for a value, but nobody means it.
        """
        value = project.configs.value(self.setting(name)) if self.setting(name) else None
        return value if isinstance(value, str | int | bool) and value != "" else None

    def local(self, name: str, value: Answer, project: Project) -> Text | None:
        """Tell why a present value keeps state on one node; None when it does not."""
        question = self.questions()[name]
        if isinstance(question, Choice):
            return question.local.get(str(value))
        if isinstance(question, Line) and question.local:
            return question.local(str(value))
        return None

    def draw(self, name: str, word: str, project: Project) -> str:
        """Make the value that a word of a question stands for; called once, when it is answered."""
        raise AssertionError(f"{self.name}.{name} has no word {word}")

    def setting(self, name: str) -> str:
        """Return the Laravel setting behind a question, empty when there is none."""
        asked: Asked = self.questions()[name]
        return asked.setting.format_map(dataclasses.asdict(self)) if asked.setting else ""

    def needs(self) -> Sequence[type[Section]]:
        """Name the parts (the Redis connection) that these answers need."""
        return ()

    def changes(self, answers: Answers, project: Project) -> Iterator[Change]:
        """Say what must be done to the project."""
        yield from ()

    def advise(self, answers: Answers, project: Project) -> Iterator[Finding]:
        """Say what is worth knowing about these answers in this project."""
        yield from ()

    def checks(self, answers: Answers, project: Project) -> Iterator[Check]:
        """Name the live services to ask, as the project's config has them: what is written, or what is planned.

        Where the config names no such service (files, sync) there is nothing to ask.
        A probe is imported here, not above: a plan asks nobody and must not wait for it.
        """
        yield from ()


S = TypeVar("S", bound=Section)


class Answers:
    """The answers of all sections and parts: `answers[Session].driver` is typed."""

    def __init__(self, sections: Iterable[Section] = ()) -> None:
        self._sections: dict[type[Section], Section] = {type(s): s for s in sections}

    def __getitem__(self, section: type[S]) -> S:
        found = self._sections[section]
        assert isinstance(found, section)
        return found

    def __iter__(self) -> Iterator[Section]:
        return iter(self._sections.values())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Answers) and self._sections == other._sections

    __hash__ = None  # type: ignore[assignment]  # Why: answers are compared, never used as keys

    def put(self, section: Section) -> Answers:
        """Return the answers with one section's replaced."""
        return Answers([*(s for s in self if type(s) is not type(section)), section])

    def needed(self, part: type[Section]) -> bool:
        """Tell whether any section needs a part."""
        return any(part in section.needs() for section in self)

    def asked_in(self, part: type[Section], sections: Sequence[type[Section]]) -> type[Section] | None:
        """Return the first section, in the guide's order, whose answers need a part."""
        return next((s for s in sections if part in self[s].needs()), None)


def flag(section: type[Section], question: str) -> str:
    """Return the flag of a question: `--session-driver`; a secret's flag names a variable: `…-env`."""
    asked = section.questions()[question]
    words = f"{section.name}-{question}".replace("_", "-")
    return f"--{words}-env" if isinstance(asked, Line) and asked.secret else f"--{words}"


@cache
def _questions(section: type[Section]) -> Mapping[str, Question]:
    return {f.name: f.metadata["question"] for f in dataclasses.fields(section) if "question" in f.metadata}
