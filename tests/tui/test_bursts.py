"""Keys that arrive in one moment, as over a slow line, do what they do when they are pressed one by one."""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from textual import events

from tests import shapes
from tests.lab import Tmux
from tests.tui import small
from tests.tui.test_keys import focus
from tests.tui.test_tmux import PROGRAM, terminal
from wizard.tui import turns
from wizard.tui.app import WizardApp
from wizard.tui.quit import QuitDialog

SECRET = "ßþðøß"  # letters that no screen has
KEYS = ("a", "0", "1", "2", "tab", "tab", "shift+tab", "backspace", "left", "home", "delete", "ctrl+u", "enter", "enter",
        "up", "down", "down", "space", "pagedown", "pageup", "escape", "f1", "ctrl+s", "ctrl+c", "n", "?")  # fmt: skip
CHARACTERS = {"space": " ", "tab": "\t", "enter": "\r"}


@pytest.fixture
def term(tmp_path: Path) -> Iterator[Tmux]:
    """The wizard in its first section, in the field of the lifetime, the second of the form."""
    project = shapes.make("slim-12", tmp_path / "toko", env={"SESSION_DRIVER": "redis", "REDIS_HOST": "10.0.0.5"})
    with terminal(*PROGRAM, str(project), home=tmp_path) as one:
        one.resize(110, 45)
        one.wait("▸ [1] Recommended")
        one.send("2")
        one.wait("▸ Where are sessions kept?")
        one.send("Tab")
        one.wait("▸ Lifetime in minutes")
        yield one


@pytest.mark.parametrize(
    ("keys", "value"),
    [(("4", "5", "BSpace", "6"), "46"), (("9", "C-u", "4", "5"), "45"), (("5", "Left", "4", "End", "6"), "456"),
     (("4", "x", "Home", "DC", "3", "End", "BSpace", "6"), "36"), (("7", "Escape", "Down", "Up", "8"), "8")],
)  # fmt: skip
def test_keys_that_edit_work_in_their_turn(term: Tmux, keys: tuple[str, ...], value: str) -> None:
    term.send(*keys)
    term.wait(f"▸ Lifetime in minutes         ▏{value} ")


@pytest.mark.parametrize("go_on", ["Tab", "Enter", "Down"])
def test_letters_after_a_key_that_moves_on_are_in_the_next_field(term: Tmux, go_on: str) -> None:
    term.send("4", "5", go_on, "a", "b", "c", "BSpace", "d")
    term.wait("▸ Cookie name                 ▏abd ")
    assert "Lifetime in minutes         ▏45 " in term.screen()


@pytest.mark.parametrize("go_on", ["Tab", "Enter", "Down"])
def test_no_letter_of_a_secret_is_ever_shown(term: Tmux, go_on: str) -> None:
    term.send(*[go_on] * 7, *SECRET, go_on, "BTab", "Right", SECRET)
    term.wait("▸ Password                    ▏" + "•" * len(SECRET * 2))
    assert not any(letter.encode() in term.raw() for letter in SECRET)


def test_letters_after_page_down_are_for_the_next_section(term: Tmux) -> None:
    term.send("4", "5", "PageDown", "Tab", "o", "m", "n", "i")
    term.wait("Cache  2 of 8")
    term.wait("▏omni ")
    term.send("PageUp")
    term.wait("▏45 ")


def test_arrows_and_enter_in_a_list_choose_what_they_went_to(term: Tmux) -> None:
    term.send("Escape", "Down", "Down", "Enter", "Down", "Down", "Up", "Up", "PageUp", "PageUp", "Down", "Enter", "6")
    term.wait("Session  1 of 8")
    term.wait("(•) database")
    term.wait("▸ Lifetime in minutes         ▏6 ")


def test_a_window_takes_the_keys_until_it_is_closed(term: Tmux) -> None:
    term.send("4", "F1", "7", "Enter", "5", "C-c", "8", "Enter", "6")
    term.wait("▸ Lifetime in minutes         ▏456 ")


def test_ctrl_c_twice_in_one_moment_leaves(term: Tmux) -> None:
    term.send("4", "Tab", "a", "C-c", "C-c")
    assert term.wait_exit() == 130


def press(app: WizardApp, *keys: str) -> None:
    """Press keys as the terminal does, and wait for nothing."""
    for key in keys:
        name = "question_mark" if key == "?" else key
        app.post_message(events.Key(name, key if len(key) == 1 else CHARACTERS.get(key)))


def stands(app: WizardApp) -> tuple[object, ...]:
    """The screen, the focus in it, and what was typed."""
    return type(app.screen), focus(app), dict(app.desk.state.given.typed)


async def after(folder: str, keys: list[str], *, one_by_one: bool) -> tuple[object, ...]:
    """Where the wizard stands when nothing changes any more after the keys."""
    app = small.app(small.desk(Path(folder) / str(one_by_one)))
    async with app.run_test() as pilot:
        await pilot.pause()
        for key in keys:
            press(app, key)
            if one_by_one:
                await pilot.pause(0.1)
                await pilot.pause()
        before: tuple[object, ...] = ()
        while before != (now := stands(app)):
            before = now
            await pilot.pause(0.7)
        return now


@pytest.mark.parametrize("seed", range(6))
async def test_any_keys_in_one_moment_do_what_they_do_one_by_one(seed: int) -> None:
    dice = random.Random(seed)
    keys = [*small.section(dice.choice((1, 2, 3))), *(dice.choice(KEYS) for _ in range(20))]
    while any(pair == ("ctrl+c", "ctrl+c") for pair in pairwise(keys)):
        keys.remove("ctrl+c")
    with tempfile.TemporaryDirectory() as folder:
        slowly = await after(folder, keys, one_by_one=True)
        assert await after(folder, keys, one_by_one=False) == slowly, keys


async def test_ctrl_c_works_even_when_a_screen_takes_no_messages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.3)
    app, freed = small.app(small.desk(tmp_path / "toko")), asyncio.Event()
    async with app.run_test() as pilot:
        press(app, *small.section(2))
        await pilot.pause(0.5)
        app.screen.call_later(freed.wait)
        press(app, "a", "tab", "b", "ctrl+c")
        await asyncio.sleep(0.5)
        assert not isinstance(app.screen, QuitDialog)
        press(app, "ctrl+c")
        await asyncio.sleep(0.5)
        assert isinstance(app.screen, QuitDialog)
        freed.set()
        await pilot.pause()
