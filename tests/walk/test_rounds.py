"""What the live tests of a section amount to, without a screen: marks, numbers, what still holds, what the review says."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui import asking
from tests.tui.asking import Database, Login, Quiet, Server
from wizard.check import Ended, Event, Told
from wizard.finding import Level
from wizard.text import Text, same
from wizard.walk import words
from wizard.walk.desk import Desk
from wizard.walk.rounds import Verdict


class Ear:
    """Hears what the threads of the checks tell, and hands it on when asked to."""

    def __init__(self) -> None:
        self.events: queue.SimpleQueue[tuple[int, Event]] = queue.SimpleQueue()

    def __call__(self, number: int, event: Event) -> None:
        self.events.put((number, event))

    def until_ended(self, desk: Desk, count: int = 1) -> list[bool]:
        """Hand on until so many checks have ended; return what mattered."""
        mattered = []
        while count:
            number, event = self.events.get(timeout=10)
            mattered.append(desk.rounds.heard(number, event))
            count -= isinstance(event, Ended)
        return mattered


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def hanging() -> Iterator[Server]:
    with asking.server(None) as one:
        yield one


def at(desk: Desk, index: int) -> Desk:
    """The desk, standing at a section."""
    desk.state = desk.state.at(index)
    return desk


def verdict(desk: Desk, index: int = 0) -> Verdict | None:
    """How the test of a section stands."""
    tested = desk.tested(desk.state.sections[index])
    return tested.verdict if tested else None


@pytest.mark.parametrize(
    ("word", "stands"),
    [("ok", Verdict.PASSED), ("warn", Verdict.WARNED), ("fail", Verdict.FAILED), ("boo", Verdict.FAILED)],
)
def test_a_section_stands_as_its_gravest_finding(tmp_path: Path, ear: Ear, word: str, stands: Verdict) -> None:
    with asking.server(word) as server:
        desk = at(asking.desk(tmp_path, server.port), 0)
        assert verdict(desk) is None
        assert desk.test(ear) is None
        assert verdict(desk) is Verdict.RUNNING
        ear.until_ended(desk)
        assert (verdict(desk), server.asked) == (stands, 1)


def test_a_section_runs_until_its_last_check_has_ended(tmp_path: Path, ear: Ear, hanging: Server) -> None:
    with asking.server("ok") as server:
        own = {("database", "port"): str(server.port)}
        desk = at(asking.desk(tmp_path, hanging.port, typed=own), 1)
        desk.test(ear)
        ear.until_ended(desk)
        assert verdict(desk, 1) is Verdict.RUNNING
        assert desk.stop_test()
        assert verdict(desk, 1) is None


def test_a_section_that_names_nobody_has_no_test(tmp_path: Path, ear: Ear) -> None:
    desk = at(asking.desk(tmp_path, 7), 2)
    assert desk.tested(Quiet) is None
    assert desk.test(ear) == words.NOTHING_TO_TEST


@pytest.mark.parametrize("index", [0, 1])
def test_nobody_is_asked_while_an_answer_of_the_section_is_missing_or_wrong(
    tmp_path: Path, ear: Ear, index: int
) -> None:
    desk = at(asking.desk(tmp_path, None), index)
    said = desk.test(ear)
    assert said is not None
    assert said.en == "Not tested. Login, Greeter Port: needs an answer"
    assert said.id == "Belum dites. Masuk, Greeter Port: wajib dijawab"
    desk.answer(("greeter", "port"), "70000")
    desk.settle()
    said = desk.test(ear)
    assert said is not None and "65535" in said.en
    assert verdict(desk, index) is None


def test_a_wrong_answer_of_another_section_keeps_nobody_from_asking(tmp_path: Path, ear: Ear, hanging: Server) -> None:
    desk = at(asking.desk(tmp_path, hanging.port, typed={("database", "port"): "x"}), 0)
    assert desk.test(ear) is None
    desk.rounds.leave()


def test_what_an_older_round_still_says_is_dropped(tmp_path: Path, ear: Ear) -> None:
    with asking.server("fail") as server:
        desk = at(asking.desk(tmp_path, server.port), 0)
        desk.test(ear)
        older = [ear.events.get(timeout=10) for _ in range(3)]
        server.word = "ok"
        desk.test(ear)
        assert [desk.rounds.heard(*event) for event in older] == [False] * 3
        assert verdict(desk) is Verdict.RUNNING
        assert all(ear.until_ended(desk))
        assert verdict(desk) is Verdict.PASSED


def test_what_a_stopped_round_still_says_is_dropped_and_what_it_had_said_stays(
    tmp_path: Path, ear: Ear, hanging: Server
) -> None:
    desk = at(asking.desk(tmp_path, hanging.port), 0)
    desk.test(ear)
    last = desk.rounds.last(Login)
    assert last is not None
    told = Told(last.checks[0], same("seen"))
    assert desk.rounds.heard(last.number, told)
    assert desk.stop_test()
    assert not desk.stop_test()
    assert not desk.rounds.heard(last.number, told)
    stopped = desk.rounds.last(Login)
    assert stopped is not None and stopped.asked[0].result.seen == (same("seen"),)


def test_stopping_a_check_that_hangs_returns_at_once(tmp_path: Path, ear: Ear, hanging: Server) -> None:
    desk = at(asking.desk(tmp_path, hanging.port), 0)
    desk.test(ear)
    began = time.monotonic()
    desk.rounds.leave()
    assert time.monotonic() - began < 0.1


def test_a_result_holds_only_for_the_answers_it_was_asked_with(tmp_path: Path, ear: Ear) -> None:
    with asking.server("fail") as server:
        desk = at(asking.desk(tmp_path, server.port), 0)
        desk.test(ear)
        ear.until_ended(desk)
        desk.answer(("greeter", "port"), "7")
        desk.settle()
        tested = desk.tested(Login)
        assert tested is not None and (tested.holds, tested.verdict) == (False, None)
        assert not any(f.code.startswith("greeting") for f in desk.findings())
        desk.answer(("greeter", "port"), str(server.port))
        desk.settle()
        assert verdict(desk) is Verdict.FAILED


def test_an_answer_that_nobody_is_asked_with_changes_no_result(tmp_path: Path, ear: Ear) -> None:
    with asking.server("ok") as server:
        desk = at(asking.desk(tmp_path, server.port), 0)
        desk.test(ear)
        ear.until_ended(desk)
        desk.answer(("login", "minutes"), "60")
        desk.settle()
        assert verdict(desk) is Verdict.PASSED


def test_a_part_changed_in_one_section_makes_the_tests_of_all_who_need_it_older(tmp_path: Path, ear: Ear) -> None:
    with asking.server("ok") as server:
        desk = at(asking.desk(tmp_path, server.port), 1)
        desk.test(ear)
        ear.until_ended(desk)
        at(desk, 0).answer(("greeter", "port"), "7")
        desk.settle()
        tested = desk.tested(Database)
        assert tested is not None and not tested.holds


def test_what_is_asked_with_older_answers_is_left_behind(tmp_path: Path, ear: Ear, hanging: Server) -> None:
    desk = at(asking.desk(tmp_path, hanging.port), 0)
    desk.test(ear)
    desk.answer(("greeter", "port"), "7")
    desk.settle()
    last = desk.rounds.last(Login)
    assert last is not None and last.stopped
    assert not desk.stop_test()


def test_a_failed_test_is_worth_knowing_and_blocks_nothing(tmp_path: Path, ear: Ear) -> None:
    with asking.server("fail") as server:
        desk = at(asking.desk(tmp_path, server.port), 0)
        before, troubles = desk.findings(), desk.state.troubles()
        for index in (0, 1):  # both need the part: it is said once
            at(desk, index).test(ear)
            ear.until_ended(desk)
        (found,) = desk.findings()[len(before) :]
        assert (found.code, found.level) == ("greeting.fail", Level.WARNING)
        assert found.why.en.startswith("live test: the server refuses")
        assert found.why.id.startswith("tes langsung: server menolak")
        assert desk.state.troubles() == troubles == ()


def test_a_warning_says_which_test_has_found_it_and_a_passed_test_says_nothing(tmp_path: Path, ear: Ear) -> None:
    with asking.server("warn") as server:
        desk = at(asking.desk(tmp_path, server.port), 0)
        before = desk.findings()
        desk.test(ear)
        ear.until_ended(desk)
        (found,) = desk.findings()[len(before) :]
        assert found.why.en == f"live test, Greeter `127.0.0.1:{server.port}`: an evicting policy signs people out"
        server.word = "ok"
        desk.test(ear)
        ear.until_ended(desk)
        assert desk.findings() == before


def test_a_bug_in_a_probe_shows_no_secret(tmp_path: Path, ear: Ear) -> None:
    with asking.server("boo") as server:
        desk = at(asking.desk(tmp_path, server.port), 0)
        desk.test(ear)
        ear.until_ended(desk)
        assert asking.SECRET not in repr((desk.findings(), desk.rounds.last(Login)))


def test_every_verdict_is_a_word_of_its_own_in_both_languages() -> None:
    said: list[Text] = [one.value for one in Verdict]
    assert len({text.en for text in said}) == len({text.id for text in said}) == len(Verdict)
