"""How PHP compares two values, and when we cannot tell."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.laravel.value import UNKNOWN, Named, NodePath, Unknown, Value, numeric, pairs, truthy

_EXACT = 2**53  # beyond it PHP compares numeric strings in ways of its own


def identical(left: Value, right: Value) -> bool | Unknown:
    """Compare as `===` does."""
    if isinstance(left, (tuple, Mapping)) and isinstance(right, (tuple, Mapping)):
        return _identical_arrays(left, right)
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    if isinstance(left, (NodePath, Named)) or isinstance(right, (NodePath, Named)):
        return True if left == right else UNKNOWN
    return type(left) is type(right) and left == right


def equal(left: Value, right: Value) -> bool | Unknown:
    """Compare as `==` does; a number with a word is unknown, since PHP 7 and 8 disagree."""
    if not _is_scalar(left) or not _is_scalar(right):
        return True if identical(left, right) is True else UNKNOWN
    if isinstance(left, str) and isinstance(right, str):
        return _equal_strings(left, right)
    if left is None and isinstance(right, str):
        return right == ""
    if right is None and isinstance(left, str):
        return left == ""
    if left is None or right is None or isinstance(left, bool) or isinstance(right, bool):
        return truthy(left) == truthy(right)
    numbers = _numbers(left, right)
    return UNKNOWN if numbers is None else numbers[0] == numbers[1]


def less(left: Value, right: Value) -> bool | Unknown:
    """Compare as `<` does; only numbers are known."""
    if isinstance(left, bool) or isinstance(right, bool):
        return UNKNOWN
    numbers = _numbers(left, right)
    return UNKNOWN if numbers is None else numbers[0] < numbers[1]


def negated(answer: bool | Unknown) -> bool | Unknown:
    """Return the opposite; unknown stays unknown."""
    return answer if answer is UNKNOWN else not answer


def _identical_arrays(
    left: tuple[Value, ...] | Mapping[int | str | Named, Value],
    right: tuple[Value, ...] | Mapping[int | str | Named, Value],
) -> bool | Unknown:
    mine, theirs = list(pairs(left)), list(pairs(right))
    if [key for key, _ in mine] != [key for key, _ in theirs]:
        return False
    answers = [identical(a, b) for (_, a), (_, b) in zip(mine, theirs, strict=True)]
    if False in answers:
        return False
    return UNKNOWN if UNKNOWN in answers else True


def _equal_strings(left: str, right: str) -> bool | Unknown:
    if left == right:
        return True
    numbers = _numbers(left, right)
    if numbers is not None:
        return numbers[0] == numbers[1]
    looks = [numeric(word.rstrip(" \t\n\r\v\f")) is not None for word in (left, right)]
    return UNKNOWN if all(looks) else False  # "7 " is a number for PHP 8 and none for PHP 7


def _is_scalar(value: Value) -> bool:
    return value is None or isinstance(value, (str, bool, int, float))


def _numbers(left: Value, right: Value) -> tuple[int | float, int | float] | None:
    a = numeric(left) if isinstance(left, str) else left
    b = numeric(right) if isinstance(right, str) else right
    if isinstance(a, (int, float)) and isinstance(b, (int, float)) and max(abs(a), abs(b)) < _EXACT:
        return a, b
    return None
