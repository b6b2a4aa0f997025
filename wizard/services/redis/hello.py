"""The first word with a Redis server: is it one, and is TLS spoken on both sides or on none?"""

from __future__ import annotations

from typing import Final

from wizard.finding import Finding
from wizard.services import wire
from wizard.services.redis.findings import FINDINGS
from wizard.services.redis.talk import kind_of
from wizard.services.wire import Address, Tls

_PING: Final = b"PING\r\n"
_AT_THE_DOOR: Final = {"DENIED": "redis.protected", "CLIENTS": "redis.max-clients", "LOADING": "redis.loading",
                       "BUSY": "redis.busy", "MASTERDOWN": "redis.master-down"}  # fmt: skip
_WORSE_OFF: Final = ("redis.timeout", "redis.closed", "redis.tls", "redis.other-protocol")


def first_word(address: Address, tls: Tls | None) -> Finding | None:
    """Say PING; return why there is no going on, None when a Redis server answers. No secret is sent."""
    answer = wire.greeting(address, _PING, tls)
    said = answer if isinstance(answer, Finding) else _read(address, answer)
    if said is not None and said.code in _WORSE_OFF:
        return _other_way(address, tls) or said
    return said


def _read(address: Address, answer: bytes) -> Finding | None:
    if not answer.startswith((b"+PONG", b"-")):
        return wire.other_protocol(address, answer)
    code = _AT_THE_DOOR.get(kind_of(answer.decode(errors="replace"))) if answer.startswith(b"-") else None
    return FINDINGS[code].at(code, str(address)) if code else None


def _other_way(address: Address, tls: Tls | None) -> Finding | None:
    """Try with TLS where there was none, and without where there was: a server may hang or hang up on the wrong one."""
    answer = wire.greeting(address, _PING, Tls(verify=False) if tls is None else None)
    if isinstance(answer, Finding) or not answer.startswith((b"+PONG", b"-")):
        return None
    code = "redis.tls-wanted" if tls is None else "redis.no-tls"
    return FINDINGS[code].at(code, str(address), host=address.host, port=address.port)
