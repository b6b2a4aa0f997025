"""The bare command opens the wizard; `demo` does on a throw-away copy of the sample project."""

from __future__ import annotations

import shlex
from dataclasses import replace

from wizard.commands.exits import USAGE
from wizard.commands.options import Options
from wizard.commands.say import say
from wizard.outcome import write
from wizard.sections import PARTS, SECTIONS
from wizard.text import Text

_NO_SCREEN = Text("The wizard needs a terminal. Without one use:", "Wizard butuh terminal. Tanpa terminal, pakai:")
_SAMPLE = Text("The sample project is in {path}", "Proyek contoh ada di {path}")


def wizard(options: Options) -> int:
    """Open the wizard; without a terminal say what to use instead, and write nothing."""
    if not options.asks:
        shown = shlex.quote(options.project)
        say([_NO_SCREEN.in_(options.lang), f"  stateless-wizard plan {shown}",
              f"  stateless-wizard apply {shown} --defaults --yes"], err=True)  # fmt: skip
        return USAGE
    project = options.open()
    given, said = options.given(project)
    from wizard.tui.app import run

    code, farewell = run(
        project, lang=options.lang, given=given, findings=said, sections=SECTIONS, parts=PARTS,
        write=write,
    )  # fmt: skip
    say(farewell.splitlines())
    return code


def demo(options: Options) -> int:
    """Open the wizard on a throw-away copy of the sample project."""
    from wizard.sample import unpack

    if not options.asks:
        return wizard(options)
    folder = unpack()
    code = wizard(replace(options, project=str(folder)))
    say([_SAMPLE.fill(path=folder).in_(options.lang)])
    return code
