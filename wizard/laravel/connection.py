"""What a database connection is made of: its URL, its two sides, the table of its migrations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal as Either

from wizard.laravel.config import UNKNOWN, Configs, Literal, Missing
from wizard.laravel.database_url import DatabaseUrl, parsed
from wizard.laravel.layers import BASE_FOLDER, TABLE
from wizard.laravel.supports import merged_config, migrations_array
from wizard.laravel.value import pairs

Side = Either["read", "write"]


def url_of(configs: Configs, base: str) -> DatabaseUrl | None:
    """Return what a connection's URL says; None without one, or when it is none."""
    url = configs.value(f"{base}.url")
    return parsed(url) if isinstance(url, str) and url else None


def is_split(configs: Configs, base: str) -> bool:
    """Tell whether reads and writes go apart for sure: Laravel asks for `read` alone (LARAVEL.md §4.2)."""
    return isinstance(configs.value(f"{base}.read"), (tuple, Mapping))


def is_list_of_sides(configs: Configs, base: str) -> bool:
    """Tell whether `read` is a list of arrays, of which Laravel picks one by lot (LARAVEL.md §4.2)."""
    sides = configs.value(f"{base}.read")
    return isinstance(sides, tuple) and bool(sides)


def hosts_of(configs: Configs, base: str, side: Side) -> tuple[str, ...]:
    """Return the hosts of one side; empty where there is no such side, or code makes a host.

    A side is laid over the connection (LARAVEL.md §4.2), so one without a host has the connection's.
    """
    match configs.value(f"{base}.{side}"):
        case () | Mapping() as one if "host" not in one:
            value = configs.value(f"{base}.host")
        case tuple() as several:
            value = tuple(s.get("host", UNKNOWN) if isinstance(s, Mapping) else UNKNOWN for s in several)
        case _:
            value = configs.value(f"{base}.{side}.host")
    hosts = [host for _, host in pairs(value)] if isinstance(value, (tuple, Mapping)) else [value]
    told = UNKNOWN not in hosts
    return tuple(host for host in hosts if isinstance(host, str) and host) if told else ()


def is_from_framework_alone(configs: Configs, name: str) -> bool:
    """Tell whether a config file is the framework's base and nothing of the application's (11+, §2)."""
    return name not in configs.files and configs.merges and merged_config(configs.version)


def is_in_base(configs: Configs, setting: str) -> bool:
    """Tell whether only the framework's base has a setting, and no file of the application's."""
    reading = configs.read(setting)
    return not isinstance(reading, Missing) and reading.place.file.startswith((BASE_FOLDER, TABLE))


def migrations_setting(configs: Configs) -> str:
    """Return where the name of the migrations table goes: a string up to 10, in an array from 11 (§1.3).

    A string is right on every version, so it is what a file of the application's gets that has no array.
    """
    setting = "database.migrations"
    nested = isinstance(configs.value(setting), Mapping) and migrations_array(configs.version)
    ours = is_from_framework_alone(configs, "database") or not is_in_base(configs, setting)
    return f"{setting}.table" if nested and ours else setting


def migrations_table(configs: Configs) -> str | None:
    """Return the table that remembers which migrations ran; None when it cannot be told."""
    whole = configs.value("database.migrations")
    table = whole.get("table") if isinstance(whole, Mapping) else whole
    return table if isinstance(table, str) and table else None


def fixed(configs: Configs, setting: str) -> bool:
    """Tell whether a setting is a value in a file that no env key has a say in."""
    return isinstance(configs.read(setting), Literal)
