"""Migrations: which of the project's make a table already, and what a new one is called."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from wizard.laravel.release import Version, without_comments
from wizard.laravel.supports import anonymous_migrations

FOLDER: Final = "database/migrations"
_CREATED: Final = re.compile(r"""(?:->|::)create\(\s*['"]([^'"]+)['"]""")


def makers(
    read: Callable[[str], str | None], names: Iterable[str], table: str, setting: str = ""
) -> tuple[str, ...]:
    """Return the migrations that make a table, by its name or by `config('<setting>')`, whatever they are called.

    `read` gives the text of a file by its path from the root, `names` are those in `FOLDER`.
    """
    quoted = rf"['\"]{re.escape(table)}['\"]"
    configured = rf"|config\(\s*['\"]{re.escape(setting)}['\"]" if setting else ""
    made = re.compile(rf"(?:->|::)create\(\s*(?:{quoted}{configured})")
    return tuple(n for n in names if made.search(without_comments(read(f"{FOLDER}/{n}") or "")))


def created(read: Callable[[str], str | None], names: Iterable[str]) -> tuple[str, ...]:
    """Return the tables that migrations make under names that stand in them, sorted."""
    texts = (without_comments(read(f"{FOLDER}/{name}") or "") for name in names)
    return tuple(sorted({table for text in texts for table in _CREATED.findall(text)}))


def path(name: str) -> str:
    """Return where a new migration goes: named by what it does, not by the clock, so that plans repeat."""
    return f"{FOLDER}/2026_01_01_000000_{name}.php"


def class_name(version: Version, name: str) -> str | None:
    """Return the class that old versions look for in a migration (LARAVEL.md §3); None where it has no name."""
    if anonymous_migrations(version):
        return None
    return "".join(word[:1].upper() + word[1:] for word in name.split("_"))
