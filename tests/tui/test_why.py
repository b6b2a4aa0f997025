"""The lesson of a section: one line, or the problem, a picture and the solution."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.segment import Segment
from textual.color import Color

from tests import shapes
from tests.tui import small
from tests.tui.test_keys import focus, opened, press, seen
from wizard.project import Project
from wizard.resolve import Given
from wizard.section import Section
from wizard.sections import ALL, PARTS, SECTIONS
from wizard.text import Lang
from wizard.tui.app import WizardApp
from wizard.tui.ascii import Ascii
from wizard.tui.widgets.title import Title
from wizard.walk.desk import Desk
from wizard.walk.picture import drawn, picture
from wizard.walk.state import State

LANGS: tuple[Lang, ...] = ("en", "id")


async def test_a_lesson_is_one_line_until_f2_unfolds_it_and_folds_it_again(tmp_path: Path) -> None:
    async with opened(tmp_path, "2") as (app, pilot):
        assert "+ Why? (F2)  A login must survive" in seen(app)
        assert "[A: its own]" not in seen(app)
        await press(pilot, "f2")
        assert "− Why? (F2)  A login must survive" in seen(app)
        assert "[A: its own]" in seen(app)
        assert "Share it." in seen(app)
        await press(pilot, "f2")
        assert "[A: its own]" not in seen(app)


async def test_f2_leaves_the_focus_where_it_is(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "tab", "f2", "4", "5", "f2") as (app, _):
        assert focus(app) == "login-lifetime"
        assert app.desk.state.given.typed["login", "lifetime"] == "45"


async def test_a_lesson_is_no_stop_on_the_way_through_the_fields(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "shift+tab") as (app, _):
        assert focus(app) == "sidebar"


async def test_in_a_question_of_a_part_f2_unfolds_the_lesson_of_the_part(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "tab", "tab", "tab", "f2", size=(80, 40)) as (app, _):
        assert "+ Why? (F2)  A login must survive" in seen(app)
        assert "− Why? (F2)  One server for all nodes." in seen(app)


async def test_a_click_on_a_lesson_unfolds_it(tmp_path: Path) -> None:
    async with opened(tmp_path, "2") as (app, pilot):
        await pilot.click(app.screen.query(Title).first(), offset=(10, 1))
        await pilot.pause(0.2)
        assert "[A: its own]" in seen(app)


async def test_what_was_unfolded_stays_so_while_the_wizard_runs(tmp_path: Path) -> None:
    async with opened(tmp_path, "2", "f2", "pagedown") as (app, pilot):
        assert "[A: its own]" not in seen(app)
        await press(pilot, "pageup")
        assert "[A: its own]" in seen(app)


async def test_from_far_below_the_lesson_comes_into_sight(tmp_path: Path) -> None:
    keys = ["2", "shift+tab", "shift+tab", "f2"]  # from the button at the end of the form
    async with opened(tmp_path, *keys, size=(60, 20)) as (app, _):
        assert "[A: its own]" in seen(app)


def on_guide(folder: Path, lang: Lang, **environ: str) -> WizardApp:
    """The guide's own sections over a stateful project."""
    shapes.make("slim-12", folder)
    project = Project.open(folder, environ={})
    state = State.start(project, SECTIONS, PARTS, lang, Given())
    return WizardApp(Desk(state, lambda out: pytest.fail(str(out)), lambda: project), {**small.TERMINAL, **environ})


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("size", [(60, 20), (80, 24)], ids=lambda s: f"{s[0]}x{s[1]}")
async def test_every_lesson_of_the_guide_fits_with_its_picture(tmp_path: Path, lang: Lang, size: tuple[int, int]) -> None:
    app = on_guide(tmp_path, lang, LC_ALL="C", NO_COLOR="1")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for section in SECTIONS:
            await press(pilot, "2" if section is SECTIONS[0] else "pagedown", "f2")
            text = plain(app)
            assert text.isascii(), text
            for line in drawn(section, lang):
                assert ascii_of(line) in text, f"{ascii_of(line)}\n{text}"
            assert section.solution.in_(lang)[-20:] in " ".join(" ".join(ln[22 if size[0] == 80 else 0:].split())
                                                               for ln in text.splitlines())  # fmt: skip
            await press(pilot, "f2")


def plain(app: WizardApp) -> str:
    """The screen as an ASCII terminal gets it."""
    return ascii_of(seen(app))


def ascii_of(text: str) -> str:
    segments = Ascii().apply([Segment(text)], Color(0, 0, 0))
    return "".join(segment.text for segment in segments)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("section", ALL, ids=lambda s: s.name)
def test_every_picture_is_drawn_within_46_cells(section: type[Section], lang: Lang) -> None:
    assert len(section.apart.in_(lang)) <= 18
    assert len(section.shared.in_(lang)) <= 22
    assert max(map(len, drawn(section, lang))) <= 46
    assert len({len(now) for now, _ in picture(section, lang)}) == 1


def test_the_picture_of_a_store_shows_both_nodes_reach_it() -> None:
    session = next(s for s in ALL if s.name == "session")
    assert drawn(session, "en") == [
        "now               then",
        "[A: login files]  [A]──┐",
        "                       ├──[Redis / database]",
        "[B: login files]  [B]──┘",
    ]
