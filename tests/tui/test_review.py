"""The review: what is in the way, what to decide, what is good to know; a file left out; a look in an editor."""

from __future__ import annotations

import re
import resource
import shlex
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from tests import shapes
from tests.lab import ROOT, Tmux
from tests.tui import small
from tests.tui.small import SECRET
from tests.tui.test_keys import ALL, focus, opened, press, seen
from wizard.outcome import outcome, write
from wizard.plan import FileChange
from wizard.project import Project
from wizard.resolve import Given
from wizard.tui.app import WizardApp
from wizard.tui.editor import editor
from wizard.tui.editor import opened as opened_in
from wizard.tui.entries import Part
from wizard.tui.review import ReviewScreen
from wizard.tui.widgets.told import command_lines
from wizard.walk.command import command


async def to(app: WizardApp, pilot: Pilot[None], wanted: str | Part) -> None:
    """Move the cursor of the list to a file or a part."""
    assert isinstance(app.screen, ReviewScreen)
    rows = [e.path if isinstance(e, FileChange) else e for e in app.screen.entries]
    await press(pilot, "home", *["down"] * rows.index(wanted))


async def test_the_rows_tell_what_to_decide_from_what_is_good_to_know(tmp_path: Path) -> None:
    async with opened(tmp_path, "ctrl+s", typed=ALL) as (app, _):
        assert isinstance(app.screen, ReviewScreen)
        assert [e for e in app.screen.entries if isinstance(e, Part)] == list(Part)
        assert "! Decide (1)" in seen(app)
        assert "- Good to know" in seen(app)
        assert focus(app) == "files"


@pytest.mark.parametrize("lang", ["en", "id"])
@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40)])
async def test_files_buttons_and_rows_are_whole_at_every_size(tmp_path: Path, lang: str, size: tuple[int, int]) -> None:
    app = small.app(small.desk(tmp_path, typed=ALL, lang="id" if lang == "id" else "en"))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "ctrl+s", "down", "space")
        shown = seen(app)
        assert "stateless.toml" in shown
        assert "[x] create" in shown or "[x] buat" in shown
        assert "[ ] left out" in shown or "[ ] dilewati" in shown
        assert "[s]" in shown and "[w]" in shown
        assert all(len(line) <= size[0] for line in shown.splitlines())


async def test_enter_in_the_findings_goes_to_the_field_and_ctrl_s_comes_back(tmp_path: Path) -> None:
    async with opened(tmp_path, "ctrl+s", typed=ALL) as (app, pilot):
        await to(app, pilot, Part.DECIDE)
        await press(pilot, "enter")
        assert focus(app) == "stops"
        assert "Enter = go there" in seen(app)
        await press(pilot, "enter")
        assert focus(app) == "login-driver"
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, ReviewScreen)


async def test_n_and_p_move_from_finding_to_finding_also_from_the_list(tmp_path: Path) -> None:
    async with opened(tmp_path, "ctrl+s", typed=ALL) as (app, pilot):
        await to(app, pilot, Part.KNOW)
        first = next(line for line in reversed(seen(app).splitlines()) if line.startswith(" ▸"))
        await press(pilot, "n")
        assert first not in seen(app)
        await press(pilot, "p")
        assert first in seen(app)


async def test_space_leaves_out_what_nothing_rests_on_and_says_why_not_elsewhere(tmp_path: Path) -> None:
    async with opened(tmp_path, "ctrl+s", "space", typed=ALL) as (app, pilot):
        assert "`.env` cannot be left out" in seen(app)
        before = app.desk.state.chosen.plan.id
        await to(app, pilot, "stateless.toml")
        await press(pilot, "space")
        assert "The next plan has it again" in seen(app)
        assert "Write 2 files" in seen(app)
        assert app.desk.state.chosen.plan.id != before
        assert "--skip stateless.toml" in command(app.desk.state).line
        await press(pilot, "escape", "ctrl+s")
        assert "[ ] left out" in seen(app)


def test_leaving_a_file_out_on_the_screen_and_by_skip_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    desk = small.desk(tmp_path / "a", typed=ALL)
    desk.state = desk.state.toggling("stateless.toml")
    desk.put()
    other = small.desk(tmp_path / "b", typed=ALL)
    write(outcome((*small.SECTIONS, *small.PARTS), Project.open(tmp_path / "b", environ={}), Given(typed=ALL)).without(
        ["stateless.toml"]))  # fmt: skip
    assert other.state.project.root.name == "b"
    files = [{p.relative_to(tmp_path / name): p.read_bytes() for p in (tmp_path / name).rglob("*") if p.is_file()}
             for name in "ab"]  # fmt: skip
    assert files[0] == files[1]
    assert not (tmp_path / "a/stateless.toml").exists()
    desk.rebuild()
    assert "stateless.toml" in {file.path for file in desk.state.outcome.plan.files}


async def test_a_plan_made_anew_says_what_it_was_and_what_changed_and_is_not_written_unseen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "p"
    async with opened(folder, "ctrl+s", typed=ALL) as (app, pilot):
        old = app.desk.state.chosen.plan.id
        text = (folder / ".env").read_text() + "MINE=1\n"
        (folder / ".env").write_text(text)
        await press(pilot, "shift+tab", "enter", "down", "enter", "enter")
        new = app.desk.state.chosen.plan.id
        assert f"plan {new}, was {old}: the project was changed on disk meanwhile" in " ".join(seen(app).split())
        assert "changed on disk" in seen(app)
        assert (folder / ".env").read_text() == text


async def test_what_is_left_to_do_stands_under_headings_and_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    async with opened(tmp_path / "p", "ctrl+s", "shift+tab", "enter", "down", "enter", typed=ALL) as (app, pilot):
        assert "✓ .env" in seen(app)
        await press(pilot, "enter")
        assert "The deploy, on EVERY node:" in app.farewell
        assert "stateless-wizard apply" in app.farewell


@pytest.mark.parametrize("width", [20, 40, 78])
def test_a_long_command_is_broken_with_a_backslash_and_never_cut(width: int) -> None:
    said = "php artisan queue:work rabbitmq --tries=3 '--name=a b' --path=/" + "very/long/" * 12
    lines = command_lines(said, width)
    assert max(map(len, lines)) <= width
    assert all(line.endswith("\\") for line in lines[:-1])
    assert "".join("".join(line.removesuffix("\\").split()) for line in lines) == "".join(said.split())


PATHS = ("/srv/my shop's/" + "a b" * 30, "/" + "it's \"so\"\\" * 12, "/plain/" + "x" * 120, "'" * 60, "\\" * 70, "日本 " * 30,
         "=" * 90, "$HOME `id` " * 10)  # fmt: skip


@pytest.mark.parametrize("width", [20, 21, 33, 60, 80])
def test_a_shell_reads_a_broken_command_as_it_was_said(width: int) -> None:
    for said in (*map(shlex.quote, PATHS), *(f'--x="{"a b" * 40}\\\\"y', "-o" + "\\\\\\ " * 40)):
        command_ = f"{said} --then {said}"
        lines = command_lines(command_, width)
        assert read_by_shell("\n".join(lines)) == read_by_shell(command_), lines
        assert max(map(cell_len, lines)) <= width


def read_by_shell(words: str) -> bytes:
    """The words that a real shell makes of a command."""
    return subprocess.run(["sh", "-c", f"printf '%s\\0' {words}"], capture_output=True, check=True).stdout


# --- the editor --------------------------------------------------------------


def _file(folder: Path) -> FileChange:
    return small.desk(folder, typed=ALL).state.outcome.plan.files[0]


def _script(path: Path, body: str) -> list[str]:
    path.write_text(f"import os, sys\npath = sys.argv[-1]\n{body}\n")
    return [sys.executable, str(path)]


def test_the_editor_gets_a_masked_copy_that_only_its_user_can_read_and_that_is_gone_afterwards(tmp_path: Path) -> None:
    told = tmp_path / "told"
    body = (f"open({str(told)!r}, 'w').write('\\n'.join([path, oct(os.stat(path).st_mode), "
            "oct(os.stat(os.path.dirname(path)).st_mode), open(path).read()]))")  # fmt: skip
    said = opened_in(_script(tmp_path / "e.py", body), _file(tmp_path / "p"))
    path, mode, folder, text = told.read_text().split("\n", 3)
    assert (Path(path).name, int(mode, 8), int(folder, 8)) == (".env", stat.S_IFREG | 0o600, stat.S_IFDIR | 0o700)
    assert "SESSION_DRIVER=redis" in text and SECRET not in text
    assert "not taken over" in said.en
    assert not Path(path).parent.exists()


@pytest.mark.parametrize(
    ("body", "said"),
    [("open(path, 'a').write('x')", "You changed the copy"), ("sys.exit(3)", "exit code 3"), ("os.remove(path)", "changed")],
)
def test_what_the_editor_did_is_said(tmp_path: Path, body: str, said: str) -> None:
    assert said in opened_in(_script(tmp_path / "e.py", body), _file(tmp_path / "p")).en


def test_an_editor_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "`no-such` could not be started" in opened_in([str(tmp_path / "no-such")], _file(tmp_path / "p")).en


def test_where_no_copy_can_be_made_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = _file(tmp_path / "p")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    assert opened_in(["true"], file).en == "A copy for the editor could not be made or taken away (FileNotFoundError)"
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))  # as good as a full disk
    try:
        said = opened_in(["true"], file)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "could not be made" in said.en


def test_a_copy_that_the_editor_made_away_with_is_no_crash(tmp_path: Path) -> None:
    body = "import shutil\nshutil.rmtree(os.path.dirname(path))"
    assert "copy" in opened_in(_script(tmp_path / "e.py", body), _file(tmp_path / "p")).en


def test_an_interrupt_is_the_editors_own_and_is_heard_again_afterwards(tmp_path: Path) -> None:
    body = ("import signal\nsignal.signal(signal.SIGINT, lambda *_: sys.exit(7))\n"
            "os.kill(os.getppid(), signal.SIGINT)\nos.kill(os.getpid(), signal.SIGINT)")  # fmt: skip
    before = signal.getsignal(signal.SIGINT)
    assert "exit code 7" in opened_in(_script(tmp_path / "e.py", body), _file(tmp_path / "p")).en
    assert signal.getsignal(signal.SIGINT) == before
    deaf = "import signal\nsys.exit(signal.getsignal(signal.SIGINT) is signal.SIG_IGN)"
    assert "exit code" not in opened_in(_script(tmp_path / "d.py", deaf), _file(tmp_path / "q")).en


def test_visual_goes_before_editor_and_words_stay_words() -> None:
    assert editor({"VISUAL": "code --wait 'a b'", "EDITOR": "vi"}) == ["code", "--wait", "a b"]
    assert editor({"VISUAL": "", "EDITOR": "ed"}) == ["ed"]


async def test_without_a_real_terminal_the_editor_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "true")
    async with opened(tmp_path, "ctrl+s", "e", typed=ALL) as (app, _):
        assert "cannot make room for an editor" in seen(app)


def test_e_opens_the_editor_in_a_terminal_and_the_review_comes_back(tmp_path: Path) -> None:
    script = tmp_path / "e.sh"
    script.write_text('#!/bin/sh\ntrap "echo heard" INT\necho "editing $(basename "$1")"\n'
                      "while ! read -r line; do :; done\n")
    script.chmod(0o700)
    project = shapes.make("slim-12", tmp_path / "toko", env={"SESSION_DRIVER": "file"})
    env = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "s"), "COLORTERM": "truecolor", "VISUAL": str(script)}
    with Tmux([sys.executable, "-m", "wizard", str(project)], 80, 24, env=env, cwd=ROOT) as term:
        term.wait("Recommended")
        term.send("2")
        term.wait("1 of 8", 30)
        term.send("C-s")
        term.wait("Review ·", 30)
        term.send("End")
        term.send("Home")
        for _ in range(40):
            if re.search(r"▸M \.env ", term.screen()):
                break
            term.send("Down")
            time.sleep(0.2)
        term.send("e")
        term.wait("editing .env", 20)
        term.send("C-c")
        term.wait("heard", 20)
        term.send("Enter")
        term.wait("copy for reading", 20)
