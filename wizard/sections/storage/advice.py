"""What is worth knowing about the answers on storage: keys that go together, addresses that do not fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wizard.finding import Finding, Level
from wizard.project import Project
from wizard.sections.storage.providers import DISK, PRESETS, users_of_aws_keys
from wizard.text import Text

if TYPE_CHECKING:
    from wizard.sections.storage import Storage


def about(answers: Storage, project: Project) -> Iterator[Finding]:
    """Yield the findings; none for a disk that is kept as it is."""
    if answers.provider not in PRESETS:
        return
    yield from _about_keys(answers, project)
    yield from _about_addresses(answers)
    if project.has("livewire/livewire"):
        yield _finding("livewire-cors", Level.INFO, "livewire/livewire",
            Text("Livewire sends uploads from the browser straight to the bucket",
                 "Livewire mengirim upload dari browser langsung ke bucket"),
            Text("Allow the site's origin in the bucket's CORS rules; browsers must reach the endpoint",
                 "Izinkan origin situs di aturan CORS bucket; endpoint harus bisa diakses browser"))  # fmt: skip


def _about_keys(answers: Storage, project: Project) -> Iterator[Finding]:
    if bool(answers.key) != bool(answers.secret):
        yield _finding("half-a-key", Level.ERROR, f"{DISK}.key",
            Text("the key ID and its secret go together: with one of them Laravel uses neither",
                 "key ID dan secret harus lengkap: kalau hanya satu, Laravel tidak memakai keduanya"),
            Text("Give both, or `none` for both", "Isi keduanya, atau `none` untuk keduanya"))  # fmt: skip
    elif answers.provider != "s3" and not answers.key:
        yield _finding("no-key", Level.ERROR, f"{DISK}.key",
            Text("only Amazon S3 works without keys, by its instance role",
                 "hanya Amazon S3 yang bisa tanpa key, lewat instance role"),
            Text("Give the key ID and the secret", "Isi key ID dan secret-nya"))  # fmt: skip
    users = users_of_aws_keys(project) if answers.provider != "s3" else ()
    if users:
        yield _finding("keys-shared", Level.WARNING, ", ".join(users),
            Text("Amazon services in use read the same keys and region: with those of another provider they stop",
                 "layanan Amazon lain yang dipakai membaca key dan region yang sama: dengan milik provider lain, "
                 "layanan itu mati"),
            Text("Give the disk `s3` env keys of its own in config/filesystems.php first",
                 "Beri disk `s3` env key sendiri dulu di config/filesystems.php"))  # fmt: skip


def _about_addresses(answers: Storage) -> Iterator[Finding]:
    if answers.endpoint and "endpoint" not in PRESETS[answers.provider].fixed and urlsplit(answers.endpoint).path:
        yield _finding("endpoint-path", Level.WARNING, f"{DISK}.endpoint",
            Text("the endpoint has a path: with the bucket in it, files land in a folder of that name",
                 "endpoint punya path: kalau berisi nama bucket, file masuk ke folder bernama itu"),
            Text("End it after the host or the port", "Akhiri setelah host atau port"))  # fmt: skip
    if answers.provider == "r2" and not answers.url:
        yield _finding("r2-url", Level.WARNING, f"{DISK}.url",
            Text("R2's endpoint is private: without a public URL no picture opens in a browser",
                 "endpoint R2 bersifat privat: tanpa URL publik gambar tidak terbuka di browser"),
            Text("Give the bucket's own domain or its r2.dev address",
                 "Isi domain bucket atau alamat r2.dev-nya"))  # fmt: skip
    if answers.provider == "minio" and answers.url and answers.bucket and answers.bucket not in answers.url:
        yield _finding("url-bucket", Level.WARNING, f"{DISK}.url",
            Text("Laravel puts the file's path straight behind this URL, and the bucket is not in it",
                 "Laravel menaruh path file tepat di belakang URL ini, dan bucket-nya tidak ada"),
            Text("End it with `/{bucket}`, unless a CDN adds it", "Akhiri dengan `/{bucket}`, kecuali CDN "
                 "yang menambahkannya").fill(bucket=answers.bucket))  # fmt: skip


def _finding(code: str, level: Level, where: str, why: Text, remedy: Text) -> Finding:
    return Finding(f"storage.{code}", level, where, why, remedy, "storage")
