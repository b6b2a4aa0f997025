"""What a plan says to a person, as lines of plain text: shared by the screen and the command line."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from wizard.changes import On, Phase, Require, Run
from wizard.finding import Finding, Level, Stop, gravest_first
from wizard.text import Lang, Text

if TYPE_CHECKING:  # whoever speaks of a plan has one: to speak of anything else needs none of it
    from wizard.check import Result
    from wizard.plan import FileChange, Plan
    from wizard.resolve import Resolution
    from wizard.transaction import Receipt

WIDTH = 78

ON: Mapping[On, Text] = {
    On.BUILD: Text("in the build", "saat build"),
    On.WORKER: Text("in a container of its own", "di container terpisah"),
    On.ONE: Text("on ONE node only", "di SATU node saja"),
    On.EVERY: Text("on EVERY node", "di SETIAP node"),
    On.BALANCER: Text("on the balancer", "di load balancer"),
    On.CODE: Text("in the code", "di kode"),
}
LEVELS: Mapping[Level, Text] = {
    Level.ERROR: Text("error", "error"),
    Level.WARNING: Text("warning", "peringatan"),
    Level.INFO: Text("note", "catatan"),
}
MARKS: Mapping[Level, str] = {Level.ERROR: "x", Level.WARNING: "!", Level.INFO: "-"}
OK = "+"
LEFT_OUT = Text("Left out: {paths}. The next plan has them again.",
                "Dilewati: {paths}. Plan berikutnya memuatnya lagi.")  # fmt: skip

_PACKAGES = Text("Packages, {on}", "Package, {on}")
_BEFORE = Text("Before the deploy, {on}", "Sebelum deploy, {on}")
_DEPLOY = Text("The deploy, {on}", "Deploy, {on}")
_WORKERS = Text("Workers, {on}", "Worker, {on}")
_THEN = Text("From then on, {on}", "Seterusnya, {on}")
_PLACES: Mapping[On, Text] = {On.CODE: Text("In the code", "Di kode"), On.BALANCER: Text("On the balancer", "Di load balancer")}
_WHEN: Mapping[Phase, Text] = {
    Phase.PACKAGES: _PACKAGES,
    Phase.FILES: _BEFORE,
    Phase.CONFIG: _DEPLOY,
    Phase.BEFORE_MIGRATE: _DEPLOY,
    Phase.MIGRATE: _DEPLOY,
    Phase.CACHE: _DEPLOY,
    Phase.WORKERS: _WORKERS,
    Phase.BALANCER: _DEPLOY,
    Phase.WATCH: _THEN,
}
_NEW = Text("new", "baru")
_CHECKLIST = Text("What is left to do, in this order", "Yang masih harus dijalankan, sesuai urutan")
_WRITTEN = Text("{count} files written:", "{count} file ditulis:")
_BACKUP = Text("Backup: {path}", "Backup: {path}")
_RESTORE = Text("To put everything back: {command}", "Untuk mengembalikan semuanya: {command}")


def checklist_lines(plan: Plan, lang: Lang, width: int = WIDTH) -> list[str]:
    """The steps a person still has to take, numbered, each with where it runs and why."""
    lines = [f"{_CHECKLIST.in_(lang)}:"] if plan.checklist else []
    number = 0
    for head, steps in checklist_groups(plan):
        lines += ["", f"{head.in_(lang)}:"]
        for step in steps:
            number += 1
            what, _, why = step_texts(step)
            said = textwrap.wrap(why.in_(lang), width - 4)
            first, *rest = [what, *said] if what else said
            lines += [f"{number:2}. {first}", *(f"    {line}" for line in rest)]
    return lines


def checklist_groups(plan: Plan) -> Iterator[tuple[Text, list[Require | Run]]]:
    """Yield the steps under headings: when they are due, and where they run."""
    for (when, on), steps in groupby(plan.checklist, lambda step: (_when(step), _on(step))):
        yield when.fill(on=ON[on]), list(steps)


def _when(step: Require | Run) -> Text:
    return _PACKAGES if isinstance(step, Require) else _PLACES.get(step.on) or _WHEN[step.phase]


def _on(step: Require | Run) -> On:
    return On.BUILD if isinstance(step, Require) else step.on


def step_texts(step: Require | Run) -> tuple[str, Text, Text]:
    """Return a step's command, where it runs, and why."""
    match step:
        case Require(package=package, constraint=constraint, flags=flags, why=why):
            command = f"composer require {package}:{constraint} {flags}".strip()
            return command.replace(f":{constraint}", f':"{constraint}"'), ON[On.BUILD], why
        case Run(command=command, on=on, why=why):
            return command, ON[on], why


def finding_lines(finding: Finding, lang: Lang) -> list[str]:
    """A finding: level, where, why, what to do, and lines to paste if there are any."""
    return _said(finding, f" {finding.where}", lang)


def check_mark(result: Result) -> str:
    """How a live check ended, as one character."""
    return MARKS[result.level] if result.level in (Level.ERROR, Level.WARNING) else OK


def check_lines(result: Result, lang: Lang) -> list[str]:
    """A live check that is over: what was asked, what was seen, what was found."""
    label = result.check.label.in_(lang)
    lines = _wrapped(label, f"{check_mark(result)} ", "  ")
    for text in result.seen:
        lines += _wrapped(text.in_(lang), "    ", "      ")
    for finding in gravest_first(result.findings):
        where = "" if finding.where in label else f" {finding.where}"
        lines += (f"  {line}" for line in _said(finding, where, lang))
    return lines


def diff_lines(plan: Plan, lang: Lang) -> Iterator[str]:
    """The whole plan as a unified diff; only public values can be read."""
    for file in plan.files:
        yield from file_lines(file, lang)


def file_lines(file: FileChange, lang: Lang) -> Iterator[str]:
    """One file's unified diff."""
    yield f"--- {'/dev/null' if file.before is None else 'a/' + file.path}"
    yield f"+++ b/{file.path}" + (f"  ({_NEW.in_(lang)})" if file.before is None else "")
    yield from map(str, file.lines)


def problem_lines(resolution: Resolution, flags: Mapping[tuple[str, str], str], lang: Lang) -> list[str]:
    """The given answers that could not be taken, by flag, with the reason."""
    return [f"x {flags[p.section, p.question]}: {p.why.in_(lang)}" for p in resolution.problems]


def left_out_lines(plan: Plan, lang: Lang) -> list[str]:
    """The files that were left out, if any, and that the next plan has them again."""
    if not plan.left_out:
        return []
    return _wrapped(LEFT_OUT.fill(paths=", ".join(f"`{path}`" for path in plan.left_out)).in_(lang), "", "  ")


def receipt_lines(receipt: Receipt, lang: Lang) -> list[str]:
    """What was written, where the backup is and how to bring it back."""
    return [
        _WRITTEN.fill(count=len(receipt.files)).in_(lang),
        *(f"  {path}" for path in receipt.files),
        _BACKUP.fill(path=receipt.backup).in_(lang),
        _RESTORE.fill(command=receipt.restore).in_(lang),
    ]


def stop_lines(stop: Stop, lang: Lang) -> list[str]:
    """Why we cannot go on, and what to do."""
    return [f"x {stop.text.in_(lang)}", f"  > {stop.hint.in_(lang)}"]


def _said(finding: Finding, where: str, lang: Lang) -> list[str]:
    head = f"{MARKS[finding.level]} {LEVELS[finding.level].in_(lang)}{where}: "
    lines = _wrapped(head + finding.why.in_(lang), "", "  ")
    lines += _wrapped(finding.remedy.in_(lang), "  > ", "    ")
    return lines + [f"      {line}" for line in finding.paste.splitlines()]


def _wrapped(words: str, first: str, rest: str) -> list[str]:
    """Wrap between words only: a command or a name is copied from the screen in one piece."""
    return textwrap.wrap(words, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False,
                         break_on_hyphens=False)  # fmt: skip
