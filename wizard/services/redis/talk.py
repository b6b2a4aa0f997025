"""A talk with one Redis server: every answer is a value, or the kind of its refusal."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from wizard.check import closing
from wizard.laravel.redis_server import Server
from wizard.laravel.trust import Trust
from wizard.services.hush import hush
from wizard.services.redis.line import Line
from wizard.services.wire import TIMEOUT

if TYPE_CHECKING:
    from redis import Connection

_CLASSES: Final = {
    "OutOfMemoryError": "OOM", "ReadOnlyError": "READONLY", "NoPermissionError": "NOPERM", "AskError": "MOVED",
    "BusyLoadingError": "LOADING", "MovedError": "MOVED", "MasterDownError": "MASTERDOWN",
    "ClusterDownError": "CLUSTERDOWN",
}  # fmt: skip
"""redis-py takes the first word off these replies; the others keep it."""
_SAID: Final = {
    "out of range": "RANGE", "not allowed in cluster mode": "ONE-DATABASE", "authentication required": "NOAUTH",
    "without any password": "NO-PASSWORD-SET", "no password is set": "NO-PASSWORD-SET", "invalid username": "WRONGPASS",
    "invalid password": "WRONGPASS", "unknown command": "UNKNOWN", "max number of clients": "CLIENTS",
}  # fmt: skip
"""What a reply is known by that begins with `ERR`, or whose first word is gone."""
_FIRST: Final = re.compile(r"-?([A-Z]{3,20})\b")


@dataclass(frozen=True, slots=True)
class Refusal:
    """The server will not: the kind of its error and the command. Its words may hold anything, and stay out."""

    kind: str
    command: str


@dataclass(frozen=True, slots=True)
class Talk:
    """One connection; nothing is sent but what is asked."""

    client: Any  # redis-py leaves `execute_command` without types
    line: Line

    def ask(self, *words: str | int | bytes) -> Any:  # a reply's shape is the command's
        """Send a command; return its reply as it came (texts are bytes), or a `Refusal`."""
        from redis import exceptions

        # PHP sends the bytes that stand in .env, also those outside UTF-8.
        rest = (word.encode(errors="surrogateescape") if isinstance(word, str) else word for word in words[1:])
        try:
            return self.client.execute_command(words[0], *rest)
        except (exceptions.ResponseError, exceptions.AuthenticationError) as error:
            return Refusal(kind_of(error), str(words[0]))
        except exceptions.ConnectionError as error:  # redis-py takes some replies for a broken connection
            if type(error).__name__ in _CLASSES or kind_of(error) == "CLIENTS":
                return Refusal(kind_of(error), str(words[0]))
            raise


    @contextmanager
    def kept(self) -> Iterator[None]:
        """Keep the line while something of ours is on the server: it is short, and taken away over this line."""
        self.line.needed = True
        try:
            yield
        finally:
            self.line.needed = False


@contextmanager
def opened(server: Server, tls: Trust | None) -> Iterator[Talk]:
    """Connect without signing in; no retries, no background threads, nothing sent unasked."""
    from redis import ConnectionPool, Redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    hush("redis")
    line = Line(server.host, server.port, tls)
    pool = ConnectionPool(
        connection_class=_through(line), host=server.host, port=server.port, protocol=2,
        socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT, retry=Retry(NoBackoff(), 0), **_anonymous(Redis),
    )  # fmt: skip
    with closing(line.hang_up):
        client = Redis(connection_pool=pool, single_connection_client=True)
        client.response_callbacks.clear()  # they stumble over a reply of another shape
        try:
            yield Talk(client, line)
        finally:
            client.close()
            pool.disconnect()


def _through(line: Line) -> type[Connection]:
    """Return redis-py's connection over a line of ours: the same trust as at the first word, and an end to all answers."""
    from redis import Connection

    class Ours(Connection):
        def _connect(self) -> Line:
            return line.connected()

    return Ours


def _anonymous(client: type[object]) -> dict[str, Any]:
    """Return what keeps redis-py from telling its name before we are signed in; the option has changed its own."""
    newer = "driver_info" in inspect.signature(client).parameters
    return {"driver_info": None} if newer else {"lib_name": None, "lib_version": None}


def kind_of(error: Exception | str) -> str:
    """Name the kind of an error reply: its first word in capitals, or what it is known by."""
    text = str(error)
    for said, kind in _SAID.items():
        if said in text.lower():
            return kind
    kind = _CLASSES.get(type(error).__name__, "")
    if not kind and (first := _FIRST.match(text)):
        kind = first.group(1)
    if kind == "NOPERM":
        return "NOKEY" if "key" in text.lower() else "NOPERM"
    return kind or ("WRONGPASS" if type(error).__name__ == "AuthenticationError" else "ERR")
