"""The S3 disks in use, as Laravel will build them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.sections.sketch import edited
from tests.shapes import NOTHING, SHAPES, make, vendored
from wizard.laravel.disks import S3Disk, in_use, of_livewire
from wizard.laravel.untold import Untold
from wizard.project import Project

KEYS = {"AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "hunter2", "AWS_DEFAULT_REGION": "eu-west-1"}
S3 = {**KEYS, "FILESYSTEM_DISK": "s3", "FILESYSTEM_DRIVER": "s3", "AWS_BUCKET": "shop"}
PLAIN = S3Disk("s3", "shop", "eu-west-1", "AKIA", "hunter2", "")


def found(
    folder: Path,
    env: Mapping[str, str | None],
    files: Mapping[str, str | None] = NOTHING,
    shape: str = "slim-12",
) -> list[S3Disk | Untold]:
    return list(in_use(Project.open(make(shape, folder, env=env, files=files), environ={}).configs))


def with_part(code: str) -> Mapping[str, str | None]:
    """Return a config whose disk `s3` has more in it."""
    return edited("slim-12", "config/filesystems.php", "'driver' => 's3',", f"'driver' => 's3', {code}")


def with_disks(code: str) -> Mapping[str, str | None]:
    """Return a config with more disks."""
    return edited("slim-12", "config/filesystems.php", "'disks' => [", f"'disks' => [{code}")


@pytest.mark.parametrize("shape", SHAPES)
def test_the_default_disk_is_in_use(shape: str, tmp_path: Path) -> None:
    assert found(tmp_path, S3, shape=shape) == [PLAIN]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("env", [NOTHING, KEYS])
def test_a_fresh_disk_is_not_in_use_even_with_the_keys_of_mail(
    env: Mapping[str, str], shape: str, tmp_path: Path
) -> None:
    assert found(tmp_path, env, shape=shape) == []


@pytest.mark.parametrize("vendor", [False, True])
def test_the_frameworks_own_disk_is_in_use_where_the_application_has_no_file(
    vendor: bool, tmp_path: Path
) -> None:
    files = {"config/filesystems.php": None, **(vendored(12) if vendor else {})}
    assert found(tmp_path, S3, files) == [PLAIN]


def test_a_disk_besides_the_default_counts_once_it_has_a_bucket(tmp_path: Path) -> None:
    assert found(tmp_path / "a", {**S3, "FILESYSTEM_DISK": "local"}) == [PLAIN]
    other = (
        "'backups' => ['driver' => 's3', 'bucket' => 'old', 'region' => 'x', 'key' => 'a', 'secret' => 'b'],"
    )
    disks = found(tmp_path / "b", S3, with_disks(other))
    assert disks == [PLAIN, S3Disk("backups", "old", "x", "a", "b", "")]


def test_the_default_disk_counts_without_a_bucket(tmp_path: Path) -> None:
    assert found(tmp_path, {**S3, "AWS_BUCKET": None}) == [replace(PLAIN, bucket="")]


def test_a_disk_of_another_driver_is_not_ours(tmp_path: Path) -> None:
    gcs = "'gcs' => ['driver' => 'gcs', 'bucket' => 'b'],"
    assert found(tmp_path, {"FILESYSTEM_DISK": "gcs"}, with_disks(gcs)) == []


@pytest.mark.parametrize(("env", "changes"), [
    ({"AWS_URL": "https://cdn.test"}, {"url": "https://cdn.test"}),
    ({"AWS_URL": ""}, {"url": ""}),
    ({"AWS_ENDPOINT": "https://minio.test:9000"}, {"endpoint": "https://minio.test:9000"}),
    ({"AWS_USE_PATH_STYLE_ENDPOINT": "true"}, {"path_style": True}),
    ({"AWS_USE_PATH_STYLE_ENDPOINT": "1"}, {"path_style": True, "path_style_is_text": True}),
    ({"AWS_USE_PATH_STYLE_ENDPOINT": ""}, {"path_style_is_text": True}),
    ({"AWS_DEFAULT_REGION": ""}, {"region": ""}),
    ({"AWS_BUCKET": "12345"}, {"bucket": "12345"}),
    ({"AWS_REQUEST_CHECKSUM_CALCULATION": "WHEN_REQUIRED"}, {"checksums": False}),
])  # fmt: skip
def test_each_env_key_has_its_part(
    env: Mapping[str, str], changes: Mapping[str, Any], tmp_path: Path
) -> None:
    assert found(tmp_path, {**S3, **env}) == [replace(PLAIN, **changes)]


@pytest.mark.parametrize(("code", "changes"), [
    ("'root' => '/a/b/',", {"prefix": "a/b"}),
    ("'root' => 'a', 'prefix' => 'b',", {"prefix": "a/b"}),
    ("'visibility' => 'public',", {"is_public": True, "acl": "public-read"}),
    ("'visibility' => 'public', 'options' => ['ACL' => ''],", {"is_public": True, "acl": ""}),
    ("'options' => ['StorageClass' => 'STANDARD_IA', 'CacheControl' => 'no-store'],",
     {"options": (("StorageClass", "STANDARD_IA"),)}),
    ("'temporary_url' => 'https://files.test',", {"temporary_url": "https://files.test"}),
    ("'token' => 'session',", {"token": "session"}),
    ("'request_checksum_calculation' => 'when_required',", {"checksums": False}),
    ("'http' => ['verify' => false],", {"verify": False}),
    ("'http' => ['verify' => '/etc/ca.pem'],", {"ca": "/etc/ca.pem"}),
])  # fmt: skip
def test_each_setting_has_its_part(code: str, changes: Mapping[str, Any], tmp_path: Path) -> None:
    assert found(tmp_path, S3, with_part(code)) == [replace(PLAIN, **changes)]


def test_a_scoped_disk_is_the_one_behind_it(tmp_path: Path) -> None:
    scoped = (
        "'a' => ['driver' => 'scoped', 'disk' => 'b', 'prefix' => 'in'],"
        "'b' => ['driver' => 'scoped', 'disk' => 's3', 'prefix' => '/out/'],"
    )
    disks = found(tmp_path, {**S3, "FILESYSTEM_DISK": "a"}, with_disks(scoped))
    assert disks == [replace(PLAIN, prefix="out/in"), PLAIN]


def test_a_scoped_disk_that_is_behind_itself_is_none(tmp_path: Path) -> None:
    assert (
        found(tmp_path, {"FILESYSTEM_DISK": "a"}, with_disks("'a' => ['driver' => 'scoped', 'disk' => 'a'],"))
        == []
    )


@pytest.mark.parametrize(("code", "settings"), [
    ("'credentials' => Keys::of('shop'),", ("credentials",)),
    ("'use_accelerate_endpoint' => true, 'http' => ['proxy' => 'http://proxy:3128'],",
     ("use_accelerate_endpoint", "http.proxy")),
    ("'root' => Tenant::id(),", ("root",)),
])  # fmt: skip
def test_what_cannot_be_followed_is_told(code: str, settings: tuple[str, ...], tmp_path: Path) -> None:
    told = [Untold("unknown", f"filesystems.disks.s3.{setting}") for setting in settings]
    assert found(tmp_path, S3, with_part(code)) == told


def test_a_url_made_by_code_leaves_the_rest(tmp_path: Path) -> None:
    files = edited("slim-12", "config/filesystems.php", "env('AWS_URL')", "Cdn::url()")
    assert found(tmp_path, S3, files) == [Untold("unknown", "filesystems.disks.s3.url"), PLAIN]


@pytest.mark.parametrize(("old", "new", "setting"), [
    ("env('FILESYSTEM_DISK', 'local')", "Disk::name()", "filesystems.default"),
    ("'driver' => 's3'", "'driver' => Disk::driver()", "filesystems.disks.s3.driver"),
    ("env('AWS_BUCKET')", "Tenant::bucket()", "filesystems.disks.s3.bucket"),
])  # fmt: skip
def test_a_setting_made_by_code_cannot_be_told(old: str, new: str, setting: str, tmp_path: Path) -> None:
    disks = found(tmp_path, S3, edited("slim-12", "config/filesystems.php", old, new))
    assert Untold("unknown", setting) in disks


def test_livewire_uses_the_default_disk_unless_it_names_another(tmp_path: Path) -> None:
    named = {"config/livewire.php": "<?php return ['temporary_file_upload' => ['disk' => 'local']];"}
    null = {"config/livewire.php": "<?php return ['temporary_file_upload' => ['disk' => null]];"}
    for files, disk in ((NOTHING, "s3"), (named, "local"), (null, "s3")):
        made = make("slim-12", tmp_path / str(len(list(tmp_path.iterdir()))), env=S3, files=files)
        assert of_livewire(Project.open(made, environ={}).configs) == disk


def test_secrets_are_in_no_repr() -> None:
    assert "hunter2" not in repr(PLAIN)
    assert "AKIA" not in repr(PLAIN)
