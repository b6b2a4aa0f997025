"""One small object of ours: stored, read back, listed, and deleted again whatever happens in between."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Final

from wizard.finding import Finding
from wizard.services.s3.bucket import NO_ANSWER, Bucket, Manner
from wizard.services.s3.findings import finding
from wizard.services.s3.refusal import Refused, meaning, unclear
from wizard.text import Text

NAME: Final = "stateless-wizard-check"
"""Not a folder of our own: some servers keep an empty one when its last object is gone."""
_AFTER_SENDING: Final = ("s3.silent", "s3.closed", "s3.other-protocol")
"""Where an upload may have been taken though no answer came."""


_OURS: Final = re.compile(rf"{NAME}-[0-9a-f]{{32}}\.txt")
_OLD: Final = timedelta(minutes=10)
"""An object of ours that is older belongs to no check under way: that one was killed."""
_AT_ONCE: Final = 10  # one request each: a check must end in time


class Trial:
    """The life of one object under a name that nobody can guess. `is_there`: it was stored, `is_read`: and came back."""

    def __init__(self, bucket: Bucket, sdk: str) -> None:
        self._bucket, self._disk, self._sdk = bucket, bucket.disk, sdk
        self._root = f"{self._disk.prefix}/" if self._disk.prefix else ""
        self.key = f"{self._root}{NAME}-{secrets.token_hex(16)}.txt"
        self.body = f"stateless-wizard {secrets.token_hex(16)}\n".encode()
        self.is_there = self.is_read = False
        self._may_be_there = False
        self._version = ""
        self._unlisted: Finding | None = None

    def barred(self) -> Finding | None:
        """Return why nothing can be stored; the list is asked first: some servers make a bucket that is not there."""
        try:
            self._bucket.lists(self.key)
        except Refused as error:
            if error.is_denied:
                self._unlisted = self._finding("s3.no-list")
                return None
            self._unlisted = unclear(error, self._disk)
            return meaning(error, self._disk)
        except NO_ANSWER as error:
            return self._bucket.why(error)
        return None

    def swept(self) -> Iterator[Text]:
        """Delete what checks that were killed have left, told by its whole name and its age; no trouble is worth a word."""
        if self._unlisted:
            return
        with suppress(*NO_ANSWER):
            for key in self._leftovers()[:_AT_ONCE]:
                self._bucket.delete(key)
                yield Text(
                    "`{object}`, left by a check that was killed, was deleted",
                    "`{object}`, sisa check yang terputus, dihapus",
                ).fill(object=f"{self._disk.bucket}/{key}")

    def _leftovers(self) -> list[str]:
        listed = self._bucket.listed(f"{self._root}{NAME}-")
        return [key for key, age in listed if age > _OLD and _OURS.fullmatch(key.removeprefix(self._root))]

    def stored(self) -> Iterator[Finding]:
        """Store the object as Laravel would, and where that is refused look whether it is for its headers."""
        first = Manner(self._disk.acl, self._disk.checksums)
        refused = self._put(first)
        if refused is None:
            return
        if isinstance(refused, Finding):
            yield refused
            return
        for manner in _others(first, refused):
            if self._put(manner) is None:
                yield from self._about_headers(first, manner, refused)
                return
        if refused.is_denied:
            yield self._finding("s3.no-rights" if self._unlisted else "s3.no-write")
        else:
            yield unclear(refused, self._disk)

    def read_back(self) -> Iterator[Finding]:
        """Read the object, and compare."""
        try:
            self.is_read = self._bucket.get(self.key).body == self.body
        except NO_ANSWER as error:
            if not isinstance(error, Refused) or error.code != "NoSuchKey":
                denied = isinstance(error, Refused) and error.is_denied
                yield self._finding("s3.no-read") if denied else self._bucket.why(error)
                return
        if not self.is_read:
            yield self._finding("s3.content")

    def listed(self) -> Iterator[Finding]:
        """Look for the object in the list."""
        try:
            if self._unlisted:
                yield self._unlisted
            elif not self._bucket.lists(self.key):
                yield self._finding("s3.not-listed")
        except NO_ANSWER as error:
            yield self._bucket.why(error)

    def removed(self) -> tuple[Finding, ...]:
        """Delete the object, its old version too; return what is left where. Raises nothing."""
        if not self._may_be_there:
            return ()
        try:
            self._bucket.delete(self.key, self._version)
        except NO_ANSWER as error:
            if self._version and isinstance(error, Refused) and error.is_denied:
                return self._hidden()
            return (self._left(error),)
        return ()

    def _put(self, manner: Manner) -> Refused | Finding | None:
        try:
            answer = self._bucket.put(self.key, self.body, manner)
        except Refused as error:
            self._may_be_there |= not error.is_settled
            return meaning(error, self._disk) or error
        except NO_ANSWER as error:
            found = self._bucket.why(error)
            self._may_be_there = found.code in _AFTER_SENDING
            return found
        self._may_be_there = True
        if "etag" not in answer.headers:  # whatever took it, S3 it is not
            return finding("s3.not-s3", f"{self._disk.setting}.endpoint", status=answer.status)
        version = answer.headers.get("x-amz-version-id", "")
        self.is_there, self._version = True, "" if version == "null" else version
        return None

    def _about_headers(self, first: Manner, manner: Manner, refused: Refused) -> Iterator[Finding]:
        if manner.acl != first.acl:
            yield self._finding("s3.no-acl-right" if refused.is_denied else "s3.acl", acl=first.acl)
        if manner.checksum != first.checksum:
            yield self._finding(
                "s3.checksums" if sends_checksums(self._sdk) else "s3.checksums-later", version=self._sdk
            )

    def _hidden(self) -> tuple[Finding, ...]:
        """Delete the object alone where its version cannot be: it is gone from sight, and a version stays."""
        try:
            self._bucket.delete(self.key)
        except NO_ANSWER as error:
            return (self._left(error),)
        return (self._finding("s3.version-left", object=self._object, size=len(self.body)),)

    def _left(self, error: Exception) -> Finding:
        if isinstance(error, Refused) and error.is_denied:
            return self._finding("s3.no-delete", object=self._object)
        return self._finding("s3.left", object=self._object, reason=self._bucket.why(error).why)

    @property
    def _object(self) -> str:
        return f"{self._disk.bucket}/{self.key}"

    def _finding(self, code: str, **values: object) -> Finding:
        return finding(code, f"{self._disk.setting}.bucket", bucket=self._disk.bucket, **values)


def sends_checksums(sdk: str) -> bool:
    """Tell whether a version of aws/aws-sdk-php adds checksums by itself (LARAVEL.md §8.8); an unknown one may."""
    major, minor, *_ = (*sdk.split("."), "", "")
    return not (major.isdigit() and minor.isdigit()) or (int(major), int(minor)) >= (3, 337)


def _others(first: Manner, refused: Refused) -> tuple[Manner, ...]:
    """Return other ways to store, the smallest change first; a missing right is never for a checksum."""
    plain = Manner("", first.checksum)
    if refused.is_denied:
        return (plain,) if first.acl else ()
    ways = (Manner(first.acl, checksum=False), plain, Manner("", checksum=False))
    return tuple(dict.fromkeys(way for way in ways if way != first))
