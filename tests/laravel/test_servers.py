"""The servers behind a database connection are those that Laravel itself would ask."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests import judge, lab, shapes
from wizard.laravel.servers import (
    DatabaseConnection,
    DatabaseServer,
    connection_of,
    connections_each,
    connections_in_use,
)
from wizard.laravel.tables import tables_in_use
from wizard.laravel.trust import Trust
from wizard.project import Project

MYSQL = "        'mysql' => [\n"
ENV = {"DB_CONNECTION": "mysql", "DB_HOST": "10.0.0.5", "DB_PORT": "3307", "DB_DATABASE": "shop",
       "DB_USERNAME": "app", "DB_PASSWORD": "hunter2"}  # fmt: skip
MAIN = DatabaseServer("10.0.0.5", 3307, "shop", "app", "hunter2")
CODE: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "one server": ("", {}),
    "a URL beats what is beside it": ("", {"DB_URL": "mysql://u:p%40ss@db.example:3310/other"}),
    "a URL without a port": ("", {"DB_URL": "mysql://u@db.example/other"}),
    "a list of hosts": ("'read' => ['host' => ['10.0.0.6', '10.0.0.7']], 'write' => ['host' => ['10.0.0.5']],", {}),
    "hosts as texts": ("'read' => ['host' => '10.0.0.6'], 'write' => ['host' => '10.0.0.5'],", {}),
    "a comma is no list": ("'read' => ['host' => 'a,b'], 'write' => [],", {}),
    "a side with its own account": (
        "'read' => ['host' => '10.0.0.6', 'port' => '4000', 'username' => 'reader', 'password' => 'x'], 'write' => [],", {}),
    "a list of sides": ("'read' => [['host' => 'a', 'database' => 'b'], ['host' => 'c', 'port' => 1]], 'write' => [],", {}),
    "sides beat the URL": ("'read' => ['host' => 'a'], 'write' => ['host' => 'b'],", {"DB_URL": "mysql://u:p@db/other"}),
    "a side without a host": ("'read' => ['username' => 'reader'], 'write' => [],", {}),
    "write alone is no split": ("'write' => ['host' => 'b'],", {}),
    "hosts from an env key": (
        "'read' => ['host' => explode(',', (string) env('DB_READ_HOST', 'z'))], 'write' => [],", {"DB_READ_HOST": "a,b"}),
}  # fmt: skip


def opened(folder: Path, env: Mapping[str, str], code: str = "", shape: str = "slim-12",
           edit: tuple[str, str] = ("", "")) -> Project:  # fmt: skip
    """Make a project with these env keys and this code in its connection `mysql`."""
    text = shapes.project(shape)["config/database.php"]
    assert MYSQL in text
    assert edit[0] in text
    text = text.replace(MYSQL, f"{MYSQL}            {code}\n").replace(*edit)
    shapes.make(shape, folder, env=env, files={"config/database.php": text})
    return Project.open(folder, environ={})


def connection(folder: Path, env: Mapping[str, str], code: str = "", edit: tuple[str, str] = ("", "")) -> DatabaseConnection:
    found = connection_of(opened(folder, {**ENV, **env}, code, edit=edit).configs, "mysql")
    assert found is not None
    return found


def test_laravel_itself_names_the_same_servers(tmp_path: Path) -> None:
    folders = [tmp_path / str(number) for number in range(len(CODE))]
    ours = [connection(folder, env, code) for folder, (code, env) in zip(folders, CODE.values(), strict=True)]
    configs = [judge.dotted(config, "database.connections.mysql") for config in judge.evaluate_all(folders)]
    ran = lab.run_php(lab.ROOT / "tests/php/servers.php", str(lab.illuminate()), input=json.dumps(configs).encode())
    assert ran.returncode == 0, ran.stderr
    for name, mine, theirs in zip(CODE, ours, json.loads(ran.stdout), strict=True):
        assert mine.untold == (), name
        assert _told(mine.write) == _named(theirs["write"]), name
        assert _told(mine.read) == _named(theirs["read"] or []), name


def _told(servers: tuple[DatabaseServer, ...]) -> list[tuple[str, str, str, str, str]]:
    return sorted((one.host, str(one.port), one.database, one.username, one.password) for one in servers)


def _named(servers: list[dict[str, str]]) -> list[tuple[str, str, str, str, str]]:
    names = ("port", "database", "username", "password")
    return sorted((one["host"], *(one[name] for name in names)) for one in servers)  # type: ignore[misc]


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_a_fresh_project_has_one_server_and_no_replica(shape: str, tmp_path: Path) -> None:
    found = connection_of(opened(tmp_path, ENV, shape=shape).configs, "mysql")
    assert found == DatabaseConnection("mysql", "mysql", (MAIN,), charset="utf8mb4", collation="utf8mb4_unicode_ci",
                                       strict=True)  # fmt: skip


def test_no_password_is_in_what_a_server_says_of_itself(tmp_path: Path) -> None:
    code = "'read' => ['password' => 'hunter4'], 'write' => [],"
    found = connection(tmp_path, {"DB_URL": "mysql://u:hunter3@db/other"}, code)
    assert "hunter" not in repr(found)


@pytest.mark.parametrize(("edit", "setting"), [
    (("'host' => env('DB_HOST', '127.0.0.1')", "'host' => where()"), "host"),
    (("'password' => env('DB_PASSWORD', '')", "'password' => secret()"), "password"),
    (("'port' => env('DB_PORT', '3306')", "'port' => 'nonsense'"), "port"),
    (("'url' => env('DB_URL')", "'url' => where()"), "url"),
    (("'database' => env('DB_DATABASE', 'laravel')", "'database' => which()"), "database"),
    (("env('MYSQL_ATTR_SSL_CA')", "storage_path('ca.pem')"), "options"),
])  # fmt: skip
def test_what_code_makes_is_named_and_never_guessed(edit: tuple[str, str], setting: str, tmp_path: Path) -> None:
    found = connection(tmp_path, {}, edit=edit)
    assert found.untold == (f"database.connections.mysql.{setting}",)
    assert found.write == ()


def test_one_side_that_code_makes_leaves_the_other(tmp_path: Path) -> None:
    found = connection(tmp_path, {}, "'read' => replicas(), 'write' => ['host' => '10.0.0.8'],")
    assert found.untold == ("database.connections.mysql.read",)
    assert found.read == ()
    mixed = connection(tmp_path, {}, "'read' => ['host' => ['a', where()]], 'write' => [],")
    assert mixed.untold == ("database.connections.mysql.read.host",)
    assert [one.host for one in mixed.read] == ["a"]
    assert mixed.write == (MAIN,)


def test_a_ca_file_means_tls_as_php_speaks_it(tmp_path: Path) -> None:
    (server,) = connection(tmp_path, {"MYSQL_ATTR_SSL_CA": "/etc/ca.pem"}).write
    assert server.tls == Trust("/etc/ca.pem")
    options = "'options' => [PDO::MYSQL_ATTR_SSL_CA => '/own.pem', PDO::MYSQL_ATTR_SSL_VERIFY_SERVER_CERT => false]"
    found = connection(tmp_path, {"MYSQL_ATTR_SSL_CA": "/etc/ca.pem"}, f"'read' => ['host' => 'a', {options}], 'write' => [],")
    assert found.read[0].tls == Trust("/own.pem", verify=False)
    assert found.write[0].tls == Trust("/etc/ca.pem")


def test_a_socket_a_prefix_and_an_engine_are_told(tmp_path: Path) -> None:
    edit = ("'engine' => null", "'engine' => 'InnoDB'")
    found = connection(tmp_path, {"DB_SOCKET": "/run/my.sock"}, "'prefix' => 'p_',", edit)
    assert (found.socket, found.prefix, found.engine) == ("/run/my.sock", "", "InnoDB")  # PHP takes the later of two
    found = connection(tmp_path, {}, edit=("'prefix' => ''", "'prefix' => 'p_'"))
    assert found.prefix == "p_"


@pytest.mark.parametrize("words", ["mysql://u:pw@db:3306/x", "db:3307", "u@db", "db/x", "db;user=x"])
def test_what_is_no_host_is_named_by_its_key_and_left_out(words: str, tmp_path: Path) -> None:
    found = connection(tmp_path, {"DB_HOST": words})
    assert (found.write, found.no_host) == ((), ("DB_HOST",))
    assert "pw" not in repr(found)


@pytest.mark.parametrize("host", ["db", "db-1.internal", "10.0.0.5", "::1", "[fd00::5]", "my_db"])
def test_a_host_knows_the_key_that_names_it(host: str, tmp_path: Path) -> None:
    (one,) = connection(tmp_path, {"DB_HOST": host}).write
    assert (one.host, one.key) == (host, "DB_HOST")
    (read,) = connection(tmp_path, {}, f"'read' => ['host' => '{host}'], 'write' => [],").read
    assert read.key == "database.connections.mysql.read.host"


def test_hosts_that_are_empty_are_the_node_itself_as_for_php(tmp_path: Path) -> None:
    assert [one.host for one in connection(tmp_path, {"DB_HOST": ""}).write] == ["localhost"]


def test_another_driver_has_no_servers_of_ours(tmp_path: Path) -> None:
    configs = opened(tmp_path, ENV).configs
    assert connection_of(configs, "pgsql") == DatabaseConnection("pgsql", "pgsql")
    assert connection_of(configs, "nobody") is None


def test_the_connections_in_use_are_the_default_and_those_of_the_tables(tmp_path: Path) -> None:
    env = {**ENV, "SESSION_DRIVER": "database", "SESSION_CONNECTION": "mariadb::write", "CACHE_STORE": "redis"}
    configs = opened(tmp_path, env).configs
    assert connections_in_use(configs, tables_in_use(configs)) == ("mysql", "mariadb")


def test_a_process_holds_one_more_connection_where_something_names_the_write_side(tmp_path: Path) -> None:
    env = {**ENV, "SESSION_DRIVER": "database", "CACHE_STORE": "redis"}
    assert connections_each(opened(tmp_path, env).configs, "mysql") == 1
    assert connections_each(opened(tmp_path, {**env, "SESSION_CONNECTION": "mysql::write"}).configs, "mysql") == 2
    both = {**env, "SESSION_DRIVER": "redis", "SESSION_CONNECTION": "mysql::write"}
    assert connections_each(opened(tmp_path, both).configs, "mysql") == 1
