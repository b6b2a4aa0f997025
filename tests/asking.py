"""Ask the program something as a pipeline does: off a terminal, with a fresh account's environment."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from tests.lab import ROOT, clean_env

SECRET = "sentinel-e5ca"
NO_EXTRA: Mapping[str, str] = MappingProxyType({})
Ran = subprocess.CompletedProcess[str]


class Ask:
    """Runs the program; no output may hold the secret, a traceback, or what means something to a terminal."""

    def __init__(self, home: Path) -> None:
        self.env = clean_env(XDG_STATE_HOME=str(home / "state"), PYTHONDEVMODE="", PYTHONUTF8="1")
        self.state = home / "state/stateless-wizard"

    def __call__(self, *words: str | Path, env: Mapping[str, str] = NO_EXTRA, cwd: Path = ROOT) -> Ran:
        command = [sys.executable, "-m", "wizard", *map(str, words)]
        ran = subprocess.run(
            command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, cwd=cwd, timeout=60,
            env={**self.env, "PYTHONPATH": str(ROOT), **env}, errors="surrogateescape",
        )  # fmt: skip
        assert SECRET not in ran.stdout + ran.stderr
        assert "Traceback" not in ran.stderr
        assert all(line.isprintable() for line in (ran.stdout + ran.stderr).replace("\t", "").split("\n"))
        return ran


def files(folder: Path) -> dict[str, bytes]:
    """Return every file under a folder with its bytes."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
