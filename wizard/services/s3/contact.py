"""The first contact: is a web server there, and does it speak plainly or with TLS as the endpoint says?"""

from __future__ import annotations

import re
import time
from typing import Final

from wizard.finding import Finding
from wizard.laravel.trust import Trust
from wizard.services.s3.findings import finding
from wizard.services.s3.web import Site
from wizard.services.wire import greeting, other_protocol
from wizard.text import Text, same

_ANYTHING: Final = Trust(verify=False)
_PRODUCT: Final = re.compile(rb"^server:[ \t]*([A-Za-z][\w./ -]{0,39})", re.IGNORECASE | re.MULTILINE)
_MEANT_FOR_TLS: Final = re.compile(rb"HTTP/1\.[01] 400 [^\r\n]*\r\n.*HTTPS", re.DOTALL)


def contacted(at: Site, tls: Trust, where: str) -> Text | Finding:
    """Say hello and tell what answers, or why nothing does.

    `where` is the setting that holds the endpoint, named when its scheme is the wrong one.
    """
    start = time.monotonic()
    answer = greeting(at.address, _hello(at), tls if at.scheme == "https" else None)
    spent = time.monotonic() - start
    if isinstance(answer, bytes) and answer.startswith(b"HTTP/") and not _MEANT_FOR_TLS.match(answer):
        return _seen(at, answer, spent)
    return _wrong_scheme(at, answer, where) or (
        answer if isinstance(answer, Finding) else other_protocol(at.address, answer)
    )


def _wrong_scheme(at: Site, answer: bytes | Finding, where: str) -> Finding | None:
    """Try the other scheme where the answer, or the want of one, may come from a mismatch."""
    if isinstance(answer, Finding) and answer.code not in ("s3.closed", "s3.tls", "s3.silent"):
        return None
    other = greeting(at.address, _hello(at), None if at.scheme == "https" else _ANYTHING)
    if isinstance(other, Finding) or not other.startswith(b"HTTP/") or _MEANT_FOR_TLS.match(other):
        return None
    code = "s3.scheme-http" if at.scheme == "https" else "s3.scheme-https"
    return finding(code, where, host=at.host, port=at.port)


def _hello(at: Site) -> bytes:
    name = str(at).partition("://")[2].encode("ascii", "ignore")
    return (
        b"GET / HTTP/1.1\r\nHost: " + name + b"\r\nUser-Agent: stateless-wizard\r\nConnection: close\r\n\r\n"
    )


def _seen(at: Site, answer: bytes, spent: float) -> Text:
    product = _PRODUCT.search(answer)
    server = f" ({product.group(1).decode().strip()})" if product else ""
    return Text("`{at}`{server} answers in {ms} ms", "`{at}`{server} menjawab dalam {ms} ms").fill(
        at=at, server=same(server), ms=f"{spent * 1000:.0f}")  # fmt: skip
