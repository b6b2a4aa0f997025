"""A unified diff in which only public values can be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

CONTEXT = 3


class Kind(Enum):
    """What a line of a diff is."""

    HUNK = "@"
    SAME = " "
    OLD = "-"
    NEW = "+"


@dataclass(frozen=True, slots=True)
class Line:
    """One line to show: its kind, its number in its own file (0 for a hunk head), its masked text."""

    kind: Kind
    number: int
    text: str

    def __str__(self) -> str:
        return self.text if self.kind is Kind.HUNK else f"{self.kind.value}{self.text}"


def between(
    old: Sequence[str], new: Sequence[str], shown_old: Sequence[str], shown_new: Sequence[str]
) -> Iterator[Line]:
    """Compare the real lines, yield the shown ones; `shown_*` have a line for each real line.

    Two lines that read the same once masked are told apart by `(changed)`.
    """
    hidden = {*shown_old} & {*shown_new}
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(CONTEXT):
        a, b = group[0], group[-1]
        head = f"@@ -{_range(a[1], b[2])} +{_range(a[3], b[4])} @@"
        yield Line(Kind.HUNK, 0, head)
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from (Line(Kind.SAME, n + 1, shown_new[n]) for n in range(j1, j2))
                continue
            yield from (Line(Kind.OLD, n + 1, shown_old[n]) for n in range(i1, i2))
            for n in range(j1, j2):
                changed = shown_new[n] in hidden and shown_new[n] in shown_old[i1:i2]
                yield Line(Kind.NEW, n + 1, shown_new[n] + ("  (changed)" if changed else ""))


def _range(start: int, stop: int) -> str:
    length = stop - start
    first = start + 1 if length else start
    return str(first) if length == 1 else f"{first},{length}"
