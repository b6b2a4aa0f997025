"""TLS settings in a config: by which CA a server is trusted, by which certificate we are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from wizard.laravel.config import UNKNOWN, Configs, Missing
from wizard.laravel.value import NodePath, Unknown, Value, truthy

_FILES: Final = ("cafile", "local_cert", "local_pk", "local_key")


@dataclass(frozen=True, slots=True)
class Trust:
    """What PHP's stream context says of TLS; without a CA file the machine's own authorities are trusted.

    `verify` is whether an authority must have signed its certificate, `verify_name` whether that must be for this host.
    A file below the project's own folder (`storage_path(..)`) is not told: it has no path yet.
    """

    ca: str | None = None
    verify: bool = True
    certificate: str | None = None
    key: str | None = field(default=None, repr=False)
    passphrase: str | None = field(default=None, repr=False)
    verify_name: bool = True


def trust_of(configs: Configs, places: Sequence[str]) -> Trust | Unknown:
    """Return the first of these arrays that holds a TLS setting; PHP's defaults where none does."""
    for place in places:
        said = {name: configs.value(f"{place}.{name}") for name in _names(configs, place)}
        if UNKNOWN in said.values() or any(isinstance(one, NodePath) for one in said.values()):
            return UNKNOWN
        if said:
            return _read(said)
    return Trust()


def _names(configs: Configs, place: str) -> tuple[str, ...]:
    every = (*_FILES, "verify_peer", "verify_peer_name", "passphrase")
    return tuple(name for name in every if not isinstance(configs.read(f"{place}.{name}"), Missing))


def _read(said: dict[str, Value]) -> Trust:
    verify, verify_name = (
        said.get(name) is None or truthy(said[name]) is not False for name in ("verify_peer", "verify_peer_name"))
    key = said.get("local_pk") or said.get("local_key")
    return Trust(_text(said.get("cafile")), verify, _text(said.get("local_cert")), _text(key),
                 _text(said.get("passphrase")), verify_name)  # fmt: skip


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) and value else None
