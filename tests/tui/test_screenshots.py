"""The README's pictures show the wizard as it is; `make screenshots` takes them anew."""

from __future__ import annotations

import pytest

from tests.tui.screenshots import FOLDER, PICTURES, take, words


@pytest.mark.parametrize("name", PICTURES)
async def test_a_picture_says_what_the_screen_says(name: str) -> None:
    kept = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert words(kept) == words(await take(PICTURES[name]))


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_loads_nothing_from_elsewhere(name: str) -> None:
    kept = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert "@font-face" not in kept
    assert "http" not in kept.replace("http://www.w3.org/", "").replace("https://www.w3.org/", "").replace(
        "https://www.textualize.io", ""
    )
