"""Database: every answer reaches Laravel, in every shape, and what is there by hand is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import judge, shapes
from tests.sections import applied
from wizard.finding import Invalid, Level
from wizard.question import parse
from wizard.sections.database import Database

SECTIONS = (Database,)
ANSWERS = {"database.host": "10.0.0.5", "database.database": "hris_onni", "database.username": "omniflow"}
SPLIT = {**ANSWERS, "database.split": "yes", "database.read_hosts": "10.0.0.6, 10.0.0.7"}
LATE = tuple(shape for shape in shapes.SHAPES if shape.startswith("slim"))
BASE = "database.connections.mysql"
BY_HAND = """\
            'read' => ['host' => ['192.168.1.1']],
            'write' => ['host' => ['196.168.1.2']],
            'sticky' => true,
"""


def table(config: object) -> object:
    """Return the migrations table as Laravel's MigrationServiceProvider takes it."""
    whole = judge.dotted(config, "database.migrations")
    return whole["table"] if isinstance(whole, dict) else whole


def with_lines(shape: str, lines: str) -> str:
    """Return a shape's config/database.php with lines put at the top of its mysql connection."""
    text = shapes.project(shape)["config/database.php"]
    return text.replace("'driver' => 'mysql',\n", "'driver' => 'mysql',\n" + lines, 1)


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_every_answer_is_what_laravel_reads(shape: str, tmp_path: Path) -> None:
    folder = shapes.make(shape, tmp_path)
    applied.written(folder, SECTIONS, {**ANSWERS, "database.port": "3307", "database.ca": "/etc/ssl/db.pem"})
    config = applied.config(folder)
    assert judge.dotted(config, "database.default") == "mysql"
    assert judge.dotted(config, f"{BASE}.host") == "10.0.0.5"
    assert str(judge.dotted(config, f"{BASE}.port")) == "3307"
    assert judge.dotted(config, f"{BASE}.database") == "hris_onni"
    assert judge.dotted(config, f"{BASE}.username") == "omniflow"
    assert "/etc/ssl/db.pem" in str(judge.dotted(config, f"{BASE}.options"))
    assert judge.dotted(config, f"{BASE}.read") is None
    assert table(config) == "laravel_migrations"


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_a_split_reads_its_hosts_from_env(shape: str, tmp_path: Path) -> None:
    folder = shapes.make(shape, tmp_path)
    applied.written(folder, SECTIONS, SPLIT)
    config = applied.config(folder)
    assert judge.dotted(config, f"{BASE}.read.host") == ["10.0.0.6", "10.0.0.7"]
    assert judge.dotted(config, f"{BASE}.write.host") == ["10.0.0.5"]
    assert judge.dotted(config, f"{BASE}.sticky") is True
    assert applied.env(folder)["DB_READ_HOST"] == "10.0.0.6,10.0.0.7"


@pytest.mark.parametrize("broken", ["", " , ", None])
def test_an_empty_list_of_replicas_falls_back_to_the_primary(broken: str | None, tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path)
    applied.written(folder, SECTIONS, SPLIT)
    text = shapes.with_env((folder / ".env").read_text(), {"DB_READ_HOST": f'"{broken}"' if broken else broken})
    (folder / ".env").write_text(text)
    assert judge.dotted(applied.config(folder), f"{BASE}.read.host") == ["10.0.0.5"]


def test_other_replicas_change_env_alone(tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path)
    applied.written(folder, SECTIONS, SPLIT)
    before = (folder / "config/database.php").read_text()
    applied.written(folder, SECTIONS, {"database.read_hosts": "10.0.0.8"})
    assert (folder / "config/database.php").read_text() == before
    assert judge.dotted(applied.config(folder), f"{BASE}.read.host") == ["10.0.0.8"]


def test_a_split_on_mariadb_leaves_mysql_alone(tmp_path: Path) -> None:
    folder = shapes.make("slim-13", tmp_path)
    applied.written(folder, SECTIONS, {**SPLIT, "database.connection": "mariadb", "database.sticky": "no"})
    config = applied.config(folder)
    assert judge.dotted(config, "database.default") == "mariadb"
    assert judge.dotted(config, "database.connections.mariadb.read.host") == ["10.0.0.6", "10.0.0.7"]
    assert judge.dotted(config, "database.connections.mariadb.sticky") is False
    assert judge.dotted(config, f"{BASE}.read") is None


def test_a_split_written_by_hand_is_an_answer_and_stays(tmp_path: Path) -> None:
    text = with_lines("classic-10", BY_HAND)
    folder = shapes.make("classic-10", tmp_path, files={"config/database.php": text})
    done = applied.written(folder, SECTIONS, {"database.migrations_table": "migrations"})
    answers = done.resolution.answers[Database]
    assert (answers.split, answers.host, answers.read_hosts) == (True, "196.168.1.2", "192.168.1.1")
    assert "database.public-address" in applied.codes(done)
    assert (folder / "config/database.php").read_text() == text


def test_hosts_of_a_split_by_hand_move_to_env_when_they_change(tmp_path: Path) -> None:
    text = with_lines("classic-10", BY_HAND)
    folder = shapes.make("classic-10", tmp_path, files={"config/database.php": text})
    applied.written(folder, SECTIONS, SPLIT)
    config = applied.config(folder)
    assert judge.dotted(config, f"{BASE}.read.host") == ["10.0.0.6", "10.0.0.7"]
    assert judge.dotted(config, f"{BASE}.write.host") == ["10.0.0.5"]


def test_no_takes_a_split_out(tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path)
    applied.written(folder, SECTIONS, SPLIT)
    applied.written(folder, SECTIONS, {"database.split": "no"})
    config = applied.config(folder)
    assert judge.dotted(config, f"{BASE}.read") is None
    assert judge.dotted(config, f"{BASE}.write") is None


def test_read_without_write_gets_its_write(tmp_path: Path) -> None:
    text = with_lines("slim-12", "            'read' => ['host' => env('REPLICA', '10.0.0.9')],\n")
    folder = shapes.make("slim-12", tmp_path, files={"config/database.php": text})
    applied.written(folder, SECTIONS, ANSWERS)
    assert judge.dotted(applied.config(folder), f"{BASE}.write.host") == ["10.0.0.5"]


def test_a_list_of_sides_is_not_rewritten(tmp_path: Path) -> None:
    lines = "            'read' => [['host' => '10.0.0.8'], ['host' => '10.0.0.9']],\n            'write' => [],\n"
    folder = shapes.make("slim-12", tmp_path, files={"config/database.php": with_lines("slim-12", lines)})
    assert applied.planned(folder, SECTIONS, ANSWERS).resolution.answers[Database].read_hosts == "10.0.0.8,10.0.0.9"
    assert "database.read-is-a-list" in applied.codes(applied.planned(folder, SECTIONS, SPLIT))


def test_a_url_is_taken_apart(tmp_path: Path) -> None:
    folder = shapes.make("db-url", tmp_path)
    done = applied.written(folder, SECTIONS, {"database.split": "no"})
    answers = done.resolution.answers[Database]
    assert (answers.host, answers.port, answers.database, answers.username) == ("db.example.test", 3307, "shop", "shop")
    config = applied.config(folder)
    assert judge.dotted(config, f"{BASE}.url") is None
    assert judge.dotted(config, f"{BASE}.host") == "db.example.test"
    assert judge.dotted(config, f"{BASE}.password") == "a-word"
    assert "database.url-taken-apart" in applied.codes(done)


def test_a_url_never_shows_its_password(tmp_path: Path) -> None:
    done = applied.planned(shapes.make("db-url", tmp_path), SECTIONS, {})
    assert not any("a-word" in str(line) for file in done.plan.files for line in file.lines)
    assert not any("a-word" in repr(finding) for finding in done.plan.findings)


@pytest.mark.parametrize("url", ["mysql://shop:w@db.test/shop?charset=utf8", "postgres://shop:w@db.test/shop", "?"])
def test_a_url_that_says_more_stops_the_plan(url: str, tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path, env={"DB_CONNECTION": "mysql", "DB_URL": url})
    done = applied.planned(folder, SECTIONS, ANSWERS)
    assert done.plan.blocked
    assert "database.url" in applied.codes(done)


def test_a_socket_is_taken_out(tmp_path: Path) -> None:
    folder = shapes.make("classic-9", tmp_path, env={"DB_SOCKET": "/run/mysqld.sock"})
    done = applied.written(folder, SECTIONS, ANSWERS)
    assert "database.socket" in applied.codes(done)
    assert judge.dotted(applied.config(folder), f"{BASE}.unix_socket") == ""


def test_sqlite_is_replaced_and_placeholders_are_no_answers(tmp_path: Path) -> None:
    done = applied.planned(shapes.make("slim-12", tmp_path), SECTIONS, {})
    assert done.resolution.answers[Database].connection == "mysql"
    assert "database.connection.node-local" in applied.codes(done)
    assert set(done.missing) >= {("database", "host"), ("database", "database"), ("database", "username")}


def test_postgres_is_kept(tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path, env={"DB_CONNECTION": "pgsql"})
    done = applied.written(folder, SECTIONS, ANSWERS)
    assert "database.connection.kept" in applied.codes(done)
    assert done.resolution.answers[Database].port == 5432
    assert judge.dotted(applied.config(folder), "database.connections.pgsql.host") == "10.0.0.5"


def test_mariadb_before_eleven_is_no_connection(tmp_path: Path) -> None:
    done = applied.planned(shapes.make("classic-10", tmp_path), SECTIONS, {**ANSWERS, "database.connection": "mariadb"})
    assert "database.no-connection" in {f.code for f in done.plan.findings if f.level is Level.ERROR}


def test_an_upgraded_app_reaches_the_mariadb_of_the_framework(tmp_path: Path) -> None:
    folder = shapes.make("classic-12", tmp_path)
    typed = {**ANSWERS, "database.connection": "mariadb"}
    applied.written(folder, SECTIONS, typed)
    assert judge.dotted(applied.config(folder), "database.connections.mariadb.host") == "10.0.0.5"
    again = applied.planned(folder, SECTIONS, {**SPLIT, "database.connection": "mariadb"})
    assert again.plan.blocked  # there is no array of its own to put the split in: the lines to paste are shown


def test_the_table_that_is_there_is_not_renamed_twice(tmp_path: Path) -> None:
    folder = shapes.make("classic-10", tmp_path)
    applied.written(folder, SECTIONS, ANSWERS)
    done = applied.planned(folder, SECTIONS, {})
    assert "database.migrations-renamed" not in applied.codes(done)


@pytest.mark.parametrize("shape", ["upgraded-12", "own-keys", "array-crlf", "code-around"])
def test_odd_projects_get_their_split_too(shape: str, tmp_path: Path) -> None:
    folder = shapes.make(shape, tmp_path)
    applied.written(folder, SECTIONS, {**SPLIT, "database.password": "w'or\"d #1"})
    config = applied.config(folder)
    assert judge.dotted(config, f"{BASE}.read.host") == ["10.0.0.6", "10.0.0.7"]
    assert judge.dotted(config, f"{BASE}.write.host") == ["10.0.0.5"]
    assert judge.dotted(config, f"{BASE}.password") == "w'or\"d #1"
    assert table(config) == "laravel_migrations"


def test_a_config_without_a_migrations_entry_gets_one(tmp_path: Path) -> None:
    text = shapes.project("slim-12")["config/database.php"]
    start, end = text.index("    'migrations' =>"), text.index("    /*\n    | Redis")
    folder = shapes.make("slim-12", tmp_path, files={"config/database.php": text[:start] + text[end:]})
    applied.written(folder, SECTIONS, ANSWERS)
    assert table(applied.config(folder)) == "laravel_migrations"


def test_no_config_file_for_a_split_is_a_finding_not_a_crash(tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path, remove=["config/database.php"])
    done = applied.planned(folder, SECTIONS, SPLIT)
    assert done.plan.blocked
    assert any("config:publish database" in f.remedy.en for f in done.plan.findings)


@pytest.mark.parametrize("shape", LATE)
@pytest.mark.parametrize("vendor", [True, False])
def test_without_a_config_file_the_name_of_the_table_gets_a_small_one(
    shape: str, vendor: bool, tmp_path: Path
) -> None:
    files = shapes.vendored(int(shape[-2:])) if vendor else {}
    folder = shapes.make(shape, tmp_path, files=files, remove=["config/database.php"])
    before = applied.config(folder)
    applied.written(folder, SECTIONS, {**ANSWERS, "database.connection": "mysql"})
    config = applied.config(folder)
    assert table(config) == "laravel_migrations"
    assert judge.dotted(config, "database.migrations.update_date_on_publish") is True
    assert judge.dotted(config, f"{BASE}.host") == "10.0.0.5"
    assert judge.dotted(config, "database.redis") == judge.dotted(before, "database.redis")
    assert judge.dotted(config, "database.connections.pgsql.driver") == "pgsql"


@pytest.mark.parametrize("shape", LATE)
def test_without_a_config_file_a_name_that_is_right_needs_none(shape: str, tmp_path: Path) -> None:
    folder = shapes.make(shape, tmp_path, remove=["config/database.php"])
    applied.written(folder, SECTIONS, {**ANSWERS, "database.migrations_table": "migrations"})
    assert not (folder / "config/database.php").exists()
    assert table(applied.config(folder)) == "migrations"


def test_an_app_that_is_not_merged_gets_no_file_of_half_a_config(tmp_path: Path) -> None:
    text = shapes.project("slim-12")["bootstrap/app.php"]
    text = text.replace("->create();", "->create()->dontMergeFrameworkConfiguration();")
    folder = shapes.make("slim-12", tmp_path, files={"bootstrap/app.php": text}, remove=["config/database.php"])
    done = applied.planned(folder, SECTIONS, ANSWERS)
    assert "config/database.php" not in [file.path for file in done.plan.files]
    assert done.plan.blocked


def test_a_ca_file_that_nothing_reads_stops_the_plan(tmp_path: Path) -> None:
    text = shapes.project("classic-9")["config/database.php"].replace("env('MYSQL_ATTR_SSL_CA')", "'/old.pem'")
    folder = shapes.make("classic-9", tmp_path, files={"config/database.php": text})
    done = applied.planned(folder, SECTIONS, {**ANSWERS, "database.ca": "/etc/ssl/db.pem"})
    assert "database.no-ca" in applied.codes(done)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_a_typed_loopback_is_a_warning(host: str, tmp_path: Path) -> None:
    done = applied.planned(shapes.make("classic-9", tmp_path), SECTIONS, {**ANSWERS, "database.host": host})
    assert "database.loopback" in applied.codes(done)
    assert not done.plan.blocked


def test_names_that_mysql_allows_are_accepted() -> None:
    questions = Database.questions()
    assert parse(questions["database"], "my-shop_2") == "my-shop_2"
    for bad in ("a b", "a;b", "../x", "a/b", "x" * 65):
        with pytest.raises(Invalid):
            parse(questions["database"], bad)
    with pytest.raises(Invalid):
        parse(questions["ca"], "certs/ca.pem")
