"""Keys in Redis: one of ours written, read and deleted in each database, and whose the others are."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from typing import Final

from wizard.check import Said, holding
from wizard.finding import Finding
from wizard.laravel.redis_uses import CACHE, LOCKS, QUEUE, SESSIONS, Target, Use
from wizard.services.redis.findings import FINDINGS
from wizard.services.redis.talk import Refusal, Talk
from wizard.services.redis.words import and_, roles_of
from wizard.text import Text

_SECONDS: Final = 10
"""A key of ours ends by itself, too: where we may write but not delete."""
_TRIES: Final = 64
"""Names to try until one falls to this server of a cluster."""
_LOOKED: Final = 1000
_PATIENCE: Final = 0.5
_EVERYBODYS: Final = ("", "laravel_database_", "laravel-database-", "laravel_", "laravel:")
_GET: Final = "return redis.call('get', KEYS[1])"
_KINDS: Final = {
    "NOPERM": "no-command", "UNKNOWN": "no-command", "NOKEY": "no-key", "READONLY": "read-only", "OOM": "full",
    "MISCONF": "cannot-save", "NOREPLICAS": "no-replicas", "LOADING": "loading", "BUSY": "busy", "MOVED": "moved",
    "MASTERDOWN": "master-down", "CLUSTERDOWN": "cluster-down", "RANGE": "database-range", "NOAUTH": "no-password",
    "ONE-DATABASE": "cluster-database", "WRONGPASS": "password",
    "NO-PASSWORD-SET": "password-unwanted", "CLIENTS": "max-clients", "DENIED": "protected",
}  # fmt: skip


def refused(refusal: Refusal, target: Target, where: str, use: Use | None = None) -> Finding:
    """Return the finding for a command that the server will not run."""
    code = f"redis.{_KINDS.get(refusal.kind, 'error')}"
    return FINDINGS[code].at(
        code, where, user=target.server.username or "default", command=refusal.command.lower(), kind=refusal.kind,
        number=use.database if use else 0, prefix=use.prefix if use else "", roles=and_(roles_of(target.roles)),
    )  # fmt: skip


def worked(talk: Talk, target: Target, where: str) -> Iterator[Said]:
    """Do with a key of ours what Laravel does, in every database and under every prefix that is used."""
    told: dict[Finding, None] = {}
    for use in dict.fromkeys(target.uses):
        alike = [other for other in target.uses if (other.database, other.prefix) == (use.database, use.prefix)]
        if use is not alike[0]:
            continue
        found = _in_one(talk, target, use, {other.role for other in alike}, where)
        if found is None:
            yield Text("database {number}: a key under `{prefix}` written, read and deleted",
                       "database {number}: key berawalan `{prefix}` ditulis, dibaca, dan dihapus").fill(
                number=use.database, prefix=use.prefix)  # fmt: skip
        elif found not in told:
            told[found] = None
            yield found


def _in_one(talk: Talk, target: Target, use: Use, roles: set[str], where: str) -> Finding | None:
    selected = talk.ask("SELECT", use.database) if use.database or not target.server.clustered else None
    if isinstance(selected, Refusal):
        return refused(selected, target, where, use)
    for _ in range(_TRIES if target.server.clustered else 1):
        key = f"{use.prefix}stateless-wizard-check-{secrets.token_hex(8)}"
        with holding(), talk.kept():
            try:
                told = _used(talk, key, roles)
            finally:
                deleted = talk.ask("DEL", key)
        if isinstance(told, Refusal) and told.kind == "MOVED" and target.server.clustered:
            continue  # another server's key
        if told is False:
            return FINDINGS["redis.lost"].at("redis.lost", where, number=use.database)
        refusal = told if isinstance(told, Refusal) else deleted
        return refused(refusal, target, where, use) if isinstance(refusal, Refusal) else None
    # A hash tag in the prefix puts them all into one slot.
    return FINDINGS["redis.other-node"].at("redis.other-node", where, prefix=use.prefix)


def _used(talk: Talk, key: str, roles: set[str]) -> Refusal | bool:
    """Write and read a key as Laravel does: tell whether it is there, or which command is refused."""
    value = secrets.token_hex(8)
    steps: list[tuple[str | int, ...]] = [("SETEX", key, _SECONDS, value), ("GET", key), ("EXPIRE", key, _SECONDS)]
    if roles & {CACHE, LOCKS, QUEUE}:  # locks and jobs are taken by a script, so that no two take one
        steps.append(("EVAL", _GET, 1, key))
    for words in steps:
        reply = talk.ask(*words)
        if isinstance(reply, Refusal):
            return reply
        if words[0] in ("GET", "EVAL") and reply != value.encode():
            return False
    return True


def neighbours(talk: Talk, target: Target, where: str) -> Iterator[Said]:
    """Say whose keys lie where ours do; their names stay out, a session's name is as good as its password."""
    for number in dict.fromkeys(use.database for use in target.uses):
        uses = [use for use in target.uses if use.database == number]
        if not target.server.clustered and isinstance(talk.ask("SELECT", number), Refusal):
            continue
        keys = _some_keys(talk)
        if isinstance(keys, Refusal):
            continue
        mark = uses[0].mark
        own = tuple(one.encode(errors="surrogateescape") for one in (mark, *target.own))
        ours = sum(key.startswith(own) for key in keys)
        if not keys:
            yield Text("database {number} is empty", "database {number} kosong").fill(number=number)
            continue
        yield Text("database {number}: {ours} of {looked} keys looked at are this application's (`{mark}`)",
                   "database {number}: {ours} dari {looked} key yang dilihat milik aplikasi ini (`{mark}`)").fill(
            number=number, ours=ours, looked=len(keys), mark=mark)  # fmt: skip
        yield from _judged(target, uses, ours, len(keys), where)


def _judged(target: Target, uses: list[Use], ours: int, looked: int, where: str) -> Iterator[Finding]:
    number, mark = uses[0].database, uses[0].mark
    lasting = [use.role for use in uses if use.role in (SESSIONS, QUEUE)]
    values = {"number": number, "count": looked - ours, "looked": looked}
    if mark in _EVERYBODYS and ours:
        yield FINDINGS["redis.prefix"].at("redis.prefix", where, number=number, prefix=mark)
    if looked > ours and number in target.flushed:
        yield FINDINGS["redis.flushes-others"].at("redis.flushes-others", where, **values)
    elif looked > ours and lasting:
        yield FINDINGS["redis.not-alone"].at("redis.not-alone", where, **values, roles=and_(roles_of(lasting)))


def _some_keys(talk: Talk) -> list[bytes] | Refusal:
    """Look at keys for half a second at most: SCAN holds nobody up."""
    keys: dict[bytes, None] = {}
    cursor, end = b"0", time.monotonic() + _PATIENCE
    while len(keys) < _LOOKED and time.monotonic() < end:
        reply = talk.ask("SCAN", cursor, "COUNT", 200)
        match reply:
            case [bytes() as cursor, list() as page]:
                keys |= dict.fromkeys(key for key in page if isinstance(key, bytes))
            case _:
                return reply if isinstance(reply, Refusal) else Refusal("ERR", "SCAN")
        if cursor == b"0":
            break
    return list(keys)
