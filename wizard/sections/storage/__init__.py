"""Storage: a picture uploaded on one node must open on every other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from wizard import accept
from wizard.changes import ABSENT, Change, On, Phase, Require, Run, Set, SetConfig
from wizard.check import Check
from wizard.finding import Finding, Invalid
from wizard.laravel import version
from wizard.laravel.config import CannotTell
from wizard.project import Project
from wizard.question import Answer, Choice, Line, Option, Toggle
from wizard.section import Answers, Section, ask
from wizard.sections.storage import advice, providers
from wizard.sections.storage.providers import (
    DISK,
    PRESETS,
    Preset,
    default_disk,
    host_of,
    is_set_up,
    service,
)
from wizard.text import Text, same

_NODE = Text("files on this node's own disk: an upload on A is a 404 on B, and gone with the container",
             "file di disk node ini: upload di A jadi 404 di B, dan hilang bersama container-nya")  # fmt: skip
_AWAY = Text("the browser of a user cannot open this: it is the node itself",
             "browser user tidak bisa membukanya: itu node itu sendiri")  # fmt: skip


def _region(raw: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]{1,40}", raw):
        raise Invalid(Text("A region has small letters, digits and `-`. Example: `ap-southeast-1`",
                           "Region terdiri dari huruf kecil, angka, dan `-`. Contoh: `ap-southeast-1`"))  # fmt: skip
    return raw


class Storage(Section):
    """Where uploads and pictures are kept."""

    name: ClassVar[str] = "storage"
    title: ClassVar[Text] = same("Storage")
    problem: ClassVar[Text] = Text(
        "An avatar uploaded on node A is a file on A. The next request goes to B, B has no such file, and the picture "
        "is \"404 Not Found\".",
        "Avatar yang di-upload di node A adalah file di A. Request berikutnya masuk ke B, B tidak punya file itu, "
        "dan gambarnya \"404 Not Found\".",
    )
    solution: ClassVar[Text] = Text(
        "Keep uploads in a bucket that every node and every browser reaches.",
        "Simpan upload di bucket yang bisa diakses semua node dan semua browser.",
    )
    apart: ClassVar[Text] = Text("own files", "file lokal")
    shared: ClassVar[Text] = same("S3, MinIO, R2, GCS")

    provider: str = ask(Choice(
        label=Text("Where are uploads kept?", "Upload disimpan di mana?"),
        help=Text("All four speak S3 and use Laravel's disk `s3`; they differ in endpoint, region and address style.",
                  "Keempatnya memakai protokol S3 dan disk `s3`; bedanya di endpoint, region, dan bentuk URL."),
        setting="filesystems.default", key="FILESYSTEM_DISK", example="s3", default="s3",
        options=(
            Option("s3", same("s3"), same("Amazon S3")),
            Option("minio", same("minio"), Text("MinIO or another server that speaks S3",
                                                "MinIO atau server lain yang memakai protokol S3")),
            Option("r2", same("r2"), same("Cloudflare R2")),
            Option("gcs", same("gcs"), Text("Google Cloud Storage, with HMAC keys",
                                            "Google Cloud Storage, dengan key HMAC")),
        ),
        local={"local": _NODE, "public": _NODE},
    ))  # fmt: skip
    bucket: str | None = ask(Line(
        label=Text("Bucket", "Nama bucket"),
        help=Text("The bucket must exist already; the wizard does not make it.",
                  "Bucket-nya harus sudah ada; wizard tidak membuatnya."),
        setting=f"{DISK}.bucket", key="AWS_BUCKET", example="omniflow-assets", accept=accept.bucket,
    ))  # fmt: skip
    key: str | None = ask(Line(
        label=same("Access key ID"),
        help=Text("Left out, Amazon's instance role is used; the others always need one.",
                  "Kalau kosong dipakai instance role Amazon; provider lain selalu butuh key."),
        setting=f"{DISK}.key", key="AWS_ACCESS_KEY_ID", secret=True, optional=True, public=False,
    ))  # fmt: skip
    secret: str | None = ask(Line(
        label=same("Secret access key"),
        help=Text("Belongs to the key ID above. Kept as it is when left alone.",
                  "Pasangan key ID di atas. Tetap seperti sekarang kalau tidak diisi."),
        setting=f"{DISK}.secret", key="AWS_SECRET_ACCESS_KEY", secret=True, optional=True, public=False,
    ))  # fmt: skip
    region: str = ask(Line(
        label=same("Region"),
        help=Text("The region of the bucket. MinIO takes any, but not none.",
                  "Region tempat bucket. MinIO menerima apa saja asal tidak kosong."),
        setting=f"{DISK}.region", key="AWS_DEFAULT_REGION", example="ap-southeast-1",
        default="ap-southeast-1", accept=_region,
    ))  # fmt: skip
    endpoint: str | None = ask(Line(
        label=same("Endpoint"),
        help=Text("The S3 address without the bucket. R2: `https://<account>.r2.cloudflarestorage.com`.",
                  "Alamat S3 tanpa nama bucket. R2: `https://<akun>.r2.cloudflarestorage.com`."),
        setting=f"{DISK}.endpoint", key="AWS_ENDPOINT", accept=accept.url, local=lambda raw: accept.loopback(host_of(raw)),
    ))  # fmt: skip
    path_style: bool = ask(Toggle(
        label=Text("Bucket in the path", "Nama bucket di path"),
        help=Text("Yes: `host/bucket/file`. No: `bucket.host/file`, which needs DNS for each bucket.",
                  "Ya: `host/bucket/file`. Tidak: `bucket.host/file`, perlu DNS untuk tiap bucket."),
        setting=f"{DISK}.use_path_style_endpoint", key="AWS_USE_PATH_STYLE_ENDPOINT", example="false",
        default=False,
    ))  # fmt: skip
    url: str | None = ask(Line(
        label=Text("Public URL", "URL publik"),
        help=Text("What browsers open: a CDN or the bucket's own address. On MinIO it ends with the bucket's name.",
                  "Yang dibuka browser: CDN atau alamat bucket. Di MinIO diakhiri nama bucket."),
        setting=f"{DISK}.url", key="AWS_URL", example="https://cdn.omniflow.id",
        optional=True, accept=accept.url, local=lambda raw: _AWAY if accept.loopback(host_of(raw)) else None,
    ))  # fmt: skip

    def asked(self, project: Project) -> Iterable[str]:
        preset = PRESETS.get(self.provider)
        if preset is None:
            return ("provider",)
        return tuple(name for name in self.questions() if name not in preset.fixed)

    def present(self, name: str, project: Project) -> Answer:
        """The endpoint tells the service. What was set up for one service is no answer for another."""
        if name == "provider":
            return providers.present(project)
        same_service = service(project) == self.provider and is_set_up(project)
        if name in ("region", "endpoint", "path_style", "url") and not same_service:
            return None
        return super().present(name, project)

    def proposed(self, name: str, project: Project) -> Answer:
        preset = PRESETS.get(self.provider)
        match name:
            case "provider":
                return service(project) if is_set_up(project) else None
            case "region" | "endpoint" | "path_style" if preset and self.provider != "s3":
                own: Answer = getattr(preset, name)
                return own
            case "url" if self.provider in ("minio", "gcs") and self.endpoint and self.bucket:
                return f"{self.endpoint}/{self.bucket}"
        return None

    def local(self, name: str, value: Answer, project: Project) -> Text | None:
        if name == "provider" and project.configs.value(f"filesystems.disks.{value}.driver") == "local":
            return _NODE
        return super().local(name, value, project)

    def changes(self, answers: Answers, project: Project) -> Iterator[Change]:
        preset = PRESETS.get(self.provider)
        if preset is None:
            return
        key = "FILESYSTEM_DRIVER" if project.version.major == 8 else "FILESYSTEM_DISK"
        yield Set(setting="filesystems.default", value="s3", key=key, pinned=True, example="s3")
        if not isinstance(project.configs.read(f"{DISK}.driver"), CannotTell):
            yield Set(setting=f"{DISK}.driver", value="s3")
        yield from self._set_disk(preset, project)
        yield Require(package="league/flysystem-aws-s3-v3", constraint=version.s3_package(project.version),
            flags="--with-all-dependencies" if project.version.major == 8 else "",
            why=Text("the driver of the disk `s3`; without it the first upload fails",
                     "driver disk `s3`; tanpa ini upload pertama gagal"))  # fmt: skip
        yield from _steps(project)

    def _set_disk(self, preset: Preset, project: Project) -> Iterator[Change]:
        fixed = preset.fixed
        region = preset.region if "region" in fixed else self.region
        path_style = preset.path_style if "path_style" in fixed else self.path_style
        yield Set(setting=f"{DISK}.bucket", value=self.bucket, key="AWS_BUCKET")
        yield Set(setting=f"{DISK}.key", value=self.key or ABSENT, key="AWS_ACCESS_KEY_ID", public=False)
        yield Set(setting=f"{DISK}.secret", value=self.secret or ABSENT, key="AWS_SECRET_ACCESS_KEY", public=False)
        yield Set(setting=f"{DISK}.region", value=region, key="AWS_DEFAULT_REGION", example="ap-southeast-1")
        yield Set(setting=f"{DISK}.url", value=self.url or ABSENT, key="AWS_URL")
        if self.provider != "s3":
            endpoint = preset.endpoint if "endpoint" in fixed else self.endpoint
            yield Set(setting=f"{DISK}.endpoint", value=endpoint, key="AWS_ENDPOINT")
        elif service(project) != "s3":
            yield Set(setting=f"{DISK}.endpoint", value=ABSENT, key="AWS_ENDPOINT")
        if self.provider != "s3" or service(project) != "s3":
            yield Set(setting=f"{DISK}.use_path_style_endpoint", value=path_style,
                      key="AWS_USE_PATH_STYLE_ENDPOINT", example="false")  # fmt: skip
        if self.provider != "s3":  # newer SDKs send checksums that these may answer with 501
            for option in ("request_checksum_calculation", "response_checksum_validation"):
                yield SetConfig(setting=f"{DISK}.{option}", code="'when_required'", value="when_required")

    def advise(self, answers: Answers, project: Project) -> Iterator[Finding]:
        yield from advice.about(self, project)

    def checks(self, answers: Answers, project: Project) -> Iterator[Check]:
        from wizard.services import s3

        yield from s3.checks(project)


def _steps(project: Project) -> Iterator[Change]:
    if project.configs.value(f"filesystems.disks.{default_disk(project)}.driver") == "local":
        yield Run(command="",
            why=Text("Copy what was uploaded so far (storage/app and its `public` and `private` folders) from every "
                     "node into the bucket, same paths: Laravel looks there from now on",
                     "Salin upload yang sudah ada (storage/app beserta folder `public` dan `private`) dari setiap "
                     "node ke bucket, path sama: mulai sekarang Laravel mencarinya di sana"),
            phase=Phase.FILES, on=On.EVERY)  # fmt: skip
    yield Run(command="",
        why=Text("In code, store uploads by `Storage::disk('s3')->put('uploads', $file)`. `disk('public')`, "
                 "`public_path()`, `storage_path()` and `->move(…)` stay on the node, whatever the default disk is",
                 "Di kode, simpan upload dengan `Storage::disk('s3')->put('uploads', $file)`. `disk('public')`, "
                 "`public_path()`, `storage_path()`, dan `->move(…)` tetap di node, apa pun disk default-nya"),
        phase=Phase.FILES, on=On.CODE)  # fmt: skip
