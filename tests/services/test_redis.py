"""Redis asked live: every finding from a real server, and nothing left behind."""

from __future__ import annotations

import logging
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.servers.process import program
from tests.servers.redis import Redis
from tests.services.company import COMPANY, HERE, MANNERS, asked, codes, endless, odd, scripted
from tests.services.redis_scenarios import (
    CALM,
    RENAMED,
    SCENARIOS,
    SECRET,
    ask,
    at,
    by_tls,
    configured,
    pair,
    papers,
    started,
    uses,
)
from tests.shapes import make
from wizard.check import Check, Result
from wizard.finding import Level
from wizard.laravel.redis_uses import Target, Use
from wizard.laravel.trust import Trust
from wizard.project import Project
from wizard.services.redis import checks
from wizard.services.redis.findings import FINDINGS
from wizard.services.redis.probe import Probe
from wizard.services.wire import CAUSES
from wizard.text import same

pytestmark = pytest.mark.xdist_group("redis")

SHARED = tuple(f"redis.{cause}" for cause in CAUSES)
# What cannot but come along with a finding.
BESIDE: Mapping[str, set[str]] = {
    "redis.evicts-jobs": {"redis.evicts-sessions"},
    "redis.no-tls": {"redis.loopback"}, "redis.tls-wanted": {"redis.loopback"}, "redis.tls": {"redis.loopback"},
    "redis.ca-missing": {"redis.loopback"},
    "redis.cluster-down": {"redis.cluster-shares"},
}  # fmt: skip


def raised(code: str) -> Result:
    cause = code.removeprefix("redis.")
    if code in SCENARIOS:
        return SCENARIOS[code]()
    with COMPANY[cause]() as (host, port):
        return ask(at(port, HERE if host == "127.0.0.1" else host))


@pytest.mark.parametrize("code", [*FINDINGS, *SHARED])
def test_every_finding_is_raised_by_a_real_situation(code: str) -> None:
    result = raised(code)
    assert code in codes(result), result.said
    assert set(codes(result)) - {code} <= BESIDE.get(code, set()), result.findings


@pytest.mark.parametrize("kept", [uses(), uses(mark=""), uses(sessions=3, cache=4)])
def test_a_healthy_server_has_nothing_against_it_and_nothing_left_behind(kept: tuple[Use, ...]) -> None:
    with Redis(password=SECRET, extra=CALM) as server, server.client() as client:
        before = client.info("keyspace"), client.dbsize()
        result = ask(at(server.port, password=SECRET), *kept)
        assert (client.info("keyspace"), client.dbsize()) == before
        assert len(client.client_list()) == 1
    assert result.findings == ()
    assert "Redis 7." in result.seen[0].en
    assert "(standalone, primary)" in result.seen[0].en
    assert len(result.seen) == 6


def test_a_running_application_is_counted_and_not_held_against_itself() -> None:
    result = started(keys={0: "shop_c_abc", 1: "shop_c_xyz"})
    assert result.findings == ()
    assert "database 0: 1 of 1 keys looked at are this application's (`shop_`)" in [seen.en for seen in result.seen]


def test_keys_of_its_other_connections_are_not_held_against_it() -> None:
    with Redis(extra=CALM) as server, server.client() as client:
        client.set("shop_horizon:masters", "1")
        client.set("notes_x", "1")
        target = Target(at(server.port), uses(mark="shop_c_"), (1,), ("shop_horizon:", "notes_"))
        result = asked(Check("redis", same("Redis"), Probe(target)))
    assert result.findings == ()


@pytest.mark.parametrize("key", ["REDIS_PORT", "REDIS_HOST"])
def test_what_is_no_host_or_port_is_not_shown(key: str) -> None:
    result = configured({key: f"x:{SECRET}@h"})
    assert SECRET not in repr(result)
    assert len(result.findings) == 1


def test_bytes_outside_utf8_are_sent_as_php_does() -> None:
    assert codes(started("--requirepass", "another", password="wr\udcffng")) == ["redis.password"]


def test_tls_is_spoken_where_the_application_speaks_it() -> None:
    assert codes(by_tls(Trust(str(papers().ca)))) == ["redis.loopback"]
    assert codes(by_tls(Trust(verify=False))) == ["redis.loopback"]


def test_a_name_that_is_not_asked_for_leaves_the_authority_to_be_asked_for() -> None:
    assert codes(by_tls(Trust(str(papers().ca), verify_name=False), host=HERE)) == []
    assert codes(by_tls(Trust(str(papers().ca)), host=HERE)) == ["redis.tls"]
    assert codes(by_tls(Trust(str(papers().other_ca), verify_name=False), host=HERE)) == ["redis.tls"]


def test_a_password_that_the_server_does_not_want_stops_php_too() -> None:
    code = ("$r = new Redis(); $r->connect('127.0.0.1', (int) $argv[1]);"
            "try { $r->auth($argv[2]); echo 'in'; } catch (RedisException $e) { echo 'thrown'; }")  # fmt: skip
    with Redis(extra=CALM) as server:
        ran = subprocess.run([program("php"), "-r", code, "--", str(server.port), SECRET], capture_output=True,
                             text=True, timeout=30, check=True)  # fmt: skip
        result = ask(at(server.port, password=SECRET))
    assert ran.stdout == "thrown"
    assert codes(result) == ["redis.password-unwanted"]
    assert result.failed


def test_a_reply_without_end_is_left() -> None:
    began = time.monotonic()
    with endless(b"+PONG\r\n", b"$99999999999\r\n") as port:
        assert codes(ask(at(port))) == ["redis.other-protocol"]
    assert time.monotonic() - began < 5


def test_an_acl_user_with_what_laravel_needs_is_enough() -> None:
    rights = "~shop_* +select +ping +info +setex +get +expire +del +eval"
    assert codes(as_app(rights)) == []


def as_app(rights: str) -> Result:
    return started(acl=(f"user app on >{SECRET} {rights}",), username="app", password=SECRET)


def test_where_the_configuration_is_forbidden_persistence_cannot_be_told() -> None:
    acl = (f"user app on >{SECRET} ~* +@all -config",)
    result = started("--appendonly", "no", acl=acl, username="app", password=SECRET)
    assert result.findings == ()
    assert "persistence: AOF is off, RDB cannot be told" in [seen.en for seen in result.seen]


def test_a_command_taken_away_by_renaming_is_named() -> None:
    (finding,) = started(*RENAMED, "EVAL", "").findings
    assert finding.code == "redis.no-command"
    assert "`eval`" in finding.why.en


def test_a_cluster_is_worked_with_on_each_of_its_servers() -> None:
    kept = (uses()[0],)
    with pair() as (one, two):
        for server in (one, two):
            result = ask(at(server.port, clustered=True), *kept)
            assert codes(result) == []
            with server.client() as client:
                assert client.dbsize() == 0


def test_a_key_that_may_not_be_deleted_ends_by_itself() -> None:
    with Redis(acl=(f"user app on >{SECRET} ~* +@all -del",), extra=CALM) as server:
        result = ask(at(server.port, username="app", password=SECRET))
        with server.client() as client:
            assert all(0 < client.ttl(key) <= 10 for key in client.scan_iter())
    assert codes(result) == ["redis.no-command"]


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("trust", [None, Trust()], ids=["plain", "tls"])
def test_bad_company_ends_in_time_with_a_reason(manner: str, trust: Trust | None) -> None:
    with odd(manner) as (_, port):
        result = ask(at(port, password=SECRET, tls=trust))
    assert len(result.findings) == 1
    assert result.failed


@pytest.mark.parametrize("answer", [
    b"", b"HTTP/1.1 200 OK\r\n\r\n", b"$99999999999\r\nx", b"*-5\r\n", b":1\r\n" * 50, b"+PONG\r\n" * 50,
    b"-WEIRD hunter2-sentinel\r\n" * 50, b"*2\r\n*2\r\n:1\r\n:2\r\n:3\r\n" * 50,
])  # fmt: skip
def test_a_server_that_goes_wrong_after_its_first_word_ends_in_time(answer: bytes) -> None:
    with scripted(b"+PONG\r\n", *[answer] * 20) as port:
        assert ask(at(port, password=SECRET)).failed
    with scripted(b"+PONG\r\n") as port, odd("hang"):
        assert ask(at(port)).failed


def test_a_project_is_asked_for_each_of_its_servers_once(tmp_path: Path) -> None:
    with Redis(password=SECRET, extra=CALM) as server:
        env = {"SESSION_DRIVER": "redis", "CACHE_STORE": "redis", "QUEUE_CONNECTION": "redis", "REDIS_HOST": HERE,
               "REDIS_PORT": str(server.port), "REDIS_PASSWORD": SECRET, "REDIS_PREFIX": "shop_"}  # fmt: skip
        (check,) = checks(Project.open(make("slim-12", tmp_path, env=env), environ={}))
        assert check.label.en == f"Redis at `{HERE}:{server.port}`: sessions, cache, locks, queue"
        assert SECRET not in repr(check)
        assert asked(check, SECRET).findings == ()


def test_a_project_without_redis_asks_nobody(tmp_path: Path) -> None:
    env = {"SESSION_DRIVER": "database", "CACHE_STORE": "file", "QUEUE_CONNECTION": "sync"}
    assert list(checks(Project.open(make("slim-12", tmp_path, env=env), environ={}))) == []


def test_nothing_is_logged(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    with caplog.at_level(logging.DEBUG):
        raised("redis.password")
        raised("redis.closed")
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


def test_every_finding_has_words_for_both_languages() -> None:
    for code, known in FINDINGS.items():
        assert known.level in Level
        assert known.why.en != known.why.id, code
        assert known.remedy.en != known.remedy.id or "`" in known.remedy.en, code
