"""The README's moving picture shows a run as it is; `make screenshots` takes it anew."""

from __future__ import annotations

import html
import re

from tests.tui.moving_picture import svg
from tests.tui.walkthrough import FILE, SIZE, STEPS, walked

_SAID = re.compile(r"<text[^>]*>(.*?)</text>")


def _words(picture: str) -> set[str]:
    """Every piece of text in a picture."""
    return {html.unescape(words) for words in _SAID.findall(picture)}


def test_the_moving_picture_says_what_the_wizard_says() -> None:
    assert _words(FILE.read_text(encoding="utf-8")) == _words(svg(walked(), *SIZE))


def test_it_moves_without_a_script_and_loads_nothing_from_elsewhere() -> None:
    kept = FILE.read_text(encoding="utf-8")
    assert "<script" not in kept
    assert kept.count("http") == kept.count("http://www.w3.org/2000/svg")
    assert kept.count("@keyframes") == len(STEPS)
    assert "prefers-reduced-motion" in kept
