"""Findings and the checklist, said one by one."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.changes import Require, Run
from wizard.finding import Finding
from wizard.plain.teller import Teller, ended
from wizard.speak import LEVELS, step_texts


def tell_finding(teller: Teller, finding: Finding, indent: str = "") -> None:
    """Say how grave it is, where, why, what to do; lines to paste stay whole."""
    head = f"{teller.in_(LEVELS[finding.level]).capitalize()}, {finding.where}:"
    teller.tell(head, ended(teller.in_(finding.why)), ended(teller.in_(finding.remedy)), indent=indent)
    teller.lines(f"{indent}  {line}" for line in finding.paste.splitlines())


def tell_steps(teller: Teller, steps: Sequence[Require | Run]) -> None:
    """Say each step: the command whole on its line, where it runs, why."""
    for number, step in enumerate(steps, 1):
        command, on, why = step_texts(step)
        where = teller.in_(on)
        where = f"{where[:1].upper()}{where[1:]}:"
        teller.lines([f"{number}. {command or where}"])
        teller.tell(*([where] if command else []), ended(teller.in_(why)), indent="   ")
