"""A project, some answers, and what follows: the plan, its texts on the disk, what PHP makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests import judge, lab
from wizard.changes import Run
from wizard.outcome import Outcome, outcome
from wizard.project import Project
from wizard.resolve import Given
from wizard.section import Section


def planned(folder: Path, sections: Sequence[type[Section]], typed: Mapping[str, str]) -> Outcome:
    """Return what follows from answers typed as `section.question`."""
    names = {(name.partition(".")[0], name.partition(".")[2]): raw for name, raw in typed.items()}
    return outcome(sections, Project.open(folder, environ={}), Given(typed=names))


def written(folder: Path, sections: Sequence[type[Section]], typed: Mapping[str, str]) -> Outcome:
    """Put the planned texts on the disk; nothing may block the plan, and a second plan must be empty."""
    first = planned(folder, sections, typed)
    assert not first.plan.blocked, [f for f in first.plan.findings if f.level.value == "error"]
    for file in first.plan.files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.after.encode("utf-8", "surrogateescape"))
    assert [file.path for file in planned(folder, sections, typed).plan.files] == []
    return first


def config(folder: Path) -> dict[str, object]:
    """Return the whole config as real PHP evaluates it; every PHP file of the project must compile."""
    lab.illuminate()
    texts = {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*.php")}
    assert lab.php_lint(texts) == {}
    return judge.evaluate(folder)


def env(folder: Path) -> Mapping[str, str | None]:
    """Return what Laravel's reader finds in the project's `.env`."""
    return Project.open(folder, environ={}).configs.env


def codes(done: Outcome) -> set[str]:
    """Return the codes of all findings."""
    return {finding.code for finding in done.plan.findings}


def commands(done: Outcome) -> list[str]:
    """Return the commands of the checklist, in order."""
    return [step.command for step in done.plan.checklist if isinstance(step, Run) and step.command]


def steps(done: Outcome) -> str:
    """Return the checklist's reasons as one text."""
    return "\n".join(step.why.en for step in done.plan.checklist)
