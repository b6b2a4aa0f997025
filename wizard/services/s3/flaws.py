"""What is wrong with a disk's settings by themselves: no server is needed to see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from wizard import accept
from wizard.finding import Finding
from wizard.laravel.disks import S3Disk
from wizard.services.s3.findings import finding
from wizard.services.s3.web import Site, site

_BUCKET: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]|arn:aws[\w:/-]+")
_AMAZONS: Final = re.compile(r"[a-z]{2,4}(-[a-z]+){1,2}-\d{1,2}")
_LABEL: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_SIGNS: Final = re.compile(r"[!-~]*")
_PROVIDERS: Final = (
    ".amazonaws.com", ".amazonaws.com.cn", ".r2.cloudflarestorage.com", ".digitaloceanspaces.com", ".backblazeb2.com",
    ".storage.googleapis.com", ".wasabisys.com", ".linodeobjects.com", ".vultrobjects.com",
)  # fmt: skip
"""Where a first label in front of the provider's own is a bucket for sure."""


def flaws(disk: S3Disk) -> Iterator[Finding]:
    """Yield what Laravel, its SDK or every server will stumble over."""
    at = disk.setting
    if not disk.bucket:
        yield finding("s3.bucket-unset", f"{at}.bucket")
    elif not _BUCKET.fullmatch(disk.bucket):
        yield finding("s3.bucket-name", f"{at}.bucket", bucket=disk.bucket)
    if not disk.region:
        yield finding("s3.region-unset", f"{at}.region")
    elif not (_LABEL if disk.endpoint else _AMAZONS).fullmatch(disk.region):
        yield finding("s3.region-unknown", f"{at}.region", region=disk.region)
    if disk.path_style_is_text:
        yield finding("s3.path-style", f"{at}.use_path_style_endpoint")
    if bool(disk.key) != bool(disk.secret):
        yield finding("s3.half-a-key", f"{at}.secret" if disk.key else f"{at}.key")
    if not _SIGNS.fullmatch(disk.key) or not _SIGNS.fullmatch(disk.token):
        yield finding("s3.key-form", f"{at}.key")
    yield from _about_addresses(disk)


def _about_addresses(disk: S3Disk) -> Iterator[Finding]:
    at = disk.setting
    if disk.endpoint and site(disk.endpoint) is None:
        yield finding("s3.endpoint", f"{at}.endpoint")
    elif disk.bucket and _has_the_bucket(disk):
        yield finding("s3.endpoint-bucket", f"{at}.endpoint", bucket=disk.bucket)
    server = site(disk.endpoint)
    if server is not None and not is_askable(server):
        yield finding("s3.host-name", f"{at}.endpoint", host=server.host)
    if disk.url == "":
        yield finding("s3.url-empty", f"{at}.url")
    elif disk.url and site(disk.url) is None:
        yield finding("s3.url", f"{at}.url")


def is_askable(at: Site) -> bool:
    """Tell whether the S3 library here takes a host's name: it keeps to the letter of the rules, PHP's does not."""
    return "_" not in at.host


def is_amazons(at: Site) -> bool:
    """Tell whether a server is Amazon's own: there alone a machine's role stands in for keys."""
    return at.host.endswith((".amazonaws.com", ".amazonaws.com.cn"))


def nearness(disk: S3Disk) -> Iterator[Finding]:
    """Yield where an address leads to the machine itself, whichever that is: it works here, and nowhere else."""
    for code, part, url in (
        ("s3.loopback", "endpoint", disk.endpoint),
        ("s3.url-loopback", "url", disk.url or ""),
    ):
        at = site(url)
        if at is not None and accept.loopback(at.host):
            yield finding(code, f"{disk.setting}.{part}", host=at.host)


def first_site(disk: S3Disk) -> Site | None:
    """Return where the disk's server is, the bucket left aside."""
    china = ".cn" if disk.region.startswith("cn-") else ""
    return site(disk.endpoint or f"https://s3.{disk.region}.amazonaws.com{china}")


def _has_the_bucket(disk: S3Disk) -> bool:
    parts = urlsplit(disk.endpoint)
    host = parts.hostname or ""
    first, _, rest = host.partition(".")
    in_front = first == disk.bucket and f".{rest}".endswith(_PROVIDERS) and f".{rest}" not in _PROVIDERS
    return in_front or disk.bucket in parts.path.split("/")
