"""Edits one value of a PHP config file and leaves every other byte as it is."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.finding import Invalid
from wizard.formats.expression import Array, Expression, Item
from wizard.formats.php_config import Config, config, entries, find
from wizard.formats.php_items import Brackets
from wizard.formats.php_keys import Hidden, found_in, has_hidden, keyed
from wizard.formats.php_layout import Layout, begins_line, indent_at, one_expression
from wizard.formats.php_literal import quoted_like
from wizard.formats.php_tree import Broken, parsed, statements, to_bytes, to_text
from wizard.text import Text

_AT_HOME = Layout(b"\n", b"    ")


def replaced(config: Config, path: Sequence[str], code: str) -> Config:
    """Put PHP `code` in the place of the value at `path`; raise `Invalid` where that is not safe."""
    one_expression(code)
    target = find(config, path)
    if target is None or has_hidden(target):
        raise _refusal(config, path)
    source = to_bytes(config.text)
    new = Layout.of(source).placed(to_bytes(code), indent_at(source, target.span.start))
    return _checked(config, _spliced(source, target.span.start, target.span.end, new), path)


def inserted(config: Config, path: Sequence[str], code: str) -> Config:
    """Add the key at `path` with PHP `code`, and the arrays above it that are missing.

    A key that is there already gets the code as its value. Raise `Invalid` where the array that
    should hold it is computed.
    """
    one_expression(code)
    present = find(config, path)
    if present is not None and not isinstance(present, Hidden):
        return replaced(config, path, code)
    array, missing = _home(config, path)
    source = to_bytes(config.text)
    brackets = Brackets.of(config.text, config.name, array.span)
    inline = brackets.one_line and "\n" not in code
    item = _item(array, missing, code, inline, source, brackets.key_width)
    return _checked(config, _added(source, brackets, item, inline), path)


def removed(config: Config, path: Sequence[str]) -> Config:
    """Take the key at `path` out, with its comma and its line; a key that is absent is left so."""
    here = config
    while (found := _keyed_item(here, path)) is not None:
        array, item = found
        brackets = Brackets.of(here.text, here.name, array.span)
        source = to_bytes(here.text)
        for start, end in brackets.cuts(item.span):
            source = _spliced(source, start, end, b"")
        here = _reread(here, source, path)
    return _checked(config, to_bytes(here.text), path, gone=True)


def _added(source: bytes, brackets: Brackets, item: bytes, inline: bool) -> bytes:
    layout = Layout.of(source)
    base = indent_at(source, brackets.start)
    if brackets.blank:
        indent = base + layout.unit
        placed = layout.placed(item, indent)
        new = placed if inline else layout.eol + indent + placed + b"," + layout.eol + base
        return _spliced(source, brackets.opened, brackets.closed, new)
    end = b"," if brackets.comma or not brackets.items else b""
    if brackets.own_line:
        starts = [at for at in brackets.starts if begins_line(source, at)]
        indent = indent_at(source, starts[-1]) if starts else base + layout.unit
        new = layout.eol + indent + layout.placed(item, indent) + end
    else:
        new = b" " + layout.placed(item, base) + (end if brackets.items else b"")
    out = _spliced(source, brackets.tail, brackets.tail, new)
    if brackets.items and not brackets.comma:
        last = brackets.items[-1].end
        out = _spliced(out, last, last, b",")
    return out


def _item(array: Array, missing: Sequence[str], code: str, inline: bool, source: bytes, width: int) -> bytes:
    quotes = _quotes(array, source)
    opening, closing = ("[", "]") if array.short else ("array(", ")")
    inner = to_bytes(code)
    for key in reversed(missing[1:]):
        arrow = to_bytes(f"{quoted_like(quotes, key)} => ")
        if inline:
            inner = to_bytes(opening) + arrow + inner + to_bytes(closing)
        else:
            body = _AT_HOME.placed(inner, b"    ")
            inner = to_bytes(f"{opening}\n    ") + arrow + body + to_bytes(f",\n{closing}")
    padded = f"{quoted_like(quotes, missing[0])} ".ljust(width)  # a longer key stands out, as people let it
    return to_bytes(f"{padded}=> ") + inner


def _quotes(array: Array, source: bytes) -> str:
    keys = [source[item.key.span.start : item.key.span.end] for item in array.items if item.key]
    quoted = [key for key in keys if key[:1] in {b"'", b'"'}]
    return to_text(quoted[-1][:1]) if quoted else "'"


def _home(config: Config, path: Sequence[str]) -> tuple[Array, Sequence[str]]:
    """Return the deepest array on the way to `path` that exists, and the keys that are missing in it."""
    here: Expression = config.root
    for depth, key in enumerate(path):
        if not isinstance(here, Array):
            break
        found = found_in(here, key)
        if found.item is None:
            if found.hidden is not None and depth < len(path) - 1:
                break  # a whole array of unknown keys would be put in the shade
            return here, path[depth:]
        here = found.item.value
    raise _refusal(config, path)


def _keyed_item(config: Config, path: Sequence[str]) -> tuple[Array, Item] | None:
    array = find(config, path[:-1])
    if not isinstance(array, Array):
        return None
    items = [item for key, item in keyed(array) if key == path[-1]]
    if items and (items[-1].key is None or has_hidden(items[-1].value)):
        raise _refusal(config, path)  # the items after it would move up, or code below would bring it back
    return (array, items[-1]) if items else None


def _checked(before: Config, source: bytes, path: Sequence[str], gone: bool = False) -> Config:
    """Read the edited text again; refuse it when anything but `path` changed."""
    after = _reread(before, source, path)
    place = find(after, path)
    there = place is not None and not isinstance(place, Hidden)
    if there is gone or _others(before, path) != _others(after, path) or _outline(before) != _outline(after):
        raise _refusal(before, path)
    return after


def _reread(before: Config, source: bytes, path: Sequence[str]) -> Config:
    try:
        return config(to_text(source), before.name)
    except Broken as broken:
        raise _refusal(before, path) from broken


def _others(config: Config, path: Sequence[str]) -> list[tuple[tuple[str, ...], str]]:
    target = tuple(path)
    return [
        (at, code) for at, code in entries(config) if at[: len(target)] != target and target[: len(at)] != at
    ]


def _outline(config: Config) -> list[str]:
    return [statement.type for statement in statements(parsed(config.text, config.name))]


def _spliced(source: bytes, start: int, end: int, new: bytes) -> bytes:
    return source[:start] + new + source[end:]


def _refusal(config: Config, path: Sequence[str]) -> Invalid:
    return Invalid(
        Text(
            "`{key}` in `{name}` cannot be edited safely: it is computed, or its shape is unknown.",
            "`{key}` di `{name}` tidak aman diubah: nilainya dihitung, atau bentuknya tidak dikenal.",
        ).fill(key=".".join(path), name=config.name)
    )
