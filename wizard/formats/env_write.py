"""How a value is written in a `.env` file so that every phpdotenv reads exactly that value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from wizard.finding import Invalid
from wizard.formats.env_grammar import (
    GRAMMARS,
    NOT_UTF8,
    OLDEST,
    Entry,
    Grammar,
    Kind,
    Rules,
    as_read,
    logical_lines,
    parse,
    with_lf,
)
from wizard.formats.env_read import cast
from wizard.text import Text

NAME: Final = re.compile(r"[A-Za-z0-9_.]+")
_BARE: Final = re.compile(r"[A-Za-z0-9_./:@%+,=?!*^\[\]{}-]*")
_NOT_PLAIN: Final = re.compile(r"['\"\\$`\r\n]")
_NOT_SINGLE: Final = re.compile(r"['\r\n]|\\\\|\\\Z")
_ESCAPED: Final = {"\\": "\\\\", '"': '\\"', "$": "\\$", "\r": "\\r"}
# PHP 8.3 and newer spoil a character that the 1,000th byte behind an escape falls into (ENV.md section 3).
_CUT: Final = rb"[^ \t\n\r\v\f\\'\"#$]{999}[\x80-\xbf]"
_CUT_CR: Final = re.compile(rb"\r" + _CUT)
_CUT_LF: Final = re.compile(rb"\n(?=" + _CUT + rb")")
EVERY_GRAMMAR: Final = (*GRAMMARS.values(), OLDEST)

_NUL: Final = Text(
    "the value holds a NUL character, which no environment variable can hold: take it out",
    "nilai berisi karakter NUL, yang tidak bisa disimpan di environment variable: hapus karakter itu",
)
_SURROGATE: Final = Text(
    "the value is not valid UTF-8, and phpdotenv would read `?` instead: encode it, for example as base64",
    "nilai bukan UTF-8 yang valid, phpdotenv akan membacanya sebagai `?`: encode dulu, misalnya dengan base64",
)
_SPOILED: Final = Text(
    "PHP 8.3 and newer would damage this value: a carriage return stands before 999 bytes or more without"
    " blank, quote, backslash, `#` or `$`: take the carriage return out or encode it as base64",
    "PHP 8.3 ke atas akan merusak nilai ini: ada carriage return di depan 999 byte atau lebih tanpa spasi,"
    " kutip, backslash, `#` atau `$`: hapus carriage return itu atau encode sebagai base64",
)
_BAD_NAME: Final = Text(
    "`{name}` is not a name that phpdotenv takes: use letters, digits and `_` only",
    "`{name}` bukan nama yang diterima phpdotenv: pakai huruf, angka dan `_` saja",
)


def refuse_unwritable(name: str, value: str) -> None:
    """Raise Invalid where no way of writing would be read back: bad name, NUL, not UTF-8, a spoiled CR."""
    if not NAME.fullmatch(name):
        raise Invalid(_BAD_NAME.fill(name=name))
    if "\0" in value:
        raise Invalid(_NUL)
    if NOT_UTF8.search(value):
        raise Invalid(_SURROGATE)
    if "\r" in value and _CUT_CR.search(value.encode()):
        raise Invalid(_SPOILED)


def encode(value: str, *, quote: str = "", multiline: bool = False) -> str:
    """Return what to write behind `KEY=`: bare, else in single, else in double quotes.

    A value that means the same in any quotes keeps `quote`; `multiline` keeps its line breaks as
    they are instead of `\\n`. Raises Invalid.
    """
    refuse_unwritable("KEY", value)
    written = fitting("KEY=", "", "KEY", value, forms(value, quote=quote, multiline=multiline), Rules.V56)
    if written is None:
        raise Invalid(_SPOILED)
    return written.removeprefix("KEY=")


def encode_for_env(value: str) -> str:
    """Return the string to write so that Laravel's `env()` gives exactly `value`, not null or true."""
    return value if cast(value) == value else f'"{value}"'


def forms(value: str, *, quote: str = "", multiline: bool = False) -> Iterator[str]:
    """Yield the ways to write a value, best first; which one fits depends on the whole line."""
    if quote and not _NOT_PLAIN.search(value):
        yield f"{quote}{value}{quote}"
    if _BARE.fullmatch(value):
        yield value
    if not _NOT_SINGLE.search(value):
        yield f"'{value}'"
    escaped = "".join(_ESCAPED.get(char, char) for char in value)
    if multiline:
        yield f'"{escaped}"'
    if not _CUT_LF.search(value.encode()):
        yield '"{}"'.format(escaped.replace("\n", "\\n"))
    else:
        mixed = _only_cut_breaks_raw(value)
        yield f'"{mixed}"'
        yield f'"{escaped}"'
        yield f'"{mixed}" # "'  # phpdotenv 5.4 opens another value at a last line `..="`; not with this quote


def fitting(before: str, behind: str, name: str, value: str, ways: Iterable[str], rules: Rules) -> str | None:
    """Return the whole line with the first way of writing that reads exactly, or None.

    Every phpdotenv must read it so; where the line itself forbids that, the three sets of rules
    must, and at the least the installed one. Quotes round the name and blanks round `=` go only if
    nothing else fits: a raw line break needs them gone.
    """
    ways = tuple(ways)
    lines = [start + way + behind for start in dict.fromkeys((before, f"{name}=")) for way in ways]
    for grammars in (EVERY_GRAMMAR, tuple(GRAMMARS.values()), (GRAMMARS[rules],)):
        for line in lines:
            if all(_reads(line, name, value, grammar) for grammar in grammars):
                return line
    return None


def _only_cut_breaks_raw(value: str) -> str:
    """Escape a value for double quotes, with a raw line break only where `\\n` would be spoiled."""
    marked = _CUT_LF.sub(b"\0", value.encode()).decode()
    escaped = "".join(_ESCAPED.get(char, char) for char in marked)
    return escaped.replace("\n", "\\n").replace("\0", "\n")


def _reads(raw: str, name: str, value: str, grammar: Grammar) -> bool:
    """Say whether text that starts on a fresh line is one closed line holding exactly this value."""
    seen = as_read(raw)
    lines = list(logical_lines(seen, grammar))
    if len(lines) != 1 or lines[0].kind is not Kind.ENTRY or lines[0].start:
        return False
    entry = parse(lines[0], with_lf(seen), grammar)
    if not isinstance(entry, Entry) or entry.name != name or entry.value is None:
        return False
    return entry.value.text == value and not entry.value.refers
