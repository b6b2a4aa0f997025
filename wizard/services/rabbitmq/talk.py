"""A talk with one broker: signed in once, a channel for each thing tried, since a refusal closes it."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from wizard.check import closing
from wizard.laravel.broker import Broker
from wizard.laravel.trust import Trust
from wizard.services.hush import hush
from wizard.services.wire import TIMEOUT, context

if TYPE_CHECKING:
    from pika import BlockingConnection, PlainCredentials
    from pika.adapters.blocking_connection import BlockingChannel

_CLOSED: Final = re.compile(r"ClosedByBroker: \((\d{3})\) (.*)")
_HEARTBEAT: Final = 2
"""Seconds: so that a broker which falls silent in the middle is left, by pika's reckoning after 14."""


@contextmanager
def opened(broker: Broker, tls: Trust | None) -> Iterator[BlockingConnection]:
    """Connect and sign in; no second attempts, nothing logged."""
    import pika
    from pika import exceptions

    hush("pika")
    parameters = pika.ConnectionParameters(
        host=broker.host, port=broker.port, virtual_host=broker.vhost,
        credentials=_credentials(broker),
        ssl_options=pika.SSLOptions(context(tls), broker.host) if tls else None,
        heartbeat=_HEARTBEAT, socket_timeout=TIMEOUT, stack_timeout=2 * TIMEOUT, blocked_connection_timeout=TIMEOUT,
        connection_attempts=1, retry_delay=0, client_properties={"connection_name": "stateless-wizard check"},
    )  # fmt: skip
    connection = pika.BlockingConnection(parameters)
    try:
        with closing(lambda: _cut(connection)):
            yield connection
    finally:
        with suppress(exceptions.AMQPError, OSError):
            connection.close()  # takes the private queue along


def _credentials(broker: Broker) -> PlainCredentials:
    """PHP sends the bytes that stand in .env, also those outside UTF-8; pika takes bytes as they are."""
    import pika

    user, password = (one.encode(errors="surrogateescape") for one in (broker.user, broker.password))
    return pika.PlainCredentials(user, password, erase_on_connect=True)  # type: ignore[arg-type]


def _cut(connection: BlockingConnection) -> None:
    """End the talk from another thread; pika itself would first wait for a frame to be whole."""
    transport = getattr(getattr(connection, "_impl", None), "_transport", None)
    line = getattr(transport, "_sock", None)
    if line is not None:
        line.shutdown(socket.SHUT_RDWR)


@contextmanager
def channel(connection: BlockingConnection) -> Iterator[BlockingChannel]:
    """Open a channel for one thing to try."""
    from pika import exceptions

    one = connection.channel()
    try:
        yield one
    finally:
        with suppress(exceptions.AMQPError):
            if one.is_open:
                one.close()


def closed_with(error: BaseException) -> tuple[int, str]:
    """Return the number and words by which a broker ended it, 0 when it did not.

    While a connection is opened pika keeps both in the words of another exception only.
    """
    number = getattr(error, "reply_code", None)
    if isinstance(number, int):
        return number, str(getattr(error, "reply_text", ""))
    told = _CLOSED.search(str(error.args))
    return (int(told.group(1)), told.group(2)) if told else (0, "")
