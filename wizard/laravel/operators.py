"""PHP's operators and casts, as far as their outcome can be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from wizard.laravel.compare import equal, identical, less, negated
from wizard.laravel.value import (
    UNKNOWN,
    NodePath,
    Unknown,
    Value,
    as_pairs,
    integer,
    known,
    number_of,
    text,
    truthy,
)


def cast(type_: str, value: Value) -> Value:
    """Return what a PHP cast (`bool`, `int`, `float`, `string`, `array`) makes of a value."""
    match type_:
        case "bool":
            return truthy(value)
        case "int":
            return integer(value)
        case "float":
            number = number_of(value)
            return number if number is UNKNOWN else float(number)
        case "string":
            return text(value)
        case "array":
            return _as_array(value)
        case _:
            return UNKNOWN


def _as_array(value: Value) -> Value:
    if value is None:
        return ()
    return value if value is UNKNOWN or as_pairs(value) is not None else (value,)


def unary(operator: str, value: Value) -> Value:
    """Return what `!`, `-` or `+` before a value gives."""
    if operator == "!":
        return negated(truthy(value))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _bounded(-value) if operator == "-" else value if operator == "+" else UNKNOWN
    return UNKNOWN


def chosen(test: bool | Unknown, yes: Value, no: Value) -> Value:
    """Return what `test ? yes : no` gives; when the test is unknown, only what both have in common."""
    if test is UNKNOWN:
        return yes if known(yes) and identical(yes, no) is True else UNKNOWN
    return yes if test else no


def binary(operator: str, left: Value, right: Value) -> Value:
    """Return what an operator between two values gives; one not listed here is unknown."""
    match operator:
        case "??":
            return left if left is UNKNOWN else right if left is None else left
        case "?:":
            return chosen(truthy(left), left, right)
        case "&&" | "and":
            return chosen(truthy(left), truthy(right), False)
        case "||" | "or":
            return chosen(truthy(left), True, truthy(right))
        case ".":
            return _concat(text(left), text(right))
        case _ if operator in _COMPARISONS:
            return _COMPARISONS[operator](left, right)
        case _:
            return _arithmetic(operator, left, right)


def _concat(left: str | NodePath | Unknown, right: str | NodePath | Unknown) -> Value:
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return UNKNOWN
    words = [part.text if isinstance(part, NodePath) else part for part in (left, right)]
    return "".join(words) if isinstance(left, str) and isinstance(right, str) else NodePath("".join(words))


def _arithmetic(operator: str, left: Value, right: Value) -> Value:
    if not isinstance(left, (int, float)) or not isinstance(right, (int, float)):
        return UNKNOWN
    if isinstance(left, bool) or isinstance(right, bool):
        return UNKNOWN
    match operator:
        case "+":
            return _bounded(left + right)
        case "-":
            return _bounded(left - right)
        case "*":
            return _bounded(left * right)
        case "/" if right != 0:
            exact = isinstance(left, int) and isinstance(right, int) and left % right == 0
            return _bounded(left // right if exact else left / right)
        case _:
            return UNKNOWN


def _bounded(number: float) -> Value:
    """Keep what PHP has: a whole number beyond 64 bits would become a float."""
    return UNKNOWN if isinstance(number, int) and not -(2**63) <= number < 2**63 else number


_COMPARISONS: Final[Mapping[str, Callable[[Value, Value], bool | Unknown]]] = {
    "===": identical,
    "!==": lambda a, b: negated(identical(a, b)),
    "==": equal,
    "!=": lambda a, b: negated(equal(a, b)),
    "<>": lambda a, b: negated(equal(a, b)),
    "<": less,
    ">": lambda a, b: less(b, a),
    "<=": lambda a, b: negated(less(b, a)),
    ">=": lambda a, b: negated(less(a, b)),
}
