"""UX §8, item 3: an error raised anywhere ends the wizard with 70, a clean terminal, and no secret told to anybody."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from tests.lab import ROOT
from tests.plain.terminal import Lines
from tests.seeded import FLAGS, GIVEN, SENTINEL, seeded
from tests.tui.crashing import AT_ONCE, PLACES
from wizard.sections import ALL

TYPED = f"{SENTINEL}t1-typed"
PASTED = f"\x1b[200~REDIS_PASSWORD={SENTINEL}p1-pasted\nAWS_URL=https://u:{SENTINEL}p2-url@cdn.test\nX={SENTINEL}p3\x1b[201~"
TO_SECRET = f"\x07REDIS_PASSWORD\r{TYPED}"
NOWHERE = "255.255.255.255"  # refused at once: no test waits for it
AFTER: Mapping[str, str] = {
    "a screen that opens": "2",
    "a message": "x",
    "a focus": "\t",
    "a timer": "",
    "a key": "\x1bOQ",
    "a callback": "\x1bOQ",
    "another language": "\x1bOR",
    "the thread of a check": "\x14",
    "what a check says": "\x14",
    "the picker": "\x07red",
    "the same command": "\x1b[15~",
    "a paste": PASTED,
    "the live diff": "\x0f",
    "the review": "\x13",
    "a row of the review": "\x13\x1b[B",
    "leaving": "\x03",
    "the end of the screens": "\x03\x03",
    "writing": "\x13\x1b[Z\r\x1b[B\r",
    "what was written": "\x13\x1b[Z\r\x1b[B\r\r",
}
"""The keys after a secret was typed that lead to a place."""
_PLAIN: Mapping[str, tuple[str, ...]] = {
    "plain: what follows": (),
    "plain: the thread of a check": ("", "", "", "", "", "t"),
    "plain: the review": ("!",),
    "plain: writing": ("!", "w", "y"),
    "plain: the end": ("!", "w", "y"),
}
_MODE = re.compile(rb"\x1b\[\?([\d;]+)([hl])")


def _shared(place: str) -> ParameterSet:
    """Each may be tried by a worker of its own: a whole program is started for it."""
    return pytest.param(place, marks=pytest.mark.xdist_group(f"anywhere-{list(PLACES).index(place) % 4}"), id=place)


def _answers() -> Iterator[str]:
    flags = {**dict(zip(FLAGS[::2], FLAGS[1::2], strict=True)), "--redis-host": NOWHERE}
    for section in ALL:
        yield f"[{section.name}]\n"
        for name in section.questions():
            if f"--{section.name}-{name}-env" in flags:
                yield f'{name} = {{ env = "{flags[f"--{section.name}-{name}-env"]}" }}\n'
            elif f"--{section.name}-{name}" in flags:
                yield f'{name} = "{flags[f"--{section.name}-{name}"]}"\n'


def _opened(place: str, folder: Path, *more: str) -> Lines:
    shop, answers = seeded(folder / "shop"), folder / "answers.toml"
    answers.write_text("".join(_answers()))
    argv = [sys.executable, "-m", "tests.tui.crashing", place, str(shop), "--lang", "en", "--answers", str(answers), *more]
    home = {"HOME": str(folder), "XDG_STATE_HOME": str(folder / "state"), "TMPDIR": str(folder)}
    return Lines(argv, {**home, **GIVEN}, ROOT, term="xterm-256color")


def _left_on(raw: bytes) -> set[int]:
    """Return the private modes that the terminal was left in, and no longer shows a cursor as -25."""
    modes: dict[int, bool] = {}
    for numbers, letter in _MODE.findall(raw):
        modes |= dict.fromkeys(map(int, numbers.split(b";")), letter == b"h")
    return {number for number, on in modes.items() if on is not (number in (7, 25))}


def _told(folder: Path, term: Lines, place: str) -> None:
    assert term.ended() == 70, term.text[-2000:]
    assert SENTINEL.encode() not in term.raw
    said = term.text.rpartition("\x1b[?1049l")[2]
    assert "Internal error (RuntimeError)" in said or "nternal (RuntimeError)" in said, said
    assert "Traceback" not in term.text
    reports = list((folder / "state/stateless-wizard").glob("crash-*.log"))
    assert reports
    for report in reports:
        assert report.stat().st_mode & 0o777 == 0o600
        assert SENTINEL not in report.read_text()
        assert "RuntimeError" in report.read_text()
        assert str(report) in said
    assert term.echoes()
    assert _left_on(bytes(term.raw)) == set()


@pytest.mark.parametrize("place", [_shared(place) for place in PLACES if not place.startswith("plain")])
def test_an_error_on_a_screen_tells_no_secret_and_leaves_the_terminal_clean(place: str, tmp_path: Path) -> None:
    with _opened(place, tmp_path) as term:
        if place not in ("the first screen", "reading ahead"):
            term.heard("[1]")
            term.press((("" if place in AT_ONCE else TO_SECRET) + AFTER.get(place, "")).encode())
        _told(tmp_path, term, place)


@pytest.mark.parametrize("place", [_shared(place) for place in _PLAIN])
def test_an_error_between_lines_tells_no_secret_and_leaves_the_terminal_clean(place: str, tmp_path: Path) -> None:
    with _opened(place, tmp_path, "--plain") as term:
        for line in ("1", "", "", "", "", "", "", "", "", TYPED, *_PLAIN[place]):
            term.asked()
            term.type(line)
        _told(tmp_path, term, place)
