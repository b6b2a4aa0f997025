"""Redis: one server for all nodes, and nothing of a set-up that is sound is lost."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.sections.sketch import Planned, edited, plan, planned
from tests.shapes import NO_PACKAGES, NOTHING, SHAPES, project
from wizard.finding import Invalid, Level
from wizard.project import Project
from wizard.question import parse
from wizard.sections.cache import Cache
from wizard.sections.database import Database
from wizard.sections.redis import Redis
from wizard.sections.session import Session

ALL = (Session, Cache, Database, Redis)
HOST = {"session.driver": "redis", "cache.store": "redis", "redis.host": "10.0.0.10"}
SERVER = [f"database.redis.{name}.{part}" for name in ("default", "cache") for part in ("host", "port", "password")]

CLUSTER = "database.redis.clusters.default"
NODE = "['host' => env('REDIS_HOST', '127.0.0.1'), 'port' => env('REDIS_PORT', 6379), 'password' => env('REDIS_PASSWORD')]"


def redis(
    shape: str,
    folder: Path,
    typed: Mapping[str, str],
    env: Mapping[str, str | None] = NOTHING,
    files: Mapping[str, str | None] = NOTHING,
    packages: Mapping[str, str] = NO_PACKAGES,
) -> Planned:
    return planned(ALL, shape, folder, {**HOST, **typed}, env=env, files=files, packages=packages)


@pytest.mark.parametrize("shape", SHAPES)
def test_both_connections_reach_the_server_with_its_password(shape: str, tmp_path: Path) -> None:
    done = redis(shape, tmp_path, {"redis.port": "6380", "redis.password": "p#a s'$word"})
    assert done.seen(*SERVER) == ["10.0.0.10", "6380", "p#a s'$word"] * 2
    assert done.outcome.plan.blocked is False


@pytest.mark.parametrize("shape", SHAPES)
def test_numbers_and_prefix_take_effect(shape: str, tmp_path: Path) -> None:
    typed = {"redis.database": "3", "redis.cache_database": "4", "redis.prefix": "omniflow_"}
    settings = ("database.redis.default.database", "database.redis.cache.database", "database.redis.options.prefix")
    assert redis(shape, tmp_path, typed).seen(*settings) == ["3", "4", "omniflow_"]


def test_a_server_on_the_node_itself_is_no_answer(tmp_path: Path) -> None:
    done = planned(ALL, "classic-10", tmp_path, {"session.driver": "redis"})
    assert ("redis", "host") in done.outcome.missing
    assert done.finding("redis.host.node-local").level is Level.WARNING


@pytest.mark.parametrize("host", ["/run/redis/redis.sock", "unix:/run/redis.sock", "tls://localhost"])
def test_a_socket_or_tls_on_the_node_itself_is_no_answer(host: str, tmp_path: Path) -> None:
    done = planned(ALL, "classic-10", tmp_path, {"session.driver": "redis"}, env={"REDIS_HOST": host})
    assert ("redis", "host") in done.outcome.missing


def test_a_host_with_tls_is_kept(tmp_path: Path) -> None:
    host = "tls://redis.example.com"
    done = planned(ALL, "classic-10", tmp_path, {"session.driver": "redis"}, env={"REDIS_HOST": host})
    assert done.seen("database.redis.default.host") == [host]
    assert ("redis", "host") not in done.outcome.missing


@pytest.mark.parametrize("host", ["redis://10.0.0.1", "10.0.0.1:6379", "a b", ""])
def test_what_is_no_host_is_refused(host: str) -> None:
    with pytest.raises(Invalid):
        parse(Redis.questions()["host"], host)


def test_without_a_user_nothing_is_put_into_the_config(tmp_path: Path) -> None:
    done = redis("classic-8", tmp_path, {})
    assert "REDIS_USERNAME" not in done.text("config/database.php")
    assert "REDIS_USERNAME" not in done.env


def test_8_is_not_asked_for_a_user_that_its_phpredis_does_not_know(tmp_path: Path) -> None:
    done = redis("classic-8", tmp_path, {})
    answers = done.outcome.resolution.answers[Redis]
    assert "username" not in answers.asked(_open(tmp_path))


def test_a_user_is_written_where_the_config_reads_one(tmp_path: Path) -> None:
    done = redis("slim-12", tmp_path, {"redis.username": "app"})
    assert done.seen("database.redis.default.username", "database.redis.cache.username") == ["app", "app"]


def test_one_number_for_sessions_and_cache_is_an_error_when_it_is_typed(tmp_path: Path) -> None:
    done = redis("classic-10", tmp_path, {"redis.database": "1", "redis.cache_database": "1"})
    errors = [f.code for f in done.outcome.plan.findings if f.level is Level.ERROR]
    assert errors == ["redis.one-database"]


def test_one_number_that_the_project_has_is_parted(tmp_path: Path) -> None:
    done = redis("classic-10", tmp_path, {}, env={"REDIS_DB": "1", "REDIS_CACHE_DB": "1"})
    assert done.seen("database.redis.default.database", "database.redis.cache.database") == ["1", "0"]
    assert "redis.cache-database.node-local" in done.codes


def test_a_url_is_taken_apart(tmp_path: Path) -> None:
    url = "rediss://app:p%40ss@redis.example.com:6390/5"
    done = planned(ALL, "slim-12", tmp_path, {"session.driver": "redis"}, env={"REDIS_URL": url})
    assert done.seen("database.redis.default.url", "database.redis.cache.url", *SERVER[:3]) == [
        None, None, "tls://redis.example.com", "6390", "p@ss"]  # fmt: skip
    assert done.seen("database.redis.default.database", "database.redis.cache.database") == ["5", "1"]
    assert "REDIS_URL" not in done.env


@pytest.mark.parametrize("url", ["rediss://sEnTiNeL@redis.example.com", "redis://sEnTiNeL:@redis.example.com/5"])
def test_a_token_alone_in_a_url_is_no_user_and_is_said_nowhere(url: str, tmp_path: Path) -> None:
    done = planned(ALL, "slim-12", tmp_path, {"session.driver": "redis"}, env={"REDIS_URL": url})
    plan_ = done.outcome.plan
    assert done.outcome.resolution.answers[Redis].username is None
    assert "sEnTiNeL" not in str([(f.path, f.new.shown, f.path != ".env" and f.after) for f in plan_.files])
    assert "sEnTiNeL" not in str([(f.why.en, f.remedy.en) for f in plan_.findings])


def test_a_user_in_a_url_whose_password_stands_beside_it_stays(tmp_path: Path) -> None:
    env = {"REDIS_URL": "redis://app@redis.example.com", "REDIS_PASSWORD": "s3cret"}
    done = planned(ALL, "slim-12", tmp_path, {"session.driver": "redis"}, env=env)
    assert done.seen("database.redis.default.username", "database.redis.default.password") == ["app", "s3cret"]


def test_a_cache_with_a_server_of_its_own_keeps_it(tmp_path: Path) -> None:
    files = {"config/database.php": _cache_reads(project("classic-10")["config/database.php"], "REDIS_CACHE_HOST")}
    done = redis("classic-10", tmp_path, {"redis.password": "x"}, env={"REDIS_CACHE_HOST": "10.0.0.11"}, files=files)
    assert done.seen("database.redis.default.host", "database.redis.cache.host") == ["10.0.0.10", "10.0.0.11"]
    assert plan(ALL, tmp_path, {}).outcome.plan.files == ()


def test_a_cluster_whose_servers_stand_in_the_file_is_left_as_it_is(tmp_path: Path) -> None:
    done = redis("classic-10", tmp_path, {}, files=cluster("['host' => '10.0.0.20', 'port' => 6379]"))
    assert done.seen("database.redis.clusters.default.0.host", "database.redis.default") == ["10.0.0.20", None]
    assert done.finding("redis.cluster").level is Level.WARNING
    assert "10.0.0.10" in done.finding("redis.cluster-kept").why.en


def test_a_cluster_that_reads_its_server_from_env_gets_the_host(tmp_path: Path) -> None:
    done = redis("classic-10", tmp_path, {"redis.port": "7000"}, files=cluster(NODE))
    assert done.seen(f"{CLUSTER}.0.host", f"{CLUSTER}.0.port", "database.redis.cache") == ["10.0.0.10", "7000", None]
    assert done.finding("redis.cluster").level is Level.WARNING
    assert plan(ALL, tmp_path, {}).outcome.plan.files == ()


def test_a_cluster_on_the_node_itself_is_no_answer(tmp_path: Path) -> None:
    done = planned(ALL, "classic-10", tmp_path, {"session.driver": "redis"}, files=cluster(NODE))
    assert ("redis", "host") in done.outcome.missing
    assert done.finding("redis.host.node-local").where.startswith("config/database.php:")


def test_a_cluster_that_is_shared_already_is_kept(tmp_path: Path) -> None:
    done = planned(ALL, "classic-10", tmp_path, {"session.driver": "redis"}, env={"REDIS_HOST": "10.0.0.20"},
                   files=cluster(NODE))  # fmt: skip
    assert done.seen(f"{CLUSTER}.0.host") == ["10.0.0.20"]
    assert ("redis", "host") not in done.outcome.missing


def test_a_clusters_own_server_in_the_file_moves_to_env_when_it_is_the_node_itself(tmp_path: Path) -> None:
    done = redis("classic-10", tmp_path, {}, files=cluster("['host' => '127.0.0.1', 'port' => 6379]"))
    assert done.seen(f"{CLUSTER}.0.host") == ["10.0.0.10"]


@pytest.mark.parametrize(("second", "is_error"), [
    ("['host' => env('REDIS_HOST', 'x'), 'port' => 7001]", False),
    ("['host' => env('REDIS_HOST_2', '10.0.0.11'), 'port' => 6379]", False),
    ("['host' => env('REDIS_HOST_2', '127.0.0.1'), 'port' => 6379]", True),
    ("['host' => 'localhost', 'port' => 7001]", True),
])  # fmt: skip
def test_another_server_of_a_cluster_on_the_node_itself_is_an_error(
    second: str, is_error: bool, tmp_path: Path
) -> None:
    done = redis("classic-10", tmp_path, {}, files=cluster(f"{NODE}, {second}"))
    assert ("redis.cluster-node-local" in done.codes) is done.outcome.plan.blocked is is_error


@pytest.mark.parametrize(("client", "options"), [("phpredis", "p'w"), ("predis", None)])
def test_a_cluster_gets_its_password_where_its_client_looks(
    client: str, options: str | None, tmp_path: Path
) -> None:
    typed = {"redis.password": "p'w"}
    done = redis("classic-10", tmp_path, typed, env={"REDIS_CLIENT": client}, files=cluster(NODE))
    assert done.seen(f"{CLUSTER}.0.password", "database.redis.clusters.options.password") == ["p'w", options]
    assert plan(ALL, tmp_path, {}).outcome.plan.files == ()


def test_a_password_in_a_clusters_options_stays_when_nobody_touches_it(tmp_path: Path) -> None:
    files = cluster(NODE, "'options' => ['password' => env('REDIS_CLUSTER_PASSWORD')],")
    done = redis("classic-10", tmp_path, {}, env={"REDIS_CLUSTER_PASSWORD": "s3cret"}, files=files)
    assert done.seen("database.redis.clusters.options.password") == ["s3cret"]


def test_a_cluster_has_no_numbers_to_ask_for(tmp_path: Path) -> None:
    done = redis("classic-10", tmp_path, {"redis.database": "1", "redis.cache_database": "1"}, files=cluster(NODE))
    asked = done.outcome.resolution.answers[Redis].asked(_open(tmp_path))
    assert not {"database", "cache_database"} & {*asked}
    assert "redis.one-database" not in done.codes


def test_a_cache_that_is_made_is_like_the_other_connection_but_for_its_number(tmp_path: Path) -> None:
    own = "'scheme' => env('REDIS_SCHEME', 'tcp'),\n            'read_timeout' => 60,\n            "
    done = redis("classic-10", tmp_path, {"redis.password": "pw"}, env={"REDIS_SCHEME": "tls"}, files=lone(own))
    parts = ("scheme", "read_timeout", "host", "password", "database")
    assert done.seen(*(f"database.redis.cache.{part}" for part in parts)) == ["tls", 60, "10.0.0.10", "pw", "1"]
    assert done.seen(*(f"database.redis.default.{part}" for part in parts)) == ["tls", 60, "10.0.0.10", "pw", "0"]
    assert plan(ALL, tmp_path, {}).outcome.plan.files == ()


def test_a_cache_that_is_made_reads_the_keys_of_the_other_connection(tmp_path: Path) -> None:
    done = redis("classic-10", tmp_path, {"redis.password": "pw"}, files=lone("", password="OMNI_SECRET"))
    assert done.env["OMNI_SECRET"] == "pw"
    assert "REDIS_PASSWORD" not in done.text("config/database.php")


def test_a_cache_that_is_made_has_what_is_null_now_too(tmp_path: Path) -> None:
    done = redis("classic-10", tmp_path, {}, files=lone("'path' => env('REDIS_PATH'),\n            ")).written()
    assert done.text("config/database.php").count("'path' => env('REDIS_PATH'),") == 2
    assert plan(ALL, tmp_path, {}).outcome.plan.files == ()


def test_what_may_be_secret_is_not_copied_but_told(tmp_path: Path) -> None:
    own = "'context' => ['auth' => ['app', 'sentinel-word']],\n            "
    done = redis("classic-10", tmp_path, {}, files=lone(own))
    assert "`context`" in done.finding("redis.not-copied").why.en
    assert not any("sentinel-word" in str(line) for file in done.outcome.plan.files for line in file.lines)


def test_a_cache_that_is_there_is_not_made_again(tmp_path: Path) -> None:
    done = redis("classic-10", tmp_path, {})
    assert done.text("config/database.php").count("'cache' => [") == 1
    assert "redis.not-copied" not in done.codes


@pytest.mark.parametrize(("shape", "constraint"), [("classic-8", "^1.1.9"), ("classic-10", "^2.0.2"), ("slim-13", "^2.3")])
def test_predis_is_required_where_it_is_the_client(shape: str, constraint: str, tmp_path: Path) -> None:
    done = redis(shape, tmp_path, {}, env={"REDIS_CLIENT": "predis"})
    assert done.packages["predis/predis"] == constraint


def test_a_newer_predis_that_is_there_is_not_required_again(tmp_path: Path) -> None:
    done = redis("slim-12", tmp_path, {}, env={"REDIS_CLIENT": "predis"}, packages={"predis/predis": "3.2.0"})
    assert "predis/predis" not in done.packages


def test_the_default_client_needs_phps_extension(tmp_path: Path) -> None:
    assert any("php -m" in command for command in redis("slim-12", tmp_path, {}).commands)


def test_nothing_of_redis_is_written_when_nobody_needs_it(tmp_path: Path) -> None:
    typed = {"session.driver": "database", "cache.store": "database", "redis.host": "10.0.0.10"}
    done = planned(ALL, "classic-10", tmp_path, typed)
    assert done.env["REDIS_HOST"] == "127.0.0.1"
    assert "redis.host.node-local" not in done.codes


def test_the_password_is_hidden_in_the_plan(tmp_path: Path) -> None:
    done = redis("slim-12", tmp_path, {"redis.password": "sentinel-word"})
    assert "sentinel-word" in done.text(".env")
    assert not any("sentinel-word" in str(file.lines) for file in done.outcome.plan.files)


def test_keys_of_the_applications_own_names_are_used(tmp_path: Path) -> None:
    done = redis("own-keys", tmp_path, {})
    assert done.env["OMNI_REDIS_HOST"] == "10.0.0.10"


def test_a_host_written_into_the_config_moves_to_env(tmp_path: Path) -> None:
    files = edited("classic-10", "config/database.php", "env('REDIS_HOST', '127.0.0.1')", "'192.168.1.5'")
    done = redis("classic-10", tmp_path, {}, files=files)
    assert done.seen("database.redis.default.host", "database.redis.cache.host") == ["10.0.0.10"] * 2


def cluster(nodes: str, more: str = "") -> dict[str, str | None]:
    """Return a config whose one Redis connection is a cluster of these servers."""
    return _connections(f"        'clusters' => ['default' => [{nodes}], {more}],\n")


def lone(own: str, password: str = "REDIS_PASSWORD") -> dict[str, str | None]:
    """Return a config whose one Redis connection has something of its own."""
    return _connections(f"""        'default' => [
            {own}'host' => env('REDIS_HOST', '127.0.0.1'),
            'password' => env('{password}'),
            'port' => env('REDIS_PORT', '6379'),
            'database' => env('REDIS_DB', '0'),
        ],
""")


def _connections(code: str) -> dict[str, str | None]:
    text = project("classic-10")["config/database.php"]
    start = text.index("        'default' => [\n            'url' => env('REDIS_URL')")
    return {"config/database.php": f"{text[:start]}{code}    ],\n\n];\n"}


def _cache_reads(text: str, key: str) -> str:
    head, mark, tail = text.rpartition("env('REDIS_HOST'")
    return head + mark.replace("REDIS_HOST", key) + tail


def _open(root: Path) -> Project:
    return Project.open(root, environ={})
