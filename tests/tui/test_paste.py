"""What is pasted: one clean line into a field, or several `KEY=value` lines into the form, after asking."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from tests.tui.small import SECRET
from tests.tui.test_keys import answer, focus, opened, press, seen
from wizard.tui.app import WizardApp
from wizard.tui.pasting import PasteDialog
from wizard.tui.wizard_screen import WizardScreen

LINES = f"# ours\nREDIS_HOST=10.0.0.9\nexport REDIS_PASSWORD='{SECRET}'\nREDIS_PORT=99999\nMAIL_HOST=x\nSESSION_LIFETIME=45\n"
HOST = ("2", "tab", "tab", "tab")


async def paste(app: WizardApp, pilot: Pilot[None], text: str) -> None:
    """Paste as a terminal does."""
    app.post_message(events.Paste(text))
    await pilot.pause(0.3)


async def test_several_lines_are_asked_about_before_anything_is_filled(tmp_path: Path) -> None:
    async with opened(tmp_path, *HOST) as (app, pilot):
        await paste(app, pilot, LINES)
        assert isinstance(app.screen, PasteDialog)
        text = seen(app)
        assert "✓ Minutes  SESSION_LIFETIME=45" in text
        assert "✓ Host  REDIS_HOST=10.0.0.9" in text
        assert "✓ Password  REDIS_PASSWORD=••••" in text
        assert "✗ REDIS_PORT: " in text
        assert "✗ MAIL_HOST: nothing here asks for it" in text
        assert "[ Fill 3 fields ]" in text
        assert SECRET not in text
        assert app.desk.state.given.typed == {}


async def test_fill_answers_them_all_at_once(tmp_path: Path) -> None:
    async with opened(tmp_path, *HOST) as (app, pilot):
        await paste(app, pilot, LINES)
        await press(pilot, "enter")
        assert isinstance(app.screen, WizardScreen)
        assert focus(app) == "server-host"
        assert answer(app, "server", "host") == "10.0.0.9"
        assert answer(app, "login", "lifetime") == "45"
        assert answer(app, "server", "password") == SECRET
        text = seen(app)
        assert "3 fields filled" in text
        assert "▏10.0.0.9" in text
        assert SECRET not in text


async def test_what_was_filled_can_be_undone_field_by_field(tmp_path: Path) -> None:
    async with opened(tmp_path, *HOST, "a", "b") as (app, pilot):
        await paste(app, pilot, LINES)
        await press(pilot, "enter", "ctrl+y")
        assert answer(app, "login", "lifetime") == "45"
        assert app.desk.state.given.typed["server", "host"] == "ab"


async def test_only_the_first_line_is_the_value_of_the_fields_own_key(tmp_path: Path) -> None:
    async with opened(tmp_path, *HOST) as (app, pilot):
        await paste(app, pilot, "REDIS_HOST=10.0.0.9\nREDIS_PORT=1")
        await press(pilot, "tab", "enter")
        assert app.desk.state.given.typed == {("server", "host"): "10.0.0.9"}
        assert "Only the first line was pasted" in seen(app)


@pytest.mark.parametrize("key", ["escape", "enter"])
async def test_cancel_changes_nothing(tmp_path: Path, key: str) -> None:
    async with opened(tmp_path, *HOST) as (app, pilot):
        await paste(app, pilot, LINES)
        await press(pilot, *(["tab", "tab"] if key == "enter" else []), key)
        assert isinstance(app.screen, WizardScreen)
        assert app.desk.state.given.typed == {}


async def test_lines_may_be_pasted_where_nothing_can_be_typed(tmp_path: Path) -> None:
    async with opened(tmp_path, "2") as (app, pilot):
        await paste(app, pilot, LINES)
        assert "Only the first line" not in seen(app)
        await press(pilot, "enter")
        assert answer(app, "server", "host") == "10.0.0.9"


async def test_lines_that_answer_nothing_offer_nothing_to_fill(tmp_path: Path) -> None:
    async with opened(tmp_path, *HOST) as (app, pilot):
        await paste(app, pilot, "MAIL_HOST=x\nMAIL_PORT=25")
        assert "None of them fills a field." in seen(app)
        assert "[ Fill" not in seen(app)


async def test_a_typed_letter_that_was_not_settled_yet_counts(tmp_path: Path) -> None:
    async with opened(tmp_path, *HOST) as (app, pilot):
        await pilot.press("a")
        await paste(app, pilot, LINES)
        await press(pilot, "escape")
        assert app.desk.state.given.typed == {("server", "host"): "a"}


async def test_control_characters_are_left_out_and_that_is_said(tmp_path: Path) -> None:
    async with opened(tmp_path, *HOST) as (app, pilot):
        await paste(app, pilot, "  10.0\x1b.0\x07.9\t\n")
        assert app.desk.state.given.typed["server", "host"] == "10.0.0.9"
        assert "Control characters in what was pasted were left out." in seen(app)


async def test_a_line_with_the_fields_own_key_is_pasted_as_its_value(tmp_path: Path) -> None:
    async with opened(tmp_path, *HOST) as (app, pilot):
        await paste(app, pilot, 'export REDIS_HOST="10.0.0.9" # main\n')
        assert app.desk.state.given.typed["server", "host"] == "10.0.0.9"


async def test_a_line_with_another_key_stays_what_it_is(tmp_path: Path) -> None:
    async with opened(tmp_path, *HOST) as (app, pilot):
        await paste(app, pilot, "REDIS_PORT=1")
        assert app.desk.state.given.typed["server", "host"] == "REDIS_PORT=1"


async def test_four_kilobytes_are_kept_and_scroll_to_their_end(tmp_path: Path) -> None:
    value = "base64:" + "k" * 4080 + "END"
    async with opened(tmp_path, *HOST, "tab", "tab") as (app, pilot):
        await paste(app, pilot, value)
        assert app.desk.state.given.typed["server", "password"] == value
        await press(pilot, "ctrl+r")
        assert "kkkEND" in seen(app)


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_every_button_of_the_question_is_on_a_small_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    many = LINES + "".join(f"OTHER_{number}=x\n" for number in range(40))
    async with opened(tmp_path, *HOST, size=size) as (app, pilot):
        await paste(app, pilot, many)
        text = seen(app)
        assert "[ Fill 3 fields ]" in text
        assert "[ Only the first line, here ]" in text
        assert "[ Cancel ]" in text
        await press(pilot, *["pagedown"] * 12)
        assert "OTHER_39" in seen(app)
