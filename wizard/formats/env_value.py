"""One value of a `.env` file: quotes, escapes, comment behind it and `${NAME}`, as phpdotenv 5 reads them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

TRIMMED: Final = " \t\n\r\0\v"
_FIRST_WORD: Final = re.compile(r"(?:[ \t\v\f]{1,1000})?[^ \t\n\r\v\f#]*")
_REST: Final = re.compile(r"[ \t\n\r\v\f]*(?:#.*)?", re.DOTALL)
_SIMPLE_DOUBLE: Final = re.compile(r'"([^"\\$]*)"')
_DOUBLE_PIECE: Final = re.compile(r'[^"\\$]+|\$|"|\\.?', re.DOTALL)
_REFERENCE: Final = re.compile(r"\$\{([A-Za-z0-9_.]+)\}")
_ESCAPES: Final = {
    '"': '"', "\\": "\\", "$": "$", "n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v",
}  # fmt: skip


class Fault(Enum):
    """Why phpdotenv refuses a whole file because of one line."""

    EQUALS = "equals"
    NAME = "name"
    WHITESPACE = "whitespace"
    ESCAPE = "escape"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Value:
    """A value before `${NAME}` is resolved; `live` are the places of each `$` that may begin one.

    `start` and `end` frame it, quotes included, in the logical line with its breaks as LF.
    """

    text: str
    live: tuple[int, ...]
    quote: str
    start: int
    end: int

    @property
    def refers(self) -> bool:
        """Whether a `${NAME}` may be filled in."""
        return any(self.text.startswith("${", place) for place in self.live)


def parse_value(glued: str, after: int) -> Value | Fault:
    """Read what stands from `after` (behind the `=`) to the end of a logical line."""
    stop = len(glued.rstrip(TRIMMED))
    if stop <= after:
        return Value("", (), "", after, after)
    start = stop - len(glued[after:stop].lstrip(TRIMMED))
    first = glued[start]
    if first == "#":
        return Value("", (), "", after, after)
    if first == "'":
        value = _single(glued, start, stop)
    elif first == '"':
        value = _double(glued, start, stop)
    else:
        value = _bare(glued, start, stop)
    if isinstance(value, Fault) or _REST.fullmatch(glued, value.end, stop):
        return value
    return Fault.WHITESPACE


def resolved(value: Value, look_up: Callable[[str], str | None]) -> str:
    """Return a value with each `${NAME}` that is defined in its place, from right to left."""
    if not value.live or "${" not in value.text:
        return value.text
    tail, cut = "", len(value.text)
    for place in reversed(value.live):
        tail = value.text[place:cut] + tail
        cut = place
        found = _REFERENCE.match(tail)
        known = look_up(found[1]) if found else None
        if found and known is not None:
            tail = known + tail[found.end() :]
    return value.text[:cut] + tail


def _bare(glued: str, start: int, stop: int) -> Value:
    found = _FIRST_WORD.match(glued, start, stop)
    word = found[0] if found else ""
    live = tuple(n for n, char in enumerate(word) if char == "$") if "$" in word else ()
    return Value(word, live, "", start, start + len(word))


def _single(glued: str, start: int, stop: int) -> Value | Fault:
    end = glued.find("'", start + 1, stop)
    return Fault.QUOTE if end < 0 else Value(glued[start + 1 : end], (), "'", start, end + 1)


def _double(glued: str, start: int, stop: int) -> Value | Fault:
    if simple := _SIMPLE_DOUBLE.match(glued, start, stop):
        return Value(simple[1], (), '"', start, simple.end())
    pieces: list[str] = []
    live: list[int] = []
    length = 0
    for found in _DOUBLE_PIECE.finditer(glued, start + 1, stop):
        piece = found[0]
        if piece == '"':
            return Value("".join(pieces), tuple(live), '"', start, found.end())
        if piece == "$":
            live.append(length)
        elif piece[0] == "\\":
            if len(piece) == 1:
                return Fault.QUOTE
            if piece[1] not in _ESCAPES:
                return Fault.ESCAPE
            piece = _ESCAPES[piece[1]]
        pieces.append(piece)
        length += len(piece)
    return Fault.QUOTE
