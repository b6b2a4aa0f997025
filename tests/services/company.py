"""Bad company for any probe: the shared causes of `wire.CAUSES`, each as a place to knock at."""

from __future__ import annotations

import socket
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from typing import Final, NamedTuple

from tests.servers.odd import Odd
from tests.servers.process import free_port
from wizard.check import Check, Result, run

NOBODY: Final = "no-such-host.invalid"
HERE: Final = "127.1"
"""127.0.0.1 as a resolver reads it, under a name that no rule about loopback knows: for a server that is healthy."""
LITTLE: Final = 4 * 1024 * 1024
"""Bytes that a probe may hold of what a server floods it with."""


class Place(NamedTuple):
    """Where somebody (or nobody) is."""

    host: str
    port: int


@contextmanager
def nowhere(host: str) -> Iterator[Place]:
    """Give a place where nobody listens."""
    yield Place(host, free_port())


@contextmanager
def full_house() -> Iterator[Place]:
    """Give a place whose queue of callers is full: the kernel answers no further one, as a firewall that drops."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener, ExitStack() as stack:
        host, port = listener.getsockname()
        for _ in range(2):
            caller = stack.enter_context(socket.socket())
            caller.setblocking(False)
            caller.connect_ex((host, port))
        time.sleep(0.05)
        yield Place(host, port)


@contextmanager
def odd(manner: str) -> Iterator[Place]:
    """Give a place where a server of this bad manner listens: see `tests.servers.odd`."""
    with Odd(manner) as server:
        yield Place(server.host, server.port)


@contextmanager
def scripted(*answers: bytes) -> Iterator[int]:
    """Give the port of a server that gives these answers, one to each thing it hears, on every connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_serve, args=(listener, answers), daemon=True).start()
        yield int(listener.getsockname()[1])
        listener.shutdown(socket.SHUT_RDWR)


def _serve(listener: socket.socket, answers: tuple[bytes, ...]) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        with client:
            client.settimeout(5)
            for answer in answers:
                try:
                    client.recv(4096)
                    client.sendall(answer)
                except OSError:
                    break


@contextmanager
def endless(*answers: bytes) -> Iterator[int]:
    """Give the port of a server that gives these answers, and after the last of them bytes without end."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_pour, args=(listener, answers, over), daemon=True)
        thread.start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            over.set()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def _pour(listener: socket.socket, answers: tuple[bytes, ...], over: threading.Event) -> None:
    while not over.is_set():
        try:
            client, _ = listener.accept()
        except OSError:
            return
        with client, suppress(OSError):  # the other side had enough
            client.settimeout(2)
            for answer in answers:
                client.recv(4096)
                client.sendall(answer)
            while not over.is_set():
                client.sendall(b"x" * 65536)


COMPANY: Final[dict[str, Callable[[], AbstractContextManager[Place]]]] = {
    "unknown-host": lambda: nowhere(NOBODY),
    "unreachable": lambda: nowhere("224.0.0.1"),  # TCP to a multicast group: the kernel knows no way, at once
    "refused": lambda: nowhere("127.0.0.1"),
    "timeout": full_house,
    "silent": lambda: odd("hang"),
    "closed": lambda: odd("close"),
    "other-protocol": lambda: odd("http"),
}
"""The causes that need no TLS: cause -> a place that shows it, `with COMPANY[cause]() as (host, port):`."""

MANNERS: Final = ("hang", "close", "http", "drip", "flood")
"""Every bad manner, for `with odd(manner) as (host, port):`; a probe must end by itself at each of them."""


def asked(check: Check, *secrets: str, within: float = 12.0) -> Result:
    """Run one check; fail where it is late, stumbles over an answer, hoards memory or tells a secret."""
    fresh = not tracemalloc.is_tracing()
    if fresh:
        tracemalloc.start()
    began, before = time.monotonic(), tracemalloc.get_traced_memory()[0]
    try:
        (result,) = run((check,))
        held = tracemalloc.get_traced_memory()[0] - before
    finally:
        if fresh:
            tracemalloc.stop()
    took = time.monotonic() - began
    assert took < within, f"{took:.1f} s: {result.said}"
    assert held < 16 * LITTLE, f"{held} bytes held"  # a client library that is loaded here counts too
    assert not [f.code for f in result.findings if f.code.startswith("check.")], result.said
    told = repr(result)
    for secret in secrets:
        assert secret not in told, "a secret was told"
    return result


def codes(result: Result) -> list[str]:
    """Return the codes of what a check has found, in order."""
    return [finding.code for finding in result.findings]
