"""Reads PHP expressions: a syntax tree becomes the few shapes that config files are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.formats.expression import (
    Array,
    Binary,
    Call,
    Cast,
    Constant,
    Expression,
    Item,
    Literal,
    Opaque,
    Scalar,
    Ternary,
    Unary,
)
from wizard.formats.php_literal import unquoted_double, unquoted_single
from wizard.formats.php_tree import children, source_of, span_of, to_text

if TYPE_CHECKING:
    from tree_sitter import Node

_DEEPEST = 150
_CASTS = {
    "bool": "bool", "boolean": "bool", "int": "int", "integer": "int", "float": "float",
    "double": "float", "real": "float", "string": "string", "binary": "string", "array": "array",
}  # fmt: skip
_KEYWORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None}
_PLAIN = frozenset({"string_content", "escape_sequence"})


def read(node: Node, source: bytes, depth: int = 0) -> Expression:
    """Return the expression at `node`; what we do not know, or is nested too deep, is `Opaque`."""
    if depth > _DEEPEST:
        return _opaque(node, source)
    match node.type:
        case "string" | "encapsed_string":
            return _string(node, source)
        case "integer" | "float":
            return _number(node, source)
        case "boolean" | "null":
            return Literal(_KEYWORDS[source_of(node, source).lower()], span_of(node))
        case "name" | "qualified_name" | "class_constant_access_expression":
            return _constant(node, source)
        case "parenthesized_expression":
            return read(children(node)[0], source, depth + 1)
        case "array_creation_expression":
            return _array(node, source, depth + 1)
        case "function_call_expression" | "scoped_call_expression":
            return _call(node, source, depth + 1)
        case _:
            return _operation(node, source, depth + 1)


def plain_string(node: Node, source: bytes) -> str | None:
    """Return the value of a string without variables; None for anything else."""
    if node.type not in {"string", "encapsed_string"}:
        return None
    raw = source[node.start_byte : node.end_byte]
    if raw[:1] in b"bB":
        raw = raw[1:]
    if raw[:1] == b"'":
        return to_text(unquoted_single(raw[1:-1]))
    if all(child.type in _PLAIN for child in node.named_children):
        return _unicode(unquoted_double(raw[1:-1]))
    return None


def _string(node: Node, source: bytes) -> Expression:
    value = plain_string(node, source)
    return _opaque(node, source) if value is None else Literal(value, span_of(node))


def _unicode(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _number(node: Node, source: bytes) -> Expression:
    digits = source_of(node, source).replace("_", "").lower()
    if node.type == "float":
        return Literal(float(digits), span_of(node))
    if digits[:2] in {"0x", "0b", "0o"}:
        value = int(digits, 0)
    elif len(digits) > 1 and digits[0] == "0":
        value = int(digits, 8)
    else:
        value = int(digits)
    return Literal(value if value < 2**63 else float(value), span_of(node))


def _constant(node: Node, source: bytes) -> Expression:
    first = node.named_children[0] if node.named_children else node
    if node.type.startswith("class_constant") and first.type not in {"name", "qualified_name"}:
        return _opaque(node, source)
    return Constant(source_of(node, source).lstrip("\\"), span_of(node))


def _array(node: Node, source: bytes, depth: int) -> Expression:
    items = tuple(_item(element, source, depth) for element in children(node))
    return Array(items, span_of(node), short=source[node.start_byte : node.start_byte + 1] == b"[")


def _item(element: Node, source: bytes, depth: int) -> Item:
    parts = children(element)
    if len(parts) == 2:
        key = read(parts[0], source, depth)
        return Item(key, read(parts[1], source, depth), span_of(element))
    spread = parts[0].type == "variadic_unpacking"
    value = children(parts[0])[0] if spread else parts[0]
    return Item(None, read(value, source, depth), span_of(element), spread=spread)


def _call(node: Node, source: bytes, depth: int) -> Expression:
    called = node.child_by_field_name("function") or node.child_by_field_name("scope")
    method = node.child_by_field_name("name")
    given = node.child_by_field_name("arguments")
    if called is None or given is None or called.type not in {"name", "qualified_name"}:
        return _opaque(node, source)
    name = source_of(called, source).lstrip("\\")
    if node.type == "scoped_call_expression":
        if method is None or method.type != "name":
            return _opaque(node, source)
        name = f"{name}::{source_of(method, source)}"
    arguments = [children(argument) for argument in children(given)]
    if any(len(a) != 1 or a[0].type == "variadic_unpacking" for a in arguments):
        return _opaque(node, source)  # named, spread or `...`: which one is the default, we cannot tell
    return Call(name, tuple(read(a[0], source, depth) for a in arguments), span_of(node))


def _operation(node: Node, source: bytes, depth: int) -> Expression:
    match node.type:
        case "cast_expression":
            kind = _CASTS.get(source_of(_field(node, "type"), source).strip().lower())
            if kind:
                return Cast(kind, read(_field(node, "value"), source, depth), span_of(node))
        case "unary_op_expression":
            operator = source_of(node.children[0], source)
            return Unary(operator, read(children(node)[-1], source, depth), span_of(node))
        case "binary_expression":
            return _binary(node, source, depth)
        case "conditional_expression":
            return _conditional(node, source, depth)
    return _opaque(node, source)


def _binary(node: Node, source: bytes, depth: int) -> Expression:
    operator = source_of(_field(node, "operator"), source).lower()
    if operator in {"**", "instanceof"}:  # the tree binds `-2 ** 2` otherwise than PHP does
        return _opaque(node, source)
    left = read(_field(node, "left"), source, depth)
    return Binary(operator, left, read(_field(node, "right"), source, depth), span_of(node))


def _conditional(node: Node, source: bytes, depth: int) -> Expression:
    test = read(_field(node, "condition"), source, depth)
    no = read(_field(node, "alternative"), source, depth)
    body = node.child_by_field_name("body")
    if body is None:
        return Binary("?:", test, no, span_of(node))
    return Ternary(test, read(body, source, depth), no, span_of(node))


def _field(node: Node, name: str) -> Node:
    child = node.child_by_field_name(name)
    return node if child is None else child


def _opaque(node: Node, source: bytes) -> Opaque:
    return Opaque(source_of(node, source), span_of(node))
