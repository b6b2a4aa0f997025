"""From what was answered to the plan: the one call every surface makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from wizard import answers_file
from wizard.finding import Finding
from wizard.project import Project
from wizard.resolve import Given, Name, Resolution, is_active, resolve
from wizard.section import Section

if TYPE_CHECKING:
    from wizard.plan import Owned, Plan
    from wizard.transaction import Receipt


@dataclass(frozen=True)
class Outcome:
    """The answers with their origins, and what follows from them."""

    project: Project
    resolution: Resolution
    fold: Callable[[], Plan] = field(repr=False, compare=False)

    @cached_property
    def plan(self) -> Plan:
        """What will be written, worked out when it is first asked for; raises `Stop` when it cannot be."""
        return self.fold()

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

    def without(self, paths: Iterable[str]) -> Outcome:
        """Leave files out of the plan; raises `Invalid` for one that others rest on."""
        plan = self.plan.without(paths)
        return replace(self, fold=lambda: plan)


def outcome(
    sections: Sequence[type[Section]],
    project: Project,
    given: Given,
    findings: Iterable[Finding] = (),
) -> Outcome:
    """Resolve the answers and fold what follows from them into a plan. Pure: writes nothing.

    Raises `Stop` when no plan can be made.
    """
    found = foreseen(sections, project, given, findings)
    _ = found.plan  # now, so that the `Stop` reaches whoever gave these answers
    return found


def foreseen(
    sections: Sequence[type[Section]],
    project: Project,
    given: Given,
    findings: Iterable[Finding] = (),
) -> Outcome:
    """Resolve the answers; the plan is left for when it is looked at. A first screen comes sooner that way."""
    resolution, said = resolve(sections, project, given), tuple(findings)
    return Outcome(project, resolution, lambda: _folded(sections, project, resolution, said))


def _folded(
    sections: Sequence[type[Section]], project: Project, resolution: Resolution, findings: Iterable[Finding]
) -> Plan:
    from wizard.plan import build

    active = [s for s in resolution.answers if is_active(resolution.answers, s)]
    answers_text = answers_file.written(project.text(answers_file.NAME), resolution, project)
    said = [f for s in active for f in s.advise(resolution.answers, project)]
    return build(
        project,
        _changes(active, resolution, project),
        (*resolution.findings, *findings, *said),
        {answers_file.NAME: answers_text},
        {answers_file.NAME: lambda text: answers_file.masked(text, sections)},
    )


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
    from wizard import transaction
    from wizard.backup import state_folder
    from wizard.target import Write

    project = outcome.project
    project.refuse_changed()
    env_file = project.env_path
    writes = [
        Write(f.path, f.before, f.after, secret=f.path == env_file, anywhere=f.path == env_file)
        for f in outcome.plan.files
    ]
    return transaction.write(project.root, writes, state_folder())
