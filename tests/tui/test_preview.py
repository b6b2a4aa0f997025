"""The live diff follows the field, marks its line, hides what is secret, and is out of the way when it should be."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from textual.pilot import Pilot

from tests import shapes
from tests.tui import small
from tests.tui.test_keys import focus, press, seen
from wizard.project import Project
from wizard.resolve import Given
from wizard.sections import PARTS, SECTIONS
from wizard.text import LANGS, Lang
from wizard.tui.app import WizardApp
from wizard.tui.widgets.choice import Choice
from wizard.tui.widgets.diff_pane import DiffPane
from wizard.tui.widgets.field import Field
from wizard.tui.widgets.preview import Preview
from wizard.tui.widgets.toggle import Toggle
from wizard.tui.wizard_screen import WizardScreen
from wizard.walk.desk import Desk
from wizard.walk.state import State

WIDE, SMALL = (120, 40), (80, 24)


@asynccontextmanager
async def first_section(
    folder: Path, *keys: str, size: tuple[int, int] = WIDE, **environ: str
) -> AsyncIterator[tuple[WizardApp, Pilot[None]]]:
    app = small.app(small.desk(folder), **environ)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        screen = WizardScreen(app.desk)
        await app.push_screen(screen)
        await screen.go(0)
        await pilot.pause()
        await press(pilot, *keys)
        yield app, pilot


def preview(app: WizardApp) -> str:
    """What the live diff says."""
    region = app.screen.query_one(Preview).region
    return "\n".join(line[region.x : region.right].rstrip() for line in seen(app).splitlines())


async def test_beside_the_form_stands_what_the_field_changes_with_its_line_marked(tmp_path: Path) -> None:
    async with first_section(tmp_path) as (app, pilot):
        assert ".env  +" in preview(app)
        assert any("▸" in line and "+ SESSION_DRIVER=redis" in line for line in preview(app).splitlines())
        await press(pilot, "tab")
        assert any("▸" in line and "SESSION_LIFETIME=120" in line for line in preview(app).splitlines())


async def test_it_follows_what_is_typed(tmp_path: Path) -> None:
    async with first_section(tmp_path, "tab", "4", "5") as (app, _):
        assert any("▸" in line and "+ SESSION_LIFETIME=45" in line for line in preview(app).splitlines())


async def test_a_wrong_answer_is_said_not_to_be_written(tmp_path: Path) -> None:
    async with first_section(tmp_path, "tab", "9", "x") as (app, pilot):
        text = " ".join(preview(app).replace("│", " ").split())
        assert "! SESSION_LIFETIME: `9x` is not a whole number" in text and ": not written" in text
        await press(pilot, "backspace")
        assert "not written" not in preview(app)


async def test_a_secret_is_never_in_it(tmp_path: Path) -> None:
    async with first_section(tmp_path, *["tab"] * 5, *"hunter2") as (app, pilot):
        assert "REDIS_PASSWORD=••••" in preview(app)
        await press(pilot, "ctrl+r")
        await press(pilot, *["tab"] * 3, "f", "s", "w")
        assert isinstance(app.focused, DiffPane)
        assert "hunter2" not in preview(app)


async def test_the_other_files_are_named_below(tmp_path: Path) -> None:
    async with first_section(tmp_path) as (app, _):
        assert "stateless.toml  +" in preview(app)


async def test_a_key_hides_it_and_brings_it_back_where_there_is_room_for_both(tmp_path: Path) -> None:
    async with first_section(tmp_path, "ctrl+o") as (app, pilot):
        assert not app.screen.query_one(Preview).display
        assert focus(app) == "login-driver"
        await press(pilot, "f4")
        assert "SESSION_DRIVER=redis" in preview(app)


@pytest.mark.parametrize("key", ["escape", "ctrl+o", "f4"])
async def test_in_a_small_terminal_it_takes_the_place_of_the_form_and_gives_it_back(tmp_path: Path, key: str) -> None:
    async with first_section(tmp_path, "tab", "ctrl+o", size=SMALL) as (app, pilot):
        assert isinstance(app.focused, DiffPane)
        assert "SESSION_LIFETIME=120" in seen(app) and "Minutes" not in seen(app)
        await press(pilot, key)
        assert focus(app) == "login-lifetime"
        assert "Minutes" in seen(app) and "+ SESSION_DRIVER" not in seen(app)


async def test_what_is_typed_right_before_the_key_is_in_it(tmp_path: Path) -> None:
    async with first_section(tmp_path, "tab", "7", "ctrl+o", size=SMALL) as (app, _):
        assert "+ SESSION_LIFETIME=7" in seen(app)


async def test_going_to_another_section_gives_the_form_back(tmp_path: Path) -> None:
    async with first_section(tmp_path, "ctrl+o", "f8", size=SMALL) as (app, _):
        assert focus(app) == "store-prefix"
        assert "Prefix" in seen(app)


async def test_across_the_width_at_which_both_fit_nothing_is_lost_either_way(tmp_path: Path) -> None:
    async with first_section(tmp_path, "tab", "ctrl+o", size=SMALL) as (app, pilot):
        for width, form, diff in ((112, True, True), (111, True, False), (200, True, True), (80, True, False)):
            await pilot.resize_terminal(width, 24)
            await press(pilot)
            assert ("Minutes" in seen(app), "SESSION_LIFETIME=120" in seen(app)) == (form, diff), width
        assert focus(app) == "login-lifetime"


async def test_nothing_is_worked_out_for_it_while_it_is_out_of_sight(tmp_path: Path) -> None:
    async with first_section(tmp_path, "tab", "4", size=SMALL) as (app, _):
        assert not any("lines" in vars(file) or "new" in vars(file) for file in app.desk.state.outcome.plan.files)


async def test_only_the_file_in_sight_is_masked(tmp_path: Path) -> None:
    async with first_section(tmp_path, "tab", "4") as (app, _):
        made = {file.path for file in app.desk.state.outcome.plan.files if "new" in vars(file)}
        assert made == {".env"}


async def test_without_colour_and_without_unicode_it_can_be_read(tmp_path: Path) -> None:
    async with first_section(tmp_path, NO_COLOR="1", LANG="C") as (app, _):
        row = next(line for line in preview(app).splitlines() if "+ SESSION_DRIVER=redis" in line)
        assert "> " in row
        pane = app.screen.query_one(DiffPane)
        words = [s.text for y in range(pane.size.height) for s in pane.render_line(y) if s.style and s.style.underline]
        assert "redis" in words


@pytest.mark.parametrize("width", [112, 120, 150])
@pytest.mark.parametrize("lang", LANGS)
async def test_beside_it_every_question_of_the_guide_has_room(tmp_path: Path, lang: Lang, width: int) -> None:
    with patch.dict(os.environ, {"HOME": str(tmp_path)}):
        project = Project.open(shapes.make("slim-12", tmp_path / "toko"), environ={})
        state = State.start(project, SECTIONS, PARTS, lang, Given())
        app = WizardApp(Desk(state, small.desk(tmp_path / "other").write, lambda: project), small.TERMINAL)
        async with app.run_test(size=(width, 40)) as pilot:
            screen = WizardScreen(app.desk)
            await app.push_screen(screen)
            for index, section in enumerate(SECTIONS):
                await screen.go(index)
                await press(pilot)
                assert app.screen.query_one(Preview).display
                shown = app.screen.query(f"#form-{section.name} > *")
                for control in [w for w in shown if isinstance(w, Choice | Field | Toggle)]:
                    lines = control.render().plain.splitlines()
                    assert max(map(len, lines)) <= control.size.width
                    label = control.row.question.label.in_(lang)
                    assert [word for word in label.split() if word not in " ".join(lines).split()] == []
                    if isinstance(control, Field):
                        assert control.input.size.width >= 14
