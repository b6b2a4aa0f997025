"""What to ask of live services: of those a plan names, before it is written, or of those a project has now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from wizard.check import Check
from wizard.formats import env
from wizard.outcome import Outcome
from wizard.project import Project
from wizard.section import Answers, Section


def planned(out: Outcome, sections: Iterable[type[Section]], environ: Mapping[str, str]) -> tuple[Check, ...]:
    """Return the checks of these sections, and of the parts they need, as the plan has their settings.

    The real environment gives only what the planned env file leaves out, a password above all: what was
    answered is what is asked.
    """
    answers, project = out.resolution.answers, out.after
    asked = tuple(dict.fromkeys(kind for section in sections for kind in (section, *answers[section].needs())))
    kept = {key: value for key, value in project.configs.env.items() if value is not None}
    return present(asked, answers, _with_env(project, {**environ, **kept}))


def present(sections: Iterable[type[Section]], answers: Answers, project: Project) -> tuple[Check, ...]:
    """Return the checks of everything that a project is configured for, each once: see `as_here`."""
    return tuple(dict.fromkeys(one for kind in sections for one in answers[kind].checks(answers, project)))


def as_here(project: Project, environ: Mapping[str, str]) -> Project:
    """Return a project with the config that Laravel would have on this machine.

    A variable of the real environment beats the env file, and serves a `${NAME}` in it.
    """
    text = project.env_text
    read = project.configs.env if text is None else env.read(text, project.rules, {**environ})
    return _with_env(project, {**read, **environ})


def _with_env(project: Project, values: Mapping[str, str | None]) -> Project:
    return replace(project, configs=project.configs.with_env(values))
