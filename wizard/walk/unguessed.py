"""The answers that only a person knows: which they are, and which one comes next."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.resolve import Name
from wizard.walk.state import State


def unanswered(state: State) -> tuple[Name, ...]:
    """Return the questions that nobody has answered, or not well, in the order in which they are asked."""
    # Not of the troubles: those want the plan, and the first screen must not wait for it.
    badly = {(problem.section, problem.question) for problem in state.outcome.resolution.problems}
    open_ = badly.union(state.outcome.missing)
    return tuple(name for name in _asked(state) if name in open_)


def following(state: State, name: Name | None) -> Name | None:
    """Return the first question after this one (after none: the first of all) that is still open."""
    order = list(_asked(state))
    start = order.index(name) + 1 if name in order else 0
    open_ = set(unanswered(state))
    return next((one for one in order[start:] if one in open_), None)


def counted(state: State) -> tuple[Name, ...]:
    """Return what a walk through the open questions alone is about: those it began with, and those that came up."""
    all_ = {*(state.only_open or ()), *unanswered(state)}
    return tuple(name for name in _asked(state) if name in all_)


def questions(state: State) -> int:
    """How many questions there are as the answers stand."""
    return sum(1 for _ in _asked(state))


def _asked(state: State) -> Iterator[Name]:
    """Name every question that matters, section by section, those of a part in its home."""
    for section in state.sections:
        answered = state.answers[section]
        parts = [part for part in answered.needs() if state.answers.asked_in(part, state.sections) is section]
        for kind in (section, *parts):
            for question in state.answers[kind].asked(state.project):
                yield kind.name, question
