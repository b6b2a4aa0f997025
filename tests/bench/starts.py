"""Whole processes: from exec to the last line."""

from __future__ import annotations

import tempfile
from itertools import count
from pathlib import Path

from tests import shapes
from tests.bench.measure import LAUNCHER, PASS, Figures, Place, Row, alternate, process

_SHAPE = "slim-12"
_ANSWERS = (
    "--storage-bucket", "omniflow-assets", "--database-host", "10.0.0.5", "--database-database", "hris_onni",
    "--database-username", "omniflow", "--app-key", "generate", "--redis-host", "10.0.0.6",
)  # fmt: skip


def _against_pass(pairs: int, *words: str) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        return alternate(lambda: process((LAUNCHER, *words), place), lambda: process(PASS, place), pairs)


def _plan(pairs: int) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        project = shapes.make(_SHAPE, place.folder / "project")
        ours = (LAUNCHER, "plan", str(project), *_ANSWERS)
        return alternate(lambda: process(ours, place), lambda: process(PASS, place), pairs)


def _apply(pairs: int) -> Figures:
    """A project can be written once: every run has one of its own, made before the clock starts."""
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        numbers = count()

        def run(*words: str) -> float:
            project = shapes.make(_SHAPE, place.folder / f"project{next(numbers)}")
            return process((LAUNCHER, *words, str(project), *_ANSWERS), place)

        return alternate(lambda: run("apply", "--yes"), lambda: run("plan"), pairs)


ROWS = (
    Row("version", "`--version`", "`python -c pass`", 1.3, lambda pairs: _against_pass(pairs, "--version")),
    Row("help", "`--help`", "`python -c pass`", 6, lambda pairs: _against_pass(pairs, "--help")),
    Row("plan", "`plan` of a fresh project", "`python -c pass`", 18, _plan),
    Row("apply", "`apply` of a whole plan", "`plan`", 1.3, _apply),
)
