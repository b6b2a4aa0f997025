"""What an application finds in its `.env`: every name and value, or why the file is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from wizard.finding import Stop
from wizard.formats.env_grammar import (
    GRAMMARS,
    NOT_UTF8,
    Entry,
    Kind,
    Line,
    Rules,
    as_read,
    logical_lines,
    parse,
    physical_lines,
    with_lf,
)
from wizard.formats.env_value import Fault, resolved
from wizard.text import Text

_VERSION: Final = re.compile(r"v?(\d+)\.(\d+)")
_CONFLICT: Final = re.compile(r"(?:<{7}|={7}|>{7})(?: |$)")
_WRAPPED: Final = re.compile(r"(['\"])(.*)\1")
_WORDS: Final[Mapping[str, str | bool | None]] = {
    "true": True, "(true)": True, "false": False, "(false)": False,
    "empty": "", "(empty)": "", "null": None, "(null)": None,
}  # fmt: skip

_FAULTS: Final = {
    Fault.EQUALS: Text("nothing stands before the `=`", "tidak ada nama sebelum `=`"),
    Fault.NAME: Text(
        "the name is not valid (letters, digits, `_` and `.` only, no blank behind it)",
        "nama tidak valid (hanya huruf, angka, `_` dan `.`, tanpa spasi di belakangnya)",
    ),
    Fault.WHITESPACE: Text(
        "a value with blanks must be in quotes, and only a comment may follow a closing quote",
        "nilai berisi spasi harus dalam tanda kutip, dan setelah kutip penutup hanya boleh ada komentar",
    ),
    Fault.ESCAPE: Text(
        "a backslash in double quotes stands before a character that cannot be escaped",
        "ada backslash dalam kutip ganda di depan karakter yang tidak bisa di-escape",
    ),
    Fault.QUOTE: Text("a quote is never closed", "ada tanda kutip yang tidak ditutup"),
}
_CONFLICTED: Final = Text(
    "merge-conflict markers are still in the file", "tanda merge conflict masih ada di dalam file"
)
BYTES: Final = Text(
    "a name or value holds bytes that are not UTF-8", "ada nama atau nilai berisi byte yang bukan UTF-8"
)


class Refused(Stop):
    """A file that cannot be read or safely changed, because of one line; holds no value of the file."""

    def __init__(self, why: Text, line: int) -> None:
        super().__init__(
            Text(
                "the env file cannot be used: line {line}: {why}",
                "file env tidak bisa dipakai: baris {line}: {why}",
            ).fill(line=line, why=why),
            Text(
                "mend line {line} of the env file by hand, then run this again",
                "perbaiki baris {line} file env manual, lalu jalankan lagi",
            ).fill(line=line),
        )
        self.line = line


@dataclass(frozen=True, slots=True)
class Env:
    """A file as one set of rules reads it: all logical lines, and the entries among them."""

    text: str
    rules: Rules
    lines: tuple[Line, ...]
    entries: tuple[Entry, ...]

    def values(self, environ: Mapping[str, str]) -> dict[str, str | None]:
        """Return what every name holds after the whole file was read; the last definition wins."""
        found: dict[str, str | None] = {}

        def look_up(name: str) -> str | None:
            return found[name] if name in found else environ.get(name)

        for entry in self.entries:
            found[entry.name] = None if entry.value is None else resolved(entry.value, look_up)
        return found


def rules_for(version: str | None) -> Rules:
    """Return the rules of an installed phpdotenv ("v5.6.1"); unknown means the oldest."""
    found = _VERSION.match(version or "")
    number = (int(found[1]), int(found[2])) if found else (0, 0)
    if number < (5, 7):
        return Rules.V56
    return Rules.V57 if number == (5, 7) else Rules.V58


def decode(raw: bytes) -> str:
    """Return the text of a file; `encode("utf-8", "surrogateescape")` gives the same bytes back."""
    return raw.decode("utf-8", "surrogateescape")


def lines(text: str, rules: Rules = Rules.V56) -> tuple[Line, ...]:
    """Return the logical lines of a file: a multi-line value is one line."""
    return tuple(logical_lines(as_read(text), GRAMMARS[rules]))


def parsed(text: str, rules: Rules) -> Env:
    """Read a whole file. Raises Refused where phpdotenv refuses it."""
    seen, grammar = as_read(text), GRAMMARS[rules]
    every = tuple(logical_lines(seen, grammar))
    entries: list[Entry] = []
    for line in every:
        if line.kind is Kind.ENTRY or (line.kind is Kind.UNCLOSED and grammar.unclosed_is_parsed):
            entry = parse(line, with_lf(seen[line.start : line.end]), grammar)
            if isinstance(entry, Fault):
                raise _refused(seen, line, entry)
            entries.append(entry)
    return Env(text, rules, every, tuple(entries))


def read(
    text: str, rules: Rules = Rules.V56, environ: Mapping[str, str] | None = None
) -> dict[str, str | None]:
    """Return what phpdotenv loads from a file; None is a name without `=`, which clears it.

    `environ` serves `${NAME}` where the file has not set NAME; it does not beat the file, though in
    a running application it does. Raises Refused.
    """
    return parsed(text, rules).values(environ or {})


def cast(value: str | None) -> str | bool | None:
    """Return what Laravel's `env()` makes of a value: its words, and one pair of outer quotes less."""
    if value is None:
        return None
    if value.isascii() and value.lower() in _WORDS:
        return _WORDS[value.lower()]
    wrapped = _WRAPPED.fullmatch(value)
    return wrapped[2] if wrapped else value


def ambiguous(text: str) -> tuple[str, ...]:
    """Return the names that two phpdotenv versions read differently; all, where one refuses the file."""
    readings = [_entries_or_none(text, rules) for rules in Rules]
    names = dict.fromkeys(name for reading in readings for name in reading)
    return tuple(n for n in names if any(r.get(n) != readings[0].get(n) for r in readings[1:]))


def refuse_other_bytes(env: Env) -> None:
    """Raise Refused if bytes that are not UTF-8 stand anywhere but in a comment."""
    if env.text.isascii() or not NOT_UTF8.search(env.text):
        return
    comment_from = {e.line.start: e.value.end for e in env.entries if e.value is not None}
    for line in env.lines:
        if line.kind in {Kind.COMMENT, Kind.BLANK}:
            continue
        raw = with_lf(env.text[line.start : line.end])
        if NOT_UTF8.search(raw[: comment_from.get(line.start)]):
            raise Refused(BYTES, line.number)


def _entries_or_none(text: str, rules: Rules) -> dict[str, tuple[object, ...]]:
    try:
        env = parsed(text, rules)
    except Refused:
        return {}
    every: dict[str, tuple[object, ...]] = {}
    for entry in env.entries:
        value = entry.value
        every[entry.name] = () if value is None else (value.text, value.live)
    return every


def _refused(text: str, line: Line, fault: Fault) -> Refused:
    for number, (start, end) in enumerate(physical_lines(text), 1):
        if _CONFLICT.match(text[start:end]):
            return Refused(_CONFLICTED, number)
    return Refused(_FAULTS[fault], line.number)
