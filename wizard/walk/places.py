"""Every place a person can go to from where the walk stands: sections, fields, env keys, the review."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wizard.resolve import Name
from wizard.section import Section
from wizard.text import printable
from wizard.walk import words
from wizard.walk.shown import Heading, Row
from wizard.walk.state import State


@dataclass(frozen=True, slots=True)
class Place:
    """A section, a field of one, or the review, in words of one language.

    `key` is the env key that the field sets, if any; `where` the section and the part it is asked in;
    `value` the answer in force, masked when it is a secret. `index` is the section's, or one past the
    last for the review; `question` is None where a section as a whole is meant.
    """

    label: str
    key: str
    where: str
    value: str
    index: int
    question: Name | None = None

    @property
    def texts(self) -> tuple[str, str, str]:
        """What it can be found by, the most telling first."""
        return self.label, self.key, self.where


def places(state: State) -> tuple[Place, ...]:
    """Return every place, in the guide's order; a question that is not asked now is none."""
    return tuple(_places(state))


def env_key(row: Row) -> str:
    """Return the env key that a question sets: the one this project's config reads, else the one that is made."""
    return row.origin.key or row.question.key


def _places(state: State) -> Iterator[Place]:
    for index, section in enumerate(state.sections):
        yield _section(state, index, section)
        where = _numbered(state, index)
        for item in state.items(section):
            if isinstance(item, Heading):
                where = f"{_numbered(state, index)} · {item.part.title.in_(state.lang)}"
            elif isinstance(item, Row):
                yield Place(item.question.label.in_(state.lang), env_key(item), where, printable(item.value), index,
                            item.name)  # fmt: skip
    last = len(state.sections)
    yield Place(f"{last + 1} {words.REVIEW_STEP.in_(state.lang)}", "", "", "", last)


def _section(state: State, index: int, section: type[Section]) -> Place:
    """A section shows the answer that tells most: the one to its first question."""
    first = next((item for item in state.items(section) if isinstance(item, Row)), None)
    return Place(_numbered(state, index), "", "", printable(first.value) if first else "", index)


def _numbered(state: State, index: int) -> str:
    return f"{index + 1} {state.sections[index].title.in_(state.lang)}"
