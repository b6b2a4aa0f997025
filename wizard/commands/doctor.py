"""`doctor` asks every service that the project is configured for, and says what it saw."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence

from wizard import check, live
from wizard.check import Result
from wizard.commands import progress
from wizard.commands.exits import DONE, UNWELL
from wizard.commands.machine import checks_json, say_json
from wizard.commands.options import Options
from wizard.commands.say import say
from wizard.finding import Level
from wizard.outcome import Outcome, outcome
from wizard.question import Choice
from wizard.sections import ALL, SECTIONS
from wizard.text import Text

_NONE = Text("No service to ask: this project is configured for none that nodes share.",
             "Tidak ada layanan untuk ditanyai: proyek ini belum memakai layanan bersama.")  # fmt: skip
_LOCAL = Text("Not asked, because it is kept on this node: {sections}. See: {command}",
              "Tidak ditanyai karena disimpan di node ini: {sections}. Lihat: {command}")  # fmt: skip
_WELL = Text("All {count} checks passed.", "Semua {count} check lolos.")
_WARNED = Text("No check failed; {warnings} of {count} with a warning.",
               "Tidak ada check yang gagal; {warnings} dari {count} punya peringatan.")  # fmt: skip
_UNWELL = Text("{failed} of {count} checks failed.", "{failed} dari {count} check gagal.")


def doctor(options: Options) -> int:
    """Ask the services as the project is now; exit 5 when one of them fails. Writes nothing."""
    project = options.open()
    given, said = options.given(project)
    out = outcome(ALL, project, given, said)
    results = progress.ask(live.present(ALL, out.resolution.answers, project, os.environ), options)
    if "as_json" in options.switches:
        say_json({"checks": checks_json(results, options.lang), "local": list(_local(out))})
    elif not options.quiet or check.failed(results):
        say([*_summary(results, options), *_unasked(out, options)], err=options.quiet)
    return UNWELL if check.failed(results) else DONE


def _summary(results: Sequence[Result], options: Options) -> list[str]:
    count = len(results)
    failed = sum(result.failed for result in results)
    warned = sum(result.level is Level.WARNING for result in results)
    text = _UNWELL if failed else _WARNED if warned else _WELL if count else _NONE
    return [text.fill(count=count, failed=failed, warnings=warned).in_(options.lang)]


def _local(out: Outcome) -> tuple[str, ...]:
    """Name the sections whose present answers keep state on the node: no service can be asked about them."""
    origins = out.resolution.origins
    return tuple(
        section.name for section in SECTIONS
        if any(isinstance(q, Choice) and origins[section.name, name].replaced for name, q in section.questions().items())
    )  # fmt: skip


def _unasked(out: Outcome, options: Options) -> list[str]:
    titles = ", ".join(s.title.in_(options.lang) for s in SECTIONS if s.name in _local(out))
    command = f"stateless-wizard plan {shlex.quote(options.project)}"
    return [_LOCAL.fill(sections=titles, command=command).in_(options.lang)] if titles else []
