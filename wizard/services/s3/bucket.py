"""The bucket of a disk, asked as Laravel would ask it: same keys, region, address style and headers."""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any, Final

from wizard.finding import Finding
from wizard.laravel.disks import S3Disk
from wizard.services.s3.findings import finding
from wizard.services.s3.refusal import Refused, meaning, unclear
from wizard.services.s3.web import Answer, Web, site, trouble
from wizard.services.wire import Address

NO_ANSWER: Final = (OSError, HTTPException, Refused)
"""What asking the bucket raises."""


@dataclass(frozen=True, slots=True)
class Manner:
    """What goes with an upload: the ACL, and the checksum that newer SDKs add."""

    acl: str
    checksum: bool


class Bucket:
    """A client of one bucket. Every question raises one of `NO_ANSWER` where there is no good answer."""

    def __init__(self, disk: S3Disk, web: Web) -> None:
        self.disk = disk
        self._web = web
        self._answer = Answer(0, {}, b"")
        self._asked = site(disk.endpoint)
        self._client = _client(disk)
        self._client.meta.events.register("before-send.s3", self._send)

    def put(self, key: str, body: bytes, manner: Manner) -> Answer:
        """Store an object as Flysystem does: one PUT, always with an ACL, an empty one only where options say so."""
        more = dict(self.disk.options)
        if manner.acl:
            more["ACL"] = manner.acl
        if manner.checksum:
            more["ChecksumCRC32"] = base64.b64encode(zlib.crc32(body).to_bytes(4, "big")).decode()
        self._ask("put_object", Key=key, Body=body, ContentType="text/plain", **more)
        return self._answer

    def get(self, key: str) -> Answer:
        """Fetch an object."""
        self._ask("get_object", Key=key)
        return self._answer

    def lists(self, key: str) -> bool:
        """Tell whether the list of objects shows a key."""
        listed = self._ask("list_objects_v2", Prefix=key, MaxKeys=1)
        return any(one.get("Key") == key for one in listed.get("Contents", ()))

    def listed(self, prefix: str) -> Iterator[tuple[str, timedelta]]:
        """Yield the first keys that begin like this, each with its age by the server's own clock, where it tells it."""
        listed = self._ask("list_objects_v2", Prefix=prefix, MaxKeys=100)
        try:
            now = parsedate_to_datetime(self._answer.headers.get("date", ""))
        except ValueError:
            return
        for one in listed.get("Contents", ()):
            if "LastModified" in one and now.tzinfo:
                yield one["Key"], now - one["LastModified"]

    def delete(self, key: str, version: str = "") -> None:
        """Delete an object; with a version, that one for good."""
        more = {"VersionId": version} if version else {}
        self._ask("delete_object", Key=key, **more)

    def link(self, key: str, seconds: int = 60) -> str:
        """Return a URL that opens an object for a while; it is a secret as long as it lasts."""
        params = {"Bucket": self.disk.bucket, "Key": key}
        url: str = self._client.generate_presigned_url("get_object", Params=params, ExpiresIn=seconds)
        return url

    def url(self, key: str) -> str:
        """Return an object's own address, good for everybody when the bucket is public."""
        return self.link(key).partition("?")[0]

    def why(self, error: Exception) -> Finding:
        """Return the finding for what a question raised."""
        if isinstance(error, Refused):
            return meaning(error, self.disk) or unclear(error, self.disk)
        found = trouble(self._asked.address if self._asked else Address("s3", "?", 0), error)
        endpoint = site(self.disk.endpoint)
        if found.code == "s3.unknown-host" and self._asked and endpoint and endpoint.host != self._asked.host:
            return finding(
                "s3.bucket-host", f"{self.disk.setting}.use_path_style_endpoint", host=self._asked.host
            )
        return found

    def close(self) -> None:
        """Let go of the client."""
        self._client.close()

    def _ask(self, operation: str, **parameters: object) -> Mapping[str, Any]:
        from botocore.exceptions import ClientError
        from botocore.parsers import ResponseParserError

        try:
            told: Mapping[str, Any] = getattr(self._client, operation)(Bucket=self.disk.bucket, **parameters)
        except (ClientError, ResponseParserError):  # an error, or a page for people, with status 200
            raise Refused(self._answer) from None
        return told

    def _send(self, request: Any, **_: object) -> Any:  # botocore's prepared request: it publishes no types
        """Take the place of botocore's own sending, which reads bodies whole, follows regions and uses proxies."""
        from botocore.awsrequest import AWSResponse

        self._asked = site(request.url)
        body = request.body.read() if hasattr(request.body, "read") else request.body
        named = {name: _plain(value) for name, value in request.headers.items() if name.lower() != "expect"}
        self._answer = self._web.fetch(request.url, request.method, named, body)
        if self._answer.status >= 300:
            raise Refused(self._answer, named.get("X-Amz-Date", ""))
        return AWSResponse(
            request.url, self._answer.status, dict(self._answer.headers), _Raw(self._answer.body)
        )


class _Raw(io.BytesIO):
    """A body that was read already, in the shape that botocore reads it from."""

    def stream(self, **_: object) -> Iterator[bytes]:
        yield self.read()


def _plain(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _client(disk: S3Disk) -> Any:  # boto3's clients are classes made at run time
    from botocore.config import Config
    from botocore.configprovider import ConfigValueStore, ConstantProvider
    from botocore.session import Session

    session = Session()
    # Nothing of this machine may have a say: no profile, no files, no AWS_* variable; only what Laravel would read.
    known: Mapping[str, tuple[object, ...]] = session.SESSION_VARIABLES
    defaults = {name: ConstantProvider(of[2]) for name, of in known.items() if not name.endswith("_file")}
    session.register_component("config_store", ConfigValueStore(defaults))
    style = {"addressing_style": "path" if disk.path_style else "virtual", "payload_signing_enabled": True}
    return session.create_client(
        "s3", region_name=disk.region, endpoint_url=disk.endpoint or None, aws_access_key_id=disk.key,
        aws_secret_access_key=disk.secret, aws_session_token=disk.token or None,
        config=Config(
            signature_version="s3v4", s3=style, retries={"mode": "standard", "total_max_attempts": 1}, proxies={},
            request_checksum_calculation="when_required", response_checksum_validation="when_required",
            ignore_configured_endpoint_urls=True, user_agent="stateless-wizard",
        ),
    )  # fmt: skip
