"""Real Laravel 8, 10 and 13, each with a PHP that runs it: fetched by `lab_fetch`, installed nowhere.

8 and 10 run on this machine's PHP, 13 on the PHP of its own suite, started through the loader beside it.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.lab import clean_env, php
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
    command = tuple(_own_php(suite)) if suite.own_php else (php(),)
    config = suite.root / CONFIG
    return Framework(name, suite.upstream(LARAVEL), command, autoload, config if config.is_dir() else None)


def _own_php(suite: Suite) -> Iterator[str]:
    """Yield the words that start an unpacked PHP with its own libraries and extensions, wherever it lies."""
    loader = next(suite.root.glob("usr/lib/**/ld-linux*.so.*"))
    libraries = next(suite.root.glob("usr/lib/*-linux-gnu*"))
    yield from (str(loader), "--library-path", str(libraries))
    yield str(next(suite.root.glob("usr/bin/php[0-9].[0-9]")))
    yield from ("-n", "-c", str(suite.root / INI))  # -n: nothing of this machine's own settings
    yield from ("-d", f"extension_dir={next(suite.root.glob('usr/lib/php/2*'))}")
