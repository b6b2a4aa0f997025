"""Names and words as SQL has them, so that a line we print can be pasted as it stands."""

from __future__ import annotations

import re


def quoted(name: str) -> str:
    """Return a name as SQL has it."""
    return "`" + name.replace("`", "``") + "`"


def whole(database: str) -> str:
    """Return what GRANT takes for all tables of one database: there `_` and `%` would stand for others as well."""
    return quoted(re.sub(r"([_%\\])", r"\\\1", database)) + ".*"


def account(user: str, host: str = "%") -> str:
    """Return an account as GRANT and ALTER USER take it."""
    return f"{_word(user)}@{_word(host)}"


def _word(words: str) -> str:
    """A quote is doubled: a backslash before it means nothing under NO_BACKSLASH_ESCAPES."""
    return "'" + words.replace("\\", "\\\\").replace("'", "''") + "'"
