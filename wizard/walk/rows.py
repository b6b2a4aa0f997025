"""A form as data: every question with its answer, what it was, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wizard.question import Choice, Question, is_secret, spoken
from wizard.resolve import Name, Source
from wizard.section import Section
from wizard.text import uncredentialed
from wizard.walk.shown import MASK, Heading, Item, Link, Mark, Row

if TYPE_CHECKING:
    from wizard.walk.state import State


def asked(state: State) -> Iterator[Name]:
    """Name every question that matters, section by section, those of a part where it is asked."""
    for section in state.sections:
        parts = (part for part in state.answers[section].needs() if state.home(part.name) is section)
        for kind in (section, *parts):
            yield from ((kind.name, question) for question in state.answers[kind].asked(state.project))


def items(state: State, section: type[Section]) -> Iterator[Item]:
    """Return what the form of a section shows, in order."""
    for name in state.answers[section].asked(state.project):
        yield state.row((section.name, name))
    for part in state.answers[section].needs():
        home = state.answers.asked_in(part, state.sections)
        if home is not section and home is not None:
            yield Link(part, home)
            continue
        yield Heading(part)
        for name in state.answers[part].asked(state.project):
            yield state.row((part.name, name))


def row(state: State, name: Name) -> Row:
    """Return one question as the form shows it."""
    kind = state.kind(name[0])
    section, question = state.answers[kind], kind.questions()[name[1]]
    origin = state.outcome.resolution.origins[name]
    value = "" if origin.source is Source.NOBODY else spoken(getattr(section, name[1]))
    was = "" if origin.was is None else spoken(origin.was)
    error, missing = state.error(name), name in state.outcome.missing
    changed = value != was and bool(was or origin.source is Source.TYPED)
    mark = Mark.WRONG.value if error or missing else Mark.CHANGED.value if changed else ""
    hidden = is_secret(question)
    return Row(
        name=name,
        question=question,
        raw=state.given.typed.get(name, ""),
        value=MASK if hidden and value not in ("", "none") else uncredentialed(value),
        was=MASK if hidden and was else uncredentialed(was),
        mark=mark,
        error=error,
        missing=missing,
        origin=origin,
        recommended=_recommended(state, section, name[1], question),
        drawn=name in state.drawn,
    )


def _recommended(state: State, section: Section, name: str, question: Question) -> str:
    if not isinstance(question, Choice):
        return ""
    proposed = section.proposed(name, state.project)
    value = question.default if proposed is None else proposed
    return "" if value is None else spoken(value)
