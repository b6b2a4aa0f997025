"""The first words of a MySQL server: it speaks first, so what answers there is known before we say anything."""

from __future__ import annotations

import socket
import struct
import time
from dataclasses import dataclass
from typing import Final

from wizard.finding import Finding
from wizard.services import wire

_PROTOCOL, _ERROR, _SSL = 10, 0xFF, 0x0800
_PAUSE: Final = 0.02
_HEAD: Final = 5  # three bytes of length, the number of the packet, its first byte


@dataclass(frozen=True, slots=True)
class Greeted:
    """An open socket whose greeting is still to be read, and what was seen of it."""

    socket: socket.socket
    speaks_tls: bool = False
    error: int = 0
    """The server's error number when it sends us away at once, else 0."""


def greeted(address: wire.Address) -> Greeted | Finding:
    """Connect and look at the greeting without taking it.

    The socket goes on to the client library: to hang up on a greeting is a broken connection to the
    server, and after max_connect_errors of these it blocks this machine.
    """
    try:
        connection = socket.create_connection((address.host, address.port), wire.TIMEOUT)
    except (OSError, UnicodeError) as error:
        return wire.failure(address, error) or address.finding("closed")
    try:
        answer = _peeked(connection)
    except TimeoutError:
        connection.close()
        return address.finding("silent")
    except OSError as error:
        connection.close()
        return wire.failure(address, error) or address.finding("closed")
    if len(answer) >= _HEAD and answer[3] == 0 and answer[4] in (_PROTOCOL, _ERROR) and _is_short(answer):
        if answer[4] == _PROTOCOL:
            return Greeted(connection, speaks_tls=_speaks_tls(answer))
        return Greeted(connection, error=struct.unpack_from("<H", answer.ljust(7, b"\0"), _HEAD)[0])
    connection.close()
    return wire.other_protocol(address, answer) if answer else address.finding("closed")


def _peeked(connection: socket.socket) -> bytes:
    """Return the greeting once it is whole, or what there is of it in the end: it may come in pieces."""
    until = time.monotonic() + wire.TIMEOUT
    while True:
        answer = connection.recv(wire.ENOUGH, socket.MSG_PEEK)
        if not answer or _is_whole(answer) or time.monotonic() > until:
            return answer
        time.sleep(_PAUSE)


def _is_whole(answer: bytes) -> bool:
    """Tell whether the packet that is announced is there, or is none of MySQL's as far as it can be seen."""
    if len(answer) < _HEAD:
        return False
    return not _is_short(answer) or answer[3] != 0 or len(answer) >= 4 + int.from_bytes(answer[:3], "little")


def _is_short(answer: bytes) -> bool:
    """A greeting has a few hundred bytes: who announces megabytes is somebody else."""
    return int.from_bytes(answer[:3], "little") <= wire.ENOUGH - 4


def _speaks_tls(answer: bytes) -> bool:
    """The capabilities stand behind the version's NUL, a connection number, eight bytes of salt and a NUL."""
    at = answer.find(b"\0", _HEAD) + 1 + 4 + 8 + 1
    return len(answer) >= at + 2 and bool(struct.unpack_from("<H", answer, at)[0] & _SSL)
