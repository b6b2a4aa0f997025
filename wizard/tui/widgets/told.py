"""The findings, the checklist and a trouble as lines to scroll through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from wizard.finding import Finding, Level, gravest_first
from wizard.plan import Plan
from wizard.speak import LEVELS, MARKS, step_texts
from wizard.text import Lang
from wizard.tui import words
from wizard.tui.widgets.columns import wrapped
from wizard.tui.widgets.diff_view import printable
from wizard.walk.shown import Trouble
from wizard.walk.state import State

_STYLES = {Level.ERROR: "$text-error", Level.WARNING: "$text-warning", Level.INFO: "$text-accent"}


def findings_content(findings: Sequence[Finding], lang: Lang, width: int) -> Sequence[Content]:
    """Return the findings, the gravest first."""
    lines = [line for finding in gravest_first(findings) for line in (*finding_content(finding, lang, width), Content(""))]
    return lines or [Content(words.NO_FINDINGS.in_(lang))]


def checklist_content(plan: Plan, lang: Lang, width: int) -> Sequence[Content]:
    """Return the steps a person still has to take."""
    lines: list[Content] = []
    for number, step in enumerate(plan.checklist, 1):
        command, on, why = step_texts(step)
        where = on.in_(lang)
        heads = wrapped(printable(command) or where, width - 5)
        for part, mark in zip(heads, (f"{number:2}. ", *["    "] * len(heads)), strict=False):
            lines.append(Content.assemble((mark, "$foreground-muted"), (part, "bold")))
        if command:
            lines += [Content.styled("    " + part, "$text-accent") for part in wrapped(where, width - 5)]
        lines += [Content.styled("    " + part, "$foreground-muted") for part in wrapped(why.in_(lang), width - 5)]
    return lines or [Content(words.NO_STEPS.in_(lang))]


def trouble_content(state: State, trouble: Trouble, width: int) -> Sequence[Content]:
    """Return why it cannot be written, what the question is about, and what to do."""
    lang = state.lang
    lines = [Content.styled(line, "$text-error") for line in wrapped(printable(trouble.why.in_(lang)), width - 1)]
    if trouble.question is not None:
        section, name = trouble.question
        question = state.kind(section).questions()[name]
        lines += [Content(""), Content.styled(question.label.in_(lang), "bold")]
        lines += map(Content, wrapped(question.help.in_(lang), width - 1))
    lines.append(Content(""))
    remedy = wrapped("› " + printable(trouble.remedy.in_(lang)), width - 1)
    return [*lines, *(Content.styled(line, "$foreground-muted") for line in remedy)]


def finding_content(finding: Finding, lang: Lang, width: int, *, head: bool = True) -> Iterator[Content]:
    """Return one finding; its head may be left out where its weight and place are said above already."""
    style = _STYLES[finding.level]
    if head:
        level = f"{MARKS[finding.level]} {LEVELS[finding.level].in_(lang)}"
        yield Content.assemble((level, f"bold {style}"), ("  " + printable(finding.where), "bold"))
    yield from (Content("  " + line) for line in wrapped(printable(finding.why.in_(lang)), width - 3))
    for line in wrapped("› " + printable(finding.remedy.in_(lang)), width - 3):
        yield Content.styled("  " + line, "$foreground-muted")
    for line in finding.paste.splitlines():
        yield Content("      " + printable(line))
