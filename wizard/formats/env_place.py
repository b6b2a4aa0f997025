"""Where a name that is new to a `.env` file goes: its commented-out line, its relatives, or a block."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from wizard.formats.env_grammar import GRAMMARS, Entry, Kind, Line, as_read, logical_lines, parse
from wizard.formats.env_read import Env, Refused
from wizard.formats.env_write import EVERY_GRAMMAR, fitting, forms
from wizard.text import Text

_COMMENTED: Final = re.compile(r"[ \t]*#[ \t]*((?:export[ \t]+)?([A-Za-z0-9_.]+)[ \t]*=[^\r\n]*)")
_NO_ROOM: Final = Text("a new line cannot be put in safely", "baris baru tidak bisa disisipkan dengan aman")


class Splice(NamedTuple):
    """A piece of the text to take out, and what stands there instead."""

    start: int
    end: int
    written: str


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """Return the text with every splice made; of two at one place the first given comes first."""
    pieces, done = [], 0
    for splice in sorted(splices, key=lambda one: one[:2]):
        pieces += [text[done : splice.start], splice.written]
        done = splice.end
    return "".join([*pieces, text[done:]])


def line_break(text: str) -> str:
    """Return the line break that the file uses most; LF for a file without any."""
    both = text.count("\r\n")
    counts = {"\n": text.count("\n") - both, "\r\n": both, "\r": text.count("\r") - both}
    return max(counts, key=lambda ending: counts[ending])


def added(env: Env, values: Mapping[str, str], blocks: Mapping[str, str]) -> list[Splice]:
    """Return the splices that bring names into a file that has no live definition of them.

    `blocks` gives, for a name without relatives, the comment line under which it comes.
    """
    commented = dict(_commented(env))
    revived = {name: found[0] for name, found in _by_name(commented.values()).items() if len(found) == 1}
    ending = line_break(env.text)
    splices: list[Splice] = []
    written: dict[str, str] = {}
    for name, value in values.items():
        old = revived.get(name)
        line = None if old is None else _revived(env, old, value)
        if old is not None and line is not None:
            splices.append(Splice(old.line.start, old.line.end, line))
        else:
            written[name] = _fresh(env, name, value, ending)
    return splices + (_inserted(env, written, commented, blocks) if written else [])


def _commented(env: Env) -> Iterator[tuple[int, Entry]]:
    """Yield the comments that hold one assignment and nothing else, by the start of their line."""
    for line in env.lines:
        if line.kind is not Kind.COMMENT:
            continue
        found = _COMMENTED.fullmatch(as_read(env.text[line.start : line.end]))
        entry = parse(line, found[1], GRAMMARS[env.rules]) if found else None
        if isinstance(entry, Entry):
            yield line.start, entry


def _by_name(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.name, []).append(entry)
    return found


def _revived(env: Env, old: Entry, value: str) -> str | None:
    """Return the line of a commented-out assignment with this value and without its `#`."""
    found = _COMMENTED.fullmatch(env.text[old.line.start : old.line.end])
    if found is None or old.value is None:
        return None
    behind = found[1][old.value.end :]
    behind = f" {behind}" if behind.startswith("#") else behind
    ways = forms(value, quote=old.value.quote)
    return fitting(found[1][: old.value.start], behind, old.name, value, ways, env.rules)


def _fresh(env: Env, name: str, value: str, ending: str) -> str:
    ways = (way.replace("\n", ending) for way in forms(value))
    line = fitting(f"{name}=", "", name, value, ways, env.rules)
    if line is None:
        raise Refused(_NO_ROOM, 1)
    return line


def _inserted(
    env: Env, written: Mapping[str, str], commented: Mapping[int, Entry], blocks: Mapping[str, str]
) -> list[Splice]:
    """Put new lines behind their relatives, and the others in blocks behind the last safe line."""
    safe = _safe_lines(env)
    relatives = _Relatives(env, safe, commented)
    behind: dict[int, list[str]] = {}
    groups: dict[str, list[str]] = {}
    headed = {_word(name): blocks[name] for name in reversed(list(written)) if blocks.get(name)}
    for name, line in written.items():
        heading = blocks.get(name) or headed.get(_word(name), "")
        place = relatives.place(name)
        place = _end_of_block(env, safe, heading) if place is None and heading else place
        if place is None:
            groups.setdefault(heading, []).append(line)
        else:
            behind.setdefault(place, []).append(line)
    ending = line_break(env.text)
    splices = [Splice(at, at, "".join(ending + line for line in lines)) for at, lines in behind.items()]
    return [*splices, _appended(env, safe, groups, ending)] if groups else splices


def _appended(env: Env, safe: list[Line], groups: Mapping[str, list[str]], ending: str) -> Splice:
    lines: list[str] = []
    for heading, members in groups.items():
        if "\n" in heading or "\r" in heading or '="' in heading or (heading and heading[0] != "#"):
            raise ValueError("a block's heading is one comment line")
        lines += ["", *([heading] if heading else []), *members]
    if not safe:
        start = int(env.text.startswith("\ufeff"))
        return Splice(start, start, "".join(line + ending for line in lines[1:]))
    if safe[-1].kind is Kind.BLANK:
        lines = lines[1:]
    return Splice(safe[-1].end, safe[-1].end, "".join(ending + line for line in lines))


def _safe_lines(env: Env) -> list[Line]:
    """Return the lines behind which every phpdotenv begins a fresh line: not within what one glues."""
    lines = [line for line in env.lines if line.kind is not Kind.UNCLOSED]
    if '="' not in env.text:
        return lines
    seen = as_read(env.text)
    ends = {line.end for line in lines}
    for grammar in EVERY_GRAMMAR:
        ends &= {line.end for line in logical_lines(seen, grammar) if line.kind is not Kind.UNCLOSED}
    return [line for line in lines if line.end in ends]


def _end_of_block(env: Env, safe: list[Line], heading: str) -> int | None:
    """Return the end of the lines that stand together under this heading, if it is there."""
    end: int | None = None
    for line in safe:
        if env.text[line.start : line.end].strip() == heading:
            end = line.end
        elif end is not None and line.kind is Kind.BLANK:
            break
        elif end is not None:
            end = line.end
    return end


class _Relatives:
    """The last line of each first word: `SESSION_TABLE` goes behind the last `SESSION_...`."""

    def __init__(self, env: Env, safe: list[Line], commented: Mapping[int, Entry]) -> None:
        names = {entry.line.start: entry.name for entry in env.entries}
        self._live: dict[str, int] = {}
        self._commented: dict[str, int] = {}
        self._own: dict[str, int] = {}
        above = -1
        for line in safe:
            if line.start in names:
                self._live[_word(names[line.start])] = line.end
            elif line.start in commented:
                word = _word(commented[line.start].name)
                self._commented[word] = self._own[commented[line.start].name] = line.end
                if self._live.get(word) == above:
                    self._live[word] = line.end
            above = line.end

    def place(self, name: str) -> int | None:
        """Return the end of the line behind which a new name goes."""
        word = _word(name)
        return self._own.get(name, self._live.get(word, self._commented.get(word)))


def _word(name: str) -> str:
    return name.partition("_")[0]
