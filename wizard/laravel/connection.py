"""What a database connection is made of: its URL, its two sides, the table of its migrations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal as Either

from wizard.laravel.config import Configs, Literal, Missing
from wizard.laravel.database_url import DatabaseUrl, parsed
from wizard.laravel.supports import migrations_array

Side = Either["read", "write"]


def url_of(configs: Configs, base: str) -> DatabaseUrl | None:
    """Return what a connection's URL says; None without one, or when it is none."""
    url = configs.value(f"{base}.url")
    return parsed(url) if isinstance(url, str) and url else None


def is_split(configs: Configs, base: str) -> bool:
    """Tell whether reads and writes go apart: Laravel asks for `read` alone (LARAVEL.md §4.2)."""
    return not isinstance(configs.read(f"{base}.read"), Missing)


def is_list_of_sides(configs: Configs, base: str) -> bool:
    """Tell whether `read` is a list of arrays, of which Laravel picks one by lot (LARAVEL.md §4.2)."""
    return not isinstance(configs.read(f"{base}.read.0"), Missing)


def hosts_of(configs: Configs, base: str, side: Side) -> tuple[str, ...]:
    """Return the hosts of one side; empty where there are none, or code makes them."""
    value = configs.value(f"{base}.{side}.host")
    if value is None and is_list_of_sides(configs, base):
        sides = configs.value(f"{base}.{side}")
        hosts = [s.get("host") for s in sides if isinstance(s, Mapping)] if isinstance(sides, tuple) else []
        value = tuple(h for h in hosts if isinstance(h, str))
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(str(host) for host in value) if isinstance(value, tuple) else ()


def is_in_file(configs: Configs, setting: str) -> bool:
    """Tell whether an application's own file has a setting, not only the framework's base."""
    reading = configs.read(setting)
    return not isinstance(reading, Missing) and not reading.place.file.startswith("vendor/")


def migrations_setting(configs: Configs) -> str:
    """Return where the name of the migrations table goes: a string up to 10, in an array from 11 (§1.3).

    A string is right on every version, so it is what an application gets that has no array of its own.
    """
    setting = "database.migrations"
    nested = isinstance(configs.value(setting), Mapping) and is_in_file(configs, setting)
    return f"{setting}.table" if nested and migrations_array(configs.version) else setting


def migrations_table(configs: Configs) -> str | None:
    """Return the table that remembers which migrations ran; None when it cannot be told."""
    whole = configs.value("database.migrations")
    table = whole.get("table") if isinstance(whole, Mapping) else whole
    return table if isinstance(table, str) and table else None


def fixed(configs: Configs, setting: str) -> bool:
    """Tell whether a setting is a value in a file that no env key has a say in."""
    return isinstance(configs.read(setting), Literal)
