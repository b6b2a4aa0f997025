"""One web request at a time: no proxy, no redirect followed, no more read than we can use.

PHP's curl would honour HTTP_PROXY of its own environment; ours says nothing about that, so we go straight.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ssl import SSLContext
from typing import Final
from urllib.parse import quote, urlsplit

from wizard.finding import Finding
from wizard.laravel.trust import Trust
from wizard.services.wire import TIMEOUT, Address, context, failure, other_protocol

ENOUGH: Final = 65_536
"""Bytes of a body: an error, a list of one object and our own object are far smaller."""
_PATIENCE: Final = 6.0
"""Seconds for a whole body: one that drips keeps every single read within its time."""
_PORTS: Final = {"http": 80, "https": 443}
_READY: Final = "%/:=&?~#+!$,;'@()*[]"  # what a quoted URL may hold already


@dataclass(frozen=True, slots=True)
class Site:
    """Where a URL leads: scheme, host and port."""

    scheme: str
    host: str
    port: int

    @property
    def address(self) -> Address:
        """Return it as an address on the wire."""
        return Address("s3", self.host, self.port)

    def __str__(self) -> str:
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{f'[{self.host}]' if ':' in self.host else self.host}{port}"


def site(url: str) -> Site | None:
    """Return where a URL leads, None when it is no http or https URL."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not host:
        return None
    return Site(parts.scheme, host, port or _PORTS[parts.scheme])


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: header names are in small letters, the body is cut at `ENOUGH` bytes."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class Silent(TimeoutError):
    """A server took the connection, and then said nothing in time."""


class Web:
    """The way to web servers; `tls` says which certificates are trusted."""

    def __init__(self, tls: Trust) -> None:
        self.tls = tls
        self._line: socket.socket | None = None

    def fetch(
        self,
        url: str,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """Send one request and return its answer; raises `OSError` or `HTTPException`, `Silent` after it was sent."""
        connection = self._connection(url)
        parts = urlsplit(url)
        target = quote(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", safe=_READY)
        try:
            connection.connect()
            self._line = connection.sock
            connection.request(method, target, body, {**(headers or {}), "Connection": "close"})
            with connection.getresponse() as response:
                named = {name.lower(): value for name, value in response.getheaders()}
                return Answer(response.status, named, _body(response))
        except TimeoutError:
            if self._line is None:
                raise
            raise Silent from None
        finally:
            self._line = None
            connection.close()

    def hang_up(self) -> None:
        """End the request under way, if there is one; it may be called from another thread."""
        line = self._line
        if line is not None:
            # Not TLS's own way: that would take its state away under the reader.
            socket.socket.shutdown(line, socket.SHUT_RDWR)

    def _connection(self, url: str) -> HTTPConnection:
        at = site(url)
        if at is None:
            raise HTTPException
        if at.scheme == "https":
            return HTTPSConnection(at.host, at.port, timeout=TIMEOUT, context=self._context)
        return HTTPConnection(at.host, at.port, timeout=TIMEOUT)

    @cached_property
    def _context(self) -> SSLContext:
        return context(self.tls)


def trouble(address: Address, error: Exception) -> Finding:
    """Return the finding for a request that had no answer."""
    if isinstance(error, Silent):
        return address.finding("silent")
    return failure(address, error) or other_protocol(address, b"")


def _body(response: HTTPResponse) -> bytes:
    read, end = b"", time.monotonic() + _PATIENCE
    while len(read) < ENOUGH and time.monotonic() < end:
        piece = response.read1(ENOUGH - len(read))
        if not piece:
            break
        read += piece
    return read
