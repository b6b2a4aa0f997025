"""What two files have in common; a long one is compared in little time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from difflib import Match, SequenceMatcher

MANY = 2000  # lines from which files are first cut at the lines that occur once


def matcher(old: Sequence[str], new: Sequence[str]) -> SequenceMatcher[str]:
    """Return the standard matcher, or for long files one that is quick."""
    if len(old) + len(new) < MANY:
        return SequenceMatcher(None, old, new, autojunk=False)
    return Cut(old, new)


class Cut(SequenceMatcher[str]):
    """Finds its blocks between lines that occur once in both files."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        super().__init__()  # without the lines: it would index them all
        self.old, self.new = old, new

    def get_matching_blocks(self) -> list[Match]:
        """Return the blocks, the empty one at the end included."""
        old, new = self.old, self.new
        found: list[Match] = []
        i = j = 0
        for a, b in (*_anchors(old, new), (len(old), len(new))):
            if i < a and j < b:
                inner = SequenceMatcher(None, old[i:a], new[j:b]).get_matching_blocks()
                _join(found, (Match(i + block.a, j + block.b, block.size) for block in inner if block.size))
            if a < len(old):
                _join(found, [Match(a, b, 1)])
            i, j = a + 1, b + 1
        return [*found, Match(len(old), len(new), 0)]


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of lines that occur once in each, as many as stand in one order."""
    here = _once(old)
    pairs = sorted((here[line], at) for line, at in _once(new).items() if line in here)
    tails: list[int] = []
    chain: list[tuple[int, int]] = []  # of each pair: how long a chain it ends, and the pair itself
    for index, (_, at) in enumerate(pairs):
        length = bisect_left(tails, at)
        tails[length : length + 1] = [at]
        chain.append((length, index))
    wanted, found = len(tails) - 1, []
    ceiling = len(new)
    for length, index in reversed(chain):
        if length == wanted and pairs[index][1] < ceiling:
            found.append(pairs[index])
            wanted, ceiling = wanted - 1, pairs[index][1]
    return found[::-1]


def _once(lines: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for at, line in enumerate(lines):
        places[line] = -1 if line in places else at
    return {line: at for line, at in places.items() if at >= 0}


def _join(found: list[Match], blocks: Iterable[Match]) -> None:
    """Put blocks behind those found; one that goes on where the last one ends makes it longer."""
    for block in blocks:
        last = found[-1] if found else None
        if last is not None and (last.a + last.size, last.b + last.size) == (block.a, block.b):
            found[-1] = Match(last.a, last.b, last.size + block.size)
        else:
            found.append(block)
