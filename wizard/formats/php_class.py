"""One property of a PHP class: its default value, read and set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.finding import Invalid
from wizard.formats.expression import Expression, Literal
from wizard.formats.php_layout import Layout, indent_at, one_expression
from wizard.formats.php_read import read
from wizard.formats.php_tree import (
    Broken,
    children,
    loosely_parsed,
    parsed,
    source_of,
    span_of,
    to_bytes,
    to_text,
    walked,
)
from wizard.text import Text

if TYPE_CHECKING:
    from tree_sitter import Node


def property_default(text: str, class_property: str) -> Expression | None:
    """Return the default of `protected $name = …;` (a null literal when it has none).

    None when no class in `text` has the property. `class_property` may begin with `$`.
    """
    source = to_bytes(text)
    element = _element(loosely_parsed(source), source, class_property)
    if element is None:
        return None
    value = element.child_by_field_name("default_value")
    return Literal(None, span_of(element)) if value is None else read(value, source)


def set_property(text: str, class_property: str, code: str, name: str) -> str:
    """Give a property the default `code`; raise `Invalid` when there is no such property."""
    one_expression(code)
    source = to_bytes(text)
    tree = parsed(text, name)
    element = _element(tree, source, class_property)
    if element is None:
        raise _refusal(class_property, name)
    value = element.child_by_field_name("default_value")
    new = Layout.of(source).placed(to_bytes(code), indent_at(source, element.start_byte))
    if value is None:
        edited = source[: element.end_byte] + b" = " + new + source[element.end_byte :]
    else:
        edited = source[: value.start_byte] + new + source[value.end_byte :]
    try:
        after = parsed(to_text(edited), name)
    except Broken as broken:
        raise _refusal(class_property, name) from broken
    if _members(tree, source, class_property) != _members(after, edited, class_property):
        raise _refusal(class_property, name)
    return to_text(edited)


def _element(tree: Node, source: bytes, class_property: str) -> Node | None:
    wanted = "$" + class_property.removeprefix("$")
    for node in walked(tree):
        if node.type == "property_element" and source_of(children(node)[0], source) == wanted:
            return node
    return None


def _members(tree: Node, source: bytes, class_property: str) -> list[str]:
    """Return the source of every member of every class, without the one property."""
    element = _element(tree, source, class_property)
    own = None if element is None else element.parent
    lists = [node for node in walked(tree) if node.type == "declaration_list"]
    return [source_of(member, source) for body in lists for member in children(body) if member != own]


def _refusal(class_property: str, name: str) -> Invalid:
    return Invalid(
        Text(
            "The property `{property}` in `{name}` cannot be set safely.",
            "Properti `{property}` di `{name}` tidak aman diubah.",
        ).fill(property=class_property, name=name)
    )
