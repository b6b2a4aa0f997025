"""What Laravel's `.env` reader (phpdotenv 5) makes of a file: its lines, names and values, by version."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from wizard.formats.env_value import TRIMMED, Fault, Value, parse_value

_SPACE: Final = " \t\n\r\v\f"
BREAK: Final = re.compile(r"\r\n|\n|\r")
NOT_UTF8: Final = re.compile("[\ud800-\udfff]")
_ASCII_NAME: Final = re.compile(r"[A-Za-z0-9_.]+")


class Rules(Enum):
    """Which phpdotenv reads the file: up to 5.6.4, 5.7, or 5.8 and newer (ENV.md section 0)."""

    V56 = "5.6"
    V57 = "5.7"
    V58 = "5.8"


@dataclass(frozen=True, slots=True)
class Grammar:
    """The points on which versions of phpdotenv 5 differ."""

    comment_hides_quote: bool = False  # a `#` before `="` keeps a line from opening a multi-line value
    column_0_counts: bool = False  # a `"` that is the first character of its line closes a value
    unclosed_is_parsed: bool = False  # what is never closed is read as one entry, not dropped
    short_export: bool = False  # `export A=1` with a name of one letter
    ascii_names: bool = False
    reopens: bool = False  # a line inside a multi-line value may open it again


GRAMMARS: Final = {
    Rules.V56: Grammar(),
    Rules.V57: Grammar(comment_hides_quote=True, short_export=True),
    Rules.V58: Grammar(
        comment_hides_quote=True, column_0_counts=True, unclosed_is_parsed=True, short_export=True
    ),
}
# phpdotenv 5.0 to 5.4, which Laravel 8 may still have: nobody asks for it, what we write suits it too.
OLDEST: Final = Grammar(ascii_names=True, reopens=True)


class Kind(Enum):
    """What a logical line is; UNCLOSED opens a multi-line value that never ends."""

    BLANK = "blank"
    COMMENT = "comment"
    ENTRY = "entry"
    UNCLOSED = "unclosed"


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line: `text[start:end]` without its last line break; `number` counts from 1."""

    start: int
    end: int
    number: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Entry:
    """A line that defines a name; without `=` the value is None, which clears the name."""

    line: Line
    name: str
    value: Value | None


def as_read(text: str) -> str:
    """Return what PHP makes of bytes that are not UTF-8: a `?` each, every place as before."""
    return text if text.isascii() else NOT_UTF8.sub("?", text)


def with_lf(raw: str) -> str:
    """Return a logical line with every break as LF, as phpdotenv glues it."""
    return BREAK.sub("\n", raw) if "\r" in raw else raw


def physical_lines(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """Yield where each physical line starts and ends; CRLF, LF and a lone CR end one."""
    for found in BREAK.finditer(text, start):
        yield start, found.start()
        start = found.end()
    if start < len(text):
        yield start, len(text)


def logical_lines(text: str, grammar: Grammar) -> Iterator[Line]:
    """Yield the lines of a file as phpdotenv glues them, before anything else is looked at."""
    opened: tuple[int, int] | None = None
    physical = physical_lines(text, int(text.startswith("\ufeff")))
    for number, (start, end) in enumerate(physical, 1):
        line = text[start:end]
        quoted = '"' in line
        opens = quoted and (opened is None or grammar.reopens) and _opens(line, grammar)
        if opens and opened is None:
            opened = (start, number)
        if opened is None:
            yield Line(start, end, number, _kind(line))
        elif quoted and (line == '"' or _quotes(line, grammar) >= (2 if opens else 1)):
            first = text[opened[0] : end].lstrip(TRIMMED)
            yield Line(opened[0], end, opened[1], Kind.COMMENT if first.startswith("#") else Kind.ENTRY)
            opened = None
    if opened is not None:
        yield Line(opened[0], len(text), opened[1], Kind.UNCLOSED)


def parse(line: Line, glued: str, grammar: Grammar) -> Entry | Fault:
    """Read one logical line that is neither blank nor a comment."""
    equals = glued.find("=")
    left = glued if equals < 0 else glued[:equals].strip(TRIMMED)
    if not left:
        return Fault.EQUALS
    name = _name(left, grammar)
    if name is None:
        return Fault.NAME
    value = None if equals < 0 else parse_value(glued, equals + 1)
    return value if isinstance(value, Fault) else Entry(line, name, value)


def _kind(line: str) -> Kind:
    stripped = line.strip(TRIMMED)
    if not stripped:
        return Kind.BLANK
    return Kind.COMMENT if stripped[0] == "#" else Kind.ENTRY


def _opens(line: str, grammar: Grammar) -> bool:
    place = line.find('="')
    if place < 0 or (grammar.comment_hides_quote and "#" in line[:place]):
        return False
    return _quotes(line, grammar) < 2


def _quotes(line: str, grammar: Grammar) -> int:
    bare = line.replace("\\\\", "")
    count = bare.count('"') - bare.count('\\"')
    return count - (bare.startswith('"') and not grammar.column_0_counts)


def _name(left: str, grammar: Grammar) -> str | None:
    least, blanks = (6, _SPACE) if grammar.short_export else (8, TRIMMED)
    if len(left) > least and left.startswith("export") and left[6] in _SPACE:
        left = left[6:].lstrip(blanks)
    if len(left) > 2 and left[0] == left[-1] and left[0] in "'\"":
        left = left[1:-1]
    if _ASCII_NAME.fullmatch(left) or (not grammar.ascii_names and left and all(map(_in_name, left))):
        return left
    return None


def _in_name(char: str) -> bool:
    kind = unicodedata.category(char)
    return char in "_." or kind in {"Ll", "Lu"} or kind[0] in "MN"
