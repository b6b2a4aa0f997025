"""One real situation for everything that may be found at a RabbitMQ broker."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pika

from tests.sections.sketch import edited
from tests.servers.certificates import Certificates
from tests.servers.process import wait_until
from tests.servers.rabbitmq import RabbitMQ
from tests.services.company import HERE, asked, scripted
from tests.shapes import make
from wizard.check import Check, Result
from wizard.laravel.broker import Broker, BrokerQueue
from wizard.laravel.trust import Trust
from wizard.project import Project
from wizard.services.rabbitmq import checks
from wizard.services.rabbitmq.probe import Probe
from wizard.text import same

SECRET: Final = "hunter2-sentinel"
USERS: Final = ("app", "stranger", "no-configure", "no-write", "no-read")
_ALL: Final = ".*"
_NONE: Final = "^$"
PERMISSIONS: Final = {
    ("stranger", "/"): None,
    ("no-configure", "/"): (_NONE, _ALL, _ALL),
    ("no-write", "/"): (_ALL, _NONE, _ALL),
    ("no-read", "/"): (_ALL, _ALL, _NONE),
}
VHOSTS: Final = ("/", "full", "short", "brief")


@contextmanager
def broker(certificates: Certificates) -> Iterator[RabbitMQ]:
    """Give a broker with all the users, rights and virtual hosts that the scenarios need."""
    users = dict.fromkeys(USERS, SECRET)
    with RabbitMQ(users=users, vhosts=VHOSTS, permissions=PERMISSIONS, tls=certificates) as server:
        server.ctl("set_vhost_limits", "-p", "full", '{"max-connections":0}')
        for vhost, policy in (("short", '{"max-length":0,"overflow":"reject-publish"}'), ("brief", '{"message-ttl":0}')):
            server.ctl("set_policy", "-p", vhost, "all", _ALL, policy, "--apply-to", "queues")
        yield server


def at(port: int, queue: str = "default", host: str = HERE, **more: Any) -> Broker:
    """Return a broker at this port as the application would enter it."""
    entered = Broker(host, port, "app", SECRET, heartbeat=60, queues=(BrokerQueue(queue, "jobs"),), setting="queue")
    return replace(entered, **more)


def ask(target: Broker) -> Result:
    """Ask a broker for all that Laravel does there."""
    return asked(Check("rabbitmq", same("RabbitMQ"), Probe(target)), SECRET)


@contextmanager
def queue(server: RabbitMQ, name: str, **declared: Any) -> Iterator[None]:
    """Keep a queue of the application's for a while."""
    with server.connect() as connection:
        channel = connection.channel()
        channel.queue_declare(name, **declared)
        try:
            yield
        finally:
            channel.queue_delete(name)


def configured(env: Mapping[str, str], block: str = "") -> Result:
    """Ask for what a project's config says."""
    files = edited("slim-12", "config/queue.php", "'connections' => [", f"'connections' => [{block}")
    with tempfile.TemporaryDirectory() as folder:
        root = make("slim-12", Path(folder), env={"QUEUE_CONNECTION": "rabbitmq", **env}, files=files)
        (check,) = checks(Project.open(root, environ={}))
        return asked(check, SECRET)


def start_frame(**properties: str) -> bytes:
    """Return a broker's first words."""
    method = pika.spec.Connection.Start(server_properties=properties, mechanisms="PLAIN")
    return bytes(pika.frame.Method(0, method).marshal())


def _error(server: RabbitMQ) -> Result:
    close = pika.spec.Connection.Close(541, "INTERNAL_ERROR", 0, 0)
    with scripted(start_frame(product="RabbitMQ"), pika.frame.Method(0, close).marshal()) as port:
        return ask(at(port))


def _old(server: RabbitMQ) -> Result:
    with scripted(b"AMQP\x03\x01\x00\x00") as port:  # a broker of AMQP 1.0
        return ask(at(port))


def _blocked(server: RabbitMQ) -> Result:
    server.ctl("set_vm_memory_high_watermark", "0.00001")
    try:
        wait_until(lambda: "memory" in server.ctl("eval", "rabbit_alarm:get_alarms()."), "an alarm", pause=0.2)
        return ask(at(server.port))
    finally:
        server.ctl("set_vm_memory_high_watermark", "0.4")
        wait_until(lambda: "memory" not in server.ctl("eval", "rabbit_alarm:get_alarms()."), "no alarm", pause=0.2)


def _different(server: RabbitMQ) -> Result:
    with queue(server, "fleeting", durable=False):
        return ask(at(server.port, "fleeting"))


def _locked(server: RabbitMQ) -> Result:
    with queue(server, "somebodys", exclusive=True):
        return ask(at(server.port, "somebodys"))


def _no_delayed(server: RabbitMQ) -> Result:
    with queue(server, "made", durable=True):
        return ask(at(server.port, "made", user="no-configure"))


SCENARIOS: Final[Mapping[str, Callable[[RabbitMQ], Result]]] = {
    "rabbitmq.unknown": lambda _: configured({}, "'rabbitmq' => ['hosts' => brokers()],"),
    "rabbitmq.no-host": lambda _: configured({"RABBITMQ_HOST": '""'}),
    "rabbitmq.port": lambda _: configured({"RABBITMQ_PORT": "99999"}),
    "rabbitmq.host-form": lambda _: configured({"RABBITMQ_HOST": f"amqp://user:{SECRET}@mq:5672/vh"}),
    "rabbitmq.name-form": lambda s: ask(at(s.port, "x" * 256)),
    "rabbitmq.loopback": lambda s: ask(at(s.port, host="127.0.0.1")),
    "rabbitmq.no-heartbeat": lambda s: ask(at(s.port, heartbeat=0)),
    "rabbitmq.tls-wanted": lambda s: ask(at(s.tls_port)),
    "rabbitmq.no-tls": lambda s: ask(at(s.port, tls=Trust(verify=False))),
    "rabbitmq.protocol-version": _old,
    "rabbitmq.guest": lambda s: ask(at(s.port, user="guest")),
    "rabbitmq.guest-open": lambda s: ask(at(s.port, user="guest", password="guest")),
    "rabbitmq.login": lambda s: ask(at(s.port, user="nobody")),
    "rabbitmq.no-vhost": lambda s: ask(at(s.port, vhost="nowhere")),
    "rabbitmq.vhost-refused": lambda s: ask(at(s.port, user="stranger")),
    "rabbitmq.limit": lambda s: ask(at(s.port, vhost="full")),
    "rabbitmq.error": _error,
    "rabbitmq.no-configure": lambda s: ask(at(s.port, user="no-configure")),
    "rabbitmq.no-delayed": _no_delayed,
    "rabbitmq.no-write": lambda s: ask(at(s.port, user="no-write")),
    "rabbitmq.no-read": lambda s: ask(at(s.port, user="no-read")),
    "rabbitmq.blocked": _blocked,
    "rabbitmq.rejected": lambda s: ask(at(s.port, vhost="short")),
    "rabbitmq.lost": lambda s: ask(at(s.port, vhost="brief")),
    "rabbitmq.queue-arguments": _different,
    "rabbitmq.queue-locked": _locked,
    "rabbitmq.ca-missing": lambda s: ask(at(s.tls_port, tls=Trust("/no/such/ca.pem"))),
}
