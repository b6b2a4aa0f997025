"""Two things measured in turns, A B A B: machines are busy and differ, so a ratio is all that can be told."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from subprocess import DEVNULL, Popen

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable
LAUNCHER = str(Path(PYTHON).parent / "stateless-wizard")
EMPTY_APP = (PYTHON, "-P", str(Path(__file__).with_name("empty.py")))
EMPTY_APP_WITH_INPUT = (*EMPTY_APP, "--input")
PASS = (PYTHON, "-c", "pass")


@dataclass(frozen=True, slots=True)
class Figures:
    """Measured in pairs, in any unit, the same for both."""

    ours: tuple[float, ...]
    theirs: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """The median of ours by the median of theirs."""
        return median(self.ours) / median(self.theirs)

    @property
    def spread(self) -> tuple[float, float]:
        """The ratios between which the middle half of ours lies."""
        low, _, high = quantiles(self.ours, n=4) if len(self.ours) > 1 else self.ours * 3
        return low / median(self.theirs), high / median(self.theirs)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `measure` takes the number of pairs; `slowest` is a percentile and its reach in ms."""

    name: str
    what: str
    against: str
    reach: float
    measure: Callable[[int], Figures]
    slowest: tuple[int, float] | None = None


@dataclass(frozen=True)
class Place:
    """A folder for one measurement, and the environment of a person who has just logged in."""

    folder: Path
    more: dict[str, str] = field(default_factory=dict)

    @property
    def env(self) -> dict[str, str]:
        """Nothing of ours: with PYTHONDONTWRITEBYTECODE every start would be measured without bytecode."""
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        return {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm-256color", **self.more}


def alternate(ours: Callable[[], float], theirs: Callable[[], float], pairs: int) -> Figures:
    """Measure both once to warm up, then in turns."""
    ours()
    theirs()
    found = [(ours(), theirs()) for _ in range(pairs)]
    return Figures(tuple(a for a, _ in found), tuple(b for _, b in found))


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that a call takes; what earlier calls left behind is swept away first."""
    gc.collect()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def process(argv: tuple[str, ...], place: Place, codes: tuple[int, ...] = (0,)) -> float:
    """Return the seconds from exec to the end of a program; any other exit code raises."""
    began = time.perf_counter()
    running = Popen(argv, env=place.env, cwd=place.folder, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL)
    code = running.wait(120)
    took = time.perf_counter() - began
    if code not in codes:
        raise RuntimeError(f"{Path(argv[0]).name} {' '.join(argv[1:3])} ended with {code}")
    return took
