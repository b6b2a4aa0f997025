"""Where an application keeps its config files, when its code puts them anywhere but in `config/`."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from wizard.formats import php
from wizard.formats.expression import Binary, Call, Constant, Expression, Literal, Opaque
from wizard.formats.php_read import read
from wizard.formats.php_tree import children, loosely_parsed, source_of, to_bytes, walked
from wizard.laravel.evaluate import Scope
from wizard.laravel.release import without_comments

if TYPE_CHECKING:
    from tree_sitter import Node

Texts: TypeAlias = Callable[[str], str | None]
"""Returns the text of a file by its path from the root; None when there is none."""

BOOTSTRAP = "bootstrap/app.php"
_OURS = "Illuminate\\Foundation\\Application"
_STARTED = re.compile(r"(?:\$app\s*=|\breturn)\s*\(?\s*new\s+([\w\\]+)|([\w\\]+)::configure\(")
_METHOD = re.compile(r"""\$\w+->(basePath|path|appPath)(?:\(\s*(?:['"]([^'"$]*)['"]\s*)?\))?""")
_ROOTS = {"basePath": "", "base_path": "", "path": "app/", "appPath": "app/", "app_path": "app/"}


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that the code in `by` names, from the root; None where it cannot be followed."""

    by: str
    folder: str | None


@dataclass(frozen=True, slots=True)
class Stranger:
    """The application is started as a class whose file is not at hand: its config may be anywhere."""

    by: str


def home(bootstrap: str, composer: str, text: Texts) -> Home | Stranger | None:
    """Say where the code puts the config files; None where it leaves them in `config/`."""
    if "useConfigPath" in bootstrap:
        for call, source in _nodes(bootstrap, "member_call_expression", "useConfigPath"):
            given = call.child_by_field_name("arguments")
            arguments = [] if given is None else children(given)
            if arguments:
                return Home(BOOTSTRAP, _folder(read([arguments[0], *children(arguments[0])][-1], source), "bootstrap"))
    started = _started(bootstrap)
    if started is None:
        return None
    for path in _files(started, composer):
        code = text(path)
        if code is not None:
            return _by_method(code, path)
    return Stranger(started)


def _started(bootstrap: str) -> str | None:
    """Return the class that the application is, when it is none of Laravel's."""
    found = [new or configured for new, configured in _STARTED.findall(without_comments(bootstrap))]
    if set(found) <= {_OURS, "\\" + _OURS}:
        return None
    try:
        scope = Scope({}, php.config(bootstrap, BOOTSTRAP).uses)
    except php.Broken:
        return None
    return next((name for name in map(scope.class_name, found) if name != _OURS), None)


def _files(name: str, composer: str) -> Iterator[str]:
    """Yield the paths where Composer's PSR-4 would look for a class, the closest first."""
    try:
        prefixes = json.loads(composer)["autoload"]["psr-4"]
        pairs = sorted(prefixes.items(), key=lambda pair: -len(pair[0]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return
    for prefix, folders in pairs:
        if name.startswith(prefix):
            rest = name[len(prefix) :].replace("\\", "/")
            for folder in [folders] if isinstance(folders, str) else folders:
                yield posixpath.normpath(f"{folder}/{rest}.php")


def _by_method(code: str, path: str) -> Home | None:
    for method, source in _nodes(code, "method_declaration", "configPath"):
        given = next((node for node in walked(method) if node.type == "return_statement"), None)
        values = [] if given is None else children(given)
        return Home(path, _folder(read(values[0], source), posixpath.dirname(path)) if values else None)
    return None


def _nodes(code: str, type_: str, name: str) -> Iterator[tuple[Node, bytes]]:
    source = to_bytes(code)
    for node in walked(loosely_parsed(source)):
        named = node.child_by_field_name("name") if node.type == type_ else None
        if named is not None and source_of(named, source) == name:
            yield node, source


def _folder(expression: Expression, here: str) -> str | None:
    """Return the folder that an expression names; what a variable adds behind a text is the file in it."""
    path, told = "", False
    for part in _joined(expression):
        piece = _piece(part, here)
        if piece is None:
            if not told:
                return None
            break
        path, told = path + piece, told or isinstance(part, Literal) or piece not in {"", "/", here}
    folder = posixpath.normpath(path.lstrip("/") or ".")
    return folder if told and not folder.startswith("..") and folder != "." else None


def _joined(expression: Expression) -> list[Expression]:
    match expression:
        case Binary(operator=".", left=left, right=right):
            return [*_joined(left), *_joined(right)]
        case Call(name="join_paths" | "Illuminate\\Filesystem\\join_paths", arguments=(first, *_)):
            return _joined(first)
        case _:
            return [expression]


def _piece(part: Expression, here: str) -> str | None:
    match part:
        case Literal(value=str() as text):
            return text
        case Constant(name="DIRECTORY_SEPARATOR"):
            return "/"
        case Constant(name="__DIR__"):
            return here
        case Call(name="realpath", arguments=(inner,)):
            return _folder(inner, here)
        case Call(name="dirname", arguments=(inner,)):
            below = _piece(inner, here)
            return None if below is None else posixpath.dirname(below)
        case Call(name="base_path" | "app_path" as name, arguments=arguments):
            inside = _folder(arguments[0], here) if arguments else ""
            return None if inside is None else _ROOTS[name] + inside
        case Opaque(text=text) if found := _METHOD.fullmatch(text):
            return _ROOTS[found[1]] + (found[2] or "").lstrip("/")
        case _:
            return None
