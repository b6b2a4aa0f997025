"""The two sides of a connection: the project's own keys and code stay, and what cannot be told is no fact."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from tests import judge, shapes
from tests.sections import applied
from tests.sections.test_database import ANSWERS, BASE, SECTIONS, SPLIT, with_lines
from wizard.sections.database import Database

OWN_KEYS = """\
            'read' => [
                'host' => [
                    env('DB_HOST_READ', env('DB_HOST', '127.0.0.1')),
                ],
            ],
            'write' => [
                'host' => [
                    env('DB_HOST_WRITE', env('DB_HOST', '127.0.0.1')),
                ],
            ],
            'sticky' => env('DB_STICKY', true),
"""
BY_CODE = """\
            'read' => ['host' => (fn () => ['10.0.0.9'])()],
            'write' => ['host' => [env('DB_HOST', '127.0.0.1')]],
"""


def own_keys(folder: Path, env: Mapping[str, str] = MappingProxyType({})) -> Path:
    """Make a project whose sides are read from keys of its own, and whose connection has no host."""
    lines = with_lines("classic-10", OWN_KEYS).replace("            'host' => env('DB_HOST', '127.0.0.1'),\n", "", 1)
    return shapes.make("classic-10", folder, env=env, files={"config/database.php": lines})


def kept(folder: Path, typed: Mapping[str, str]) -> tuple[Mapping[str, str | None], object]:
    """Write, and return the new `.env` and the connection; the file with the sides may not change."""
    before = (folder / "config/database.php").read_text()
    applied.written(folder, SECTIONS, {**typed, "database.migrations_table": "migrations"})
    assert (folder / "config/database.php").read_text() == before
    return applied.env(folder), judge.dotted(applied.config(folder), BASE)


def test_two_sides_on_one_server_are_no_split_and_ask_for_no_replicas(tmp_path: Path) -> None:
    folder = own_keys(tmp_path, {"DB_HOST": "localhost"})
    done = applied.planned(folder, SECTIONS, {"database.host": "10.0.0.5"})
    assert not done.resolution.answers[Database].split
    assert ("database", "read_hosts") not in done.missing
    env, config = kept(folder, ANSWERS)
    assert env["DB_HOST"] == "10.0.0.5"
    assert not {"DB_HOST_READ", "DB_HOST_WRITE", "DB_READ_HOST"} & set(env)
    assert judge.dotted(config, "read.host") == judge.dotted(config, "write.host") == ["10.0.0.5"]


def test_a_replica_goes_under_the_key_that_the_project_reads(tmp_path: Path) -> None:
    typed = {**SPLIT, "database.read_hosts": "10.0.0.6", "database.sticky": "no"}
    env, config = kept(own_keys(tmp_path), typed)
    assert (env["DB_HOST"], env["DB_HOST_READ"]) == ("10.0.0.5", "10.0.0.6")
    assert not {"DB_HOST_WRITE", "DB_READ_HOST"} & set(env)
    assert (judge.dotted(config, "read.host"), judge.dotted(config, "write.host")) == (["10.0.0.6"], ["10.0.0.5"])
    assert judge.dotted(config, "sticky") is False


def test_a_split_under_keys_of_the_projects_own_is_the_answer(tmp_path: Path) -> None:
    env = {"DB_HOST_READ": "10.0.0.6", "DB_HOST_WRITE": "10.0.0.7", "DB_HOST": "10.0.0.8"}
    folder = own_keys(tmp_path, env)
    done = applied.planned(folder, SECTIONS, {})
    answers = done.resolution.answers[Database]
    assert (answers.split, answers.host, answers.read_hosts) == (True, "10.0.0.7", "10.0.0.6")
    after, config = kept(folder, {"database.host": "10.0.0.5"})
    assert (after["DB_HOST_WRITE"], after["DB_HOST_READ"], after["DB_HOST"]) == ("10.0.0.5", "10.0.0.6", "10.0.0.8")
    assert judge.dotted(config, "write.host") == ["10.0.0.5"]


def test_sides_on_one_server_move_with_it_under_their_own_keys(tmp_path: Path) -> None:
    env, config = kept(own_keys(tmp_path, {"DB_HOST_READ": "db", "DB_HOST_WRITE": "db"}), ANSWERS)
    assert (env["DB_HOST_READ"], env["DB_HOST_WRITE"]) == ("10.0.0.5", "10.0.0.5")
    assert judge.dotted(config, "read.host") == judge.dotted(config, "write.host") == ["10.0.0.5"]


def test_replicas_that_do_not_fit_into_one_key_are_a_list_and_that_is_said(tmp_path: Path) -> None:
    folder = own_keys(tmp_path)
    done = applied.written(folder, SECTIONS, SPLIT)
    assert "database.replicas-rewritten" in applied.codes(done)
    assert applied.env(folder)["DB_HOST_READ"] == "10.0.0.6,10.0.0.7"
    config = applied.config(folder)
    assert judge.dotted(config, f"{BASE}.read.host") == ["10.0.0.6", "10.0.0.7"]
    assert judge.dotted(config, f"{BASE}.write.host") == ["10.0.0.5"]
    (folder / ".env").write_text(shapes.with_env((folder / ".env").read_text(), {"DB_HOST_READ": None}))
    assert judge.dotted(applied.config(folder), f"{BASE}.read.host") == ["10.0.0.5"]


def test_an_answer_of_no_takes_a_split_under_own_keys_out(tmp_path: Path) -> None:
    folder = own_keys(tmp_path, {"DB_HOST_READ": "10.0.0.6"})
    applied.written(folder, SECTIONS, {**ANSWERS, "database.split": "no"})
    config = applied.config(folder)
    assert judge.dotted(config, f"{BASE}.read") is judge.dotted(config, f"{BASE}.write") is None
    assert judge.dotted(config, f"{BASE}.host") == "10.0.0.5"


def test_hosts_that_code_makes_are_not_asked_for_and_stay(tmp_path: Path) -> None:
    text = with_lines("slim-12", BY_CODE)
    folder = shapes.make("slim-12", tmp_path, files={"config/database.php": text})
    done = applied.planned(folder, SECTIONS, ANSWERS)
    assert (done.resolution.answers[Database].split, done.missing) == (True, ())
    assert "database.split-kept" in applied.codes(done)
    _, config = kept(folder, ANSWERS)
    assert (judge.dotted(config, "read.host"), judge.dotted(config, "write.host")) == (["10.0.0.9"], ["10.0.0.5"])
    applied.written(folder, SECTIONS, SPLIT)
    assert judge.dotted(applied.config(folder), f"{BASE}.read.host") == ["10.0.0.6", "10.0.0.7"]


@pytest.mark.parametrize("code", ["'read' => (fn () => null)(),", "...(fn () => [])(),"])
def test_a_side_that_cannot_be_told_is_neither_a_split_nor_taken_out(code: str, tmp_path: Path) -> None:
    text = with_lines("slim-12", f"            {code}\n")
    folder = shapes.make("slim-12", tmp_path, files={"config/database.php": text})
    done = applied.planned(folder, SECTIONS, {**ANSWERS, "database.migrations_table": "migrations"})
    assert not done.resolution.answers[Database].split
    assert "config/database.php" not in [file.path for file in done.plan.files]
    assert not {"database.url", "database.socket", "database.read-is-a-list"} & applied.codes(done)


@pytest.mark.parametrize("key", ["url", "unix_socket"])
def test_what_code_makes_is_no_finding_about_a_url_or_a_socket(key: str, tmp_path: Path) -> None:
    text = re.sub(rf"'{key}' => env\('\w+'(, '')?\)", f"'{key}' => (fn () => null)()", with_lines("slim-12", ""))
    folder = shapes.make("slim-12", tmp_path, files={"config/database.php": text})
    codes = applied.codes(applied.planned(folder, SECTIONS, {**ANSWERS, "database.connection": "mysql"}))
    assert not {"database.url", "database.url-taken-apart", "database.socket"} & codes


@pytest.mark.parametrize(
    ("host", "primary"),
    [
        ("env('DB_HOST', 'shop-db')", "env('DB_HOST', 'shop-db')"),
        ("env('DB_HOST1', env('DB_HOST', '127.0.0.1'))", "env('DB_HOST1', env('DB_HOST', '127.0.0.1'))"),
        ("env(\n                'DB_HOST',\n                'shop-db'\n            )", "'shop-db'\n"),
        ("'10.9.9.9'", "env('DB_HOST', '10.9.9.9')"),
        ("'10.0.0.5'", "'10.0.0.5'"),
    ],
)
def test_the_primary_is_read_as_the_project_reads_its_host(host: str, primary: str, tmp_path: Path) -> None:
    text = with_lines("slim-12", "").replace("'host' => env('DB_HOST', '127.0.0.1'),", f"'host' => {host},")
    folder = shapes.make("slim-12", tmp_path, env={"DB_CONNECTION": "mysql"}, files={"config/database.php": text})
    applied.written(folder, SECTIONS, SPLIT)
    config = applied.config(folder)
    assert judge.dotted(config, f"{BASE}.write.host") == ["10.0.0.5"]
    written = (folder / "config/database.php").read_text()
    assert written.partition("'write' => [")[2].partition("'sticky'")[0].count(primary) == 1
    (folder / ".env").write_text(shapes.with_env((folder / ".env").read_text(), {"DB_READ_HOST": None}))
    assert judge.dotted(applied.config(folder), f"{BASE}.read.host") == ["10.0.0.5"]


@pytest.mark.parametrize("shape", [*shapes.SHAPES, "array-crlf"])
def test_the_list_of_replicas_is_broken_over_lines_of_this_file(shape: str, tmp_path: Path) -> None:
    folder = shapes.make(shape, tmp_path)
    applied.written(folder, SECTIONS, SPLIT)
    text = (folder / "config/database.php").read_text()
    assert max(map(len, text.partition("'read' =>")[2].partition("'sticky'")[0].splitlines())) < 80
    assert ("array(env('DB_HOST'" in text) == (shape == "array-crlf")
