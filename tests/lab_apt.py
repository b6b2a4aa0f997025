"""Unpack Debian packages of other suites into .cache/lab, with an apt of our own: nothing is installed.

Each suite is fetched once, by any user. Its PHP files are made to find each other where they lie, so that none
of them reads what this machine has installed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LAB = Path(__file__).resolve().parent.parent / ".cache" / "lab"
SHARED = "usr/share/php"
"""Where Debian puts PHP files, below a suite's folder."""

_MARK = "packages"
_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_UNREAD = ("usr/share/doc", "usr/share/man", "usr/share/locale", "usr/share/lintian")


@dataclass(frozen=True)
class Suite:
    """What we take from a Debian suite, with all that it depends on, down to PHP's own libraries.

    `instead`: the suites that carry the same, for the days on which this one cannot be installed.
    `lab` is the folder that it gets a folder in.
    """

    name: str
    packages: tuple[str, ...]
    instead: tuple[str, ...] = ()
    lab: Path = LAB

    @property
    def root(self) -> Path:
        """Return the folder it is unpacked into."""
        return self.lab / self.name

    @property
    def php_files(self) -> Path:
        """Return the folder that holds `Illuminate/`, `Dotenv/` and the like."""
        return self.root / SHARED

    def versions(self) -> Mapping[str, str] | None:
        """Return the exact version of each package that is there, or None when it is not fetched whole."""
        mark = self.root / _MARK
        wanted, *lines = mark.read_text().splitlines() if mark.is_file() else [""]
        return dict(_pair(line) for line in lines) if wanted == " ".join(self.packages) else None

    def upstream(self, package: str) -> str:
        """Return a package's version as its own makers count it: `8.83.26` of `1:8.83.26+dfsg-2`."""
        full = (self.versions() or {})[package]
        return re.sub(r"[+~].*", "", full.rpartition(":")[2].rpartition("-")[0])


def fetch(suite: Suite, mirror: str = "") -> None:
    """Unpack a suite into its folder; raise `LookupError` that says why it cannot be had.

    `mirror` is the address of a Debian mirror, by default the one that this machine's own apt uses.
    """
    address, failed = mirror or _mirror(), []
    for name in (suite.name, *suite.instead):
        try:
            return _fetched(suite, name, address)
        except LookupError as error:
            failed.append(f"{name}: {error}")
    raise LookupError("; ".join(failed))


def _fetched(suite: Suite, name: str, mirror: str) -> None:
    state = suite.lab / f"{suite.name}.apt"
    shutil.rmtree(state, ignore_errors=True)
    for place in (state / "lists" / "partial", state / "cache" / "archives" / "partial"):
        place.mkdir(parents=True)
    (state / "sources.list").write_text(f"deb [signed-by={_KEYRING}] {mirror} {name} main\n")
    _apt(state, "update")
    _apt(state, "download", *_needed(state, suite))
    root, versions = state / "root", []
    for deb in sorted(state.glob("*.deb")):
        subprocess.run(["dpkg-deb", "-x", deb, root], check=True)
        versions.append("{} {}".format(*_fields(deb, "Package", "Version")))
        deb.unlink()
    for folder in _UNREAD:
        shutil.rmtree(root / folder, ignore_errors=True)
    _keep_inside(root / SHARED)
    (root / _MARK).write_text("\n".join([" ".join(suite.packages), *versions]) + "\n")
    if suite.root.exists():
        suite.root.rename(state / "before")
    root.rename(suite.root)
    shutil.rmtree(state)


def _mirror() -> str:
    """Return the address of the Debian mirror that this machine's own apt uses."""
    form = "$(LABEL)|$(COMPONENT)|$(REPO_URI)"
    asked = ["apt-get", "indextargets", "--format", form, "Created-By: Packages"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    for line in answer.stdout.splitlines():
        if line.startswith("Debian|main|"):
            return line.split("|", 2)[2]
    raise LookupError("this machine's apt has no Debian mirror: apt-get update")


def _options(state: Path) -> list[str]:
    """Return the apt options that keep lists, cache and sources in `state`, away from the machine's."""
    settings = {
        "Dir::State": state,
        "Dir::State::lists": state / "lists",
        "Dir::State::status": "/dev/null",
        "Dir::Cache": state / "cache",
        "Dir::Etc::sourcelist": state / "sources.list",
        "Dir::Etc::sourceparts": "-",
        "Dir::Etc::preferences": "-",
        "Dir::Etc::preferencesparts": "-",
        "Acquire::Languages": "none",
        # A machine that cannot reach a suite is told so soon, and goes on without it.
        "Acquire::Retries": "1",
        "Acquire::http::Timeout": "10",
        "Acquire::https::Timeout": "10",
        "APT::Update::Error-Mode": "any",  # else a list that did not come is a warning
        "APT::Sandbox::User": "",  # as root, apt would drop to a user who may not read this folder
    }
    return [part for name, value in settings.items() for part in ("-o", f"{name}={value}")]


def _apt(state: Path, *arguments: str) -> str:
    command = ["apt-get", *_options(state), "-q", *arguments]
    answer = subprocess.run(command, cwd=state, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        said = [line for line in answer.stderr.splitlines() if not line.startswith("W:")]
        raise LookupError(f"apt-get {arguments[0]}: {' '.join(said)[-400:]}")
    return answer.stdout


def _needed(state: Path, suite: Suite) -> Sequence[str]:
    """Return what a machine that has nothing would install."""
    plan = _apt(state, "-s", "install", "--no-install-recommends", *suite.packages)
    return re.findall(r"^Inst (\S+) ", plan, re.MULTILINE)


def _fields(deb: Path, *names: str) -> Sequence[str]:
    form = "\n".join(f"${{{name}}}" for name in names)
    asked = ["dpkg-deb", "--show", f"--showformat={form}", str(deb)]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.splitlines()


def _pair(line: str) -> tuple[str, str]:
    name, _, version = line.partition(" ")
    return name, version


def _keep_inside(share: Path) -> None:
    """Make each loader find its neighbours from where it stands, so that none reads the machine's own."""
    for loader in share.rglob("*autoload*.php"):
        up = os.path.relpath(share, loader.parent)
        text = loader.read_text()
        wanted = r"((?:require|include)_once |stream_resolve_include_path\()'(?:/usr/share/php/)?(\w[^']*)'"
        loader.write_text(re.sub(wanted, rf"\1__DIR__ . '/{up}/\2'", text))
