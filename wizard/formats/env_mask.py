"""A `.env` file as it may be shown: its shape, its comments and public values, and no secret."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from wizard.formats.env_grammar import (
    BREAK,
    GRAMMARS,
    Entry,
    Grammar,
    Kind,
    Line,
    Rules,
    as_read,
    logical_lines,
    parse,
    physical_lines,
)
from wizard.formats.env_value import TRIMMED, Fault, Value
from wizard.formats.env_write import EVERY_GRAMMAR
from wizard.text import uncredentialed

MASK: Final = "••••"
_NEWEST: Final = GRAMMARS[Rules.V58]  # reads the most names
_KEY_LIKE: Final = re.compile(r"[A-Z][A-Z0-9_]*")
_HASHES: Final = re.compile(r"[ \t\v\0]*#[# \t]*")
_ADDRESS_OR_SECRET: Final = re.compile(
    r"(?P<address>https?://[\w./#-]+(?::\d{1,5}[\w./#-]*)?(?=[\s),;]|\Z))|(?P<before>[=:][ \t]*)(?=\S)"
    r"|(?=\S*[A-Za-z0-9])\S{24,}"  # a key or a token: no word is that long
)
_TOLD_APART: Final = re.compile(r"[ \t]+(?=#(?:[ \t]|\Z))")
_UNSHOWABLE: Final = re.compile(
    "[\0-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def masked(text: str, public: Collection[str], *, ours: Collection[str] = ()) -> tuple[str, ...]:
    """Return the physical lines of a file for showing, without line ends; the last end opens no line.

    Values of names that are not public become `••••`, in comments too, and so do credentials in public
    values and every line that is not plainly a comment, or the assignment of a public name or of one in
    capitals. `ours` are comment lines shown as they are. Characters that a terminal would obey are shown as `\\x1b`.
    """
    inner = _continued(as_read(text))
    page = _Page(frozenset(public), frozenset(ours))
    return tuple(
        _visible(MASK if start in inner else page.line(text[start:end]))
        for start, end in physical_lines(text)
    )


@dataclass(frozen=True, slots=True)
class _Page:
    public: frozenset[str]
    ours: frozenset[str]

    def line(self, raw: str) -> str:
        """Show one line that does not plainly continue a value."""
        body = raw.removeprefix("\ufeff")
        bom = raw[: len(raw) - len(body)]
        stripped = body.strip(TRIMMED)
        if not stripped or stripped in self.ours:
            return raw
        if stripped[0] == "#":
            return bom + self._comment(body)
        return bom + self._assignment(body)

    def _comment(self, raw: str) -> str:
        found = _HASHES.match(raw)
        hashes = found[0] if found else ""
        words = raw[len(hashes) :]
        entry = _entry(words)
        if entry is not None and entry.value is not None:
            return hashes + self._pair(words, entry.name, entry.value)
        for found in _ADDRESS_OR_SECRET.finditer(words):
            if not found["address"]:
                return hashes + words[: found.start()] + (found["before"] or "") + MASK
        return raw

    def _assignment(self, raw: str) -> str:
        entry = _entry(raw)
        named = entry or _entry(raw.partition("=")[0] + "=")
        if named is None or not self._is_name(named.name, raw):
            return MASK
        if entry is None:
            return raw.partition("=")[0] + "=" + MASK
        return raw if entry.value is None else self._pair(raw, entry.name, entry.value)

    def _is_name(self, name: str, raw: str) -> bool:
        """Say whether this is the name of a key and not, say, the last line of a private key."""
        return name in self.public or ("=" in raw and bool(_KEY_LIKE.fullmatch(name)))

    def _pair(self, raw: str, name: str, value: Value) -> str:
        behind = raw[value.end :]
        is_shown = name in self.public or not value.text
        shown = uncredentialed(raw[value.start : value.end]) if is_shown else MASK
        apart = _TOLD_APART.match(behind)
        if apart:
            told = behind[apart.end() :]  # behind a secret it may well be the one before
            shown += apart[0] + (self._comment(told) if name in self.public else f"# {MASK}")
        elif behind.strip(TRIMMED):  # `a#b` was meant as one value, whatever PHP reads
            shown = MASK if "@" in behind else shown.removesuffix(MASK) + MASK
        return raw[: value.start] + shown


def _entry(raw: str) -> Entry | None:
    """Read one physical line by itself; None where it is not a whole assignment or name."""
    seen = as_read(raw)
    entry = parse(Line(0, len(raw), 1, Kind.ENTRY), seen, _NEWEST)
    return None if isinstance(entry, Fault) else entry


def _continued(text: str) -> set[int]:
    """Return where the physical lines start that continue a value: for any phpdotenv where the value
    is closed, for all of them where it never is.
    """
    if '="' not in text:
        return set()
    readings = [_inner_starts(text, grammar) for grammar in EVERY_GRAMMAR]
    dropped = set.intersection(*(unclosed for _, unclosed in readings))
    return dropped.union(*(closed for closed, _ in readings))


def _inner_starts(text: str, grammar: Grammar) -> tuple[set[int], set[int]]:
    closed: set[int] = set()
    unclosed: set[int] = set()
    for line in logical_lines(text, grammar):
        found = unclosed if line.kind is Kind.UNCLOSED else closed
        found.update(ending.end() for ending in BREAK.finditer(text, line.start, line.end))
    return closed, unclosed


def _visible(shown: str) -> str:
    return _UNSHOWABLE.sub(_code, shown)


def _code(found: re.Match[str]) -> str:
    number = ord(found[0])
    if 0xDC80 <= number <= 0xDCFF:
        number -= 0xDC00  # a byte that is not UTF-8
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"
