"""One flag a question, made from the sections; no flag carries a secret."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import click

from wizard.finding import Invalid, Stop
from wizard.project import Project
from wizard.question import NONE, Choice, Line, Number, Question, Toggle, is_optional, is_secret, spoken
from wizard.resolve import Name
from wizard.section import Section, flag
from wizard.text import Lang, Text

Sections: TypeAlias = Sequence[type[Section]]
Decorated: TypeAlias = Callable[..., Any]  # Any: click's decorators take and give callables of any shape

_SECRET = Text("Name of the environment variable that holds it.", "Nama environment variable yang berisi nilainya.")
_DRAWN = Text("Make a value now.", "Buat nilainya sekarang.")
_DEFAULT = Text("default {value}", "default {value}")


class Grouped(click.Command):
    """A command whose help shows its flags under the titles of the sections."""

    def __init__(self, *args: Any, sections: Sections, lang: Lang, **kwargs: Any) -> None:  # Any: as in click
        super().__init__(*args, **kwargs)
        self.sections, self.lang = sections, lang

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the command's own options first, then a block a section."""
        records = {p.name: r for p in self.get_params(context) if (r := p.get_help_record(context))}
        ours = {(section.name, name) for section in self.sections for name in section.questions()}
        blocks: list[tuple[str, list[tuple[str, str]]]] = [("Options", [])]
        for section in self.sections:
            names = [parameter(*n) for n in ours if n[0] == section.name]
            rows = [r for p, r in records.items() if p and p.removesuffix("__word") in names]
            blocks.append((section.title.in_(self.lang), rows))
        claimed = {row for _, rows in blocks for row in rows}
        blocks[0][1].extend(r for r in records.values() if r not in claimed)
        for head, rows in blocks:
            if rows:
                with formatter.section(head):
                    formatter.write_dl(rows)


def parameter(section: str, question: str) -> str:
    """Return click's name for a question's flag."""
    return f"{section}__{question}"


def add(command: Decorated, sections: Sections, lang: Lang) -> Decorated:
    """Give a command a flag for every question of every section."""
    for option in reversed(list(_options(sections, lang))):
        command = option(command)
    return command


def _options(sections: Sections, lang: Lang) -> Iterator[Decorated]:
    for section in sections:
        for name, question in section.questions().items():
            words = question.words if isinstance(question, Line) else ()
            if words:
                yield click.option(
                    flag(section, name).removesuffix("-env"),
                    f"{parameter(section.name, name)}__word",
                    type=click.Choice([w.value for w in words]),
                    help=_DRAWN.in_(lang),
                )
            yield click.option(
                flag(section, name),
                parameter(section.name, name),
                metavar=_metavar(question),
                help=_help(question, lang),
            )


def _metavar(question: Question) -> str:
    match question:
        case Choice(options=options):
            return "|".join(option.value for option in options)
        case Number(minimum=low, maximum=high):
            return f"{low}..{high}"
        case Toggle():
            return "yes|no"
        case Line():
            return "NAME" if question.secret else "TEXT"


def _help(question: Question, lang: Lang) -> str:
    if is_secret(question):
        return f"{question.label.in_(lang)}. {_SECRET.in_(lang)}"
    default = NONE if question.default is None and is_optional(question) else question.default
    tail = f" [{_DEFAULT.fill(value=spoken(default)).in_(lang)}]" if default is not None else ""
    return question.help.in_(lang) + tail


def typed(
    values: Mapping[str, str | None], sections: Sections, project: Project, environ: Mapping[str, str] = os.environ
) -> dict[Name, str]:
    """Return what the flags say, as raw texts; secrets are fetched from the variables they name.

    Raises `Stop` when a named variable is not set, `Invalid` never: bad answers are collected later.
    """
    raws: dict[Name, str] = {}
    for section in sections:
        for name, question in section.questions().items():
            full = (section.name, name)
            value, word = (values.get(parameter(*full) + end) for end in ("", "__word"))
            if word:
                raws[full] = drawn(section, name, word, project)
            elif value is not None:
                raws[full] = _from_environment(section, name, value, environ) if is_secret(question) else value
    return raws


def drawn(section: type[Section], name: str, word: str, project: Project) -> str:
    """Make the value a word stands for (`generate`); raises `Stop` when it cannot be made here."""
    try:
        return section().draw(name, word, project)
    except Invalid as error:
        raise Stop(error.text, Text("Leave {flag} out", "Hapus {flag}").fill(
            flag=flag(section, name).removesuffix("-env"))) from None  # fmt: skip


def _from_environment(section: type[Section], name: str, variable: str, environ: Mapping[str, str]) -> str:
    if variable == NONE or variable in environ:
        return environ.get(variable, NONE)
    raise Stop(
        Text("{flag}: the environment variable it names is not set",
             "{flag}: environment variable yang disebut belum diisi").fill(flag=flag(section, name)),
        Text("Name a variable that holds the secret, never the secret itself",
             "Sebutkan nama variable yang berisi secret-nya, bukan secret-nya sendiri"),
    )  # fmt: skip
