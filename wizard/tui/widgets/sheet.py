"""What a pane shows of a file: the diff or the whole of it, in one column or in two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from textual.content import Span

from wizard.diff import Kind, Line, around, beside, partners, whole, words
from wizard.plan import FileChange
from wizard.tui.widgets.printable import printable
from wizard.tui.widgets.syntax import Coloured

LONGEST = 4000  # characters of a line that are shown


@dataclass(frozen=True)
class Manner:
    """How a file is looked at; a person changes it with keys."""

    whole: bool = False
    split: bool = False
    wrap: bool = False


@dataclass(frozen=True)
class Sheet:
    """The lines of a file with their places in one or two columns; words and colours are found when a line is drawn.

    `here` is a line of the new file that is shown though nothing near it changed.
    """

    file: FileChange
    manner: Manner
    here: int | None = None

    @cached_property
    def lines(self) -> Sequence[Line]:
        """The lines of the diff, or of the new file."""
        diff = self.file.lines
        if self.manner.whole:
            return whole(diff, self.file.new.shown)
        return diff if self.here is None else around(diff, self.file.new.shown, self.here)

    @cached_property
    def rows(self) -> Sequence[tuple[int | None, ...]]:
        """The places in `lines` that stand side by side in each row."""
        if self.manner.split and not self.manner.whole:
            return beside(self.lines)
        return [(n,) for n in range(len(self.lines))]

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The rows at which a run of changes begins."""
        changed = [any(n is not None and self.lines[n].kind in (Kind.OLD, Kind.NEW) for n in row) for row in self.rows]
        return tuple(n for n, now in enumerate(changed) if now and not (n and changed[n - 1]))

    @cached_property
    def places(self) -> Mapping[int, int]:
        """The rows of the lines of the new file, by number."""
        lasts = ((at, self.lines[row[-1]]) for at, row in enumerate(self.rows) if row[-1] is not None)
        return {line.number: at for at, line in lasts if line.kind in (Kind.SAME, Kind.NEW)}

    @cached_property
    def widest(self) -> int:
        """How many characters the longest line has."""
        return min(max((len(line.text) for line in self.lines), default=0), LONGEST)

    @cached_property
    def digits(self) -> int:
        """How wide a number may be."""
        return max(len(str(max(len(self.file.new.shown), len(self.file.old.shown)))), 3)

    def number(self, at: int, *, left: bool) -> int:
        """Return the number of a line in the file that its column shows."""
        line = self.lines[at]
        return line.was if left and line.kind is Kind.SAME else line.number

    def marks(self, at: int) -> tuple[tuple[int, int], ...]:
        """Return the words of a line that differ from the line it takes the place of."""
        other = self._partners.get(at)
        if other is None:
            return ()
        old, new = sorted((at, other))
        found = words(text_of(self.lines[old]), text_of(self.lines[new]))
        return found[0] if at == old else found[1]

    def colours(self, at: int) -> tuple[Span, ...]:
        """Return the colours of a line's words."""
        line = self.lines[at]
        return (self._old if line.kind is Kind.OLD else self._new).spans(line.number)

    @cached_property
    def _partners(self) -> Mapping[int, int]:
        return partners(self.lines)

    @cached_property
    def _old(self) -> Coloured:
        return Coloured(self.file.path, self.file.old.shown)

    @cached_property
    def _new(self) -> Coloured:
        return Coloured(self.file.path, self.file.new.shown)


def sheet_of(file: FileChange, manner: Manner, line: int | None, before: Sheet | None) -> Sheet:
    """Return a sheet on which a line can be seen: the one before, drawn already, where it will do."""
    seen = any(one.number == line and one.kind in (Kind.SAME, Kind.NEW) for one in file.lines)
    here = None if seen or manner.whole else line
    if before is not None and before.file is file and (before.manner, before.here) == (manner, here):
        return before
    return Sheet(file, manner, here)


def text_of(line: Line) -> str:
    """Return the text of a line as it is drawn; of a very long one, the beginning."""
    return printable(line.text if len(line.text) <= LONGEST else line.text[:LONGEST] + "…")


def is_same(a: FileChange, b: FileChange) -> bool:
    """Tell whether two plans show the same of a file: a plan is made anew with every answer."""
    return a is b or (
        a == b
        and a.draft.public_keys == b.draft.public_keys
        and a.draft.public_strings == b.draft.public_strings
        and a.draft.headings == b.draft.headings
    )
