"""Bad company: servers that hang, hang up, drip, flood, or speak another protocol."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from tests.servers.closing import Closing

_PAGE = b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 4\r\nConnection: close\r\n\r\nWhat"
_FLOOD = 10 * 1024 * 1024


class Odd(Closing):
    """A TCP server in a thread that treats each connection in the same bad way.

    `Odd("hang")` accepts and says nothing, `"close"` hangs up at once, `"http"` answers as a web server does once it
    was spoken to (and after half a second anyway), `"drip"` sends one byte a second, `"flood"` a banner of 10 MB.
    """

    def __init__(self, manner: str, host: str = "127.0.0.1") -> None:
        self._behave = _MANNERS[manner]
        self._listener = socket.create_server((host, 0), backlog=50)
        self.host, self.port = host, int(self._listener.getsockname()[1])
        self.connections = 0
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def stop(self) -> None:
        """Hang up on everybody."""
        self._over.set()
        self._listener.shutdown(socket.SHUT_RDWR)  # wakes accept()
        for thread in tuple(self._threads):
            thread.join(5)
        self._listener.close()

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._treat, args=(client,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _treat(self, client: socket.socket) -> None:
        with client:
            client.settimeout(0.5)
            try:
                self._behave(client, self._over)
            except OSError:
                return  # the other side had enough


def _hang(client: socket.socket, over: threading.Event) -> None:
    over.wait()


def _close(client: socket.socket, over: threading.Event) -> None:
    return


def _http(client: socket.socket, over: threading.Event) -> None:
    with suppress(TimeoutError):  # a client that waits for our greeting gets this page for one
        client.recv(65536)
    client.sendall(_PAGE)


def _drip(client: socket.socket, over: threading.Event) -> None:
    while not over.wait(1):
        client.sendall(b"x")


def _flood(client: socket.socket, over: threading.Event) -> None:
    sent, piece = 0, b"x" * 65536
    while sent < _FLOOD and not over.is_set():
        try:
            sent += client.send(piece)
        except TimeoutError:
            continue  # a slow reader: go on until the end


_MANNERS: dict[str, Callable[[socket.socket, threading.Event], None]] = {
    "hang": _hang,
    "close": _close,
    "http": _http,
    "drip": _drip,
    "flood": _flood,
}
