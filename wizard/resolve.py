"""Where an answer comes from, and why: the first source that gives a valid one."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from wizard.finding import Finding, Invalid, Level
from wizard.laravel.config import EnvKey, Missing, Reading
from wizard.project import Project
from wizard.question import Answer, Choice, Line, Question, is_optional, is_secret, parse, shown, spoken
from wizard.section import Answers, Section
from wizard.text import Text

Name: TypeAlias = tuple[str, str]
"""The name of a section and the name of its question."""


class Source(Enum):
    """Where an answer came from, the strongest first."""

    TYPED = Text("typed", "diketik")
    FILE = Text("from the answers file", "dari file jawaban")
    PROJECT = Text("from {where}", "dari {where}")
    FOUND = Text("from stateless.toml", "dari stateless.toml")
    COMPUTED = Text("worked out from this project", "dihitung dari proyek ini")
    DEFAULT = Text("the wizard's default", "default wizard")
    NOBODY = Text("not answered yet", "belum dijawab")


@dataclass(frozen=True, slots=True)
class Given:
    """What a surface was told, as raw texts; an empty text means the default."""

    typed: Mapping[Name, str] = field(default_factory=dict)
    file: Mapping[Name, str] = field(default_factory=dict)
    found: Mapping[Name, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Origin:
    """Why an answer is what it is.

    `was` is what the project has now (None: nothing); `key` the env key it is read from, if any;
    `where` the file and line. `replaced` says why what the project has was not taken; `kept` that it
    is shared in a way not offered here.
    """

    source: Source
    was: Answer = None
    key: str = ""
    where: str = ""
    replaced: Text | None = None
    kept: bool = False

    def words(self) -> Text:
        """Say it to a user."""
        return self.source.value.fill(where=self.where or self.key)


@dataclass(frozen=True, slots=True)
class Problem:
    """A given answer that could not be taken. The value itself is never part of it when secret."""

    section: str
    question: str
    why: Text


@dataclass(frozen=True, slots=True)
class Resolution:
    """All answers with their origins, what was wrong with given ones, and what is still missing."""

    answers: Answers
    origins: Mapping[Name, Origin]
    problems: tuple[Problem, ...]
    missing: tuple[Name, ...]
    findings: tuple[Finding, ...]


def resolve(sections: Iterable[type[Section]], project: Project, given: Given) -> Resolution:
    """Answer every question of every section; parts are resolved too, but ask only when needed."""
    origins: dict[Name, Origin] = {}
    problems: list[Problem] = []
    answers = Answers()
    for section in sections:
        answers = answers.put(_section(section, project, given, origins, problems))
    missing = tuple(_missing(answers, project, origins))
    return Resolution(answers, origins, tuple(problems), missing, tuple(_remarks(answers, project, origins)))


def is_active(answers: Answers, section: Section) -> bool:
    """A part acts only when some section needs it; a section always does."""
    return not section.part or answers.needed(type(section))


def _section(
    kind: type[Section],
    project: Project,
    given: Given,
    origins: dict[Name, Origin],
    problems: list[Problem],
) -> Section:
    section = kind()
    for name, question in kind.questions().items():
        full = (kind.name, name)
        origin = _present(section, name, question, project)
        value, origin = _first(section, full, question, project, given, origin, problems)
        origins[full] = origin
        section = dataclasses.replace(section, **{name: value})
    return section


def _first(
    section: Section,
    name: Name,
    question: Question,
    project: Project,
    given: Given,
    present: Origin,
    problems: list[Problem],
) -> tuple[Answer, Origin]:
    def taken(source: Source, raws: Mapping[Name, str]) -> Iterator[tuple[Answer, Origin]]:
        raw = raws.get(name, "")
        if not (raw if is_secret(question) else raw.strip()):
            return
        try:
            yield _parsed(question, str(raw), present), dataclasses.replace(present, source=source)
        except Invalid as error:
            problems.append(Problem(*name, error.text))

    def sources() -> Iterator[tuple[Answer, Origin]]:
        yield from taken(Source.TYPED, given.typed)
        yield from taken(Source.FILE, given.file)
        if present.source is Source.PROJECT:
            yield present.was, present
        yield from taken(Source.FOUND, given.found)
        proposed = section.proposed(name[1], project)
        if proposed is not None:
            yield proposed, dataclasses.replace(present, source=Source.COMPUTED)
        settled = question.default is not None or is_optional(question)
        yield question.default, dataclasses.replace(present, source=Source.DEFAULT if settled else Source.NOBODY)

    return next(sources())


def _parsed(question: Question, raw: str, present: Origin) -> Answer:
    if isinstance(question, Choice) and present.kept and raw == spoken(present.was):
        return raw
    return parse(question, raw)


def _present(section: Section, name: str, question: Question, project: Project) -> Origin:
    """Say what the project has: source PROJECT when that can be taken, NOBODY when not."""
    value = section.present(name, project)
    key, where = _place(section.found(name, project))
    if value is None:
        return Origin(Source.NOBODY, key=key, where=where)
    reason = section.local(name, value, project)
    if reason is not None:
        return Origin(Source.NOBODY, value, key, where, replaced=reason)
    if isinstance(question, Line) and question.secret and question.accept is None:
        return Origin(Source.PROJECT, spoken(value), key, where)  # it works as it is, even when nobody could type it
    try:
        answer = parse(question, spoken(value))
    except Invalid as error:
        if isinstance(question, Choice) and spoken(value).isprintable():
            return Origin(Source.PROJECT, value, key, where, kept=True)
        return Origin(Source.NOBODY, value, key, where, replaced=error.text)
    return Origin(Source.PROJECT, answer, key, where)


def _place(reading: Reading | None) -> tuple[str, str]:
    match reading:
        case None | Missing():
            return "", ""
        case EnvKey(key=key):
            return key, str(reading.place)
        case _:
            return "", str(reading.place)


def _missing(answers: Answers, project: Project, origins: Mapping[Name, Origin]) -> Iterator[Name]:
    for section in answers:
        if not is_active(answers, section):
            continue
        for question in section.asked(project):
            if origins[section.name, question].source is Source.NOBODY:
                yield section.name, question


def _remarks(answers: Answers, project: Project, origins: Mapping[Name, Origin]) -> Iterator[Finding]:
    for section in answers:
        if not is_active(answers, section):
            continue
        for name in section.asked(project):
            origin, question = origins[section.name, name], section.questions()[name]
            was = "••••" if is_secret(question) else shown(spoken(origin.was))
            if origin.replaced and spoken(getattr(section, name)) != spoken(origin.was):
                fault = "invalid" if is_secret(question) else "node-local"
                yield Finding(f"{section.name}.{name}.{fault}".replace("_", "-"), Level.WARNING,
                    origin.where or section.setting(name),
                    Text("`{was}`: {why}", "`{was}`: {why}").fill(was=was, why=origin.replaced),
                    _instead(answers, section, name, origin), section.name)  # fmt: skip
            elif origin.kept and origin.source is Source.PROJECT:
                yield Finding(f"{section.name}.{name}.kept".replace("_", "-"), Level.INFO,
                    origin.where or section.setting(name),
                    Text("`{was}` is kept: it is not one this wizard offers, but it is shared by all nodes as far "
                         "as we can tell",
                         "`{was}` dipertahankan: tidak ditawarkan di sini, tapi sejauh terlihat dipakai bersama "
                         "semua node").fill(was=was),
                    Text("Choose another if it is not", "Pilih yang lain kalau ternyata tidak"),
                    section.name)  # fmt: skip


def _instead(answers: Answers, section: Section, name: str, origin: Origin) -> Text:
    """Say what is proposed in place of what the project has, and where to change that."""
    question = section.questions()[name]
    home = answers.asked_in(type(section), [type(s) for s in answers]) if section.part else type(section)
    where = Text("section {home}, `{label}`", "bagian {home}, `{label}`").fill(
        home=(home or type(section)).title, label=question.label)
    if origin.source is Source.NOBODY:
        return Text("Needs another value: {where}", "Perlu nilai lain: {where}").fill(where=where)
    if is_secret(question):
        return Text("Another one takes its place; to change it: {where}",
                    "Diganti yang lain; untuk mengubahnya: {where}").fill(where=where)  # fmt: skip
    return Text("Becomes `{new}`; to choose another: {where}", "Menjadi `{new}`; untuk memilih yang lain: {where}").fill(
        new=shown(spoken(getattr(section, name))), where=where)
