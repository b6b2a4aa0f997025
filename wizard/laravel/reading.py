"""What a setting comes from: an env key, a value in the file, nothing, or code we cannot follow."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from wizard.formats import expression as php
from wizard.laravel.evaluate import Scope, env_key, evaluate, is_env, parts
from wizard.laravel.value import UNKNOWN, Value, as_pairs, known
from wizard.text import Text


@dataclass(frozen=True, slots=True)
class Place:
    """A file, from the project's root, and a line in it, from 1; None when the line is not known."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class EnvKey:
    """The setting is read from an env key.

    `value` is what it is now, `default` what it is without the key. `cast` is bool, int, float,
    string, or `list` for a comma list, whose value is a tuple of strings. `from_base`: no file of
    the application has it, Laravel's own base config reads it.
    """

    key: str
    value: Value = field(repr=False)  # may be a secret: kept out of tracebacks
    default: Value = field(repr=False)
    place: Place
    cast: str | None = None
    from_base: bool = False


@dataclass(frozen=True, slots=True)
class Literal:
    """The setting is fixed in the file: no env key has a say in it."""

    value: Value = field(repr=False)
    place: Place


@dataclass(frozen=True, slots=True)
class Missing:
    """No file has the setting; `default` is what Laravel's code then uses, when that is known.

    `file` is where it would go, which `file_exists` or not.
    """

    default: Value
    file: str
    file_exists: bool


@dataclass(frozen=True, slots=True)
class CannotTell:
    """Code makes the setting, and no one env key sets it; `value` is given when it could be worked out."""

    why: Text
    place: Place
    value: Value = field(default=UNKNOWN, repr=False)


Reading: TypeAlias = EnvKey | Literal | Missing | CannotTell

BROKEN = Text("this file has a PHP syntax error", "file ini punya syntax error PHP")
COMPUTED = Text("this value is computed from the environment, no single key sets it",
                "nilai ini dihitung dari environment, tidak ada satu key yang menentukannya")  # fmt: skip
SEVERAL = Text("this is a group of settings that read several env keys",
               "ini kumpulan setting yang membaca beberapa env key")  # fmt: skip
CODE = Text("this value comes from code that is not followed here",
            "nilai ini berasal dari kode yang tidak ditelusuri di sini")  # fmt: skip
DYNAMIC = Text("the name of the env key is made at run time", "nama env key-nya dibuat saat program berjalan")


def classified(expression: php.Expression, scope: Scope, place: Place, from_base: bool) -> Reading:
    """Say what kind of thing an expression in a config file is."""
    found = _env_call(expression, scope)
    if found is not None:
        call, kind = found
        key = env_key(call, scope)
        if key is None:
            return CannotTell(DYNAMIC, place, _known(evaluate(expression, scope)))
        value, default = evaluate(expression, scope), evaluate(expression, scope.without(key))
        if kind == "list":
            value, default = _listed(value), _listed(default)
        return EnvKey(key, value, default, place, kind, from_base)
    value = _known(evaluate(expression, scope))
    inner = parts(expression)
    if any(is_env(part, scope) for part in inner):
        return CannotTell(SEVERAL if isinstance(expression, php.Array) else COMPUTED, place, value)
    if value is UNKNOWN or any(isinstance(part, php.Opaque) for part in inner):
        return CannotTell(CODE, place, value)
    return Literal(value, place)


def _env_call(expression: php.Expression, scope: Scope) -> tuple[php.Call, str | None] | None:
    """Return the `env()` call whose key decides this value alone, and the cast round it."""
    if isinstance(expression, php.Call) and is_env(expression, scope):
        return expression, None
    if isinstance(expression, php.Cast) and expression.type != "array":
        inner = _env_call(expression.operand, scope)
        return None if inner is None or inner[1] == "list" else (inner[0], expression.type)
    listed = _comma_list(expression, scope)
    return None if listed is None else (listed, "list")


def _comma_list(expression: php.Expression, scope: Scope) -> php.Call | None:
    """Find `env()` in `explode(',', env(..))`, and in the usual ways to trim such a list."""
    match expression:
        case php.Array(items=(php.Item(value=inner, spread=True),)):
            return _comma_list(inner, scope)
        case php.Call(name=name, arguments=arguments):
            match scope.function_name(name), arguments:
                case (("array_filter" | "array_values" | "array_unique"), (inner,)):
                    return _comma_list(inner, scope)
                case "array_map", (php.Literal(value="trim"), inner):
                    return _comma_list(inner, scope)
                case "explode", (php.Literal(value=","), inner):
                    found = _env_call(inner, scope)
                    return found[0] if found and found[1] in (None, "string") else None
    return None


def _listed(value: Value) -> Value:
    items = as_pairs(value)
    return value if items is None else tuple(item for _, item in items)


def _known(value: Value) -> Value:
    return value if known(value) else UNKNOWN
