"""Where in a config file a setting stands, followed key by key as PHP would."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from wizard.formats.expression import Array, Call, Cast, Expression, Item, Ternary
from wizard.laravel.evaluate import Scope, evaluate
from wizard.laravel.value import UNKNOWN, Key, Named, Value, as_pairs, key_of, truthy


@dataclass(frozen=True, slots=True)
class Spot:
    """The expression that gives a setting; `filtered` when `array_filter()` drops it while it is empty."""

    expression: Expression
    filtered: bool = False


@dataclass(frozen=True, slots=True)
class Computed:
    """Code gives the setting, and `within` is that code; `value` is what it gives, when that can be told."""

    within: Expression
    value: Value = UNKNOWN


Located: TypeAlias = Spot | Computed | None

_PDO = {
    "ssl_ca": "PDO::MYSQL_ATTR_SSL_CA",
    "ssl_verify": "PDO::MYSQL_ATTR_SSL_VERIFY_SERVER_CERT",
    "ssl_cert": "PDO::MYSQL_ATTR_SSL_CERT",
    "ssl_key": "PDO::MYSQL_ATTR_SSL_KEY",
}


def located(root: Expression, path: Sequence[str], scope: Scope) -> Located:
    """Return where a path of keys leads; None when PHP would find nothing there.

    `ssl_ca`, `ssl_verify`, `ssl_cert` and `ssl_key` in a connection's options are found under PDO's
    constants, in any of their spellings.
    """
    spot = Spot(root)
    for depth, step in enumerate(path):
        spot = _opened(spot, scope)
        if not isinstance(spot.expression, Array):
            return _computed(spot.expression, path[depth:], scope)
        found = _item(spot.expression, step, path[depth:], scope)
        if not isinstance(found, Spot):
            return found
        spot = Spot(found.expression, spot.filtered)
    return spot


def _opened(spot: Spot, scope: Scope) -> Spot:
    """Look through what leaves an array's items as they are: a cast, `array_filter`, a decided `? :`.

    Where PHP's extensions decide (`extension_loaded('pdo_mysql') ? [..] : []`) they are taken to be
    there: the application could not use the setting otherwise.
    """
    match spot.expression:
        case Cast(type="array", operand=inner):
            return _opened(Spot(inner, spot.filtered), scope)
        case Call(name=name, arguments=(inner,)) if scope.function_name(name) == "array_filter":
            return _opened(Spot(inner, filtered=True), scope)
        case Ternary(test=test, yes=yes, no=no):
            answer = _asks_extension(test, scope) or truthy(evaluate(test, scope))
            if answer is not UNKNOWN:
                return _opened(Spot(yes if answer else no, spot.filtered), scope)
    return spot


def _asks_extension(test: Expression, scope: Scope) -> bool:
    return isinstance(test, Call) and scope.function_name(test.name) == "extension_loaded"


def _computed(expression: Expression, path: Sequence[str], scope: Scope) -> Located:
    return _at(evaluate(expression, scope), path, expression)


def _at(value: Value, path: Sequence[str], within: Expression) -> Computed | None:
    """Return what stands at a path of keys in a value, None when nothing does."""
    for step in path:
        if value is UNKNOWN:
            break
        held = [item for key, item in as_pairs(value) or () if matches(key, step)]
        if not held:
            return None
        value = held[0]
    return Computed(within, value)


def matches(key: Key, step: str) -> bool:
    """Tell whether an array key is what a step of a setting's name asks for."""
    return key == key_of(step) or (step in _PDO and _is_constant(key, _PDO[step]))


def _is_constant(key: Key, name: str) -> bool:
    return isinstance(key, Named) and key.name == name


def _item(array: Array, step: str, path: Sequence[str], scope: Scope) -> Located:
    """Return the last item that PHP would keep under a key."""
    found: Located = None
    free = 0
    wanted, constant = key_of(step), _PDO.get(step)  # once: an array may be long
    for item in array.items:
        if item.spread:
            hit, free = _in_spread(item, step, path, free, scope)
            found = found if hit is None else hit
            continue
        key = free if item.key is None else key_of(evaluate(item.key, scope))
        if key is UNKNOWN:
            found = Computed(item.key or item.value)
        elif key == wanted or (constant and _is_constant(key, constant)):
            found = Spot(item.value)
        free = max(free, key + 1) if isinstance(key, int) else free
    return found


def _in_spread(item: Item, step: str, path: Sequence[str], free: int, scope: Scope) -> tuple[Located, int]:
    inner = item.value
    items = as_pairs(evaluate(inner, scope))
    if items is None:
        return Computed(inner), free
    numbered = [value for key, value in items if isinstance(key, int)]
    wanted = key_of(step)
    if isinstance(wanted, int):
        place = wanted - free
        hit = _at(numbered[place], path[1:], inner) if 0 <= place < len(numbered) else None
    elif isinstance(inner, Array):
        return _item(inner, step, path, scope), free + len(numbered)
    else:
        hit = _at(dict(items)[wanted], path[1:], inner) if wanted in dict(items) else None
    return hit, free + len(numbered)
