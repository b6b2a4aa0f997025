"""What keeps state on this server now, section by section: what it is, where that is said, what will be there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from wizard.question import Choice
from wizard.resolve import Source
from wizard.section import Section
from wizard.text import Text
from wizard.walk.shown import Mark, Row
from wizard.walk.state import State


@dataclass(frozen=True, slots=True)
class Piece:
    """One setting that is not fit for two servers, or the one that tells most of a section that is.

    `was` is empty where the project has nothing; `where` is a file and line, or an env key; `will` is
    empty where only a person knows the answer. `explained` says that the problem of its section is just this
    value. Secrets are masked.
    """

    label: Text
    was: str
    where: str
    why: Text | None
    will: str
    explained: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """How a section stands before anything is written."""

    section: type[Section]
    mark: Mark
    pieces: tuple[Piece, ...]


def kept(state: State, section: type[Section]) -> Kept:
    """Say how a section stands in the project as it is, and what the answers so far will make of it."""
    mark, _ = state.found(section)
    rows = list(_rows(state, section))
    wrong = [row for row in rows if row.changes or row.missing]
    return Kept(section, mark, tuple(_piece(row, section) for row in wrong or rows[:1]))


def _piece(row: Row, section: type[Section]) -> Piece:
    where = ", ".join(part for part in (row.origin.key, row.origin.where) if part)
    will = "" if row.missing or row.origin.source is Source.NOBODY else row.value
    explained = isinstance(row.question, Choice) and row.name[0] == section.name
    return Piece(row.question.label, row.was, where, row.origin.replaced, will, explained)


def _rows(state: State, section: type[Section]) -> Iterator[Row]:
    """The questions of a section and of the parts it needs, wherever those are asked."""
    needed = chain((section,), state.answers[section].needs())
    for kind in needed:
        yield from (state.row((kind.name, name)) for name in state.answers[kind].asked(state.project))
