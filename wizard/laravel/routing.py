"""Routes: which one of a routes file answers an address."""

from __future__ import annotations

import re

from wizard.formats import php

_MOVES_A_GROUP = re.compile(r"prefix|domain", re.IGNORECASE)


def answering(text: str, uri: str) -> php.Route | None:
    """Return the route that answers a GET of an address, None when there is none.

    A group may put its routes under a prefix or another domain: where a file has such, a route in a
    group is not taken for the address that it spells.
    """
    wanted = "/" + uri.strip("/")
    moved = _MOVES_A_GROUP.search(text) is not None
    found = (r for r in php.routes(text) if r.path == wanted and "GET" in r.methods)
    return next((r for r in found if not (r.in_group and moved)), None)
