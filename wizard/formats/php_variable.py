"""A config file that builds its array in a variable: `$config = [...]; if (…) { $config['a'] = …; } return $config;`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, TypeAlias

from wizard.formats.expression import Array, Expression, Item
from wizard.formats.php_keys import Hidden, found_in, key_of
from wizard.formats.php_read import read
from wizard.formats.php_tree import children, source_of, span_of, walked

if TYPE_CHECKING:
    from tree_sitter import Node

Change: TypeAlias = tuple[tuple[Expression, ...], Hidden]
"""The keys on the way to what code may change, and that code."""

SCOPES = frozenset(
    {"anonymous_function", "arrow_function", "function_definition", "class_declaration", "anonymous_class"}
)
"""What has a `return` of its own."""

_CLOSED = SCOPES - {"anonymous_class"}  # the arguments of an anonymous class are the file's own

_STEP = "subscript_expression"
_READING = frozenset({
    "binary_expression", "unary_op_expression", "conditional_expression", "cast_expression", "echo_statement",
    "if_statement", "else_if_clause", "while_statement", "do_statement", "switch_statement", "match_expression",
    "encapsed_string", "heredoc_body", "array_element_initializer", "anonymous_function_use_clause",
    "expression_statement", "return_statement", _STEP,
})  # fmt: skip
_LOOKING = frozenset({"isset", "empty", "count", "is_array", "in_array", "array_key_exists", "array_keys"})
_ANYTHING = frozenset({
    "dynamic_variable_name", "goto_statement", "include_expression", "include_once_expression",
    "require_expression", "require_once_expression",
})  # fmt: skip
_BY_NAME = frozenset({"extract", "eval", "parse_str"})


def array_of(returned: Node, top: Sequence[Node], source: bytes) -> Array | None:
    """Return the array that the returned variable was given, `Hidden` put in where code below may change it.

    `top` are the statements of the file. None when this is no variable, when its first use is not a
    statement that assigns an array, or when the whole of it may become something else.
    """
    if returned.type != "variable_name":
        return None
    name = source_of(returned, source)
    first = next(at for at, statement in enumerate(top) if _uses(statement, name, source))
    value = _assigned(top[first], name, source)
    array = None if value is None or _uses(value, name, source) else read(value, source)
    if not isinstance(array, Array):
        return None
    for statement in top[first + 1 :]:
        for keys, code in _changes(statement, name, source):
            if not keys:
                return None
            array = _marked(array, keys, code)
    return array


def _assigned(statement: Node, name: str, source: bytes) -> Node | None:
    """Return what the statement `$name = …;` assigns."""
    inner = children(statement)[0] if statement.type == "expression_statement" else statement
    if inner.type != "assignment_expression":
        return None
    left, right = inner.child_by_field_name("left"), inner.child_by_field_name("right")
    return right if left is not None and source_of(left, source) == name else None


def _uses(root: Node, name: str, source: bytes) -> list[Node]:
    return [node for node in _in_scope(root) if node.type == "variable_name" and source_of(node, source) == name]


def _in_scope(root: Node) -> Iterator[Node]:
    """Yield the nodes whose variables are the file's own; of a closure only what it takes with it."""
    for node in walked(root, skipping=_CLOSED):
        yield node
        if node.type == "anonymous_function":
            clauses = [child for child in children(node) if child.type == "anonymous_function_use_clause"]
            yield from (inner for clause in clauses for inner in walked(clause))


def _changes(statement: Node, name: str, source: bytes) -> Iterator[Change]:
    for node in _in_scope(statement):
        if node.type in _ANYTHING or (node.type == "name" and source_of(node, source).lower() in _BY_NAME):
            yield (), _code(node, source)
    for variable in _uses(statement, name, source):
        keys, place = _path(variable, source)
        if not _only_reads(place, source):
            yield keys, _code(place, source)


def _path(variable: Node, source: bytes) -> tuple[tuple[Expression, ...], Node]:
    """Follow `$config['a']['b']` outward: return its keys, up to the first `[]`, and the whole of it."""
    keys: list[Expression | None] = []
    here = variable
    while (outer := here.parent) is not None and outer.type == _STEP and children(outer)[0] == here:
        steps = children(outer)[1:]
        keys.append(read(steps[0], source) if steps else None)
        here = outer
    return tuple(key for key in takewhile(bool, keys) if key), here


def _only_reads(place: Node, source: bytes) -> bool:
    """Say whether what stands round a variable can surely not change it: nothing that may take a reference."""
    outer = place.parent
    while outer is not None and outer.type == "parenthesized_expression":
        place, outer = outer, outer.parent
    if outer is None:
        return False
    match outer.type:
        case "assignment_expression" | "augmented_assignment_expression":
            return outer.child_by_field_name("right") == place
        case "foreach_statement":
            over, each, *_ = children(outer)
            return over == place and all(node.type != "by_ref" for node in walked(each))
        case "argument":
            call = outer.parent.parent if outer.parent else None
            called = call.child_by_field_name("function") if call else None
            return called is not None and source_of(called, source).lower().lstrip("\\") in _LOOKING
        case _:
            return outer.type in _READING


def _code(node: Node, source: bytes) -> Hidden:
    """Return the statement round a node as what may change a value."""
    here = node
    while here.parent is not None and not here.type.endswith("_statement"):
        here = here.parent
    return Hidden(source_of(here, source), span_of(here))


def _marked(array: Array, keys: Sequence[Expression], code: Hidden) -> Array:
    """Return the array with `code` as the last word at a path; where an array of it is missing, there."""
    item = Item(keys[0], code, code.span)
    name = key_of(item, None)
    held = None if name is None else found_in(array, name).item
    if held is None or not isinstance(held.value, Array) or len(keys) == 1:
        return replace(array, items=(*array.items, item))
    marked = replace(held, value=_marked(held.value, keys[1:], code))
    return replace(array, items=tuple(marked if each is held else each for each in array.items))
