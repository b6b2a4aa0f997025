"""`plan` shows what would be written, `apply` writes it."""

from __future__ import annotations

import os
from collections.abc import Mapping

import click

from wizard import check, live, speak
from wizard.check import Result
from wizard.commands import progress
from wizard.commands.exits import DONE, PENDING, UNWELL, USAGE
from wizard.commands.faults import faults
from wizard.commands.machine import as_json, checks_json, say_json
from wizard.commands.options import Options
from wizard.commands.say import say
from wizard.finding import Invalid, gravest_first
from wizard.outcome import Outcome, outcome, write
from wizard.resolve import Given
from wizard.sections import ALL, SECTIONS
from wizard.text import Text

_NOTHING = Text("Nothing to do: the project is already as answered.",
                "Tidak ada yang perlu diubah: proyek sudah sesuai jawaban.")  # fmt: skip
_ASK = Text("Write {count} files?", "Tulis {count} file?")
_NEEDS_YES = Text("Nothing was written. Off a terminal, or with -n, apply writes only with --yes.",
                  "Tidak ada yang ditulis. Di luar terminal, atau dengan -n, apply hanya menulis dengan --yes.")  # fmt: skip
_NO_ANSWERS = Text("Nothing was written: no answers were given. Use flags, --answers FILE, or --defaults.",
                   "Tidak ada yang ditulis: belum ada jawaban. Pakai flag, --answers FILE, atau --defaults.")  # fmt: skip
_LEFT = Text("Nothing was written.", "Tidak ada yang ditulis.")
_UNWELL = Text("Nothing was written: a live check failed: {labels}.",
               "Tidak ada yang ditulis: ada live check yang gagal: {labels}.")  # fmt: skip
_PLAN_LINE = Text("{count} files would change, plan {id}", "{count} file akan berubah, plan {id}")


def plan(options: Options) -> int:
    """Show the plan; exit 3 with --check when anything would change."""
    _, out = _outcome(options)
    if "as_json" in options.switches:
        say_json(as_json(out, options.lang))
    elif not options.quiet:
        _show(out, options)
        say(speak.checklist_lines(out.plan, options.lang))
    code = faults(out, options)
    if code == DONE and "check" in options.switches and out.plan.files:
        return PENDING
    return code


def apply(options: Options) -> int:
    """Write the plan when nothing is missing or wrong, and somebody said yes."""
    given, out = _outcome(options)
    asked: tuple[Result, ...] = ()
    if options.speaks:
        _show(out, options)
    code = faults(out, options)
    if code == DONE and out.plan.files and (refusal := _refusal(given, options)):
        say([refusal.in_(options.lang)], err=True)
        return USAGE
    if code == DONE and "require_checks" in options.switches:
        asked, code = _asked(out, options)
    if code == DONE and out.plan.files:
        _write(out, options)
    if "as_json" in options.switches:
        say_json(_words(out, asked, options))
    elif code == DONE and options.speaks:
        say([] if out.plan.files else [_NOTHING.in_(options.lang)])
        say(["", *speak.checklist_lines(out.plan, options.lang)])
    return code


def _write(out: Outcome, options: Options) -> None:
    if "yes" not in options.switches:
        _ask(out, options)
    receipt = write(out)
    if not options.quiet:
        say(speak.receipt_lines(receipt, options.lang), err="as_json" in options.switches)


def _asked(out: Outcome, options: Options) -> tuple[tuple[Result, ...], int]:
    """Ask the services that the plan names, before anything is written."""
    results = progress.ask(live.planned(out, SECTIONS, os.environ), options)
    if not check.failed(results):
        return results, DONE
    labels = ", ".join(r.check.label.in_(options.lang) for r in results if r.failed)
    say([_UNWELL.fill(labels=labels).in_(options.lang)], err=True)
    return results, UNWELL


def _words(out: Outcome, asked: tuple[Result, ...], options: Options) -> Mapping[str, object]:
    words = as_json(out, options.lang)
    return {**words, "checks": checks_json(asked, options.lang)} if "require_checks" in options.switches else words


def _outcome(options: Options) -> tuple[Given, Outcome]:
    project = options.open()
    given, said = options.given(project)
    try:
        return given, outcome(ALL, project, given, said).without(options.skip)
    except Invalid as error:
        raise click.UsageError(f"--skip: {error.text.in_(options.lang)}") from None


def _show(out: Outcome, options: Options) -> None:
    say(speak.diff_lines(out.plan, options.lang), colour="no_ansi" not in options.switches)
    for finding in gravest_first(out.plan.findings):
        say(speak.finding_lines(finding, options.lang))
    count = len(out.plan.files)
    say(speak.left_out_lines(out.plan, options.lang))
    say([_PLAN_LINE.fill(count=count, id=out.plan.id).in_(options.lang) if count else "", ""])


def _refusal(given: Given, options: Options) -> Text | None:
    """Say why a good plan is not written: nobody answered, or nobody may be asked."""
    if not (given.typed or given.file or given.found or "defaults" in options.switches):
        return _NO_ANSWERS
    return None if "yes" in options.switches or options.asks else _NEEDS_YES


def _ask(out: Outcome, options: Options) -> None:
    """Ask whether to write; `Abort` on a no."""
    if not click.confirm(_ASK.fill(count=len(out.plan.files)).in_(options.lang), err=True):
        say([_LEFT.in_(options.lang)], err=True)
        raise click.Abort
