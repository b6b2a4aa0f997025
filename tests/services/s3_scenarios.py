"""For every finding of the S3 check: a situation that raises it, against SeaweedFS wherever it can be had there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import botocore.auth
import pytest

from tests.servers.certificates import Certificates, certificates
from tests.servers.nginx import Nginx
from tests.servers.process import free_port
from tests.servers.seaweed import Identity, Seaweed
from tests.services.company import COMPANY, HERE, Place, odd
from tests.services.s3_gateway import Fault, Gateway, Reply, Request, error
from wizard.check import Check, Said
from wizard.laravel.disks import S3Disk
from wizard.services.known import Stated
from wizard.services.s3.findings import finding
from wizard.services.s3.probe import Probe
from wizard.text import same

SECRET: Final = "hunter2+/secret"
BUCKETS: Final = ("shut", "open", "listed")
PEOPLE: Final = (
    Identity("anonymous", "-", ("Read:open", "Read:listed", "List:listed")),
    Identity("app-key", SECRET),
    Identity("reader", SECRET, ("Read", "List")),
    Identity("writer", SECRET, ("Write", "List")),
    Identity("blind", SECRET, ("Read", "Write")),
    Identity("stranger", SECRET, ("Read:open", "Write:open", "List:open")),
)
_TLS: Final = """
server {
    listen 127.0.0.1:$port ssl;
    ssl_certificate %s;
    ssl_certificate_key %s;
    location / { proxy_pass %s; proxy_set_header Host $http_host; }
}
"""


def check(probe: Callable[[], Iterable[Said]]) -> Check:
    """Return a probe as a check."""
    return Check("s3", same("S3"), probe)


@dataclass
class Lab:
    """A real S3 server, and what a scenario opens besides; `opened` closes it."""

    weed: Seaweed
    opened: ExitStack
    folder: Path

    @property
    def endpoint(self) -> str:
        """Return the server's address under a name that is no loopback to anybody who reads it."""
        return f"http://{HERE}:{self.weed.port}"

    def disk(self, **changes: Any) -> S3Disk:
        """Return a healthy disk on the server, changed."""
        disk = S3Disk(
            "s3", "shut", "us-east-1", "app-key", SECRET, "", endpoint=self.endpoint, path_style=True
        )
        return replace(disk, **changes)

    def gateway(self, fault: Fault) -> Gateway:
        """Open a gateway before the server."""
        return self.opened.enter_context(Gateway((self.weed.host, self.weed.port), fault))

    def answering(self, reply: Reply, when: Callable[[Request], bool], **changes: Any) -> S3Disk:
        """Return a disk behind a gateway that gives this answer to some requests."""
        return self.disk(
            endpoint=self.gateway(lambda request: reply if when(request) else None).url, **changes
        )

    def place(self, cause: str) -> Place:
        """Open one of the places of bad company."""
        return self.opened.enter_context(COMPANY[cause]())

    def with_tls(self) -> tuple[Nginx, Certificates]:
        """Open the server's door for TLS."""
        pems = certificates(self.folder)
        conf = _TLS % (pems.certificate, pems.key, self.weed.endpoint)
        return self.opened.enter_context(Nginx(conf)), pems


Scenario = Callable[[Lab], Probe | Stated]


def _probe(**changes: Any) -> Scenario:
    return lambda lab: Probe(lab.disk(**changes))


def _answers(reply: Reply, when: Callable[[Request], bool], **changes: Any) -> Scenario:
    return lambda lab: Probe(lab.answering(reply, when, **changes))


def _sent(method: str) -> Callable[[Request], bool]:
    return lambda request: request.method == method and request.is_signed


def _signed(request: Request) -> bool:
    return request.is_signed


def _with_acl(request: Request) -> bool:
    return "x-amz-acl" in request.headers


def _with_checksum(request: Request) -> bool:
    return "x-amz-checksum-crc32" in request.headers


def _object(request: Request) -> bool:
    return request.method == "GET" and not request.is_list and request.path.endswith(".txt")


def _clock(lab: Lab) -> Probe:
    """Sign an hour late: the server's own clock is right."""
    now = botocore.auth.get_current_datetime
    patched = lab.opened.enter_context(pytest.MonkeyPatch.context())
    patched.setattr(botocore.auth, "get_current_datetime", lambda **how: now(**how) - timedelta(hours=1))
    return Probe(lab.disk())


def _scheme_https(lab: Lab) -> Probe:
    server, _ = lab.with_tls()
    return Probe(lab.disk(endpoint=server.url))


def _tls(lab: Lab) -> Probe:
    server, pems = lab.with_tls()
    return Probe(lab.disk(endpoint=server.url.replace("http:", "https:"), ca=str(pems.other_ca)))


def _version_left(lab: Lab) -> Probe:
    lab.weed.client().put_bucket_versioning(Bucket="listed", VersioningConfiguration={"Status": "Enabled"})
    denied = error(403, "AccessDenied")
    return Probe(
        lab.answering(denied, lambda r: r.method == "DELETE" and "versionId" in r.query, bucket="listed")
    )


def _link_host(lab: Lab) -> Probe:
    return Probe(lab.disk(temporary_url=lab.gateway(lambda _: None).url))


def _elsewhere(reply: Reply) -> Scenario:
    return lambda lab: Probe(lab.disk(url=lab.gateway(lambda _: reply).url))


def _cors(lab: Lab) -> Probe:
    rule = {"AllowedMethods": ["PUT"], "AllowedOrigins": ["https://other.test"]}
    lab.weed.client().put_bucket_cors(Bucket="open", CORSConfiguration={"CORSRules": [rule]})
    lab.opened.callback(lab.weed.client().delete_bucket_cors, Bucket="open")
    return Probe(lab.disk(bucket="open"), origin="https://shop.test")


def _place(cause: str) -> Scenario:
    def found(lab: Lab) -> Probe:
        host, port = lab.place(cause)
        return Probe(lab.disk(endpoint=f"http://{host}:{port}"))

    return found


def _drip(lab: Lab) -> Probe:
    host, port = lab.opened.enter_context(odd("drip"))
    return Probe(lab.disk(endpoint=f"http://{host}:{port}"))


_EMPTY_LIST: Final = Reply(
    200,
    b'<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>shut</Name></ListBucketResult>',
)

SCENARIOS: Final[Mapping[str, Scenario]] = {
    "s3.cannot-tell": lambda _: Stated(finding("s3.cannot-tell", "x", setting="x")),
    "s3.bucket-unset": _probe(bucket=""),
    "s3.bucket-name": _probe(bucket="s3://shut"),
    "s3.region-unset": _probe(region=""),
    "s3.region-unknown": _probe(endpoint="", region="ap-southeast1"),
    "s3.path-style": _probe(path_style_is_text=True),
    "s3.half-a-key": _probe(secret=""),
    "s3.no-keys": _probe(key="", secret=""),
    "s3.not-asked": _probe(key="", secret="", endpoint="", ca="/nowhere/ca.pem"),  # nobody is called
    "s3.key-form": _probe(key="app-key\n"),
    "s3.url": _probe(url="cdn.test/files"),
    "s3.host-name": _probe(endpoint="http://minio_s3.invalid:9000"),
    "s3.endpoint": _probe(endpoint="127.0.0.1:9000"),
    "s3.endpoint-bucket": lambda lab: Probe(lab.disk(endpoint=f"{lab.endpoint}/shut")),
    "s3.url-empty": _probe(url=""),
    "s3.loopback": lambda lab: Probe(lab.disk(endpoint=lab.weed.endpoint)),
    "s3.url-loopback": lambda lab: Probe(lab.disk(bucket="open", url=f"{lab.weed.endpoint}/open")),
    "s3.scheme-http": lambda lab: Probe(lab.disk(endpoint=lab.endpoint.replace("http:", "https:"))),
    "s3.scheme-https": _scheme_https,
    "s3.bucket-host": lambda lab: Probe(
        lab.disk(path_style=False, endpoint=f"http://localhost:{lab.weed.port}")
    ),
    "s3.not-s3": _place("other-protocol"),
    "s3.redirect": _answers(Reply(302, headers={"Location": "https://minio.test/login?token=1"}), _signed),
    "s3.key": _probe(key="nobody"),
    "s3.secret": _probe(secret=f"{SECRET} "),
    "s3.token": _answers(error(400, "ExpiredToken"), _signed, token="a-session"),
    "s3.no-bucket": _probe(bucket="nowhere"),
    "s3.region": _answers(error(400, "AuthorizationHeaderMalformed", Region="eu-west-1"), _signed),
    "s3.region-untold": _answers(error(400, "InvalidRegionName"), _signed),
    "s3.clock": _clock,
    "s3.full": _answers(error(507, "InsufficientStorage"), _sent("PUT")),
    "s3.busy": _answers(error(503, "SlowDown"), _sent("PUT")),
    "s3.refused": _answers(error(400, "KMS.DisabledException"), _sent("PUT")),
    "s3.checksums": lambda lab: Probe(lab.answering(error(501, "NotImplemented"), _with_checksum), "3.337.0"),
    "s3.checksums-later": lambda lab: Probe(
        lab.answering(error(501, "NotImplemented"), _with_checksum), "3.336.9"
    ),
    "s3.no-rights": _probe(key="stranger"),
    "s3.no-write": _probe(key="reader"),
    "s3.no-read": _probe(key="writer"),
    "s3.no-list": _probe(key="blind"),
    "s3.no-delete": _answers(error(403, "AccessDenied"), _sent("DELETE")),
    "s3.left": _answers(error(503, "SlowDown"), _sent("DELETE")),
    "s3.version-left": _version_left,
    "s3.no-acl-right": _answers(error(403, "AccessDenied"), _with_acl),
    "s3.acl": _answers(error(400, "AccessControlListNotSupported"), _with_acl, acl="public-read"),
    "s3.content": _answers(Reply(200, b"something else", {"ETag": '"1"'}), _object),
    "s3.not-listed": _answers(_EMPTY_LIST, lambda request: request.is_list),
    "s3.link": _answers(error(403, "AccessDenied"), lambda request: "X-Amz-Signature" in request.query),
    "s3.link-host": _link_host,
    "s3.public-list": _probe(bucket="listed"),
    "s3.not-public": _probe(is_public=True, acl="public-read"),
    "s3.url-private": lambda lab: Probe(lab.disk(url=f"{lab.endpoint}/shut")),
    "s3.url-wrong": _elsewhere(Reply(404, b"no such page")),
    "s3.url-bucket": lambda lab: Probe(lab.disk(bucket="open", url=lab.endpoint)),
    "s3.url-redirect": _elsewhere(Reply(301, headers={"Location": "https://cdn.test/x?y=1"})),
    "s3.url-unreachable": lambda lab: Probe(lab.disk(url=f"http://127.0.0.1:{free_port()}")),
    "s3.cors": _cors,
    **{f"s3.{cause}": _place(cause) for cause in COMPANY},
    "s3.other-protocol": _drip,
    "s3.tls": _tls,
    "s3.ca-missing": lambda lab: Probe(lab.disk(endpoint="https://127.0.0.1:9", ca="/nowhere/ca.pem")),
}
LEFT: Final = ("s3.no-delete", "s3.left", "s3.version-left")
"""Where something of ours stays, and its name is told."""
