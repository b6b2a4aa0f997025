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


def test_a_project_that_cannot_be_planned_ends_the_wizard_with_the_reason(tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path / "toko", files={"stateless.toml": "session = 1\n"})
    argv = (sys.executable, "-m", "wizard", str(folder), "--lang", "en")
    with Tmux(["sh", "-c", '"$@"; echo "ended with $?"; cat', "sh", *argv], env={"HOME": str(tmp_path)}, cwd=ROOT) as term:
        screen = term.wait("ended with 1")
    assert "`stateless.toml`: session: this must be a table" in " ".join(screen.split())
