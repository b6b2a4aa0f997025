"""Every key does what the help says, and none of them is a trap."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui import small
from tests.tui.small import SECRET, section
from wizard.question import spoken
from wizard.text import uncredentialed
from wizard.tui.app import WizardApp
from wizard.tui.quit import QuitDialog
from wizard.tui.review import ReviewScreen
from wizard.tui.start import StartScreen
from wizard.tui.widgets.line_input import LineInput
from wizard.tui.widgets.press import Press
from wizard.tui.wizard_screen import WizardScreen
from wizard.walk.desk import Desk


def seen(app: WizardApp) -> str:
    """What is on the screen, as text."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


@asynccontextmanager
async def opened(
    folder: Path, *keys: str, size: tuple[int, int] = (80, 24), typed: dict[tuple[str, str], str] | None = None,
    **environ: str,
) -> AsyncIterator[tuple[WizardApp, Pilot[None]]]:  # fmt: skip
    app = small.app(small.desk(folder, typed=typed), **environ)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await press(pilot, *keys)
        yield app, pilot


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys and wait until what follows from them is on screen."""
    await pilot.press(*keys)
    await pilot.pause(0.2)


def focus(app: WizardApp) -> str | None:
    """The id of what has the focus; for an input, of its field."""
    here = app.focused
    return None if here is None else here.parent.id if isinstance(here, LineInput) and here.parent else here.id


def answer(app: WizardApp, section: str, question: str) -> str:
    """The answer in force."""
    return spoken(getattr(app.desk.state.answers[app.desk.state.kind(section)], question))


ALL = {("server", "host"): "10.0.0.10", ("key", "key"): SECRET}


@pytest.mark.parametrize("keys", [("2",), ("down", "enter"), ("pagedown",), ("f8",)])
async def test_step_by_step_begins_with_the_first_question(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with opened(tmp_path, *keys) as (app, _):
        assert focus(app) == "login-driver"


async def test_enter_walks_through_every_field_to_next_and_over_to_the_next_section(tmp_path: Path) -> None:
    async with opened(tmp_path, "2") as (app, pilot):
        walked = []
        for _ in range(7):
            walked.append(focus(app))
            await press(pilot, "enter")
        assert walked == ["login-driver", "login-lifetime", "login-secure", "server-host", "server-port",
                          "server-password", "next"]  # fmt: skip
        assert focus(app) == "store-prefix"


async def test_walking_down_past_a_choice_changes_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "down", "down") as (app, _):
        assert focus(app) == "login-lifetime"
        assert answer(app, "login", "driver") == "redis"


async def test_space_chooses_and_the_question_that_matters_now_appears(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "down", "space") as (app, _):
        assert answer(app, "login", "driver") == "database"
        assert "(•) database" in seen(app)
        assert "Table" in seen(app)


async def test_the_value_in_use_is_shown_but_cannot_be_chosen(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "3") as (app, _):
        assert "( ) file" in seen(app)
        assert answer(app, "login", "driver") == "redis"


async def test_space_changes_yes_into_no(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "tab", "tab", "space") as (app, _):
        assert "[ ] no" in seen(app)
        assert answer(app, "login", "secure") == "false"


async def test_a_wrong_value_is_explained_while_it_is_typed(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "tab", "9", "x") as (app, _):
        assert "✗ `9x` is not a whole number." in seen(app)
        assert "Allowed: 1 to 525600" in seen(app)


@pytest.mark.parametrize(("key", "there"), [("pagedown", "store-prefix"), ("f8", "store-prefix"), ("pageup", None)])
async def test_a_wrong_value_never_keeps_anybody_in_a_section(tmp_path: Path, key: str, there: str | None) -> None:
    async with opened(tmp_path, "2", "tab", "9", "x", key) as (app, _):
        assert isinstance(app.screen, StartScreen) if there is None else focus(app) == there


async def test_a_section_that_is_opened_again_still_shows_what_was_typed(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "tab", "9", "x", "pagedown", "pageup") as (app, _):
        assert "`9x` is not a whole number" in seen(app)


async def test_ctrl_u_brings_the_default_back(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "tab", "5", "ctrl+u", "shift+tab", "down", "space", "ctrl+u") as (app, _):
        assert answer(app, "login", "lifetime") == "120"
        assert answer(app, "login", "driver") == "redis"


async def test_no_key_is_lost_however_fast_it_is_typed(tmp_path: Path) -> None:
    async with opened(tmp_path, *section(2)) as (app, pilot):
        for letter in "a_quick_brown_fox":
            await pilot.press(letter)
        await press(pilot, "ctrl+s")
        assert answer(app, "store", "prefix") == "a_quick_brown_fox"


async def test_escape_puts_the_field_back_and_then_goes_to_the_sidebar(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "tab", "5", "escape") as (app, pilot):
        assert (focus(app), answer(app, "login", "lifetime")) == ("login-lifetime", "120")
        await press(pilot, "escape")
        assert focus(app) == "sidebar"
        await press(pilot, "2")
        assert focus(app) == "store-prefix"


async def test_a_link_leads_to_where_the_part_is_asked(tmp_path: Path) -> None:
    async with opened(tmp_path, *section(2), "tab") as (app, pilot):
        assert "Server: asked in 1 Login" in seen(app)
        await press(pilot, "enter")
        assert focus(app) == "server-host"


async def test_ctrl_s_shows_the_review_from_a_field_and_escape_comes_back(tmp_path: Path) -> None:
    async with opened(tmp_path, *section(2), "ctrl+s") as (app, pilot):
        assert isinstance(app.screen, ReviewScreen)
        await press(pilot, "escape")
        assert focus(app) == "store-prefix"


async def test_page_down_after_the_last_section_is_the_review(tmp_path: Path) -> None:
    async with opened(tmp_path, *section(3), "pagedown") as (app, _):
        assert isinstance(app.screen, ReviewScreen)


async def test_enter_on_a_problem_goes_to_the_question(tmp_path: Path) -> None:
    async with opened(tmp_path, "ctrl+s") as (app, pilot):
        assert "2 problems" in seen(app)
        await press(pilot, "enter")
        assert focus(app) == "server-host"


async def test_the_write_button_of_a_plan_with_problems_goes_to_the_first(tmp_path: Path) -> None:
    async with opened(tmp_path, "ctrl+s", "shift+tab") as (app, pilot):
        assert "▸[ 2 problems: go to the first ]" in seen(app)
        await press(pilot, "enter")
        assert focus(app) == "server-host"


async def test_the_review_shows_the_diff_of_the_file_under_the_cursor(tmp_path: Path) -> None:
    async with opened(tmp_path, "ctrl+s", "n", "n", typed=ALL) as (app, _):
        assert "+ SESSION_DRIVER=redis" in seen(app)
        assert "- SESSION_DRIVER=file" in seen(app)
        assert SECRET not in seen(app)


async def test_write_asks_once_more_when_there_is_something_to_know(tmp_path: Path) -> None:
    async with opened(tmp_path, "ctrl+s", "shift+tab", "enter", typed=ALL) as (app, pilot):
        assert "everybody is signed out once" in seen(app)
        before = (tmp_path / ".env").read_text()
        await press(pilot, "enter")
        assert (tmp_path / ".env").read_text() == before
        assert isinstance(app.screen, ReviewScreen)


async def test_what_was_written_is_told_and_printed_after_closing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    async with opened(tmp_path / "p", "ctrl+s", "shift+tab", "enter", "down", "enter", typed=ALL) as (app, pilot):
        assert "SESSION_DRIVER=redis" in (tmp_path / "p/.env").read_text()
        assert "✓ .env" in seen(app)
        assert "php artisan config:clear" in seen(app)
        await press(pilot, "enter")
        assert app.return_code == 0
        assert "php artisan config:clear" in app.farewell
        assert str(tmp_path / "state") in app.farewell


async def test_pressed_twice_it_is_written_and_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    async with opened(tmp_path / "p", "ctrl+s", "shift+tab", typed=ALL) as (app, pilot):
        button = app.focused
        assert isinstance(button, Press)
        button.post_message(Press.Pressed(button))
        button.post_message(Press.Pressed(button))
        await pilot.pause(0.2)
        assert [type(screen).__name__ for screen in app.screen_stack[-2:]] == ["ReviewScreen", "Dialog"]
        await press(pilot, "down", "enter")
        first = app.desk.receipt
        assert first is not None
        app.desk.put()
        button.post_message(Press.Pressed(button))
        await pilot.pause(0.2)
        assert app.desk.receipt is first
        assert sum(type(screen).__name__ == "DoneScreen" for screen in app.screen_stack) == 1
        assert type(app.screen).__name__ == "DoneScreen"


async def test_a_project_that_is_as_answered_already_is_finished_without_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    first = small.desk(tmp_path / "p", typed=ALL)
    first.put()
    first.rebuild()
    app = small.app(Desk(first.state, first.write, first.reopen))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "ctrl+s")
        assert "Review · nothing to write" in seen(app)
        await press(pilot, "shift+tab", "enter")
        assert "Nothing had to be written" in seen(app)
        await press(pilot, "enter")
        assert app.return_code == 0


async def test_a_file_that_changed_meanwhile_is_told_and_the_answers_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "p"
    async with opened(folder, "ctrl+s", typed=ALL) as (app, pilot):
        text = (folder / ".env").read_text() + "MINE=1\n"
        (folder / ".env").write_text(text)
        await press(pilot, "shift+tab", "enter", "down", "enter")
        assert "`.env` has changed since the plan was made" in seen(app)
        await press(pilot, "enter", "shift+tab", "enter", "down", "enter")
        assert "MINE=1" in (folder / ".env").read_text()
        assert "SESSION_DRIVER=redis" in (folder / ".env").read_text()
        assert answer(app, "server", "host") == "10.0.0.10"


async def test_ctrl_c_asks_and_escape_stays(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "ctrl+c") as (app, pilot):
        assert "Leave the wizard?" in seen(app)
        await press(pilot, "escape")
        assert focus(app) == "login-driver"
        assert app.return_code is None


@pytest.mark.parametrize("first", ["enter", "ctrl+s", "f1", "3"])
async def test_ctrl_c_twice_leaves_from_anywhere_with_130(tmp_path: Path, first: str) -> None:
    async with opened(tmp_path, first, "ctrl+c", "ctrl+c") as (app, _):
        assert app.return_code == 130


async def test_quit_in_the_dialog_leaves_with_130(tmp_path: Path) -> None:
    async with opened(tmp_path, "ctrl+q", "down", "enter") as (app, _):
        assert (app.return_code, app.farewell) == (130, "Nothing was written.")


async def test_ctrl_c_copies_a_selection_once_and_asks_the_next_time(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "tab", "5", "6", "shift+left", "ctrl+c") as (app, pilot):
        assert (app.clipboard, isinstance(app.screen, QuitDialog)) == ("6", False)
        await press(pilot, "ctrl+c")
        assert isinstance(app.screen, QuitDialog)


async def test_a_secret_is_dots_and_cannot_be_copied_or_cut(tmp_path: Path) -> None:
    async with opened(tmp_path, *section(3), *SECRET.replace("-", "_"), "shift+home", "ctrl+x", "ctrl+c") as (app, _):
        assert app.clipboard == ""
        assert "•" * len(SECRET) in seen(app)
        assert SECRET.replace("-", "_") not in seen(app)
        assert isinstance(app.screen, QuitDialog)


async def test_ctrl_r_reveals_a_typed_secret_until_the_field_is_left(tmp_path: Path) -> None:
    async with opened(tmp_path, *section(3), "a", "b", "c", "ctrl+r") as (app, pilot):
        assert "abc" in seen(app)
        await press(pilot, "tab")
        assert "abc" not in seen(app)


@pytest.mark.parametrize("key", ["f5", "ctrl+p", "ctrl+g", "f1", "ctrl+c", "ctrl+s"])
async def test_what_is_revealed_is_hidden_when_something_lies_over_it(tmp_path: Path, key: str) -> None:
    async with opened(tmp_path, *section(3), "a", "b", "c", "ctrl+r") as (app, pilot):
        field = app.focused
        assert isinstance(field, LineInput)
        assert "abc" in seen(app)
        await press(pilot, key)
        assert field.password
        await press(pilot, "escape")
        assert "abc" not in seen(app)


async def test_what_is_revealed_is_hidden_before_the_terminal_is_left(tmp_path: Path) -> None:
    async with opened(tmp_path, *section(3), "a", "b", "c", "ctrl+r") as (app, _):
        field = app.focused
        assert isinstance(field, LineInput)
        assert "abc" in seen(app)
        app.app_suspend_signal.publish(app)
        assert field.password


async def test_a_drawn_key_is_announced_and_never_shown(tmp_path: Path) -> None:
    async with opened(tmp_path, *section(3), "tab", "enter") as (app, _):
        assert app.desk.state.given.typed["key", "key"] == SECRET
        assert "✓ made just" in seen(app)
        assert SECRET not in seen(app)


@pytest.mark.parametrize("value", ["[/b]x", "[red]x", "[@click=app.quit]x", "$text", "{x}"])
async def test_markup_in_a_value_is_only_text(tmp_path: Path, value: str) -> None:
    env: dict[str, str | None] = {"SESSION_DRIVER": f'"{value}"'}
    app = small.app(small.desk(tmp_path, env=env))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "2")
        assert uncredentialed(value) in seen(app)
        await press(pilot, "tab", *value, "ctrl+s", "down", "down", "down")
        assert app.return_code is None


async def test_a_pasted_value_is_one_clean_line(tmp_path: Path) -> None:
    from textual import events

    async with opened(tmp_path, *section(2)) as (app, pilot):
        assert app.focused is not None
        app.focused.post_message(events.Paste("\n  shop_\x1b[2J\nsecond line\n"))
        await pilot.pause(0.2)
        assert app.desk.state.given.typed["store", "prefix"] == "shop_[2J"


async def test_f1_lists_the_keys_and_escape_closes_it(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "f1") as (app, pilot):
        assert "go to any section, field or env key" in seen(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, WizardScreen)


async def test_what_has_the_focus_and_what_is_chosen_can_be_read_without_colour(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", NO_COLOR="1") as (app, pilot):
        assert "▸ Where are logins kept?" in seen(app)
        assert "▸(•) redis" in seen(app)
        await press(pilot, "tab")
        assert "▸ Minutes" in seen(app)


async def test_a_terminal_without_unicode_gets_plain_signs_only(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", LANG="C") as (app, pilot):
        for keys in (("tab", "x"), ("pagedown",), ("ctrl+s",), ("f1",), ("escape", "ctrl+c")):
            await press(pilot, *keys)
            assert seen(app).isascii(), [c for c in seen(app) if not c.isascii()]


async def test_a_storm_of_sizes_harms_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path, "2") as (app, pilot):
        for keys in ((), ("pagedown",), ("ctrl+s",), ("escape",)):
            await press(pilot, *keys)
            for size in ((60, 20), (120, 40), (40, 10), (20, 5), (200, 60), (80, 24)):
                await pilot.resize_terminal(*size)
                await pilot.pause()
        assert app.return_code is None


async def test_a_narrow_terminal_shows_the_steps_in_one_line(tmp_path: Path) -> None:
    async with opened(tmp_path, *section(2), size=(60, 20)) as (app, _):
        assert seen(app).splitlines()[0].strip().startswith("2 of 3 Store  ✗▸○")
