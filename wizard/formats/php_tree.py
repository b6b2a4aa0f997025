"""PHP source as a syntax tree: where each piece stands, and on which line it is broken."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from wizard.finding import Stop
from wizard.formats.expression import Span
from wizard.text import Text

if TYPE_CHECKING:
    from tree_sitter import Language, Node


class Broken(Stop):
    """A PHP text with a syntax error; `line` counts from 1. Never shows what the file holds."""

    def __init__(self, name: str, line: int) -> None:
        super().__init__(
            Text(
                "`{name}` has a PHP syntax error at or before line {line}.",
                "`{name}` punya syntax error PHP di baris {line} atau sebelumnya.",
            ).fill(name=name, line=line),
            Text(
                "Run `php -l {name}`, mend the file, then try again.",
                "Jalankan `php -l {name}`, perbaiki file-nya, lalu coba lagi.",
            ).fill(name=name),
        )
        self.name = name
        self.line = line


def to_bytes(text: str) -> bytes:
    """Return the bytes that `text` was read from (bytes that are not UTF-8 come back as they were)."""
    return text.encode("utf-8", "surrogateescape")


def to_text(source: bytes) -> str:
    """Undo `to_bytes`."""
    return source.decode("utf-8", "surrogateescape")


def loosely_parsed(source: bytes) -> Node:
    """Return the tree of any bytes, broken or not."""
    from tree_sitter import Parser

    return Parser(_language()).parse(source).root_node


def parsed(text: str, name: str) -> Node:
    """Return the tree of `text`; raise `Broken` on a syntax error."""
    root = loosely_parsed(to_bytes(text))
    if root.has_error:
        raise Broken(name, _first_error(root))
    return root


def lint(text: str, name: str) -> None:
    """Raise `Broken` when `text` is not PHP."""
    parsed(text, name)


def source_of(node: Node, source: bytes) -> str:
    """Return the text of one node."""
    return to_text(source[node.start_byte : node.end_byte])


def span_of(node: Node) -> Span:
    """Return where a node stands."""
    return Span(node.start_byte, node.end_byte, node.start_point.row + 1)


def children(node: Node) -> list[Node]:
    """Return the named children, without comments."""
    return [child for child in node.named_children if child.type != "comment"]


def walked(root: Node, *, skipping: frozenset[str] = frozenset()) -> Iterator[Node]:
    """Yield `root` and everything below it in reading order; not what is inside `skipping` types."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        if node.type not in skipping:
            waiting.extend(reversed(node.children))


def statements(root: Node) -> list[Node]:
    """Return the statements at the top of a file, or those of its one `namespace { }` block."""
    top = children(root)
    for node in top:
        if node.type == "namespace_definition":
            body = node.child_by_field_name("body")
            if body is not None:
                return children(body)
    return top


@cache
def _language() -> Language:
    import tree_sitter_php
    from tree_sitter import Language

    return Language(tree_sitter_php.language_php())


def _first_error(root: Node) -> int:
    node = root
    while True:
        below = next((child for child in node.children if child.has_error or child.is_missing), None)
        if below is None:
            return node.start_point.row + 1
        node = below
