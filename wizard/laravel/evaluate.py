"""What a config expression gives, as far as it can be told without running PHP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, assert_never

from wizard.formats import env as env_file
from wizard.formats.expression import (
    Array,
    Binary,
    Call,
    Cast,
    Constant,
    Expression,
    Literal,
    Opaque,
    Ternary,
    Unary,
)
from wizard.laravel import functions, operators
from wizard.laravel.value import UNKNOWN, Key, Named, Value, array, as_pairs, key_of, truthy

_ENV = ("env", "illuminate\\support\\env::get")
_CONSTANTS: Final[Mapping[str, Value]] = {
    "PHP_EOL": "\n", "DIRECTORY_SEPARATOR": "/", "PHP_INT_MAX": 2**63 - 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression may look up: the env file as it was read, and the file's `use` names."""

    env: Mapping[str, str | None] = field(repr=False)
    uses: Mapping[str, str]

    def without(self, key: str) -> Scope:
        """Return the same scope where one env key is absent."""
        return Scope({k: v for k, v in self.env.items() if k != key}, self.uses)

    def class_name(self, written: str) -> str:
        """Return the full name of a class as PHP resolves it, without the leading backslash."""
        if written.startswith("\\"):
            return written[1:]
        first, *rest = written.split("\\")
        full = next((name for alias, name in self.uses.items() if alias.lower() == first.lower()), first)
        return "\\".join((full.lstrip("\\"), *rest))

    def function_name(self, written: str) -> str:
        """Return a called name in lower case: `env`, `illuminate\\support\\str::slug`."""
        owner, _, method = written.rpartition("::")
        name = f"{self.class_name(owner)}::{method}" if owner else written.lstrip("\\")
        return name.lower()


def evaluate(expression: Expression, scope: Scope) -> Value:
    """Return the value of an expression; UNKNOWN, whole or inside an array, where it cannot be told."""
    match expression:
        case Literal(value=value):
            return value
        case Array():
            return _array(expression, scope)
        case Call():
            return _call(expression, scope)
        case Constant(name=name):
            return _constant(name, scope)
        case Cast(type=type_, operand=operand):
            return operators.cast(type_, evaluate(operand, scope))
        case Unary(operator=operator, operand=operand):
            return operators.unary(operator, evaluate(operand, scope))
        case Binary(operator=operator, left=left, right=right):
            return operators.binary(operator, evaluate(left, scope), evaluate(right, scope))
        case Ternary(test=test, yes=yes, no=no):
            return operators.chosen(truthy(evaluate(test, scope)), evaluate(yes, scope), evaluate(no, scope))
        case Opaque():
            return UNKNOWN
        case _:
            assert_never(expression)


def is_env(expression: Expression, scope: Scope) -> bool:
    """Tell whether an expression is a call of Laravel's `env()`."""
    return isinstance(expression, Call) and scope.function_name(expression.name) in _ENV


def env_key(call: Call, scope: Scope) -> str | None:
    """Return the key an `env()` call reads, None when it is made up at run time."""
    first = call.arguments[0] if call.arguments else None
    if first is None or any(is_env(part, scope) for part in parts(first)):
        return None
    key = evaluate(first, scope)
    return key if isinstance(key, str) else None


def parts(expression: Expression) -> list[Expression]:
    """Return an expression and everything in it, outermost first."""
    match expression:
        case Array(items=items):
            inner = [e for item in items for e in (item.key, item.value) if e is not None]
        case Call(arguments=arguments):
            inner = list(arguments)
        case Cast(operand=operand) | Unary(operand=operand):
            inner = [operand]
        case Binary(left=left, right=right):
            inner = [left, right]
        case Ternary(test=test, yes=yes, no=no):
            inner = [test, yes, no]
        case _:
            inner = []
    return [expression, *(part for e in inner for part in parts(e))]


def _array(expression: Array, scope: Scope) -> Value:
    out: dict[Key, Value] = {}
    free = 0
    for item in expression.items:
        value = evaluate(item.value, scope)
        if item.spread:
            spread = as_pairs(value)
            if spread is None:
                return UNKNOWN
        else:
            key = free if item.key is None else key_of(evaluate(item.key, scope))
            if key is UNKNOWN:
                return UNKNOWN
            spread = [(key, value)]
        for key, inner in spread:
            place = free if item.spread and isinstance(key, int) else key
            out[place] = inner
            free = max(free, place + 1) if isinstance(place, int) else free
    return array(out.items())


def _call(call: Call, scope: Scope) -> Value:
    if is_env(call, scope):
        return _env(call, scope)
    name = scope.function_name(call.name)
    return functions.call(name, tuple(evaluate(argument, scope) for argument in call.arguments))


def _env(call: Call, scope: Scope) -> Value:
    key = evaluate(call.arguments[0], scope) if call.arguments else UNKNOWN
    if not isinstance(key, str):
        return UNKNOWN
    raw = scope.env.get(key)
    if raw is not None:
        return env_file.cast(raw)
    return evaluate(call.arguments[1], scope) if len(call.arguments) > 1 else None


def _constant(name: str, scope: Scope) -> Value:
    owner, _, member = name.rpartition("::")
    if not owner:
        plain = name.lstrip("\\")
        return _CONSTANTS.get(plain, Named(plain))
    full = scope.class_name(owner)
    if member.lower() == "class":
        return full
    if full.lower() == "pdo\\mysql":
        return Named(f"PDO::MYSQL_{member}")  # one constant, by its name since PHP 8.4
    return Named(f"{'PDO' if full.lower() == 'pdo' else full}::{member}")
