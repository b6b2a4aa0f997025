"""Which old line a new one takes the place of: how two stand side by side, and the words that differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from wizard.diff.lines import Kind, Line
from wizard.diff.match import matcher

ALIKE = 0.4  # of the letters of two lines that must be the same before their words are compared
LONGEST = 400  # characters above which nobody looks for a word

Span = tuple[int, int]
"""From and up to a place in a line."""
Row = tuple[int | None, int | None]
"""The places in a diff of the lines that stand at the left and at the right."""

_WORD = re.compile(r"\w+|•+|\s+|[^\w\s]")
_NO_DOTS = re.compile(r"[^•]+")
_HEAD = re.compile(r"[^=:]*[^=:\s]\s*(?:=>?|:)")


def partners(lines: Sequence[Line]) -> Mapping[int, int]:
    """Return, by its place in the diff, each old line with the new one that takes its place, and the reverse."""
    found: dict[int, int] = {}
    for old, new in _runs(lines):
        for a, b in _paired(lines, old, new):
            found[a], found[b] = b, a
    return found


def beside(lines: Sequence[Line]) -> tuple[Row, ...]:
    """Return the rows of a split view: partners side by side, a line without one alone or beside another such."""
    both = partners(lines)
    rows: list[Row] = []
    done = 0
    for old, new in _runs(lines):
        rows += map(_alone, lines[done : min(*old, *new)], range(done, len(lines)))
        rows += _side_by_side(old, new, both)
        done = max(*old, *new) + 1
    return (*rows, *map(_alone, lines[done:], range(done, len(lines))))


def _alone(line: Line, at: int) -> Row:
    """Return the row of a line that has no other beside it: a new one has nothing at its left."""
    return None if line.kind is Kind.NEW else at, None if line.kind is Kind.OLD else at


def words(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return where two lines differ, word by word; nothing where they have little in common. Dots are no words."""
    if max(len(old), len(new)) > LONGEST:
        return (), ()
    a, b = _WORD.findall(old), _WORD.findall(new)
    codes = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    common = sum(len("".join(a[i1:i2]).strip()) for tag, i1, i2, _, _ in codes if tag == "equal")
    if common < ALIKE * max(len(old.strip()), len(new.strip())):
        return (), ()
    edits = [code[1:] for code in codes if code[0] != "equal"]
    return tuple(_spans(a, (edit[:2] for edit in edits))), tuple(_spans(b, (edit[2:] for edit in edits)))


def _runs(lines: Sequence[Line]) -> Iterator[tuple[range, range]]:
    """Yield the places of each run of old lines and of the new ones right behind it."""
    at = 0
    while at < len(lines):
        middle = _end(lines, at, Kind.OLD)
        end = _end(lines, middle, Kind.NEW)
        if at < middle < end:
            yield range(at, middle), range(middle, end)
        at = max(end, at + 1)


def _end(lines: Sequence[Line], at: int, kind: Kind) -> int:
    while at < len(lines) and lines[at].kind is kind:
        at += 1
    return at


def _paired(lines: Sequence[Line], old: range, new: range) -> Iterator[tuple[int, int]]:
    """Pair what begins alike (`KEY=`, `'key' =>`), and in between line by line where both sides have as many."""
    before, after = ([_named(lines[n].text) for n in side] for side in (old, new))
    for tag, i1, i2, j1, j2 in matcher(before, after).get_opcodes():
        if tag == "equal" or i2 - i1 == j2 - j1:
            yield from zip(old[i1:i2], new[j1:j2], strict=True)


def _named(text: str) -> str:
    found = _HEAD.match(text)
    return found[0].strip() if found else text


def _side_by_side(old: range, new: range, both: Mapping[int, int]) -> Iterator[Row]:
    at = new.start
    alone: list[int] = []
    for n in old:
        if n not in both:
            alone.append(n)
            continue
        yield from zip_longest(alone, range(at, both[n]))
        yield n, both[n]
        alone, at = [], both[n] + 1
    yield from zip_longest(alone, range(at, new.stop))


def _spans(parts: Sequence[str], edits: Iterable[Sequence[int]]) -> Iterator[Span]:
    """Yield where the edited words stand in their line, without blanks at their ends and without dots."""
    starts = [0]
    for part in parts:
        starts.append(starts[-1] + len(part))
    for first, last in edits:
        for found in _NO_DOTS.finditer("".join(parts[first:last])):
            text = found[0].lstrip()
            start = starts[first] + found.end() - len(text)
            if text:
                yield start, start + len(text.rstrip())
