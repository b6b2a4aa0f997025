"""Route files: which routes are there, and which of them would swallow a new one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.formats.expression import Span
from wizard.formats.php_read import plain_string
from wizard.formats.php_tree import children, loosely_parsed, source_of, span_of, statements, to_bytes, walked

if TYPE_CHECKING:
    from tree_sitter import Node

_EVERY = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_VERBS: dict[str, tuple[str, ...]] = {
    "get": ("GET", "HEAD"), "view": ("GET", "HEAD"), "fallback": ("GET", "HEAD"),
    "post": ("POST",), "put": ("PUT",), "patch": ("PATCH",), "delete": ("DELETE",),
    "options": ("OPTIONS",), "any": _EVERY, "redirect": _EVERY, "permanentredirect": _EVERY, "match": (),
}  # fmt: skip
_OPENERS = frozenset(_VERBS) | {"prefix", "route", "resource", "apiresource"}
_CALLS = frozenset({"scoped_call_expression", "member_call_expression", "nullsafe_member_call_expression"})
_PARAMETER = re.compile(r"/*\{")


@dataclass(frozen=True, slots=True)
class Route:
    """A route that stands at the top of a file, or in a group there.

    `uri` is as written, None when it is computed; `chained` are the other calls on the statement;
    `catches_all` when its first segment is a parameter, so that it may take any address below it.
    """

    methods: tuple[str, ...]
    uri: str | None
    in_group: bool
    span: Span
    chained: tuple[str, ...]
    catches_all: bool

    @property
    def path(self) -> str | None:
        """The address with exactly one slash before it and none behind, as Laravel matches it."""
        return None if self.uri is None else "/" + self.uri.strip("/")


def routes(text: str) -> tuple[Route, ...]:
    """Return the routes at the top of a file and in its groups, in order."""
    source = to_bytes(text)
    return tuple(_routes(statements(loosely_parsed(source)), source, in_group=False))


def _routes(nodes: list[Node], source: bytes, *, in_group: bool) -> Iterator[Route]:
    for node in nodes:
        calls = _chain(node, source)
        verbs = [at for at, (called, _) in enumerate(calls) if called.lower() in _VERBS]
        if verbs:
            yield _route(node, calls, verbs[0], source, in_group=in_group)
        elif calls and calls[-1][0].lower() == "group":
            for inner in _group_bodies(calls[-1][1]):
                yield from _routes(inner, source, in_group=True)


def _route(
    node: Node, calls: list[tuple[str, list[Node]]], at: int, source: bytes, *, in_group: bool
) -> Route:
    called, arguments = calls[at]
    verb = called.lower()
    first = arguments[1:2] if verb == "match" else arguments[:1]
    uri = plain_string(first[0], source) if first else None
    if verb == "fallback":
        uri = None
    methods = _matched(arguments, source) if verb == "match" else _VERBS[verb]
    chained = tuple(name for number, (name, _) in enumerate(calls) if number != at)
    catches_all = verb == "fallback" or (uri is not None and _PARAMETER.match(uri) is not None)
    return Route(methods, uri, in_group, span_of(node), chained, catches_all)


def _chain(statement: Node, source: bytes) -> list[tuple[str, list[Node]]]:
    """Return the calls of `Route::a(…)->b(…)` in order, each with its arguments; nothing for other code."""
    calls: list[tuple[str, list[Node]]] = []
    here = children(statement)[0] if statement.type == "expression_statement" else None
    while here is not None and here.type in _CALLS:
        calls.insert(0, _called(here, source))
        if here.type == "scoped_call_expression":
            scope = here.child_by_field_name("scope")
            facade = "" if scope is None else source_of(scope, source).rpartition("\\")[2]
            return calls if facade.lower() == "route" else []
        here = here.child_by_field_name("object")
    return []


def _called(call: Node, source: bytes) -> tuple[str, list[Node]]:
    name = call.child_by_field_name("name")
    given = call.child_by_field_name("arguments")
    arguments = [] if given is None else [[argument, *children(argument)][-1] for argument in children(given)]
    return ("" if name is None else source_of(name, source)), arguments


def _group_bodies(arguments: list[Node]) -> Iterator[list[Node]]:
    for argument in arguments:
        body = argument.child_by_field_name("body") if argument.type == "anonymous_function" else None
        if body is not None:
            yield children(body)


def _matched(arguments: list[Node], source: bytes) -> tuple[str, ...]:
    if not arguments:
        return ()
    strings = (plain_string(node, source) for node in walked(arguments[0]))
    return tuple(verb.upper() for verb in strings if verb is not None)


def catches(statement: Node, source: bytes) -> bool:
    """Say whether anything in a statement routes an address whose first segment is a parameter."""
    for node in walked(statement):
        if node.type in _CALLS:
            called, arguments = _called(node, source)
            verb = called.lower()
            first = arguments[1:2] if verb == "match" else arguments[:1]
            if verb == "fallback":
                return True
            if verb in _OPENERS and first and _is_parameter(first[0], source):
                return True
        elif node.type == "array_element_initializer":  # Route::group(['prefix' => '{locale}'], …)
            parts = children(node)
            if plain_string(parts[0], source) == "prefix" and _is_parameter(parts[-1], source):
                return True
    return False


def _is_parameter(node: Node, source: bytes) -> bool:
    value = plain_string(node, source)
    return value is not None and _PARAMETER.match(value) is not None
