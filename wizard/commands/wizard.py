"""The bare command opens the wizard; `demo` does on a throw-away copy of the sample project."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from wizard import preferences, speak
from wizard.commands import surface
from wizard.commands.exits import USAGE
from wizard.commands.faults import faults
from wizard.commands.options import Options
from wizard.commands.say import say
from wizard.finding import Finding, Stop
from wizard.outcome import outcome, write
from wizard.preferences import Preferences
from wizard.sections import ALL, PARTS, SECTIONS
from wizard.text import Text

_CONTAINER = Text("In a container, with a terminal:", "Di dalam container, dengan terminal:")
_SAMPLE = Text("The sample project is in {path}", "Proyek contoh ada di {path}")


def wizard(options: Options) -> int:
    """Open the wizard; without anybody to ask say what to use instead, and write nothing."""
    why = surface.unasked(options)
    if why is not None:
        _instead(options, why)
        return _unanswered(options)
    return _opened(options)


def demo(options: Options) -> int:
    """Open the wizard on a throw-away copy of the sample project."""
    from wizard.sample import unpack

    why = surface.unasked(options)
    if why is not None:
        _instead(options, why)
        return USAGE
    folder = unpack()
    code = _opened(replace(options, project=str(folder)))
    say([_SAMPLE.fill(path=folder).in_(options.lang)])
    return code


def _opened(options: Options) -> int:
    chosen = preferences.read()
    run = _surface(options, chosen)
    project = options.open()
    given, said = options.given(project)
    code, farewell = run(
        project, lang=options.lang, given=given, findings=said, sections=SECTIONS, parts=PARTS,
        write=write,
    )  # fmt: skip
    say(farewell.splitlines())
    return code


def _surface(options: Options, chosen: Preferences) -> Callable[..., tuple[int, str]]:
    """Return what walks a person through: the screens or the plain prompts, whose `run` have one signature."""
    _warn(options, chosen.findings)
    ascii_ = chosen.ascii if options.ascii is None else options.ascii
    plainly, why = surface.asks_plainly(options, chosen, os.environ)
    if why is not None:
        say([why.in_(options.lang)], err=True)
    if plainly:
        from wizard.plain.app import run as ask

        return partial(ask, plain_signs=ascii_)
    from wizard.tui.terminal import Terminal

    theme = options.theme or chosen.theme
    terminal = Terminal.of(os.environ, theme=theme, plain_signs=ascii_)
    os.environ.update(terminal.settings)  # Textual reads them when it is imported, and only then
    from wizard.tui import keymap
    from wizard.tui.app import run

    keys, strange = keymap.fitting(chosen.keymap, str(preferences.file(os.environ)))
    _warn(options, strange)
    return partial(run, terminal=terminal, keymap=keys)


def _warn(options: Options, findings: Iterable[Finding]) -> None:
    for finding in findings:
        say(speak.finding_lines(finding, options.lang), err=True)


def _instead(options: Options, why: Text) -> None:
    """Say what does the same without asking."""
    shown = shlex.quote(options.project)
    say([why.in_(options.lang), f"  stateless-wizard plan {shown}",
         f"  stateless-wizard apply {shown} --defaults --yes"], err=True)  # fmt: skip
    if why is surface.NO_TERMINAL:
        say([_CONTAINER.in_(options.lang), f"  docker exec -it CONTAINER stateless-wizard {shown}",
             f"  docker compose run --rm SERVICE stateless-wizard {shown}"], err=True)  # fmt: skip


def _unanswered(options: Options) -> int:
    """Say which answers are still missing, by their flags, or why even that cannot be told."""
    try:
        project = options.open()
        given, said = options.given(project)
        out = outcome(ALL, project, given, said)
    except Stop as stop:
        say(speak.stop_lines(stop, options.lang), err=True)
        return USAGE
    if out.missing or out.resolution.problems:
        faults(out, options)
    return USAGE
