"""The first screen waits for no plan; one that cannot be made is told all the same."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests import shapes
from tests.lab import ROOT, Tmux
from tests.tui import small
from tests.tui.test_keys import seen


async def test_the_first_screen_stands_before_there_is_a_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.tui.app.SOON", 600)
    app = small.app(small.desk(tmp_path))
    async with app.run_test(size=(120, 40)):
        assert "[EN] ID" in seen(app)
        assert "plan" not in vars(app.desk.state.outcome)


async def test_soon_after_it_the_plan_is_at_hand(tmp_path: Path) -> None:
    app = small.app(small.desk(tmp_path))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(0.3)
        await app.workers.wait_for_complete()
        assert "plan" in vars(app.desk.state.outcome)


def toml_that_is_no_table(folder: Path) -> Path:
    return shapes.make("slim-12", folder, files={"stateless.toml": "session = 1\n"})


def routes_that_are_a_folder(folder: Path) -> Path:
    root = shapes.make("slim-12", folder)
    (root / "routes/web.php").unlink(missing_ok=True)
    (root / "routes/web.php").mkdir(parents=True)
    return root


CANNOT = {
    "toml": (toml_that_is_no_table, "session: this must be a table"),
    "routes": (routes_that_are_a_folder, "routes/web.php"),
}


def running(folder: Path, *more: str) -> Tmux:
    """The wizard in a real terminal, which says what it ended with."""
    argv = (sys.executable, "-m", "wizard", str(folder), "--lang", "en", *more)
    return Tmux(["sh", "-c", '"$@"; echo "ended with $?"; cat', "sh", *argv], env={"HOME": str(folder)}, cwd=ROOT)


@pytest.mark.parametrize("what", CANNOT)
def test_a_project_that_cannot_be_planned_says_why_and_stays_until_it_is_left(tmp_path: Path, what: str) -> None:
    broken, why = CANNOT[what]
    with running(broken(tmp_path / "toko")) as term:
        term.wait("This cannot go on")
        assert why in " ".join(term.rested(1).split())
        term.send("Escape")
        for way in "2", "1", "4":
            term.wait_gone("This cannot go on")
            term.send(way)
            term.wait("This cannot go on")
            term.send("Escape")
        term.wait_gone("This cannot go on")
        term.send("C-c")
        term.wait("Leave the wizard?")
        term.send("C-c")
        assert why in " ".join(term.wait("ended with 1").split())


def test_what_is_mended_meanwhile_is_read_again_and_planned(tmp_path: Path) -> None:
    folder = toml_that_is_no_table(tmp_path / "toko")
    with running(folder) as term:
        term.wait("This cannot go on")
        (folder / "stateless.toml").unlink()
        term.send("Enter")
        term.wait_gone("This cannot go on")
        term.send("2")
        term.wait("Next")
        term.send("C-c", "C-c")
        term.wait("ended with 130")


@pytest.mark.parametrize("what", CANNOT)
def test_as_lines_it_ends_at_once_with_the_reason(tmp_path: Path, what: str) -> None:
    broken, why = CANNOT[what]
    with running(broken(tmp_path / "toko"), "--plain") as term:
        assert why in " ".join(term.wait("ended with 1").split())
