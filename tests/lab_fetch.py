"""Bring what the tests need: Debian packages onto the machine, three phpdotenvs into .cache/lab only.

Run by `make test`. Asks for nothing twice, needs no rights for `.cache/lab`, and installs on the machine only
as root (or by a sudo that asks no password, in CI). What cannot be had is named; the tests that need it skip.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAB = ROOT / ".cache" / "lab"
SUITES = {"5.4": "bookworm", "5.6": "trixie", "5.8": "sid"}
"""Which Debian suite carries which phpdotenv: one for each set of rules by which `.env` is read."""

_PACKAGE = "php-vlucas-phpdotenv"
_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_SHARED = "usr/share/php"


def packages() -> tuple[str, ...]:
    """Return the names in apt.txt."""
    lines = (Path(__file__).parent / "apt.txt").read_text().splitlines()
    return tuple(name for line in lines if (name := line.partition("#")[0].strip()))


def missing_packages() -> tuple[str, ...]:
    """Return the packages of apt.txt that this machine has not installed."""
    command = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *packages()]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    installed = {line.split()[0] for line in answer.stdout.splitlines() if line.endswith(" installed")}
    return tuple(name for name in packages() if name not in installed)


def install_line(names: Sequence[str]) -> str:
    """Return the command that a person runs to install these packages."""
    return f"apt-get update && apt-get install -y --no-install-recommends {' '.join(names)}"


def folder(version: str) -> Path:
    """Return where the PHP files of this phpdotenv (`5.4`, `5.6`, `5.8`) are, once fetched."""
    return LAB / SUITES[version] / _SHARED


def _install(names: Sequence[str]) -> None:
    prefix = _rights()
    if prefix is None:
        print(f"lab: not installed on this machine; some tests skip. As root:\n  {install_line(names)}")
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for line in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", *names]):
        subprocess.run([*prefix, "apt-get", *line], check=True, env=environment, stdin=subprocess.DEVNULL)


def _rights() -> list[str] | None:
    """Return what to put before `apt-get` so that it may install, or None."""
    if os.geteuid() == 0:
        return []
    in_ci = os.environ.get("CI") or os.environ.get("WIZARD_CI")
    if in_ci and shutil.which("sudo"):
        asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        return ["sudo", "-n"] if asked.returncode == 0 else None
    return None


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
        "APT::Sandbox::User": "",  # as root, apt would drop to a user who may not read this folder
    }
    return [part for name, value in settings.items() for part in ("-o", f"{name}={value}")]


def _apt(state: Path, *arguments: str) -> str:
    command = ["apt-get", *_options(state), "-q", *arguments]
    answer = subprocess.run(command, cwd=state, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        raise LookupError(f"apt-get {' '.join(arguments)}: {answer.stderr.strip()}")
    return answer.stdout


def _php_packages(state: Path) -> Iterator[str]:
    """Yield phpdotenv and the pure PHP packages that it depends on."""
    plan = _apt(state, "-s", "install", "--no-install-recommends", _PACKAGE)
    for name, architecture in re.findall(r"^Inst (\S+) \(.*\[(\w+)\]\)", plan, re.MULTILINE):
        if name.startswith("php-") and architecture == "all":
            yield name


def _found(target: Path) -> str | None:
    """Return the phpdotenv version that was unpacked into this suite's folder."""
    note = target / "version"
    ready = note.is_file() and (target / _SHARED / "Dotenv" / "autoload.php").is_file()
    return note.read_text().strip() if ready else None


def _fetch(version: str, suite: str) -> str:
    """Unpack one suite's phpdotenv into `.cache/lab/<suite>` and return its exact version."""
    target, state = LAB / suite, LAB / f"{suite}.apt"
    for place in (target, state):
        shutil.rmtree(place, ignore_errors=True)
    for place in (state / "lists" / "partial", state / "cache" / "archives" / "partial"):
        place.mkdir(parents=True)
    (state / "sources.list").write_text(f"deb [signed-by={_KEYRING}] {_mirror()} {suite} main\n")
    _apt(state, "update")
    _apt(state, "download", *_php_packages(state))
    for deb in sorted(state.glob("*.deb")):
        subprocess.run(["dpkg-deb", "-x", deb, state / "unpacked"], check=True)
    exact = _version_of(next(state.glob(f"{_PACKAGE}_*.deb")))
    if not exact.startswith(f"{version}."):
        raise LookupError(f"{suite} carries phpdotenv {exact}, not {version}")
    _keep_inside(state / "unpacked" / _SHARED)
    (target / _SHARED).parent.mkdir(parents=True)
    (state / "unpacked" / _SHARED).rename(target / _SHARED)
    shutil.rmtree(state)
    (target / "version").write_text(exact + "\n")
    return exact


def _version_of(deb: Path) -> str:
    asked = ["dpkg-deb", "-f", str(deb), "Version"]
    full: str = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    return full.rpartition(":")[2].rpartition("-")[0]


def _keep_inside(share: Path) -> None:
    """Make each loader find its neighbours from where it stands, so that none reads the machine's own."""
    for loader in share.rglob("autoload.php"):
        up = os.path.relpath(share, loader.parent)
        text = loader.read_text()
        beside = rf"\1__DIR__ . '/{up}/\2'"
        loader.write_text(re.sub(r"(require_once )'(?:/usr/share/php/)?(\w[^']*)'", beside, text))


def main() -> int:
    """Bring everything; return 1 when CI must not go on without what is missing."""
    if not all(shutil.which(tool) for tool in ("apt-get", "dpkg-query", "dpkg-deb")):
        print("lab: this is no Debian; tests that need these skip: " + " ".join(packages()))
        return 0
    if names := missing_packages():
        _install(names)
    lacking = [version for version in SUITES if not _brought(version)]
    return 1 if lacking and os.environ.get("WIZARD_CI") == "1" else 0


def _brought(version: str) -> bool:
    """Have this phpdotenv in its folder, and say so, or say why not."""
    suite = SUITES[version]
    try:
        exact = _found(LAB / suite) or _fetch(version, suite)
    except (LookupError, OSError, subprocess.SubprocessError) as error:
        print(f"lab: no phpdotenv {version} ({suite}), its tests skip: {error}")
        return False
    print(f"lab: phpdotenv {exact} from {suite}, in {folder(version).relative_to(ROOT)}")
    return True


if __name__ == "__main__":
    sys.exit(main())
