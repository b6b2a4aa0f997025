"""Fire and forget: a click becomes a message that a worker in another language reads, or an exception."""

from __future__ import annotations

import json
import re
import socket
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import judge, lab, shapes
from tests.frameworks import NAMES, Framework, framework
from tests.sections import applied
from tests.servers.certificates import Certificates, certificates
from tests.servers.process import Process, free_port, wait_until
from tests.servers.rabbitmq import RabbitMQ
from wizard.changes import On, Require, Run
from wizard.sections.database import Database
from wizard.sections.queue import Queue
from wizard.sections.queue.publisher import CLASS, PACKAGE
from wizard.sections.redis import Redis

pytestmark = pytest.mark.xdist_group("rabbitmq")

SECTIONS = (Database, Queue, Redis)
PUBLISH = str(lab.ROOT / "tests/php/publish.php")
CONSUMER = lab.ROOT / "tests/consumers/consumer.py"
CLASS_NAME = "App\\Services\\MessagePublisher"
PASSWORD = "w'd$1 #2"
TYPED = {
    "database.host": "10.0.0.5", "database.database": "shop", "database.username": "omniflow",
    "redis.host": "10.0.0.10", "queue.connection": "redis", "queue.publisher": "yes",
    "queue.host": "10.0.0.20", "queue.user": "omniflow", "queue.password": PASSWORD, "queue.vhost": "shop vhost",
    "queue.messages": "reports",
}  # fmt: skip
PATIENCE = 2


@dataclass(frozen=True)
class Shop:
    """A project that the wizard made a publisher for, and the settings that its config gives in real PHP."""

    framework: Framework
    folder: Path
    settings: Mapping[str, object]

    def publish(self, *messages: Sequence[object], undeclared: bool = False, **other: object) -> list[dict[str, str]]:
        """Publish messages (type, body, correlation id) in one process of PHP; `other` are other settings."""
        request = {"autoload": str(self.framework.autoload), "class": str(self.folder / CLASS), "name": CLASS_NAME,
                   "messages": messages, "undeclared": undeclared,
                   "settings": {**self.settings, "timeout": PATIENCE, **other}}  # fmt: skip
        said = self.framework.run("-d", "display_errors=stderr", PUBLISH, input=json.dumps(request).encode())
        answers: list[dict[str, str]] = json.loads(said)
        return answers

    def failure(self, *messages: Sequence[object], undeclared: bool = False, **other: object) -> str:
        """Return what the exception of the last message says; it came soon, and tells no password."""
        last = self.publish(*messages or (REPORT,), undeclared=undeclared, **other)[-1]
        assert last.get("error") == "RuntimeException", last
        assert float(last["seconds"]) < 4 * PATIENCE
        assert str(self.settings["password"]) not in last["said"]
        return last["said"].splitlines()[0]


REPORT = ("report.yearly", {"year": 2026, "for": "Toko Ünï/1", "share": 1.0}, None)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def broker(keys: Certificates) -> Iterator[RabbitMQ]:
    with RabbitMQ(users={"omniflow": PASSWORD}, vhosts=("/", "shop vhost"), tls=keys) as server:
        yield server


@pytest.fixture(scope="module", params=NAMES)
def shop(request: pytest.FixtureRequest, broker: RabbitMQ, tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A shop on each real Laravel with its own php-amqplib: 3.5 on PHP 8.2, 3.7 on PHP 8.2 and on 8.4."""
    return opened(framework(request.param), broker, tmp_path_factory.mktemp("shop"))


def opened(laravel: Framework, broker: RabbitMQ, place: Path) -> Shop:
    """Make a project and let the wizard write the publisher into it."""
    folder = shapes.make(f"{'classic' if laravel.major < 11 else 'slim'}-{min(laravel.major, 13)}", place)
    port = str(broker.port)
    applied.written(folder, SECTIONS, {**TYPED, "queue.port": port})
    settings = applied.config(folder)["publisher"]
    assert isinstance(settings, dict)
    assert settings["host"] == "10.0.0.20"  # a loopback address is no answer, so it is put in here
    return Shop(laravel, folder, {**settings, "host": broker.host})


def test_a_worker_in_python_reads_what_php_has_published(broker: RabbitMQ, shop: Shop, tmp_path: Path) -> None:
    queue = f"reports of {shop.framework.name}"
    first, second = shop.publish(REPORT, ("report.daily", {}, "click-7"), queue=queue)
    worker = Process([sys.executable, str(CONSUMER)], tmp_path / "log", worker_env(broker, queue))
    try:
        worker.wait_until(lambda: worker.said().count("\n") >= 2, "two messages")
        shop.publish(("late", {"n": 1}, None), queue=queue)
        worker.wait_until(lambda: worker.said().count("\n") >= 3, "a message that came later")
    finally:
        worker.stop()
    said = [json.loads(line) for line in worker.said().splitlines()]
    assert said[0] == {"type": "report.yearly", "body": REPORT[1], "correlation_id": first["id"]}
    assert said[1] == {"type": "report.daily", "body": {}, "correlation_id": "click-7"}
    assert said[2]["body"] == {"n": 1}
    assert second["id"] != first["id"]
    with broker.connect("omniflow", PASSWORD, "shop vhost") as connection:
        assert connection.channel().basic_get(queue)[0] is None, "all of them were acknowledged"


def test_a_worker_in_python_that_is_ended_finishes_its_message_and_takes_no_more(
    broker: RabbitMQ, shop: Shop, tmp_path: Path
) -> None:
    queue = f"slow reports of {shop.framework.name}"
    shop.publish(REPORT, REPORT, queue=queue)
    slow = ("import time; from tests.consumers import consumer as c\n"
            "c.work = lambda *_: (print('begun', flush=True), time.sleep(1.5), print('finished', flush=True))\n"
            "c.main()")  # fmt: skip
    worker = Process([sys.executable, "-c", slow], tmp_path / "log", worker_env(broker, queue), cwd=lab.ROOT)
    try:
        worker.wait_until(lambda: "begun" in worker.said(), "a message is at hand")
    finally:
        worker.stop()
    assert worker.said().split() == ["begun", "finished"]
    with broker.connect("omniflow", PASSWORD, "shop vhost") as connection:
        channel = connection.channel()
        method, _, _ = channel.basic_get(queue, auto_ack=True)
        assert method is not None
        assert not method.redelivered, "nobody has tried it yet"
        assert channel.basic_get(queue)[0] is None, "what was finished was acknowledged"


def test_a_worker_in_python_speaks_tls_under_the_keys_of_the_publisher(
    broker: RabbitMQ, keys: Certificates, shop: Shop, tmp_path: Path
) -> None:
    queue = f"secure reports of {shop.framework.name}"
    shop.publish(REPORT, queue=queue)
    env = {**worker_env(broker, queue), "RABBITMQ_PORT": str(broker.tls_port), "RABBITMQ_SECURE": "true"}
    command = [sys.executable, str(CONSUMER)]
    strange = Process(command, tmp_path / "strange", {**env, "RABBITMQ_SSL_CAFILE": str(keys.other_ca)})
    worker = Process(command, tmp_path / "log", {**env, "RABBITMQ_SSL_CAFILE": str(keys.ca)})
    try:
        worker.wait_until(lambda: "report.yearly" in worker.said(), "the message")
        wait_until(lambda: "CERTIFICATE_VERIFY_FAILED" in strange.said(), "the other authority is refused")
    finally:
        worker.stop()
        strange.kill()


def worker_env(broker: RabbitMQ, queue: str) -> dict[str, str]:
    """Return the environment of a worker for this queue."""
    return lab.clean_env(
        PUBLISHER_QUEUE=queue, RABBITMQ_HOST=broker.host, RABBITMQ_PORT=str(broker.port),
        RABBITMQ_USER="omniflow", RABBITMQ_PASSWORD=PASSWORD, RABBITMQ_VHOST="shop vhost",
    )  # fmt: skip


def test_a_message_outlives_the_broker_and_says_what_it_is(broker: RabbitMQ, shop: Shop) -> None:
    (answer,) = shop.publish(REPORT, queue="kept")
    with broker.connect("omniflow", PASSWORD, "shop vhost") as connection:
        channel = connection.channel()
        channel.queue_declare("kept", durable=True)  # the broker refuses it when it is not
        _, properties, raw = channel.basic_get("kept", auto_ack=True)
    assert properties is not None
    assert properties.timestamp is not None
    assert raw == '{"year":2026,"for":"Toko Ünï/1","share":1.0}'.encode()
    assert (properties.content_type, properties.delivery_mode) == ("application/json", 2)
    assert properties.message_id == answer["id"] == properties.correlation_id
    assert re.fullmatch(r"[0-9a-f]{32}", answer["id"])
    assert abs(properties.timestamp - time.time()) < 60


def test_a_message_that_no_queue_takes_is_an_exception(shop: Shop) -> None:
    assert "no queue took it (312 NO_ROUTE)" in shop.failure(undeclared=True, queue="nowhere")


def test_a_message_that_the_queue_refuses_is_an_exception(shop: Shop) -> None:
    full = {"x-max-length": 1, "x-overflow": "reject-publish"}
    assert "the queue refused it" in shop.failure(REPORT, REPORT, queue="full", arguments=full)


def test_a_queue_that_others_declared_otherwise_is_an_exception(shop: Shop) -> None:
    shop.publish(REPORT, queue="theirs", arguments={"x-max-length": 5})
    assert "PRECONDITION_FAILED" in shop.failure(queue="theirs")


def test_a_broker_that_is_gone_is_an_exception(shop: Shop) -> None:
    assert "Connection refused" in shop.failure(port=free_port())


def test_a_port_that_never_answers_is_an_exception_soon(shop: Shop) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert "did not confirm" in shop.failure(port=silent.getsockname()[1])


def test_a_broker_that_lets_us_not_in_is_an_exception(shop: Shop) -> None:
    assert "ACCESS_REFUSED" in shop.failure(user="nobody")
    assert "NOT_ALLOWED" in shop.failure(vhost="elsewhere")


def test_a_queue_without_a_name_is_an_exception_that_says_which_key(shop: Shop) -> None:
    assert "PUBLISHER_QUEUE is not set" in shop.failure(queue=None)


def test_a_broker_that_is_full_is_an_exception_soon(broker: RabbitMQ, tmp_path: Path) -> None:
    shop = opened(framework(NAMES[-1]), broker, tmp_path)
    broker.ctl("set_vm_memory_high_watermark", "0.00001")
    try:
        assert "did not confirm" in shop.failure()
    finally:
        broker.ctl("set_vm_memory_high_watermark", "0.4")
    wait_until(lambda: "id" in shop.publish(REPORT)[0], "the broker takes messages again")


def test_a_body_that_is_no_json_is_never_sent(shop: Shop) -> None:
    (answer,) = shop.publish(("report", "broken", None), port=free_port())
    assert answer["error"] == "JsonException"


def test_a_body_that_is_a_list_is_never_sent(shop: Shop) -> None:
    answer, named = shop.publish(("report", [1, 2], None), ("report", {"years": [1, 2]}, None), queue="objects")
    assert answer["error"] == "InvalidArgumentException"
    assert "not a list" in answer["said"]
    assert "id" in named


def test_tls_is_spoken_and_the_authority_is_checked(broker: RabbitMQ, keys: Certificates, shop: Shop) -> None:
    assert "id" in shop.publish(REPORT, port=broker.tls_port, secure=True, ca=str(keys.ca))[0]
    for authority in (str(keys.other_ca), None):
        said = shop.failure(port=broker.tls_port, secure=True, ca=authority)
        assert re.search("Unable to connect|certificate verify failed", said)
        assert "RABBITMQ_SSL_CAFILE" in said


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_php_reads_the_publishers_settings_from_the_same_keys_as_the_queue(shape: str, tmp_path: Path) -> None:
    folder = shapes.make(shape, tmp_path)
    applied.written(folder, SECTIONS, {**TYPED, "queue.connection": "rabbitmq", "queue.port": "5673"})
    config = applied.config(folder)
    got = {name: judge.dotted(config, f"publisher.{name}") for name in ("host", "port", "user", "password", "vhost")}
    assert got == {"host": "10.0.0.20", "port": "5673", "user": "omniflow", "password": PASSWORD, "vhost": "shop vhost"}
    assert judge.dotted(config, "publisher.queue") == "reports"
    assert (judge.dotted(config, "publisher.secure"), judge.dotted(config, "publisher.ca")) == (False, None)


@pytest.mark.parametrize("connection", ["redis", "database", "rabbitmq"])
def test_the_broker_is_asked_for_whatever_the_queue_is(connection: str, tmp_path: Path) -> None:
    done = applied.planned(shapes.make("slim-12", tmp_path), SECTIONS, {"queue.connection": connection,
                                                                        "queue.publisher": "yes"})  # fmt: skip
    assert {("queue", "host"), ("queue", "user")} <= set(done.missing)
    asked = [*done.resolution.answers[Queue].asked(done.project)]
    assert asked.index("publisher") < asked.index("host") < asked.index("messages")
    assert ("queue" in asked) == (connection == "rabbitmq")


@pytest.mark.parametrize(
    ("connection", "installed", "wanted"),
    [("redis", None, "^3.0"), ("redis", "2.12.3", None), ("redis", "3.7.2", None), ("rabbitmq", None, None)],
)
def test_the_library_is_required_where_no_package_brings_it(
    connection: str, installed: str | None, wanted: str | None, tmp_path: Path
) -> None:
    folder = shapes.make("slim-12", tmp_path, packages={PACKAGE: installed} if installed else {})
    done = applied.planned(folder, SECTIONS, {**TYPED, "queue.connection": connection})
    steps = {step.package: step.constraint for step in done.plan.checklist if isinstance(step, Require)}
    assert steps.get(PACKAGE) == wanted


def test_nothing_of_it_is_there_unless_it_is_chosen(tmp_path: Path) -> None:
    done = applied.planned(shapes.make("slim-12", tmp_path), SECTIONS, {**TYPED, "queue.publisher": "no"})
    assert {CLASS, "config/publisher.php"}.isdisjoint(file.path for file in done.plan.files)
    assert not done.resolution.answers[Queue].publisher
    assert "host" not in done.resolution.answers[Queue].asked(done.project)


def test_the_next_run_knows_it_and_no_takes_the_queue_back_but_not_the_code(tmp_path: Path) -> None:
    folder = shapes.make("slim-13", tmp_path)
    applied.written(folder, SECTIONS, TYPED)
    again = applied.planned(folder, SECTIONS, {})
    answers = again.resolution.answers[Queue]
    assert (answers.publisher, answers.messages, answers.host) == (True, "reports", "10.0.0.20")
    assert (again.missing, again.plan.files) == ((), ())
    applied.written(folder, SECTIONS, {"queue.publisher": "no"})
    assert (folder / CLASS).is_file()
    assert judge.dotted(applied.config(folder), "publisher.queue") is None
    assert not applied.planned(folder, SECTIONS, {}).resolution.answers[Queue].publisher


OWN_CLASS = """<?php

namespace App\\Services;

class MessagePublisher
{
    public function publish($type, $body)
    {
    }
}
"""
OWN_CONFIG = "<?php\n\nreturn [\n" + "".join(
    f"    '{name}' => env('OMNI_{name.upper()}'),\n" for name in ("queue", "host", "port", "user", "password", "vhost")
) + "];\n"  # fmt: skip
OTHER_CONFIG = "<?php\n\nreturn [\n    'author' => 'Omniflow',\n    'host' => 'books.test',\n];\n"
NOT_OURS = {
    "a config of another kind": ("config/publisher.php", OTHER_CONFIG),
    "a class that publishes nothing": (CLASS, OWN_CLASS.replace("publish(", "print(")),
    "a class of another namespace": (CLASS, OWN_CLASS.replace("App\\", "Books\\")),
    "a class of no namespace": (CLASS, "<?php\n\nclass MessagePublisher {}\n"),
}


@pytest.mark.parametrize(("path", "text"), [(CLASS, OWN_CLASS), ("config/publisher.php", OWN_CONFIG)])
def test_a_publisher_of_the_applications_own_is_left_alone(path: str, text: str, tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path, files={path: text})
    applied.written(folder, SECTIONS, TYPED)
    assert (folder / path).read_text() == text
    if path != CLASS:
        read = applied.env(folder)
        assert (read["OMNI_QUEUE"], read["OMNI_HOST"], read["OMNI_PASSWORD"]) == ("reports", "10.0.0.20", PASSWORD)


@pytest.mark.parametrize("queue", ["redis", "rabbitmq"])
@pytest.mark.parametrize("case", NOT_OURS)
def test_a_file_that_only_has_the_name_is_an_error_and_stays_as_it_is(case: str, queue: str, tmp_path: Path) -> None:
    path, text = NOT_OURS[case]
    folder = shapes.make("slim-12", tmp_path, files={path: text})
    done = applied.planned(folder, SECTIONS, {**TYPED, "queue.connection": queue})
    assert [f.where for f in done.plan.findings if f.code == "queue.publisher-taken"] == [path]
    assert done.plan.blocked
    assert {CLASS, "config/publisher.php"}.isdisjoint(file.path for file in done.plan.files)
    assert not any("PUBLISHER_QUEUE" in file.after for file in done.plan.files)
    without = applied.written(folder, SECTIONS, {**TYPED, "queue.connection": queue, "queue.publisher": "no"})
    assert "queue.publisher-taken" not in applied.codes(without)
    assert (folder / path).read_text() == text


def test_what_was_taken_back_can_be_chosen_again(tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path)
    for answer in ("yes", "no", "yes"):
        applied.written(folder, SECTIONS, {**TYPED, "queue.publisher": answer})
    assert judge.dotted(applied.config(folder), "publisher.queue") == "reports"


def test_a_renamed_application_gets_its_own_namespace(tmp_path: Path) -> None:
    composer = json.dumps({"require": {"laravel/framework": "^12.0"}, "autoload": {"psr-4": {
        "Database\\Seeders\\": "database/seeders/", "Omni\\Admin\\": ["app/"]}}})  # fmt: skip
    folder = shapes.make("slim-12", tmp_path, files={"composer.json": composer})
    done = applied.written(folder, SECTIONS, TYPED)
    assert "\nnamespace Omni\\Admin\\Services;\n" in (folder / CLASS).read_text()
    assert any("app(\\Omni\\Admin\\Services\\MessagePublisher::class)" in c for c in applied.commands(done))


@pytest.mark.parametrize("prefix", ["A'; system('id'); //\\", "", "App", "1\\", "x\ny\\"])
def test_a_namespace_is_never_code(prefix: str, tmp_path: Path) -> None:
    composer = json.dumps({"autoload": {"psr-4": {prefix: "app/"}}})
    folder = shapes.make("slim-12", tmp_path, files={"composer.json": composer})
    applied.written(folder, SECTIONS, TYPED)
    assert "\nnamespace App\\Services;\n" in (folder / CLASS).read_text()


def test_the_call_is_in_the_checklist_and_is_php(tmp_path: Path) -> None:
    done = applied.planned(shapes.make("slim-12", tmp_path), SECTIONS, TYPED)
    (call,) = [s.command for s in done.plan.checklist if isinstance(s, Run) and s.on is On.CODE and s.command]
    assert lab.php_lint({"call": f"<?php\n\n{call}\n"}) == {}
    assert "plain JSON" not in applied.steps(done)


def test_laravels_own_queue_is_not_the_one_for_messages(tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path)
    typed = {**TYPED, "queue.connection": "rabbitmq", "queue.queue": "reports"}
    assert "queue.publisher-same-queue" in applied.codes(applied.planned(folder, SECTIONS, typed))
    other = {**typed, "queue.queue": "default"}
    assert "queue.publisher-same-queue" not in applied.codes(applied.planned(folder, SECTIONS, other))


def test_the_class_asks_the_config_and_never_the_environment(tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path)
    done = applied.written(folder, SECTIONS, TYPED)
    assert "env(" not in (folder / CLASS).read_text()
    assert not any(PASSWORD in str(line) for file in done.plan.files for line in file.lines)


@pytest.mark.parametrize("name", ["consumer.py", "consumer.go"])
def test_the_readme_shows_the_worker_that_is_tried_here(name: str) -> None:
    assert (CONSUMER.with_name(name)).read_text().rstrip() in (lab.ROOT / "README.md").read_text()
