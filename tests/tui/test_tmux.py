"""The real program in a real terminal: the ways out, signals, sizes, and a crash."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import shapes
from tests.lab import ROOT, Tmux, clean_env, need
from tests.tui import small

PROGRAM = (sys.executable, "-m", "wizard")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A stateful project that nobody has touched."""
    return shapes.make("slim-12", tmp_path / "toko", env={"SESSION_DRIVER": "file"})


def terminal(*argv: str, home: Path, **env: str) -> Tmux:
    """The wizard in a terminal, in a shell that afterwards tells how the terminal was left."""
    script = 'before=$(stty -g); "$@"; code=$?; [ "$before" = "$(stty -g)" ] && echo terminal as before; exit $code'
    place = {"HOME": str(home), "XDG_STATE_HOME": str(home / "state"), "COLORTERM": "truecolor", **env}
    return Tmux(["sh", "-c", script, "sh", *argv], env=place, cwd=ROOT)


def wizard_pid(term: Tmux) -> int:
    """The process id of the wizard itself, below the shells of the terminal."""
    need("ps")
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    below = {term.pid()}
    for _ in range(4):
        below |= {int(pid) for pid, parent, _ in rows if int(parent) in below}
    return next(int(pid) for pid, _, args in rows if int(pid) in below and args.startswith(sys.executable))


def tree(folder: Path) -> dict[str, bytes]:
    """Every file with its bytes."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_ctrl_c_twice_leaves_at_once_with_130_and_the_terminal_as_before(project: Path, tmp_path: Path) -> None:
    before = tree(project)
    with terminal(*PROGRAM, str(project), home=tmp_path) as term:
        term.wait("▸ [1] Recommended")
        assert term.alternate()
        term.send("C-c")
        term.wait("Leave the wizard?")
        pressed = time.monotonic()
        term.send("C-c")
        assert term.wait_exit() == 130
        assert time.monotonic() - pressed < 3
        assert not term.alternate()
        assert "Nothing was written." in term.wait("terminal as before")
    assert tree(project) == before


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_a_signal_ends_it_with_its_own_code_and_the_terminal_as_before(
    project: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    with terminal(*PROGRAM, str(project), home=tmp_path) as term:
        term.wait("▸ [1] Recommended")
        term.send("2", "PageDown", "PageDown")
        term.wait("▸ Where are uploads kept?")
        os.kill(wizard_pid(term), number)
        assert term.wait_exit() == code
        term.wait("terminal as before")
        assert not term.alternate()


def test_a_terminal_that_is_closed_ends_the_wizard(project: Path, tmp_path: Path) -> None:
    with terminal(*PROGRAM, str(project), home=tmp_path) as term:
        term.wait("▸ [1] Recommended")
        pid = wizard_pid(term)
    end = time.monotonic() + 10
    while time.monotonic() < end and Path(f"/proc/{pid}").exists():
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists()


def test_every_size_is_survived_and_80_by_24_comes_back_whole(project: Path, tmp_path: Path) -> None:
    with terminal(*PROGRAM, str(project), home=tmp_path) as term:
        term.wait("▸ [1] Recommended")
        term.send("2", "PageDown")
        whole = term.wait("▸ Where is the cache kept?")
        for width, height in ((60, 20), (120, 40), (40, 10), (200, 50)):
            term.resize(width, height)
            time.sleep(0.3)
        term.resize(60, 20)
        term.wait("2 of 8 Cache  ✗▸○○○○○○")
        term.resize(80, 24)
        end = time.monotonic() + 10
        while term.screen() != whole and time.monotonic() < end:
            time.sleep(0.1)
        assert term.screen() == whole


@pytest.mark.parametrize("lang", ["en", "id"])
def test_the_bare_command_without_a_terminal_writes_nothing_and_exits_2(project: Path, lang: str) -> None:
    before = tree(project)
    ran = subprocess.run([*PROGRAM, str(project), "--lang", lang], stdin=subprocess.DEVNULL, capture_output=True,
                         text=True, env=clean_env(), cwd=ROOT, check=False)  # fmt: skip
    assert ran.returncode == 2
    assert "stateless-wizard apply" in ran.stdout + ran.stderr
    assert tree(project) == before


@pytest.mark.parametrize(
    "env", [{"NO_COLOR": "1"}, {"LANG": "C"}, {"NO_COLOR": "1", "LANG": "C", "COLORTERM": ""}]
)
def test_focus_and_choice_can_be_read_from_plain_text(project: Path, tmp_path: Path, env: dict[str, str]) -> None:
    plain = env.get("LANG") == "C"
    with terminal(*PROGRAM, str(project), home=tmp_path, **env) as term:
        term.wait("[1] Recommended")
        term.send("2")
        term.wait("> Where are sessions kept?" if plain else "▸ Where are sessions kept?")
        term.wait(">(*) redis" if plain else "▸(•) redis")
        term.send("Tab")
        shown = term.wait("> Lifetime in minutes" if plain else "▸ Lifetime in minutes")
        assert shown.isascii() is plain
        if "NO_COLOR" in env:
            assert not re.search(r"\x1b\[[0-9;]*\b(3[0-7]|38|4[0-7]|48|9[0-7])[;m]", term.screen(colours=True))


@pytest.fixture
def crashed(tmp_path: Path) -> Iterator[Tmux]:
    """A wizard that has just met a bug whose message holds a secret."""
    with terminal(sys.executable, "-m", "tests.tui.broken", str(tmp_path / "toko"), home=tmp_path) as term:
        term.wait("[1] Recommended")
        term.send("2", "PageDown", "PageDown")
        term.wait("▸ Application key")
        term.type(small.SECRET)
        yield term


def test_a_crash_exits_70_and_shows_no_secret_anywhere(crashed: Tmux, tmp_path: Path) -> None:
    assert crashed.wait_exit() == 70
    shown = crashed.wait("terminal as before")
    assert "Internal error (RuntimeError)" in shown
    assert not crashed.alternate()
    assert small.SECRET.encode() not in crashed.raw()
    reports = list((tmp_path / "state").rglob("*.log"))
    assert len(reports) == 1
    assert small.SECRET not in reports[0].read_text()
    assert "broken.py" in reports[0].read_text()
