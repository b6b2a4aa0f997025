"""RabbitMQ asked live: every finding from a real broker, and nothing left behind."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.certificates import Certificates, certificates
from tests.servers.rabbitmq import RabbitMQ
from tests.services.company import COMPANY, HERE, MANNERS, asked, codes, odd, scripted
from tests.services.rabbitmq_scenarios import (
    SCENARIOS,
    SECRET,
    ask,
    at,
    broker,
    configured,
    queue,
    start_frame,
)
from tests.shapes import make
from wizard.check import Result
from wizard.laravel.broker import BrokerQueue
from wizard.laravel.trust import Trust
from wizard.project import Project
from wizard.services.rabbitmq import checks
from wizard.services.rabbitmq.findings import FINDINGS, found
from wizard.services.wire import CAUSES

pytestmark = pytest.mark.xdist_group("rabbitmq")

SHARED = tuple(f"rabbitmq.{cause}" for cause in CAUSES)


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates(tmp_path_factory.mktemp("ca"))


@pytest.fixture(scope="module")
def server(papers: Certificates) -> Iterator[RabbitMQ]:
    with broker(papers) as running:
        yield running


def queues(server: RabbitMQ) -> str:
    return "".join(server.ctl("list_queues", "-p", vhost) for vhost in ("/", "short", "brief"))


@pytest.mark.parametrize("code", [*FINDINGS, *SHARED])
def test_every_finding_is_raised_by_a_real_situation(code: str, server: RabbitMQ, papers: Certificates) -> None:
    result = _raised(code, server, papers)
    assert codes(result) == [code], result.said


def _raised(code: str, server: RabbitMQ, papers: Certificates) -> Result:
    if code in SCENARIOS:
        return SCENARIOS[code](server)
    if code == "rabbitmq.tls":
        return ask(at(server.tls_port, tls=Trust(str(papers.other_ca))))
    with COMPANY[code.removeprefix("rabbitmq.")]() as (host, port):
        return ask(at(port, host=HERE if host == "127.0.0.1" else host))


def test_nothing_was_left_behind_by_all_that(server: RabbitMQ) -> None:
    assert "stateless-wizard" not in queues(server)


def test_a_healthy_broker_has_nothing_against_it(server: RabbitMQ) -> None:
    before = queues(server)
    result = ask(at(server.port))
    assert result.findings == ()
    answers, absent, went = (seen.en for seen in result.seen)
    assert answers.startswith("`RabbitMQ 3.")
    assert "cluster `lab@" in answers
    assert absent == "queue `default` is not there yet: the first message makes it"
    assert went == "a message went through a private queue beside `default`"
    assert queues(server) == before


def test_a_policy_for_the_queue_in_use_gets_nothing_of_the_message_that_is_tried(server: RabbitMQ) -> None:
    policy = '{"message-ttl":0,"dead-letter-exchange":"","dead-letter-routing-key":"dead"}'
    server.ctl("set_policy", "orders", "^orders", policy, "--apply-to", "queues")
    try:
        with queue(server, "dead", durable=True), queue(server, "orders", durable=True), server.connect() as connection:
            for user in ("app", "no-read", "no-write"):
                ask(at(server.port, "orders", user=user))
            assert connection.channel().queue_declare("dead", passive=True).method.message_count == 0
    finally:
        server.ctl("clear_policy", "orders")


def test_a_name_in_a_command_is_quoted_for_the_shell() -> None:
    remedy = found("rabbitmq.vhost-refused", "", at(1, user="my app; x", vhost="a b")).remedy.en
    assert "-p 'a b' 'my app; x' " in remedy


def test_a_note_comes_after_what_stops_everything(server: RabbitMQ) -> None:
    assert codes(ask(at(server.port, user="nobody", heartbeat=0))) == ["rabbitmq.login"]


def test_bytes_outside_utf8_are_sent_as_php_does(server: RabbitMQ) -> None:
    assert codes(ask(at(server.port, password="wr\udcffng"))) == ["rabbitmq.login"]
    assert codes(ask(at(server.port, vhost="v\udcff"))) == ["rabbitmq.name-form"]
    assert codes(ask(at(server.port, "q" * 255))) == []


def test_a_port_that_is_none_is_not_shown() -> None:
    assert SECRET not in repr(configured({"RABBITMQ_PORT": SECRET}))


def test_the_queue_in_use_is_looked_at_and_left_alone(server: RabbitMQ) -> None:
    with queue(server, "waiting", durable=True), server.connect() as connection:
        for _ in range(3):
            connection.channel().basic_publish("", "waiting", b"a job")
        result = ask(at(server.port, "waiting"))
        assert connection.channel().queue_declare("waiting", passive=True).method.message_count == 3
    assert result.findings == ()
    assert result.seen[1].en == "queue `waiting`: 3 messages wait, 0 consumers"


def test_an_argument_that_the_queue_has_not_is_named(server: RabbitMQ) -> None:
    wanted = BrokerQueue("plain", "messages", (("x-queue-type", "quorum"),))
    with queue(server, "plain", durable=True):
        (finding,) = ask(at(server.port, queues=(wanted,))).findings
    assert finding.code == "rabbitmq.queue-arguments"
    assert "`x-queue-type`" in finding.why.en
    assert "PUBLISHER_QUEUE" in finding.remedy.en


def test_two_queues_refused_alike_are_each_told(server: RabbitMQ) -> None:
    both = (BrokerQueue("a", "jobs"), BrokerQueue("b", "messages"))
    assert codes(ask(at(server.port, queues=both, user="no-read"))) == ["rabbitmq.no-read"] * 2


def test_tls_is_spoken_where_the_application_speaks_it(server: RabbitMQ, papers: Certificates) -> None:
    trusted = at(server.tls_port, host="127.0.0.1", tls=Trust(str(papers.ca)))
    assert codes(ask(trusted)) == ["rabbitmq.loopback"]
    assert codes(ask(at(server.tls_port, tls=Trust(verify=False)))) == []


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("trust", [None, Trust()], ids=["plain", "tls"])
def test_bad_company_ends_in_time_with_a_reason(manner: str, trust: Trust | None) -> None:
    with odd(manner) as (_, port):
        result = ask(at(port, tls=trust))
    assert len(result.findings) == 1
    assert result.failed


@pytest.mark.parametrize("answers", [(), (b"",), (b"\x01\x00\x00\x00\x00\x00\x04junk\xce",), (b"x" * 100,)])
def test_a_broker_that_goes_wrong_after_its_first_word_ends_in_time(answers: tuple[bytes, ...]) -> None:
    with scripted(start_frame(product="RabbitMQ", version="\x1b[31m4"), *answers) as port:
        result = ask(at(port))
    assert len(result.findings) == 1
    assert result.failed


def test_a_project_is_asked_for_its_broker_once(server: RabbitMQ, tmp_path: Path) -> None:
    env = {"QUEUE_CONNECTION": "rabbitmq", "RABBITMQ_HOST": HERE, "RABBITMQ_PORT": str(server.port),
           "RABBITMQ_USER": "app", "RABBITMQ_PASSWORD": SECRET}  # fmt: skip
    (check,) = checks(Project.open(make("slim-12", tmp_path, env=env), environ={}))
    assert check.label.en == f"RabbitMQ at `{HERE}:{server.port}`: `default`"
    assert SECRET not in repr(check)
    assert codes(asked(check, SECRET)) == ["rabbitmq.no-heartbeat"]


def test_a_project_without_a_broker_asks_nobody(tmp_path: Path) -> None:
    root = make("slim-12", tmp_path, env={"QUEUE_CONNECTION": "database"})
    assert list(checks(Project.open(root, environ={}))) == []


def test_nothing_is_logged(server: RabbitMQ, caplog: pytest.LogCaptureFixture,
                           capfd: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    with caplog.at_level(logging.DEBUG):
        ask(at(server.port, user="nobody"))
        ask(at(server.port, vhost="nowhere"))
    assert [record for record in caplog.records if record.name.startswith("pika")] == []
    assert capfd.readouterr() == ("", "")


def test_every_finding_has_words_for_both_languages() -> None:
    for code, known in FINDINGS.items():
        assert known.why.en != known.why.id, code
        assert known.remedy.en != known.remedy.id, code
