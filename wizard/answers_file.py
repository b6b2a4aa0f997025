"""The answers file, `stateless.toml`: every effective answer, never a secret."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from wizard.finding import Finding, Level, Stop
from wizard.project import Project
from wizard.question import Answer, is_secret, spoken
from wizard.resolve import Name, Resolution, Source, is_active
from wizard.section import Section
from wizard.text import Text, uncredentialed

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

NAME = "stateless.toml"
SCHEMA = 1
_HEADING = "Answers of stateless-wizard. Commit this file; it holds no secret."
_TABLE = re.compile(r"\[([A-Za-z_]+)\]\r?")
_PAIR = re.compile(r"([A-Za-z_]+)\s*=\s*(?:\"[^\"\\]*\"|-?\d+|true|false|\{ *env *= *\"\w+\" *\})\r?$")

_TWICE = Text("a name is there twice", "ada nama yang muncul dua kali")
_NO_TABLE = Text("this must be a table", "ini harus berupa table")


class Referred(str):
    """A value that the file has not itself: it names the environment variable that holds it."""

    __slots__ = ("variable",)
    variable: str


def read(
    text: str, where: str, sections: Iterable[type[Section]], environ: Mapping[str, str]
) -> tuple[dict[Name, str], tuple[Finding, ...]]:
    """Read answers as raw texts; unknown names become warnings.

    Raises `Stop` for bad TOML, a secret written in the open, or an environment variable that is not set.
    """
    document = _parsed(text, where).unwrap()
    kinds = {section.name: section for section in sections}
    answers: dict[Name, str] = {}
    unknown: list[str] = []
    if document.pop("schema", SCHEMA) != SCHEMA:
        raise Stop(
            Text("`{where}` has a schema this version does not know", "`{where}` memakai schema yang belum dikenal").fill(
                where=where),
            Text("Use the wizard that wrote it, or a newer one",
                 "Pakai wizard yang menulisnya, atau yang lebih baru"))  # fmt: skip
    for table, values in document.items():
        if table not in kinds or not isinstance(values, dict):
            unknown.append(table)
            continue
        for name, value in values.items():
            if name in kinds[table].questions():
                answers[table, name] = _raw(kinds[table], name, value, where, environ)
            else:
                unknown.append(f"{table}.{name}")
    return answers, tuple(_strange(where, name) for name in unknown)


def written(old: str | None, resolution: Resolution, project: Project) -> str:
    """Return the file with every effective answer; lines that need no change keep every byte."""
    import tomlkit  # not where there is no file to read and none to write

    document = _parsed(old, NAME) if old else _fresh()
    document.setdefault("schema", SCHEMA)
    for section in resolution.answers:
        if not is_active(resolution.answers, section):
            continue
        for name, value in _effective(section, resolution, project):
            table = document.setdefault(section.name, tomlkit.table())
            if not isinstance(table, dict):
                raise _bad(NAME, section.name, _NO_TABLE)
            now = table.get(name)
            if isinstance(now, dict):  # { env = "NAME" }: it stays where the user keeps it
                continue
            if now != value or isinstance(now, bool) is not isinstance(value, bool):
                table[name] = value
    return tomlkit.dumps(document)


def masked(text: str, sections: Iterable[type[Section]]) -> tuple[str, ...]:
    """Return the file's lines for showing: answers can be read, whatever else stands there cannot."""
    known = {(section.name, name) for section in sections for name in section.questions()} | {("", "schema")}
    table, shown = "", []
    for line in text.removesuffix("\n").split("\n") if text else ():
        head, pair = _TABLE.fullmatch(line), _PAIR.match(line)
        table = head[1] if head else table
        plain = not line.strip() or head or line == f"# {_HEADING}" or (pair and (table, pair[1]) in known)
        shown.append(line if plain else f"{pair[1]} = ••••" if pair else "••••")
    return tuple(shown)


def _effective(
    section: Section, resolution: Resolution, project: Project
) -> Iterator[tuple[str, str | int | bool]]:
    for name in section.asked(project):
        question = section.questions()[name]
        answered = resolution.origins[section.name, name].source is not Source.NOBODY
        value: Answer = getattr(section, name)
        telling = isinstance(value, str) and uncredentialed(value) != value  # a password may be in it
        if answered and not is_secret(question) and not telling:
            yield name, spoken(value) if value is None else value


def _parsed(text: str, where: str) -> TOMLDocument:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(text)
    except (TOMLKitError, ValueError, RecursionError) as error:  # a huge number, a thousand brackets
        line = getattr(error, "line", None)
        why = Text("line {line}", "baris {line}").fill(line=line) if line else _TWICE
        raise Stop(Text("`{where}` is not valid TOML: {why}", "`{where}` bukan TOML yang valid: {why}").fill(
            where=where, why=why), Text("Mend that line", "Perbaiki baris itu")) from None  # fmt: skip


def _fresh() -> TOMLDocument:
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment(_HEADING))
    document.add("schema", tomlkit.item(SCHEMA))
    return document


def _raw(
    section: type[Section], name: str, value: Any, where: str, environ: Mapping[str, str]
) -> str:  # Any: TOML gives any of its types
    full = f"{section.name}.{name}"
    if isinstance(value, dict):
        variable = value.get("env")
        if set(value) != {"env"} or not isinstance(variable, str):
            raise _bad(where, full, Text("a table here must be {{ env = \"NAME\" }}",
                                         "table di sini harus {{ env = \"NAMA\" }}").fill())  # fmt: skip
        if variable not in environ:
            raise _bad(where, full, Text("the environment variable {name} is not set",
                                         "environment variable {name} belum diisi").fill(name=variable))  # fmt: skip
        referred = Referred(environ[variable])
        referred.variable = variable
        return referred
    if is_secret(section.questions()[name]):
        raise _bad(where, full, Text("a secret must not be written here; use {{ env = \"NAME\" }}",
                                     "secret tidak boleh ditulis di sini; pakai {{ env = \"NAMA\" }}").fill())  # fmt: skip
    if not isinstance(value, str | int | bool):
        raise _bad(where, full, Text("write a text, a whole number, true or false",
                                     "tulis teks, bilangan bulat, true atau false"))  # fmt: skip
    return spoken(value)


def _bad(where: str, name: str, why: Text) -> Stop:
    return Stop(
        Text("`{where}`: {name}: {why}", "`{where}`: {name}: {why}").fill(where=where, name=name, why=why),
        Text("Mend that line", "Perbaiki baris itu"),
    )


def _strange(where: str, name: str) -> Finding:
    return Finding("answers.unknown", Level.WARNING, where,
        Text("`{name}` is not a question of this wizard: ignored",
             "`{name}` bukan pertanyaan wizard ini: diabaikan").fill(name=name),
        Text("See the reference in the README for the names", "Lihat nama-namanya di referensi README"))  # fmt: skip
