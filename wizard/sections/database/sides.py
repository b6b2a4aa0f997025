"""The two sides of a connection: where writes and reads go, in the words the project's config has for it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from wizard.changes import ABSENT, Change, Set, SetConfig, SetEnv
from wizard.formats import php
from wizard.formats.expression import Array, Expression
from wizard.laravel import layers
from wizard.laravel.config import Configs, EnvKey, Missing
from wizard.laravel.connection import Side, fixed, hosts_of, is_list_of_sides, is_split
from wizard.project import Project

if TYPE_CHECKING:
    from wizard.sections.database import Database

READ_KEY: Final = "DB_READ_HOST"
HOST_KEY: Final = "DB_HOST"
_EXAMPLES: Final = {"read": "10.0.0.6,10.0.0.7", "write": "10.0.0.5"}


def is_one_server(configs: Configs, base: str) -> bool:
    """Tell whether both sides are there and name the same server: nobody has split anything yet."""
    read, write = hosts_of(configs, base, "read"), hosts_of(configs, base, "write")
    return bool(read) and set(read) == set(write) and not is_list_of_sides(configs, base)


def is_left_alone(answers: Database, project: Project) -> bool:
    """Tell whether reads go where code of the project's own says, and nobody has answered otherwise."""
    told = answers.read_hosts is not None or hosts_of(project.configs, answers.base, "read")
    return not told and answers.split and is_split(project.configs, answers.base)


def host(answers: Database, project: Project) -> Iterator[Change]:
    """Set the connection's own host; not where both sides have theirs and no other is read."""
    setting = f"{answers.base}.host"
    made = [c for c in changes(answers, project) if isinstance(c, SetConfig) and not c.setting.endswith("read.host")]
    on_sides = isinstance(project.configs.read(setting), Missing) and is_split(project.configs, answers.base)
    if made or not on_sides:
        yield Set(setting=setting, value=answers.host, key=HOST_KEY, pinned=True, example="10.0.0.5")


def changes(answers: Database, project: Project) -> Iterator[Change]:
    """Say what must be done so that writes go to the host, and reads to the replicas or there too."""
    if answers.host is None:
        return
    if answers.split:
        yield from _apart(answers, answers.host, project)
    elif is_split(project.configs, answers.base):
        yield from _together(answers, answers.host, project)


def replaced_keys(answers: Database, project: Project) -> tuple[str, ...]:
    """Return the env keys of the project's own that its list of replicas is read from, and no longer will be."""
    setting = f"{answers.base}.read.host"
    made = any(isinstance(c, SetConfig) and c.setting == setting for c in changes(answers, project))
    return _keys(project.configs, answers.base, "read") if made else ()


def _apart(answers: Database, host: str, project: Project) -> Iterator[Change]:
    configs, base = project.configs, answers.base
    if is_list_of_sides(configs, base):
        return
    after, write, read = _with_host(configs, base, host), list[Change](), list[Change]()
    have = hosts_of(after, base, "write")
    made_by_code = not have and configs.value(f"{base}.write") is not None
    if have[:1] != (host,) and not (made_by_code and is_left_alone(answers, project)):
        key = _key_for(after, base, "write", (host,))
        write.append(_by_key(key, "write", host) if key else
                     SetConfig(setting=f"{base}.write.host", code=_primary(answers, project), value=(host,)))  # fmt: skip
        after = _with(after, key, host) if key else after
    if answers.read_hosts is not None:
        read += _reads(after, answers, answers.read_hosts, project)
    yield from (*read, *write)
    if not is_left_alone(answers, project):
        yield Set(setting=f"{base}.sticky", value=answers.sticky)


def _reads(after: Configs, answers: Database, listed: str, project: Project) -> Iterator[Change]:
    base, hosts = answers.base, tuple(listed.split(","))
    if hosts_of(after, base, "read") == hosts:
        return
    key = _key_for(after, base, "read", hosts)
    if key is None:
        key = _own_key(project.configs, base) or READ_KEY
        code = (f"array_values(array_filter(array_map(\n    'trim',\n    explode(',', (string) {php.env_call(key)})\n"
                f"))) ?: {_primary(answers, project)}")  # fmt: skip
        yield SetConfig(setting=f"{base}.read.host", code=code, value=hosts)
    yield _by_key(key, "read", listed)


def _together(answers: Database, host: str, project: Project) -> Iterator[Change]:
    """Keep the two sides of one server where they are, and take a true split out."""
    base, made = answers.base, list[Change]()
    after = _with_host(project.configs, base, host)
    kept = is_one_server(project.configs, base)
    sides: tuple[Side, ...] = ("write", "read") if kept else ()
    for side in sides:
        if set(hosts_of(after, base, side)) == {host}:
            continue
        key = _key_for(after, base, side, (host,))
        if key is None:
            kept = False
            break
        made.append(_by_key(key, side, host))
        after = _with(after, key, host)
    out = [SetConfig(setting=f"{base}.{side}", code="", value=ABSENT) for side in ("read", "write")]
    yield from made if kept else out


def _by_key(key: str, side: Side, value: str) -> SetEnv:
    return SetEnv(key=key, value=value, example=_EXAMPLES[side])


def _with(configs: Configs, key: str, value: str) -> Configs:
    return configs.with_env({**configs.env, key: value})


def _with_host(configs: Configs, base: str, host: str) -> Configs:
    """Return the config as it will be once the connection's own host is set."""
    reading = configs.read(f"{base}.host")
    key = reading.key if isinstance(reading, EnvKey) else HOST_KEY
    return configs if isinstance(reading, Missing) else _with(configs, key, host)


def _key_for(configs: Configs, base: str, side: Side, hosts: tuple[str, ...]) -> str | None:
    """Return an env key that gives a side these hosts when it is set, and does not move the writes along."""
    for key in _keys(configs, base, side):
        trial = _with(configs, key, ",".join(hosts))
        writes = side == "write" or hosts_of(trial, base, "write") == hosts_of(configs, base, "write")
        if hosts_of(trial, base, side) == hosts and writes:
            return key
    return None


def _keys(configs: Configs, base: str, side: Side) -> tuple[str, ...]:
    """Return the env keys that a side's hosts are read from and the connection's own is not.

    Those that are set come first, then those that both sides read.
    """
    other: Side = "write" if side == "read" else "read"
    read = configs.keys_read()
    own = [k for k, s in read.items() if _is_read(s, f"{base}.{side}.host") and f"{base}.host" not in s]
    return tuple(sorted(own, key=lambda k: (k not in configs.env, not _is_read(read[k], f"{base}.{other}.host"))))


def _is_read(settings: tuple[str, ...], setting: str) -> bool:
    return any(f"{name}.".startswith(f"{setting}.") for name in settings)


def _own_key(configs: Configs, base: str) -> str | None:
    """Return the one key that the replicas, and nothing else, are read from."""
    setting = f"{base}.read.host."
    read = configs.keys_read()
    own = [k for k in _keys(configs, base, "read") if all(f"{s}.".startswith(setting) for s in read[k])]
    return own[0] if len(own) == 1 else None


def _primary(answers: Database, project: Project) -> str:
    """Return PHP for the list that holds the primary alone, read as the project reads its host."""
    configs, base = project.configs, answers.base
    own = next(filter(None, (_source(project, s) for s in (f"{base}.host", f"{base}.write.host.0"))), None)
    if fixed(configs, f"{base}.host"):
        as_it_is = configs.equals(f"{base}.host", answers.host)
        own = own if as_it_is else php.env_call(HOST_KEY, own)
    array = _found(project, base)
    opening, closing = ("array(", ")") if isinstance(array, Array) and not array.short else ("[", "]")
    return f"{opening}{own or php.env_call(HOST_KEY, php.literal('127.0.0.1'))}{closing}"


def _source(project: Project, setting: str) -> str | None:
    """Return the code of a host in the project's own file; None where none is there that we can follow."""
    reading, found = project.configs.read(setting), _found(project, setting)
    told = fixed(project.configs, setting) or (isinstance(reading, EnvKey) and reading.cast != "list")
    if found is None or not told:
        return None
    source = project.configs.files["database"].encode("utf-8", "surrogateescape")
    start = source.rfind(b"\n", 0, found.span.start) + 1
    line = source[start : found.span.start]
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.dedent((indent + source[found.span.start : found.span.end]).decode("utf-8", "surrogateescape"))


def _found(project: Project, setting: str) -> Expression | None:
    name, *path = setting.split(".")
    text = project.configs.files.get(name)
    config = None if text is None else layers.parsed(text, project.config_path(name))
    return php.find(config, path) if isinstance(config, php.Config) else None
