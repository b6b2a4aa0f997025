"""The first word with a broker: does it speak our AMQP, with TLS on both sides or on none, and what does it say of itself?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wizard.finding import Finding
from wizard.laravel.trust import Trust
from wizard.services import wire
from wizard.services.rabbitmq.findings import FINDINGS
from wizard.services.wire import Address
from wizard.text import printable

_HEADER: Final = b"AMQP\x00\x00\x09\x01"
_START: Final = b"\x00\x0a\x00\x0a"  # class connection, method start


def first_word(address: Address, tls: Trust | None) -> Mapping[str, str] | Finding:
    """Say which AMQP we speak; return what the broker says of itself, or why there is no going on."""
    answer = wire.greeting(address, _HEADER, tls)
    said = answer if isinstance(answer, Finding) else _read(address, answer)
    if isinstance(said, Finding) and (mistake := wire.mistaken(said, address, _HEADER, tls, _is_start)):
        code = f"rabbitmq.{mistake}"
        return FINDINGS[code].at(code, str(address), host=address.host, port=address.port)
    return said


def _read(address: Address, answer: bytes) -> Mapping[str, str] | Finding:
    if answer.startswith(b"AMQP") and len(answer) >= 8:
        version = "-".join(str(number) for number in answer[5:8]) if answer[4] in (0, 1) else "1.0"
        return FINDINGS["rabbitmq.protocol-version"].at("rabbitmq.protocol-version", str(address), version=version)
    return _properties(answer) if _is_start(answer) else wire.other_protocol(address, answer)


def _is_start(answer: bytes) -> bool:
    return answer.startswith(b"\x01\x00\x00") and answer[7:11] == _START


def _properties(answer: bytes) -> Mapping[str, str]:
    """Read product, version and cluster from the broker's first frame; nothing from one that is not whole."""
    import struct

    from pika import exceptions, frame

    try:
        _, start = frame.decode_frame(answer)
        given = getattr(getattr(start, "method", None), "server_properties", None)
    except (exceptions.AMQPError, struct.error, LookupError, ValueError, TypeError):
        given = None
    named = given.items() if isinstance(given, Mapping) else ()
    return {str(name): printable(str(value))[:80] for name, value in named if isinstance(value, str | bytes)}
