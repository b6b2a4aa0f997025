"""What goes over the wire to a person on a slow line: bytes for each key, and none while nothing is pressed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests import shapes
from tests.bench.measure import LAUNCHER, Figures, Place, Row
from tests.bench.terminal import Terminal

SSH = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}  # and no COLORTERM: ssh does not pass it on
_KB = 1024.0
_QUIET = 0.6  # seconds without a byte after which all is drawn; longer than the pause before a preview follows
WALK = (b"\t", b"1", b"5", b"\x7f", b"\t", b"a", b"b", b"\x7f", b"\x7f", b"\t", b" ", b" ", b"\t")
"""To the lifetime of the session, a number typed; the next field, letters typed; a switch on and off."""


def bytes_of(keys: tuple[bytes, ...], size: tuple[int, int]) -> list[int]:
    """Return how many bytes each key sends in the first section, over SSH."""
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder), SSH)
        argv = (LAUNCHER, str(shapes.make("slim-12", place.folder / "project")), "--lang", "en")
        with Terminal(argv, place.env, place.folder, size) as terminal:
            terminal.painted("stateless-wizard")
            terminal.rested(_QUIET)
            terminal.press(b"2")  # step by step
            terminal.painted("1 of 8")
            terminal.rested(_QUIET)
            return [_sent(terminal, key) for key in keys]


def idle(seconds: float) -> int:
    """Return how many bytes come while nobody presses a key."""
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder), SSH)
        argv = (LAUNCHER, str(shapes.make("slim-12", place.folder / "project")), "--lang", "en")
        with Terminal(argv, place.env, place.folder) as terminal:
            terminal.painted("stateless-wizard")
            terminal.rested(1.0)
            terminal.press(b"")
            terminal.rested(seconds)
            return terminal.sent()


def _sent(terminal: Terminal, key: bytes) -> int:
    terminal.press(key)
    terminal.rested(_QUIET)
    return terminal.sent()


def _against_kb(size: tuple[int, int], runs: int) -> Figures:
    found = [count for _ in range(max(runs // 3, 1)) for count in bytes_of(WALK, size)]
    return Figures(tuple(map(float, found)), (_KB,) * len(found))


ROWS = (
    Row("bytes", "bytes a key over SSH, 120x40", "1 KB", 3, lambda runs: _against_kb((120, 40), runs)),
    Row("bytes-small", "bytes a key over SSH, 80x24", "1 KB", 3, lambda runs: _against_kb((80, 24), runs)),
)
