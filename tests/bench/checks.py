"""Live checks: four healthy services asked together, against the slowest of them alone; each in a new process."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests import shapes
from tests.bench.measure import LAUNCHER, Figures, Place, Row, alternate, process
from tests.servers.healthy import PACKAGES, healthy

_NONE: Mapping[str, str] = {"SESSION_DRIVER": "file", "CACHE_STORE": "file", "QUEUE_CONNECTION": "sync",
                            "DB_CONNECTION": "sqlite", "FILESYSTEM_DISK": "local"}  # fmt: skip


def _together(pairs: int) -> Figures:
    with tempfile.TemporaryDirectory() as folder, healthy("bench-secret") as services:
        place = Place(Path(folder))

        def project(name: str, *used: str) -> Path:
            env = {**_NONE, **{key: value for one in used for key, value in services[one].items()}}
            made = shapes.make("slim-12", place.folder / name, env=env, packages=PACKAGES)
            _refuse_ill(made, place, len(used))
            return made

        def asked(folder: Path) -> float:
            return process((LAUNCHER, "doctor", str(folder)), place)

        alone = {name: project(name, name) for name in services}
        all_four = project("all", *services)
        slowest = max(alone.values(), key=asked)
        return alternate(lambda: asked(all_four), lambda: asked(slowest), pairs)


def _refuse_ill(project: Path, place: Place, count: int) -> None:
    """Raise where a service is not well, or is not asked at all: its time would say nothing."""
    ran = subprocess.run([sys.executable, "-m", "wizard", "doctor", str(project), "--json"], cwd=Path.cwd(),
                         env=place.env, capture_output=True, text=True, check=False)  # fmt: skip
    checks = json.loads(ran.stdout)["checks"]
    if ran.returncode != 0 or len(checks) != count:
        raise RuntimeError(f"{len(checks)} of {count} checks, exit code {ran.returncode}")


ROWS = (Row("doctor", "`doctor`, four healthy services", "the slowest of the four alone", 1.3, _together),)
