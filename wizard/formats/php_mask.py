"""Shows PHP without its secrets: every string that is not known to be harmless becomes dots."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from wizard.formats.php_literal import invisible
from wizard.formats.php_read import plain_string
from wizard.formats.php_tree import children, loosely_parsed, source_of, to_bytes, to_text, walked
from wizard.text import uncredentialed

if TYPE_CHECKING:
    from tree_sitter import Node

DOTS = "••••"
_WHOLE = frozenset({"string", "encapsed_string", "heredoc", "nowdoc", "shell_command_expression"})
_ENV_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CONTRACTION = re.compile(r"(?<=[A-Za-z])'(?=(?:s|t|re|ve|ll|d|m)\b)")
_SECRET_TALK = re.compile(
    rb"(?:=>|=|(?:pass|pwd|secret|token|key|credential|dsn|auth)[\w-]{0,40}[\"'`]?[ \t]*:)"
    rb"[ \t]*([^\s>=][^\r\n]*)"
    rb"|(\S{0,200}://[^\s/]{0,500}@\S*)"
    rb"|((?=\S{0,200}[0-9])(?=\S{0,200}[A-Za-z])[\w+/=:.~-]{20,})",
    re.IGNORECASE,
)


def masked(text: str, public: Collection[str] = ()) -> tuple[str, ...]:
    r"""Return the lines of `text` (cut at `\n` only, without line ends) as they may be shown.

    What is shown of strings: array keys, names in `env('NAME')`, and values in `public`. In comments
    quoted words, assignments and what looks like a key go. A text that is not PHP shows nothing.
    Control characters are written as escapes.
    """
    source = to_bytes(text)
    root = loosely_parsed(source)
    lines = source.split(b"\n")
    if not lines[-1]:
        lines.pop()
    if root.has_error:
        return tuple(_shown(_blanked(line)) for line in lines)
    out: list[str] = []
    start = 0
    ranges = _merged(_secret_ranges(root, source, public))
    for line in lines:
        end = start + len(line)
        inside = [(max(a, start) - start, min(b, end) - start) for a, b in ranges if a < end and b > start]
        out.append(_shown(_with_dots(line, inside)))
        start = end + 1
    return tuple(out)


def _secret_ranges(root: Node, source: bytes, public: Collection[str]) -> Iterator[tuple[int, int]]:
    comment_run: tuple[int, int] | None = None
    for node in walked(root, skipping=_WHOLE):
        if node.type == "comment":
            if comment_run and not source[comment_run[1] : node.start_byte].strip():
                comment_run = (comment_run[0], node.end_byte)
                continue
            if comment_run:
                yield from _in_comment(source, *comment_run)
            comment_run = (node.start_byte, node.end_byte)
        elif node.type in _WHOLE and not _harmless(node, source, public):
            yield _content(node, source)
        elif node.type == "text":
            yield node.start_byte, node.end_byte
        elif _halts(node, source):
            yield node.end_byte, len(source)
    if comment_run:
        yield from _in_comment(source, *comment_run)


def _content(node: Node, source: bytes) -> tuple[int, int]:
    if node.type in {"heredoc", "nowdoc"}:
        body, end = node.child_by_field_name("value"), node.child_by_field_name("end_tag")
        start = node.start_byte if body is None else body.start_byte
        return start, (node.end_byte if end is None else end.start_byte)
    opening = 2 if source[node.start_byte : node.start_byte + 1] in {b"b", b"B"} else 1
    return node.start_byte + opening, node.end_byte - 1


def _harmless(node: Node, source: bytes, public: Collection[str]) -> bool:
    value = plain_string(node, source)
    if value is None:
        return False
    if value in public and value == uncredentialed(value):
        return True
    parent = node.parent
    if parent is None:
        return False
    if parent.type == "array_element_initializer":
        parts = children(parent)
        return len(parts) == 2 and parts[0] == node
    return parent.type == "argument" and _ENV_KEY.fullmatch(value) is not None and _of_env(parent, source)


def _of_env(argument: Node, source: bytes) -> bool:
    arguments = argument.parent
    call = None if arguments is None else arguments.parent
    function = None if call is None else call.child_by_field_name("function")
    if arguments is None or function is None or children(arguments)[0] != argument:
        return False
    return source_of(function, source).lstrip("\\") == "env"


def _halts(node: Node, source: bytes) -> bool:
    function = node.child_by_field_name("function") if node.type == "function_call_expression" else None
    return function is not None and source_of(function, source).lower() == "__halt_compiler"


def _in_comment(source: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    comment = source[start:end]
    for found in _SECRET_TALK.finditer(comment):
        group = next(number for number in (1, 2, 3) if found[number] is not None)
        yield start + found.start(group), start + found.end(group)
    words = comment.decode("latin-1")  # one character a byte
    apostrophes = {found.start() for found in _CONTRACTION.finditer(words)}
    opened: int | None = None
    for at, character in enumerate(words):
        if opened is not None and character == words[opened]:
            yield start + opened + 1, start + at
            opened = None
        elif opened is None and character in "'\"`" and at not in apostrophes:
            opened = at
    if opened is not None:
        yield start + opened + 1, end


def _merged(ranges: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        elif start < end:
            out.append((start, end))
    return out


def _with_dots(line: bytes, ranges: list[tuple[int, int]]) -> bytes:
    out, at = b"", 0
    for start, end in ranges:
        hidden = line[start:end]
        lead = len(hidden) - len(hidden.lstrip())
        dots = DOTS.encode() if hidden.strip() else b""
        out += line[at : start + lead] + dots
        at = end
    return out + line[at:]


def _blanked(line: bytes) -> bytes:
    return line[: len(line) - len(line.lstrip())] + (DOTS.encode() if line.strip() else b"")


def _shown(line: bytes) -> str:
    text = to_text(line.removesuffix(b"\r"))
    return text if text.isprintable() else "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character == "\t" or not invisible(character):
        return character
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{{{code:x}}}"
