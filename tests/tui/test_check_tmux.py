"""Live checks in a real terminal: a service that answers, and one that never does."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.lab import Tmux
from tests.tui import asking
from tests.tui.asking import Server
from tests.tui.test_tmux import terminal, wizard_pid


@contextmanager
def at_login(server: Server, tmp_path: Path, **env: str) -> Iterator[Tmux]:
    """The wizard at its first section, over that server."""
    argv = (sys.executable, "-m", "tests.tui.asking", str(tmp_path / "toko"), str(server.port))
    with terminal(*argv, home=tmp_path, **env) as term:
        term.wait("[1] Recommended")
        term.send("2")
        term.wait("^t Test")
        yield term


@pytest.mark.parametrize(("word", "mark"), [("ok", "ok"), ("warn", "warn"), ("fail", "fail")])
def test_ctrl_t_shows_what_a_server_says(tmp_path: Path, word: str, mark: str) -> None:
    with asking.server(word) as server, at_login(server, tmp_path) as term:
        term.send("C-t")
        shown = term.wait(f"answered `{word}`")
        assert f"▸○ 1 Login{mark:>10}│" in shown


def test_a_server_that_never_answers_delays_no_key_and_escape_stops_it(tmp_path: Path) -> None:
    with asking.server(None) as server, at_login(server, tmp_path) as term:
        term.send("C-t")
        term.wait("Esc stops it")
        began = time.monotonic()
        term.send("4", "5")
        term.wait("▏45")
        assert time.monotonic() - began < 2.5
        began = time.monotonic()
        term.send("Escape")
        term.wait("stopped")
        assert time.monotonic() - began < 2.5
        assert "▏45" in term.screen()
        term.send("C-t")
        term.wait("Esc stops it")
        term.send("PageDown")
        term.wait("Database  2 of 3")
        term.wait("1 Login     test…")


@pytest.mark.parametrize("lang", ["C.UTF-8", "C"])
def test_the_wizard_ends_at_once_while_a_check_hangs(tmp_path: Path, lang: str) -> None:
    with asking.server(None) as server, at_login(server, tmp_path, LANG=lang) as term:
        term.send("C-t")
        term.wait("Esc stops it")
        term.send("C-c")
        term.wait("Leave the wizard?")
        pressed = time.monotonic()
        term.send("C-c")
        assert term.wait_exit() == 130
        assert time.monotonic() - pressed < 2.5  # less than the hanging socket would take
        shown = term.wait("terminal as before")
        assert not term.alternate()
        assert "Traceback" not in shown and "Exception" not in shown


def test_a_signal_ends_it_while_a_check_hangs(tmp_path: Path) -> None:
    with asking.server(None) as server, at_login(server, tmp_path) as term:
        term.send("C-t")
        term.wait("Esc stops it")
        pid = wizard_pid(term)
        began = time.monotonic()
        os.kill(pid, signal.SIGTERM)
        assert term.wait_exit() == 143
        assert time.monotonic() - began < 2.5
        term.wait("terminal as before")


def test_a_bug_in_a_probe_tells_no_secret_to_the_terminal(tmp_path: Path) -> None:
    with asking.server("boo") as server, at_login(server, tmp_path) as term:
        term.send("C-t")
        term.wait("(RuntimeError)")
        term.send("C-c", "C-c")
        assert term.wait_exit() == 130
        assert asking.SECRET.encode() not in term.raw()
