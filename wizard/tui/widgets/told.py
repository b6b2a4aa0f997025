"""A finding, a trouble, the checklist and the command as lines to scroll through."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from textual.content import Content

from wizard.changes import On, Require, Run
from wizard.finding import Finding, Level
from wizard.plan import Plan
from wizard.speak import LEVELS, MARKS, checklist_groups, step_texts
from wizard.text import Lang
from wizard.tui import words
from wizard.tui.widgets.columns import wrapped
from wizard.tui.widgets.printable import printable
from wizard.walk.command import command, notes
from wizard.walk.shell import broken
from wizard.walk.shown import Trouble
from wizard.walk.state import State

_WORD = re.compile(r"""(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|\S)+""")
_STYLES = {Level.ERROR: "$text-error", Level.WARNING: "$text-warning", Level.INFO: "$text-accent"}


def checklist_content(plan: Plan, lang: Lang, width: int) -> Sequence[Content]:
    """Return the steps a person still has to take, under when and where they are taken."""
    lines: list[Content] = []
    number = 0
    for head, steps in checklist_groups(plan):
        lines += [Content("")] if lines else []
        lines += [Content.styled(part, "bold $text-primary") for part in wrapped(head.in_(lang), width - 1)]
        for step in steps:
            number += 1
            lines += _step(step, number, lang, width)
    return lines or [Content(words.NO_STEPS.in_(lang))]


def command_content(state: State, width: int) -> Sequence[Content]:
    """Return the command that does the same without questions, and what it needs."""
    found = command(state)
    lines = [Content.styled(line, "bold") for line in found.lines(max(width - 1, 20))]
    for note in notes(found):
        lines += _muted(printable(note.in_(state.lang)), width)
    return lines


def command_lines(words_: str, width: int) -> list[str]:
    """Break a command between its words; each line but the last ends with a backslash, as a shell reads it.

    A word that is wider than a line is broken as well: nothing is cut.
    """
    lines: list[str] = []
    width = max(width, 20)  # it is none while the screen is being made
    for word in _WORD.findall(words_):
        if lines and cell_len(f"{lines[-1]} {word}") <= width - 2:
            lines[-1] += f" {word}"
            continue
        if lines:
            lines[-1] += " \\"
        start = "    " if lines else ""
        lines += broken(word, width, start) if cell_len(start + word) > width - 2 else [start + word]
    return lines


def trouble_content(state: State, trouble: Trouble, width: int) -> Sequence[Content]:
    """Return why it cannot be written, what the question is about, and what to do."""
    lang = state.lang
    if trouble.finding is not None:
        return tuple(finding_content(trouble.finding, lang, width))
    lines = [Content.styled(line, "$text-error") for line in wrapped(printable(trouble.why.in_(lang)), width - 1)]
    if trouble.question is not None:
        section, name = trouble.question
        question = state.kind(section).questions()[name]
        lines += [Content(""), Content.styled(question.label.in_(lang), "bold")]
        lines += map(Content, wrapped(question.help.in_(lang), width - 1))
    return [*lines, Content(""), *_muted("› " + printable(trouble.remedy.in_(lang)), width)]


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
        lead = line[: len(line) - len(line.lstrip())]
        yield from (Content(f"      {lead}{part}") for part in wrapped(printable(line.strip()), width - 7 - len(lead)))


def _step(step: Require | Run, number: int, lang: Lang, width: int) -> Iterator[Content]:
    """A command as the shell takes it, code as it stands in a file, else what is to be done; then why."""
    command_, _, why = step_texts(step)
    said = wrapped(printable(why.in_(lang)), width - 5)
    if isinstance(step, Run) and step.on is On.CODE and command_:
        first, *rest = said
        yield Content.assemble((f"{number:2}. ", "$foreground-muted"), first)
        yield from (Content("    " + line) for line in rest)
        yield from (Content.styled("      " + line, "bold $text-accent") for line in wrapped(command_, width - 7))
        return
    heads, said = (command_lines(printable(command_), width - 5), said) if command_ else (said, [])
    for part, mark in zip(heads, (f"{number:2}. ", *["    "] * len(heads)), strict=False):
        yield Content.assemble((mark, "$foreground-muted"), (part, "bold" if command_ else ""))
    yield from (Content.styled("    " + line, "$foreground-muted") for line in said)


def _muted(said: str, width: int) -> list[Content]:
    return [Content.styled(line, "$foreground-muted") for line in wrapped(said, width - 1)]
