"""What a command says to machines, as JSON; the same things are masked as on the screen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import click

from wizard import speak
from wizard.check import Result
from wizard.commands.faults import FLAGS
from wizard.finding import Finding
from wizard.outcome import Outcome
from wizard.text import Lang


def as_json(out: Outcome, lang: Lang) -> dict[str, object]:
    """Return the plan for machines."""
    plan, resolution = out.plan, out.resolution
    return {
        "plan": plan.id,
        "files": [
            {"path": f.path, "new": f.before is None, "optional": f.optional, "diff": [str(line) for line in f.lines]}
            for f in plan.files
        ],
        "left_out": list(plan.left_out),
        "findings": [finding_json(finding, lang) for finding in plan.findings],
        "missing": [{"section": s, "question": q, "flag": FLAGS[s, q]} for s, q in out.missing],
        "invalid": [{"flag": FLAGS[p.section, p.question], "why": p.why.in_(lang)} for p in resolution.problems],
        "checklist": [
            {"command": what, "where": on.in_(lang), "why": why.in_(lang)}
            for what, on, why in map(speak.step_texts, plan.checklist)
        ],
    }


def checks_json(results: Iterable[Result], lang: Lang) -> list[dict[str, object]]:
    """Return what live checks said."""
    return [
        {"service": r.check.service, "label": r.check.label.in_(lang), "failed": r.failed,
         "seen": [text.in_(lang) for text in r.seen], "findings": [finding_json(f, lang) for f in r.findings]}
        for r in results
    ]  # fmt: skip


def finding_json(finding: Finding, lang: Lang) -> dict[str, object]:
    """Return one finding."""
    return {
        "code": finding.code, "level": finding.level.value, "section": finding.section, "where": finding.where,
        "why": finding.why.in_(lang), "remedy": finding.remedy.in_(lang), "paste": finding.paste,
    }  # fmt: skip


def say_json(words: Mapping[str, object]) -> None:
    """Print in ASCII: no byte of it means anything to a terminal."""
    click.echo(json.dumps(words, indent=1))
