"""The rows of the review: what is in the way, the files, what there is to say, what is left to do."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import Enum

from textual.content import Content

from wizard.diff import Kind
from wizard.finding import Finding, Level, gravest_first
from wizard.plan import FileChange
from wizard.tui import words
from wizard.tui.widgets.columns import fitted
from wizard.tui.widgets.printable import printable
from wizard.walk.desk import Desk
from wizard.walk.shown import Trouble


class Part(Enum):
    """A row that stands for many lines; its value is its sign."""

    DECIDE = "! "
    KNOW = "- "
    CHECKLIST = "> "
    COMMAND = "$ "


Entry = Trouble | FileChange | Part

_STYLES = {Part.DECIDE: "$text-warning", Part.KNOW: "$text-accent", Part.CHECKLIST: "$text-accent",
           Part.COMMAND: "$text-accent"}  # fmt: skip


def entries(desk: Desk) -> tuple[Entry, ...]:
    """Return the rows in order: what keeps the plan from being written, what to decide, and then the files."""
    decide = (Part.DECIDE,) if findings(desk, Part.DECIDE) else ()
    known = (Part.KNOW,) if findings(desk, Part.KNOW) else ()
    return (*desk.state.troubles(), *decide, *desk.state.outcome.plan.files, *known, Part.CHECKLIST, Part.COMMAND)


def findings(desk: Desk, part: Part) -> Sequence[Finding]:
    """Return the findings of a row: warnings to weigh before writing, or everything else that blocks nothing."""
    decide = desk.to_know()
    if part is Part.DECIDE:
        return decide
    return gravest_first(f for f in desk.findings() if f.level is not Level.ERROR and f not in decide)


def line(desk: Desk, entry: Entry, width: int, changed: Collection[str]) -> Content:
    """Draw a row; `changed` are files that were changed on disk since they were looked at."""
    say = desk.say
    match entry:
        case Trouble():
            there = f"  {say(words.GO_THERE)}" if entry.section else ""
            return Content.assemble(("✗ ", "$text-error"), f"{where(desk, entry)}: {printable(say(entry.why))}",
                                    (there, "$foreground-muted"))  # fmt: skip
        case FileChange():
            return _file(desk, entry, width, entry.path in changed)
        case _:
            return Content.assemble((entry.value, _STYLES[entry]), name(desk, entry))


def name(desk: Desk, part: Part) -> str:
    """Say what a row holds, and how much of it."""
    match part:
        case Part.DECIDE:
            return desk.say(words.ROW_DECIDE, count=len(findings(desk, part)))
        case Part.KNOW:
            return desk.say(words.ROW_KNOW, count=len(findings(desk, part)))
        case Part.CHECKLIST:
            return desk.say(words.ROW_CHECKLIST, count=len(desk.state.chosen.plan.checklist))
        case Part.COMMAND:
            return desk.say(words.COMMAND)


def where(desk: Desk, trouble: Trouble) -> str:
    """Say where a trouble is answered."""
    state, question = desk.state, trouble.question
    if question is None and trouble.finding is not None:
        question = state.field_of(trouble.finding)
    if question is not None:
        return desk.say(state.where(question))
    if trouble.section is not None:
        return desk.say(trouble.section.title)
    return printable(trouble.finding.where) if trouble.finding else desk.say(words.CANNOT_GO_ON)


def _file(desk: Desk, file: FileChange, width: int, changed: bool) -> Content:
    new, out = file.before is None, file.optional and file.path in desk.state.left_out
    box = ("[ ] " if out else "[x] ") if file.optional else "    "
    done = words.LEFT_OUT if out else words.CHANGED_ON_DISK if changed else words.CREATED if new else words.CHANGED
    return Content.assemble(
        ("A " if new else "M ", "bold $text-success" if new else "bold $text-warning"),
        fitted(printable(file.path), max(width - 40, 16)),
        (f" +{file.count(Kind.NEW)}".rjust(6), "$text-success"),
        (f" -{file.count(Kind.OLD)}".rjust(6), "$text-error"),
        f"  {box}", (desk.say(done), "bold $text-warning" if changed or out else "$foreground-muted"),
    )  # fmt: skip
