"""The S3 disks that a project uses: the default one, and every other that somebody has filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from wizard.formats import php
from wizard.formats.expression import Array, Literal
from wizard.laravel import layers
from wizard.laravel.config import Configs
from wizard.laravel.given import given
from wizard.laravel.untold import Untold
from wizard.laravel.value import UNKNOWN, as_pairs, text, truthy

DEFAULT: Final = "filesystems.default"
_DISKS: Final = "filesystems.disks"
_NEEDED: Final = ("bucket", "key", "secret", "token", "region", "endpoint", "root", "use_path_style_endpoint")
_ELSEWHERE: Final = (
    "credentials",
    "profile",
    "bucket_endpoint",
    "use_accelerate_endpoint",
    "use_dual_stack_endpoint",
)
"""Options of the SDK that send a request, or look for keys, where the settings above do not say."""
_WITH_AN_OBJECT: Final = ("StorageClass", "ServerSideEncryption", "SSEKMSKeyId", "Tagging")
_CHECKSUM_KEY: Final = "AWS_REQUEST_CHECKSUM_CALCULATION"


@dataclass(frozen=True, slots=True)
class S3Disk:
    """One disk of the driver `s3` as Laravel will build it; what is not set is empty, an unset URL is None.

    `prefix` is where its files begin in the bucket, `acl` what is sent with each file, `options` further
    parameters of an upload. `checksums`: the SDK may add checksum headers of its own accord. `verify` and `ca`
    are how the server's certificate is trusted.
    """

    name: str
    bucket: str
    region: str
    key: str = field(repr=False)
    secret: str = field(repr=False)
    token: str = field(repr=False)
    endpoint: str = ""
    url: str | None = None
    temporary_url: str = ""
    prefix: str = ""
    path_style: bool = False
    path_style_is_text: bool = False
    acl: str = "private"
    is_public: bool = False
    options: tuple[tuple[str, str], ...] = ()
    checksums: bool = True
    verify: bool = True
    ca: str | None = None

    @property
    def setting(self) -> str:
        """Return where the disk stands: `filesystems.disks.s3`."""
        return f"{_DISKS}.{self.name}"


def in_use(configs: Configs) -> Iterator[S3Disk | Untold]:
    """Yield each S3 disk that the project is set up to use; a fresh project's disk `s3` is not.

    Other disks count once they have a bucket: keys alone may be those of mail or queue. A `scoped` disk is
    the one behind it.
    """
    name = configs.value(DEFAULT)
    if name is UNKNOWN:
        yield Untold("unknown", DEFAULT)
    default = name if isinstance(name, str) else ""
    for disk in dict.fromkeys((default, *_names(configs))):
        setting = f"{_DISKS}.{disk}"
        if disk and (disk == default or given(configs, f"{setting}.bucket")):
            yield from _disk(configs, disk, "")


def of_livewire(configs: Configs) -> str:
    """Return the disk of Livewire's temporary uploads, the default one unless it names another (LARAVEL.md §8.8)."""
    name = given(configs, "livewire.temporary_file_upload.disk") or configs.value(DEFAULT)
    return name if isinstance(name, str) else ""


def _names(configs: Configs) -> tuple[str, ...]:
    """Return the names of the disks in the application's file; what only the framework has is no disk in use."""
    config = layers.parsed(configs.files.get("filesystems", "<?php return [];"), "filesystems")
    disks = None if isinstance(config, php.Broken) else php.find(config, ["disks"])
    keys = (item.key for item in disks.items) if isinstance(disks, Array) else ()
    return tuple(key.value for key in keys if isinstance(key, Literal) and isinstance(key.value, str))


def _disk(
    configs: Configs, name: str, prefix: str, scopes: tuple[str, ...] = ()
) -> Iterator[S3Disk | Untold]:
    setting = f"{_DISKS}.{name}"
    driver = given(configs, f"{setting}.driver")
    if driver == "scoped" and name not in scopes:
        yield from _scoped(configs, name, prefix, scopes)
    elif driver == "s3":
        yield from _s3(configs, name, prefix)
    elif driver is UNKNOWN:
        yield Untold("unknown", f"{setting}.driver")


def _scoped(configs: Configs, name: str, prefix: str, scopes: tuple[str, ...]) -> Iterator[S3Disk | Untold]:
    setting = f"{_DISKS}.{name}"
    behind, own = given(configs, f"{setting}.disk"), text(given(configs, f"{setting}.prefix"))
    if isinstance(behind, str) and isinstance(own, str):
        yield from _disk(configs, behind, _joined(own, prefix), (*scopes, name))
    else:
        yield Untold("unknown", f"{setting}.disk")


def _s3(configs: Configs, name: str, prefix: str) -> Iterator[S3Disk | Untold]:
    setting = f"{_DISKS}.{name}"
    untold = [
        f"{setting}.{part}" for part in _NEEDED if not isinstance(_words(configs, f"{setting}.{part}"), str)
    ]
    untold += [f"{setting}.{part}" for part in _ELSEWHERE if given(configs, f"{setting}.{part}")]
    if given(configs, f"{setting}.http.proxy"):
        untold.append(f"{setting}.http.proxy")
    if untold:
        yield from (Untold("unknown", one) for one in untold)
        return
    url = given(configs, f"{setting}.url")
    if url is UNKNOWN:
        yield Untold("unknown", f"{setting}.url")
    yield _built(configs, name, prefix)


def _built(configs: Configs, name: str, prefix: str) -> S3Disk:
    setting = f"{_DISKS}.{name}"
    bucket, key, secret, token, region, endpoint, root, _ = (
        _text(configs, f"{setting}.{p}") for p in _NEEDED
    )
    url, style = (given(configs, f"{setting}.{part}") for part in ("url", "use_path_style_endpoint"))
    options, verify = _options(configs, setting), given(configs, f"{setting}.http.verify")
    is_public = given(configs, f"{setting}.visibility") == "public"
    return S3Disk(
        name=name, bucket=bucket, region=region, key=key, secret=secret, token=token, endpoint=endpoint,
        url=url if isinstance(url, str) else None, temporary_url=_text(configs, f"{setting}.temporary_url"),
        prefix=_joined(root, _joined(_text(configs, f"{setting}.prefix"), prefix)),
        path_style=truthy(style) is True, path_style_is_text=isinstance(style, str),
        acl=options.get("ACL", "public-read" if is_public else "private"), is_public=is_public,
        options=tuple((option, options[option]) for option in _WITH_AN_OBJECT if options.get(option)),
        checksums=_adds_checksums(configs, setting),
        verify=verify is not False, ca=verify if isinstance(verify, str) and verify else None,
    )  # fmt: skip


def _adds_checksums(configs: Configs, setting: str) -> bool:
    said = _text(configs, f"{setting}.request_checksum_calculation") or configs.env.get(_CHECKSUM_KEY) or ""
    return said.lower() != "when_required"


def _options(configs: Configs, setting: str) -> Mapping[str, str]:
    items = as_pairs(given(configs, f"{setting}.options")) or ()
    return {str(option): value for option, value in items if isinstance(value, str)}


def _joined(above: str, below: str) -> str:
    return "/".join(part for part in (above.strip("/"), below.strip("/")) if part)


def _words(configs: Configs, setting: str) -> object:
    return text(given(configs, setting))


def _text(configs: Configs, setting: str) -> str:
    found = _words(configs, setting)
    return found if isinstance(found, str) else ""
