"""The brackets of one PHP array: its items, commas and comments, and where a new item would go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.formats.expression import Span
from wizard.formats.php_layout import begins_line, indent_at
from wizard.formats.php_tree import parsed, to_bytes, to_text

if TYPE_CHECKING:
    from tree_sitter import Node

_ARRAY = "array_creation_expression"


@dataclass(frozen=True, slots=True)
class Token:
    """An item, a comma or a comment, by bytes; of an item with a key also where its `=>` stands."""

    type: str
    start: int
    end: int
    arrow: int | None = None


@dataclass(frozen=True, slots=True)
class Brackets:
    """An array as it is written: `opened` is the byte after its `[`, `closed` that of its `]`."""

    source: bytes
    start: int
    opened: int
    closed: int
    tokens: tuple[Token, ...]
    one_line: bool

    @classmethod
    def of(cls, text: str, name: str, span: Span) -> Brackets:
        """Find the array that stands at `span`."""
        source = to_bytes(text)
        node = parsed(text, name).descendant_for_byte_range(span.start, span.end)
        place = (_ARRAY, span.start, span.end)
        while node is not None and (node.type, node.start_byte, node.end_byte) != place:
            node = node.parent
        if node is None:
            raise LookupError(f"no array at byte {span.start}")
        opening = next(child for child in node.children if child.type in {"[", "("})
        tokens = [
            Token(child.type, child.start_byte, child.end_byte, _arrow(child))
            for child in node.children[:-1]
            if child.start_byte > opening.start_byte
        ]
        closed = node.children[-1].start_byte
        one_line = _one_line(node, source, filled=bool(tokens))
        return cls(source, node.start_byte, opening.end_byte, closed, tuple(tokens), one_line)

    @property
    def items(self) -> tuple[Token, ...]:
        """The items alone."""
        return tuple(token for token in self.tokens if token.type not in {",", "comment"})

    @property
    def starts(self) -> tuple[int, ...]:
        """Where the items begin, or the comments where there is no item."""
        return tuple(token.start for token in self.items or self.tokens)

    @property
    def blank(self) -> bool:
        """Nothing but white space between the brackets."""
        return not self.tokens

    @property
    def comma(self) -> bool:
        """The last item has a comma."""
        return bool(self.items) and self._comma_after(self.items[-1]) is not None

    @property
    def tail(self) -> int:
        """Where a new item goes: after the last one, its comma, and the comments on that line."""
        if not self.items:
            return self.tokens[-1].end
        return self._tail(self.items[-1])

    @property
    def own_line(self) -> bool:
        """A line ends at `tail`, so a new item gets a line of its own."""
        return self._line_ends(self.tail)

    @property
    def key_width(self) -> int:
        """How many characters each item has before its `=>`, where padding puts these in one column; else 0."""
        items = self.items
        if len(items) < 2 or not all(begins_line(self.source, item.start) for item in items):
            return 0
        places = {(indent_at(self.source, item.start), self._width(item)) for item in items}
        padded = any(self.source[: item.arrow].endswith(b"  ") for item in items)
        return max(width for _, width in places) if len(places) == 1 and padded and self.own_line else 0

    def cuts(self, span: Span) -> list[tuple[int, int]]:
        """Return the byte ranges that take the item at `span` out, the last one first."""
        at = next(number for number, item in enumerate(self.items) if item.start == span.start)
        item = self.items[at]
        if len(self.items) == 1 and not any(token.type == "comment" for token in self.tokens):
            return [(self.opened, self.closed)]
        comma = self._comma_after(item)
        tail = self._tail(item)
        before = self._comma_after(self.items[at - 1]) if at else None
        if begins_line(self.source, item.start) and self._line_ends(tail):
            line = self.source.rfind(b"\n", 0, item.start) + 1
            whole = (line, self.source.index(b"\n", tail) + 1)
            return [whole] if comma or before is None else [whole, (before.start, before.end)]
        if comma is not None:
            return [self._with_space(item.start, comma.end)]
        own = (self._space_before(item.start), item.end)
        if before is None:
            return [own]
        if self.source[before.end : own[0]].strip():
            return [own, (before.start, before.end)]
        return [(before.start, item.end)]

    def _width(self, item: Token) -> int:
        return 0 if item.arrow is None else len(to_text(self.source[item.start : item.arrow]))

    def _with_space(self, start: int, end: int) -> tuple[int, int]:
        after = end + len(self.source[end:]) - len(self.source[end:].lstrip(b" \t"))
        if self.source[after : after + 1] in {b"\r", b"\n", b"]", b")"}:
            return self._space_before(start), end
        return start, after

    def _space_before(self, position: int) -> int:
        return len(self.source[:position].rstrip(b" \t"))

    def _comma_after(self, item: Token) -> Token | None:
        following = [token for token in self.tokens if token.start >= item.end and token.type != "comment"]
        return following[0] if following and following[0].type == "," else None

    def _tail(self, item: Token) -> int:
        comma = self._comma_after(item)
        tail = comma.end if comma else item.end
        for token in self.tokens:
            if token.start < tail:
                continue
            if token.type != "comment" or b"\n" in self.source[tail : token.start]:
                break
            tail = token.end
        return tail

    def _line_ends(self, position: int) -> bool:
        return self.source[position : self.closed].lstrip(b" \t\r").startswith(b"\n")


def _arrow(node: Node) -> int | None:
    return next((child.start_byte for child in node.children if child.type == "=>"), None)


def _one_line(node: Node, source: bytes, *, filled: bool) -> bool:
    """Say whether the array is written on one line; an empty one is as the array around it."""
    here: Node | None = node
    if not filled:
        here = node.parent
        while here is not None and here.type != _ARRAY:
            here = here.parent
    return here is not None and b"\n" not in source[here.start_byte : here.end_byte]
