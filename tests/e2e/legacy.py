"""The neighbour: another application's tables, in the schema that ours is a guest in."""

from __future__ import annotations

from typing import Any

from tests.servers.mariadb import MariaDB

TABLES = ("sessions", "migrations", "users")
EMAIL, PASSWORD = "sari@example.id", "rahasia"

_MADE = (
    """create table sessions (
        session_key varchar(64) primary key, employee int not null, data blob, expires datetime
    ) engine=InnoDB comment='HRIS'""",
    "insert into sessions values ('k1', 7, x'00ff10', '2026-01-02 03:04:05'), ('k2', 8, null, null)",
    """create table migrations (
        id int unsigned auto_increment primary key, migration varchar(255) not null, batch int not null
    )""",
    """insert into migrations (migration, batch) values
        ('2015_01_01_000000_create_employees_table', 1), ('2015_01_02_000000_create_shifts_table', 2)""",
    """create table users (
        id bigint unsigned auto_increment primary key, name varchar(255) not null, email varchar(255) not null unique,
        password varchar(255) not null, remember_token varchar(100), created_at timestamp null,
        updated_at timestamp null
    )""",
)


def make(server: MariaDB, schema: str, password_hash: str) -> None:
    """Make the neighbour's tables, with one user in them who may sign in."""
    server.run(*_MADE, database=schema)
    server.query(
        "insert into users (name, email, password) values ('Sari', %s, %s)", (EMAIL, password_hash), database=schema
    )


def state(server: MariaDB, schema: str) -> dict[str, tuple[Any, ...]]:
    """Return what each of the neighbour's tables is, to the byte: its definition, its checksum, its rows."""
    return {
        table: (
            server.query(f"show create table {schema}.{table}"),
            server.query(f"checksum table {schema}.{table}"),
            server.query(f"select * from {schema}.{table} order by 1"),  # noqa: S608 - names of ours
        )
        for table in TABLES
    }


def tables(server: MariaDB, schema: str) -> set[str]:
    """Return the names of all tables in the schema."""
    return {str(row[0]) for row in server.query(f"show tables from {schema}")}
