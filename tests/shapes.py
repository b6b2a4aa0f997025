"""Miniature Laravel projects: every layout and version we promise to read, and the odd ones."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tests import odd_shapes

SHAPES = (
    "classic-8",
    "classic-9",
    "classic-10",
    "classic-11",
    "classic-12",
    "classic-13",
    "slim-11",
    "slim-12",
    "slim-13",
)
ODD: tuple[str, ...] = tuple(odd_shapes.ODD)
MERGING = (11, 12, 13)  # the majors whose framework has a config of its own
APP_KEY = "base64:" + b64encode(b"a key for tests is no secret, ok").decode()

NOTHING: Mapping[str, str | None] = MappingProxyType({})
NO_PACKAGES: Mapping[str, str] = MappingProxyType({})

_FOLDER = Path(__file__).parent / "shapes"
_FRAMEWORK = {8: "8.83.29", 9: "9.52.22", 10: "10.50.3", 11: "11.56.0", 12: "12.67.0", 13: "13.26.1"}
_DOTENV = {8: "5.4.1", 9: "5.4.1", 10: "5.6.1", 11: "5.6.1", 12: "5.8.0", 13: "5.8.0"}
_PHP = {8: "^7.3|^8.0", 9: "^8.0.2", 10: "^8.1", 11: "^8.2", 12: "^8.2", 13: "^8.3"}
_CATCH_ALL = ("classic-9", "slim-13")
_SLIM = ("app", "auth", "cache", "database", "filesystems", "logging", "mail", "queue", "services", "session")
_CLASSIC = (*_SLIM, "broadcasting", "cors", "hashing", "view")
_BASE = (*_CLASSIC, "concurrency")


def make(
    shape: str,
    folder: Path,
    *,
    env: Mapping[str, str | None] = NOTHING,
    files: Mapping[str, str | None] = NOTHING,
    remove: Sequence[str] = (),
    packages: Mapping[str, str] = NO_PACKAGES,
) -> Path:
    """Write the project of a shape into the folder, which is made when missing, and return the folder.

    `env` replaces, adds or (None) removes keys of `.env`; a value is put down as it stands, quotes and all.
    `files` replaces or adds files by path (None leaves one out, a lone surrogate is a raw byte), `remove`
    leaves files out, `packages` are locked besides Laravel's own: name to version.
    """
    texts: dict[str, str | None] = dict(project(shape, packages))
    if env:
        texts[".env"] = with_env(texts.get(".env") or "", env)
    texts |= dict(files) | dict.fromkeys(remove)
    for name, text in texts.items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8", "surrogateescape"))
    return folder


def project(shape: str, packages: Mapping[str, str] = NO_PACKAGES) -> dict[str, str]:
    """Return the texts of a shape by path."""
    if shape in SHAPES:
        return _texts(shape) | _composer(_major(shape), packages)
    base, change = odd_shapes.ODD[shape]
    return change(project(base, packages))


def base(major: int) -> dict[str, str]:
    """Return the framework's own config of Laravel 11 and newer by file name: LARAVEL.md, section 2."""
    return {f"{name}.php": _rendered(f"config/{name}.php.jinja", v=major, base=True) for name in _BASE}


def vendored(major: int) -> dict[str, str]:
    """Return the framework's own config by the path it has below vendor/, to be passed as `files`."""
    return {f"vendor/laravel/framework/config/{name}": text for name, text in base(major).items()}


def rabbitmq(*, lazy: bool) -> str:
    """Return the config of the RabbitMQ package; `lazy` is its form before 13.3: LARAVEL.md, section 8.6."""
    return _rendered("rabbitmq.php.jinja", lazy=lazy)


def with_env(text: str, values: Mapping[str, str | None]) -> str:
    """Return a `.env` in which each key has the value given, or is gone."""
    newline = "\r\n" if "\r\n" in text else "\n"
    for key, value in values.items():
        line = re.compile(rf"^{re.escape(key)}=[^\r\n]*\r?\n", re.MULTILINE)
        wanted = "" if value is None else f"{key}={value}{newline}"
        text, found = line.subn(wanted.replace("\\", r"\\"), text)
        if not found:
            text += wanted
    return text


def _major(shape: str) -> int:
    return int(shape.partition("-")[2])


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - PHP for a test, not HTML for a browser
    )


def _rendered(name: str, **values: object) -> str:
    return _templates().get_template(name).render(values)


@cache
def _texts_of(shape: str) -> tuple[tuple[str, str], ...]:
    layout = shape.partition("-")[0]
    major = _major(shape)
    # An application that kept the classic layout kept its config of Laravel 10, too.
    v = min(major, 10) if layout == "classic" else major
    names = _CLASSIC if layout == "classic" else _SLIM
    told = {"layout": layout, "major": major, "v": v, "base": False, "catch_all": shape in _CATCH_ALL}
    texts = {f"config/{name}.php": _rendered(f"config/{name}.php.jinja", **told) for name in names}
    for part in ("both", layout):
        texts |= _tree(part, told)
    texts[".env"] = _rendered(f"{layout}/env.jinja", app_key=APP_KEY, **told)
    texts[".env.example"] = _rendered(f"{layout}/env.jinja", app_key="", **told)
    return tuple(sorted(texts.items()))


def _texts(shape: str) -> dict[str, str]:
    return dict(_texts_of(shape))


def _tree(part: str, told: Mapping[str, object]) -> dict[str, str]:
    texts = {}
    for path in sorted((_FOLDER / part).rglob("*")):
        name = path.relative_to(_FOLDER / part).as_posix()
        if path.is_file() and name != "env.jinja":
            text = _rendered(f"{part}/{name}", **told) if path.suffix == ".jinja" else path.read_text()
            texts[name.removesuffix(".jinja").replace("gitignore", ".gitignore")] = text
    return texts


def _composer(major: int, packages: Mapping[str, str]) -> dict[str, str]:
    locked = {"laravel/framework": _FRAMEWORK[major], "vlucas/phpdotenv": _DOTENV[major], **packages}
    wanted = {"php": _PHP[major], "laravel/framework": f"^{major}.0"}
    wanted |= {name: f"^{version}" for name, version in packages.items()}
    manifest = {
        "name": "toko/shop",
        "type": "project",
        "require": wanted,
        "autoload": {"psr-4": {"App\\": "app/"}},
    }
    lock = {
        "packages": [{"name": name, "version": f"v{version}"} for name, version in sorted(locked.items())],
        "packages-dev": [],
    }
    return {"composer.json": _json(manifest), "composer.lock": _json(lock)}


def _json(value: object) -> str:
    return json.dumps(value, indent=4) + "\n"
