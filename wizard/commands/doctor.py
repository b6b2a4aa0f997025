"""`doctor` asks every service that the project is configured for, and says what it saw."""

from __future__ import annotations

import os
import shlex
import textwrap
from collections.abc import Callable, Sequence

from wizard import check, live, speak
from wizard.check import Result
from wizard.commands import progress
from wizard.commands.exits import DONE, UNWELL
from wizard.commands.machine import checks_json, say_json
from wizard.commands.options import Options
from wizard.commands.say import say
from wizard.finding import Level
from wizard.question import Choice
from wizard.resolve import Origin, Resolution, resolve
from wizard.section import Section
from wizard.sections import ALL, SECTIONS
from wizard.sections.database import Database
from wizard.text import Lang, Text

_NONE = Text("No service to ask: this project is configured for none that nodes share.",
             "Tidak ada layanan untuk dicek: proyek ini belum memakai layanan bersama.")  # fmt: skip
_LOCAL = Text("Not asked, because it is kept on this node: {sections}. See: {command}",
              "Tidak dicek karena disimpan di node ini: {sections}. Lihat: {command}")  # fmt: skip
_WELL = Text("All checks passed: {count}.", "Semua check lolos: {count}.")
_WARNED = Text("No check failed; {warnings} of {count} with a warning.",
               "Tidak ada check yang gagal; {warnings} dari {count} punya peringatan.")  # fmt: skip
_UNWELL = Text("{failed} of {count} checks failed: {labels}.", "{failed} dari {count} check gagal: {labels}.")


def doctor(options: Options) -> int:
    """Ask the services as the project is now, on this machine; exit 5 when one of them fails. Writes nothing."""
    project = live.as_here(options.open(), os.environ)
    given, _ = options.given(project)
    resolution = resolve(ALL, project, given)
    results = progress.ask(live.present(ALL, resolution.answers, project), options)
    if "as_json" in options.switches:
        say_json({"checks": checks_json(results, options.lang), "local": [s.name for s in _local(resolution)]})
    elif options.quiet:
        say(_failures(results, options.lang), err=True)
    else:
        for finding in project.findings:
            say(speak.finding_lines(finding, options.lang))
        say([*_summary(results, options.lang), *_unasked(resolution, options)])
    return UNWELL if check.failed(results) else DONE


def _summary(results: Sequence[Result], lang: Lang) -> list[str]:
    count = len(results)
    warned = sum(result.level is Level.WARNING for result in results)
    text = _WARNED if warned else _WELL if count else _NONE
    return _failures(results, lang) or [text.fill(count=count, warnings=warned).in_(lang)]


def _failures(results: Sequence[Result], lang: Lang) -> list[str]:
    failed = [result.check.label.in_(lang) for result in results if result.failed]
    text = _UNWELL.fill(failed=len(failed), count=len(results), labels=", ".join(failed))
    return textwrap.wrap(text.in_(lang), speak.WIDTH, subsequent_indent="  ") if failed else []


def _local(resolution: Resolution) -> tuple[type[Section], ...]:
    """Return the sections that keep state on this node: no service can be asked about them.

    What lies in the database does so as well, when that is one node's own.
    """
    own = tuple(section for section in SECTIONS if _is(section, resolution, lambda origin: origin.replaced is not None))
    if Database not in own:
        return own
    return tuple(s for s in SECTIONS if s in own or _is(s, resolution, lambda origin: origin.was == "database"))


def _is(section: type[Section], resolution: Resolution, true: Callable[[Origin], bool]) -> bool:
    """Tell whether it is true of a driver, a store, a disk of this section: not of a table's name."""
    drivers = (name for name, question in section.questions().items() if isinstance(question, Choice))
    return any(true(resolution.origins[section.name, name]) for name in drivers)


def _unasked(resolution: Resolution, options: Options) -> list[str]:
    titles = ", ".join(section.title.in_(options.lang) for section in _local(resolution))
    command = f"stateless-wizard plan {shlex.quote(options.project)}"
    return [_LOCAL.fill(sections=titles, command=command).in_(options.lang)] if titles else []
