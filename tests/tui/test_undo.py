"""^y takes back what was done in a field, step by step."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from textual import events

from tests.tui.small import SECRET
from tests.tui.test_keys import focus, opened, press, seen
from wizard.tui.widgets.line_input import LineInput
from wizard.tui.widgets.past import Past

HOST = ("2", "tab", "tab", "tab")


def held(app: object) -> str:
    field = getattr(app, "focused", None)
    assert isinstance(field, LineInput)
    return field.value


async def test_letters_after_each_other_are_one_step(tmp_path: Path) -> None:
    async with opened(tmp_path, *HOST, *"abc", "space", *"def", "backspace", "backspace") as (app, pilot):
        steps = []
        for _ in range(5):
            await press(pilot, "ctrl+y")
            steps.append(held(app))
        assert steps == ["abc def", "abc", "", "", ""]
        assert "Nothing to undo in this field" in seen(app)


async def test_a_cleared_field_comes_back(tmp_path: Path) -> None:
    async with opened(tmp_path, *HOST, *"abc", "ctrl+u", "ctrl+y") as (app, _):
        assert held(app) == "abc"
        assert app.desk.state.given.typed["server", "host"] == "abc"


async def test_a_paste_is_one_step(tmp_path: Path) -> None:
    async with opened(tmp_path, *HOST, *"ab") as (app, pilot):
        app.post_message(events.Paste("x"))
        await press(pilot, "c", "ctrl+y")
        assert held(app) == "abx"
        await press(pilot, "ctrl+y")
        assert held(app) == "ab"


async def test_escape_can_be_taken_back_too(tmp_path: Path) -> None:
    async with opened(tmp_path, *HOST, *"ab", "escape", "ctrl+y") as (app, _):
        assert held(app) == "ab"


async def test_a_secret_stays_masked(tmp_path: Path) -> None:
    async with opened(tmp_path, *HOST, "tab", "tab", *SECRET, "ctrl+u", "ctrl+y") as (app, _):
        assert held(app) == SECRET
        assert SECRET not in seen(app)


async def test_the_field_keeps_its_steps_when_it_is_left(tmp_path: Path) -> None:
    async with opened(tmp_path, *HOST, *"ab", "tab", "shift+tab", *"cd", "ctrl+y") as (app, _):
        assert held(app) == "ab"


async def test_a_choice_goes_back_to_the_answer_before(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "down", "space") as (app, pilot):
        assert "(•) database" in seen(app)
        await press(pilot, "ctrl+y")
        assert "(•) redis" in seen(app)
        assert ("login", "driver") not in app.desk.state.given.typed
        await press(pilot, "ctrl+y")
        assert "Nothing to undo in this field" in seen(app)


async def test_yes_or_no_goes_back_too_even_behind_the_default_key(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "tab", "tab", "space", "ctrl+u", "ctrl+y") as (app, pilot):
        assert focus(app) == "login-secure"
        assert "[ ] no" in seen(app)
        await press(pilot, "ctrl+y")
        assert "[x] yes" in seen(app)


@pytest.mark.parametrize("keys", [
    [*"abc", "backspace", "ctrl+y", "ctrl+y", "d"], [*"ab", "ctrl+u", *"cd", "ctrl+y", "ctrl+y", "ctrl+y", "x"],
    ["tab", *"63", "ctrl+y", "shift+tab", *"ab", "ctrl+y", "c"],
])  # fmt: skip
async def test_keys_in_one_moment_undo_as_one_by_one(tmp_path: Path, keys: list[str]) -> None:
    stands = []
    for slowly in (True, False):
        async with opened(tmp_path / str(slowly), *HOST) as (app, pilot):
            for key in keys:
                app.post_message(events.Key(key, key if len(key) == 1 else None))
                if slowly:
                    await pilot.pause(0.2)
            await pilot.pause(0.8)
            stands.append((focus(app), held(app), dict(app.desk.state.given.typed)))
    assert stands[0] == stands[1]


def test_a_blank_begins_a_step_and_a_change_in_the_middle_is_seen() -> None:
    past = Past()
    texts = ["", "a", "ab", "ab ", "ab c", "Xab c"]
    for old, new in pairwise(texts):
        past.changed(old, new)
    assert [past.back(), past.back(), past.back()] == ["ab", "", None]
