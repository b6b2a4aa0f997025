"""RabbitMQ in a config: which brokers it leads to, as whom, and which queues are used there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.sections.sketch import edited
from tests.shapes import NOTHING, SHAPES, make, rabbitmq
from wizard.laravel.broker import Broker, BrokerQueue, brokers
from wizard.laravel.trust import Trust
from wizard.laravel.untold import Untold
from wizard.project import Project

CHOSEN = {"QUEUE_CONNECTION": "rabbitmq", "RABBITMQ_HOST": "10.0.0.20"}
PUBLISHER = """<?php return [
    'queue' => env('PUBLISHER_QUEUE'), 'arguments' => ['x-queue-type' => 'quorum'],
    'host' => env('RABBITMQ_HOST'), 'user' => env('RABBITMQ_USER', 'guest'), 'vhost' => '/',
    'secure' => env('RABBITMQ_SECURE', false), 'ca' => env('RABBITMQ_SSL_CAFILE'),
];"""


def found(
    shape: str, folder: Path, env: Mapping[str, str | None], files: Mapping[str, str | None] = NOTHING
) -> tuple[Broker | Untold, ...]:
    return brokers(Project.open(make(shape, folder, env=env, files=files), environ={}).configs)


def only(told: tuple[Broker | Untold, ...]) -> Broker:
    (broker,) = told
    assert isinstance(broker, Broker)
    return broker


def block(extra: str = "", *, lazy: bool = False, name: str = "rabbitmq") -> Mapping[str, str | None]:
    """Return a config that has the package's block in its own file."""
    inside = rabbitmq(lazy=lazy).split("return [", 1)[1].rsplit("];", 1)[0]
    text = f"'connections' => [\n'{name}' => [{inside}{extra}],"
    return edited("slim-12", "config/queue.php", "'connections' => [", text)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("queue", ["sync", "redis", "database"])
def test_another_queue_is_no_broker(shape: str, queue: str, tmp_path: Path) -> None:
    assert found(shape, tmp_path, {**CHOSEN, "QUEUE_CONNECTION": queue}) == ()


@pytest.mark.parametrize("shape", SHAPES)
def test_without_a_block_the_env_keys_of_the_package_count(shape: str, tmp_path: Path) -> None:
    env = {**CHOSEN, "RABBITMQ_PORT": "5673", "RABBITMQ_USER": "app", "RABBITMQ_PASSWORD": "hunter2",
           "RABBITMQ_VHOST": "shop", "RABBITMQ_QUEUE": "jobs"}  # fmt: skip
    broker = only(found(shape, tmp_path, env))
    assert (broker.host, broker.port, broker.user, broker.password, broker.vhost) == (
        "10.0.0.20", 5673, "app", "hunter2", "shop")  # fmt: skip
    assert broker.queues == (BrokerQueue("jobs", "jobs"),)
    assert "hunter2" not in repr(broker)


def test_without_any_key_the_defaults_count(tmp_path: Path) -> None:
    broker = only(found("slim-12", tmp_path, {"QUEUE_CONNECTION": "rabbitmq"}))
    assert (broker.host, broker.port, broker.user, broker.password, broker.vhost) == (
        "127.0.0.1", 5672, "guest", "guest", "/")  # fmt: skip


def test_a_queue_that_is_null_is_the_default_one(tmp_path: Path) -> None:
    files = edited("slim-12", "config/queue.php", "'connections' => [",
                   "'connections' => ['rabbitmq' => ['queue' => env('RABBITMQ_QUEUE')],")  # fmt: skip
    assert only(found("slim-12", tmp_path, CHOSEN, files)).queues[0].name == "default"


@pytest.mark.parametrize("host", ["amqp://user:hunter2@mq:5672/vh", "mq:5672", "user:hunter2@mq"])
def test_a_host_that_is_none_is_told_without_it(host: str, tmp_path: Path) -> None:
    assert found("slim-12", tmp_path, {**CHOSEN, "RABBITMQ_HOST": host}) == (
        Untold("host-form", "queue.connections.rabbitmq.hosts.host"),)  # fmt: skip


def test_an_ipv6_address_is_a_host(tmp_path: Path) -> None:
    assert only(found("slim-12", tmp_path, {**CHOSEN, "RABBITMQ_HOST": "[fd00::1]"})).host == "fd00::1"


@pytest.mark.parametrize("lazy", [True, False])
def test_a_block_of_its_own_is_read(lazy: bool, tmp_path: Path) -> None:
    broker = only(found("slim-12", tmp_path, {**CHOSEN, "RABBITMQ_USER": "app"}, block(lazy=lazy)))
    assert (broker.host, broker.user, broker.tls, broker.heartbeat) == ("10.0.0.20", "app", None, 0)


def test_a_block_under_another_name_is_read_and_the_package_does_not_fill_it(tmp_path: Path) -> None:
    files = edited("slim-12", "config/queue.php", "'connections' => [",
                   "'connections' => ['broker' => ['driver' => 'rabbitmq', 'hosts' => [['host' => '10.0.0.30']]],")  # fmt: skip
    broker = only(found("slim-12", tmp_path, {"QUEUE_CONNECTION": "broker", "RABBITMQ_USER": "x"}, files))
    assert (broker.host, broker.user, broker.queues[0].name) == ("10.0.0.30", "guest", "default")


def test_each_host_is_a_broker(tmp_path: Path) -> None:
    hosts = "[['host' => 'a'], ['host' => 'b', 'port' => 5673]]"
    files = edited("slim-12", "config/queue.php", "'connections' => [",
                   f"'connections' => ['rabbitmq' => ['hosts' => {hosts}],")  # fmt: skip
    told = found("slim-12", tmp_path, CHOSEN, files)
    assert [(one.host, one.port) for one in told if isinstance(one, Broker)] == [("a", 5672), ("b", 5673)]


@pytest.mark.parametrize("extra", [
    "'secure' => true,", "'secure' => 'yes',", "'connection' => PhpAmqpLib\\Connection\\AMQPSSLConnection::class,",
])  # fmt: skip
def test_tls_is_secure_or_a_class_for_it(extra: str, tmp_path: Path) -> None:
    options = "'options' => ['ssl_options' => ['cafile' => '/ca.pem', 'verify_peer' => false], 'heartbeat' => 30],"
    text = "'connections' => ['rabbitmq' => ["
    files = edited("slim-12", "config/queue.php", "'connections' => [", f"{text}{extra}{options}],")
    broker = only(found("slim-12", tmp_path, CHOSEN, files))
    assert (broker.tls, broker.heartbeat) == (Trust("/ca.pem", verify=False), 30)


@pytest.mark.parametrize(("options", "arguments"), [
    ("'quorum' => true", (("x-queue-type", "quorum"),)),
    ("'quorum' => false", ()),
    ("'reroute_failed' => true", None),
    ("'prioritize_delayed' => true", None),
])  # fmt: skip
def test_the_arguments_of_the_queue_are_those_of_the_package(
    options: str, arguments: tuple[tuple[str, str], ...] | None, tmp_path: Path
) -> None:
    text = f"'connections' => ['rabbitmq' => ['options' => ['queue' => [{options}]]],"
    files = edited("slim-12", "config/queue.php", "'connections' => [", text)
    assert only(found("slim-12", tmp_path, CHOSEN, files)).queues[0].arguments == arguments


def test_a_publisher_joins_the_broker_of_the_jobs(tmp_path: Path) -> None:
    env = {**CHOSEN, "PUBLISHER_QUEUE": "messages"}
    broker = only(found("slim-12", tmp_path, env, {"config/publisher.php": PUBLISHER}))
    assert [(queue.name, queue.role) for queue in broker.queues] == [("default", "jobs"), ("messages", "messages")]


def test_a_publisher_alone_has_its_own_broker(tmp_path: Path) -> None:
    env = {**CHOSEN, "QUEUE_CONNECTION": "redis", "PUBLISHER_QUEUE": "messages", "RABBITMQ_SECURE": "true"}
    broker = only(found("slim-12", tmp_path, env, {"config/publisher.php": PUBLISHER}))
    assert (broker.host, broker.tls) == ("10.0.0.20", Trust())
    assert broker.queues == (BrokerQueue("messages", "messages", (("x-queue-type", "quorum"),)),)


def test_a_publisher_without_a_queue_publishes_nothing(tmp_path: Path) -> None:
    env = {"QUEUE_CONNECTION": "redis"}
    assert found("slim-12", tmp_path, env, {"config/publisher.php": PUBLISHER}) == ()


@pytest.mark.parametrize(("env", "cause", "setting"), [
    ({"RABBITMQ_PORT": "99999"}, "port", "queue.connections.rabbitmq.hosts.port"),
    ({"RABBITMQ_HOST": '""'}, "no-host", "queue.connections.rabbitmq.hosts.host"),
])  # fmt: skip
def test_what_leads_nowhere_is_told(env: Mapping[str, str], cause: str, setting: str, tmp_path: Path) -> None:
    told = found("slim-12", tmp_path, {**CHOSEN, **env})
    assert [(one.cause, one.setting) for one in told if isinstance(one, Untold)] == [(cause, setting)]


@pytest.mark.parametrize("code", ["'hosts' => brokers(),", "'queue' => name(),", "'secure' => tls(),"])
def test_what_code_makes_cannot_be_told(code: str, tmp_path: Path) -> None:
    files = edited("slim-12", "config/queue.php", "'connections' => [", f"'connections' => ['rabbitmq' => [{code}],")
    (one,) = found("slim-12", tmp_path, CHOSEN, files)
    assert isinstance(one, Untold)
    assert one.cause == "unknown"
