"""A PHP config file: what it returns, and the value at a path of keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from wizard.formats.expression import Array, Expression, Literal, Opaque, Span
from wizard.formats.php_keys import Found, Hidden, found_in, keyed
from wizard.formats.php_read import read
from wizard.formats.php_tree import children, parsed, source_of, statements, to_bytes, to_text, walked
from wizard.formats.php_variable import SCOPES, array_of

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(frozen=True)
class Config:
    """A config file that was read: its name for messages, its text, and the value it returns.

    `uses` maps the names that `use` imports to their full names.
    """

    name: str
    text: str
    root: Expression
    uses: Mapping[str, str]

    @cached_property
    def source(self) -> bytes:
        """The bytes that spans count."""
        return to_bytes(self.text)

    def code(self, span: Span) -> str:
        """Return the PHP that stands at a span."""
        return to_text(self.source[span.start : span.end])


def config(text: str, name: str) -> Config:
    """Read a config file; raise `Broken` on a syntax error."""
    tree = parsed(text, name)
    source = to_bytes(text)
    return Config(name, text, _returned(tree, source), dict(_imports(tree, source)))


def find(config: Config, path: Sequence[str]) -> Expression | None:
    """Return the value at a path of keys (the last of a key's duplicates, like PHP).

    None when PHP would have no such key; `Opaque` where the key may hide and we cannot tell.
    """
    here: Expression = config.root
    for key in path:
        match here:
            case Array():
                found = found_in(here, key)
            case Literal():
                return None
            case _:
                found = Found(None, here)
        if found.hidden is not None:
            return hidden(config, found.hidden)
        if found.item is None:
            return None
        here = found.item.value
    return here


def hidden(config: Config, expression: Expression) -> Hidden:
    """Return the "cannot tell" for a place in the file."""
    span = expression.span
    return Hidden(config.code(span), span)


def entries(config: Config) -> list[tuple[tuple[str, ...], str]]:
    """Return every value that is no filled array, as its path and source: what an edit must not change."""
    return list(_entries(config, config.root, ()))


def _entries(
    config: Config, value: Expression, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], str]]:
    if not isinstance(value, Array) or not value.items:
        yield path, config.code(value.span)
        return
    for key, item in keyed(value):
        if key is None:
            yield (*path, "?"), config.code(item.span)
        else:
            yield from _entries(config, item.value, (*path, key))


def _returned(tree: Node, source: bytes) -> Expression:
    top = statements(tree)
    for node in walked(tree, skipping=SCOPES):
        if node.type != "return_statement":
            continue
        values = children(node)
        if node in top and values:
            return array_of(values[0], top, source) or read(values[0], source)
        break
    return Opaque("", Span(len(source), len(source), source.count(b"\n") + 1))


def _imports(tree: Node, source: bytes) -> Iterator[tuple[str, str]]:
    for statement in statements(tree):
        if statement.type != "namespace_use_declaration" or statement.child_by_field_name("type"):
            continue
        group = next((child for child in statement.named_children if child.type == "namespace_name"), None)
        prefix = "" if group is None else source_of(group, source).strip("\\") + "\\"
        for clause in [node for node in walked(statement) if node.type == "namespace_use_clause"]:
            if clause.child_by_field_name("type"):  # use function …; only in a group may the next be a class
                if group is None:
                    break
                continue
            alias = clause.child_by_field_name("alias")
            full = prefix + source_of(children(clause)[0], source).strip("\\")
            yield (full.rpartition("\\")[2] if alias is None else source_of(alias, source)), full
