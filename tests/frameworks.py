"""Real Laravel 8, 10 and 13, each with a PHP that runs it: fetched by `lab_fetch`, installed nowhere.

Each runs on the PHP of its own suite, started through the loader beside it: this machine's may be too new for it.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.lab import clean_env
from tests.lab_apt import Suite
from tests.lab_fetch import AUTOLOAD, CONFIG, INI, LARAVEL, LARAVELS

NAMES = tuple(LARAVELS)


@dataclass(frozen=True)
class Framework:
    """A Laravel that can be run.

    `version` is exact (13 stands for 13 or newer), `php` the words that start its PHP's command line,
    `autoload` the file to require for the framework and php-amqplib. `config` holds the config of its own that
    it merges with the project's, from 11 on.
    """

    name: str
    version: str
    php: tuple[str, ...]
    autoload: Path
    config: Path | None = None

    @property
    def major(self) -> int:
        """Return the major version."""
        return int(self.version.partition(".")[0])

    def run(self, *arguments: str, input: bytes = b"", cwd: Path | None = None) -> str:  # noqa: A002
        """Return what this PHP prints; it runs in a clean environment and must end well and say nothing else."""
        ran = subprocess.run(
            [*self.php, *arguments], input=input, capture_output=True, check=False, cwd=cwd,
            env=clean_env(), timeout=120,
        )  # fmt: skip
        assert (ran.returncode, ran.stderr) == (0, b""), (ran.stdout + ran.stderr).decode(errors="replace")
        return ran.stdout.decode()


def framework(name: str) -> Framework:
    """Return Laravel `8`, `10` or `13`; where it is missing the test skips, and in CI fails."""
    suite = LARAVELS[name]
    autoload = suite.root / AUTOLOAD
    if suite.versions() is None or not autoload.is_file():
        pytest.skip(f"Laravel {name} is missing: run `.venv/bin/python -m tests.lab_fetch`")
    config = suite.root / CONFIG
    return Framework(name, suite.upstream(LARAVEL), tuple(_php(suite)), autoload, config if config.is_dir() else None)


def _php(suite: Suite) -> Iterator[str]:
    """Yield the words that start an unpacked PHP with its own libraries and extensions, wherever it lies."""
    root = suite.root
    libraries = [*root.glob("usr/lib/*-linux-gnu*"), *root.glob("lib/*-linux-gnu*")]  # the latter before trixie
    loader = next(file for folder in libraries for file in folder.glob("ld-linux*.so.*"))
    yield from (str(loader), "--library-path", ":".join(map(str, libraries)))
    yield str(next(root.glob("usr/bin/php[0-9].[0-9]")))
    yield from ("-n", "-c", str(root / INI))  # -n: nothing of this machine's own settings
    yield from ("-d", f"extension_dir={next(root.glob('usr/lib/php/2*'))}")
