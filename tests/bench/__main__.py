"""`make bench`: print the table of ratios. It measures and marks; it never fails."""

from __future__ import annotations

import argparse
import os
import sys
from statistics import quantiles

import pytest

from tests.bench import checks, growth, screens, starts, wire
from tests.bench.measure import Figures, Row

ROWS = (*starts.ROWS, *checks.ROWS, *screens.ROWS, *wire.ROWS, *growth.ROWS)
_RUNS = 9
_LINE = "{:<36} {:<34} {:>8} {:>15} {:>8}  {}"


def main() -> None:
    """Measure the rows that were asked for, one after the other."""
    asked = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure the speed, as ratios.")
    asked.add_argument("--only", action="append", choices=[row.name for row in ROWS], metavar="NAME",
                       help=f"one row; may be given again: {', '.join(row.name for row in ROWS)}")  # fmt: skip
    asked.add_argument("-n", "--runs", type=int, default=_RUNS, metavar="RUNS", help="pairs to measure (%(default)s)")
    options = asked.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    print(_LINE.format("what", "measured against", "today", "middle half", "reach", ""))
    for row in ROWS:
        if not options.only or row.name in options.only:
            print(_told(row, max(options.runs, 1)), flush=True)


def _told(row: Row, runs: int) -> str:
    """Measure a row and put it into words; what cannot be measured here says why."""
    try:
        found = row.measure(runs)
    except (RuntimeError, OSError, pytest.skip.Exception) as error:
        return _LINE.format(row.what, row.against, "-", "-", _reach(row), f"not measured: {error}")
    low, high = found.spread
    spread = f"{low:.2f}–{high:.2f}x"
    verdict = "ok" if found.ratio <= row.reach else "OVER"
    return _LINE.format(row.what, row.against, f"{found.ratio:.2f}x", spread, _reach(row), verdict + _slowest(row, found))


def _reach(row: Row) -> str:
    return f"<= {row.reach:g}x"


def _slowest(row: Row, found: Figures) -> str:
    """The one time in milliseconds that a person feels on any machine."""
    if row.slowest is None or len(found.ours) < 2:
        return ""
    percent, limit = row.slowest
    took = quantiles(found.ours, n=100, method="inclusive")[percent - 1] * 1000
    return f"; p{percent} {took:.0f} ms ({'ok' if took <= limit else 'OVER'}, reach {limit:g} ms)"


if __name__ == "__main__":
    main()
    sys.exit(0)
