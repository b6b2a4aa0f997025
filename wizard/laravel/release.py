"""Which Laravel this is, from composer.lock, vendor or composer.json, and the shape of the application."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum

from wizard.finding import Invalid
from wizard.text import Text

_NUMBER = re.compile(r"v?(\d{1,4})(?:\.(\d{1,5}))?(?:\.(\d{1,5}))?", re.ASCII)
_CONSTANT = re.compile(r"const\s+(?:string\s+)?VERSION\s*=\s*['\"]([^'\"]+)['\"]")
_COMMENT = re.compile(r"/\*.*?\*/|(?://|#(?!\[))[^\n]*", re.DOTALL)
_EXCLUDED = re.compile(r"(?:<=?|!=)\s*v?[\d.*]+")
_FIRST_NUMBER = re.compile(r"(?<![\w.@-])v?(\d{1,3}(?:\.\d{1,5}){0,2})", re.ASCII)
_FRAMEWORK = "laravel/framework"


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A Laravel version, in order."""

    major: int
    minor: int = 0
    patch: int = 0

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    @classmethod
    def parse(cls, text: str) -> Version:
        """Read `v10.48.2` or `12.4`; raise `Invalid` on anything else, such as `12.x-dev`."""
        found = _NUMBER.fullmatch(text.strip())
        if found is None:
            raise Invalid(
                Text("`{text}` is no version of Laravel: write it like 12.4.0",
                     "`{text}` bukan versi Laravel: tulis seperti 12.4.0").fill(text=text)
            )  # fmt: skip
        return cls(*(int(part or 0) for part in found.groups()))


@dataclass(frozen=True, slots=True)
class Constraint:
    """A version known only by a range, as composer.json writes it: `lowest` is what it allows at least."""

    text: str
    lowest: Version


class Layout(StrEnum):
    """The two shapes of an application: with HTTP and console kernels, or configured in bootstrap/app.php."""

    CLASSIC = "classic"
    SLIM = "slim"


def exact(
    lock_text: str | None, application_php_text: str | None, composer_json_text: str | None
) -> Version | Constraint | None:
    """Return Laravel's version from composer.lock, else vendor's Application.php, else composer.json.

    A development version (`12.x-dev`) and composer.json's range give a `Constraint`. None: ask.
    """
    locked = package_versions(lock_text or "").get(_FRAMEWORK, "")
    stated = _CONSTANT.search(application_php_text or "")
    for words in (locked, stated.group(1) if stated else ""):
        if _NUMBER.fullmatch(words):
            return Version.parse(words)
    wanted = _table(_table(_json(composer_json_text or "")).get("require")).get(_FRAMEWORK)
    for words in (locked, wanted if isinstance(wanted, str) else ""):
        lowest = _lowest(words)
        if lowest is not None:
            return Constraint(words, lowest)
    return None


def package_versions(lock_text: str) -> dict[str, str]:
    """Return the packages of a composer.lock with their versions as written, `v` taken off.

    Packages for development are left out: a production install does not have them. A text that is
    no composer.lock has none.
    """
    listed = _table(_json(lock_text)).get("packages")
    packages = [_table(entry) for entry in listed] if isinstance(listed, list) else []
    named = [(package.get("name"), package.get("version")) for package in packages]
    return {
        name.lower(): version.removeprefix("v")
        for name, version in named
        if isinstance(name, str) and isinstance(version, str)
    }


def layout(bootstrap_text: str, has_http_kernel: bool) -> Layout:
    """Return the shape of an application (LARAVEL.md §11.2): a kernel may survive beside a slim bootstrap."""
    if "Application::configure(" in without_comments(bootstrap_text):
        return Layout.SLIM
    return Layout.CLASSIC if has_http_kernel or bootstrap_text.strip() else Layout.SLIM


def merges(bootstrap_text: str, version: Version) -> bool:
    """Tell whether the framework's base config is merged in: from 11, unless switched off (LARAVEL.md §2)."""
    switched_off = "dontMergeFrameworkConfiguration" in without_comments(bootstrap_text)
    return version >= Version(11) and not (switched_off and version >= Version(11, 10))


def without_comments(php: str) -> str:
    """Return PHP code without its comments; only good for looking for calls."""
    return _COMMENT.sub("", php)


def _lowest(constraint: str) -> Version | None:
    numbers = []
    for alternative in re.split(r"\|\|?", constraint):
        allowed = _EXCLUDED.sub("", alternative)
        found = _FIRST_NUMBER.search(allowed)
        if found:
            numbers.append(Version.parse(found.group(1)))
    return min(numbers, default=None)


def _json(text: str) -> object:
    try:
        parsed: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return parsed


def _table(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}
