"""Anything can be found by a few letters, and what is found is where the wizard goes."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.tui import small
from tests.tui.small import SECRET
from tests.tui.test_bursts import after
from tests.tui.test_fits import wizard
from tests.tui.test_keys import ALL, focus, opened, press, seen
from wizard.text import LANGS, Lang
from wizard.tui import palette, words
from wizard.tui.app import WizardApp
from wizard.tui.picker import Entry, Picker, columns, line, ranked
from wizard.tui.review import ReviewScreen
from wizard.tui.same_command import CommandDialog
from wizard.tui.start import StartScreen
from wizard.tui.widgets.choice import Choice
from wizard.tui.widgets.line_input import LineInput
from wizard.tui.widgets.rows import MARKED, Rows
from wizard.tui.wizard_screen import WizardScreen
from wizard.walk.places import places

SIZES = ((80, 24), (60, 20), (120, 40))
FIELD, PORT, HOST = "login-lifetime", "server-port", "server-host"


def found(app: WizardApp) -> list[str]:
    """The names in the list, from the best on."""
    assert isinstance(app.screen, Picker)
    return [entry.name.strip() for entry in app.screen.found]


@pytest.mark.parametrize("key", ["ctrl+g", "f9"])
async def test_a_few_letters_of_an_env_key_lead_to_its_field(tmp_path: Path, key: str) -> None:
    async with opened(tmp_path, "2", key, *"redis_po", "enter") as (app, _):
        assert focus(app) == PORT


async def test_a_place_in_another_section_is_gone_to(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "ctrl+g", *"app", "enter") as (app, _):
        assert focus(app) == "key-key"
        assert app.desk.state.section is small.Key


@pytest.mark.parametrize("before", [(), ("ctrl+s",), ("2", "ctrl+s")])
async def test_places_are_gone_to_from_the_start_and_from_the_review(tmp_path: Path, before: tuple[str, ...]) -> None:
    async with opened(tmp_path, *before, "ctrl+g", *"minutes", "enter") as (app, _):
        assert isinstance(app.screen, WizardScreen)
        assert focus(app) == FIELD


@pytest.mark.parametrize("before", [(), ("2",), ("ctrl+s",)])
async def test_the_review_is_a_place(tmp_path: Path, before: tuple[str, ...]) -> None:
    async with opened(tmp_path, *before, "ctrl+g", *"review", "enter") as (app, _):
        assert isinstance(app.screen, ReviewScreen)


async def test_escape_goes_nowhere_and_the_letters_went_nowhere(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "tab", "ctrl+g", *"port", "escape") as (app, _):
        assert focus(app) == FIELD
        assert app.desk.state.given.typed == {}


async def test_a_question_that_has_just_come_up_is_found(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "down", "space", "ctrl+g", *"session_table", "enter") as (app, _):
        assert focus(app) == "login-table"


async def test_the_list_is_moved_in_while_the_letters_go_into_the_line(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "ctrl+g", "down", "down", "o", "down", "pagedown", "pageup", "s") as (app, pilot):
        line_ = app.screen.query_one(LineInput)
        assert app.focused is line_ and line_.value == "os"
        assert line_.region.contains_point(app.cursor_position)
        assert app.screen.query_one(Rows).cursor == 0
        first, second = found(app)[:2]
        await press(pilot, "down")
        assert f"▸  {second}" in seen(app) and f"▸  {first}" not in seen(app)


async def test_nothing_found_is_said_and_cannot_be_taken(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "ctrl+g", *"zzz", "enter") as (app, _):
        assert isinstance(app.screen, Picker)
        assert words.PICK_NONE.en in seen(app)


async def test_a_click_takes_a_place(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "ctrl+g", *"redis_po") as (app, pilot):
        await pilot.click("#picked", offset=(5, 0))
        await pilot.pause(0.2)
        assert focus(app) == PORT


async def test_no_place_is_searched_for_inside_a_window(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "f1", "ctrl+g") as (app, _):
        assert not isinstance(app.screen, Picker)


async def test_a_secret_is_not_in_the_list(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "ctrl+g", *"password", typed=ALL) as (app, _):
        assert SECRET not in seen(app)


@pytest.mark.parametrize("lang", LANGS)
async def test_every_question_is_found_by_its_label_and_by_its_key(tmp_path: Path, lang: Lang) -> None:
    async with wizard(tmp_path, lang) as (app, _):
        entries = [Entry(place.label, place.key, place.where, place) for place in places(app.desk.state)]
        for entry in entries:
            same_name = [e for e in entries if e.name == entry.name]
            assert next(ranked(entries, entry.name)) in same_name, entry.name
            if entry.beside:
                assert next(ranked(entries, entry.beside)).beside == entry.beside


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGS)
async def test_the_list_fits_with_every_label_and_the_keys(tmp_path: Path, lang: Lang, size: tuple[int, int]) -> None:
    async with wizard(tmp_path, lang) as (app, pilot):
        await pilot.resize_terminal(*size)
        await press(pilot, "ctrl+g")
        assert words.GO_TO.in_(lang) in seen(app)
        assert words.PICK_KEYS.in_(lang) in seen(app)
        assert "SESSION_DRIVER" in seen(app)
        assert all(len(row) <= size[0] for row in seen(app).splitlines())


def test_matched_letters_are_underlined_and_values_are_never_markup() -> None:
    entry = Entry("Host [/b] of", "REDIS_HOST", "[red]10.0.0.1", 0)
    name, beside = columns([entry], 70)
    drawn = line(entry, "redis ho", 70, name, beside)
    assert "Host [/b] of" in drawn.plain and "[red]10.0.0.1" in drawn.plain
    marked = {drawn.plain[span.start : span.end] for span in drawn.spans if span.style == MARKED}
    assert {"R", "E", "D", "I", "S", "H", "o"} <= marked


def test_the_best_is_first_and_without_letters_all_stay_in_order() -> None:
    entries = [Entry("Prefix", "REDIS_PREFIX", "", 0), Entry("Host", "REDIS_HOST", "", 1), Entry("Ghost", "", "", 2)]
    assert [entry.value for entry in ranked(entries, "")] == [0, 1, 2]
    assert [entry.value for entry in ranked(entries, "host")] == [1, 2]


async def test_every_command_is_there_and_does_what_its_key_does(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "tab", "4", "ctrl+p", *"default", "enter") as (app, _):
        assert focus(app) == FIELD
        assert app.desk.state.given.typed == {}


@pytest.mark.parametrize(
    ("letters", "screen"), [("review", ReviewScreen), ("go to", Picker), ("equivalent", CommandDialog)]
)
async def test_a_command_opens_what_it_names(tmp_path: Path, letters: str, screen: type) -> None:
    async with opened(tmp_path, "2", "ctrl+p", *("space" if c == " " else c for c in letters), "enter") as (app, _):
        assert isinstance(app.screen, screen)


async def test_a_command_that_cannot_be_done_here_says_where_and_is_not_done(tmp_path: Path) -> None:
    async with opened(tmp_path, "ctrl+p", *"test", "enter") as (app, _):
        assert isinstance(app.screen, Picker)
        assert words.IN_SECTIONS.en in seen(app)


@pytest.mark.parametrize("command", palette.COMMANDS, ids=lambda command: command.action)
def test_a_command_has_an_action_its_key_and_a_line_in_the_help(command: palette.Command) -> None:
    owners = [WizardApp, WizardScreen, StartScreen, LineInput, Choice]
    able = [owner for owner in owners if hasattr(owner, f"action_{command.action}")]
    assert able
    key = command.key.replace("^", "ctrl+").lower()
    bound = [b for owner in able for base in owner.__mro__ for b in vars(base).get("BINDINGS", ())]
    assert any(key in b.key.split(",") and b.action.partition("(")[0] == command.action for b in bound)
    assert any(command.key in keys.split() for keys, _ in small.KEYS)


async def test_the_command_is_shown_and_closed_by_the_same_key(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "tab", "4", "5", "f5") as (app, pilot):
        assert "--login-lifetime 45 --yes" in seen(app)
        assert "copied" not in seen(app).lower()
        await press(pilot, "f5")
        assert focus(app) == FIELD


async def test_the_command_is_printed_when_the_wizard_closes_and_holds_no_secret(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "ctrl+c", "ctrl+c", typed=ALL) as (app, _):
        pass
    assert "--server-host 10.0.0.10" in app.farewell
    assert "--key-key-env APP_KEY" in app.farewell
    assert SECRET not in app.farewell


async def test_a_large_screen_always_shows_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the command names the project from here: it stays short
    async with opened(tmp_path, "2", "tab", "4", "5", size=(120, 40)) as (app, pilot):
        await pilot.pause(0.3)
        assert "--login-lifetime 45" in seen(app)
    async with opened(tmp_path / "small", "2", "tab", "4", "5") as (app, pilot):
        await pilot.pause(0.3)
        assert "--login-lifetime" not in seen(app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_long_command_can_be_scrolled_and_closed(tmp_path: Path, size: tuple[int, int]) -> None:
    typed = {("login", "driver"): "database", ("login", "table"): "t" * 60, ("login", "lifetime"): "5",
             ("server", "host"): "h" * 60, ("server", "port"): "7000", ("store", "prefix"): "p" * 100}  # fmt: skip
    async with opened(tmp_path, "2", "f5", size=size, typed=typed) as (app, pilot):
        assert f"[ {words.CLOSE.en} ]" in seen(app)
        await press(pilot, "pagedown", "pagedown", "pagedown", "pagedown")
        assert "--yes" in seen(app)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGS)
async def test_all_keys_can_be_read(tmp_path: Path, lang: Lang, size: tuple[int, int]) -> None:
    async with wizard(tmp_path, lang) as (app, pilot):
        await pilot.resize_terminal(*size)
        await press(pilot, "f1")
        text = seen(app)
        for _ in range(14):
            await press(pilot, "pagedown")
            text += seen(app)
        assert words.CLOSE.in_(lang) in seen(app)
        for keys, explained in small.KEYS:
            assert keys in text
            assert all(word in text for word in explained.in_(lang).split())


KEYS_FAST = (
    ["2", "tab", "4", "ctrl+g", *"redis_po", "enter", "7", "tab", "x"],
    ["2", "ctrl+g", "down", "down", "enter", "9", "ctrl+p", *"review", "enter", "down", "escape"],
    ["ctrl+g", *"minutes", "enter", "4", "5", "ctrl+g", "escape", "6", "f5", "f5", "7"],
)


@pytest.mark.parametrize("keys", KEYS_FAST, ids=["go", "review", "back"])
async def test_keys_in_one_moment_go_where_they_go_one_by_one(keys: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        slowly = await after(folder, list(keys), one_by_one=True)
        assert await after(folder, list(keys), one_by_one=False) == slowly


