"""The sections with their marks and their last test: as the rows of the sidebar, or as one line without room for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.content import Content

from wizard.tui import words
from wizard.tui.widgets.columns import fitted
from wizard.tui.widgets.field import MARK_STYLES
from wizard.walk.desk import Desk
from wizard.walk.rounds import Verdict

VERDICT_STYLES: Mapping[Verdict, str] = {
    Verdict.RUNNING: "$text-accent",
    Verdict.PASSED: "$text-success",
    Verdict.WARNED: "bold $text-warning",
    Verdict.FAILED: "bold $text-error",
}


def steps(desk: Desk, width: int) -> Iterator[Content]:
    """Return a row for each section, with how its last test went at the right, and one for the review."""
    state = desk.state
    verdicts = _verdicts(desk)
    for index, section in enumerate(state.sections):
        here, mark, verdict = index == state.current, state.mark(section), verdicts[index]
        word = f" {desk.say(verdict.value)}" if verdict else ""
        room = width - 3 - len(word)  # the list's cursor, the place, the mark
        title = fitted(f" {index + 1} {desk.say(section.title)}", room) if word else f" {index + 1} {desk.say(section.title)}"
        yield Content.assemble(
            "▸" if here else " ", (mark.value, MARK_STYLES.get(mark.value, "$foreground-muted")),
            (title, "bold $text-primary" if here else ""), (word, VERDICT_STYLES[verdict] if verdict else ""),
        )  # fmt: skip
    mark = state.review_mark()
    yield Content.assemble(" ", (mark.value, MARK_STYLES.get(mark.value, "$foreground-muted")),
                           f" {len(state.sections) + 1} {desk.say(words.REVIEW_STEP)}")  # fmt: skip


def stepper(desk: Desk) -> Content:
    """Return one line: which section this is, every mark, and how the tests went."""
    state = desk.state
    here = state.sections.index(state.section)
    step = desk.say(words.STEP, number=here + 1, total=len(state.sections))
    marks = [state.mark(section).value for section in state.sections]
    marks[here] = "▸"
    return Content(f"{step} {desk.say(state.section.title)}  {''.join(marks)}{''.join(_grouped(desk))}")


def _grouped(desk: Desk) -> Iterator[str]:
    """Say each verdict with the numbers of its sections."""
    verdicts = _verdicts(desk)
    for verdict in Verdict:
        numbers = [str(number) for number, one in enumerate(verdicts, 1) if one is verdict]
        if numbers:
            yield f"  {desk.say(verdict.value)} {','.join(numbers)}"


def _verdicts(desk: Desk) -> list[Verdict | None]:
    return [desk.verdict(section) for section in desk.state.sections]
