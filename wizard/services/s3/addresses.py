"""What a browser would get: temporary links, the public URL, and whether files open without any key."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPException
from urllib.parse import urlsplit, urlunsplit

from wizard.check import Said
from wizard.finding import Finding
from wizard.laravel.disks import S3Disk
from wizard.services.s3.bucket import Bucket
from wizard.services.s3.findings import finding
from wizard.services.s3.trial import Trial
from wizard.services.s3.web import Answer, Web, site, trouble
from wizard.services.wire import Address
from wizard.text import Text, uncredentialed


class Addresses:
    """The addresses of one stored object. Nothing is sent to them but what is in the URL itself."""

    def __init__(self, bucket: Bucket, web: Web, trial: Trial) -> None:
        self._bucket, self._web, self._trial = bucket, web, trial
        self._disk: S3Disk = bucket.disk

    def link(self) -> Iterator[Said]:
        """Open a temporary link, at the endpoint and then where the disk's `temporary_url` moves it."""
        link = self._bucket.link(self._trial.key)
        answer = self._fetch(link)
        if not self._is_ours(answer):
            yield self._finding("s3.link", "bucket", status=_status(answer))
        elif self._disk.temporary_url:
            yield self._moved(link)
        else:
            yield Text("a temporary link opens the object", "link sementara membuka objeknya")

    def anonymous(self) -> Iterator[Said]:
        """Open the object, and list the bucket, as somebody without a key."""
        bucket = self._disk.bucket
        answer = self._fetch(self._bucket.url(self._trial.key))
        if self._is_ours(answer):
            yield Text("without a key the files of bucket `{bucket}` open by their URL: right for a public site, wrong "
                       "for private files",
                       "tanpa key file di bucket `{bucket}` terbuka lewat URL-nya: benar untuk situs publik, salah "
                       "untuk file privat").fill(bucket=bucket)  # fmt: skip
        elif self._disk.is_public and not self._disk.url:
            yield self._finding("s3.not-public", "visibility", status=_status(answer))
        else:
            yield Text("without a key no file of bucket `{bucket}` opens: right for private files, wrong for a public site",
                       "tanpa key file di bucket `{bucket}` tidak terbuka: benar untuk file privat, salah untuk "
                       "situs publik").fill(bucket=bucket)  # fmt: skip
        listed = self._fetch(f"{self._bucket.url('x')[:-1]}?list-type=2&max-keys=1")
        if isinstance(listed, Answer) and listed.status == 200 and b"<ListBucketResult" in listed.body:
            yield self._finding("s3.public-list", "bucket")

    def public_url(self) -> Iterator[Said]:
        """Open the object where `Storage::url()` leads (LARAVEL.md §8.8)."""
        if not self._disk.url or site(self._disk.url) is None:
            return
        answer = self._fetch(self._below(self._disk.url))
        if self._is_ours(answer):
            yield Text("`{url}` opens the bucket's files", "`{url}` membuka file di bucket").fill(
                url=uncredentialed(self._disk.url))  # fmt: skip
        elif isinstance(answer, Finding):
            yield self._finding("s3.url-unreachable", "url", reason=answer.why)
        else:
            yield self._about(answer)

    def _about(self, answer: Answer) -> Finding:
        to = site(answer.headers.get("location", ""))
        if 300 <= answer.status < 400 and to:
            return self._finding("s3.url-redirect", "url", to=to)
        if self._lacks_the_bucket():
            return self._finding("s3.url-bucket", "url")
        if answer.status not in (401, 403):
            return self._finding("s3.url-wrong", "url", status=answer.status)
        code = "s3.not-public" if self._disk.is_public else "s3.url-private"
        return self._finding(code, "url", status=answer.status)

    def _lacks_the_bucket(self) -> bool:
        """Look whether the bucket is missing for sure: the URL is the endpoint's, or opens the object with it."""
        url = self._disk.url or ""
        if self._disk.bucket in urlsplit(url).path.split("/"):
            return False
        endpoint = site(self._disk.endpoint)
        if self._disk.path_style and endpoint is not None and site(url) == endpoint:
            return True
        return self._is_ours(self._fetch(self._below(f"{url.rstrip('/')}/{self._disk.bucket}")))

    def _moved(self, link: str) -> Said:
        parts, to = urlsplit(link), urlsplit(self._disk.temporary_url)
        host = to.netloc.rpartition("@")[2]
        answer = self._fetch(urlunsplit((to.scheme, host, parts.path, parts.query, "")))
        if self._is_ours(answer):
            return Text("a temporary link opens the object at `{host}`", "link sementara membuka objeknya di `{host}`").fill(
                host=host)  # fmt: skip
        reason = answer.why if isinstance(answer, Finding) else _status(answer)
        return self._finding("s3.link-host", "temporary_url", host=host, reason=reason)

    def _below(self, url: str) -> str:
        return f"{url.rstrip('/')}/{self._trial.key}"

    def _fetch(self, url: str) -> Answer | Finding:
        at = site(url)
        try:
            return self._web.fetch(url)
        except (OSError, HTTPException) as error:
            return trouble(at.address if at else Address("s3", "?", 0), error)

    def _is_ours(self, answer: Answer | Finding) -> bool:
        return isinstance(answer, Answer) and answer.status == 200 and answer.body == self._trial.body

    def _finding(self, code: str, part: str, **values: object) -> Finding:
        return finding(code, f"{self._disk.setting}.{part}", bucket=self._disk.bucket, **values)


def _status(answer: Answer | Finding) -> str:
    return str(answer.status) if isinstance(answer, Answer) else "-"
