"""One RabbitMQ broker asked: does it let us in, and does a message go through it?"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard import accept
from wizard.check import Said
from wizard.finding import Finding
from wizard.laravel.broker import JOBS, Broker
from wizard.laravel.trust import Trust
from wizard.services import wire
from wizard.services.rabbitmq.findings import found
from wizard.services.rabbitmq.hello import first_word
from wizard.services.rabbitmq.queues import Try, key_of
from wizard.services.rabbitmq.talk import channel, closed_with, opened
from wizard.services.wire import Address
from wizard.text import Text

if TYPE_CHECKING:
    from pika import BlockingConnection


_LONGEST: Final = 255
"""Bytes of a name in AMQP."""


@dataclass(frozen=True, slots=True)
class Probe:
    """Asks one broker for everything that the application sends there."""

    broker: Broker

    def __call__(self) -> Iterator[Said]:
        """Yield what is seen and found; nothing is left behind on the broker."""
        broker = self.broker
        if accept.loopback(broker.host):
            yield self._found("rabbitmq.loopback", broker.setting)
        address, tls = Address("rabbitmq", broker.host, broker.port), broker.tls
        if key := _unsendable(broker):
            yield self._found("rabbitmq.name-form", broker.setting, key=key)
            return
        said = first_word(address, tls)
        if isinstance(said, Finding):
            yield said
            return
        yield from self._asked(address, tls, said)

    def _asked(self, address: Address, tls: Trust | None, about: Mapping[str, str]) -> Iterator[Said]:
        from pika import exceptions

        try:
            with opened(self.broker, tls) as connection:
                yield from self._inside(connection, about, str(address))
        except exceptions.ConnectionBlockedTimeout:
            yield self._found("rabbitmq.blocked", str(address))
        except (exceptions.IncompatibleProtocolError, exceptions.InvalidFrameError):
            yield wire.other_protocol(address, b"")
        except (exceptions.AMQPError, OSError) as error:
            yield self._ended(error, address)

    def _inside(self, connection: BlockingConnection, about: Mapping[str, str], where: str) -> Iterator[Said]:
        began = time.perf_counter()
        with channel(connection):
            took = (time.perf_counter() - began) * 1000
        yield _seen(about, took)
        if self.broker.user == "guest" and not accept.loopback(self.broker.host):
            yield self._found("rabbitmq.guest-open", where)
        yield from self._worked(connection, where)
        if not self.broker.heartbeat and any(queue.role == JOBS for queue in self.broker.queues):
            yield self._found("rabbitmq.no-heartbeat", self.broker.setting)

    def _worked(self, connection: BlockingConnection, where: str) -> Iterator[Said]:
        told: set[Said] = set()
        for queue in self.broker.queues:  # several may be refused alike
            for said in Try(connection, self.broker, queue, where)():
                if said not in told:
                    yield said
                told.add(said)

    def _ended(self, error: BaseException, address: Address) -> Finding:
        """Tell a refusal from a broken wire; the broker's own words stay out."""
        from pika import exceptions

        where = str(address)
        number, words = closed_with(error)
        if number == 403 or (not number and isinstance(error, exceptions.AuthenticationError)):
            is_guest = self.broker.user == "guest" and not accept.loopback(self.broker.host)
            return self._found("rabbitmq.guest" if is_guest else "rabbitmq.login", where)
        if number == 530:
            kind = "limit" if " limit (" in words else "no-vhost" if " not found" in words else "vhost-refused"
            return self._found(f"rabbitmq.{kind}", where)
        if number:
            return self._found("rabbitmq.error", where, number=number)
        return wire.failure(address, error) or address.finding("closed")

    def _found(self, code: str, where: str, **values: object) -> Finding:
        return found(code, where, self.broker, **values)


def _unsendable(broker: Broker) -> str | None:
    """Return the key of a name that does not fit into a frame, None where all do."""
    names = ((broker.vhost, "RABBITMQ_VHOST"), *((queue.name, key_of(queue)) for queue in broker.queues))
    return next((key for name, key in names if not _fits(name)), None)


def _fits(name: str) -> bool:
    try:
        return len(name.encode()) <= _LONGEST
    except UnicodeEncodeError:
        return False


def _seen(about: Mapping[str, str], milliseconds: float) -> Text:
    """Say what answers, and how fast."""
    name = f"{about.get('product', 'RabbitMQ')} {about.get('version', '')}".strip()
    return Text("`{name}` answers in {ms} ms (cluster `{cluster}`)", "`{name}` menjawab dalam {ms} ms (cluster `{cluster}`)"
        ).fill(name=name, ms=f"{milliseconds:.0f}" if milliseconds >= 1 else "<1",
               cluster=about.get("cluster_name", "?"))  # fmt: skip
