"""The first word with a Redis server: is it one, and is TLS spoken on both sides or on none?"""

from __future__ import annotations

from typing import Final

from wizard.finding import Finding
from wizard.laravel.trust import Trust
from wizard.services import wire
from wizard.services.redis.findings import FINDINGS
from wizard.services.redis.talk import kind_of
from wizard.services.wire import Address

_PING: Final = b"PING\r\n"
_AT_THE_DOOR: Final = {"DENIED": "redis.protected", "CLIENTS": "redis.max-clients", "LOADING": "redis.loading",
                       "BUSY": "redis.busy", "MASTERDOWN": "redis.master-down"}  # fmt: skip


def first_word(address: Address, tls: Trust | None) -> Finding | None:
    """Say PING; return why there is no going on, None when a Redis server answers. No secret is sent."""
    answer = wire.greeting(address, _PING, tls)
    said = answer if isinstance(answer, Finding) else _read(address, answer)
    if said is not None and (mistake := wire.mistaken(said, address, _PING, tls, _is_reply)):
        return FINDINGS[f"redis.{mistake}"].at(f"redis.{mistake}", str(address), host=address.host, port=address.port)
    return said


def _read(address: Address, answer: bytes) -> Finding | None:
    if not _is_reply(answer):
        return wire.other_protocol(address, answer)
    code = _AT_THE_DOOR.get(kind_of(answer.decode(errors="replace"))) if answer.startswith(b"-") else None
    return FINDINGS[code].at(code, str(address)) if code else None


def _is_reply(answer: bytes) -> bool:
    return answer.startswith((b"+PONG", b"-"))
