"""What the account may do, found out without leaving anything: nothing is there to be changed by what is tried."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from wizard.finding import Finding
from wizard.services.mysql import sql
from wizard.services.mysql.login import DENIED, Link, current_user

PREFIX: Final = "stateless_wizard_check_"
PRIVATE: Final = f"^{PREFIX}[0-9a-f]{{16}}$"
"""The names of private tables, and of no others."""
# A server looks at the right first and at the rest then: "no such table", "a column twice" mean "you may".
_ANYWHERE: Final = {
    "CREATE": "CREATE TABLE {name} (tried INT, tried INT)",
    "ALTER": "ALTER TABLE {name} ADD COLUMN tried INT",
    "DROP": "DROP TABLE IF EXISTS {name}",
    "SELECT": "SELECT 1 FROM {name} LIMIT 1",
    "INSERT": "INSERT INTO {name} () VALUES ()",
    "UPDATE": "UPDATE {name} SET tried = 1",
    "DELETE": "DELETE FROM {name}",
}
# On a table that is somebody's: no row is ever meant.
_THERE: Final = {
    "SELECT": "SELECT 1 FROM {name} WHERE 1 = 0",
    "INSERT": "INSERT INTO {name} ({column}) SELECT NULL FROM DUAL WHERE 1 = 0",
    "UPDATE": "UPDATE {name} SET {column} = NULL WHERE 1 = 0",
    "DELETE": "DELETE FROM {name} WHERE 1 = 0",
}
ALL: Final = tuple(_ANYWHERE)
READING: Final = ("SELECT",)


@dataclass(frozen=True)
class Lacking:
    """Rights that are missing: on one table, or in the whole database."""

    rights: tuple[str, ...]
    table: str | None = None


@dataclass(frozen=True)
class Held:
    """What was found of an account; `everywhere`: it may do what is wanted with any table of its database."""

    lacking: tuple[Lacking, ...]
    everywhere: bool


def private() -> str:
    """Return a name, quoted, that no table has."""
    return f"`{PREFIX}{secrets.token_hex(8)}`"


def held(link: Link, wanted: Sequence[str], tables: Mapping[str, str]) -> Held:
    """Try these rights in the whole database, and what is missing there on these tables (name -> a column)."""
    name = private()
    missing = tuple(right for right in wanted if _is_denied(link, _ANYWHERE[right].format(name=name)))
    if not tables:
        return Held((Lacking(missing),) if missing else (), not missing)
    whole = tuple(right for right in missing if right not in _THERE)
    lacking = (Lacking(whole),) if whole else ()
    return Held((*lacking, *_on_tables(link, [right for right in missing if right in _THERE], tables)), not missing)


def reads_everywhere(link: Link) -> bool:
    """Tell whether the account reads a table that is made only now."""
    return not _is_denied(link, _ANYWHERE["SELECT"].format(name=private()))


def finding(link: Link, lacking: Lacking) -> Finding:
    """Return the finding for rights that are missing, with the line that grants them."""
    database, rights = link.server.database, ", ".join(lacking.rights)
    place = database if lacking.table is None else f"{database}.{lacking.table}"
    # The name of a database stands for itself where a table is named with it.
    on = sql.whole(database) if lacking.table is None else f"{sql.quoted(database)}.{sql.quoted(lacking.table)}"
    return link.finding("rights", rights=rights, place=place, grant=f"GRANT {rights} ON {on} TO {current_user(link)}")


def _on_tables(link: Link, rights: Sequence[str], tables: Mapping[str, str]) -> Iterator[Lacking]:
    for table, column in tables.items():
        names = {"name": sql.quoted(table), "column": sql.quoted(column)}
        missing = tuple(right for right in rights if _is_denied(link, _THERE[right].format(**names)))
        if missing:
            yield Lacking(missing, table)


def _is_denied(link: Link, statement: str) -> bool:
    return link.error(statement) in DENIED
