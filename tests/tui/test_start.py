"""The first screen: what was found, and four ways on from it."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests import shapes
from tests.tui import small
from tests.tui.small import SECRET
from tests.tui.test_fits import all_keys_fit
from tests.tui.test_keys import ALL, answer, focus, opened, press, seen
from wizard.outcome import write
from wizard.project import Project
from wizard.resolve import Given
from wizard.sections import PARTS, SECTIONS
from wizard.text import LANGS, Lang
from wizard.tui.app import WizardApp
from wizard.tui.load_answers import LoadAnswers
from wizard.tui.review import ReviewScreen
from wizard.tui.start import StartScreen
from wizard.tui.state_now import StateNowScreen
from wizard.tui.wizard_screen import WizardScreen
from wizard.walk.desk import Desk
from wizard.walk.state import State

PACKAGES = {"predis/predis": "2.3.0", "league/flysystem-aws-s3-v3": "3.29.0",
            "vladimir-yuldashev/laravel-queue-rabbitmq": "14.2.0"}  # fmt: skip


def lane(app: WizardApp, name: str) -> int:
    """The row of the screen where a way on is named."""
    return next(y for y, line in enumerate(seen(app).splitlines()) if name in line)


def under_git(folder: Path) -> None:
    """Make the project a repository."""
    for words in (["init", "-q", "-b", "main"], ["add", "-A"]):
        subprocess.run(["git", "-C", str(folder), *words], check=True)


async def test_the_recommended_way_opens_only_what_nobody_can_guess_and_then_the_review(tmp_path: Path) -> None:
    async with opened(tmp_path) as (app, pilot):
        assert "2 answers that nobody can guess" in " ".join(seen(app).split())
        await press(pilot, "enter")
        assert focus(app) == "server-host"
        assert "1 of 2 only you know" in seen(app)
        await press(pilot, *"10.0.0.9", "enter")
        assert focus(app) == "server-port", "Enter goes from field to field, as everywhere"
        await press(pilot, "enter", "enter")
        assert focus(app) == "next"
        await press(pilot, "enter")
        assert focus(app) == "key-key"
        assert "2 of 2 only you know" in seen(app)
        await press(pilot, *"abc", "enter", "enter")
        assert isinstance(app.screen, ReviewScreen)
        assert app.desk.state.troubles() == ()


async def test_enter_in_an_open_question_leads_to_what_makes_its_value_and_then_on(tmp_path: Path) -> None:
    async with opened(tmp_path, "1", *"10.0.0.9", *["enter"] * 5) as (app, pilot):
        assert "▸[ Make one ]" in seen(app)
        await press(pilot, "enter")
        assert focus(app) == "key-key"
        assert answer(app, "key", "key") == SECRET
        await press(pilot, "enter", "enter")
        assert isinstance(app.screen, ReviewScreen)


async def test_nothing_to_ask_leads_straight_to_the_review(tmp_path: Path) -> None:
    async with opened(tmp_path, typed=ALL) as (app, pilot):
        assert "Nothing is missing" in " ".join(seen(app).split())
        await press(pilot, "1")
        assert isinstance(app.screen, ReviewScreen)


async def test_a_wrong_value_is_stayed_at_and_no_trap(tmp_path: Path) -> None:
    async with opened(tmp_path, "1", *"a b", "enter") as (app, pilot):
        assert focus(app) == "server-host"
        assert "✗" in seen(app)
        await press(pilot, "pagedown")
        assert focus(app) == "store-prefix"


@pytest.mark.parametrize("away", [("pagedown",), ("pageup",), ("escape", "2")])
async def test_any_other_movement_ends_the_walk_through_open_questions(tmp_path: Path, away: tuple[str, ...]) -> None:
    async with opened(tmp_path, "1", *away) as (app, _):
        assert app.desk.state.only_open is None or isinstance(app.screen, StartScreen)
        assert "only you know" not in seen(app)


async def test_next_goes_back_to_what_was_left_open_in_a_section_and_never_holds_anybody(tmp_path: Path) -> None:
    async with opened(tmp_path, "1", *["enter"] * 4) as (app, pilot):
        assert focus(app) == "server-host"
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, ReviewScreen)
        assert "2 problems" in seen(app)
        await press(pilot, "enter")
        assert focus(app) == "server-host"
        await press(pilot, *"10.0.0.9", *["enter"] * 4, *"abc", "enter", "enter")
        assert isinstance(app.screen, ReviewScreen)
        assert app.desk.state.troubles() == ()


async def test_what_came_up_meanwhile_is_asked_too_and_counted(tmp_path: Path) -> None:
    env: dict[str, str | None] = {"SESSION_DRIVER": "database", "APP_KEY": ""}
    app = small.app(small.desk(tmp_path, env=env))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "1")
        assert focus(app) == "server-host"  # the store needs it


@pytest.mark.parametrize(("name", "screen"), [("Recommended", WizardScreen), ("Step by step", WizardScreen),
                                              ("Answers file", LoadAnswers), ("State here", StateNowScreen)])  # fmt: skip
async def test_every_way_can_be_chosen_with_the_mouse(tmp_path: Path, name: str, screen: type[object]) -> None:
    async with opened(tmp_path) as (app, pilot):
        await pilot.click(offset=(10, lane(app, name)))
        await pilot.pause(0.2)
        assert isinstance(app.screen, screen)


async def test_the_cursor_stays_where_it_was_when_the_start_is_seen_again(tmp_path: Path) -> None:
    async with opened(tmp_path, "down", "enter", "pageup") as (app, _):
        assert "▸ [2] Step by step" in seen(app)


async def loading(pilot: Pilot[None], path: str) -> None:
    """Name a file in the window that asks for one."""
    await press(pilot, "3", "ctrl+u")
    await press(pilot, *path, "enter")


async def test_a_good_answers_file_is_loaded_as_the_flag_does_and_reviewed(tmp_path: Path) -> None:
    project = tmp_path / "p"
    (tmp_path / "mine.toml").write_text('[login]\nlifetime = 45\n[server]\nhost = "10.0.0.9"\nstrange = 1\n')
    async with opened(project) as (app, pilot):
        await loading(pilot, "../mine.toml")
        assert isinstance(app.screen, ReviewScreen)
        assert (answer(app, "login", "lifetime"), answer(app, "server", "host")) == ("45", "10.0.0.9")
        strange = [f for f in app.desk.findings() if f.code == "answers.unknown"]
        assert [f.why.en for f in strange] == ["`server.strange` is not a question of this wizard: ignored"]


async def test_the_projects_own_answers_file_is_proposed(tmp_path: Path) -> None:
    app = small.app(small.desk(tmp_path))
    (tmp_path / "stateless.toml").write_text("[login]\nlifetime = 33\n")
    app.desk.rebuild()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3")
        assert "▏stateless.toml" in seen(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, ReviewScreen)
        assert answer(app, "login", "lifetime") == "33"


async def test_a_file_in_the_home_folder_is_found_by_its_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "mine.toml").write_text("[login]\nlifetime = 46\n")
    async with opened(tmp_path / "p") as (app, pilot):
        await loading(pilot, "~/mine.toml")
        assert answer(app, "login", "lifetime") == "46"


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [("gone.toml", None, "`gone.toml` is not there"), ("config", None, "`config` is not a file of answers"),
     ("~nobody-at-all/x", None, "is not there"), ("/dev/zero", None, "is not a file of answers"),
     ("/proc/kallsyms", None, "is not a file of answers"),
     ("bad.toml", "[login\n", "`bad.toml` is not valid TOML"),
     ("open.toml", f'[key]\nkey = "{SECRET}"\n', "a secret must not be written here"),
     ("env.toml", '[key]\nkey = { env = "NOT_SET_ANYWHERE" }\n', "NOT_SET_ANYWHERE is not set")],
)  # fmt: skip
async def test_a_bad_answers_file_is_told_and_the_path_can_be_mended(
    tmp_path: Path, path: str, text: str | None, said: str
) -> None:
    app = small.app(small.desk(tmp_path))
    if text is not None:
        (tmp_path / path).write_text(text)
    before = app.desk.state
    async with app.run_test(size=(80, 24)) as pilot:
        await loading(pilot, path)
        shown = " ".join(seen(app).replace("│", " ").split())
        assert said in shown
        assert SECRET not in shown
        assert app.desk.state.given == before.given
        await press(pilot, "down", "enter")
        assert isinstance(app.screen, LoadAnswers)
        await press(pilot, "escape")
        assert isinstance(app.screen, StartScreen)


async def test_another_file_takes_the_place_of_the_one_before_it(tmp_path: Path) -> None:
    app = small.app(small.desk(tmp_path))
    (tmp_path / "a.toml").write_text("[login]\nlifetime = 45\nodd = 1\n")
    (tmp_path / "b.toml").write_text("[store]\nprefix = \"shop_\"\n")
    async with app.run_test(size=(80, 24)) as pilot:
        await loading(pilot, "a.toml")
        await press(pilot, "escape")
        await loading(pilot, "b.toml")
        assert (answer(app, "login", "lifetime"), answer(app, "store", "prefix")) == ("120", "shop_")
        assert not [f for f in app.desk.findings() if f.code == "answers.unknown"]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
@pytest.mark.parametrize("lang", LANGS)
async def test_what_keeps_state_now_can_be_read_to_its_end_and_enter_goes_to_the_section(
    tmp_path: Path, lang: Lang, size: tuple[int, int]
) -> None:
    app = small.app(small.desk(tmp_path, lang=lang))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "4")
        read = seen(app)
        for _ in range(25):
            await press(pilot, "down")
            read += seen(app)
        together = " ".join(read.split())
        for word in ("file (SESSION_DRIVER", "redis", small.Login.problem.in_(lang), small.Key.problem.in_(lang)):
            assert word in together
        assert "▸ ✗ 3 " in seen(app)
        await press(pilot, "enter")
        assert focus(app) == "key-key"
        await press(pilot, "pageup", "pageup", "pageup")
        assert isinstance(app.screen, StartScreen)


async def test_escape_leads_from_what_keeps_state_back_to_the_start(tmp_path: Path) -> None:
    async with opened(tmp_path, "4", "escape") as (app, _):
        assert isinstance(app.screen, StartScreen)
        assert "▸ [4]" in seen(app)


async def test_a_section_of_what_keeps_state_opens_by_mouse(tmp_path: Path) -> None:
    async with opened(tmp_path, "4") as (app, pilot):
        await pilot.click("#state-store")
        await pilot.pause(0.2)
        assert focus(app) == "store-prefix"


async def test_no_secret_is_named_among_what_keeps_state(tmp_path: Path) -> None:
    app = small.app(small.desk(tmp_path, env={"APP_KEY": "sEnTiNeL-now", "REDIS_PASSWORD": "pAsS"}))
    async with app.run_test(size=(120, 60)) as pilot:
        await press(pilot, "4")
        assert "sEnTiNeL" not in seen(app)
        assert "pAsS" not in seen(app)


@pytest.mark.parametrize("lang", LANGS)
async def test_all_of_the_start_is_seen_at_80_by_24_with_packages_and_git(tmp_path: Path, lang: Lang) -> None:
    folder = shapes.make("slim-12", tmp_path / "toko", packages=PACKAGES)
    await asyncio.to_thread(under_git, folder)
    state = State.start(Project.open(folder, environ={}), SECTIONS, PARTS, lang, Given())
    app = small.app(Desk(state, write, lambda: state.project))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(1)
        shown = seen(app)
        assert all(f"[{number}] " in shown for number in range(1, 5))
        for word in ("predis/predis", "git: branch main", "stateless-wizard plan"):
            assert word in shown
        assert all_keys_fit(app)
        page = app.screen.query_one("#start")
        assert page.max_scroll_y == 0


@pytest.mark.parametrize("lang", LANGS)
async def test_at_60_by_20_every_way_is_in_sight_when_the_cursor_is_on_it(tmp_path: Path, lang: Lang) -> None:
    app = small.app(small.desk(tmp_path, lang=lang))
    async with app.run_test(size=(60, 20)) as pilot:
        for number in range(1, 5):
            await pilot.pause(0.1)
            assert f"▸ [{number}] " in seen(app)
            await press(pilot, "down")
        for _ in range(20):
            await press(pilot, "up")
        assert "slim-12" in seen(app) or "slim" in seen(app)  # what was found is a few ups away


async def test_the_wide_start_says_of_every_section_what_is_wrong(tmp_path: Path) -> None:
    async with opened(tmp_path, size=(130, 40)) as (app, _):
        line = next(line for line in seen(app).splitlines() if "✗ Login" in line)
        assert "file" in line
        assert "on this node alone" in line


@pytest.mark.parametrize("name", ["[b]x[/b]", "a\x1b[31mred", "$text {x}", "x" * 90, "日本" * 20, "two\nlines"])
async def test_a_hostile_folder_name_is_only_text(tmp_path: Path, name: str) -> None:
    app = small.app(small.desk(tmp_path / name))
    async with app.run_test(size=(80, 24)) as pilot:
        for keys in ((), ("4",), ("escape", "2"), ("f3",), ("ctrl+s",)):
            await press(pilot, *keys)
            assert "\x1b" not in seen(app)
            lines = seen(app).splitlines()
            assert len(lines) == 24
            assert "EN" in lines[0]
        assert app.return_code is None


async def test_the_start_is_plain_text_without_colour_or_unicode(tmp_path: Path) -> None:
    async with opened(tmp_path, "down", LANG="C", NO_COLOR="1") as (app, pilot):
        assert "> [2] Step by step" in seen(app)
        assert "[EN] ID" in seen(app)
        assert seen(app).isascii()
        await press(pilot, "4")
        assert seen(app).isascii()


async def test_the_same_without_questions_is_told(tmp_path: Path) -> None:
    async with opened(tmp_path) as (app, _):
        assert "Same without questions:  stateless-wizard plan " in seen(app)
    desk: Desk = small.desk(tmp_path / "b", typed=ALL)
    app = small.app(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Same without questions:  stateless-wizard apply " in seen(app)
