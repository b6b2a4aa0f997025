"""At 80 by 24, in both languages, nothing that a person needs is cut off."""

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
from tests.tui.test_keys import press, seen
from wizard.project import Project
from wizard.resolve import Given
from wizard.sections import PARTS, SECTIONS
from wizard.text import LANGS, Lang
from wizard.tui.app import WizardApp
from wizard.tui.widgets.choice import Choice
from wizard.tui.widgets.field import Field
from wizard.tui.widgets.key_line import KeyLine
from wizard.tui.widgets.toggle import Toggle
from wizard.walk.desk import Desk
from wizard.walk.state import State


@asynccontextmanager
async def wizard(folder: Path, lang: Lang) -> AsyncIterator[tuple[WizardApp, Pilot[None]]]:
    """The wizard with the guide's own sections over a fresh project."""
    home = {"HOME": str(folder)}
    with patch.dict(os.environ, home):
        project = Project.open(shapes.make("slim-12", folder / "toko"), environ={})
        state = State.start(project, SECTIONS, PARTS, lang, Given())
        app = WizardApp(Desk(state, small.desk(folder / "other").write, lambda: project), small.TERMINAL)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            yield app, pilot


def all_keys_fit(app: WizardApp) -> bool:
    """Every entry of the last line is on it."""
    line = app.screen.query_one(KeyLine)
    return all(f"{key} {text.in_(line.lang)}" in seen(app).splitlines()[-1] for key, text in line.keys)


@pytest.mark.parametrize("lang", LANGS)
async def test_every_section_shows_all_steps_and_all_keys(tmp_path: Path, lang: Lang) -> None:
    async with wizard(tmp_path, lang) as (app, pilot):
        assert all_keys_fit(app)
        await press(pilot, "2")
        for number, section in enumerate(SECTIONS, 1):
            sidebar = [line.partition("│")[0] for line in seen(app).splitlines()[1:10]]
            assert not any("…" in line for line in sidebar)
            assert f"{number} {section.title.in_(lang)}" in sidebar[number - 1]
            assert all_keys_fit(app)
            await press(pilot, "pagedown")
        assert all_keys_fit(app)


@pytest.mark.parametrize("lang", LANGS)
async def test_no_question_is_wider_than_its_form_or_lacks_a_word(tmp_path: Path, lang: Lang) -> None:
    async with wizard(tmp_path, lang) as (app, pilot):
        await press(pilot, "2")
        for section in SECTIONS:
            shown = [w for w in app.screen.query(f"#form-{section.name} > *") if isinstance(w, Choice | Field | Toggle)]
            assert shown
            for control in shown:
                lines = control.render().plain.splitlines()
                assert max(map(len, lines)) <= control.size.width
                assert len(lines) == control.size.height
                label = control.row.question.label.in_(lang)
                assert [word for word in label.split() if word not in " ".join(lines).split()] == []
            await press(pilot, "pagedown")


@pytest.mark.parametrize("lang", LANGS)
async def test_the_start_names_every_section_with_what_it_has_now(tmp_path: Path, lang: Lang) -> None:
    async with wizard(tmp_path, lang) as (app, _):
        for section in SECTIONS:
            assert f" {section.title.in_(lang)} " in seen(app)
