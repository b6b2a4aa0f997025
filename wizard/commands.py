"""What each command does: plan shows, apply writes, the bare command opens the wizard."""

from __future__ import annotations

import json
import os
import shlex
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from wizard import answers_file, flags, speak
from wizard.finding import Finding, Level
from wizard.locale import language
from wizard.outcome import Outcome, answers_found, outcome, write
from wizard.project import Project, VersionUnknown
from wizard.question import Choice, Line, Question, is_secret
from wizard.resolve import Given, Name
from wizard.section import flag
from wizard.sections import ALL, PARTS, SECTIONS
from wizard.text import Lang, Text, printable

DONE, FAILED, USAGE, PENDING = 0, 1, 2, 3

_MISSING = Text("Not answered yet, and only you can say:", "Belum dijawab, dan hanya Anda yang tahu:")
_INVALID = Text("These answers cannot be taken:", "Jawaban ini tidak bisa dipakai:")
_LIKE = Text("For example:", "Misalnya:")
_NOTHING = Text("Nothing to do: the project is already as answered.",
                "Tidak ada yang perlu diubah: proyek sudah sesuai jawaban.")  # fmt: skip
_BLOCKED = Text("Nothing was written: see the errors above.", "Tidak ada yang ditulis: lihat error di atas.")
_ASK = Text("Write {count} files?", "Tulis {count} berkas?")
_NEEDS_YES = Text("Nothing was written. Off a terminal, or with -n, apply writes only with --yes.",
                  "Tidak ada yang ditulis. Di luar terminal, atau dengan -n, apply hanya menulis dengan --yes.")  # fmt: skip
_NO_ANSWERS = Text("Nothing was written: no answers were given. Use flags, --answers FILE, or --defaults.",
                   "Tidak ada yang ditulis: belum ada jawaban. Pakai flag, --answers BERKAS, atau --defaults.")  # fmt: skip
_VERSION = Text("Which Laravel is it (12.4.0)?", "Laravel versi berapa (12.4.0)?")
_LEFT = Text("Nothing was written.", "Tidak ada yang ditulis.")
_NO_SCREEN = Text("The wizard needs a terminal. Without one use:", "Wizard butuh terminal. Tanpa terminal, pakai:")
_SAMPLE = Text("The sample project is in {path}", "Proyek contoh ada di {path}")
_PLAN_LINE = Text("{count} files would change, plan {id}", "{count} berkas akan berubah, rencana {id}")


@dataclass(frozen=True)
class Options:
    """What the command line said, besides the answers."""

    project: str
    lang: Lang
    laravel: str | None
    answers: str | None
    env_name: str | None
    flags: Mapping[str, str | None]
    switches: frozenset[str]

    @classmethod
    def of(cls, options: dict[str, Any], lang: Lang) -> Options:  # Any: click's values
        """Sort click's values."""
        plain = {k: options.get(k) for k in ("laravel", "answers", "env_name")}
        return cls(
            project=options["project"],
            lang=language(options.get("lang")) if options.get("lang") else lang,
            flags={k: v for k, v in options.items() if "__" in k},
            switches=frozenset(k for k, v in options.items() if v is True),
            **plain,
        )

    @property
    def asks(self) -> bool:
        """May we ask? Only on a terminal, and not with -n or in CI."""
        ours = sys.stdin.isatty() and sys.stderr.isatty()
        return ours and "no_interaction" not in self.switches and not os.environ.get("CI")

    def open(self) -> Project:
        """Open the project; the Laravel version is asked for when no file tells it."""
        try:
            return Project.open(Path(self.project), env_name=self.env_name, version=self.laravel)
        except VersionUnknown as unknown:
            if not self.asks:
                raise
            said = click.prompt(f"{unknown.text.in_(self.lang)}\n{_VERSION.in_(self.lang)}", err=True)
            return Project.open(Path(self.project), env_name=self.env_name, version=said)

    def given(self, project: Project) -> tuple[Given, tuple[Finding, ...]]:
        """Collect every answer given: flags, the answers file, the project's own."""
        file: dict[Name, str] = {}
        said: tuple[Finding, ...] = ()
        if self.answers:
            text = Path(self.answers).read_text(encoding="utf-8", errors="surrogateescape")
            file, said = answers_file.read(text, self.answers, ALL, os.environ)
        found, more = answers_found(ALL, project, os.environ)
        return Given(flags.typed(self.flags, ALL, project), file, found), tuple(dict.fromkeys(said + more))


def plan(options: Options) -> int:
    """Show the plan; exit 3 with --check when anything would change."""
    _, out = _outcome(options)
    if "as_json" in options.switches:
        _say_json(out, options)
    elif "quiet" not in options.switches:
        _show(out, options)
        _say(speak.checklist_lines(out.plan, options.lang))
    code = _faults(out, options)
    if code == DONE and "check" in options.switches and out.plan.files:
        return PENDING
    return code


def apply(options: Options) -> int:
    """Write the plan when nothing is missing or wrong, and somebody said yes."""
    given, out = _outcome(options)
    if "as_json" not in options.switches and "quiet" not in options.switches:
        _show(out, options)
    code = _faults(out, options)
    if code != DONE:
        if "as_json" in options.switches:
            _say_json(out, options)
        return code
    if out.plan.files:
        refusal = _refusal(given, out, options)
        if refusal is not None:
            _say([refusal.in_(options.lang)], err=True)
            return USAGE
        receipt = write(out)
        if "quiet" not in options.switches:
            _say(speak.receipt_lines(receipt, options.lang), err="as_json" in options.switches)
    if "as_json" in options.switches:
        _say_json(out, options)
    elif "quiet" not in options.switches:
        _say([] if out.plan.files else [_NOTHING.in_(options.lang)])
        _say(["", *speak.checklist_lines(out.plan, options.lang)])
    return DONE


def wizard(options: Options) -> int:
    """Open the wizard; without a terminal say what to use instead, and write nothing."""
    if not options.asks:
        shown = shlex.quote(options.project)
        _say([_NO_SCREEN.in_(options.lang), f"  stateless-wizard plan {shown}",
              f"  stateless-wizard apply {shown} --defaults --yes"], err=True)  # fmt: skip
        return USAGE
    project = options.open()
    given, said = options.given(project)
    from wizard.tui.app import run

    code, farewell = run(
        project, lang=options.lang, given=given, findings=said, sections=SECTIONS, parts=PARTS,
        write=write,
    )  # fmt: skip
    _say(farewell.splitlines())
    return code


def demo(options: Options) -> int:
    """Open the wizard on a throw-away copy of the sample project."""
    from dataclasses import replace

    from wizard.sample import unpack

    if not options.asks:
        return wizard(options)
    folder = unpack()
    code = wizard(replace(options, project=str(folder)))
    _say([_SAMPLE.fill(path=folder).in_(options.lang)])
    return code


def as_json(out: Outcome, lang: Lang) -> dict[str, object]:
    """Return the plan for machines; the same things are masked as on the screen."""
    plan_, resolution = out.plan, out.resolution
    return {
        "plan": plan_.id,
        "files": [
            {"path": f.path, "new": f.before is None, "diff": [str(line) for line in f.lines]} for f in plan_.files
        ],
        "findings": [
            {"code": f.code, "level": f.level.value, "section": f.section, "where": f.where,
             "why": f.why.in_(lang), "remedy": f.remedy.in_(lang), "paste": f.paste} for f in plan_.findings
        ],
        "missing": [{"section": s, "question": q, "flag": FLAGS[s, q]} for s, q in out.missing],
        "invalid": [{"flag": FLAGS[p.section, p.question], "why": p.why.in_(lang)} for p in resolution.problems],
        "checklist": [
            {"command": what, "where": on.in_(lang), "why": why.in_(lang)}
            for what, on, why in map(speak.step_texts, plan_.checklist)
        ],
    }  # fmt: skip


def _say_json(out: Outcome, options: Options) -> None:
    """Print the plan for machines, in ASCII: no byte of it means anything to a terminal."""
    click.echo(json.dumps(as_json(out, options.lang), indent=1))


FLAGS: Mapping[Name, str] = {(s.name, q): flag(s, q) for s in ALL for q in s.questions()}


def _outcome(options: Options) -> tuple[Given, Outcome]:
    project = options.open()
    given, said = options.given(project)
    return given, outcome(ALL, project, given, said)


def _show(out: Outcome, options: Options) -> None:
    _say(speak.diff_lines(out.plan, options.lang), colour="no_ansi" not in options.switches)
    order = list(Level)
    for finding in sorted(out.plan.findings, key=lambda f: order.index(f.level)):
        _say(speak.finding_lines(finding, options.lang))
    count = len(out.plan.files)
    _say([_PLAN_LINE.fill(count=count, id=out.plan.id).in_(options.lang) if count else "", ""])


def _faults(out: Outcome, options: Options) -> int:
    """Say what keeps the plan from being written, and return the exit code for it."""
    lang = options.lang
    if out.resolution.problems:
        _say([_INVALID.in_(lang), *speak.problem_lines(out.resolution, FLAGS, lang)], err=True)
    if out.missing:
        _say([_MISSING.in_(lang), *(f"  {_ways(name)}  {_label(name, lang)}" for name in out.missing)], err=True)
        _say([_LIKE.in_(lang), f"  stateless-wizard apply {shlex.quote(options.project)} {_example(out)}"], err=True)
    if out.resolution.problems or out.missing:
        return USAGE
    if out.plan.blocked:
        _say([_BLOCKED.in_(lang)], err=True)
        return FAILED
    return DONE


def _ways(name: Name) -> str:
    """The flags that answer a question: `--app-key generate|rotate, --app-key-env NAME`."""
    question = _question(name)
    words = question.words if isinstance(question, Line) else ()
    drawn = f"{FLAGS[name].removesuffix('-env')} {'|'.join(w.value for w in words)}, " if words else ""
    return f"{drawn}{FLAGS[name]}{' NAME' if is_secret(question) else ''}"


def _label(name: Name, lang: Lang) -> str:
    return _question(name).label.in_(lang)


def _question(name: Name) -> Question:
    return next(s for s in ALL if s.name == name[0]).questions()[name[1]]


def _example(out: Outcome) -> str:
    words = []
    for name in out.missing:
        question = _question(name)
        if isinstance(question, Line) and question.words:
            words.append(f"{FLAGS[name].removesuffix('-env')} {question.words[0].value}")
        elif is_secret(question):
            words.append(f"{FLAGS[name]} {question.key or 'NAME'}")
        elif isinstance(question, Choice):
            words.append(f"{FLAGS[name]} {question.options[0].value}")
        else:
            words.append(f"{FLAGS[name]} {question.example or 'VALUE'}")
    return " ".join(words)


def _refusal(given: Given, out: Outcome, options: Options) -> Text | None:
    """Say why a good plan is not written: nobody answered, or nobody may be asked; `Abort` on a no."""
    if not (given.typed or given.file or given.found or "defaults" in options.switches):
        return _NO_ANSWERS
    if "yes" in options.switches:
        return None
    if not options.asks:
        return _NEEDS_YES
    question = _ASK.fill(count=len(out.plan.files)).in_(options.lang)
    if click.confirm(question, err=True):
        return None
    _say([_LEFT.in_(options.lang)], err=True)
    raise click.Abort


_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def _say(lines: Iterable[str], *, err: bool = False, colour: bool = False) -> None:
    """Print lines; control characters in them are shown, never sent to the terminal."""
    colour = colour and not os.environ.get("NO_COLOR")
    for line in lines:
        clean = printable(line)
        click.echo(click.style(clean, fg=_COLOURS.get(clean[:1])) if colour else clean, err=err)
