"""What a Laravel setting resolves to in this project, and which env key it is read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from wizard.formats import php
from wizard.laravel import base as framework
from wizard.laravel import layers
from wizard.laravel.evaluate import evaluate
from wizard.laravel.layers import Layer
from wizard.laravel.locate import Computed, Located, Spot, located
from wizard.laravel.reading import (
    BROKEN,
    CODE,
    COMPUTED,
    SEVERAL,
    CannotTell,
    EnvKey,
    Literal,
    Missing,
    Place,
    Reading,
    classified,
)
from wizard.laravel.release import Version
from wizard.laravel.supports import merged_config
from wizard.laravel.value import UNKNOWN, Named, NodePath, Value, known, truthy
from wizard.laravel.wanted import is_wanted

__all__ = [
    "UNKNOWN", "CannotTell", "Configs", "EnvKey", "Literal", "Missing", "Named", "NodePath", "Place",
    "Reading", "Value",
]  # fmt: skip


@dataclass(frozen=True)
class _Hit:
    """Where a setting was found. `certain`: when it is nowhere, PHP has none either."""

    layer: Layer | None = None
    at: Located = None
    certain: bool = True


@dataclass(frozen=True)
class Configs:
    """A project's config files with what its env file holds; settings are asked by name.

    `files` holds the texts of the config folder by name (`session`), `env` what phpdotenv read (raw; the
    process environment only where the caller adds it), `base` the texts of vendor's framework config
    where they are at hand. `merges`: the application has not switched the framework's merging off.
    """

    files: Mapping[str, str] = field(repr=False)
    env: Mapping[str, str | None] = field(repr=False)
    version: Version
    base: Mapping[str, str] | None = field(default=None, repr=False)
    merges: bool = True
    folder: str = "config"

    def read(self, setting: str) -> Reading:
        """Say where a setting (`database.connections.mysql.read.host`) comes from.

        A connection's CA file is `database.connections.mysql.options.ssl_ca`.
        """
        name, *path = setting.split(".")
        app = self._app.get(name)
        if isinstance(app, php.Broken):
            return CannotTell(BROKEN, Place(self._file(name)))
        if self._is_merged_whole(name, path):
            return CannotTell(SEVERAL, Place(self._file(name)), self._whole(name, path))
        hit = self._hit(name, path)
        if hit.layer is None or hit.at is None:
            return self._missing(setting, name)
        if isinstance(hit.at, Computed):
            value = hit.at.value if known(hit.at.value) else UNKNOWN
            why = CODE if value is UNKNOWN else COMPUTED
            return CannotTell(why, hit.layer.place(hit.at.within), value)
        place = hit.layer.place(hit.at.expression)
        return classified(hit.at.expression, hit.layer.scope, place, hit.layer.from_base)

    def value(self, setting: str) -> Value:
        """Return what Laravel's `config()` gives: lists as tuples, null as None, else UNKNOWN."""
        name, *path = setting.split(".")
        if isinstance(self._app.get(name), php.Broken):
            return UNKNOWN
        if self._is_merged_whole(name, path):
            return self._whole(name, path)
        hit = self._hit(name, path)
        match hit.at:
            case Spot(expression=expression, filtered=filtered) if hit.layer is not None:
                value = evaluate(expression, hit.layer.scope)
                return None if filtered and truthy(value) is False else value
            case Computed(value=value):
                return value
            case _:
                return None if hit.certain else UNKNOWN

    def equals(self, setting: str, wanted: Value) -> bool:
        """Tell whether Laravel would treat a setting as having the wanted value: see `is_wanted`."""
        return is_wanted(setting, self.value(setting), wanted)

    def is_default(self, setting: str) -> bool:
        """Tell whether a setting has its value by a default in the code: the env key it reads is not set."""
        reading = self.read(setting)
        return isinstance(reading, EnvKey) and self.env.get(reading.key) is None

    def keys_read(self) -> dict[str, tuple[str, ...]]:
        """Return each env key that this project's config reads, with the settings that read it.

        A key read only as another's fallback counts; `*` stands where a name is made at run time.
        """
        found: dict[str, dict[str, None]] = {}
        for setting, key in self._settings_and_keys():
            found.setdefault(key, {})[setting] = None
        return {key: tuple(settings) for key, settings in found.items()}

    def broken(self) -> tuple[php.Broken, ...]:
        """Return the syntax errors of the config files; their settings cannot be told."""
        return tuple(layer for layer in self._app.values() if isinstance(layer, php.Broken))

    def with_env(self, env: Mapping[str, str | None]) -> Configs:
        """Return the same files with another env file."""
        return replace(self, env=env)

    def with_file(self, name: str, text: str) -> Configs:
        """Return the same project with one config file put in or replaced."""
        return replace(self, files={**self.files, name: text})

    @cached_property
    def _app(self) -> Mapping[str, Layer | php.Broken]:
        return {name: layers.layer(text, self._file(name), self.env) for name, text in self.files.items()}

    @cached_property
    def _base(self) -> Mapping[str, Layer]:
        if not self.merges or not merged_config(self.version):
            return {}
        names = sorted(framework.names(self.version) | set(self.base or ()))
        made = ((name, layers.base_layer(name, self.version.major, self.base, self.env)) for name in names)
        return {name: layer for name, layer in made if layer is not None}

    def _file(self, name: str) -> str:
        return f"{self.folder}/{name}.php"

    def _layers(self, name: str) -> tuple[Layer | None, Layer | None]:
        app = self._app.get(name)
        return (None if isinstance(app, php.Broken) else app), self._base.get(name)

    def _is_merged_whole(self, name: str, path: list[str]) -> bool:
        app, below = self._layers(name)
        whole = not path or (len(path) == 1 and (name, path[0]) in framework.GROUPS)
        return whole and app is not None and below is not None

    def _whole(self, name: str, path: list[str]) -> Value:
        app, below = self._layers(name)
        return UNKNOWN if app is None or below is None else layers.merged_value(name, path, app, below)

    @cached_property
    def _hits(self) -> dict[tuple[str, ...], _Hit]:
        return {}  # found once: every surface asks for the same settings again and again

    def _hit(self, name: str, path: list[str]) -> _Hit:
        asked = (name, *path)
        if asked not in self._hits:
            self._hits[asked] = self._found(name, path)
        return self._hits[asked]

    def _found(self, name: str, path: list[str]) -> _Hit:
        app, below = self._layers(name)
        layer = app or below
        if app is not None and below is not None:
            layer = layers.deciding(name, path, app, below)
        if layer is None:
            return _Hit()
        found = located(layer.config.root, path, layer.scope)
        return _Hit(layer, found, certain=layer.complete)

    def _missing(self, setting: str, name: str) -> Missing:
        default = framework.CODE_DEFAULTS.get(setting, UNKNOWN)
        return Missing(default, self._file(name), name in self.files)

    def _settings_and_keys(self) -> Iterator[tuple[str, str]]:
        for name in sorted({*self.files, *self._base}):
            app, below = self._layers(name)
            if app is not None:
                yield from ((".".join((name, *path)), key) for path, key in layers.env_keys(app))
            if below is None or isinstance(self._app.get(name), php.Broken):
                continue
            for path, key in layers.env_keys(below):
                if app is None or (path and layers.deciding(name, path, app, below) is below):
                    yield ".".join((name, *path)), key
