"""The config files of an application and the framework's base below them, each read once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from wizard.formats import php
from wizard.formats.expression import Array, Call, Expression, Opaque
from wizard.laravel import base
from wizard.laravel.evaluate import Scope, env_key, evaluate, is_env, parts
from wizard.laravel.locate import located
from wizard.laravel.reading import Place
from wizard.laravel.value import UNKNOWN, Key, Named, Value, array, as_pairs, key_of

BASE_FOLDER: Final = "vendor/laravel/framework/config"
TABLE: Final = "laravel/framework: config"
"""How our own table of that base is named to a user whose project has no vendor folder."""
_MENTIONED: Final = re.compile(r"""\benv\(\s*['"](\w+)['"]""")  # in code that is not read: closures, calls


@dataclass(frozen=True, slots=True)
class Layer:
    """One config file that was read. `complete`: what is not in it does not exist at this level.

    `lines`: its line numbers mean something to the user.
    """

    config: php.Config
    scope: Scope
    from_base: bool = False
    complete: bool = True
    lines: bool = True

    def place(self, expression: Expression) -> Place:
        """Return where an expression stands."""
        return Place(self.config.name, expression.span.line if self.lines else None)


@lru_cache(maxsize=256)
def parsed(text: str, name: str) -> php.Config | php.Broken:
    """Read a config file; a syntax error is returned, not raised, so that it is found once."""
    try:
        return php.config(text, name)
    except php.Broken as error:
        return error


def layer(text: str, file: str, env: Mapping[str, str | None]) -> Layer | php.Broken:
    """Return a file of the application as a layer."""
    config = parsed(text, file)
    return config if isinstance(config, php.Broken) else Layer(config, Scope(env, config.uses))


def base_layer(
    name: str, major: int, vendor: Mapping[str, str] | None, env: Mapping[str, str | None]
) -> Layer | None:
    """Return the framework's base for a file: vendor's when at hand, else our own table, else nothing."""
    at_hand = vendor is not None
    text = (base.texts(major) if vendor is None else vendor).get(name, "<?php return [];")
    config = parsed(text, f"{BASE_FOLDER if at_hand else TABLE}/{name}.php")
    if isinstance(config, php.Broken):
        return None
    return Layer(config, Scope(env, config.uses), from_base=True, complete=at_hand, lines=at_hand)


def deciding(name: str, path: Sequence[str], app: Layer, below: Layer) -> Layer:
    """Return which of two merged files a setting is taken from (LARAVEL.md §2): one level, in groups two."""
    depth = 2 if (name, path[0]) in base.GROUPS else 1
    for steps in (path[:1], path[:depth]):
        if located(app.config.root, steps, app.scope) is None:
            return below
    return app


def merged_value(name: str, path: Sequence[str], app: Layer, below: Layer) -> Value:
    """Return what a whole file, or one of its groups, holds once merged."""
    if not below.complete:
        return UNKNOWN
    over, under = (evaluate(layer.config.root, layer.scope) for layer in (app, below))
    mine, theirs = as_pairs(over), as_pairs(under)
    if mine is None or theirs is None:
        return UNKNOWN
    whole = {**dict(theirs), **dict(mine)}
    for key in whole:
        first, second = as_pairs(dict(theirs).get(key)), as_pairs(dict(mine).get(key))
        if (name, str(key)) in base.GROUPS and first is not None and second is not None:
            whole[key] = array({**dict(first), **dict(second)}.items())
    return whole.get(path[0]) if path else array(whole.items())


def env_keys(layer: Layer) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each setting of a file, as a path, with each env key it reads."""
    yield from _env_keys(layer.config.root, (), layer.scope)


def _env_keys(
    expression: Expression, path: tuple[str, ...], scope: Scope
) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(expression, Array):
        for number, item in enumerate(expression.items):
            key = number if item.key is None else key_of(evaluate(item.key, scope))
            step = () if item.spread else ("*" if key is UNKNOWN else _step(key),)
            yield from _env_keys(item.value, (*path, *step), scope)
        return
    for part in parts(expression):
        if isinstance(part, Opaque):
            yield from ((path, found) for found in _MENTIONED.findall(part.text))
        elif isinstance(part, Call) and is_env(part, scope):
            key_read = env_key(part, scope)
            if key_read is not None:
                yield path, key_read


def _step(key: Key) -> str:
    return key.name if isinstance(key, Named) else str(key)
