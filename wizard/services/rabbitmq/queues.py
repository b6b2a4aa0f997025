"""Queues on a broker: what is in those that are used, and one of our own that a message goes through."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.check import Said
from wizard.finding import Finding
from wizard.laravel.broker import JOBS, Broker, BrokerQueue
from wizard.services.rabbitmq.findings import found
from wizard.services.rabbitmq.talk import channel
from wizard.text import Text

if TYPE_CHECKING:
    from pika import BlockingConnection

_LONGEST: Final = 255
_NOWHERE: Final = {"x-dead-letter-exchange": "", "x-dead-letter-routing-key": ".stateless-wizard-check-nowhere"}
"""A private queue is named like the application's own, so their policies reach it: its arguments beat theirs, and a
message that ends there goes nowhere instead of among the dead letters."""
_REFUSED: Final = 403
_MISSING: Final = 404
_LOCKED: Final = 405
_DIFFERENT: Final = 406
_ARGUMENT: Final = re.compile(r"inequivalent arg '([\w.-]{1,60})'")


@dataclass(frozen=True, slots=True)
class Try:
    """What is tried with one queue of a broker."""

    connection: BlockingConnection
    broker: Broker
    queue: BrokerQueue
    where: str

    def __call__(self) -> Iterator[Said]:
        """Say what is in the queue, which is not made where it is not there, and put a message through one beside it."""
        counts = self._counts()
        if isinstance(counts, int):
            yield self._absent(counts)
        else:
            yield Text("queue `{queue}`: {messages} messages wait, {consumers} consumers",
                       "queue `{queue}`: {messages} pesan menunggu, {consumers} consumer").fill(
                queue=self.queue.name, messages=counts[0], consumers=counts[1])  # fmt: skip
            yield from self._compared()
        yield from self._worked(is_there=not isinstance(counts, int))

    def _counts(self) -> tuple[int, int] | int:
        """Return how many messages and consumers the queue has, or the number of the broker's refusal."""
        from pika import exceptions

        try:
            with channel(self.connection) as one:
                method = one.queue_declare(self.queue.name, passive=True).method
        except exceptions.ChannelClosedByBroker as error:
            return int(error.reply_code)
        return int(method.message_count), int(method.consumer_count)

    def _absent(self, number: int) -> Said:
        if number == _MISSING:
            return Text("queue `{queue}` is not there yet: the first message makes it",
                        "queue `{queue}` belum ada: dibuat oleh pesan pertama").fill(queue=self.queue.name)  # fmt: skip
        return self._found("queue-locked") if number == _LOCKED else self._found("error", number=number)

    def _compared(self) -> Iterator[Finding]:
        """Declare the queue that is there as the application would: nothing is changed, only compared."""
        from pika import exceptions

        if self.queue.arguments is None:
            return
        try:
            with channel(self.connection) as one:
                one.queue_declare(self.queue.name, durable=True, arguments=dict(self.queue.arguments) or None)
        except exceptions.ChannelClosedByBroker as error:
            if error.reply_code == _DIFFERENT:
                named = _ARGUMENT.search(error.reply_text)
                yield self._found("queue-arguments", argument=named.group(1) if named else "durable")

    def _worked(self, *, is_there: bool) -> Iterator[Said]:
        """Put a message through a private queue beside this one, which ends with the connection."""
        mark = f".stateless-wizard-check-{secrets.token_hex(8)}"
        name = f"{self.queue.name.encode()[:_LONGEST - len(mark)].decode(errors='ignore')}{mark}"
        made = self._declared(name, _NOWHERE)
        there = made or self._declared(name, {})  # the arguments want the rights to read and write, too
        if not there:
            yield self._found("no-delayed" if is_there else "no-configure")
        # A queue that the application's policies reach gets no message.
        failed = list(self._published(name if made else mark, made=made))
        yield from failed
        if there:
            failed += (unread := list(self._read(name, expected=made and not failed)))
            yield from unread
            self._deleted(name)
        if made and not failed:
            yield Text("a message went through a private queue beside `{queue}`",
                       "sebuah pesan lewat queue sementara di samping `{queue}`").fill(queue=self.queue.name)  # fmt: skip

    def _declared(self, name: str, arguments: Mapping[str, str]) -> bool:
        from pika import exceptions

        try:
            with channel(self.connection) as one:
                one.queue_declare(name, exclusive=True, auto_delete=False, arguments=dict(arguments))
        except exceptions.ChannelClosedByBroker as error:
            if error.reply_code != _REFUSED:
                raise
            return False
        return True

    def _published(self, name: str, *, made: bool) -> Iterator[Finding]:
        """Publish with confirm; without a queue the message comes back, which shows the right to send it."""
        from pika import exceptions

        try:
            with channel(self.connection) as one:
                one.confirm_delivery()
                one.basic_publish("", name, name.encode(), mandatory=True)
        except exceptions.UnroutableError:
            if made:
                yield self._found("lost")
        except exceptions.NackError:
            yield self._found("rejected")
        except exceptions.ChannelClosedByBroker as error:
            yield self._found("no-write") if error.reply_code == _REFUSED else self._found(
                "error", number=error.reply_code)  # fmt: skip

    def _read(self, name: str, *, expected: bool) -> Iterator[Finding]:
        from pika import exceptions

        try:
            with channel(self.connection) as one:
                _, _, body = one.basic_get(name, auto_ack=True)
        except exceptions.ChannelClosedByBroker as error:
            yield self._found("no-read") if error.reply_code == _REFUSED else self._found(
                "error", number=error.reply_code)  # fmt: skip
            return
        if expected and body != name.encode():
            yield self._found("lost")

    def _deleted(self, name: str) -> None:
        from pika import exceptions

        try:
            with channel(self.connection) as one:
                one.queue_delete(name)
        except exceptions.ChannelClosedByBroker:
            return  # it goes with the connection, too

    def _found(self, what: str, **values: object) -> Finding:
        code = f"rabbitmq.{what}"
        return found(code, self.where, self.broker, queue=self.queue.name, key=key_of(self.queue), **values)


def key_of(queue: BrokerQueue) -> str:
    """Return the env key that names a queue."""
    return "RABBITMQ_QUEUE" if queue.role == JOBS else "PUBLISHER_QUEUE"
