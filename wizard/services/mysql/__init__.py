"""MySQL and MariaDB: the servers behind the database connections that the application uses."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.accept import loopback
from wizard.check import Check
from wizard.finding import Finding
from wizard.laravel.config import UNKNOWN, Configs
from wizard.laravel.servers import (
    MYSQL,
    DatabaseConnection,
    connection_of,
    connections_each,
    connections_in_use,
    named,
)
from wizard.laravel.tables import tables_in_use
from wizard.project import Project
from wizard.services.mysql import migrations
from wizard.services.mysql.findings import FINDINGS
from wizard.services.mysql.probe import MysqlProbe
from wizard.text import same

__all__ = ["FINDINGS", "checks"]

_SERVICE = "mysql"


def checks(project: Project, processes: int | None = None) -> Iterator[Check]:
    """Yield a check for each database connection in use; `processes` are the PHP processes of all nodes together."""
    configs = project.configs
    uses, own = tables_in_use(configs), migrations.own(project)
    if configs.value("database.default") is UNKNOWN:
        untold = DatabaseConnection("default", "", untold=("database.default",))
        yield _check(untold, MysqlProbe(untold, notes=tuple(_notes(configs, untold))))
    for name in connections_in_use(configs, uses):
        connection = connection_of(configs, name)
        if connection is not None and connection.driver != "sqlite":  # a file: the plan speaks of it
            tables = tuple(use for use in uses if use.connection == name)
            yield _check(connection, MysqlProbe(connection, tables, own, processes, connections_each(configs, name),
                                                tuple(_notes(configs, connection))))  # fmt: skip


def _check(connection: DatabaseConnection, probe: MysqlProbe) -> Check:
    hosts = dict.fromkeys(f"{one.host}:{one.port}" for one in (*connection.write, *connection.read))
    where = ", ".join(hosts) or connection.driver or "?"
    return Check(_SERVICE, same("Database `{name}` ({where})").fill(name=connection.name, where=where), probe)


def _notes(configs: Configs, connection: DatabaseConnection) -> Iterator[Finding]:
    """Yield what the settings alone tell."""
    base = f"database.connections.{connection.name}"
    for setting in connection.untold:
        yield _note("untold", setting, setting=setting)
    for setting in connection.no_host:
        yield _note("host-form", setting, setting=setting)
    if connection.driver and connection.driver not in MYSQL:
        yield _note("not-checked", base, name=connection.name, driver=connection.driver)
    if connection.socket:
        setting = named(configs, f"{base}.unix_socket")
        yield _note("socket", setting, name=connection.name, setting=setting)
    for host, key in dict.fromkeys((one.host, one.key) for one in (*connection.write, *connection.read)):
        if loopback(host):
            yield _note("loopback", base, host=host, setting=key)


def _note(code: str, where: str, **values: object) -> Finding:
    return FINDINGS[f"{_SERVICE}.{code}"].at(f"{_SERVICE}.{code}", where, **values)
