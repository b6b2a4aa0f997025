"""How a typed line is read: a sign that moves, the number of a row, or an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from wizard.question import Choice, Line, Number, Question, Toggle

LITERAL: Final = "\\"


class Sign(Enum):
    """What a person may type instead of an answer."""

    HELP = auto()
    BACK = auto()
    SKIP = auto()
    REVIEW = auto()
    LEAVE = auto()
    DEFAULT = auto()
    TEST = auto()


@dataclass(frozen=True, slots=True)
class Pick:
    """The row of a list, counted from 0."""

    index: int


_EVERYWHERE: Final[Mapping[str, Sign]] = {
    "?": Sign.HELP, "<": Sign.BACK, ">": Sign.SKIP, "!": Sign.REVIEW, "q": Sign.LEAVE, "-": Sign.DEFAULT,
}  # fmt: skip


def signs(question: Question | None = None) -> Mapping[str, Sign]:
    """Return the signs that can be typed at a question.

    `test` is no sign where a text is asked: databases are called so; `t` is none where yes or no is: it may be
    meant for `tidak`.
    """
    match question:
        case Toggle():
            return {**_EVERYWHERE, "test": Sign.TEST}
        case Line() | None:
            return {**_EVERYWHERE, "t": Sign.TEST}
        case Choice() | Number():
            return {**_EVERYWHERE, "t": Sign.TEST, "test": Sign.TEST}


def read(line: str, known: Mapping[str, Sign], rows: int = 0) -> Sign | Pick | str:
    """Read a line; a backslash before what would be a sign or a number takes it as it stands, and is left out.

    Before anything else a backslash is a letter like others: nobody has to change a password that begins with one.
    """
    if _means(line.lstrip(LITERAL), known, rows) is not None and line.startswith(LITERAL):
        return line[1:]
    meant = _means(line, known, rows)
    return line if meant is None else meant


def _means(word: str, known: Mapping[str, Sign], rows: int) -> Sign | Pick | None:
    if word in known:
        return known[word]
    if word.isascii() and word.isdigit() and len(word) < 4 and 1 <= int(word) <= rows:
        return Pick(int(word) - 1)
    return None
