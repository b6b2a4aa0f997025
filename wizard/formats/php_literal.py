"""Values as PHP source and back: the one place where what somebody typed becomes PHP."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from wizard.finding import Invalid
from wizard.text import Text

Value: TypeAlias = (
    "str | int | float | bool | Sequence[Value] | Mapping[str, Value] | Mapping[int, Value] | None"
)

_SMALLEST = -(2**63)
_LARGEST = 2**63 - 1
_NAMED = {"\n": r"\n", "\r": r"\r", "\t": r"\t", "\\": r"\\", '"': r"\"", "$": r"\$"}
_ESCAPE = re.compile(rb'\\(?:([ntrvef\\$"])|([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|u\{([0-9A-Fa-f]+)\})')
_MEANING = {
    b"n": b"\n", b"t": b"\t", b"r": b"\r", b"v": b"\v", b"e": b"\x1b", b"f": b"\f",
    b"\\": b"\\", b"$": b"$", b'"': b'"',
}  # fmt: skip


def literal(value: Value) -> str:
    """Return the PHP source of a value, on one line; whatever it holds, it cannot become code.

    Raise `Invalid` for NUL, for text that is not Unicode, and for numbers that PHP cannot hold.
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return _integer(value)
        case float():
            return _float(value)
        case str():
            return _double(value) if needs_double(value) else _single(value)
        case Mapping():
            pairs = (f"{literal(key)} => {literal(inner)}" for key, inner in value.items())
            return "[" + ", ".join(pairs) + "]"
        case Sequence():
            return "[" + ", ".join(literal(inner) for inner in value) + "]"


def quoted_like(neighbour: str, value: str) -> str:
    """Return `value` as a string in the quotes of `neighbour`, some PHP source."""
    return _double(value) if neighbour.startswith('"') else literal(value)


def env_call(key: str, default_code: str | None = None) -> str:
    """Return `env('KEY')` or `env('KEY', <default_code>)`."""
    return f"env({literal(key)})" if default_code is None else f"env({literal(key)}, {default_code})"


def needs_double(value: str) -> bool:
    """Say whether a string has characters that only double quotes can write visibly."""
    return "?>" in value or any(invisible(character) for character in value)


def invisible(character: str) -> bool:
    """Say whether a character moves the cursor, turns the text round or does not show."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def unquoted_single(content: bytes) -> bytes:
    """Return what the inside of a single-quoted string means."""
    return re.sub(rb"\\([\\'])", rb"\1", content)


def unquoted_double(content: bytes) -> bytes:
    """Return what the inside of a double-quoted string without variables means."""
    return _ESCAPE.sub(_meaning, content)


def _single(value: str) -> str:
    _refuse(value)
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _double(value: str) -> str:
    _refuse(value)
    escaped = "".join(_escaped(character) for character in value)
    return '"' + escaped.replace("?>", r"?\x3e") + '"'


def _escaped(character: str) -> str:
    if character in _NAMED:
        return _NAMED[character]
    if not invisible(character):
        return character
    return f"\\x{ord(character):02x}" if ord(character) < 0x80 else f"\\u{{{ord(character):x}}}"


def _refuse(value: str) -> None:
    if "\0" in value:
        raise Invalid(Text("A NUL character cannot be kept.", "Karakter NUL tidak bisa disimpan."))
    if any(unicodedata.category(character) == "Cs" for character in value):
        raise Invalid(Text("The text is not valid UTF-8.", "Teksnya bukan UTF-8 yang valid."))


def _integer(value: int) -> str:
    if value == _SMALLEST:
        return "PHP_INT_MIN"  # PHP reads the digits before the minus, and they are one too many
    if _SMALLEST < value <= _LARGEST:
        return str(value)
    raise Invalid(Text("The number is too large for PHP.", "Angkanya terlalu besar untuk PHP."))


def _float(value: float) -> str:
    if math.isfinite(value):
        return repr(float(value))
    raise Invalid(Text("The number has no end.", "Angkanya tak terhingga."))


def _meaning(found: re.Match[bytes]) -> bytes:
    named, octal, short, point = found.groups()
    if named is not None:
        return _MEANING[named]
    if octal is not None:
        return bytes([int(octal, 8) & 0xFF])
    if short is not None:
        return bytes([int(short, 16)])
    code = int(point, 16)
    return chr(code).encode("utf-8", "surrogatepass") if code <= 0x10FFFF else found[0]
