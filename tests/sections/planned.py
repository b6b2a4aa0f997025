"""A project on disk, answers, and what follows: the plan, the files once written, the config PHP then reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests import judge
from wizard.changes import Run
from wizard.formats import env as dotenv
from wizard.outcome import Outcome, outcome
from wizard.project import Project
from wizard.resolve import Given
from wizard.section import Section


def planned(folder: Path, sections: Sequence[type[Section]], typed: Mapping[str, str]) -> Outcome:
    """Return what follows from answers typed as `section.question`."""
    names = {(name.partition(".")[0], name.partition(".")[2]): value for name, value in typed.items()}
    return outcome(sections, Project.open(folder, environ={}), Given(typed=names))


def written(folder: Path, sections: Sequence[type[Section]], typed: Mapping[str, str]) -> Outcome:
    """Plan, and put every file of the plan on disk, byte for byte."""
    done = planned(folder, sections, typed)
    for file in done.plan.files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.after.encode("utf-8", "surrogateescape"))
    return done


def config(folder: Path) -> dict[str, object]:
    """Return the whole config as real PHP reads it."""
    return judge.evaluate(folder)


def env(folder: Path) -> Mapping[str, str | None]:
    """Return what is in the project's `.env`."""
    return dotenv.read((folder / ".env").read_text())


def codes(done: Outcome) -> set[str]:
    """Return the codes of all findings."""
    return {finding.code for finding in done.plan.findings}


def commands(done: Outcome) -> list[str]:
    """Return the commands of the checklist, in order."""
    return [step.command for step in done.plan.checklist if isinstance(step, Run)]
