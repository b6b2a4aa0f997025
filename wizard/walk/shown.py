"""What a form and a sidebar show: marks, questions with their answers, and what is in the way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from wizard.finding import Finding
from wizard.question import Question, is_secret
from wizard.resolve import Name, Origin
from wizard.section import Section
from wizard.text import Text

MASK = "••••"


class Mark(Enum):
    """How a step stands, as one character."""

    TODO = "○"
    DONE = "✓"
    CHANGED = "~"
    WRONG = "✗"


@dataclass(frozen=True, slots=True)
class Row:
    """One question as the form shows it.

    `raw` is what was typed, `value` the answer in force as text and `was` what the project has;
    the last two are masked when the answer is a secret, and show no credentials when it is not.
    """

    name: Name
    question: Question
    raw: str
    value: str
    was: str
    mark: str
    error: Text | None
    missing: bool
    origin: Origin
    recommended: str = ""
    drawn: bool = False

    @property
    def changes(self) -> bool:
        """Tell whether what the project has is not fit for many nodes, and is not what was answered all the same."""
        return self.origin.replaced is not None and (is_secret(self.question) or self.value != self.was)


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a part (Redis) above its questions."""

    part: type[Section]


@dataclass(frozen=True, slots=True)
class Link:
    """A part that is asked in another section: where to."""

    part: type[Section]
    home: type[Section]


Item = Row | Heading | Link


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that keeps the plan from being written, and where it is answered, if anywhere.

    `question` is one that lacks a good answer; `finding` what the plan itself forbids.
    """

    section: type[Section] | None
    question: Name | None
    why: Text
    remedy: Text
    finding: Finding | None = None
