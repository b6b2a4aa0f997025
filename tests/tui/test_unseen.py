"""Nothing of a project or of a file reaches the terminal but what can be seen: no orders, no hidden letters."""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

import pytest

from tests import shapes
from tests.lab import ROOT, Tmux
from tests.tui import small
from tests.tui.test_keys import press, seen
from wizard.outcome import write
from wizard.project import Project
from wizard.resolve import Given
from wizard.sections import PARTS, SECTIONS
from wizard.tui.stopped import StopDialog
from wizard.walk.desk import Desk
from wizard.walk.state import State

CLIPBOARD = "\x1b]52;c;UFdORUQ=\x07"
EVILS = {"osc": f"a{CLIPBOARD}z", "csi": "a\x1b[2J\x1b[31mz", "c1": "a\x9d0;x\x9c\x9b2Jz", "bidi": "a\u202eb\u2066c\u200bz"}
KEYS = ("APP_NAME", "APP_URL", "SESSION_DRIVER", "SESSION_CONNECTION", "SESSION_DOMAIN", "SESSION_COOKIE", "SESSION_TABLE",
        "SESSION_LIFETIME", "SESSION_SECURE_COOKIE", "CACHE_STORE", "CACHE_PREFIX", "QUEUE_CONNECTION", "REDIS_HOST",
        "REDIS_PORT", "REDIS_USERNAME", "REDIS_PREFIX", "DB_HOST", "DB_PORT", "DB_DATABASE", "FILESYSTEM_DISK",
        "AWS_BUCKET", "AWS_URL", "AWS_ENDPOINT", "LOG_CHANNEL")  # fmt: skip
WALK: tuple[tuple[str, ...], ...] = (
    ("4",), ("pagedown",), ("pagedown",), ("pagedown",), ("escape",), ("2",), ("f2",), ("tab",), ("tab",), ("tab",),
    ("ctrl+g",), ("escape",), ("ctrl+p",), ("escape",), ("f5",), ("escape",),
    *(("pagedown",), ("tab",), ("tab",), ("tab",), ("tab",)) * 7,
    ("ctrl+s",), *(("down",),) * 12, ("enter",), ("s",), ("f",), ("ctrl+c",),
)  # fmt: skip
"""Start, state now, every section and its fields, go-to, palette, command, review, diffs, the way out."""


def orders(text: str) -> set[str]:
    """What a terminal would obey, or hide, in a text of many lines."""
    bad = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return {f"U+{ord(c):04X}" for c in text if c != "\n" and unicodedata.category(c) in bad}


def sent(raw: str) -> set[str]:
    """The orders in what went to a terminal, but for those that draw a screen: colours, places, modes, the mouse's shape."""
    drawing = r"\x1b\]22;[a-z-]+\x07|\x1b\[[0-9;?<>=$ ]*[A-Za-z]|\x1b[=>78]|\x1b\([0B]|[\r\t\b\x0e\x0f]"
    return orders(re.sub(drawing, "", raw)) | set(re.findall(r"\x1b\[2J|\x1b\[31mz", raw))


def hostile(folder: Path, value: str) -> Path:
    """A project with the value wherever one can stand: `.env`, its example, the defaults of the config."""
    root = shapes.make("slim-12", folder, env=dict.fromkeys(KEYS, f'"{value}"'))
    example = root / ".env.example"
    before = example.read_text() if example.exists() else ""
    example.write_text(before + "".join(f'{key}="{value}"\n' for key in KEYS))
    for config in root.glob("config/*.php"):
        config.write_text(re.sub(r"(env\('[A-Z_]+', ')[^']*'", lambda m: f"{m[1]}{value}'", config.read_text()))
    return root


def desk(root: Path) -> Desk:
    """The guide's sections over a project."""
    project = Project.open(root, environ={})
    state = State.start(project, SECTIONS, PARTS, "en", Given())
    return Desk(state, write, lambda: Project.open(root, environ={}))


@pytest.mark.parametrize("size", [(120, 40), (60, 20)], ids=str)
@pytest.mark.parametrize("evil", EVILS)
async def test_no_screen_draws_an_order_of_a_project(tmp_path: Path, evil: str, size: tuple[int, int]) -> None:
    app = small.app(desk(hostile(tmp_path / "p", EVILS[evil])))
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.4)
        for keys in ((), *WALK):
            await pilot.press(*keys)
            await pilot.pause(0.02)
            assert not orders(seen(app)), (keys, type(app.screen).__name__)
        assert app.return_code is None


async def test_what_a_terminal_would_obey_is_spelt_out_in_a_form(tmp_path: Path) -> None:
    app = small.app(small.desk(tmp_path, env={"SESSION_DRIVER": f'"{EVILS["osc"]}"', "REDIS_HOST": '"a\x1b[2J\x9dz"'}))
    async with app.run_test(size=(140, 40)) as pilot:
        await press(pilot, "2")
        assert "( ) a\\x1b]52;c;UFdORUQ=\\x07z" in seen(app)
        await press(pilot, "tab", "tab", "tab")
        assert "a\\x1b[2J\\x9dz" in seen(app)


async def test_a_value_that_is_kept_is_still_the_chosen_one(tmp_path: Path) -> None:
    app = small.app(small.desk(tmp_path, env={"SESSION_DRIVER": '"my own"'}))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "2")
        assert "(•) my own" in seen(app)


@pytest.mark.parametrize("evil", EVILS)
def test_no_byte_of_a_project_orders_a_real_terminal_about(tmp_path: Path, evil: str) -> None:
    root = hostile(tmp_path / "p", EVILS[evil])
    argv = (sys.executable, "-m", "wizard", str(root), "--lang", "en")
    with Tmux(argv, 120, 40, env={"HOME": str(tmp_path)}, cwd=ROOT) as term:
        term.wait("Step by step")
        for keys, there in ((("4",), "1 Session"), (("Escape",), "Step by step"), (("2",), "1 of 8"), (("C-g",), "▸"),
                            (("Escape",), "1 of 8"), (("F5",), "Close"), (("Escape",), "1 of 8"), (("C-s",), "Review"),
                            (("Down", "Down", "Down"), "Review")):  # fmt: skip
            term.send(*keys)
            term.wait(there)
            term.rested(0.2)
        assert not sent(term.raw().decode(errors="surrogateescape"))


async def test_the_reason_of_a_stop_is_words_and_no_order(tmp_path: Path) -> None:
    answers = '[redis]\npassword = { env = "A\\u001b]52;c;UFdORUQ=\\u0007" }\n'
    (tmp_path / "answers.toml").write_text(answers)
    app = small.app(desk(shapes.make("slim-12", tmp_path / "p")))
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "3", *"../answers.toml", "enter")
        assert isinstance(app.screen, StopDialog)
        assert "\\x1b]52;c;UFdORUQ=\\x07" in "".join(seen(app).split())
        assert "\x1b" not in app.screen.text.plain
