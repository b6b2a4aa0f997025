"""The answers that only a person knows: which they are, and which one comes next."""

from __future__ import annotations

from wizard.resolve import Name
from wizard.walk.rows import asked
from wizard.walk.state import State


def unanswered(state: State) -> tuple[Name, ...]:
    """Return the questions that nobody has answered, or not well, in the order in which they are asked."""
    # Not of the troubles: those want the plan, and the first screen must not wait for it.
    badly = {(problem.section, problem.question) for problem in state.outcome.resolution.problems}
    open_ = badly.union(state.outcome.missing)
    return tuple(name for name in asked(state) if name in open_)


def here(state: State) -> Name | None:
    """Return the first question of the section on screen that is still open."""
    return next((name for name in unanswered(state) if state.home(name[0]) is state.section), None)


def beyond(state: State) -> Name | None:
    """Return the first open question of a later section."""
    later = state.sections[state.sections.index(state.section) + 1 :]
    return next((name for name in unanswered(state) if state.home(name[0]) in later), None)


def counted(state: State) -> tuple[Name, ...]:
    """Return what a walk through the open questions alone is about: those it began with, and those that came up."""
    all_ = {*(state.only_open or ()), *unanswered(state)}
    return tuple(name for name in asked(state) if name in all_)


def questions(state: State) -> int:
    """How many questions there are as the answers stand."""
    return sum(1 for _ in asked(state))
