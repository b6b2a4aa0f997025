"""Database connections as Laravel opens them: which server writes go to, which servers reads, and as whom."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from wizard.laravel.config import UNKNOWN, Configs, EnvKey, Missing
from wizard.laravel.connection import Side, is_split, url_of
from wizard.laravel.tables import TableUse
from wizard.laravel.trust import Trust
from wizard.laravel.value import Key, Named, NodePath, Unknown, Value, as_pairs, integer, text, truthy

MYSQL: Final = ("mysql", "mariadb")
_PORT: Final = 3306
_NO_HOST: Final = re.compile(r"[@/\\\s;=?#]")
_FIELDS: Final = ("host", "port", "database", "username", "password", "unix_socket")
_Options: TypeAlias = Mapping[str, Value]
_CA, _VERIFY = "PDO::MYSQL_ATTR_SSL_CA", "PDO::MYSQL_ATTR_SSL_VERIFY_SERVER_CERT"
_CERTIFICATE, _KEY = "PDO::MYSQL_ATTR_SSL_CERT", "PDO::MYSQL_ATTR_SSL_KEY"
_TLS: Final = {"ssl_ca": _CA, "ssl_verify": _VERIFY, "ssl_cert": _CERTIFICATE, "ssl_key": _KEY}


@dataclass(frozen=True, slots=True)
class DatabaseServer:
    """One server and the account that Laravel uses there; without `tls` it speaks plainly.

    `key` is what names the host: an env key, or the setting where no single key does.
    """

    host: str
    port: int
    database: str
    username: str
    password: str = field(repr=False)
    tls: Trust | None = None
    key: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class DatabaseConnection:
    """A connection by name with every server that Laravel may ask: it shuffles the hosts of a side.

    `read` is empty where reads go to the write side. `socket` beats all hosts. `untold` names the settings
    whose value code makes, `no_host` those whose value is no host name, and may hold a password: what hangs
    on them is left out. `strict` is None where Laravel leaves the mode alone.
    """

    name: str
    driver: str
    write: tuple[DatabaseServer, ...] = ()
    read: tuple[DatabaseServer, ...] = ()
    socket: str | None = None
    prefix: str = ""
    charset: str = ""
    collation: str = ""
    engine: str = ""
    strict: bool | None = None
    untold: tuple[str, ...] = ()
    no_host: tuple[str, ...] = ()


def connections_in_use(configs: Configs, tables: tuple[TableUse, ...]) -> tuple[str, ...]:
    """Return the connections that the application opens, the default first, then those its tables lie on."""
    default = configs.value("database.default")
    named = (default if isinstance(default, str) else "", *(use.connection for use in tables))
    return tuple(dict.fromkeys(filter(None, named)))


def connection_of(configs: Configs, name: str) -> DatabaseConnection | None:
    """Return a connection with its servers; None when no config has one by this name."""
    base = f"database.connections.{name}"
    url = configs.value(f"{base}.url")
    made_of = url_of(configs, base)
    driver = made_of.driver if made_of else configs.value(f"{base}.driver")
    if made_of is None and isinstance(configs.read(f"{base}.driver"), Missing):
        return None
    if not isinstance(driver, str):
        return DatabaseConnection(name, "", untold=(f"{base}.driver",))
    if driver not in MYSQL:
        return DatabaseConnection(name, driver)
    if url is UNKNOWN:
        return DatabaseConnection(name, driver, untold=(f"{base}.url",))
    return _Opened(configs, base, dict(made_of.parts) if made_of else {}).connection(name, driver)


def connections_each(configs: Configs, name: str) -> int:
    """Return how many connections one process may hold to the write host: `mysql::write` is one more (§4.2)."""
    stores = (f"cache.stores.{configs.value('cache.default')}", f"queue.connections.{configs.value('queue.default')}")
    databases = [base for base in stores if configs.value(f"{base}.driver") == "database"]
    databases += ["session"] if configs.value("session.driver") == "database" else []
    return 1 + any(configs.value(f"{base}.connection") == f"{name}::write" for base in databases)


def named(configs: Configs, setting: str) -> str:
    """Return the env key that a setting is read from, or the setting where no single key is."""
    reading = configs.read(setting)
    return reading.key if isinstance(reading, EnvKey) else setting


def is_host(words: str) -> bool:
    """Tell whether this is the form of a host: a URL, a port behind it or a DSN is none, and may hold a password."""
    if _NO_HOST.search(words):
        return False
    if ":" not in words:
        return True
    address = words[1:-1] if words.startswith("[") and words.endswith("]") else words
    try:
        return ipaddress.ip_address(address).version == 6
    except ValueError:
        return False


class _Opened:
    """What stands at one connection: the side's settings are laid over the URL's, those over its own (§4.2, §4.3)."""

    def __init__(self, configs: Configs, base: str, parts: Mapping[str, str]) -> None:
        self._configs, self._base, self._untold, self._no_host = configs, base, list[str](), list[str]()
        self._of_url = frozenset(parts)
        self._top: dict[str, Value] = {name: configs.value(f"{base}.{name}") for name in _FIELDS} | dict(parts)

    def connection(self, name: str, driver: str) -> DatabaseConnection:
        socket, strict = self._top["unix_socket"], self._configs.value(f"{self._base}.strict")
        write = tuple(self._side("write")) if is_split(self._configs, self._base) else tuple(self._servers({}, ""))
        read = tuple(self._side("read")) if self._reads_apart() else ()
        return DatabaseConnection(
            name, driver, write, read,
            socket=socket if isinstance(socket, str) and socket else None,
            prefix=self._word("prefix"), charset=self._word("charset"), collation=self._word("collation"),
            engine=self._word("engine"), strict=strict if isinstance(strict, bool) else None,
            untold=tuple(dict.fromkeys(self._untold)), no_host=tuple(dict.fromkeys(self._no_host)),
        )  # fmt: skip

    def _reads_apart(self) -> bool:
        if self._configs.value(f"{self._base}.read") is UNKNOWN:
            self._untold.append(f"{self._base}.read")
            return False
        return is_split(self._configs, self._base)

    def _word(self, name: str) -> str:
        value = self._configs.value(f"{self._base}.{name}")
        if value is UNKNOWN:
            self._untold.append(f"{self._base}.{name}")
        return value if isinstance(value, str) else ""

    def _side(self, side: Side) -> Iterator[DatabaseServer]:
        value = self._configs.value(f"{self._base}.{side}")
        several = value if isinstance(value, tuple) and value else (value,)
        for one in several:
            if one is None or one == ():
                yield from self._servers({}, "")
            elif isinstance(one, Mapping):
                yield from self._servers(one, f".{side}")
            else:
                self._untold.append(f"{self._base}.{side}")

    def _servers(self, over: Mapping[Key, Value], side: str) -> Iterator[DatabaseServer]:
        said = self._top | {key: value for key, value in over.items() if isinstance(key, str)}
        place = {name: f"{self._base}{side if name in over else ''}.{name}" for name in (*_FIELDS, "options")}
        words = {name: text(said[name]) for name in ("database", "username", "password")}
        port = _port(said["port"])
        tls = _trust(_options(over["options"]) if "options" in over else self._options())
        bad = [name for name, word in words.items() if not isinstance(word, str)]
        bad += ["port"] * isinstance(port, Unknown) + ["options"] * isinstance(tls, Unknown)
        self._untold += [place[name] for name in bad]
        hosts = _hosts(said["host"])
        self._untold += [place["host"]] * (UNKNOWN in hosts)
        key = named(self._configs, f"{self._base}.url" if self._is_of_url("host", over) else place["host"])
        good = [host for host in hosts if isinstance(host, str) and is_host(host)]
        self._no_host += [key] * (len(good) < sum(isinstance(host, str) for host in hosts))
        if bad or isinstance(port, Unknown) or isinstance(tls, Unknown):
            return
        for host in good:
            yield DatabaseServer(host, port, str(words["database"]), str(words["username"]),
                                 str(words["password"]), tls, key)  # fmt: skip

    def _is_of_url(self, name: str, over: Mapping[Key, Value]) -> bool:
        return name in self._of_url and name not in over

    def _options(self) -> _Options:
        whole = self._configs.value(f"{self._base}.options")
        if as_pairs(whole) is not None:
            return _options(whole)
        each = {name: self._configs.value(f"{self._base}.options.{short}") for short, name in _TLS.items()}
        return {name: value for name, value in each.items() if value is not None}


def _hosts(value: Value) -> tuple[str | Unknown, ...]:
    """A list is asked one by one, a text with commas is one host; without a name PHP takes `localhost`."""
    several = [item for _, item in as_pairs(value) or ()] if isinstance(value, (tuple, Mapping)) else [value]
    words = (host if host is None else text(host) for host in several)
    return tuple(word if isinstance(word, str) and word else "localhost" if word in (None, "") else UNKNOWN
                 for word in words)  # fmt: skip


def _port(value: Value) -> int | Unknown:
    number = _PORT if value is None or value == "" else integer(value)
    return number if isinstance(number, int) and 0 < number < 65536 else UNKNOWN


def _options(value: Value) -> _Options:
    pairs = as_pairs(value) or ()
    return {key.name: item for key, item in pairs if isinstance(key, Named)}


def _trust(options: _Options) -> Trust | Unknown | None:
    """Return how TLS is spoken: with a CA file PHP checks certificate and name, unless told not to."""
    files = {name: options.get(name) for name in (_CA, _CERTIFICATE, _KEY)}
    if any(file is UNKNOWN or isinstance(file, NodePath) for file in files.values()):
        return UNKNOWN
    told = {name: str(file) for name, file in files.items() if file}
    if not told:
        return None
    verify = options.get(_VERIFY, True)
    return Trust(told.get(_CA), truthy(verify) is not False, told.get(_CERTIFICATE), told.get(_KEY))
