"""From a finding to the field it is about: by its code, its setting, its env key, or the place in a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wizard.finding import Finding
from wizard.resolve import Name
from wizard.section import Section

if TYPE_CHECKING:
    from wizard.walk.state import State


def field_of(state: State, finding: Finding) -> Name | None:
    """Return the question that a finding is about, if one that is asked now is."""
    names = list(_asked(state, finding))
    coded = next((name for name in names if finding.code.startswith(f"{name[0]}.{name[1]}.".replace("_", "-"))), None)
    return coded or next((name for name in names if finding.where in _places(state, name)), None)


def home_of(state: State, finding: Finding) -> type[Section] | None:
    """Return the section in which a finding can be acted on; None when it is about files alone."""
    field = field_of(state, finding)
    return state.home(field[0] if field is not None else finding.section)


def _asked(state: State, finding: Finding) -> Iterator[Name]:
    """Yield the questions that are asked now: of the finding's own section, then of the parts it needs, then others."""
    kinds = (*state.sections, *state.parts)
    own = [kind for kind in kinds if kind.name == finding.section]
    parts = [part for kind in own for part in state.answers[kind].needs()]
    others = [] if own else kinds
    for kind in dict.fromkeys((*own, *parts, *others)):
        if state.home(kind.name) is not None:
            yield from ((kind.name, question) for question in state.answers[kind].asked(state.project))


def _places(state: State, name: Name) -> tuple[str, ...]:
    """Return how a finding may name a question: its setting, the env key it sets, where it is read."""
    kind, origin = state.kind(name[0]), state.outcome.resolution.origins[name]
    names = (state.answers[kind].setting(name[1]), kind.questions()[name[1]].key, origin.key, origin.where)
    return tuple(place for place in names if place)
