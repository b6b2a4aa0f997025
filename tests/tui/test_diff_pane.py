"""The diff on screen: readable without colour, fast in long files, and never more than is seen."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tests import shapes
from wizard.draft import Draft
from wizard.plan import FileChange
from wizard.project import Project
from wizard.tui.widgets.cells import cell_parts
from wizard.tui.widgets.diff_pane import DiffPane
from wizard.tui.widgets.syntax import Coloured, language

PHP = "<?php\n\n/*\n| The store's name\n*/\nreturn [\n    'default' => env('CACHE_STORE', 'file'),\n];\n"


class Shown(App[None]):
    """Nothing but the pane."""

    CSS_PATH = Path(__file__).parents[2] / "wizard/tui/wizard.tcss"

    def compose(self) -> ComposeResult:
        """The pane."""
        yield DiffPane("pane")

    @property
    def pane(self) -> DiffPane:
        """The pane."""
        return self.query_one(DiffPane)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.open(shapes.make("slim-12", tmp_path), environ={})


def change(project: Project, before: str | None, after: str, path: str = ".env") -> FileChange:
    draft = Draft.of(project)
    draft.public_keys |= {"CACHE_STORE", "LONG", *(f"KEY_{n}" for n in range(40))}
    draft.public_strings |= {"file", "redis"}
    return FileChange(path, before, after, draft)


@asynccontextmanager
async def shown(
    file: FileChange, *keys: str, line: int | None = None, size: tuple[int, int] = (60, 12), theme: str = "textual-dark",
) -> AsyncIterator[tuple[Shown, Pilot[None]]]:  # fmt: skip
    app = Shown()
    app.animation_level = "none"
    async with app.run_test(size=size) as pilot:
        app.theme = theme
        app.pane.show_file(file, line)
        app.pane.focus()
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        yield app, pilot


def rows(app: Shown) -> list[str]:
    return [strip.text[1:].rstrip() for strip in app.screen._compositor.render_strips()]


def styled(app: Shown, word: str) -> Style:
    """How a word is drawn."""
    for y in range(app.pane.size.height):
        for segment in app.pane.render_line(y):
            if segment.text == word and segment.style is not None:
                return segment.style
    raise AssertionError(f"{word} is not drawn as one piece")


MANY = "".join(f"KEY_{n}=1\n" for n in range(40))


async def test_signs_and_numbers_say_what_changes(project: Project) -> None:
    async with shown(change(project, "A=1\nCACHE_STORE=file\n", "A=1\nCACHE_STORE=redis\nB=2\n")) as (app, _):
        assert [row.strip() for row in rows(app) if row.strip()] == [
            "@@ -1,2 +1,3 @@", "1   A=••••", "2 - CACHE_STORE=file", "2 + CACHE_STORE=redis", "3 + B=••••"]  # fmt: skip


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark"])
async def test_the_word_that_changed_is_underlined_and_its_key_is_not(project: Project, theme: str) -> None:
    file = change(project, "CACHE_STORE=file\n", "CACHE_STORE=redis\n")
    async with shown(file, theme=theme) as (app, _):
        assert styled(app, "redis").underline and styled(app, "redis").bold
        assert styled(app, "file").underline
        assert not styled(app, "CACHE_STORE" if theme != "ansi-dark" else "CACHE_STORE=").underline


async def test_a_secret_that_changed_is_told_but_neither_value_is_shown(project: Project) -> None:
    async with shown(change(project, "SECRET=one\n", "SECRET=two\n"), "s", "w", "f", "d") as (app, _):
        assert "one" not in "".join(rows(app)) and "two" not in "".join(rows(app))
        assert "(changed" in "".join(rows(app))


async def test_the_line_asked_for_is_marked_and_in_sight_though_nothing_near_it_changed(project: Project) -> None:
    async with shown(change(project, MANY, MANY + "NEW=1\n"), line=3) as (app, _):
        assert "▸  3   KEY_2=1" in rows(app)
        assert app.cursor_position.y == rows(app).index("▸  3   KEY_2=1")


async def test_s_puts_the_old_line_beside_the_new_one_and_back(project: Project) -> None:
    file = change(project, "CACHE_STORE=file\n", "CACHE_STORE=redis\n")
    async with shown(file, "s") as (app, pilot):
        assert any("- CACHE_STORE=file" in row and "+ CACHE_STORE=redis" in row for row in rows(app))
        await pilot.press("s")
        assert not any("- CACHE_STORE=file" in row and "+ CACHE_STORE=redis" in row for row in rows(app))


async def test_f_shows_the_whole_new_file_and_d_its_diff(project: Project) -> None:
    file = change(project, MANY, MANY.replace("KEY_39=1", "KEY_39=2"))
    async with shown(file, "f", "home") as (app, pilot):
        assert rows(app)[0] == "   1   KEY_0=1"
        await pilot.press("end")
        await pilot.pause()
        assert "  40 + KEY_39=2" in rows(app)
        assert not any("- KEY_39=1" in row for row in rows(app))
        await pilot.press("d")
        assert any("- KEY_39=1" in row for row in rows(app))


async def test_a_long_line_is_scrolled_to_or_broken(project: Project) -> None:
    file = change(project, None, f"LONG={'x' * 70}THE_END\n")
    async with shown(file) as (app, pilot):
        assert "THE_END" not in "".join(rows(app))
        await pilot.press(*["right"] * 40)
        await pilot.pause()
        assert "THE_END" in "".join(rows(app))
        assert any(row.startswith("   1 + ") for row in rows(app))
        await pilot.press("w")
        await pilot.pause()
        assert "THE_END" in "".join(row[7:] for row in rows(app))


async def test_n_and_p_go_from_change_to_change_and_mark_it(project: Project) -> None:
    after = MANY.replace("KEY_3=1", "KEY_3=2").replace("KEY_30=1", "KEY_30=2")
    async with shown(change(project, MANY, after), "n") as (app, pilot):
        assert "▸  4 - KEY_3=1" in rows(app)
        await pilot.press("n")
        await pilot.pause()
        assert "▸ 31 - KEY_30=1" in rows(app)
        await pilot.press("n", "p")
        await pilot.pause()
        assert "▸  4 - KEY_3=1" in rows(app)


@pytest.mark.parametrize("keys", [(), ("w",), ("s",), ("f", "w")])
async def test_any_width_will_do(project: Project, keys: tuple[str, ...]) -> None:
    file = change(project, PHP, PHP.replace("'file'", "'redis'") + "// é漢字 " + "z" * 300 + "\n", "config/cache.php")
    async with shown(file, *keys, line=7) as (app, pilot):
        for width in (20, 33, 200, 7, 60):
            await pilot.resize_terminal(width, 9)
            await pilot.pause()
            assert all(strip.cell_length == app.pane.size.width - 1 for strip in map(app.pane.render_line, range(3)))


async def test_what_is_shown_already_is_not_drawn_again(project: Project) -> None:
    file = change(project, MANY, MANY + "NEW=1\n")
    async with shown(file, line=3) as (app, pilot):
        sheet = app.pane._sheet
        app.pane.show_file(change(project, MANY, MANY + "NEW=1\n"), 3)
        assert app.pane._sheet is sheet
        app.pane.show_file(change(project, MANY, MANY.replace("KEY_2=1", "KEY_2=7") + "NEW=1\n"), 3)
        await pilot.pause()
        assert "+ KEY_2=7" in "".join(rows(app))


async def test_a_very_long_file_and_a_very_long_line_are_drawn_as_fast_as_any(project: Project) -> None:
    text = PHP + "".join(f"$a{n} = {n}; /* {n} */\n" for n in range(60_000)) + f"$b = '{'x' * 3_000_000}';\n"
    file = change(project, text, text, "storage/long.txt")
    assert file.new.shown
    async with shown(file, "f", line=30_000) as (app, pilot):
        began = time.perf_counter()
        for _ in range(20):
            await pilot.press("pagedown")
        assert time.perf_counter() - began < 4
        await pilot.press("end")
        await pilot.pause()
        assert "$b = 'xxx" in "".join(rows(app))


@given(st.text(max_size=80), st.integers(1, 30))
def test_the_parts_of_a_line_make_the_line(text: str, width: int) -> None:
    parts = cell_parts(text, width)
    assert "".join(text[start:end] for start, end in parts) == text
    assert parts[0][0] == 0


@pytest.mark.parametrize(("path", "name"), [
    (".env", "ini"), (".env.example", "ini"), ("config/cache.php", "php"), ("docker-compose.yml", "yaml"),
    ("deploy/nginx.conf", "nginx"), ("Dockerfile", "docker"), ("stateless.toml", "toml"), ("README", None),
])  # fmt: skip
def test_every_kind_of_file_we_write_has_its_colours(path: str, name: str | None) -> None:
    assert language(path) == name
    if name is not None:
        text = {"ini": "A=1", "php": "<?php $a = 'b';", "yaml": "a: 1", "nginx": "server { listen 80; }",
                "docker": "FROM php", "toml": "a = 1"}[name]  # fmt: skip
        assert Coloured(path, [text]).spans(1)


def test_a_comment_that_began_far_above_is_still_one() -> None:
    lines = ["<?php", *["$a = 1;"] * 20, "/*", *["| a store's name"] * 20, "*/", "$b = 1;"]
    colours = Coloured("config/x.php", lines)
    assert {span.style for span in colours.spans(40)} == {"$foreground-muted"}
    assert {span.style for span in colours.spans(44)} != {"$foreground-muted"}


@given(st.lists(st.text(max_size=20), min_size=1, max_size=70), st.sampled_from(["a.php", ".env", "a.yml", "a.conf"]))
def test_colours_lie_inside_any_line(lines: list[str], path: str) -> None:
    colours = Coloured(path, lines)
    for number in range(len(lines) + 2):
        assert all(0 <= span.start < span.end for span in colours.spans(number))


def test_pygments_is_loaded_with_the_first_diff_and_not_before() -> None:
    code = "import sys, wizard.tui.app; print(any(m.startswith('pygments') for m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ))
    assert done.stdout.strip() == "False"
