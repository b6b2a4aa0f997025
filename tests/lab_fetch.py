"""Bring what the tests need: Debian packages onto the machine, other Laravels into .cache/lab only.

Run by `make test`. Asks for nothing twice, needs no rights for `.cache/lab`, and installs on the machine only
as root (or by a sudo that asks no password, in CI). What cannot be had is named; the tests that need it skip.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tests.lab_apt import SHARED, Suite, fetch

LARAVEL, DOTENV = "php-laravel-framework", "php-vlucas-phpdotenv"
_PHP = tuple(f"php-{name}" for name in ("cli", "mysql", "redis", "curl", "xml", "mbstring", "sqlite3"))
_WANTED = (LARAVEL, "php-amqplib", *_PHP)

BOOKWORM = Suite("bookworm", _WANTED)
TRIXIE = Suite("trixie", _WANTED)
SID = Suite("sid", _WANTED, instead=("testing",))
LARAVELS = {"8": BOOKWORM, "10": TRIXIE, "13": SID}
"""Which Debian suite carries which Laravel, and the PHP that runs it. sid moves on: 13 stands for 13 or newer."""
SUITES = {"5.4": BOOKWORM, "5.6": TRIXIE, "5.8": SID}
"""Which Debian suite carries which phpdotenv: one for each set of rules by which `.env` is read."""
AUTOLOAD, INI, CONFIG = "laravel.php", "php.ini", "usr/share/config"
"""What we put into a suite's folder: what loads Laravel and php-amqplib, what its own PHP starts with, and the
config of the framework where it looks for it."""

_LOADER = f"""<?php

require_once __DIR__.'/{SHARED}/Illuminate/autoload.php';
require_once __DIR__.'/{SHARED}/PhpAmqpLib/autoload.php';
"""
_POLICY = Path("/usr/sbin/policy-rc.d")
_STAY_OFF = "#!/bin/sh\n# The tests start services themselves: what apt installs stays off.\nexit 101\n"


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
    return SUITES[version].php_files


@contextmanager
def services_off(prefix: Sequence[str], policy: Path = _POLICY) -> Iterator[None]:
    """Keep apt from starting what it installs, unless this machine has a rule of its own for that.

    `prefix` goes before each command that needs rights. Only the file that was put there is taken away.
    """
    if policy.exists():
        yield
        return
    with tempfile.TemporaryDirectory(prefix="lab") as place:
        ours = Path(place) / policy.name
        ours.write_text(_STAY_OFF)
        try:
            subprocess.run([*prefix, "install", "-m", "755", ours, policy], check=True)
            yield
        finally:
            if policy.is_file() and policy.read_text() == _STAY_OFF:
                subprocess.run([*prefix, "rm", "-f", policy], check=True)


def _install(names: Sequence[str]) -> None:
    prefix = _rights()
    if prefix is None:
        print(f"lab: not installed on this machine; some tests skip. As root:\n  {install_line(names)}")
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with services_off(prefix):
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


def _brought(suite: Suite) -> str | None:
    """Have this suite in its folder; return why not, where it cannot be had."""
    try:
        if suite.versions() is None:
            fetch(suite)
        _complete(suite)
    except (LookupError, OSError, subprocess.SubprocessError) as error:
        return f"lab: nothing from {suite.name}, its tests skip: {error}"
    return None


def _complete(suite: Suite) -> None:
    """Put in what a package's own installation would have: loader, php.ini, the config that Laravel merges."""
    extensions = "".join(f"{line}\n" for line in _extensions(suite))
    texts = {suite.root / AUTOLOAD: _LOADER, suite.root / INI: extensions}
    for path, text in texts.items():
        if not path.is_file() or path.read_text() != text:
            path.write_text(text)
    config = suite.root / CONFIG  # Laravel 11 and newer look for it here, Debian has it below
    if (suite.php_files / "Illuminate/config").is_dir() and not config.exists():
        config.symlink_to("php/Illuminate/config")


def _extensions(suite: Suite) -> list[str]:
    """Return the lines that load every extension, in the order that Debian gives them."""
    found = []
    for file in [
        *suite.root.glob("usr/share/php*-*/**/*.ini"),
        *suite.root.glob("etc/php/*/mods-available/*.ini"),
    ]:
        text = file.read_text()
        order = re.search(r"^; priority=(\d+)", text, re.MULTILINE)
        loads = re.findall(r"^(?:zend_)?extension=.*", text, re.MULTILINE)
        found += [(int(order[1]) if order else 20, line) for line in loads]
    return [line for _, line in sorted(found)]


def _said(suite: Suite) -> str:
    return f"lab: Laravel {suite.upstream(LARAVEL)}, phpdotenv {suite.upstream(DOTENV)} from {suite.name}"


def main() -> int:
    """Bring everything; return 1 when CI must not go on without what is missing."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that nothing half done stays behind
    if not all(shutil.which(tool) for tool in ("apt-get", "dpkg-query", "dpkg-deb")):
        print("lab: this is no Debian; tests that need these skip: " + " ".join(packages()))
        return 0
    if names := missing_packages():
        _install(names)
    with ThreadPoolExecutor() as pool:
        problems = list(pool.map(_brought, LARAVELS.values()))
    for problem, suite in zip(problems, LARAVELS.values(), strict=True):
        print(problem or _said(suite))
    return 1 if any(problems) and os.environ.get("WIZARD_CI") == "1" else 0


if __name__ == "__main__":
    sys.exit(main())
