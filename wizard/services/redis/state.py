"""What a Redis server says of itself: version, role, memory, what it keeps on disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from wizard.check import Said
from wizard.finding import Finding
from wizard.laravel.redis_uses import QUEUE, SESSIONS, Target
from wizard.services.redis.findings import FINDINGS
from wizard.services.redis.talk import Talk
from wizard.services.redis.words import and_, roles_of
from wizard.text import Text, printable, same

_LASTING: Final = (SESSIONS, QUEUE)
_STANDALONE: Final = same("standalone")
_CLUSTER: Final = Text("cluster", "cluster mode")
_PRIMARY: Final = Text("primary", "sebagai primary")
_REPLICA: Final = Text("replica", "sebagai replica")


@dataclass(frozen=True, slots=True)
class State:
    """The server's answer to INFO; empty when it gives none."""

    info: Mapping[str, str]

    @property
    def name(self) -> str:
        """The product and its version."""
        for product in ("valkey", "dragonfly", "redis"):
            if version := self.info.get(f"{product}_version"):
                return f"{product.title()} {printable(version)[:40]}"
        return "Redis"

    @property
    def mode(self) -> str:
        """`standalone`, `cluster` or `sentinel`; empty when it cannot be told."""
        return self.info.get("redis_mode", "")

    @property
    def is_replica(self) -> bool:
        """True when it copies another server."""
        return self.info.get("role") == "slave"

    def seen(self, milliseconds: float) -> Text:
        """Say what answers, and how fast."""
        words = Text("`{name}` answers in {ms} ms", "`{name}` menjawab dalam {ms} ms").fill(
            name=self.name, ms=f"{milliseconds:.0f}" if milliseconds >= 1 else "<1")  # fmt: skip
        if not self.info:
            return words
        return same("{words} ({mode}, {role})").fill(
            words=words, mode=_CLUSTER if self.mode == "cluster" else _STANDALONE,
            role=_REPLICA if self.is_replica else _PRIMARY)  # fmt: skip


def state(talk: Talk) -> State:
    """Ask a server about itself."""
    info = talk.ask("INFO")
    text = info.decode(errors="replace") if isinstance(info, bytes) else ""
    lines = (line.partition(":") for line in text.splitlines() if not line.startswith("#"))
    return State({name: value for name, colon, value in lines if colon})


def keeping(talk: Talk, state: State, target: Target, where: str) -> Iterator[Said]:
    """Say what will become of what is kept there: evicted, lost in a restart, too much for the machine."""
    lasting = tuple(role for role in target.roles if role in _LASTING)
    policy = printable(state.info.get("maxmemory_policy", ""))[:40]
    if SESSIONS in lasting and policy.startswith(("allkeys-", "volatile-")):
        yield _found("redis.evicts-sessions", where, policy=policy)
    if QUEUE in lasting and policy.startswith("allkeys-"):
        yield _found("redis.evicts-jobs", where, policy=policy)
    if state.info.get("maxmemory") == "0":
        yield _found("redis.no-limit", where)
    if lasting and state.info.get("aof_enabled") == "0":
        yield from _without_aof(talk, lasting, where)


def _without_aof(talk: Talk, lasting: tuple[str, ...], where: str) -> Iterator[Said]:
    """Managed services forbid CONFIG: then nothing can be told of RDB."""
    saved = talk.ask("CONFIG GET", "save")
    if not isinstance(saved, list) or len(saved) != 2:
        yield Text("persistence: AOF is off, RDB cannot be told", "persistence: AOF mati, RDB tidak bisa diketahui")
    elif not saved[1]:
        yield _found("redis.no-persistence", where, roles=and_(roles_of(lasting)))


def _found(code: str, where: str, **values: object) -> Finding:
    return FINDINGS[code].at(code, where, **values)
