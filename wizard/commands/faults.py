"""What keeps a plan from being written: answers missing or invalid, an error in it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from wizard import speak
from wizard.commands.exits import DONE, FAILED, USAGE
from wizard.commands.options import Options
from wizard.commands.say import say
from wizard.outcome import Outcome
from wizard.question import Choice, Line, Question, is_secret
from wizard.resolve import Name
from wizard.section import flag
from wizard.sections import ALL
from wizard.text import Lang, Text

_MISSING = Text("Not answered yet, and only you can say:", "Belum dijawab, dan tidak bisa ditebak:")
_INVALID = Text("These answers cannot be taken:", "Jawaban ini tidak bisa dipakai:")
_LIKE = Text("For example:", "Misalnya:")
_BLOCKED = Text("Nothing was written: see the errors above.", "Tidak ada yang ditulis: lihat error di atas.")

FLAGS: Mapping[Name, str] = {(s.name, q): flag(s, q) for s in ALL for q in s.questions()}


def faults(out: Outcome, options: Options) -> int:
    """Say what keeps the plan from being written, and return the exit code for it."""
    lang = options.lang
    if out.resolution.problems:
        say([_INVALID.in_(lang), *speak.problem_lines(out.resolution, FLAGS, lang)], err=True)
    if out.missing:
        say([_MISSING.in_(lang), *(f"  {_ways(name)}  {_label(name, lang)}" for name in out.missing)], err=True)
        say([_LIKE.in_(lang), f"  stateless-wizard apply {shlex.quote(options.project)} {_example(out)} --yes"], err=True)
    if out.resolution.problems or out.missing:
        return USAGE
    if out.plan.blocked:
        say([_BLOCKED.in_(lang)], err=True)
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


