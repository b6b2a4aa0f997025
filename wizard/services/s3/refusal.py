"""What a refusal by an S3 server means: wrong key, wrong region, no such bucket, a clock that is off."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from wizard.finding import Finding
from wizard.laravel.disks import S3Disk
from wizard.services.s3.findings import finding
from wizard.services.s3.web import Answer, site

_SAME: Final = {
    "InvalidAccessKeyId": ("s3.key", "key"),
    "SignatureDoesNotMatch": ("s3.secret", "secret"),
    "ExpiredToken": ("s3.token", "token"),
    "InvalidToken": ("s3.token", "token"),
    "TokenRefreshRequired": ("s3.token", "token"),
    "NoSuchBucket": ("s3.no-bucket", "bucket"),
    "InvalidBucketName": ("s3.bucket-name", "bucket"),
    "QuotaExceeded": ("s3.full", "bucket"),
    "InsufficientStorage": ("s3.full", "bucket"),
    "XMinioStorageFull": ("s3.full", "bucket"),
    "XMinioAdminBucketQuotaExceeded": ("s3.full", "bucket"),
}
"""Codes that mean one thing, with the part of the disk that is to be looked at."""
_REGION: Final = frozenset({
    "AuthorizationHeaderMalformed", "PermanentRedirect", "TemporaryRedirect", "IllegalLocationConstraintException",
    "IncorrectEndpoint", "InvalidRegion", "InvalidRegionName",
})  # fmt: skip
_WORD: Final = re.compile(r"[A-Za-z0-9.-]{1,60}")


class Refused(Exception):
    """The server said no; it never leaves this package. `signed` is the time that the request was signed with."""

    def __init__(self, answer: Answer, signed: str = "") -> None:
        super().__init__()
        self.answer = answer
        self.signed = signed
        self.status = answer.status
        self.code = self.said("Code")

    @property
    def is_denied(self) -> bool:
        """Tell whether a right is missing."""
        return self.code in ("AccessDenied", "AllAccessDisabled") or (not self.code and self.status == 403)

    @property
    def is_settled(self) -> bool:
        """Tell whether it is sure that nothing was done: the server understood, and declined."""
        return self.status < 500 or self.status == 501

    def said(self, element: str) -> str:
        """Return what a plain element of the error holds; empty when it is none, or holds more than a word."""
        found = re.search(rb"<%s>([^<]*)</%s>" % (element.encode(), element.encode()), self.answer.body)
        return found.group(1).decode("utf-8", "replace").strip()[:200] if found else ""


def meaning(refused: Refused, disk: S3Disk) -> Finding | None:
    """Return the finding for a refusal with one clear cause; None where it depends on what was asked."""
    if refused.code in _SAME:
        code, part = _SAME[refused.code]
        return finding(code, f"{disk.setting}.{part}", bucket=disk.bucket)
    if refused.code == "RequestTimeTooSkewed":
        return finding("s3.clock", disk.setting, seconds=_skew(refused))
    if refused.code in _REGION or (300 <= refused.status < 400 and _region(refused)):
        return _about_region(refused, disk)
    if 300 <= refused.status < 400:
        to = site(refused.answer.headers.get("location", ""))
        return finding("s3.redirect", f"{disk.setting}.endpoint", to=to or "?")
    if refused.status == 507:
        return finding("s3.full", f"{disk.setting}.bucket", bucket=disk.bucket)
    if refused.status != 501 and refused.status >= 500:
        return finding("s3.busy", disk.setting, status=refused.status)
    if not refused.code and refused.status not in (403, 501):
        return finding("s3.not-s3", f"{disk.setting}.endpoint", status=refused.status)
    return None


def unclear(refused: Refused, disk: S3Disk) -> Finding:
    """Return the finding for a refusal that we have no better words for: the server's own code."""
    word = refused.code if _WORD.fullmatch(refused.code) else "-"
    return finding("s3.refused", disk.setting, status=refused.status, word=word)


def _about_region(refused: Refused, disk: S3Disk) -> Finding:
    where, right = f"{disk.setting}.region", _region(refused)
    if right and right != disk.region:
        return finding("s3.region", where, region=disk.region, right=right)
    return finding("s3.region-untold", where, region=disk.region)


def _region(refused: Refused) -> str:
    named = refused.answer.headers.get("x-amz-bucket-region") or refused.said("Region")
    endpoint = re.search(r"\bs3[.-]([a-z]{2}-[a-z-]+-\d)\.amazonaws\.com", refused.said("Endpoint"))
    found = named or (endpoint.group(1) if endpoint else "")
    return found if _WORD.fullmatch(found) else ""


def _skew(refused: Refused) -> int | str:
    """Return the seconds between the server's clock and ours; `?` where the server does not say its time."""
    said, date = refused.said("ServerTime"), refused.answer.headers.get("date", "")
    try:
        theirs = datetime.fromisoformat(said) if said else parsedate_to_datetime(date)
        ours = datetime.strptime(refused.signed, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return "?"
    theirs = theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)
    return round(abs((theirs - ours).total_seconds()))
