"""One real situation for everything that may be found at a MySQL or MariaDB server."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pymysql

from tests import shapes
from tests.servers.mariadb import MariaDB
from tests.services.company import asked, odd
from tests.services.mysql_lab import MONITOR, SECRET, THERE, Account, Lab, account, at, relay
from wizard.check import Result
from wizard.laravel.servers import DatabaseServer
from wizard.laravel.tables import TableUse
from wizard.laravel.trust import Trust
from wizard.project import Project
from wizard.services.mysql import checks

SESSIONS: Final = TableUse("sessions", "sessions", "mysql", "session.table")
MIGRATIONS: Final = TableUse("migrations", "laravel_migrations", "mysql", "database.migrations.table")
OLD: Final = TableUse("migrations", "migrations", "mysql", "database.migrations.table")
BATCHES: Final = TableUse("job_batches", "job_batches", "mysql", "queue.batching.table")
REMEMBERED: Final = "(id int unsigned auto_increment primary key, migration varchar(255), batch int)"
URL_SECRET: Final = "sekrit-in-a-url"
OURS: Final = ("2014_10_12_000000_create_users_table", "2024_01_01_000000_create_orders_table")


def sessions(name: str = "sessions", payload: str = "longtext") -> str:
    """Return SQL that makes a sessions table as Laravel does."""
    return (f"create table {name} (id varchar(255) primary key, user_id bigint unsigned, ip_address varchar(45), "
            f"user_agent text, payload {payload} not null, last_activity int not null)")  # fmt: skip


def remembered(table: str, *names: str) -> tuple[str, ...]:
    """Return SQL that makes a migrations table with these rows."""
    rows = (f"insert into {table} (migration, batch) values ('{name}', 1)" for name in names)  # noqa: S608  a test's own
    return (f"create table {table} {REMEMBERED}", *rows)


def project(folder: Path, env: Mapping[str, str], old: str = "", new: str = "") -> Project:
    """Make a project whose `config/database.php` has a text replaced."""
    path = "config/database.php"
    text = shapes.project("slim-12")[path]
    assert old in text
    shapes.make("slim-12", folder, env={"DB_CONNECTION": "mysql", **env}, files={path: text.replace(old, new)})
    return Project.open(folder, environ={})


def configured(env: Mapping[str, str], old: str = "", new: str = "") -> Result:
    """Ask for the first connection of such a project."""
    with TemporaryDirectory() as folder:
        check = next(checks(project(Path(folder), env, old, new)))
    return asked(check, SECRET, URL_SECRET)


@contextmanager
def setting(server: MariaDB, name: str, value: str, back: str) -> Iterator[None]:
    """Set a global variable for a while."""
    server.run(f"set global {name} = {value}")
    try:
        yield
    finally:
        server.run(f"set global {name} = {back}")


def entered(one: Account) -> Mapping[str, str]:
    """Return the env keys that lead to an account."""
    server = one.entered
    return {"DB_HOST": server.host, "DB_PORT": str(server.port), "DB_DATABASE": server.database,
            "DB_USERNAME": server.username, "DB_PASSWORD": f'"{SECRET}"'.replace("\\", "\\\\")}  # fmt: skip


def _sent_away(lab: Lab) -> Result:
    with MariaDB() as server:
        one = account(server)
        server.run("delete from mysql.global_priv where host <> 'localhost'", "flush privileges")
        return one.ask()


def _blocked(lab: Lab) -> Result:
    with MariaDB(extra=["--skip-name-resolve=OFF", "--max-connect-errors=1"]) as server:
        one = account(server)
        with socket.create_connection(("127.0.0.1", server.port), source_address=("127.0.0.3", 0)) as rude:
            rude.recv(1)
            rude.sendall(b"\5\0\0\1nonsense")
            with suppress(ConnectionResetError):
                while rude.recv(4096):
                    pass
        with relay(server.port, "127.0.0.3") as port:
            return one.ask(entered={"port": port})


def _taken_up(lab: Lab) -> Result:
    with MariaDB(extra=["--max-connections=10"]) as server, ExitStack() as held:
        one = account(server)
        for _ in range(10):
            held.enter_context(closing(_connected(one)))
        return one.ask()


def _limited(lab: Lab) -> Result:
    one = account(lab.plain).run("alter user {user} with max_user_connections 1")
    with closing(_connected(one)):
        return one.ask()


def _connected(one: Account) -> pymysql.Connection:
    return pymysql.connect(host="127.0.0.1", port=one.server.port, user=one.entered.username,
                           password=SECRET.encode(), ssl_disabled=True)  # fmt: skip


def _too_many(lab: Lab) -> Result:
    """More read hosts that hang than there is time for."""
    one = account(lab.plain)
    with odd("hang") as (host, port):
        result = one.ask(read=tuple(at(one, host, port=port) for _ in range(7)))
    return replace(result, said=tuple(one for one in result.said if getattr(one, "code", "") != "mysql.silent"))


def _with(lab: Lab, *statements: str) -> Result:
    return account(lab.plain).run(*statements).ask()


def _plugin(lab: Lab) -> Result:
    one = account(lab.plain)
    lab.plain.query("update mysql.global_priv set priv = json_set(priv, '$.plugin', 'ed25519') where user = %s",
                    (one.entered.username,))  # fmt: skip
    return one.run("flush privileges").ask()


def _old(lab: Lab) -> Result:
    with MariaDB(extra=["--version=10.2.44-MariaDB"]) as server:
        return account(server).ask()


def _full(lab: Lab) -> Result:
    limits = ["--innodb-file-per-table=OFF", "--innodb-data-file-path=ibdata1:12M:autoextend:max:14M"]
    with MariaDB(extra=limits) as server:
        one = account(server).run("create table fill (id int auto_increment primary key, words longtext)")
        for size in (500_000, 5_000):
            _fill(one, size)
        return one.ask()


def _fill(one: Account, size: int) -> None:
    for _ in range(10_000):
        try:
            one.server.query("insert into fill (words) values (repeat('x', %s))", (size,), database=one.database)
        except pymysql.err.MySQLError as error:
            assert error.args[0] == 1114
            return


def _set(lab: Lab, name: str, value: str, back: str) -> Result:
    one = account(lab.plain)
    with setting(lab.plain, name, value, back):
        return one.ask()


def _few_connections(lab: Lab) -> Result:
    return account(lab.plain).run("alter user {user} with max_user_connections 5").ask(processes=10)


def replicated(lab: Lab, rights: str = "all", *, monitor: bool = True) -> Account:
    """Make an account on the primary and wait until the replica has it."""
    one = account(lab.pair.primary, rights)
    if monitor:
        one.may(MONITOR, "*.*")
    lab.pair.wait_caught_up()
    return one


def with_replica(one: Account, *more: DatabaseServer) -> Result:
    """Ask with reads from the replica."""
    return one.ask(read=(at(one, THERE), *more))


def _writable(lab: Lab) -> Result:
    one = replicated(lab)
    with setting(lab.pair.replica, "read_only", "0", "1"):
        return with_replica(one)


def _stranger(lab: Lab) -> Result:
    """The read host is a server on its own, with the same account and database."""
    one = replicated(lab)
    user, database = one.user, one.database
    lab.plain.query(f"create user {user.replace('%', '%%')} identified by %s", (SECRET,))
    lab.plain.run(f"create database {database}", f"grant all on {database}.* to {user}", f"grant {MONITOR} on *.* to {user}")
    with setting(lab.plain, "read_only", "1", "0"):
        return one.ask(read=(at(one, one.entered.host, port=lab.plain.port),))


def _chained(lab: Lab) -> Result:
    """The read host replicates well, and from another server than the one that takes the writes."""
    one = replicated(lab)
    lab.plain.query(f"create user {one.user.replace('%', '%%')} identified by %s", (SECRET,))
    lab.plain.run(f"create database {one.database}", f"grant all on {one.database}.* to {one.user}")
    return one.ask(entered={"port": lab.plain.port}, read=(at(one, THERE),))


def stopped(lab: Lab, rights: str = "all", *, monitor: bool = True) -> Result:
    """Ask while the replica applies nothing."""
    one = replicated(lab, rights, monitor=monitor)
    lab.pair.stop_sql_thread()
    try:
        return with_replica(one)
    finally:
        lab.pair.start_sql_thread()


def delayed(lab: Lab) -> Result:
    """Ask while the replica is told to lag."""
    one, replica = replicated(lab), lab.pair.replica
    replica.run("stop slave", "change master to master_delay = 60", "start slave")
    try:
        return with_replica(one)
    finally:
        replica.run("stop slave", "change master to master_delay = 0", "start slave")
        lab.pair.wait_caught_up()


def _by_tls(lab: Lab, ca: Path) -> Result:
    return account(lab.tls, host="127.0.0.1").ask(entered={"tls": Trust(str(ca))})


SCENARIOS: Final[Mapping[str, Callable[[Lab], Result]]] = {
    "mysql.not-checked": lambda _: configured({"DB_CONNECTION": "pgsql"}),
    "mysql.untold": lambda lab: configured(entered(account(lab.plain)), "'host' => env('DB_HOST', '127.0.0.1')",
                                           "'host' => \\App\\Where::is()"),
    "mysql.socket": lambda lab: configured({**entered(account(lab.plain)), "DB_SOCKET": "/run/mysqld/mysqld.sock"}),
    "mysql.host-form": lambda lab: configured({**entered(account(lab.plain)), "DB_HOST": f"mysql://u:{URL_SECRET}@db:3306/x"}),
    "mysql.loopback": lambda lab: configured({**entered(account(lab.plain)), "DB_HOST": "127.0.0.1"}),
    "mysql.no-database": lambda lab: configured({**entered(account(lab.plain)), "DB_DATABASE": ""}),
    "mysql.host-not-allowed": _sent_away,
    "mysql.host-blocked": _blocked,
    "mysql.full-house": _taken_up,
    "mysql.login": lambda lab: account(lab.plain).ask(entered={"password": f"{SECRET}!"}),
    "mysql.locked": lambda lab: _with(lab, "alter user {user} account lock"),
    "mysql.expired": lambda lab: _with(lab, "alter user {user} password expire"),
    "mysql.plugin": _plugin,
    "mysql.user-limit": _limited,
    "mysql.database": lambda lab: account(lab.plain).may("all", "*.*").ask(entered={"database": "nowhere"}),
    "mysql.database-denied": lambda lab: account(lab.plain, "").ask(),
    "mysql.tls-wanted": lambda lab: account(lab.tls).run("alter user {user} require ssl").ask(),
    "mysql.no-tls": lambda lab: account(lab.plain, host="127.0.0.1").ask(entered={"tls": Trust(str(lab.papers.ca))}),
    "mysql.not-asked": _too_many,
    "mysql.server-error": lambda lab: account(lab.plain).ask(engine="MEMORY"),
    "mysql.old-version": _old,
    "mysql.collation": lambda lab: account(lab.plain).ask(collation="utf8mb4_0900_ai_ci"),
    "mysql.rights": lambda lab: account(lab.plain, "select, insert, update, delete").ask(),
    "mysql.read-only": lambda lab: _set(lab, "read_only", "1", "0"),
    "mysql.full": _full,
    "mysql.key-length": lambda lab: _set(lab, "innodb_default_row_format", "compact", "dynamic"),
    "mysql.clock": lambda lab: _set(lab, "init_connect", "'set timestamp = unix_timestamp() + 100'", "''"),
    "mysql.max-connections": lambda lab: account(lab.plain).ask(processes=200),
    "mysql.max-user-connections": _few_connections,
    "mysql.table-taken": lambda lab: account(lab.plain).run("create table sessions (id int)").ask(SESSIONS),
    "mysql.table-taken-by-code": lambda lab: account(lab.plain).run("create table job_batches (id int)").ask(BATCHES),
    "mysql.payload-small": lambda lab: account(lab.plain).run(sessions(payload="text")).ask(SESSIONS),
    "mysql.migrations-others": lambda lab: account(lab.plain).run(
        *remembered("migrations", OURS[0], "2020_01_01_000000_create_salaries_table")).ask(OLD, own=OURS),
    "mysql.migrations-mixed": lambda lab: account(lab.plain).run(
        *remembered("migrations", *OURS, "2020_01_01_000000_create_salaries_table")).ask(OLD, own=OURS),
    "mysql.migrations-behind": lambda lab: account(lab.plain).run(
        *remembered("migrations", *OURS, "2020_01_01_000000_create_salaries_table")).ask(MIGRATIONS, own=OURS),
    "mysql.same-server": lambda lab: (one := account(lab.plain)).ask(read=(one.entered,)),
    "mysql.replica-writable": _writable,
    "mysql.replica-stranger": _stranger,
    "mysql.replica-chained": _chained,
    "mysql.replica-stopped": stopped,
    "mysql.replica-lag": delayed,
    "mysql.replica-silent": lambda lab: stopped(lab, monitor=False),
    "mysql.tls": lambda lab: _by_tls(lab, lab.papers.other_ca),
    "mysql.ca-missing": lambda lab: _by_tls(lab, Path("/nonexistent/ca.pem")),
}  # fmt: skip
"""Code -> a situation that raises it."""


def only(names: Sequence[str], without: str) -> str:
    """Return these rights but one, as GRANT takes them."""
    return ", ".join(name for name in names if name != without)
