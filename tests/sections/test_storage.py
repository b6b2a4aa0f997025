"""Storage: every service that speaks S3 gets what it needs, and other disks are left alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.sections.sketch import Planned, edited, plan, planned
from tests.shapes import NO_PACKAGES, NOTHING, SHAPES
from wizard.finding import Invalid, Level
from wizard.question import parse
from wizard.sections.storage import Storage

DISK = "filesystems.disks.s3"
KEYS = {"storage.bucket": "omniflow-assets", "storage.key": "AKIASENTINEL", "storage.secret": "s3cr3t/+x"}
CHECKSUMS = [f"{DISK}.request_checksum_calculation", f"{DISK}.response_checksum_validation"]
PROVIDERS = {
    "s3": {"storage.provider": "s3", "storage.url": "https://cdn.omniflow.id"},
    "minio": {"storage.provider": "minio", "storage.endpoint": "https://minio.internal:9000"},
    "r2": {"storage.provider": "r2", "storage.endpoint": "https://acc.r2.cloudflarestorage.com",
           "storage.url": "https://img.omniflow.id"},
    "gcs": {"storage.provider": "gcs"},
}  # fmt: skip
SEEN = {
    "s3": ["ap-southeast-1", None, False, "https://cdn.omniflow.id"],
    "minio": ["us-east-1", "https://minio.internal:9000", True, "https://minio.internal:9000/omniflow-assets"],
    "r2": ["auto", "https://acc.r2.cloudflarestorage.com", True, "https://img.omniflow.id"],
    "gcs": ["auto", "https://storage.googleapis.com", True, "https://storage.googleapis.com/omniflow-assets"],
}


def storage(
    shape: str,
    folder: Path,
    typed: Mapping[str, str],
    env: Mapping[str, str | None] = NOTHING,
    files: Mapping[str, str | None] = NOTHING,
    packages: Mapping[str, str] = NO_PACKAGES,
) -> Planned:
    return planned((Storage,), shape, folder, typed, env=env, files=files, packages=packages)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("provider", PROVIDERS)
def test_each_service_gets_what_it_needs(shape: str, provider: str, tmp_path: Path) -> None:
    done = storage(shape, tmp_path, {**KEYS, **PROVIDERS[provider]})
    disk = [f"{DISK}.{part}" for part in ("region", "endpoint", "use_path_style_endpoint", "url")]
    assert done.seen("filesystems.default", f"{DISK}.bucket", f"{DISK}.key", f"{DISK}.secret") == [
        "s3", "omniflow-assets", "AKIASENTINEL", "s3cr3t/+x"]  # fmt: skip
    assert done.seen(*disk) == SEEN[provider]
    assert done.seen(*CHECKSUMS) == [None if provider == "s3" else "when_required"] * 2
    assert done.outcome.plan.blocked is False


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_second_plan_writes_nothing(provider: str, tmp_path: Path) -> None:
    storage("slim-12", tmp_path, {**KEYS, **PROVIDERS[provider]}).written()
    again = plan((Storage,), tmp_path, {})
    assert again.outcome.plan.files == ()
    assert again.outcome.resolution.answers[Storage].provider == provider


def test_8_reads_another_key(tmp_path: Path) -> None:
    env = storage("classic-8", tmp_path, {**KEYS, **PROVIDERS["s3"]}).env
    assert env["FILESYSTEM_DRIVER"] == "s3"
    assert "FILESYSTEM_DISK" not in env


@pytest.mark.parametrize(("shape", "constraint"), [("classic-8", "^1.0"), ("classic-9", "^3.0"), ("slim-13", "^3.0")])
def test_the_package_fits_the_version(shape: str, constraint: str, tmp_path: Path) -> None:
    done = storage(shape, tmp_path, {**KEYS, **PROVIDERS["s3"]})
    assert done.packages == {"league/flysystem-aws-s3-v3": constraint}


def test_a_package_that_is_there_is_not_required(tmp_path: Path) -> None:
    packages = {"league/flysystem-aws-s3-v3": "3.29.0"}
    assert storage("slim-12", tmp_path, {**KEYS, **PROVIDERS["s3"]}, packages=packages).packages == {}


def test_amazon_works_without_keys_by_its_instance_role(tmp_path: Path) -> None:
    done = storage("slim-12", tmp_path, {"storage.bucket": "omniflow-assets"})
    assert done.outcome.plan.blocked is False
    assert done.seen(f"{DISK}.key") == [""]


@pytest.mark.parametrize("provider", ["minio", "r2", "gcs"])
def test_the_others_need_keys(provider: str, tmp_path: Path) -> None:
    done = storage("slim-12", tmp_path, {**PROVIDERS[provider], "storage.bucket": "omniflow-assets"})
    assert done.finding("storage.no-key").level is Level.ERROR


def test_half_a_key_is_no_key(tmp_path: Path) -> None:
    done = storage("slim-12", tmp_path, {"storage.bucket": "omniflow-assets", "storage.key": "AKIA"})
    assert done.finding("storage.half-a-key").level is Level.ERROR


@pytest.mark.parametrize(("endpoint", "provider"), [
    ("https://acc.eu.r2.cloudflarestorage.com", "r2"),
    ("https://storage.googleapis.com", "gcs"),
    ("https://s3.eu-central-1.amazonaws.com", "s3"),
    ("http://minio:9000", "minio"),
    ("https://evil.example/amazonaws.com", "minio"),
])  # fmt: skip
def test_the_endpoint_tells_the_service(endpoint: str, provider: str, tmp_path: Path) -> None:
    env = {"FILESYSTEM_DISK": "s3", "AWS_ENDPOINT": endpoint, "AWS_BUCKET": "shop"}
    done = storage("slim-12", tmp_path, {}, env=env)
    assert done.outcome.resolution.answers[Storage].provider == provider
    assert done.seen(f"{DISK}.endpoint") == [endpoint]


def test_an_endpoint_on_the_node_itself_is_no_answer(tmp_path: Path) -> None:
    env = {"FILESYSTEM_DISK": "s3", "AWS_ENDPOINT": "http://localhost:9000", "AWS_BUCKET": "shop"}
    done = storage("slim-12", tmp_path, {}, env=env)
    assert ("storage", "endpoint") in done.outcome.missing


def test_what_was_set_up_for_one_service_is_no_answer_for_another(tmp_path: Path) -> None:
    env = {"FILESYSTEM_DISK": "s3", "AWS_ENDPOINT": "http://minio:9000", "AWS_BUCKET": "shop",
           "AWS_USE_PATH_STYLE_ENDPOINT": "true", "AWS_URL": "http://minio:9000/shop"}  # fmt: skip
    done = storage("slim-12", tmp_path, {"storage.provider": "s3"}, env=env)
    disk = [f"{DISK}.{part}" for part in ("region", "endpoint", "use_path_style_endpoint", "url")]
    assert done.seen(*disk) == ["ap-southeast-1", None, False, None]


def test_a_bucket_on_amazon_keeps_its_own_ways(tmp_path: Path) -> None:
    env = {"FILESYSTEM_DISK": "s3", "AWS_BUCKET": "shop", "AWS_DEFAULT_REGION": "us-east-1",
           "AWS_USE_PATH_STYLE_ENDPOINT": "true"}  # fmt: skip
    done = storage("slim-12", tmp_path, {}, env=env)
    assert done.seen(f"{DISK}.region", f"{DISK}.use_path_style_endpoint") == ["us-east-1", True]
    assert ".env" not in done.paths


@pytest.mark.parametrize("disk", ["local", "public"])
def test_a_disk_of_one_node_is_replaced_and_its_files_are_copied(disk: str, tmp_path: Path) -> None:
    done = storage("classic-10", tmp_path, KEYS, env={"FILESYSTEM_DISK": disk})
    assert done.env["FILESYSTEM_DISK"] == "s3"
    assert "storage.provider.node-local" in done.codes
    assert "Copy what was uploaded" in done.said()


def test_a_disk_by_another_name_that_is_local_is_replaced(tmp_path: Path) -> None:
    files = edited("classic-10", "config/filesystems.php", "'disks' => [\n",
                   "'disks' => [\n        'uploads' => ['driver' => 'local', 'root' => '/srv'],\n")  # fmt: skip
    done = storage("classic-10", tmp_path, KEYS, env={"FILESYSTEM_DISK": "uploads"}, files=files)
    assert done.env["FILESYSTEM_DISK"] == "s3"


@pytest.mark.parametrize("code", ["'gcs' => ['driver' => 'gcs', 'bucket' => 'b'],", "'gcs' => ['driver' => 'sftp'],"])
def test_a_shared_disk_of_another_kind_is_kept(code: str, tmp_path: Path) -> None:
    files = edited("classic-10", "config/filesystems.php", "'disks' => [\n", f"'disks' => [\n        {code}\n")
    done = storage("classic-10", tmp_path, {}, env={"FILESYSTEM_DISK": "gcs"}, files=files)
    assert done.paths == set()
    assert done.packages == {}
    assert "storage.provider.kept" in done.codes
    assert done.outcome.missing == ()


def test_amazon_services_that_share_the_keys_are_told(tmp_path: Path) -> None:
    typed = {**KEYS, **PROVIDERS["minio"]}
    done = storage("slim-12", tmp_path, typed, env={"MAIL_MAILER": "ses", "QUEUE_CONNECTION": "sqs"})
    assert done.finding("storage.keys-shared").where == "services.ses, queue.connections.sqs"
    assert "storage.keys-shared" not in storage("slim-12", tmp_path / "b", typed).codes


def test_r2_without_a_public_url_is_told(tmp_path: Path) -> None:
    typed = {**KEYS, "storage.provider": "r2", "storage.endpoint": "https://acc.r2.cloudflarestorage.com/omniflow-assets"}
    assert {"storage.r2-url", "storage.endpoint-path"} <= storage("slim-12", tmp_path, typed).codes


def test_a_minio_url_without_the_bucket_is_told(tmp_path: Path) -> None:
    typed = {**KEYS, **PROVIDERS["minio"], "storage.url": "https://files.omniflow.id"}
    assert "storage.url-bucket" in storage("slim-12", tmp_path, typed).codes


def test_livewire_needs_cors(tmp_path: Path) -> None:
    done = storage("slim-12", tmp_path, KEYS, packages={"livewire/livewire": "3.5.0"})
    assert "storage.livewire-cors" in done.codes


def test_keys_are_hidden_in_the_plan(tmp_path: Path) -> None:
    done = storage("slim-12", tmp_path, {**KEYS, **PROVIDERS["gcs"]})
    shown = "".join(str(file.lines) for file in done.outcome.plan.files)
    assert "AKIASENTINEL" not in shown
    assert "s3cr3t" not in shown


def test_the_example_names_no_bucket_and_no_host(tmp_path: Path) -> None:
    example = storage("classic-10", tmp_path, {**KEYS, **PROVIDERS["minio"]}).text(".env.example")
    assert "minio.internal" not in example
    assert "omniflow" not in example
    assert "AWS_ENDPOINT=\n" in example


@pytest.mark.parametrize(("name", "raw"), [("region", "Jakarta!"), ("endpoint", "minio:9000"), ("url", "cdn.x"),
                                           ("bucket", "a/b"), ("url", "https://u:p@cdn.x")])  # fmt: skip
def test_what_cannot_work_is_refused(name: str, raw: str) -> None:
    with pytest.raises(Invalid):
        parse(Storage.questions()[name], raw)
