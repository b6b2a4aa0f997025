"""A gateway before a real S3 server: it lets everything pass but what a test tells it to answer otherwise.

It answers in the words that S3 servers document, where SeaweedFS has no such fault to offer.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

from tests.services.company import HERE

_HOPS = ("connection", "transfer-encoding", "content-length", "date", "server")


@dataclass(frozen=True)
class Request:
    """What a client asked for."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Message

    @property
    def is_list(self) -> bool:
        return "list-type" in self.query

    @property
    def is_object(self) -> bool:
        return self.path.endswith(".txt")

    @property
    def is_signed(self) -> bool:
        return "Authorization" in self.headers


@dataclass(frozen=True)
class Reply:
    """What is answered instead of the real server's word."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


TAKEN = Reply(0)
"""The request is passed on, and the client hung up on."""
Fault = Callable[[Request], Reply | None]


def error(status: int, code: str, **more: str) -> Reply:
    """Return an error as S3 words it."""
    parts = {"Code": code, "Message": "no", **more, "RequestId": "4442587FB7D0A2F9"}
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in parts.items())
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{inner}</Error>'.encode()
    return Reply(status, body, {"Content-Type": "application/xml"})


class Gateway:
    """A server on loopback before another one; `requests` are all that came."""

    def __init__(self, behind: tuple[str, int], fault: Fault) -> None:
        self.requests: list[Request] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _speaker(behind, fault, self.requests))
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        self.url = f"http://{HERE}:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


def _speaker(behind: tuple[str, int], fault: Fault, seen: list[Request]) -> type[BaseHTTPRequestHandler]:
    class Speaker(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            parts = urlsplit(self.path)
            request = Request(
                self.command, parts.path, parse_qs(parts.query, keep_blank_values=True), self.headers
            )
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            seen.append(request)
            reply = fault(request) or _passed(behind, self.path, request, body)
            self.close_connection = True
            if reply is TAKEN:
                _passed(behind, self.path, request, body)
                return
            try:
                self.send_response_only(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body)))
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(reply.body)
            except OSError:
                return  # the client had enough

        do_GET = do_PUT = do_DELETE = do_OPTIONS = do_HEAD = _any  # noqa: N815  the names that the base calls

    return Speaker


def _passed(behind: tuple[str, int], target: str, request: Request, body: bytes) -> Reply:
    connection = HTTPConnection(*behind, timeout=10)
    headers = {name: value for name, value in request.headers.items() if name.lower() != "connection"}
    try:
        connection.request(request.method, target, body, headers)
        response = connection.getresponse()
        named = {name: value for name, value in response.getheaders() if name.lower() not in _HOPS}
        return Reply(response.status, response.read(), named)
    finally:
        connection.close()
