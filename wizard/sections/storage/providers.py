"""The services that speak S3: what each needs, and which of them a project uses now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from wizard.laravel.config import EnvKey
from wizard.project import Project

DISK: Final = "filesystems.disks.s3"


@dataclass(frozen=True)
class Preset:
    """What a service needs besides bucket and keys; None is left to the user."""

    region: str
    endpoint: str | None = None
    path_style: bool = True
    fixed: tuple[str, ...] = ()


PRESETS: Final = {
    "s3": Preset("ap-southeast-1", path_style=False, fixed=("endpoint", "path_style")),
    "minio": Preset("us-east-1"),
    "r2": Preset("auto", fixed=("region", "path_style")),
    "gcs": Preset("auto", "https://storage.googleapis.com", fixed=("region", "endpoint", "path_style")),
}
"""By LARAVEL.md §8.8. Path style works with all but Amazon's newer buckets."""


def host_of(url: str) -> str:
    """Return the host of a URL, empty when it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def default_disk(project: Project) -> str:
    """Return the disk that is meant when the code names none."""
    name = project.configs.value("filesystems.default")
    return name if isinstance(name, str) else ""


def present(project: Project) -> str | None:
    """Return the service behind the default disk: another kind or name of disk as `disk:NAME`, a local one bare."""
    disk = default_disk(project)
    driver = project.configs.value(f"filesystems.disks.{disk}.driver")
    if driver == "local" or not isinstance(driver, str):
        return disk or None
    if disk == "s3":
        return service(project)
    return f"disk:{disk}"


def service(project: Project) -> str:
    """Tell by the endpoint which service the disk `s3` speaks to."""
    endpoint = project.configs.value(f"{DISK}.endpoint")
    host = host_of(endpoint) if isinstance(endpoint, str) else ""
    for name, domain in (("s3", "amazonaws.com"), ("r2", "r2.cloudflarestorage.com"), ("gcs", "googleapis.com")):
        if host == domain or host.endswith(f".{domain}"):
            return name
    return "minio" if host else "s3"


def is_set_up(project: Project) -> bool:
    """Tell whether somebody filled the disk in: a fresh `.env` has a region and path style already."""
    return any(project.configs.value(f"{DISK}.{part}") for part in ("bucket", "key", "endpoint"))


def users_of_aws_keys(project: Project) -> tuple[str, ...]:
    """Name what else reads the disk's keys and is in use: mail by SES, queue by SQS, DynamoDB (LARAVEL.md §8.8)."""
    configs = project.configs
    reading = configs.read(f"{DISK}.key")
    settings = configs.keys_read().get(reading.key, ()) if isinstance(reading, EnvKey) else ()
    used = {
        "services.ses": str(configs.value("mail.default")).startswith("ses"),
        "queue.connections.sqs": configs.value("queue.default") == "sqs",
        "cache.stores.dynamodb": "dynamodb" in (configs.value("cache.default"), configs.value("session.driver")),
    }
    return tuple(name for name, in_use in used.items() if in_use and any(s.startswith(name) for s in settings))
