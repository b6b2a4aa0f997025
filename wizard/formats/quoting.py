"""Values in deployment files: for each format the one function that keeps a value a value."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable

from wizard.finding import Invalid
from wizard.text import Text

_UNWRITABLE = Text("This value cannot be written into `{format}`: it has a character that means something there",
                   "Nilai ini tidak bisa ditulis di `{format}`: ada karakter yang punya arti khusus di sana")  # fmt: skip


def compose(value: str) -> str:
    """Return a YAML scalar for a Compose file, on one line: double quotes, and `$$` for a dollar.

    JSON's way of quoting, as far as what a value holds is printable: every reader of YAML takes it.
    """
    characters = {'"': r"\"", "\\": r"\\", "$": "$$"}
    return '"' + "".join(characters.get(c) or (c if c.isprintable() else _escaped(c)) for c in value) + '"'


def supervisor(words: Iterable[str]) -> str:
    """Return a command line for a supervisor program: shell quotes, `%%` for a percent sign.

    A `;` or `#` behind a blank would open a comment. Raise `Invalid` for control characters.
    """
    line = " ".join(shlex.quote(word) for word in words)
    if not line.isprintable():
        raise Invalid(_UNWRITABLE.fill(format="supervisor.conf"))
    return re.sub(r"(\s)([;#])", r"""\1'"\2"'""", line).replace("%", "%%")


def nginx(value: str) -> str:
    """Return a value for nginx in double quotes; raise `Invalid` for a `$`, which always opens a variable."""
    if "$" in value or not value.isprintable():
        raise Invalid(_UNWRITABLE.fill(format="nginx.conf"))
    return '"' + value.replace("\\", r"\\").replace('"', r"\"") + '"'


def _escaped(character: str) -> str:
    number = ord(character)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"
