"""What lives in Redis: which servers a config leads to, as whom, and which keys lie in which number."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.sections.sketch import edited
from tests.shapes import NOTHING, SHAPES, make, project
from wizard.laravel.redis_server import Server
from wizard.laravel.redis_uses import Target, targets
from wizard.laravel.trust import Trust
from wizard.laravel.untold import Untold
from wizard.project import Project

ALL = {"SESSION_DRIVER": "redis", "CACHE_STORE": "redis", "CACHE_DRIVER": "redis", "QUEUE_CONNECTION": "redis",
       "REDIS_HOST": "10.0.0.10", "REDIS_PASSWORD": "hunter2", "REDIS_PREFIX": "shop_", "CACHE_PREFIX": "c_"}  # fmt: skip
NOTHING_SHARED = {"SESSION_DRIVER": "file", "CACHE_STORE": "file", "CACHE_DRIVER": "file", "QUEUE_CONNECTION": "sync"}
RELATIONS = "'clusters' => ['default' => [['host' => '10.0.0.21', 'port' => 7000], ['host' => '10.0.0.22']]],"


def found(
    shape: str, folder: Path, env: Mapping[str, str | None], files: Mapping[str, str | None] = NOTHING
) -> tuple[Target | Untold, ...]:
    return targets(Project.open(make(shape, folder, env=env, files=files), environ={}).configs)


def only(told: tuple[Target | Untold, ...]) -> Target:
    (target,) = told
    assert isinstance(target, Target)
    return target


def in_redis(shape: str, old: str, new: str) -> Mapping[str, str | None]:
    return edited(shape, "config/database.php", old, new)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_project_without_redis_has_nothing_to_ask(shape: str, tmp_path: Path) -> None:
    assert found(shape, tmp_path, NOTHING_SHARED) == ()


@pytest.mark.parametrize("shape", SHAPES)
def test_all_uses_of_one_server_are_one_target(shape: str, tmp_path: Path) -> None:
    target = only(found(shape, tmp_path, ALL))
    server = target.server
    assert (server.host, server.port, server.password, server.tls) == ("10.0.0.10", 6379, "hunter2", None)
    assert target.roles == ("sessions", "cache", "locks", "queue")
    assert {use.role: use.database for use in target.uses} == {"sessions": 0, "cache": 1, "locks": 0, "queue": 0}
    assert target.flushed == (1,)
    assert "hunter2" not in repr(target)


@pytest.mark.parametrize(
    ("shape", "after"), [("classic-8", "c_:"), ("classic-10", "c_:"), ("slim-11", "c_"), ("slim-13", "c_")]
)
def test_a_key_begins_with_both_prefixes_and_a_colon_up_to_10(shape: str, after: str, tmp_path: Path) -> None:
    prefixes = {use.role: use.prefix for use in only(found(shape, tmp_path, ALL)).uses}
    values = f"shop_{after}"
    assert prefixes == {"sessions": values, "cache": values, "locks": values, "queue": "shop_queues:"}


def test_the_cache_on_a_number_of_sessions_is_seen(tmp_path: Path) -> None:
    target = only(found("slim-12", tmp_path, {**ALL, "REDIS_CACHE_DB": "0"}))
    assert target.flushed == (0,)
    assert {use.database for use in target.uses} == {0}


def test_a_url_beats_what_stands_beside_it(tmp_path: Path) -> None:
    told = found("slim-12", tmp_path, {**ALL, "REDIS_URL": "rediss://app:s%40cret@10.9.9.9:6390/4"})
    server = only(told).server
    assert (server.host, server.port, server.username, server.password) == ("10.9.9.9", 6390, "app", "s@cret")
    assert server.tls == Trust()
    assert {use.database for use in only(told).uses} == {4}
    assert only(told).flushed == (4,)


@pytest.mark.parametrize("host", ["tls://10.0.0.10", "ssl://10.0.0.10", "rediss://10.0.0.10"])
def test_a_scheme_before_the_host_means_tls(host: str, tmp_path: Path) -> None:
    server = only(found("slim-12", tmp_path, {**ALL, "REDIS_HOST": host})).server
    assert (server.host, server.tls) == ("10.0.0.10", Trust())


def test_a_scheme_and_a_stream_context_are_read(tmp_path: Path) -> None:
    context = "'scheme' => 'tls', 'context' => ['stream' => ['cafile' => '/ca.pem', 'verify_peer_name' => false]],"
    files = in_redis("slim-12", "'host' => env('REDIS_HOST'", f"{context} 'host' => env('REDIS_HOST'")
    server, _ = (t.server for t in found("slim-12", tmp_path, ALL, files) if isinstance(t, Target))
    assert server.tls == Trust("/ca.pem", verify_name=False)


def test_the_first_laravel_knows_no_user_by_phpredis(tmp_path: Path) -> None:
    password = "'password' => env('REDIS_PASSWORD'"
    files = in_redis("classic-8", password, f"'username' => 'app', {password}")
    first = next(iter(found("classic-8", tmp_path, ALL, files)))
    assert isinstance(first, Target)
    assert first.server.username is None


@pytest.mark.parametrize("empty", ["", "null", "0", "\"\""])
def test_an_empty_password_is_none_and_its_user_too(empty: str, tmp_path: Path) -> None:
    server = only(found("slim-12", tmp_path, {**ALL, "REDIS_PASSWORD": empty, "REDIS_USERNAME": "app"})).server
    assert (server.username, server.password) == (None, None)


def test_a_cluster_is_each_of_its_servers_with_one_number(tmp_path: Path) -> None:
    url = "[\n            'url' => env('REDIS_URL')"
    text = project("slim-12")["config/database.php"].replace(f"'default' => {url}", f"'other' => {url}")
    text = text.replace("'redis' => [\n", f"'redis' => [\n        {RELATIONS}\n", 1)
    told = found("slim-12", tmp_path, {**ALL, "CACHE_STORE": "file"}, {"config/database.php": text})
    servers = [one.server for one in told if isinstance(one, Target)]
    assert [(s.host, s.port, s.clustered) for s in servers] == [("10.0.0.21", 7000, True), ("10.0.0.22", 6379, True)]
    assert all(use.database == 0 for one in told if isinstance(one, Target) for use in one.uses)


@pytest.mark.parametrize(("env", "cause", "setting"), [
    ({"SESSION_CONNECTION": "logins"}, "no-connection", "database.redis.logins"),
    ({"REDIS_HOST": '""'}, "no-host", "database.redis.default.host"),
    ({"REDIS_PORT": "99999"}, "port", "database.redis.default.port"),
])  # fmt: skip
def test_what_leads_nowhere_is_told(env: Mapping[str, str], cause: str, setting: str, tmp_path: Path) -> None:
    told = found("slim-12", tmp_path, {**NOTHING_SHARED, "SESSION_DRIVER": "redis", **env})
    assert [(one.cause, one.setting) for one in told if isinstance(one, Untold)] == [(cause, setting)]


def test_what_code_makes_cannot_be_told(tmp_path: Path) -> None:
    files = in_redis("slim-12", "'host' => env('REDIS_HOST', '127.0.0.1')", "'host' => gethostbyname('redis')")
    told = found("slim-12", tmp_path, {**ALL, "CACHE_STORE": "file"}, files)
    assert told == (Untold("unknown", "database.redis.default.host"),)


def test_ports_and_numbers_are_read_as_php_does(tmp_path: Path) -> None:
    target = only(found("slim-12", tmp_path, {**ALL, "REDIS_PORT": '" 6390"', "REDIS_DB": "3x", "REDIS_CACHE_DB": "4"}))
    assert target.server.port == 6390
    assert {use.database for use in target.uses} == {3, 4}


@pytest.mark.parametrize("host", ["user:hunter2@0x7f.1:6379", "redis:6379", "tls://user:hunter2@redis", "redis/0"])
def test_a_host_that_is_none_is_told_without_it(host: str, tmp_path: Path) -> None:
    told = found("slim-12", tmp_path, {**ALL, "CACHE_STORE": "file", "REDIS_HOST": host})
    assert told == (Untold("host-form", "database.redis.default.host"),)


@pytest.mark.parametrize("host", ["fd00::1", "[fd00::1]", "tls://[fd00::1]"])
def test_an_ipv6_address_is_a_host(host: str, tmp_path: Path) -> None:
    assert only(found("slim-12", tmp_path, {**ALL, "REDIS_HOST": host})).server.host == "fd00::1"


def test_the_prefixes_of_horizon_and_of_all_connections_are_its_own(tmp_path: Path) -> None:
    files = {"config/horizon.php": "<?php return ['prefix' => 'shop_horizon:'];"}
    assert set(only(found("slim-12", tmp_path, ALL, files)).own) == {"shop_", "shop_horizon:"}


def test_a_socket_file_keeps_its_path(tmp_path: Path) -> None:
    assert only(found("slim-12", tmp_path, {**ALL, "REDIS_HOST": "/run/redis.sock"})).server.host == "/run/redis.sock"


def test_a_server_shows_no_password() -> None:
    assert "hunter2" not in repr(Server("h", 1, "app", "hunter2", Trust(passphrase="hunter2")))
