"""Servers that a config does not lead to, and why."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Final

_NO_HOST: Final = re.compile(r"[@/:\\?#]")


@dataclass(frozen=True, slots=True)
class Untold:
    """Why there is no server to ask: `unknown` (code makes the value), `no-connection`, `no-host`, `host-form` or `port`.

    `value` is the name of a connection, nothing else: what stands for a host or a port may be a URL with its password.
    """

    cause: str
    setting: str
    value: str = ""


def is_host(bare: str) -> bool:
    """Tell whether this can be a host alone; a URL, a port or a login with it may hold a password."""
    try:
        ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return not _NO_HOST.search(bare)
    return True
