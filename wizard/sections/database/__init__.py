"""Database: one server for all nodes, table names that collide with nobody's, reads from replicas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

from wizard import accept
from wizard.changes import ABSENT, Change, On, Phase, Run, Set
from wizard.check import Check
from wizard.finding import Finding, Invalid
from wizard.laravel.config import EnvKey, Reading
from wizard.laravel.connection import (
    hosts_of,
    is_split,
    migrations_setting,
    migrations_table,
    url_of,
)
from wizard.project import Project
from wizard.question import Answer, Choice, Line, Number, Option, Toggle
from wizard.section import Answers, Section, ask
from wizard.sections.database import advice, carry_over, left_behind, names, sides
from wizard.text import Text, same

TABLE = "laravel_migrations"
_BASE = "database.connections.{connection}"
_MYSQL = ("mysql", "mariadb")
_PORTS = {"pgsql": 5432, "sqlsrv": 1433}
_PLACEHOLDERS = frozenset({"127.0.0.1", "localhost", "forge", "laravel", "root"})
_ON_NODE = Text("a file on this node: every other node has its own, and it is gone with the container",
                "file di node ini: node lain punya sendiri-sendiri, dan hilang bersama container-nya")  # fmt: skip


def _database_name(raw: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_$-]{1,64}", raw):
        raise Invalid(Text("A database name has letters, digits, `_`, `$` or `-`, at most 64",
                           "Nama database terdiri dari huruf, angka, `_`, `$`, atau `-`, paling banyak 64"))  # fmt: skip
    return raw


def _absolute(raw: str) -> str:
    if not raw.startswith("/") or raw.endswith("/"):
        raise Invalid(Text("Name the file by its full path. Example: `/etc/ssl/certs/db-ca.pem`",
                           "Tulis path lengkap file-nya. Contoh: `/etc/ssl/certs/db-ca.pem`"))  # fmt: skip
    return raw


class Database(Section):
    """The database that every node uses."""

    name: ClassVar[str] = "database"
    title: ClassVar[Text] = same("Database")
    problem: ClassVar[Text] = Text(
        "A database on node A itself is not seen by B. And in a database that belongs to another application too, "
        "Laravel's usual table names can run into that application's tables.",
        "Database di dalam node A tidak terlihat oleh B. Dan di database yang juga milik aplikasi lain, nama tabel "
        "bawaan Laravel bisa bentrok dengan tabel aplikasi itu.",
    )
    solution: ClassVar[Text] = Text(
        "All nodes work in one database and are polite guests there: table names that nobody else has, and reads from "
        "replicas only where that is safe.",
        "Semua node memakai satu database dan jadi tamu yang sopan: nama tabel yang tidak dipakai pihak lain, dan baca "
        "dari replica hanya kalau aman.",
    )
    apart: ClassVar[Text] = Text("own database", "database sendiri")
    shared: ClassVar[Text] = Text("one database", "satu database")

    connection: str = ask(Choice(
        label=Text("Connection", "Koneksi"),
        help=Text("The kind of server. MariaDB has a connection of its own from Laravel 11.",
                  "Jenis server-nya. MariaDB punya koneksi sendiri sejak Laravel 11."),
        setting="database.default", key="DB_CONNECTION", example="mysql", default="mysql",
        options=(
            Option("mysql", same("mysql"), Text("MySQL, or MariaDB before Laravel 11",
                                                "MySQL, atau MariaDB sebelum Laravel 11")),
            Option("mariadb", same("mariadb"), Text("from Laravel 11", "sejak Laravel 11")),
        ),
        local={"sqlite": _ON_NODE},
    ))  # fmt: skip
    host: str | None = ask(Line(
        label=same("Host"),
        help=Text("The primary server as seen from the app servers; never 127.0.0.1.",
                  "Server primary dilihat dari app server; jangan 127.0.0.1."),
        setting=f"{_BASE}.host", key="DB_HOST", example="10.0.0.5",
        accept=accept.host, local=accept.loopback,
    ))  # fmt: skip
    port: int = ask(Number(
        label=same("Port"),
        help=Text("TCP port of the database, 1 to 65535.", "Port TCP database, 1 sampai 65535."),
        setting=f"{_BASE}.port", key="DB_PORT", example="3306", default=3306, minimum=1, maximum=65535,
    ))  # fmt: skip
    database: str | None = ask(Line(
        label=Text("Database name", "Nama database"),
        help=Text("The schema that this application works in.", "Schema yang dipakai aplikasi ini."),
        setting=f"{_BASE}.database", key="DB_DATABASE", example="hris_onni", accept=_database_name,
    ))  # fmt: skip
    username: str | None = ask(Line(
        label=same("User"),
        help=Text("A database user for this application alone, not root.",
                  "User database khusus aplikasi ini, bukan root."),
        setting=f"{_BASE}.username", key="DB_USERNAME",
    ))  # fmt: skip
    password: str | None = ask(Line(
        label=same("Password"),
        help=Text("Kept as it is when left alone; `none` when the user has none.",
                  "Tetap seperti sekarang kalau tidak diisi; `none` kalau user-nya tanpa password."),
        setting=f"{_BASE}.password", key="DB_PASSWORD", secret=True, optional=True, public=False,
    ))  # fmt: skip
    ca: str | None = ask(Line(
        label=Text("CA file", "File CA"),
        help=Text("For TLS to the database: this file must be at the same path on every node. `none` without TLS.",
                  "Untuk TLS ke database: file ini harus ada di path yang sama di setiap node. `none` tanpa TLS."),
        setting=f"{_BASE}.options.ssl_ca", key="MYSQL_ATTR_SSL_CA", optional=True, accept=_absolute,
    ))  # fmt: skip
    migrations_table: str = ask(Line(
        label=Text("Migrations table", "Tabel migrasi"),
        help=Text("Where Laravel remembers which migrations ran; a name that no other application has.",
                  "Tempat Laravel mencatat migrasi yang sudah jalan; nama yang tidak dipakai aplikasi lain."),
        setting="database.migrations.table", key="DB_MIGRATIONS_TABLE", example=TABLE,
        default=TABLE, accept=accept.name,
    ))  # fmt: skip
    resets_table: str = ask(Line(
        label=Text("Password resets table", "Tabel reset password"),
        help=Text("Where Laravel keeps the tokens of links to reset a password; a name that nobody else has.",
                  "Tempat Laravel menyimpan token link reset password; nama yang tidak dipakai pihak lain."),
        setting=names.RESETS, key="AUTH_PASSWORD_RESET_TOKEN_TABLE", example=names.RESETS_TABLE,
        default=names.RESETS_TABLE, accept=accept.name,
    ))  # fmt: skip
    split: bool = ask(Toggle(
        label=Text("Read from replicas", "Baca dari replica"),
        help=Text("Only when you have replicas: reads go to them, writes to the host above.",
                  "Hanya kalau ada replica: baca ke replica, tulis ke host di atas."),
        default=False,
    ))  # fmt: skip
    read_hosts: str | None = ask(Line(
        label=Text("Replica hosts", "Host replica"),
        help=Text("One or more between commas; they are tried in random order.",
                  "Satu atau lebih, dipisah koma; dicoba dengan urutan acak."),
        setting=f"{_BASE}.read.host", key="DB_READ_HOST", example="10.0.0.6,10.0.0.7",
        accept=accept.hosts, local=lambda raw: next(filter(None, map(accept.loopback, raw.split(","))), None),
    ))  # fmt: skip
    sticky: bool = ask(Toggle(
        label=same("Sticky"),
        help=Text("After a write, the same request reads from the primary, so that it sees what it wrote.",
                  "Setelah menulis, request yang sama membaca dari primary supaya hasilnya langsung terlihat."),
        setting=f"{_BASE}.sticky", default=True,
    ))  # fmt: skip
    processes: int | None = ask(Number(
        label=Text("PHP processes", "Proses PHP"),
        help=Text("Of all nodes together: PHP-FPM's `pm.max_children` and queue workers. The test of the connection "
                  "compares them with the server's `max_connections`.",
                  "Total di semua node: `pm.max_children` PHP-FPM dan queue worker. Tes koneksi membandingkannya dengan "
                  "`max_connections` server."),
        example="120", minimum=1, maximum=100_000, optional=True,
    ))  # fmt: skip

    def asked(self, project: Project) -> Iterable[str]:
        tls = ("ca",) if self.connection in _MYSQL else ()
        counted = ("processes",) if self.connection in _MYSQL else ()
        replicas = ("read_hosts", "sticky") if self.split and not sides.is_left_alone(self, project) else ()
        resets = ("resets_table",) if names.resets_passwords(project) else ()
        return ("connection", "host", "port", "database", "username", "password", *tls, "migrations_table",
                *resets, "split", *replicas, *counted)  # fmt: skip

    def proposed(self, name: str, project: Project) -> Answer:
        return _PORTS.get(self.connection) if name == "port" else None

    def found(self, name: str, project: Project) -> Reading | None:
        if name == "migrations_table":
            return project.configs.read(migrations_setting(project.configs))
        if name in self._from_url(project):
            return project.configs.read(f"{self.base}.url")
        return super().found(name, project)

    def present(self, name: str, project: Project) -> Answer:
        split = is_split(project.configs, self.base)
        primaries = hosts_of(project.configs, self.base, "write")
        match name:
            case "migrations_table":
                return migrations_table(project.configs)
            case "split" | "read_hosts" if not split or sides.is_one_server(project.configs, self.base):
                return None
            case "split":
                return True
            case "read_hosts":
                return ",".join(hosts_of(project.configs, self.base, "read")) or None
            case "host" if split and primaries:
                return primaries[0]
        part = self._from_url(project).get(name)
        return part or (None if self._is_placeholder(name, project) else super().present(name, project))

    def local(self, name: str, value: Answer, project: Project) -> Text | None:
        """Laravel's own table name is no answer: in a shared schema it belongs to whoever came first."""
        if name == "migrations_table" and value == "migrations":
            return Text("`migrations` is the name every Laravel application takes: in a shared database they mix",
                        "`migrations` dipakai setiap aplikasi Laravel: di database bersama isinya tercampur")  # fmt: skip
        if name == "resets_table":
            return names.why_not(str(value), project)
        if name == "connection" and project.configs.value(f"database.connections.{value}.driver") == "sqlite":
            return _ON_NODE
        return super().local(name, value, project)

    def changes(self, answers: Answers, project: Project) -> Iterator[Change]:
        base = self.base
        yield Set(setting="database.default", value=self.connection, key="DB_CONNECTION", pinned=True,
                  example="mysql")  # fmt: skip
        yield from sides.host(self, project)
        yield Set(setting=f"{base}.port", value=self.port, key="DB_PORT", example="3306")
        yield Set(setting=f"{base}.database", value=self.database, key="DB_DATABASE", pinned=True,
                  example="hris_onni")  # fmt: skip
        yield Set(setting=f"{base}.username", value=self.username, key="DB_USERNAME", pinned=True)
        yield Set(setting=f"{base}.password", value=self.password or ABSENT, key="DB_PASSWORD", public=False)
        yield Set(setting=f"{base}.url", value=ABSENT, key="DB_URL", public=False)
        yield Set(setting=f"{base}.unix_socket", value=ABSENT, key="DB_SOCKET")
        yield from left_behind.changes(self, project)
        yield from carry_over.changes(self, project)
        yield from names.changes(self, project)
        yield from self._tls(project)
        yield from sides.changes(self, project)

    def advise(self, answers: Answers, project: Project) -> Iterator[Finding]:
        yield from advice.about(self, project)
        yield from carry_over.advise(self, project)
        yield from names.advise(self, project)

    def checks(self, answers: Answers, project: Project) -> Iterator[Check]:
        from wizard.services import mysql

        yield from mysql.checks(project, self.processes)

    @property
    def base(self) -> str:
        """The setting that holds the connection: `database.connections.mysql`."""
        return f"database.connections.{self.connection}"

    def _from_url(self, project: Project) -> Mapping[str, str]:
        url = url_of(project.configs, self.base)
        return url.parts if url else {}

    def _is_placeholder(self, name: str, project: Project) -> bool:
        """Tell a default that a skeleton ships (`forge`, `root`) from an answer that somebody gave."""
        reading = super().found(name, project)
        unset = isinstance(reading, EnvKey) and project.configs.env.get(reading.key) is None
        return unset and isinstance(reading, EnvKey) and reading.value in _PLACEHOLDERS

    def _tls(self, project: Project) -> Iterator[Change]:
        setting = f"{self.base}.options.ssl_ca"
        if isinstance(project.configs.read(setting), EnvKey):
            yield Set(setting=setting, value=self.ca or ABSENT, key="MYSQL_ATTR_SSL_CA")
        if self.ca:
            yield Run(command="",
                why=Text("Put the database's CA certificate at `{path}`, readable by PHP",
                         "Taruh sertifikat CA database di `{path}`, terbaca oleh PHP").fill(path=self.ca),
                phase=Phase.FILES, on=On.EVERY)  # fmt: skip
