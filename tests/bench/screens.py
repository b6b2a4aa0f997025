"""What a person waits for: the first frame, a key, the next section."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import shapes
from tests.bench.measure import EMPTY_APP, EMPTY_APP_WITH_INPUT, LAUNCHER, Figures, Place, Row, alternate
from tests.bench.terminal import Terminal

_START, _WALK, _REVIEW = "State here now", "1 of 8", "Review"
_NEXT, _BACK, _TAB, _RUBOUT = b"\x1b[6~", b"\x1b[5~", b"\t", b"\x7f"
_LAST = 8
_LETTER = "Z"  # in no word of any screen
_QUIET = 0.2  # seconds without a byte after which a screen is whole; longer than the wizard's own pause
_KEYS_A_RUN = 5


@contextmanager
def _wizard() -> Iterator[tuple[Place, tuple[str, ...]]]:
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        project = shapes.make("slim-12", place.folder / "project")
        yield place, (LAUNCHER, str(project), "--lang", "en")


def _first_frame(pairs: int) -> Figures:
    with _wizard() as (place, argv):

        def shown(program: tuple[str, ...], text: str) -> float:
            with Terminal(program, place.env, place.folder) as terminal:
                terminal.painted(text)
                return terminal.rested(_QUIET) - terminal.began

        return alternate(lambda: shown(argv, _START), lambda: shown(EMPTY_APP, " " * 120), pairs)


@contextmanager
def _side_by_side() -> Iterator[tuple[Terminal, Terminal]]:
    """Open the wizard at its first section, and an empty application with one Input."""
    with (
        _wizard() as (place, argv),
        Terminal(argv, place.env, place.folder) as ours,
        Terminal(EMPTY_APP_WITH_INPUT, place.env, place.folder) as theirs,
    ):
        ours.painted(_START)
        ours.rested(_QUIET)
        ours.press(b"2")
        ours.painted(_WALK)
        theirs.painted(" " * 120)
        for terminal in (ours, theirs):
            terminal.rested(_QUIET)
        yield ours, theirs


def _letter(terminal: Terminal) -> float:
    """Type a letter, see it, take it back, and let the program come to rest."""
    pressed = terminal.press(_LETTER.encode())
    seen = terminal.painted(_LETTER)
    terminal.rested(_QUIET)
    terminal.press(_RUBOUT)
    terminal.rested(_QUIET)
    return seen - pressed


def _key(pairs: int) -> Figures:
    with _side_by_side() as (ours, theirs):
        ours.press(_TAB * 2)  # from the choice of a driver to the name of the table
        ours.rested(_QUIET)
        return alternate(lambda: _letter(ours), lambda: _letter(theirs), pairs * _KEYS_A_RUN)


def _letter_work(terminal: Terminal) -> float:
    """The processor's time for a letter, with all that follows from it, and for taking it back: the half of both."""
    before = terminal.worked()
    _letter(terminal)
    return (terminal.worked() - before) / 2


def _key_work(pairs: int) -> Figures:
    with _side_by_side() as (ours, theirs):
        ours.press(_TAB * 2)
        ours.rested(_QUIET)
        return alternate(lambda: _letter_work(ours), lambda: _letter_work(theirs), pairs)


def _turned(terminal: Terminal, key: bytes) -> float:
    """Turn to another section; it is there when the last byte of it is."""
    pressed = terminal.press(key)
    return terminal.answered(_QUIET) - pressed


def _sections(pairs: int) -> Figures:
    """Every section was seen before: to the last one and back, as often as needed."""
    with _side_by_side() as (ours, theirs):
        there_and_back = [*[_NEXT] * (_LAST - 1), *[_BACK] * (_LAST - 1)]
        for key in there_and_back:
            _turned(ours, key)
        keys = iter(there_and_back * (pairs + 1))
        return alternate(lambda: _turned(ours, next(keys)), lambda: _letter(theirs), max(pairs, len(there_and_back)))


def _sections_anew(pairs: int) -> Figures:
    """A section that was not seen before: as many walks as give the pairs."""
    turns: list[float] = []
    keys: list[float] = []
    while len(turns) < pairs:
        with _side_by_side() as (ours, theirs):
            _letter(theirs)
            for _ in range(_LAST - 1):
                turns.append(_turned(ours, _NEXT))
                keys.append(_letter(theirs))
    return Figures(tuple(turns), tuple(keys))


def _memory(pairs: int) -> Figures:
    """The wizard's is read after a walk through all sections to the review."""
    with _wizard() as (place, argv):

        def ours() -> float:
            with Terminal(argv, place.env, place.folder) as terminal:
                terminal.painted(_START)
                terminal.rested(_QUIET)
                for key in (b"2", *[_NEXT] * _LAST):
                    _turned(terminal, key)
                return terminal.peak()

        def theirs() -> float:
            with Terminal(EMPTY_APP, place.env, place.folder) as terminal:
                terminal.painted(" " * 120)
                terminal.rested(_QUIET)
                return terminal.peak()

        return alternate(ours, theirs, pairs)


_EMPTY, _EMPTY_KEY = "an empty Textual app", "a key, Textual app with one Input"
ROWS = (
    Row("frame", "exec to first full frame", _EMPTY, 1.25, _first_frame),
    Row("key", "key to painted letter", _EMPTY_KEY, 2, _key, slowest=(99, 25)),
    Row("key-work", "processor's time for a key", _EMPTY_KEY, 8, _key_work, slowest=(90, 50)),
    Row("section", "section to section", _EMPTY_KEY, 8, _sections, slowest=(90, 50)),
    Row("section-new", "section seen for the first time", _EMPTY_KEY, 8, _sections_anew, slowest=(90, 50)),
    Row("memory", "peak memory, all sections", _EMPTY, 1.6, _memory),
)
