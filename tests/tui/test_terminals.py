"""Every terminal: what it can do, its size, its cursor, its mouse, and how few bytes go to it."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual._compositor import Compositor
from textual.color import Color
from textual.strip import Strip
from textual.widgets import Input

from tests import shapes
from tests.bench import wire
from tests.lab import ROOT, Tmux
from tests.tui import small
from tests.tui.test_keys import ALL, answer, focus, opened, press, seen
from wizard.tui.app import WizardApp
from wizard.tui.delta import Delta, Frames
from wizard.tui.start import StartScreen
from wizard.tui.terminal import Colours, Terminal
from wizard.tui.themes import dress
from wizard.tui.too_small import TooSmall
from wizard.tui.widgets.choice import Choice
from wizard.tui.widgets.rows import Rows
from wizard.tui.wizard_screen import WizardScreen

SSH = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}
PROGRAM = (sys.executable, "-m", "wizard")


# --- what it can do ------------------------------------------------------------


@pytest.mark.parametrize(("environ", "theme", "found"), [
    ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, None, Terminal(Colours.TRUE, "dark")),
    ({"TERM": "xterm-256color", "COLORFGBG": "0;15"}, None, Terminal(Colours.MANY, "light")),
    ({"TERM": "xterm-256color", "COLORFGBG": "15;0"}, None, Terminal(Colours.MANY, "dark")),
    ({"TERM": "xterm"}, None, Terminal(Colours.SIXTEEN, "ansi-dark")),
    ({"TERM": "xterm", "COLORFGBG": "0;default;15"}, None, Terminal(Colours.SIXTEEN, "ansi-light")),
    ({"TERM": "xterm"}, "light", Terminal(Colours.SIXTEEN, "light")),
    ({"TERM": "linux"}, None, Terminal(Colours.SIXTEEN, "ansi-dark", ascii=True)),
    ({"TERM": "xterm-256color", "LANG": "C"}, None, Terminal(Colours.MANY, "dark", ascii=True)),
    ({"TERM": "xterm-256color", "LANG": "id_ID.utf8"}, None, Terminal(Colours.MANY, "dark")),
    ({"TERM": "xterm-256color", "NO_COLOR": "1"}, None, Terminal(Colours.NONE, "ansi-dark")),
    ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "light", Terminal(Colours.NONE, "ansi-light")),
    ({"TERM": "xterm-256color", "NO_COLOR": "", **SSH}, "ansi-light", Terminal(Colours.MANY, "ansi-light", slow=True)),
])  # fmt: skip
def test_what_a_terminal_can_do_is_read_from_the_environment(
    environ: Mapping[str, str], theme: str | None, found: Terminal
) -> None:
    assert Terminal.of(environ, theme=theme) == found


def test_signs_are_as_the_user_says_whatever_the_locale() -> None:
    assert Terminal.of({"LANG": "C"}, plain_signs=False).ascii is False
    assert Terminal.of({"LANG": "C.UTF-8"}, plain_signs=True).ascii is True


def test_over_ssh_the_preview_waits_longer_and_textual_draws_less_often() -> None:
    far, near = Terminal.of(SSH), Terminal.of({})
    assert far.pause > near.pause
    assert (far.settings["TEXTUAL_FPS"], near.settings) == ("15", {})


@pytest.mark.parametrize("theme", ["dark", "light", "ansi-dark", "ansi-light"])
async def test_every_theme_shows_the_line_of_a_field_without_the_focus(theme: str, tmp_path: Path) -> None:
    async with opened(tmp_path, "2") as (app, pilot):
        dress(app, theme)
        await pilot.pause(0.2)
        variables = app.theme_variables
        assert variables["border-blurred"] not in ("ansi_black", variables["background"])


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("kind", ["foreground", "foreground-muted", "foreground-disabled", "text-disabled", "text-primary",
                                  "text-accent", "text-success", "text-warning", "text-error"])  # fmt: skip
async def test_whatever_is_written_can_be_read(theme: str, kind: str, tmp_path: Path) -> None:
    """As WCAG has it: 4.5 to 1 for text."""
    app = small.app(small.desk(tmp_path))
    dress(app, theme)
    variables = {**app.current_theme.to_color_system().generate(), **app.current_theme.variables}
    ground = Color.parse(variables["background"])
    ink = ground + Color.parse(variables[kind])
    lighter, darker = sorted((brightness(ink), brightness(ground)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def brightness(colour: Color) -> float:
    """The relative luminance."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


# --- its size --------------------------------------------------------------------


async def test_no_letter_lands_in_a_field_while_the_terminal_is_too_small(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "tab") as (app, pilot):
        before = focus(app), answer(app, "login", "lifetime")
        await pilot.resize_terminal(40, 10)
        await pilot.pause(0.2)
        assert "40x10 is too small: 50x15 needed" in seen(app)
        assert "40x10 terlalu kecil" in seen(app)
        await press(pilot, "9", "x", "tab", "enter", "f1", "f3", "ctrl+s", "ctrl+g", "ctrl+p", "f5", "escape", "pagedown")
        assert isinstance(app.screen, TooSmall)
        await pilot.resize_terminal(80, 24)
        await pilot.pause(0.3)
        assert (focus(app), answer(app, "login", "lifetime")) == before
        assert isinstance(app.screen, WizardScreen)


async def test_ctrl_c_twice_leaves_a_terminal_that_is_too_small(tmp_path: Path) -> None:
    async with opened(tmp_path, size=(40, 10)) as (app, pilot):
        await press(pilot, "ctrl+c")
        assert "^c again = quit" in seen(app)
        await press(pilot, "ctrl+c")
        assert app.return_code == 130


async def test_started_too_small_it_begins_as_usual_once_there_is_room(tmp_path: Path) -> None:
    async with opened(tmp_path, size=(49, 15)) as (app, pilot):
        assert isinstance(app.screen, TooSmall)
        await pilot.resize_terminal(50, 15)
        await pilot.pause(0.3)
        assert isinstance(app.screen, StartScreen)


@pytest.mark.parametrize("keys", [(), ("2", "tab"), ("ctrl+s",)])
async def test_after_a_storm_of_sizes_the_screen_is_as_in_a_fresh_start(keys: tuple[str, ...], tmp_path: Path) -> None:
    storm = random.Random(len(keys))
    async with opened(tmp_path / "a", *keys) as (app, pilot):
        for _ in range(50):
            await pilot.resize_terminal(storm.randint(20, 220), storm.randint(5, 70))
        for size in ((60, 20), (80, 24), (120, 40), (200, 60)):
            await pilot.resize_terminal(*size)
            await pilot.pause(0.5)
            async with opened(tmp_path / f"{size[0]}" / "a", *keys, size=size) as (fresh, fresh_pilot):
                await fresh_pilot.pause(0.5)
                assert lines(seen(app)) == lines(seen(fresh))


def lines(screen: str) -> list[str]:
    """The lines of a screen but the first and those that name the folder."""
    return [line for line in screen.splitlines()[1:] if "stateless-wizard" not in line and "/" not in line]


# --- a real terminal ---------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return shapes.make("slim-12", tmp_path / "toko", env={"SESSION_DRIVER": "file"})


def terminal(
    project: Path, *words: str, size: tuple[int, int] = (80, 24), env: Mapping[str, str] = MappingProxyType({})
) -> Tmux:
    home = {"HOME": str(project.parent), "XDG_STATE_HOME": str(project.parent / "state"), "COLORTERM": "truecolor"}
    changes = [f"{name}={value}" for name, value in env.items()]  # TERM is the terminal's own unless said here
    return Tmux(["env", *changes, *PROGRAM, str(project), "--lang", "en", *words], *size, env=home, cwd=ROOT)


def test_the_cursor_of_the_terminal_stands_where_the_focus_is(project: Path) -> None:
    with terminal(project) as term:
        term.wait("▸ [1] Recommended")
        on_the_mark(term, "[1] Recommended")
        term.send("Down")
        on_the_mark(term, "[2] Step by step")
        term.send("2")
        term.wait("▸(•) redis")
        on_the_mark(term, "(•) redis")
        for label in ("Lifetime in minutes", "Cookie name", "Cookie over HTTPS", "Cookie domain", "Host", "Port"):
            term.send("Tab")
            on_the_mark(term, label)
        term.resize(60, 20)
        on_the_mark(term, "Port")
        term.send("BTab")
        on_the_mark(term, "Host")
        term.resize(120, 40)
        on_the_mark(term, "Host")
        term.send("C-c")
        on_the_mark(term, "[ Stay ]")
        term.send("Escape")
        on_the_mark(term, "Host")
        term.send("C-s")
        term.wait("problems")
        on_the_mark(term, "Host")
        term.send("Down")
        on_the_mark(term, "Bucket")


def test_the_cursor_stands_where_the_focus_is_in_every_window(project: Path) -> None:
    with terminal(project) as term:
        term.wait("▸ [1] Recommended")
        term.send("3")
        on_the_line(term, "stateless.toml")
        term.send("Tab")
        on_the_mark(term, "[ Load ]")
        term.send("Escape")
        on_the_mark(term, "[3] Answers file")
        term.send("4")
        on_the_mark(term, "Session")
        term.send("Escape")
        on_the_mark(term, "[4] State here now")
        term.send("2")
        on_the_mark(term, "(•) redis")
        term.send("C-g")
        term.wait("Go to a section")
        on_the_line(term, "type a few letters")
        term.type("redis_po")
        on_the_line(term, "redis_po")
        term.send("Escape")
        on_the_mark(term, "(•) redis")
        term.send("C-p")
        term.wait("Commands")
        on_the_line(term, "type a few letters")
        term.send("Escape")
        on_the_mark(term, "(•) redis")
        term.send("F5")
        on_the_mark(term, "[ Close ]")
        term.send("Escape")
        on_the_mark(term, "(•) redis")
        term.send("F1")
        on_the_mark(term, "[ Close ]")
        term.send("Escape")
        on_the_mark(term, "(•) redis")
        term.send("C-s")
        term.wait("problems")
        while "▸M .env " not in term.screen():
            term.send("Down")
            time.sleep(0.1)
        on_the_mark(term, "M .env")
        term.send("Enter")
        term.wait("▸.env")
        assert term.cursor()[1] > 10


def on_the_line(term: Tmux, label: str) -> None:
    """Wait until the cursor is in the row that shows a text."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        _, row = term.cursor()
        if label in "".join(term.screen().splitlines()[row : row + 1]):
            return
        time.sleep(0.05)
    raise AssertionError(f"the cursor is at {term.cursor()}, not at {label!r}:\n{term.screen()}")


def on_the_mark(term: Tmux, label: str) -> None:
    """Wait until the cursor is in the row that is marked, and that row says what is expected."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        _, row = term.cursor()
        line = term.screen().splitlines()[row : row + 1]
        if line and "▸" in line[0] and label in line[0]:
            return
        time.sleep(0.05)
    raise AssertionError(f"the cursor is at {term.cursor()}, not at {label!r}:\n{term.screen()}")


@pytest.mark.parametrize(("env", "ascii_signs"), [
    ({"TERM": "linux", "COLORTERM": ""}, True), ({"TERM": "xterm", "COLORTERM": ""}, False), ({"LANG": "C"}, True),
    ({"NO_COLOR": "1"}, False), ({"TERM": "linux", "NO_COLOR": "1", **SSH}, True), (SSH, False),
    ({"COLORFGBG": "0;15"}, False),
])  # fmt: skip
@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
def test_focus_and_choice_can_be_read_in_any_terminal(
    env: dict[str, str], ascii_signs: bool, size: tuple[int, int], project: Path
) -> None:
    with terminal(project, size=size, env=env) as term:
        term.wait("> [1] Recommended" if ascii_signs else "▸ [1] Recommended")
        term.send("2")
        shown = term.wait(">(*) redis" if ascii_signs else "▸(•) redis")
        assert shown.isascii() is ascii_signs
        term.send("Tab")
        term.wait("> Lifetime in" if ascii_signs else "▸ Lifetime in")


@pytest.mark.parametrize("flags", [("--ascii",), ("--theme", "light"), ("--theme", "ansi-light", "--ascii")])
def test_the_flags_decide_how_it_looks(flags: tuple[str, ...], project: Path) -> None:
    with terminal(project, *flags) as term:
        assert term.wait("[1] Recommended").isascii() is ("--ascii" in flags)
        truecolor = "48;2;224;224;224" in term.screen(colours=True)
        assert truecolor is ("light" in flags)


@pytest.mark.parametrize("flag", ["--ascii", "--no-ascii"])
def test_the_flag_decides_the_signs_of_the_plain_prompts_too(flag: str, project: Path) -> None:
    with terminal(project, "--plain", flag) as term:
        term.wait("[1]:")
        assert term.screen().isascii() is (flag == "--ascii")


def test_over_ssh_only_changes_are_sent_and_the_screen_is_the_same(project: Path) -> None:
    """Each key and each size leaves the same screen as where every frame is drawn whole."""
    steps = ("2", "Tab", "9", "9", "x", "BSpace", "Tab", "Tab", "Space", "F2", "F2", "NPage", "NPage", "F1", "Escape",
             "PPage", (60, 20), "Tab", (120, 40), "C-s", "Down", (80, 24), "C-c", "Escape")  # fmt: skip
    with terminal(project) as near, terminal(project, env=SSH) as far:
        for term in (near, far):
            term.wait("[1] Recommended")
        for step in steps:
            for term in (near, far):
                if isinstance(step, tuple):
                    term.resize(*step)
                else:
                    term.send(step)
            same(near, far, step)
        assert len(far.raw()) < len(near.raw()) / 2


def same(near: Tmux, far: Tmux, step: object) -> None:
    """Wait until two terminals show the same letters in the same colours."""
    end, still = time.monotonic() + 20, 0
    while time.monotonic() < end:
        still = still + 1 if looks(near) == looks(far) else 0
        if still == 4:
            return
        time.sleep(0.1)
    raise AssertionError(f"after {step!r}:\n{near.screen(colours=True)!r}\n{far.screen(colours=True)!r}")


def looks(term: Tmux) -> list[list[tuple[str, str, tuple[bool, ...]]]]:
    """Each line as letters with what can be seen of their style; the ink of a blank cannot."""
    text = Text.from_ansi(term.screen(colours=True))
    console = Console(width=500)
    lines: list[list[tuple[str, str, tuple[bool, ...]]]] = []
    for line in text.split("\n", allow_blank=True):
        cells: list[tuple[str, str, tuple[bool, ...]]] = []
        for segment in line.render(console):
            style = segment.style or Style()
            ground = str(style.bgcolor)
            seen = (bool(style.reverse), bool(style.underline))
            cells += [(letter, ground, seen) if letter == " " else (letter, f"{style.color} on {ground}",
                       (*seen, bool(style.bold), bool(style.dim))) for letter in segment.text]  # fmt: skip
        while cells and cells[-1][0] == " " and not any(cells[-1][2]):  # tmux cuts off some of them
            cells.pop()
        lines.append(cells)
    return lines


@pytest.mark.parametrize("keys", [("2", "Tab"), ("C-s",)])
def test_after_a_storm_of_sizes_a_real_terminal_shows_what_a_fresh_one_shows(keys: tuple[str, ...], project: Path) -> None:
    storm = random.Random(7)
    with terminal(project) as term, terminal(project, env=SSH) as far:
        for each in (term, far):
            each.wait("[1] Recommended")
            for key in keys:
                each.send(key)
                time.sleep(0.3)
        for _ in range(30):
            size = storm.randint(20, 200), storm.randint(5, 60)
            for each in (term, far):
                each.resize(*size)
        for each in (term, far):
            each.resize(100, 30)
        with terminal(project, size=(100, 30)) as fresh:
            fresh.wait("[1] Recommended")
            for key in keys:
                fresh.send(key)
                time.sleep(0.3)
            same(fresh, term, "the storm")
            same(fresh, far, "the storm, over SSH")


async def test_a_window_over_the_start_keeps_nothing_of_the_size_before(tmp_path: Path) -> None:
    async with opened(tmp_path / "a", "f1", size=(120, 40)) as (app, pilot):
        await pilot.resize_terminal(60, 20)
        await pilot.pause(0.3)
        await press(pilot, "escape")
        async with opened(tmp_path / "b" / "a", size=(60, 20)) as (fresh, fresh_pilot):
            await fresh_pilot.pause(0.3)
            assert lines(seen(app)) == lines(seen(fresh))


def test_over_ssh_a_key_sends_three_kilobytes_at_most_and_nobody_waiting_costs_nothing() -> None:
    found = wire.bytes_of(wire.WALK, (80, 24))
    assert sorted(found)[len(found) // 2] < 1024
    assert max(found) <= 3 * 1024
    assert wire.idle(2.0) == 0


# --- a change, cell by cell --------------------------------------------------------


def strip(*parts: tuple[str, str]) -> Strip:
    return Strip([Segment(text, Style.parse(style)) for text, style in parts])


def test_only_what_differs_is_sent() -> None:
    console = Console(color_system="truecolor", force_terminal=True)
    old = [strip(("the same", "red"), (" " * 20 + "1", "red")), strip(("below", ""))]
    new = [strip(("the same", "red"), (" " * 20 + "2", "red")), strip(("below", ""))]
    assert Delta(old, new).render_segments(console) == "\x1b[1;29H\x1b[0;31;49m2\x1b[0m"
    assert Delta(new, new).render_segments(console) == ""


def test_the_first_frame_and_one_that_must_be_whole_have_every_line() -> None:
    console = Console(color_system="truecolor", force_terminal=True)
    shown = Delta([], [strip(("above", "")), strip(("below", ""))]).render_segments(console)
    assert "above" in shown
    assert "below" in shown


@pytest.mark.parametrize("gone", [AttributeError, TypeError])
async def test_with_a_textual_of_other_inner_parts_frames_are_drawn_as_it_draws_them(
    gone: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def renamed(self: Compositor) -> None:
        raise gone

    async with opened(tmp_path) as (app, _):
        frame = app.screen._compositor.render_update(full=True)
        frames = Frames()
        assert isinstance(frames.less(app.screen, frame), Delta)
        monkeypatch.setattr(Compositor, "render_strips", renamed)
        assert frames.less(app.screen, frame) is frame
        assert frames.less(app.screen, "no frame") == "no frame"
        monkeypatch.undo()


def test_a_line_with_a_wide_letter_goes_whole() -> None:
    console = Console(color_system="truecolor", force_terminal=True)
    assert Delta([strip(("日本 a", ""))], [strip(("日本 b", ""))]).render_segments(console).endswith("H日本 b")


# --- its mouse ---------------------------------------------------------------------


async def test_the_mouse_alone_goes_from_the_start_to_the_review_and_back(tmp_path: Path) -> None:
    async with opened(tmp_path) as (app, pilot):
        lane = next(y for y, line in enumerate(seen(app).splitlines()) if "[2]" in line)
        await pilot.click(offset=(10, lane))
        await pilot.pause(0.2)
        assert on(app) == "WizardScreen"
        choice = app.screen.query(Choice).first()
        await pilot.click(choice, offset=(6, 2))
        await pilot.pause(0.2)
        assert answer(app, "login", "driver") == "database"
        await pilot.click("#login-secure", offset=(26, 0))
        await pilot.pause(0.2)
        assert answer(app, "login", "secure") == "false"
        field = app.screen.query_one("#login-lifetime").query_one(Input)
        await pilot.click(field)
        await press(pilot, "7")
        assert field.value == "7"
        await pilot.click("#next")
        await pilot.pause(0.2)
        assert app.desk.state.current == 1
        await pilot.click("#sidebar", offset=(4, 2))
        await pilot.pause(0.2)
        assert app.desk.state.current == 2
        await pilot.click("#sidebar", offset=(4, 3))
        await pilot.pause(0.3)
        assert on(app) == "ReviewScreen"
        await pilot.click(Rows, offset=(4, 0))
        await pilot.pause(0.2)
        assert on(app) in ("ReviewScreen", "WizardScreen")


async def test_the_mouse_alone_reads_a_file_writes_and_closes(tmp_path: Path) -> None:
    async with opened(tmp_path, "ctrl+s", typed=ALL) as (app, pilot):
        assert "▸.env" not in seen(app)
        await pilot.click("#pane", offset=(5, 2))
        await pilot.pause(0.2)
        assert focus(app) == "pane"
        assert "\n▸.env" in seen(app)
        await pilot.click("#back")
        await pilot.pause(0.3)
        assert on(app) != "ReviewScreen"
        await press(pilot, "ctrl+s")
        await pilot.click("#write")
        await pilot.pause(0.4)
        assert on(app) == "Dialog"
        await pilot.click("#write")
        await pilot.pause(0.6)
        assert on(app) == "DoneScreen"
        await pilot.click("#close")
        await pilot.pause(0.2)
        assert app.return_code == 0


def on(app: WizardApp) -> str:
    """The kind of screen that is seen."""
    return type(app.screen).__name__
