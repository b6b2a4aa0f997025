"""RabbitMQ: every broker that jobs or messages go to is asked itself."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.check import Check
from wizard.laravel.broker import Broker, brokers
from wizard.project import Project
from wizard.services.known import stated
from wizard.services.rabbitmq.findings import FINDINGS
from wizard.services.rabbitmq.probe import Probe
from wizard.services.wire import Address
from wizard.text import Text


def checks(project: Project) -> Iterator[Check]:
    """Yield a check for each broker that the project is configured to use; nothing where it uses none."""
    for one in brokers(project.configs):
        yield _check(one) if isinstance(one, Broker) else stated("rabbitmq", _UNTOLD, one, FINDINGS)


def _check(broker: Broker) -> Check:
    label = Text("RabbitMQ at `{address}`: {queues}", "RabbitMQ di `{address}`: {queues}").fill(
        address=Address("rabbitmq", broker.host, broker.port),
        queues=", ".join(f"`{queue.name}`" for queue in broker.queues))  # fmt: skip
    return Check("rabbitmq", label, Probe(broker))


_UNTOLD = Text("RabbitMQ of `{setting}`", "RabbitMQ dari `{setting}`")
