"""What to ask of live services: of those a plan names, before it is written, or of those a project has now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from wizard.check import Check
from wizard.outcome import Outcome
from wizard.project import Project
from wizard.section import Answers, Section


def planned(out: Outcome, sections: Iterable[type[Section]]) -> tuple[Check, ...]:
    """Return the checks of these sections, and of the parts they need, as the plan has their settings."""
    answers = out.resolution.answers
    asked = tuple(dict.fromkeys(kind for section in sections for kind in (section, *answers[section].needs())))
    return _checks(asked, answers, out.after)


def present(
    sections: Sequence[type[Section]], answers: Answers, project: Project, environ: Mapping[str, str]
) -> tuple[Check, ...]:
    """Return the checks of everything that a project is configured for now.

    A variable of the real environment beats the env file, as it does in Laravel.
    """
    configs = project.configs
    return _checks(sections, answers, replace(project, configs=configs.with_env({**configs.env, **environ})))


def _checks(sections: Iterable[type[Section]], answers: Answers, project: Project) -> tuple[Check, ...]:
    return tuple(dict.fromkeys(_each(sections, answers, project)))


def _each(sections: Iterable[type[Section]], answers: Answers, project: Project) -> Iterator[Check]:
    for section in sections:
        yield from answers[section].checks(answers, project)
