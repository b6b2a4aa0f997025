"""Colours for code: only the lines that are shown are read, and Pygments is loaded with the first of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Protocol

from textual.content import Span

from wizard.tui.widgets.printable import printable

BLOCK = 32  # lines read at once, with as many before them: a comment may have begun there
LONGEST = 400  # characters of a line that are read

_BY_ENDING = {
    ".php": "php", ".env": "ini", ".ini": "ini", ".cnf": "ini", ".service": "ini", ".yaml": "yaml", ".yml": "yaml",
    ".py": "python", ".json": "json", ".sh": "bash", ".toml": "toml", ".conf": "nginx", ".sql": "sql",
}  # fmt: skip
_BY_NAME = {"Dockerfile": "docker", "Caddyfile": "nginx"}
_STYLES = {
    "Comment": "$foreground-muted",
    "Keyword": "$text-accent",
    "Keyword.Constant": "$text-warning",
    "Literal.Number": "$text-warning",
    "Literal.String": "$text-success",
    "Literal.String.Interpol": "$text-warning",
    "Name.Attribute": "$text-primary",
    "Name.Builtin": "$text-primary",
    "Name.Class": "$text-accent",
    "Name.Function": "$text-primary",
    "Name.Tag": "$text-primary",
    "Name.Variable": "$text-primary",
    "Operator.Word": "$text-accent",
}


class _Lexer(Protocol):
    def get_tokens_unprocessed(self, text: str) -> Iterable[tuple[int, object, str]]: ...


def language(path: str) -> str | None:
    """Name the language of a file of a plan; None for one that is shown without colours."""
    name = PurePosixPath(path).name
    if name.startswith(".env"):
        return "ini"
    return _BY_NAME.get(name.partition(".")[0]) or _BY_ENDING.get(PurePosixPath(path).suffix)


class Coloured:
    """The lines of one text; asked for one of them, it reads those around."""

    def __init__(self, path: str, lines: Sequence[str]) -> None:
        self.lines = lines
        self.language = language(path)

    def spans(self, number: int) -> tuple[Span, ...]:
        """Return the colours of a line, counted from 1; none of a line that is not there."""
        at = number - 1
        if self.language is None or not 0 <= at < len(self.lines):
            return ()
        start = at - at % BLOCK
        lead = max(start - BLOCK, 0)
        text = "\n".join(printable(line[:LONGEST]) for line in self.lines[lead : start + BLOCK])
        return _read(self.language, text, inline=lead > 0)[at - lead]


@lru_cache(maxsize=64)
def _read(name: str, text: str, *, inline: bool) -> tuple[tuple[Span, ...], ...]:
    """Return the colours of each line of a text; `inline` is PHP that is open already."""
    found: list[list[Span]] = [[]]
    start = 0
    for _, kind, value in _lexer(name, inline).get_tokens_unprocessed(text):
        style = _style(kind)
        for index, part in enumerate(value.split("\n")):
            if index:
                found.append([])
                start = 0
            if style and part.strip():
                found[-1].append(Span(start, start + len(part), style))
            start += len(part)
    found += [[] for _ in range(text.count("\n") + 1 - len(found))]
    return tuple(map(tuple, found))


@lru_cache(maxsize=16)
def _lexer(name: str, inline: bool) -> _Lexer:
    from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]  # it comes without types

    found: _Lexer = get_lexer_by_name(name, **({"startinline": inline} if name == "php" else {}))
    return found


@lru_cache(maxsize=256)
def _style(kind: object) -> str:
    """Return the style of a token, or of what it is a kind of."""
    return next((_STYLES[name] for name in _wider(kind) if name in _STYLES), "")


def _wider(kind: object) -> Iterator[str]:
    words = str(kind).split(".")[1:]
    while words:
        yield ".".join(words)
        words.pop()
