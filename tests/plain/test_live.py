"""The live test of a section, said as it goes; whatever a server does, the person goes on when they like."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.lab import ROOT
from tests.plain.script import Script
from tests.plain.terminal import Lines
from tests.tui import asking
from wizard.plain.app import walk

HANGING = """
import sys
from pathlib import Path
from tests.tui import asking
from wizard.plain.app import run
one = asking.desk(Path(sys.argv[1]), int(sys.argv[2]))
sys.exit(run(one.state.project, lang="en", given=one.state.given, findings=(), sections=asking.SECTIONS,
             parts=asking.PARTS, write=one.write)[0])
"""


class Impatient(Script):
    """Has had enough at once: by Enter, or by ^c."""

    interrupts = False

    def pressed(self, seconds: float) -> bool:
        """Stop it."""
        if self.interrupts:
            raise KeyboardInterrupt
        return True


def test_the_test_says_what_was_seen_and_how_it_ended(tmp_path: Path) -> None:
    with asking.server("ok") as server:
        one = asking.desk(tmp_path, server.port)
        script = Script(["", "t"])
        walk(one, script)
    assert "Testing, side by side (1). Enter stops it." in script.text
    assert "ok: " in script.text
    assert script.prompts[-1] == script.prompts[-2]


def test_a_failure_is_said_with_what_to_do_and_told_in_the_review(tmp_path: Path) -> None:
    with asking.server("fail") as server:
        one = asking.desk(tmp_path, server.port, lang="id")
        script = Script(["", "t", "!", "f"])
        walk(one, script)
    assert "Error, " in script.text
    assert "gagal: " in script.text
    assert "tes langsung" in script.text


def test_a_section_without_servers_says_so(tmp_path: Path) -> None:
    script = Script(["3", "t"])
    walk(asking.desk(tmp_path, None), script)
    assert "Nothing to test in this section: these answers name no server to ask." in script.text


def test_the_end_of_a_section_offers_the_test_and_says_how_the_last_one_ended(tmp_path: Path) -> None:
    with asking.server("ok") as server:
        script = Script(["", "<", "2", "<", "t", "?", "<"])
        walk(asking.desk(tmp_path, server.port), script)
    assert script.prompts[4] == script.prompts[5] == "t tests the servers of this section, Enter goes on: "
    assert "Last test: ok." in script.text
    assert "A test that fails keeps nobody from writing." in script.text


def test_a_server_that_never_answers_is_left_by_enter_and_by_an_interrupt(tmp_path: Path) -> None:
    with asking.server(None) as server:
        for interrupts in (False, True):
            script = Impatient(["", "t"])
            script.interrupts = interrupts
            began = time.monotonic()
            walk(asking.desk(tmp_path / str(interrupts), server.port), script)
            assert time.monotonic() - began < 5
            assert "The test was stopped." in script.text
            assert script.prompts[-1] == script.prompts[-2]


def test_in_a_terminal_enter_and_an_interrupt_stop_the_test_and_nothing_else(tmp_path: Path) -> None:
    with asking.server(None) as server:
        argv = [sys.executable, "-c", HANGING, str(tmp_path), str(server.port)]
        with Lines(argv, {"HOME": str(tmp_path)}, ROOT) as term:
            term.asked()
            term.type("")
            for keys in (b"\n", b"\x03"):
                term.asked()
                term.type("t")
                term.heard("Enter stops it.")
                time.sleep(0.2)
                term.press(keys)
                term.heard("The test was stopped.")
            term.asked()
            term.type("q")
            term.asked()
            term.type("y")
            assert term.ended() == 130
