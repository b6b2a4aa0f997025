"""The sections with their marks: as the rows of the sidebar, or as one line where that has no room."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from wizard.tui import words
from wizard.tui.state import State
from wizard.tui.widgets.field import MARK_STYLES


def steps(state: State) -> Iterator[Content]:
    """Return a row for each section and one for the review."""
    for index, section in enumerate(state.sections):
        here, mark = index == state.current, state.mark(section)
        yield Content.assemble(
            "▸" if here else " ", (mark.value, MARK_STYLES.get(mark.value, "$foreground-muted")),
            (f" {index + 1} {section.title.in_(state.lang)}", "bold $text-primary" if here else ""),
        )  # fmt: skip
    mark = state.review_mark()
    yield Content.assemble(" ", (mark.value, MARK_STYLES.get(mark.value, "$foreground-muted")),
                           f" {len(state.sections) + 1} {words.REVIEW_STEP.in_(state.lang)}")  # fmt: skip


def stepper(state: State) -> Content:
    """Return one line: which section this is, and every mark."""
    here = state.sections.index(state.section)
    step = words.STEP.fill(number=here + 1, total=len(state.sections)).in_(state.lang)
    marks = [state.mark(section).value for section in state.sections]
    marks[here] = "▸"
    return Content(f"{step} {state.section.title.in_(state.lang)}  {''.join(marks)}")
