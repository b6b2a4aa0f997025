"""From what was answered to the plan: the one call every surface makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from wizard import answers_file, transaction
from wizard.backup import state_folder
from wizard.finding import Finding
from wizard.plan import Owned, Plan, build
from wizard.project import Project
from wizard.resolve import Given, Name, Resolution, is_active, resolve
from wizard.section import Section
from wizard.target import Write
from wizard.transaction import Receipt


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answers with their origins, and what follows from them."""

    project: Project
    resolution: Resolution
    plan: Plan

    @property
    def missing(self) -> tuple[Name, ...]:
        """Questions that nobody has answered and that have no default."""
        return self.resolution.missing

    @property
    def after(self) -> Project:
        """The project with the config it will have once the plan is written."""
        return replace(self.project, configs=self.plan.configs)

    @property
    def ready(self) -> bool:
        """True when nothing keeps the plan from being written."""
        return not (self.plan.blocked or self.missing or self.resolution.problems)


def outcome(
    sections: Sequence[type[Section]],
    project: Project,
    given: Given,
    findings: Iterable[Finding] = (),
) -> Outcome:
    """Resolve the answers and fold what follows from them into a plan. Pure: writes nothing."""
    resolution = resolve(sections, project, given)
    active = [s for s in resolution.answers if is_active(resolution.answers, s)]
    answers_text = answers_file.written(project.text(answers_file.NAME), resolution, project)
    said = [f for s in active for f in s.advise(resolution.answers, project)]
    plan = build(
        project,
        _changes(active, resolution, project),
        (*resolution.findings, *findings, *said),
        {answers_file.NAME: answers_text},
        {answers_file.NAME: lambda text: answers_file.masked(text, sections)},
    )
    return Outcome(project, resolution, plan)


def _changes(active: Iterable[Section], resolution: Resolution, project: Project) -> Iterator[Owned]:
    for section in active:
        for change in section.changes(resolution.answers, project):
            yield section.name, change


def answers_found(
    sections: Sequence[type[Section]], project: Project, environ: Mapping[str, str]
) -> tuple[dict[Name, str], tuple[Finding, ...]]:
    """Read the project's own `stateless.toml`, when there is one."""
    text = project.text(answers_file.NAME)
    if text is None:
        return {}, ()
    return answers_file.read(text, answers_file.NAME, sections, environ)


def write(outcome: Outcome) -> Receipt:
    """Write the plan: all files or none. Raises `Stop` when the disk is no longer as planned."""
    project = outcome.project
    project.refuse_changed()
    env_file = project.env_path
    writes = [
        Write(f.path, f.before, f.after, secret=f.path == env_file, anywhere=f.path == env_file)
        for f in outcome.plan.files
    ]
    return transaction.write(project.root, writes, state_folder())
