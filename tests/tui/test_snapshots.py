"""What the screens say is what was looked at; it can be read without colour, in ASCII, and in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain, product, zip_longest

import pytest
from _pytest.mark import ParameterSet
from rich.cells import cell_len

from tests.lab import ROOT
from tests.test_text import literals
from tests.tui.snapshots import FOLDER, MODES, SIZES, name, seen, told
from wizard.text import LANGS, Lang
from wizard.walk.ascii import PLAIN

WINDOWS = frozenset({"keys", "an answers file", "go to", "commands", "the same without questions", "leave", "really"})
_WORD = re.compile(r"[A-Za-z]+(?:['-][A-Za-z]+)*")


def _kept(size: tuple[int, int], lang: Lang) -> str:
    return (FOLDER / name(size, lang)).read_text(encoding="utf-8")


def _walks() -> Iterator[ParameterSet]:
    """Each may be walked by a worker of its own: they mostly wait."""
    for mode, size, lang in product(MODES, SIZES, LANGS):
        walk = f"{mode}-{name(size, lang)}"
        yield pytest.param(mode, size, lang, marks=pytest.mark.xdist_group(f"snapshot-{walk}"), id=walk)


@pytest.mark.parametrize(("mode", "size", "lang"), tuple(_walks()))
async def test_every_screen_says_what_was_looked_at(mode: str, size: tuple[int, int], lang: Lang) -> None:
    """`python -m tests.tui.snapshots` writes them anew; look at what has changed."""
    scenes = await seen(size, lang, mode)
    wanted = _kept(size, lang)
    if mode != "none":
        assert told(scenes) == (wanted.translate(PLAIN) if mode == "ascii" else wanted)
    else:
        assert [line for line in _beside(told(scenes), wanted) if not _is_covered(*line)] == []
        styles = [segment.style for _, strips in scenes for strip in strips for segment in strip if segment.style]
        shades = {colour.triplet for style in styles for colour in (style.color, style.bgcolor) if colour}
        assert all(shade is None or len(set(shade)) == 1 for shade in shades), "greys at most"


def _beside(said: str, wanted: str) -> Iterator[tuple[str, str, bool]]:
    """Yield each line with the one it should be, and whether a window lies over that screen."""
    over = False
    for line, other in zip_longest(said.splitlines(), wanted.splitlines(), fillvalue="(nothing)"):
        over = line.strip("= ") in WINDOWS if line.startswith("== ") else over
        yield line, other, over


def _is_covered(line: str, wanted: str, over: bool) -> bool:
    """Tell whether a line is as it should be; without colours a window hides what it lies over, which else is dimmed."""
    return all(a == b or (over and a == " ") for a, b in zip_longest(line, wanted, fillvalue=" "))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_no_line_is_wider_than_the_screen(size: tuple[int, int], lang: Lang) -> None:
    assert max(map(cell_len, _kept(size, lang).splitlines())) <= size[0]


def _threes(text: str) -> Iterator[tuple[str, ...]]:
    """Every three words that follow each other."""
    words = [word.lower() for word in _WORD.findall(re.sub(r"\{\w*\}|`[^`]*`", " . ", text))]
    yield from zip(words, words[1:], words[2:], strict=False)


@cache
def _english_only() -> frozenset[tuple[str, ...]]:
    english: set[tuple[str, ...]] = set()
    indonesian: set[tuple[str, ...]] = set()
    for _, en, id_ in chain.from_iterable(map(literals, (ROOT / "wizard").rglob("*.py"))):
        english.update(_threes(en))
        indonesian.update(_threes(id_))
    return frozenset(english - indonesian)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_indonesian_screens_say_nothing_in_english(size: tuple[int, int]) -> None:
    assert len(_english_only()) > 1000
    found = {" ".join(three) for line in _kept(size, "id").splitlines()
             if not line.startswith("== ") for three in _threes(line) if three in _english_only()}  # fmt: skip
    assert found == set()
