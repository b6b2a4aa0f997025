"""One Redis server asked: does it answer, let us in, and keep what Laravel would give it?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from wizard import accept
from wizard.check import Said
from wizard.finding import Finding
from wizard.laravel.redis_uses import CACHE, LOCKS, Target
from wizard.laravel.trust import Trust
from wizard.services import wire
from wizard.services.redis.findings import FINDINGS
from wizard.services.redis.hello import first_word
from wizard.services.redis.keys import neighbours, refused, worked
from wizard.services.redis.state import keeping, state
from wizard.services.redis.talk import Refusal, Talk, opened
from wizard.services.redis.words import ROLES
from wizard.services.wire import Address


@dataclass(frozen=True, slots=True)
class Probe:
    """Asks one server for everything that the application keeps there."""

    target: Target

    def __call__(self) -> Iterator[Said]:
        """Yield what is seen and found; nothing is left behind on the server."""
        server = self.target.server
        if server.host.startswith("/"):
            yield _found("redis.socket", server.setting, host=server.host)
            return
        if accept.loopback(server.host):
            yield _found("redis.loopback", server.setting, host=server.host)
        address, tls = Address("redis", server.host, server.port), server.tls
        stopped = first_word(address, tls)
        if stopped is not None:
            yield stopped
            return
        yield from self._asked(address, tls)

    def _asked(self, address: Address, tls: Trust | None) -> Iterator[Said]:
        from redis.exceptions import InvalidResponse, RedisError

        try:
            with opened(self.target.server, tls) as talk:
                yield from self._inside(talk, str(address))
        except InvalidResponse:
            yield wire.other_protocol(address, b"")
        except (RedisError, OSError) as error:
            yield wire.failure(address, error) or address.finding("closed")

    def _inside(self, talk: Talk, where: str) -> Iterator[Said]:
        refusal = self._signed_in(talk)
        if refusal is not None:
            yield refused(refusal, self.target, where)
            return
        began = time.perf_counter()
        pong = talk.ask("PING")
        took = (time.perf_counter() - began) * 1000
        if isinstance(pong, Refusal) and pong.kind not in ("NOPERM", "UNKNOWN"):
            yield refused(pong, self.target, where)
            return
        there = state(talk)
        yield there.seen(took)
        if there.mode == "sentinel":
            yield _found("redis.sentinel", where)
            return
        if self.target.server.clustered and there.mode == "standalone":
            yield _found("redis.not-cluster", where)
            return
        yield from self._shared(there.mode, where)
        yield from worked(talk, self.target, where)
        if there.is_replica and there.info.get("slave_read_only") == "0":
            yield _found("redis.writable-replica", where)
        if there.info:
            yield from keeping(talk, there, self.target, where)
        else:
            yield _found("redis.no-info", where, user=self.target.server.username or "default")
        yield from neighbours(talk, self.target, where)

    def _signed_in(self, talk: Talk) -> Refusal | None:
        """Sign in as Laravel does: only where there is a password."""
        username, password = self.target.server.username, self.target.server.password
        if password is None:
            return None
        reply = talk.ask("AUTH", *([username] if username else []), password)
        return reply if isinstance(reply, Refusal) else None

    def _shared(self, mode: str, where: str) -> Iterator[Finding]:
        """`cache:clear` empties a whole database, whatever lies there besides the cache (LARAVEL.md §8.4)."""
        code = "redis.cluster-shares" if mode == "cluster" else "redis.shared-database"
        for role, number in dict.fromkeys((use.role, use.database) for use in self.target.uses):
            if number in self.target.flushed and role not in (CACHE, LOCKS):
                yield _found(code, where, role=ROLES[role], number=number)


def _found(code: str, where: str, **values: object) -> Finding:
    return FINDINGS[code].at(code, where, **values)
