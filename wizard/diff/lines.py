"""The lines of a unified diff in which only public values can be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from wizard.diff.match import matcher

CONTEXT = 3


class Kind(Enum):
    """What a line of a diff is."""

    HUNK = "@"
    SAME = " "
    OLD = "-"
    NEW = "+"


@dataclass(frozen=True, slots=True)
class Line:
    """One line to show: its kind, its number in its own file (0 for a hunk head), its masked text.

    `was` is the number in the old file of a line that is in both.
    """

    kind: Kind
    number: int
    text: str
    was: int = 0

    def __str__(self) -> str:
        return self.text if self.kind is Kind.HUNK else f"{self.kind.value}{self.text}"


def between(
    old: Sequence[str], new: Sequence[str], shown_old: Sequence[str], shown_new: Sequence[str]
) -> Iterator[Line]:
    """Compare the real lines, yield the shown ones; `shown_*` have a line for each real line.

    Two lines that read the same once masked are told apart by `(changed)`.
    """
    hidden = {*shown_old} & {*shown_new}
    for group in matcher(old, new).get_grouped_opcodes(CONTEXT):
        a, b = group[0], group[-1]
        yield _head(a[1], b[2], a[3], b[4])
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from (Line(Kind.SAME, n + 1, shown_new[n], n + 1 - j1 + i1) for n in range(j1, j2))
                continue
            yield from (Line(Kind.OLD, n + 1, shown_old[n]) for n in range(i1, i2))
            for n in range(j1, j2):
                changed = shown_new[n] in hidden and shown_new[n] in shown_old[i1:i2]
                yield Line(Kind.NEW, n + 1, shown_new[n] + ("  (changed)" if changed else ""))


def counted(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Return how many lines are new and how many are gone: no text is masked or made for it."""
    edits = [code for code in matcher(old, new).get_opcodes() if code[0] != "equal"]
    return sum(j2 - j1 for *_, j1, j2 in edits), sum(i2 - i1 for _, i1, i2, *_ in edits)


def around(lines: Sequence[Line], shown_new: Sequence[str], number: int) -> tuple[Line, ...]:
    """Return a diff in which a line of the new file can be seen, though nothing near it changed."""
    seen = {line.number for line in lines if line.kind in (Kind.SAME, Kind.NEW)}
    if number in seen or not 0 < number <= len(shown_new):
        return tuple(lines)
    first = last = number
    while first > 1 and first > number - CONTEXT and first - 1 not in seen:
        first -= 1
    while last < len(shown_new) and last < number + CONTEXT and last + 1 not in seen:
        last += 1
    at, grown = _before(lines, number)
    middle = [Line(Kind.SAME, n, shown_new[n - 1], n - grown) for n in range(first, last + 1)]
    return (*lines[:at], _head(first - 1 - grown, last - grown, first - 1, last), *middle, *lines[at:])


def whole(lines: Sequence[Line], shown_new: Sequence[str]) -> tuple[Line, ...]:
    """Return the new file from its first line to its last; what a diff of it calls new is so here."""
    new = {line.number: line for line in lines if line.kind is Kind.NEW}
    return tuple(new.get(n) or Line(Kind.SAME, n, text) for n, text in enumerate(shown_new, 1))


def _head(i1: int, i2: int, j1: int, j2: int) -> Line:
    return Line(Kind.HUNK, 0, f"@@ -{_range(i1, i2)} +{_range(j1, j2)} @@")


def _range(start: int, stop: int) -> str:
    length = stop - start
    first = start + 1 if length else start
    return str(first) if length == 1 else f"{first},{length}"


def _before(lines: Sequence[Line], number: int) -> tuple[int, int]:
    """Return where in a diff a new line's hunk goes, and by how many lines the file has grown until there."""
    grown = at = 0
    for index, line in enumerate(lines):
        if line.kind in (Kind.SAME, Kind.NEW) and line.number > number:
            break
        at = index + 1 if line.kind is not Kind.HUNK else at
    for line in lines[:at]:
        grown += (line.kind is Kind.NEW) - (line.kind is Kind.OLD)
    return at, grown
