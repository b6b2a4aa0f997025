"""How a PHP file is laid out: line ends, indents, commas, so that what we add looks at home."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.finding import Invalid
from wizard.formats.php_tree import loosely_parsed, to_bytes, walked
from wizard.text import Text

if TYPE_CHECKING:
    from tree_sitter import Node

_UNIT = re.compile(rb"^([ \t]+)\S", re.MULTILINE)
_TEXTUAL = frozenset({"string", "encapsed_string", "heredoc", "nowdoc", "shell_command_expression"})


@dataclass(frozen=True, slots=True)
class Layout:
    """The habits of one file: how its lines end and what one step of indent is."""

    eol: bytes
    unit: bytes

    @classmethod
    def of(cls, source: bytes) -> Layout:
        """Read the habits of `source`."""
        eol = b"\r\n" if source.count(b"\r\n") * 2 > source.count(b"\n") else b"\n"
        tabs = sum(1 for found in _UNIT.finditer(source) if found[1].startswith(b"\t"))
        spaces = sum(1 for found in _UNIT.finditer(source) if found[1].startswith(b"  "))
        if tabs > spaces:
            return cls(eol, b"\t")
        smallest = min((len(m[1]) for m in _UNIT.finditer(source) if _code_indent(m, source)), default=4)
        return cls(eol, b"  " if smallest == 2 else b"    ")

    def placed(self, code: bytes, indent: bytes) -> bytes:
        """Return `code` (written at column 0, four spaces a step) as it stands at a place with `indent`.

        The first line is left where it is put; lines inside a string are never touched.
        """
        fixed = _inside_strings(code) if b"\n" in code else frozenset()
        first, *others = code.split(b"\n")
        out, start = first, len(first) + 1
        for line in others:
            if start in fixed:
                out += b"\n" + line
            else:
                out = out.removesuffix(b"\r") + self.eol + self._moved(line, indent)
            start += len(line) + 1
        return out

    def _moved(self, line: bytes, indent: bytes) -> bytes:
        bare = line.lstrip(b" ")
        steps, rest = divmod(len(line) - len(bare), 4)
        return indent + self.unit * steps + b" " * rest + bare if bare.strip() else b""


def indent_at(source: bytes, position: int) -> bytes:
    """Return the white space that the line of `position` begins with."""
    start = source.rfind(b"\n", 0, position) + 1
    line = source[start:position]
    return line[: len(line) - len(line.lstrip(b" \t"))]


def begins_line(source: bytes, position: int) -> bool:
    """Say whether only white space stands before `position` on its line."""
    return not source[source.rfind(b"\n", 0, position) + 1 : position].strip(b" \t")


def one_expression(code: str) -> None:
    """Raise `Invalid` unless `code` is exactly one PHP expression."""
    source = b"<?php\nreturn " + to_bytes(code) + b"\n;"
    root = loosely_parsed(source)
    top = [child.type for child in root.named_children]
    values = [child for child in root.named_children[-1].named_children if child.type != "comment"]
    if root.has_error or top != ["php_tag", "return_statement"] or len(values) != 1:
        raise Invalid(Text("That is not one PHP expression.", "Itu bukan satu ekspresi PHP."))


def _code_indent(found: re.Match[bytes], source: bytes) -> bool:
    return len(found[1]) > 1 and source[found.end(1) : found.end(1) + 1] not in {b"*", b"|"}


def _inside_strings(code: bytes) -> frozenset[int]:
    """Return the offsets of line starts that lie inside a string."""
    before = b"<?php\n "
    root = loosely_parsed(before + code + b"\n;")
    if root.has_error:  # an item, `key => value`, reads only inside an array
        before = b"<?php\n["
        root = loosely_parsed(before + code + b"\n];")
    strings = [node for node in walked(root, skipping=_TEXTUAL) if node.type in _TEXTUAL]
    return frozenset(at + 1 for node in strings for at in _newlines(code, node, len(before)))


def _newlines(code: bytes, node: Node, before: int) -> list[int]:
    start, end = node.start_byte - before, node.end_byte - before
    return [at for at in range(start, end) if code[at : at + 1] == b"\n"]
