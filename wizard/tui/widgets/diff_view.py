"""A file of the plan as coloured lines with numbers; without colour the signs tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from wizard.diff import Kind
from wizard.plan import FileChange

_STYLES = {
    Kind.HUNK: "$text-secondary",
    Kind.SAME: "$foreground-muted",
    Kind.OLD: "$text-error",
    Kind.NEW: "$text-success",
}
_SIGNS = {Kind.HUNK: " ", Kind.SAME: " ", Kind.OLD: "-", Kind.NEW: "+"}


def diff_content(file: FileChange) -> Sequence[Content]:
    """Return the lines of a file's diff; long ones are not broken, the view scrolls sideways."""
    return tuple(_lines(file))


def change_starts(file: FileChange) -> Sequence[int]:
    """Return the lines at which a run of changes begins."""
    kinds = [line.kind for line in file.lines]
    changed = [kind in (Kind.OLD, Kind.NEW) for kind in kinds]
    return [i for i, now in enumerate(changed) if now and (i == 0 or not changed[i - 1])]


def _lines(file: FileChange) -> Iterator[Content]:
    for line in file.lines:
        text = printable(line.text)
        if line.kind is Kind.HUNK:
            yield Content.styled(f"      {text}", _STYLES[line.kind])
            continue
        yield Content.assemble(
            (f"{line.number:5} ", "$foreground-disabled"), (f"{_SIGNS[line.kind]} {text}", _STYLES[line.kind])
        )


def printable(text: str) -> str:
    """Show control characters instead of sending them to the terminal; a tab is four blanks."""
    text = text.replace("\t", "    ")
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "replace").decode("ascii") for c in text)
