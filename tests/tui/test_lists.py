"""Lists and switches say how they stand by their signs alone, on every screen, and take a mouse."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui import small
from tests.tui.test_keys import answer, focus, opened, press, seen
from tests.tui.test_why import plain
from wizard.text import Lang
from wizard.tui.widgets.choice import Choice
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.toggle import Toggle
from wizard.tui.wizard_screen import WizardScreen

SAID = {
    "en": ("(*) redis", "* recommended", "( ) database", "( ) file", "x in use now: on this node alone", "[x] yes"),
    "id": ("(*) redis", "* disarankan", "( ) database", "( ) file", "x dipakai sekarang: di node ini saja", "[x] ya"),
}


@pytest.mark.parametrize("lang", ["en", "id"])
@pytest.mark.parametrize("size", [(60, 20), (80, 24)], ids=lambda s: f"{s[0]}x{s[1]}")
async def test_every_state_can_be_read_without_colour_and_in_ascii(
    tmp_path: Path, lang: Lang, size: tuple[int, int]
) -> None:
    app = small.app(small.desk(tmp_path, lang=lang), NO_COLOR="1", LC_ALL="C")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await press(pilot, "2")
        text = plain(app)
        for said in SAID[lang]:
            assert said in text, text
        assert "  >(*) redis" in text  # the cursor
        await press(pilot, "down")
        assert "  >( ) database" in plain(app)


async def test_a_click_on_a_row_chooses_it_and_focuses_the_list(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "tab") as (app, pilot):
        await pilot.click(app.screen.query(Choice).first(), offset=(8, 2))
        await pilot.pause(0.2)
        assert "(•) database" in seen(app)
        assert focus(app) == "login-driver"


async def test_a_click_on_the_value_in_use_changes_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path, "2") as (app, pilot):
        await pilot.click(app.screen.query(Choice).first(), offset=(8, 3))
        await pilot.pause(0.2)
        assert answer(app, "login", "driver") == "redis"


async def test_a_click_changes_yes_into_no(tmp_path: Path) -> None:
    async with opened(tmp_path, "2") as (app, pilot):
        await pilot.click(app.screen.query(Toggle).first(), offset=(26, 0))
        await pilot.pause(0.2)
        assert "[ ] no" in seen(app)


async def test_a_click_on_next_goes_on(tmp_path: Path) -> None:
    async with opened(tmp_path, "2") as (app, pilot):
        await pilot.click(app.screen.query_one("#next", Press))
        await pilot.pause(0.3)
        assert isinstance(app.screen, WizardScreen)
        assert app.desk.state.section.name == "store"


async def test_a_secret_is_shown_for_ten_seconds_at_most_and_hidden_when_it_is_left(tmp_path: Path) -> None:
    secret = small.SECRET[:9]
    async with opened(tmp_path, "2", *["tab"] * 5, *secret) as (app, pilot):
        assert secret not in seen(app)
        await press(pilot, "ctrl+r")
        assert secret in seen(app)
        await press(pilot, "tab")
        assert secret not in seen(app)
