"""The check of one S3 disk: the settings, the server, a small object of ours, and what browsers would get."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from wizard.check import Said, closing, holding
from wizard.finding import Finding, Level
from wizard.laravel.disks import S3Disk
from wizard.laravel.trust import Trust
from wizard.services.s3.addresses import Addresses
from wizard.services.s3.bucket import Bucket
from wizard.services.s3.contact import contacted
from wizard.services.s3.cors import preflight
from wizard.services.s3.findings import finding
from wizard.services.s3.flaws import first_site, flaws, is_amazons, is_askable, nearness
from wizard.services.s3.trial import Trial
from wizard.services.s3.web import Web
from wizard.text import Text


@dataclass(frozen=True, slots=True)
class Probe:
    """Ask one disk. `sdk` is the version of aws/aws-sdk-php, empty when unknown.

    `origin` is the site whose pages upload straight to the bucket, empty when none do.
    """

    disk: S3Disk
    sdk: str = ""
    origin: str = ""

    def __call__(self) -> Iterator[Said]:
        """Yield what is seen and found; no keys but the disk's own are ever used."""
        flawed = tuple(flaws(self.disk))
        yield from flawed
        yield from nearness(self.disk)
        at = first_site(self.disk)
        if at is None or any(flaw.level is Level.ERROR for flaw in flawed):
            return
        if not self.disk.key:
            yield finding("s3.not-asked" if is_amazons(at) else "s3.no-keys", f"{self.disk.setting}.key")
        tls = Trust(ca=self.disk.ca, verify=self.disk.verify)
        contact = contacted(at, tls, f"{self.disk.setting}.endpoint")
        yield contact
        if isinstance(contact, Finding):
            return
        if not self.disk.key or not is_askable(at):
            return
        web = Web(tls)
        bucket = Bucket(self.disk, web)
        try:
            yield from self._tried(bucket, web)
        finally:
            bucket.close()

    def _tried(self, bucket: Bucket, web: Web) -> Iterator[Said]:
        trial, flawless = Trial(bucket, self.sdk), True
        barred = trial.barred()
        if barred:
            yield barred
            return
        yield from trial.swept()
        with holding():
            try:
                for said in trial.stored():
                    flawless = False
                    yield said
                if trial.is_there:
                    with closing(web.hang_up):  # an upload and the deletion go undisturbed, whoever waits
                        for said in chain(trial.read_back(), trial.listed()):
                            flawless = False
                            yield said
                        yield from self._opened(bucket, web, trial)
            finally:
                left = trial.removed()  # also where nobody listens any more, so it says nothing here
        yield from left
        if flawless and not left:
            yield _FLAWLESS.fill(bucket=self.disk.bucket)

    def _opened(self, bucket: Bucket, web: Web, trial: Trial) -> Iterator[Said]:
        addresses = Addresses(bucket, web, trial)
        if trial.is_read:
            yield from addresses.link()
            yield from addresses.anonymous()
            yield from addresses.public_url()
        if self.origin:
            yield from preflight(bucket, web, trial.key, self.origin)


_FLAWLESS = Text("an object was stored in bucket `{bucket}`, read back, listed and deleted",
                 "satu objek disimpan di bucket `{bucket}`, dibaca kembali, di-list, dan dihapus")  # fmt: skip
