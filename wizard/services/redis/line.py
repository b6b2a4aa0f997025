"""The line to one Redis server: it can be cut from outside, and carries only so much."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from typing import Any, Final

from wizard.laravel.trust import Trust
from wizard.services.wire import TIMEOUT, context

ENOUGH: Final = 8 * 1024 * 1024
"""Bytes of all answers together: what is asked of a server comes to some hundred kilobytes."""


@dataclass(slots=True)
class Line:
    """A socket to a server, as far as a client library needs one."""

    host: str
    port: int
    tls: Trust | None
    heard: int = 0
    needed: bool = False
    _socket: socket.socket | None = field(default=None, repr=False)

    def connected(self) -> Line:
        """Connect, with TLS where it is spoken."""
        plain = socket.create_connection((self.host, self.port), TIMEOUT)
        try:
            self._socket = context(self.tls).wrap_socket(plain, server_hostname=self.host) if self.tls else plain
        except BaseException:
            plain.close()
            raise
        return self

    def recv(self, size: int) -> bytes:
        """Receive, unless the server has said too much already."""
        from redis.exceptions import InvalidResponse

        if self.heard > ENOUGH:
            raise InvalidResponse
        assert self._socket is not None
        data = self._socket.recv(size)
        self.heard += len(data)
        return data

    def hang_up(self) -> None:
        """End the talk from another thread, unless it is needed: a read that waits ends at once."""
        if self._socket is not None and not self.needed:
            self._socket.shutdown(socket.SHUT_RDWR)

    def __getattr__(self, name: str) -> Any:  # whatever else the library does with a socket
        return getattr(self._socket, name)
