"""Puts a route where it is reached: above every route that would swallow its address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from wizard.finding import Invalid
from wizard.formats.php_layout import Layout, indent_at
from wizard.formats.php_routes import catches
from wizard.formats.php_tree import loosely_parsed, parsed, statements, to_bytes, to_text, walked
from wizard.text import Text

if TYPE_CHECKING:
    from tree_sitter import Node

Tokens: TypeAlias = tuple[bytes, ...]
_OPENING = frozenset({"namespace_use_declaration", "declare_statement", "namespace_definition"})


def insert_route(text: str, code: str, name: str = "routes/web.php") -> str:
    """Put `code` (whole statements) above the first route that could catch its address.

    Without such a route it goes after the last `use`. Code that is there already is not put twice.
    Raise `Broken` on a syntax error, `Invalid` when there is no safe place or `code` is not statements.
    """
    if not text.strip("\ufeff \t\r\n"):
        text += "<?php\n"
    wanted = _statements(code)
    if not wanted:
        raise _refusal(name)
    present = _tokens(text, name)
    if _holds_all(present, wanted):
        return text
    source = to_bytes(text)
    top = statements(parsed(text, name))
    at = next((number for number, node in enumerate(top) if catches(node, source)), None)
    edited = _below_opening(top, source, code, name) if at is None else _above(top[at], source, code)
    after = _tokens(to_text(edited), name)
    places = range(len(after) - len(wanted) + 1)
    if not any(after == [*present[:place], *wanted, *present[place:]] for place in places):
        raise _refusal(name)
    return to_text(edited)


def _above(statement: Node, source: bytes, code: str) -> bytes:
    first = statement
    while (comment := first.prev_sibling) is not None and _belongs(comment, first, source):
        first = comment
    layout = Layout.of(source)
    indent = indent_at(source, first.start_byte)
    start = first.start_byte - len(indent)
    before = source[:start]
    if before and not before.endswith(b"\n"):  # other code on the same line
        start, indent = first.start_byte, b""
        before = source[:start]
    lines = before.replace(b"\r\n", b"\n")
    gap = layout.eol * max(0, 2 - (len(lines) - len(lines.rstrip(b"\n"))))
    return before + gap + indent + _placed(layout, code, indent) + layout.eol * 2 + source[start:]


def _below_opening(top: list[Node], source: bytes, code: str, name: str) -> bytes:
    opening = [node for node in top if node.type in _OPENING and node.child_by_field_name("body") is None]
    tags = [node for node in top if node.type == "php_tag"]
    if not opening and not tags:  # inside `namespace X { … }`
        if not top:
            raise _refusal(name)
        return _above(top[0], source, code)
    last = opening[-1] if opening else tags[0]
    while (comment := last.next_sibling) is not None and _same_line(last, comment):
        last = comment
    layout = Layout.of(source)
    indent = indent_at(source, last.start_byte)
    before, after = source[: last.end_byte], source[last.end_byte :]
    lines = after.replace(b"\r\n", b"\n").lstrip(b" \t")
    needed = 2 if after.strip() else 1
    gap = layout.eol * max(0, needed - (len(lines) - len(lines.lstrip(b"\n"))))
    before = before.rstrip(b"\r\n")
    return before + layout.eol * 2 + indent + _placed(layout, code, indent) + gap + after


def _placed(layout: Layout, code: str, indent: bytes) -> bytes:
    return layout.placed(to_bytes(code.strip("\r\n")), indent)


def _belongs(comment: Node, statement: Node, source: bytes) -> bool:
    """Say whether a comment stands right above a statement, alone on its lines."""
    if comment.type != "comment" or source[comment.end_byte : statement.start_byte].count(b"\n") > 1:
        return False
    earlier = comment.prev_sibling
    return earlier is None or earlier.end_point.row < comment.start_point.row


def _same_line(node: Node, following: Node) -> bool:
    return following.type == "comment" and following.start_point.row == node.end_point.row


def _statements(code: str) -> list[Tokens]:
    """Return the statements of `code`; none when it is not whole statements of PHP."""
    opened = "<?php\n" + code
    root = loosely_parsed(to_bytes(opened))
    if root.has_error or any(node.type == "text_interpolation" for node in walked(root)):
        return []
    return _tokens(opened, "")


def _tokens(text: str, name: str) -> list[Tokens]:
    """Return the statements of a file, each as its tokens: equal when only white space differs."""
    source = to_bytes(text)
    return [
        tuple(source[leaf.start_byte : leaf.end_byte] for leaf in walked(node) if _is_token(leaf))
        for node in statements(parsed(text, name))
        if node.type != "php_tag"
    ]


def _is_token(node: Node) -> bool:
    return not node.children and node.type != "comment"


def _holds_all(present: Sequence[Tokens], wanted: Sequence[Tokens]) -> bool:
    return all(statement in present for statement in wanted)


def _refusal(name: str) -> Invalid:
    return Invalid(
        Text(
            "There is no safe place for a route in `{name}`.",
            "Tidak ada tempat yang aman untuk route di `{name}`.",
        ).fill(name=name)
    )
