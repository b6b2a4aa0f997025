"""What is in the way: answers that are wrong or missing, and errors of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wizard.finding import Level
from wizard.resolve import Name
from wizard.text import Text
from wizard.walk import words
from wizard.walk.shown import Trouble

if TYPE_CHECKING:
    from wizard.walk.state import State

_ANSWER = Text("Answer it in its section", "Jawab di bagiannya")


def troubles(state: State) -> Iterator[Trouble]:
    """Return everything that keeps the plan from being written."""
    told: set[Name] = set()
    for problem in state.outcome.resolution.problems:
        name = (problem.section, problem.question)
        told.add(name)
        yield Trouble(state.home(problem.section), name, problem.why, _ANSWER)
    for name in state.outcome.missing:
        if name not in told:
            yield Trouble(state.home(name[0]), name, words.UNANSWERED, _ANSWER)
    for finding in state.outcome.plan.findings:
        if finding.level is Level.ERROR:
            yield Trouble(state.home_of(finding), None, finding.why, finding.remedy, finding)
