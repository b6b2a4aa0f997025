"""Changing a `.env` file: only the values that were asked for, every other byte as it was."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from wizard.formats.env_grammar import Entry, Rules
from wizard.formats.env_place import Splice, added, line_break, spliced
from wizard.formats.env_read import Env, Refused, parsed, refuse_other_bytes
from wizard.formats.env_write import fitting, forms, refuse_unwritable
from wizard.text import Text

# Found by its bytes, not by phpdotenv: `artisan key:generate` looks for `^APP_KEY=` and the bare key.
_AT_COLUMN_0: Final = frozenset({"APP_KEY"})
_UNSAFE: Final = Text(
    "this line cannot be changed without changing what another line means",
    "baris ini tidak bisa diubah tanpa mengubah arti baris lain",
)


def put(
    text: str,
    values: Mapping[str, str],
    rules: Rules = Rules.V56,
    *,
    blocks: Mapping[str, str] | None = None,
) -> str:
    """Return the file with each name set so that phpdotenv reads exactly its value.

    The last definition is changed, in its own style; a commented-out assignment is revived; a new
    name joins its relatives, or comes under its comment line from `blocks`. What reads right
    already is not touched. Raises Invalid for a value that cannot be written, and Refused.
    """
    for name, value in values.items():
        refuse_unwritable(name, value)
    before = parsed(text, rules)
    refuse_other_bytes(before)
    stale = _stale(before, values)
    if not stale:
        return text
    after, lost = _edited(before, values, stale, blocks or {})
    if lost - stale:  # they read right only through a `${NAME}` that has changed now
        after, lost = _edited(before, values, stale | _referring(before, values), blocks or {})
    _prove(before, after, values.keys(), lost)
    return after.text


def drop(text: str, names: Collection[str], rules: Rules = Rules.V56) -> str:
    """Return the file without any definition of these names. Raises Refused."""
    before = parsed(text, rules)
    gone = {entry.line.start for entry in before.entries if entry.name in names}
    if not gone:
        return text
    refuse_other_bytes(before)
    starts = [line.start for line in before.lines[1:]] + [len(text)]
    splices = [
        Splice(line.start, end, "")
        for line, end in zip(before.lines, starts, strict=True)
        if line.start in gone
    ]
    kept = spliced(text, splices)
    if text[-1] not in "\r\n" and splices[-1].end == len(text):
        kept = kept.removesuffix("\n").removesuffix("\r")
    after = parsed(kept, rules)
    _prove(before, after, names, lost=set(names) & {entry.name for entry in after.entries})
    return kept


def _stale(env: Env, values: Mapping[str, str]) -> set[str]:
    """Return the names that do not read right yet, or do so only without some environment variable."""
    reading, referring = env.values({}), _referring(env, values.keys())
    return {
        name
        for name, value in values.items()
        if reading.get(name) != value or ("${" in value and name in referring)
    }


def _referring(env: Env, names: Collection[str]) -> set[str]:
    """Return those of the names whose value is made with a `${NAME}`."""
    last = {entry.name: entry.value for entry in env.entries if entry.name in names}
    return {name for name, value in last.items() if value is not None and value.refers}


def _edited(
    env: Env, values: Mapping[str, str], stale: Collection[str], blocks: Mapping[str, str]
) -> tuple[Env, set[str]]:
    """Return the file with the stale names written anew, and the names that do not read right in it."""
    last = {entry.name: entry for entry in env.entries}
    ending = line_break(env.text)
    splices = [_changed(env, last[name], values[name], ending) for name in stale if name in last]
    absent = {name: value for name, value in values.items() if name in stale and name not in last}
    if absent:
        splices += added(env, absent, blocks)
    after = parsed(spliced(env.text, splices), env.rules)
    reading = after.values({})
    return after, {name for name, value in values.items() if reading.get(name) != value}


def _changed(env: Env, entry: Entry, value: str, ending: str) -> Splice:
    """Write another value into a line: what stands before it and the comment behind it stay."""
    line, old = entry.line, entry.value
    raw = env.text[line.start : line.end]
    start, end = (len(raw), len(raw)) if old is None else (_in_raw(raw, old.start), _in_raw(raw, old.end))
    if start == end and re.search(r"[ \t]=\Z", raw[:start]) and raw[end : end + 1] in {" ", "\t"}:
        start = end = end + 1  # `KEY = ` keeps its blanks on both sides
    before, behind = raw[:start] if old else f"{raw}=", raw[end:]
    if behind.startswith("#"):
        behind = f" {behind}"  # other readers take `a#b` for the value
    quote = old.quote if old else ""
    if entry.name in _AT_COLUMN_0:
        before, quote = f"{entry.name}=", ""
    ways = forms(value, quote=quote, multiline=quote == '"' and bool(re.search(r"[\r\n]", raw[start:end])))
    written = fitting(
        before, behind, entry.name, value, (way.replace("\n", ending) for way in ways), env.rules
    )
    if written is None:
        raise Refused(_UNSAFE, line.number)
    return Splice(line.start, line.end, written)


def _in_raw(raw: str, place: int) -> int:
    """Return where a place in a line with LF breaks is in the line as it stands in the file."""
    for found in re.finditer("\r\n", raw):
        if found.start() >= place:
            break
        place += 1
    return place


def _prove(before: Env, after: Env, touched: Collection[str], lost: Collection[str]) -> None:
    """Raise Refused unless every other definition means what it meant, and nothing was lost."""
    if lost or _others(before, touched) != _others(after, touched):
        lines = {entry.name: entry.line.number for entry in before.entries if entry.name in touched}
        raise Refused(_UNSAFE, min((lines[name] for name in lost if name in lines), default=1))


def _others(env: Env, touched: Collection[str]) -> list[tuple[object, ...]]:
    return [
        (entry.name, entry.value and (entry.value.text, entry.value.live))
        for entry in env.entries
        if entry.name not in touched
    ]
