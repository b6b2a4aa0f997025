"""The checklist: what a person still has to do, in the order in which it works."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from wizard.changes import On, Phase, Require, Run
from wizard.project import Project
from wizard.text import Text

Step = Require | Run

_PLACES = list(On)


def ordered(project: Project, steps: Iterable[Step]) -> tuple[Step, ...]:
    """Order the steps; a command that several sections ask for is one step with all the reasons.

    The code comes before the deploy. Steps of one phase that run at one place stand together.
    """
    due: dict[object, Step] = {}
    for step in steps:
        if isinstance(step, Require) and _installed(project, step):
            continue
        name = step.package if isinstance(step, Require) else (step.command or step.why.en, step.phase, step.on)
        known = due.get(name)
        both = known is not None and known.why != step.why
        why = Text("{a}; {b}", "{a}; {b}").fill(a=known.why, b=step.why) if known and both else step.why
        due[name] = replace(step, why=why)
    return tuple(sorted(due.values(), key=_turn))


def is_about(step: Step, left: Sequence[str]) -> bool:
    """Tell whether a step is about files that are left out, and nothing else."""
    return isinstance(step, Run) and step.files != () and set(step.files) <= {*left}


def _turn(step: Step) -> tuple[int, int]:
    if isinstance(step, Require):
        return Phase.PACKAGES, 0
    if step.on is On.CODE:
        return Phase.PACKAGES, 1
    return step.phase, _PLACES.index(step.on)


def _installed(project: Project, step: Require) -> bool:
    have = project.packages.get(step.package, "").lstrip("v").split(".")[0]
    return have != "" and have == step.constraint.lstrip("^~v").split(".")[0]
