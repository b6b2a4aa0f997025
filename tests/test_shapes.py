"""The miniature projects are true to the facts: real PHP reads from them what LARAVEL.md, section 1, says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests import lab, shapes
from tests.judge import Unreadable, dotted, evaluate, evaluate_all
from tests.matrix import NOWHERE, OLD, READS

SAMPLE = Path(__file__).parent.parent / "templates" / "sample"
DOT_FILES = ("env", "env.example", "gitignore")

KEYS = tuple(dict.fromkeys((*(key for key, *_ in READS), *NOWHERE)))
WITHOUT: dict[str, str | None] = dict.fromkeys(KEYS)
PROBES: dict[str, str | None] = {key: f"<{key}>" for key in KEYS}


def complaints(project: Path) -> dict[str, str]:
    """What PHP has against the project's files, by path."""
    files = [*project.rglob("*.php"), *project.glob("artisan")]
    return lab.php_lint({path.relative_to(project).as_posix(): path.read_text() for path in files})


@pytest.fixture(scope="module")
def by_default(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """The config of each shape where `.env` has none of the keys."""
    folder = tmp_path_factory.mktemp("default")
    made = [shapes.make(shape, folder / shape, env=WITHOUT) for shape in shapes.SHAPES]
    return dict(zip(shapes.SHAPES, evaluate_all(made), strict=True))


@pytest.fixture(scope="module")
def probed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """The config of each shape where `.env` has all of the keys, each with its own value."""
    folder = tmp_path_factory.mktemp("probed")
    made = [shapes.make(shape, folder / shape, env=PROBES) for shape in shapes.SHAPES]
    return dict(zip(shapes.SHAPES, evaluate_all(made), strict=True))


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_each_setting_has_the_default_of_the_matrix(
    shape: str, by_default: dict[str, dict[str, object]]
) -> None:
    wanted = {name: repr(value) for _, name, value, where in READS if shape in where}
    assert {name: repr(dotted(by_default[shape], name)) for name in wanted} == wanted


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_each_setting_obeys_the_key_of_the_matrix(shape: str, probed: dict[str, dict[str, object]]) -> None:
    wanted = {name: f"<{key}>" for key, name, _, where in READS if shape in where}
    assert {name: dotted(probed[shape], name) for name in wanted} == wanted


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_a_key_that_the_matrix_does_not_name_is_dead(
    shape: str, probed: dict[str, dict[str, object]]
) -> None:
    live = {key for key, _, _, where in READS if shape in where}
    assert set(re.findall(r"<([A-Z_]+)>", json.dumps(probed[shape]))) == live


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_the_ca_file_is_an_option_where_php_speaks_mysql(shape: str, tmp_path: Path) -> None:
    config = evaluate(shapes.make(shape, tmp_path, env={"MYSQL_ATTR_SSL_CA": "/etc/ca.pem"}))
    options = dotted(config, "database.connections.mysql.options")
    assert options == [] or (isinstance(options, dict) and list(options.values()) == ["/etc/ca.pem"])


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_the_migrations_table_is_a_literal_in_the_form_of_the_version(
    shape: str, by_default: dict[str, dict[str, object]]
) -> None:
    literal = "migrations" if shape in OLD else {"table": "migrations", "update_date_on_publish": True}
    assert dotted(by_default[shape], "database.migrations") == literal


@pytest.mark.parametrize("shape", (*shapes.SHAPES, *shapes.ODD))
def test_php_finds_no_fault_in_any_file(shape: str, tmp_path: Path) -> None:
    faults = complaints(shapes.make(shape, tmp_path))
    assert list(faults) == (["config/cache.php"] if shape == "broken-config" else [])


def test_a_fresh_install_keeps_its_state_on_the_node(tmp_path: Path) -> None:
    kept = ("session.driver", "cache.default", "queue.default", "filesystems.default", "logging.default")
    for shape in shapes.SHAPES:
        config = evaluate(shapes.make(shape, tmp_path / shape))
        old = ["file", "file", "sync", "local", "stack"]
        new = ["database", "database", "database", "local", "stack"]
        assert [dotted(config, name) for name in kept] == (old if shape in OLD else new)
        assert dotted(config, "database.default") == ("mysql" if shape in OLD else "sqlite")
        assert dotted(config, "cache.prefix") != "" or shape == "slim-11"


def test_an_upgraded_application_does_not_hear_the_new_keys(tmp_path: Path) -> None:
    config = evaluate(shapes.make("upgraded-12", tmp_path))
    assert [dotted(config, name) for name in ("cache.default", "session.table")] == ["file", "sessions"]


def test_an_application_may_have_keys_of_its_own(tmp_path: Path) -> None:
    own = {"OMNI_SESSION_DRIVER": "redis", "OMNI_SESSION_COOKIE": "omni", "SESSION_TABLE": "unread"}
    session = evaluate(shapes.make("own-keys", tmp_path, env=own))["session"]
    found = [dotted(session, name) for name in ("driver", "cookie", "table")]
    assert found == ["redis", "omni", "sessions"]


def test_long_arrays_and_windows_line_ends_change_no_value(tmp_path: Path) -> None:
    odd = shapes.make("array-crlf", tmp_path / "odd")
    assert evaluate(odd) == evaluate(shapes.make("classic-9", tmp_path / "ordinary"))
    for path in (odd / ".env", odd / "config" / "session.php"):
        assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n") > 10
    assert "array(" in (odd / "config" / "session.php").read_text()


def test_code_around_the_return_changes_no_value(tmp_path: Path) -> None:
    odd = shapes.make("code-around", tmp_path / "odd")
    assert evaluate(odd) == evaluate(shapes.make("classic-10", tmp_path / "ordinary"))


def test_computed_config_hears_no_key(tmp_path: Path) -> None:
    env = {
        "SESSION_DRIVER": "redis",
        "CACHE_STORE": "redis",
        "QUEUE_CONNECTION": "redis",
        "LOG_CHANNEL": "stderr",
    }
    config = evaluate(shapes.make("computed", tmp_path, env=env))
    names = ("session.driver", "cache.default", "queue.default", "logging.default", "database.default")
    assert [dotted(config, name) for name in names] == ["file", "file", "sync", "stack", "mysql"]


def test_a_deleted_config_file_is_answered_by_the_framework(tmp_path: Path) -> None:
    env = {"SESSION_TABLE": "shop_sessions", "CACHE_STORE": "redis"}
    config = evaluate(shapes.make("deleted-config", tmp_path, env=env))
    assert dotted(config, "session.table") == "shop_sessions"
    assert dotted(config, "session.cookie") == "laravel_session"
    assert dotted(config, "cache.default") == "redis"


def test_the_config_in_vendor_is_the_one_that_is_merged(tmp_path: Path) -> None:
    vendored = shapes.vendored(12) | {
        "vendor/laravel/framework/config/session.php": "<?php\n\nreturn ['driver' => 'from vendor'];\n"
    }
    made = shapes.make("deleted-config", tmp_path, files=vendored)
    assert evaluate(made)["session"] == {"driver": "from vendor"}


def test_an_application_may_refuse_to_be_merged(tmp_path: Path) -> None:
    bootstrap = shapes.project("slim-12")["bootstrap/app.php"]
    refusing = bootstrap.replace("->create();", "->create()->dontMergeFrameworkConfiguration();")
    config = evaluate(shapes.make("slim-12", tmp_path, files={"bootstrap/app.php": refusing}))
    assert "view" not in config
    assert dotted(config, "app.asset_url", "missing") == "missing"


def test_before_laravel_11_nothing_is_merged(tmp_path: Path) -> None:
    config = evaluate(shapes.make("classic-10", tmp_path, remove=["config/session.php"]))
    assert dotted(config, "session.driver", "missing") == "missing"


def test_named_parts_are_merged_one_by_one_and_redis_as_a_whole(tmp_path: Path) -> None:
    own = "['connections' => ['mysql' => ['driver' => 'mysql']], 'redis' => ['client' => 'predis']]"
    files = {"config/database.php": f"<?php\n\nreturn {own};\n"}
    config = evaluate(shapes.make("slim-11", tmp_path, files=files))
    assert dotted(config, "database.connections.mysql") == {"driver": "mysql"}
    assert dotted(config, "database.connections.mariadb.driver") == "mariadb"
    assert dotted(config, "database.redis") == {"client": "predis"}
    assert dotted(config, "database.migrations.table") == "migrations"


@pytest.mark.parametrize(("version", "connection"), [("14.5.0", "default"), ("13.2.0", "AMQPLazyConnection")])
def test_the_rabbitmq_package_brings_its_connection(version: str, connection: str, tmp_path: Path) -> None:
    packages = {"vladimir-yuldashev/laravel-queue-rabbitmq": version}
    made = shapes.make("slim-12", tmp_path, env={"RABBITMQ_HOST": "10.0.0.9"}, packages=packages)
    config = evaluate(made)
    assert dotted(config, "queue.connections.rabbitmq.hosts.0.host") == "10.0.0.9"
    assert str(dotted(config, "queue.connections.rabbitmq.connection")).endswith(connection)


def test_the_process_environment_beats_the_file(tmp_path: Path) -> None:
    made = shapes.make("slim-12", tmp_path)
    assert dotted(evaluate(made, {"SESSION_DRIVER": "redis"}), "session.driver") == "redis"


def test_a_second_env_file_is_read_in_its_environment_only(tmp_path: Path) -> None:
    made = shapes.make("two-env", tmp_path)
    assert dotted(evaluate(made), "session.driver") == "database"
    assert dotted(evaluate(made, {"APP_ENV": "production"}), "session.driver") == "cookie"


def test_nothing_null_empty_false_and_zero_are_told_apart(tmp_path: Path) -> None:
    env = {
        "SESSION_DOMAIN": "null",
        "SESSION_PATH": "",
        "SESSION_SECURE_COOKIE": "false",
        "SESSION_LIFETIME": "0",
    }
    session = evaluate(shapes.make("slim-12", tmp_path, env=env))["session"]
    assert [dotted(session, name) for name in ("domain", "path", "secure")] == [None, "", False]
    assert repr(dotted(session, "lifetime")) == "0"
    assert dotted(session, "nothing", "missing") == "missing"


def test_a_value_that_is_no_text_is_told(tmp_path: Path) -> None:
    odd = {
        "config/odd.php": "<?php\n\nreturn ['closure' => fn () => 1, 'bytes' => \"\\xe9\", 'ratio' => 1.0];\n"
    }
    config = evaluate(shapes.make("slim-12", tmp_path, files=odd))
    assert config["odd"] == {"closure": "@object:Closure", "bytes": "@bytes:6Q==", "ratio": 1.0}


@pytest.mark.parametrize(
    ("shape", "env", "names"),
    [
        ("broken-config", {}, "config/cache.php: ParseError"),
        ("not-laravel", {}, "composer.lock"),
        ("slim-12", {"APP_NAME": "two words"}, "InvalidFileException"),
    ],
)
def test_what_php_cannot_read_is_said(shape: str, env: dict[str, str], names: str, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=names):
        evaluate(shapes.make(shape, tmp_path, env=env))


def test_one_byte_of_the_env_file_is_latin_1(tmp_path: Path) -> None:
    with pytest.raises(UnicodeDecodeError):
        (shapes.make("latin1", tmp_path) / ".env").read_text("utf-8")


def test_the_sample_has_something_to_cure_in_every_section(tmp_path: Path) -> None:
    for path in SAMPLE.rglob("*"):
        if path.is_file():
            name = path.relative_to(SAMPLE).as_posix()
            target = tmp_path / (f".{name}" if name in DOT_FILES else name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    config = evaluate(tmp_path)
    cured = {
        "session.driver": "file",
        "cache.default": "file",
        "filesystems.default": "local",
        "database.connections.mysql.host": "127.0.0.1",
        "queue.default": "sync",
        "logging.default": "stack",
        "app.key": "",
    }
    assert {name: dotted(config, name) for name in cured} == cured
    assert "/health" not in (tmp_path / "routes" / "web.php").read_text()
    assert complaints(tmp_path) == {}
