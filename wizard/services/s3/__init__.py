"""S3: is the bucket of each disk in use there, and may this application use it?"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from wizard import accept
from wizard.check import Check
from wizard.laravel.disks import S3Disk, in_use, of_livewire
from wizard.laravel.untold import Untold
from wizard.project import Project
from wizard.services.known import Stated
from wizard.services.s3.findings import finding
from wizard.services.s3.probe import Probe
from wizard.text import Text

SERVICE = "s3"


def checks(project: Project) -> Iterator[Check]:
    """Yield a check for each S3 disk that the project is set up to use; none where it uses none."""
    for disk in in_use(project.configs):
        match disk:
            case Untold(setting=setting):
                name = setting.removeprefix("filesystems.")
                untold = finding("s3.cannot-tell", setting, setting=setting)
                yield Check(SERVICE, _LABEL.fill(name=name), Stated(untold))
            case S3Disk(name=name):
                sdk = project.packages.get("aws/aws-sdk-php", "")
                yield Check(SERVICE, _LABEL.fill(name=name), Probe(disk, sdk, _origin(project, name)))


def _origin(project: Project, disk: str) -> str:
    """Return the site whose pages upload to a disk by Livewire; empty where none does, or it has no address yet."""
    url = project.configs.value("app.url")
    if (
        not project.has("livewire/livewire")
        or of_livewire(project.configs) != disk
        or not isinstance(url, str)
    ):
        return ""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return "" if accept.loopback(host) else f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


_LABEL = Text("S3 disk `{name}`", "Disk S3 `{name}`")
