"""What the account may do, found out without leaving anything: each right is tried on a table that is not there."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from typing import Final

from wizard.finding import Finding
from wizard.services.mysql.login import DENIED, Link

PREFIX: Final = "stateless_wizard_check_"
# A server looks at the right first and at the rest then: "no such table", "a column twice" mean "you may".
_TRIED: Final = {
    "CREATE": "CREATE TABLE {name} (tried INT, tried INT)",
    "ALTER": "ALTER TABLE {name} ADD COLUMN tried INT",
    "DROP": "DROP TABLE IF EXISTS {name}",
    "SELECT": "SELECT 1 FROM {name} LIMIT 1",
    "INSERT": "INSERT INTO {name} () VALUES ()",
    "UPDATE": "UPDATE {name} SET tried = 1",
    "DELETE": "DELETE FROM {name}",
}
READING: Final = ("SELECT",)


def private() -> str:
    """Return a name, quoted, that no table has."""
    return f"`{PREFIX}{secrets.token_hex(8)}`"


def missing(link: Link, rights: Sequence[str] = tuple(_TRIED)) -> tuple[str, ...]:
    """Return those of these rights that the account lacks in the application's database."""
    name = private()
    return tuple(right for right in rights if link.error(_TRIED[right].format(name=name)) in DENIED)


def finding(link: Link, lacking: Sequence[str]) -> Finding:
    """Return the finding for rights that are missing, with the line that grants them."""
    account = str(link.rows("SELECT CURRENT_USER()")[0][0])
    user, _, host = account.rpartition("@")
    grant = f"GRANT {', '.join(lacking)} ON {quoted(link.server.database)}.* TO {_text(user)}@{_text(host)}"
    return link.finding("rights", rights=", ".join(lacking), grant=grant)


def quoted(name: str) -> str:
    """Return a name as SQL has it."""
    return "`" + name.replace("`", "``") + "`"


def _text(words: str) -> str:
    return "'" + re.sub(r"(['\\])", r"\\\1", words) + "'"
