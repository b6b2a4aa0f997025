"""Uploads that a browser sends straight to the bucket: the bucket must let the site's pages do it."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPException

from wizard.check import Said
from wizard.services.s3.bucket import Bucket
from wizard.services.s3.findings import finding
from wizard.services.s3.web import Web
from wizard.text import Text


def preflight(bucket: Bucket, web: Web, key: str, origin: str) -> Iterator[Said]:
    """Ask the bucket as a browser does before an upload from a page of that origin."""
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "content-type",
    }
    try:
        answer = web.fetch(bucket.url(key), "OPTIONS", asked)
    except (OSError, HTTPException) as error:
        yield bucket.why(error)
        return
    if answer.status < 300 and answer.headers.get("access-control-allow-origin") in ("*", origin):
        yield Text("pages of `{origin}` may upload to the bucket", "halaman `{origin}` boleh upload ke bucket").fill(
            origin=origin)  # fmt: skip
    else:
        yield finding("s3.cors", f"{bucket.disk.setting}.bucket", origin=origin)
