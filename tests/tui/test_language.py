"""F3 or a click says everything in the other language, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui import asking, small
from tests.tui.small import section
from tests.tui.test_check_pane import opened as over_server
from tests.tui.test_check_pane import until
from tests.tui.test_keys import ALL, answer, focus, opened, press, seen
from wizard.tui.app import WizardApp
from wizard.tui.keys_help import KeysHelp
from wizard.tui.review import ReviewScreen
from wizard.tui.widgets.diff_pane import DiffPane
from wizard.tui.widgets.line_input import LineInput
from wizard.tui.widgets.press import Press

SCREENS = {
    "start": (), "start, another way": ("down", "down"), "a section": section(1), "a field": (*section(1), "tab", "4", "5"),
    "a cursor in a list": (*section(1), "down"), "a wrong value": (*section(1), "tab", "9", "x"),
    "the sidebar": (*section(2), "escape", "down"), "the end of a form": (*section(1), "shift+tab"),
    "a lesson": (*section(1), "f2"), "a drawn key": (*section(3), "tab", "enter"), "a typed secret": (*section(3), "a", "b"),
    "open questions": ("1", "1", "0"), "what keeps state": ("4", "down", "down", "down"),
    "review": ("ctrl+s",), "review of a file": ("ctrl+s", "down", "down", "down", "tab"),
}  # fmt: skip


async def settled(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, and wait until the screen is at rest."""
    await press(pilot, *keys)
    await pilot.pause(0.2)


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40)])
@pytest.mark.parametrize("keys", SCREENS.values(), ids=SCREENS)
async def test_there_and_back_is_the_same_screen(tmp_path: Path, keys: tuple[str, ...], size: tuple[int, int]) -> None:
    async with opened(tmp_path, *keys, size=size) as (app, pilot):
        await pilot.pause(0.2)
        before, here, caret = seen(app), focus(app), app.cursor_position
        answers = dict(app.desk.state.given.typed)
        await settled(pilot, "f3")
        assert (app.desk.lang, focus(app)) == ("id", here)
        assert seen(app) != before
        await settled(pilot, "f3")
        assert seen(app) == before
        assert (app.desk.lang, focus(app)) == ("en", here)
        if not isinstance(app.focused, Press):  # what is put into a field by a button draws the caret there
            assert app.cursor_position == caret
        assert app.desk.state.given.typed == answers


async def test_no_english_word_stays_behind(tmp_path: Path) -> None:
    for keys in SCREENS.values():
        folder = tmp_path / str(abs(hash(keys)))
        async with opened(folder, *keys, "f3") as (app, pilot):
            await pilot.pause(0.2)
            switched = seen(app)
        there = small.app(small.desk(folder.with_name(folder.name + "b"), lang="id"))
        async with there.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await settled(pilot, *keys)
            lines = zip(switched.splitlines()[1:], seen(there).splitlines()[1:], strict=True)
            assert [pair for pair in lines if pair[0] != pair[1] and "stateless-wizard" not in pair[0]
                    and "plan" not in pair[0]] == [], keys  # fmt: skip


async def test_a_click_on_the_other_language_changes_to_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as (app, pilot):
        for head, lang in (("EN [ID]", "id"), ("[EN] ID", "en")):
            await pilot.click("#head", offset=(77, 0))
            await pilot.pause(0.3)
            assert app.desk.lang == lang
            assert head in seen(app).splitlines()[0]


async def test_a_click_elsewhere_in_the_first_line_changes_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as (app, pilot):
        await pilot.click("#head", offset=(20, 0))
        await pilot.pause(0.2)
        assert app.desk.lang == "en"


async def test_letters_that_are_not_worked_out_yet_stay_and_typing_goes_on(tmp_path: Path) -> None:
    async with opened(tmp_path, *section(2)) as (app, pilot):
        await pilot.press(*"shop", "f3", *"_id", "left", "f3", *"x")
        await settled(pilot)
        assert isinstance(app.focused, LineInput)
        assert app.focused.value == "shop_ixd"
        await settled(pilot, "ctrl+s")
        assert answer(app, "store", "prefix") == "shop_ixd"


async def test_escape_still_puts_back_what_the_field_held_on_entry(tmp_path: Path) -> None:
    async with opened(tmp_path, *section(1), "tab", "4", "5") as (app, pilot):
        await settled(pilot, "f3")
        await settled(pilot, "escape")
        assert (focus(app), answer(app, "login", "lifetime")) == ("login-lifetime", "120")


async def test_steps_back_in_a_field_survive_the_change(tmp_path: Path) -> None:
    async with opened(tmp_path, *section(1), "tab", "4", "5", "ctrl+u") as (app, pilot):
        await settled(pilot, "f3")
        await settled(pilot, "ctrl+y")
        assert isinstance(app.focused, LineInput)
        assert app.focused.value == "45"


async def test_a_section_that_was_closed_speaks_the_new_language_when_it_is_opened_again(tmp_path: Path) -> None:
    async with opened(tmp_path, *section(1), "pageup", "f3", "2") as (app, pilot):
        await settled(pilot)
        assert "Login disimpan di mana?" in seen(app)
        assert "Where are logins kept?" not in seen(app)


async def test_what_lies_below_the_review_speaks_it_too(tmp_path: Path) -> None:
    async with opened(tmp_path, *section(2), "ctrl+s", "f3", "escape") as (app, pilot):
        await settled(pilot)
        assert "Menulis" not in seen(app)
        assert focus(app) == "store-prefix"
        assert "Simpan  2 dari 3" in seen(app)
        await settled(pilot, "pageup", "pageup")
        assert "Mau lanjut lewat mana?" in seen(app)


async def test_a_window_is_answered_first(tmp_path: Path) -> None:
    async with opened(tmp_path, "f1", "f3") as (app, pilot):
        assert (app.desk.lang, isinstance(app.screen, KeysHelp)) == ("en", True)
        await press(pilot, "escape", "f3")
        assert app.desk.lang == "id"


async def test_results_of_live_tests_stay(tmp_path: Path) -> None:
    with asking.server("warn") as server:
        async with over_server(tmp_path, server, *section(1), "ctrl+t") as (app, pilot):
            await until(pilot, lambda: "warn" in seen(app))
            await pilot.pause(1.3)
            before = seen(app)
            await settled(pilot, "f3")
            assert "awas" in seen(app)
            assert "menjawab `warn`" in seen(app) or "kebijakan eviction" in " ".join(seen(app).split())
            await settled(pilot, "f3")
            assert seen(app) == before
            assert server.asked == 1


async def test_a_test_that_is_running_goes_on(tmp_path: Path) -> None:
    with asking.server(None) as server:
        async with over_server(tmp_path, server, *section(1), "ctrl+t") as (app, pilot):
            await until(pilot, lambda: "Esc stops it" in seen(app))
            await settled(pilot, "f3")
            await until(pilot, lambda: "Esc menghentikan" in seen(app))
            await settled(pilot, "escape")
            assert "dihentikan" in seen(app)


async def test_done_and_what_is_printed_afterwards_are_in_the_new_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    app = small.app(small.desk(tmp_path / "p", typed=ALL))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "ctrl+s", "shift+tab", "enter", "down", "enter")
        before = seen(app)
        await settled(pilot, "f3")
        assert "ditulis" in seen(app)
        await settled(pilot, "f3")
        assert seen(app) == before
        await settled(pilot, "f3", "enter")
        assert "dibaca ulang" in app.farewell


async def test_a_file_is_still_looked_at_in_the_same_manner(tmp_path: Path) -> None:
    async with opened(tmp_path, "ctrl+s", "down", "down", "down", "w", "s") as (app, pilot):
        before = app.screen.query_one(DiffPane).manner
        await settled(pilot, "f3")
        assert app.screen.query_one(DiffPane).manner == before
        assert before.wrap


async def test_quitting_is_told_in_the_new_language(tmp_path: Path) -> None:
    async with opened(tmp_path, "f3", "ctrl+c", "ctrl+c") as (app, _):
        assert app.farewell == "Tidak ada yang ditulis."


async def test_a_review_of_another_language_still_writes_the_same_plan(tmp_path: Path) -> None:
    async with opened(tmp_path, "ctrl+s", typed=ALL) as (app, pilot):
        plan = app.desk.state.outcome.plan.id
        await settled(pilot, "f3")
        assert isinstance(app.screen, ReviewScreen)
        assert app.desk.state.outcome.plan.id == plan


async def changed(app: WizardApp, pilot: Pilot[None], times: int) -> None:
    """Change the language in one moment, many times."""
    await pilot.press(*["f3"] * times)
    await settled(pilot)


@pytest.mark.parametrize("keys", [(), section(1), ("ctrl+s",)])
async def test_many_changes_in_one_moment_harm_nothing(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with opened(tmp_path, *keys) as (app, pilot):
        before = seen(app)
        await changed(app, pilot, 8)
        assert seen(app) == before
