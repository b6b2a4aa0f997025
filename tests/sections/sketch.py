"""What a section makes of a miniature project: the plan, and the config that real PHP reads from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests import shapes
from tests.judge import dotted, evaluate
from tests.sections import planned as outcomes
from wizard.changes import Require, Run
from wizard.finding import Finding
from wizard.formats import env
from wizard.outcome import Outcome
from wizard.section import Section


@dataclass(frozen=True)
class Planned:
    """A project on disk and what follows from the answers."""

    root: Path
    outcome: Outcome

    @property
    def codes(self) -> set[str]:
        """The codes of all findings."""
        return {finding.code for finding in self.outcome.plan.findings}

    @property
    def paths(self) -> set[str]:
        """The files that would be written, without the answers file."""
        return {file.path for file in self.outcome.plan.files} - {"stateless.toml"}

    @property
    def commands(self) -> list[str]:
        """The commands of the checklist, in order."""
        return [step.command for step in self.outcome.plan.checklist if isinstance(step, Run)]

    @property
    def packages(self) -> dict[str, str]:
        """The packages of the checklist and their constraints."""
        steps = self.outcome.plan.checklist
        return {step.package: step.constraint for step in steps if isinstance(step, Require)}

    @property
    def env(self) -> dict[str, str | None]:
        """The new `.env` as phpdotenv reads it."""
        return dict(env.read(self.text(".env")))

    def text(self, path: str) -> str:
        """Return the new text of a file, or the one it has."""
        new = next((file.after for file in self.outcome.plan.files if file.path == path), None)
        return (self.root / path).read_text() if new is None else new

    def finding(self, code: str) -> Finding:
        """Return the finding of this code."""
        return next(f for f in self.outcome.plan.findings if f.code == code)

    def said(self) -> str:
        """Return all words of the checklist in English."""
        return "\n".join(f"{step.why.en}" for step in self.outcome.plan.checklist)

    def written(self) -> Planned:
        """Put the plan on disk."""
        for file in self.outcome.plan.files:
            path = self.root / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file.after)
        return self

    def seen(self, *settings: str) -> list[object]:
        """Write the plan and return what PHP then gives for these settings."""
        config = evaluate(self.written().root)
        return [dotted(config, setting) for setting in settings]


def plan(sections: Sequence[type[Section]], root: Path, typed: Mapping[str, str]) -> Planned:
    """Plan for a project on disk; the answers go by `session.driver`."""
    return Planned(root, outcomes.planned(root, sections, typed))


def planned(
    sections: Sequence[type[Section]],
    shape: str,
    folder: Path,
    typed: Mapping[str, str] = shapes.NO_PACKAGES,
    *,
    env: Mapping[str, str | None] = shapes.NOTHING,
    files: Mapping[str, str | None] = shapes.NOTHING,
    packages: Mapping[str, str] = shapes.NO_PACKAGES,
) -> Planned:
    """Make a project of a shape and plan for it."""
    return plan(sections, shapes.make(shape, folder, env=env, files=files, packages=packages), typed)


def edited(shape: str, path: str, old: str, new: str) -> dict[str, str | None]:
    """Return one file of a shape with a text replaced, to be passed as `files`."""
    text = shapes.project(shape)[path]
    assert old in text, f"{path} of {shape} has no {old!r}"
    return {path: text.replace(old, new, 1)}
