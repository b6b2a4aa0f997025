"""A PHP expression as config files write it: what was parsed, and where it stands in the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Scalar: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Span:
    """Where an expression stands: byte offsets in the UTF-8 text, and its first line, from 1."""

    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Literal:
    """A string without variables, a number, true, false or null."""

    value: Scalar
    span: Span


@dataclass(frozen=True, slots=True)
class Item:
    """One element of an array: its key (None in a list) and value, with the span of both."""

    key: Expression | None
    value: Expression
    span: Span
    spread: bool = False


@dataclass(frozen=True, slots=True)
class Array:
    """`[...]` or `array(...)`."""

    items: tuple[Item, ...]
    span: Span
    short: bool = True


@dataclass(frozen=True, slots=True)
class Call:
    """`env('A', 'b')`, `Str::slug($x)` (name `Str::slug`, as written), `extension_loaded('x')`."""

    name: str
    arguments: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Constant:
    """`PDO::MYSQL_ATTR_SSL_CA`, `StreamHandler::class`, `PHP_VERSION_ID`: a name, as written."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Cast:
    """`(bool) $x`: type is one of bool, int, float, string, array."""

    type: str
    operand: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Unary:
    """`!$x`, `-1`."""

    operator: str
    operand: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Binary:
    """`$a . $b`, `$a ?? $b`, `$a >= $b`, `$a ?: $b` (operator `?:`)."""

    operator: str
    left: Expression
    right: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Ternary:
    """`$test ? $yes : $no`."""

    test: Expression
    yes: Expression
    no: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Opaque:
    """Code we do not read: closures, variables, method calls. `text` is its source."""

    text: str
    span: Span


Expression: TypeAlias = Literal | Array | Call | Constant | Cast | Unary | Binary | Ternary | Opaque
