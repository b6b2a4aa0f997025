"""The Test button and ^t: what a person sees while a service is asked, and what keys do meanwhile."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui import asking, small
from tests.tui.asking import Login, Server
from tests.tui.small import section
from tests.tui.test_keys import answer, focus, press, seen
from wizard.finding import Level
from wizard.text import LANGS, Lang
from wizard.tui.app import WizardApp
from wizard.tui.entries import Part
from wizard.tui.keys_help import KeysHelp
from wizard.tui.review import ReviewScreen
from wizard.tui.widgets.check_pane import CheckLines
from wizard.tui.wizard_screen import WizardScreen


@asynccontextmanager
async def opened(
    folder: Path, server: Server, *keys: str, size: tuple[int, int] = (80, 24), lang: Lang = "en",
    own: Server | None = None, **environ: str,
) -> AsyncIterator[tuple[WizardApp, Pilot[None]]]:  # fmt: skip
    """The wizard whose part is that server; `own` is the database's."""
    typed = {("database", "port"): str(own.port)} if own else {}
    app = small.app(asking.desk(folder, server.port, lang=lang, typed=typed), **environ)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await press(pilot, *keys)
        yield app, pilot


async def until(pilot: Pilot[None], true: Callable[[], bool], within: float = 5.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end, seen(pilot.app) if isinstance(pilot.app, WizardApp) else ""
        await pilot.pause(0.02)


def shown(app: WizardApp) -> type[object]:
    """What kind of screen is on top."""
    return type(app.screen)


async def typing(pilot: Pilot[None], text: str) -> float:
    """Type, and return how many seconds that took."""
    began = time.monotonic()
    await pilot.press(*text)
    return time.monotonic() - began


def row(app: WizardApp, title: str) -> str:
    """A section's row of the sidebar."""
    lines = [re.split(r"[│|]", line)[0].rstrip() for line in seen(app).splitlines()]
    return next(line for line in lines if re.search(rf"\d {title}", line))


@pytest.mark.parametrize(("word", "mark"), [("ok", "ok"), ("warn", "warn"), ("fail", "fail")])
async def test_ctrl_t_asks_and_the_sidebar_shows_how_it_went(tmp_path: Path, word: str, mark: str) -> None:
    with asking.server(word) as server:
        async with opened(tmp_path, server, "2", "ctrl+t") as (app, pilot):
            await until(pilot, lambda: row(app, "Login").endswith(f" {mark}"))
            await until(pilot, lambda: re.search(rf"{mark} +Greeter `127.0.0.1:{server.port}`", seen(app)) is not None)
            await until(pilot, lambda: f"answered `{word}`" in seen(app))
            assert focus(app) == "login-minutes"


async def test_the_button_is_the_last_of_the_form_and_asks_too(tmp_path: Path) -> None:
    with asking.server("ok") as server:
        async with opened(tmp_path, server, "2", "tab", "tab") as (app, pilot):
            assert "▸[ Test connection ]" in seen(app)
            assert "Asks the servers themselves" in seen(app)
            await press(pilot, "enter")
            await until(pilot, lambda: "answered `ok`" in seen(app))
            await press(pilot, "down")
            assert "▸  ok    Greeter" in seen(app)
            await press(pilot, "down")
            assert focus(app) == "back"


async def test_a_finding_says_why_and_what_to_do(tmp_path: Path) -> None:
    with asking.server("warn") as server:
        async with opened(tmp_path, server, "2", "ctrl+t") as (app, pilot):
            await until(pilot, lambda: "› Set it to `noeviction`" in seen(app))
            assert "! warning  maxmemory-policy" in seen(app)
            assert "an evicting policy signs people out" in seen(app)


async def test_a_section_with_nobody_to_ask_has_no_button_and_says_so(tmp_path: Path) -> None:
    with asking.server("ok") as server:
        async with opened(tmp_path, server, *section(3), "ctrl+t") as (app, _):
            assert "Nothing to test in this section" in seen(app)
            assert "Test connection" not in seen(app)
            assert "^t Test" not in seen(app)


async def test_a_wrong_answer_is_named_instead_of_asking_with_another(tmp_path: Path) -> None:
    with asking.server("ok") as server:
        async with opened(tmp_path, server, "2", "tab", *"99", "ctrl+t") as (app, _):
            assert "Not tested. Login, Greeter Port:" in seen(app)
            assert server.asked == 0


async def test_the_last_key_typed_is_asked_with(tmp_path: Path) -> None:
    with asking.server("ok") as old, asking.server("ok") as new:
        async with opened(tmp_path, old, "2", "tab", "ctrl+u") as (app, pilot):
            await pilot.press(*str(new.port), "ctrl+t")
            await until(pilot, lambda: row(app, "Login").endswith(" ok"))
            assert (old.asked, new.asked) == (0, 1)


async def test_a_hanging_check_counts_its_seconds_until_escape_stops_it(tmp_path: Path) -> None:
    with asking.server(None) as server:
        async with opened(tmp_path, server, "2", "ctrl+t") as (app, pilot):
            await until(pilot, lambda: re.search(r"[⣾⣽⣻⢿⡿⣟⣯⣷] +Greeter \S+  1\.\d s", seen(app)) is not None)
            assert "[ Test connection ]  Esc stops it" in seen(app)
            assert row(app, "Login").endswith(" test…")
            began = time.monotonic()
            await pilot.press("escape")
            await until(pilot, lambda: "stopped" in seen(app))
            assert time.monotonic() - began < 0.5
            assert row(app, "Login").endswith("Login")
            assert "Esc stops it" not in seen(app)
            assert focus(app) == "login-minutes"


async def test_a_spinner_that_has_come_stays_for_a_second(tmp_path: Path) -> None:
    with asking.server(None) as server:
        async with opened(tmp_path, server, "2") as (app, pilot):
            began = time.monotonic()
            await pilot.press("ctrl+t")
            await until(pilot, lambda: re.search(r"[⣾⣽⣻⢿⡿⣟⣯⣷] +Greeter", seen(app)) is not None)
            server.close()
            await until(pilot, lambda: row(app, "Login").endswith(" fail"))
            await until(pilot, lambda: re.search(r"fail +Greeter", seen(app)) is not None)
            assert 1.0 <= time.monotonic() - began < 3


async def test_escape_stops_then_closes_then_puts_back_then_goes_to_the_sidebar(tmp_path: Path) -> None:
    with asking.server(None) as server:
        async with opened(tmp_path, server, "2", "5", "ctrl+t", "f1") as (app, pilot):
            last = app.desk.rounds.last(Login)
            assert last is not None and last.running
            await press(pilot, "escape")
            last = app.desk.rounds.last(Login)
            assert last is not None and last.stopped
            assert shown(app) is KeysHelp
            await press(pilot, "escape")
            assert shown(app) is WizardScreen
            assert answer(app, "login", "minutes") == "5"
            await press(pilot, "escape")
            assert (focus(app), answer(app, "login", "minutes")) == ("login-minutes", "120")
            await press(pilot, "escape")
            assert focus(app) == "sidebar"


async def test_typing_and_moving_go_on_while_a_check_hangs_and_its_result_comes_to_the_sidebar(tmp_path: Path) -> None:
    with asking.server("ok") as part, asking.server(None) as own:
        async with opened(tmp_path, part, *section(2), own=own) as (app, pilot):
            quiet = await typing(pilot, "quick_brown_fox")
            await press(pilot, "ctrl+u", "ctrl+t")
            assert await typing(pilot, "quick_brown_fox") < 2 * quiet
            await press(pilot, "pageup")
            assert answer(app, "database", "prefix") == "quick_brown_fox"
            assert focus(app) == "login-minutes"
            assert row(app, "Database").endswith(" test…")
            own.close()
            await until(pilot, lambda: row(app, "Database").endswith(" fail"))
            assert row(app, "Login").endswith("Login")


async def test_a_changed_answer_takes_the_mark_away_and_says_so(tmp_path: Path) -> None:
    with asking.server("ok") as server:
        async with opened(tmp_path, server, "2", "ctrl+t") as (app, pilot):
            await until(pilot, lambda: row(app, "Login").endswith(" ok"))
            await press(pilot, "tab", "backspace")
            assert "The answers have changed since this test." in seen(app)
            assert row(app, "Login").endswith("Login")
            assert "answered" not in seen(app)
            await press(pilot, "escape")
            assert row(app, "Login").endswith(" ok")
            await until(pilot, lambda: "answered `ok`" in seen(app))


async def test_a_newer_test_takes_the_place_of_one_that_hangs(tmp_path: Path) -> None:
    with asking.server(None) as server:
        async with opened(tmp_path, server, "2", "ctrl+t") as (app, pilot):
            server.word = "ok"
            await press(pilot, "ctrl+t")
            await until(pilot, lambda: row(app, "Login").endswith(" ok"))
            server.close()  # the first one hears of it, and has nobody to tell
            await pilot.pause(0.3)
            assert row(app, "Login").endswith(" ok")
            assert server.asked == 2


async def test_the_review_tells_of_a_failed_test_also_when_it_fails_only_then(tmp_path: Path) -> None:
    with asking.server(None) as server:
        async with opened(tmp_path, server, "2", "ctrl+t", "ctrl+s", "down") as (app, pilot):
            assert isinstance(app.screen, ReviewScreen)
            before = len(app.desk.to_know())
            server.close()
            await until(pilot, lambda: f"Decide ({before + 1})" in seen(app))
            await press(pilot, "home", *["down"] * app.screen.entries.index(Part.DECIDE))
            assert "live test" in seen(app)
            assert not app.desk.state.troubles()
            assert all(f.level is not Level.ERROR for f in app.desk.findings())
            await press(pilot, "shift+tab")
            assert "▸[ Write" in seen(app)


async def test_results_longer_than_the_screen_are_scrolled_with_the_arrows(tmp_path: Path) -> None:
    with asking.server("fail") as part, asking.server("warn") as own:
        async with opened(tmp_path, part, *section(2), "ctrl+t", size=(60, 16), own=own) as (app, pilot):
            await until(pilot, lambda: "warn 2" in seen(app) or "fail 2" in seen(app))
            await press(pilot, "tab", "tab", "tab", "tab")
            shown = []
            for _ in range(20):
                shown.append(seen(app))
                if focus(app) == "back":
                    break
                await press(pilot, "down")
            assert focus(app) == "back"
            assert any("maxmemory-policy" in screen for screen in shown)
            assert any("with what the server" in screen for screen in shown)


async def test_what_is_found_below_the_screen_is_scrolled_to_and_typing_scrolls_back(tmp_path: Path) -> None:
    with asking.server("fail") as part, asking.server("ok") as own:
        async with opened(tmp_path, part, *section(2), "ctrl+t", size=(60, 16), own=own) as (app, pilot):
            await until(pilot, lambda: "fail 2" in seen(app) and "[ Test connection ]" in seen(app))
            await pilot.pause(0.3)
            assert "▸ Prefix" not in seen(app)
            await press(pilot, "a")
            assert "▸ Prefix" in seen(app)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40)])
async def test_nothing_of_a_result_is_cut_off(tmp_path: Path, lang: Lang, size: tuple[int, int]) -> None:
    with asking.server("fail") as part, asking.server("warn") as own:
        async with opened(tmp_path, part, *section(2), "ctrl+t", size=size, lang=lang, own=own) as (app, pilot):
            await until(pilot, lambda: app.desk.rounds.last(asking.Database) is not None)
            await until(pilot, lambda: re.search(r"\b(ok|fail|gagal|warn|awas) +Greeter", seen(app)) is not None)
            await pilot.pause(0.2)
            shown = next(lines for lines in app.screen.query(CheckLines) if lines.display)
            assert all(line.cell_length <= shown.size.width for line in shown.render().split("\n"))
            said = " ".join(shown.render().plain.split())
            for sentence in (
                ("user logout", "Ubah ke `noeviction`", "`REDIS_PASSWORD` dengan yang ada di server")
                if lang == "id" else ("signs people out", "Set it to `noeviction`", "with what the server has")
            ):  # fmt: skip
                assert sentence in said
            assert not any("…" in line.partition("│")[0] for line in seen(app).splitlines()[1:5])


async def test_without_unicode_a_running_and_an_ended_test_are_plain_and_told_from_the_answers_marks(tmp_path: Path) -> None:
    with asking.server(None) as server:
        async with opened(tmp_path, server, "2", "ctrl+t", LANG="C") as (app, pilot):
            await until(pilot, lambda: re.search(r"[-|/\\] +Greeter", seen(app)) is not None)
            assert seen(app).isascii()
            assert row(app, "Login").endswith(" test.")
            server.close()
            await until(pilot, lambda: row(app, "Login").endswith(" fail"))
            assert seen(app).isascii()


async def test_leaving_waits_for_no_check_and_no_thread_complains(tmp_path: Path) -> None:
    with asking.server(None) as server:
        async with opened(tmp_path, server, "2", "ctrl+t") as (app, pilot):
            began = time.monotonic()
            await press(pilot, "ctrl+c", "ctrl+c")
            assert app.return_code == 130
        assert time.monotonic() - began < 3  # in a real terminal it is measured to the second
        last = app.desk.rounds.last(Login)
        assert last is not None and last.stopped
        server.close()
        for thread in threading.enumerate():
            if thread.name == "check greeter":
                assert thread.daemon
                thread.join(5)
