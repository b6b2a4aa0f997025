"""Live checks: side by side, each once, within their time; a secret never gets out and nothing holds the exit."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.lab import ROOT
from wizard.check import (
    LIMIT,
    Check,
    Ended,
    Event,
    Result,
    Running,
    Said,
    Told,
    closing,
    failed,
    holding,
    run,
    settle,
)
from wizard.finding import Finding, Level
from wizard.text import Text, same

SECRET = "hunter2-sentinel"


@dataclass(frozen=True)
class Says:
    """Says these things after a pause."""

    words: tuple[Said, ...]
    pause: float = 0

    def __call__(self) -> Iterator[Said]:
        time.sleep(self.pause)
        yield from self.words


def check(name: str, probe: Callable[[], Iterator[Said]]) -> Check:
    return Check(name, same(name), probe)


def finding(level: Level, code: str = "x.y") -> Finding:
    return Finding(code, level, "here", same("why"), same("remedy"))


def hanging(over: threading.Event) -> Callable[[], Iterator[Said]]:
    def probe() -> Iterator[Said]:
        yield same("before")
        over.wait(30)
        yield same("after")

    return probe


@pytest.fixture
def over() -> Iterator[threading.Event]:
    """Ends every hanging probe with the test."""
    event = threading.Event()
    yield event
    event.set()


def test_what_a_probe_says_is_kept_in_order() -> None:
    words = (same("a"), finding(Level.INFO), same("b"))
    (result,) = run((check("x", Says(words)),))
    assert result.said == words
    assert result.seen == (same("a"), same("b"))
    assert result.findings == (words[1],)


def test_checks_run_side_by_side() -> None:
    meeting = threading.Barrier(4, timeout=10)

    def probe() -> Iterator[Said]:
        meeting.wait()  # passes only when all four are there
        yield same("met")

    results = run(Check(str(number), same(str(number)), probe) for number in range(4))
    assert [result.seen for result in results] == [(same("met"),)] * 4


def test_results_come_in_the_order_of_the_checks() -> None:
    slow, quick = check("slow", Says((same("s"),), 0.2)), check("quick", Says((same("q"),)))
    assert [result.check.service for result in run((slow, quick))] == ["slow", "quick"]


def test_a_check_that_is_the_same_runs_once() -> None:
    one, same_again, other = (check("x", Says((same("a"),))) for _ in range(2)), check("x", Says((same("a"),))), check(
        "x", Says((same("b"),)))  # fmt: skip
    assert len(run((*one, same_again, other))) == 2


def test_no_checks_are_no_results() -> None:
    assert run(()) == ()


@pytest.mark.parametrize(("levels", "level"), [
    ((), None), ((Level.INFO,), Level.INFO), ((Level.INFO, Level.WARNING), Level.WARNING),
    ((Level.WARNING, Level.ERROR, Level.INFO), Level.ERROR),
])  # fmt: skip
def test_a_check_weighs_as_much_as_its_gravest_finding(levels: tuple[Level, ...], level: Level | None) -> None:
    result = Result(check("x", Says(())), tuple(finding(one) for one in levels))
    assert result.level is level
    assert result.failed is (level is Level.ERROR)
    assert failed((result,)) is (level is Level.ERROR)


def test_a_check_without_end_is_given_up(over: threading.Event) -> None:
    began = time.monotonic()
    (result,) = run((check("x", hanging(over)),), limit=0.3)
    assert time.monotonic() - began < 5
    assert result.seen == (same("before"),)
    assert [one.code for one in result.findings] == ["check.late"]
    assert "0.3" in result.findings[0].why.en
    assert result.failed


def test_one_that_hangs_does_not_hold_up_the_others(over: threading.Event) -> None:
    told: list[Event] = []
    run((check("hangs", hanging(over)), check("quick", Says((same("q"),)))), told.append, limit=1)
    assert [event.check.service for event in told if isinstance(event, Ended)] == ["quick", "hangs"]


@pytest.mark.parametrize("error", [
    ValueError(SECRET), OSError(5, SECRET), KeyError(SECRET), UnicodeDecodeError("utf-8", SECRET.encode(), 0, 1, SECRET),
    RecursionError(SECRET), ExceptionGroup(SECRET, [ValueError(SECRET)]),
])  # fmt: skip
def test_of_an_exception_only_its_kind_is_told(error: Exception) -> None:
    def probe() -> Iterator[Said]:
        yield same("before")
        raise error

    (result,) = run((check("x", probe),))
    assert result.seen == (same("before"),)
    assert [one.code for one in result.findings] == ["check.failed"]
    assert type(error).__name__ in result.findings[0].why.en
    assert SECRET not in repr(result)
    assert SECRET not in str(result)


def test_a_probe_that_fails_before_it_begins_is_told_too() -> None:
    def probe() -> Iterator[Said]:
        raise ValueError(SECRET)

    (result,) = run((check("x", probe),))
    assert [one.code for one in result.findings] == ["check.failed"]


def test_a_check_shows_nothing_of_its_probe() -> None:
    assert SECRET not in repr(check(SECRET.upper(), Says((same(SECRET),))))


def test_steps_are_told_as_they_happen_and_each_end_once() -> None:
    told: list[Event] = []
    one = check("x", Says((same("a"), same("b"))))
    run((one,), told.append)
    assert told == [Told(one, same("a")), Told(one, same("b")), Ended(one)]


def test_steps_are_told_in_the_thread_that_runs_the_checks() -> None:
    threads: set[threading.Thread] = set()
    run((check("x", Says((same("a"),))), check("y", Says((same("b"),)))), lambda _: threads.add(threading.current_thread()))
    assert threads == {threading.current_thread()}


def test_an_interrupt_leaves_the_checks_behind(over: threading.Event) -> None:
    def interrupted(event: Event) -> None:
        raise KeyboardInterrupt

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run((check("x", hanging(over)),), interrupted)
    assert time.monotonic() - began < 5


def test_nothing_is_told_after_the_end(over: threading.Event) -> None:
    told: list[Event] = []
    ended = threading.Event()

    def tell(event: Event) -> None:
        told.append(event)
        if isinstance(event, Ended):
            ended.set()

    Running(check("x", hanging(over)), tell, limit=0.2)
    assert ended.wait(5)
    before = list(told)
    over.set()  # now the probe goes on and says more
    time.sleep(0.2)
    assert told == before


def test_nothing_is_told_once_it_is_abandoned(over: threading.Event) -> None:
    told: list[Event] = []
    first = threading.Event()

    def tell(event: Event) -> None:
        told.append(event)
        first.set()

    running = Running(check("x", hanging(over)), tell, limit=0.3)
    assert first.wait(5)
    began = time.monotonic()
    running.abandon()
    assert time.monotonic() - began < 0.2
    over.set()
    time.sleep(0.5)  # past the limit, too
    assert [event for event in told if not isinstance(event, Told)] == []
    assert len(told) == 1


def test_whoever_is_told_may_abandon() -> None:
    told: list[Event] = []
    ready = threading.Event()

    def tell(event: Event) -> None:
        told.append(event)
        ready.wait(5)
        running.abandon()

    running = Running(check("x", Says((same("a"), same("b")))), tell)
    ready.set()
    time.sleep(0.3)
    assert len(told) == 1


def test_an_abandoned_probe_still_cleans_up() -> None:
    cleaned, first = threading.Event(), threading.Event()

    def probe() -> Iterator[Said]:
        try:
            yield same("a")
            first.wait(5)
            yield same("b")
        finally:
            cleaned.set()

    running = Running(check("x", probe), lambda _: None)
    running.abandon()
    first.set()
    assert cleaned.wait(5)


def test_a_hanging_probe_does_not_hold_the_exit() -> None:
    code = (
        "import time\n"
        "from wizard.check import Check, run\n"
        "from wizard.text import same\n"
        "def probe():\n"
        "    yield same('begun')\n"
        "    time.sleep(60)\n"
        "(result,) = run((Check('x', same('x'), probe),), limit=0.3)\n"
        "print(result.findings[0].code)\n"
    )
    began = time.monotonic()
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=40, check=True)
    assert ran.stdout.strip() == "check.late"
    assert ran.stderr == ""
    assert time.monotonic() - began < 15


_HELD = """
import sys, time
from contextlib import nullcontext
from wizard.check import Check, holding, run
from wizard.text import same
def probe():
    with holding() if sys.argv[1] == "holding" else nullcontext():
        print("begun", flush=True)
        try:
            time.sleep(1.5)
        finally:
            print("taken away", flush=True)
        yield same("x")
    time.sleep(60)
    yield same("y")
run((Check("x", same("x"), probe),))
"""


@pytest.mark.parametrize(("what", "said"), [("holding", "taken away"), ("nothing", "")])
def test_an_interrupt_waits_for_what_a_probe_holds_and_for_nothing_else(what: str, said: str) -> None:
    command = [sys.executable, "-c", _HELD, what]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        told, _ = process.communicate(timeout=30)
    assert told.strip() == said
    assert (time.monotonic() - began >= 1) is (what == "holding")


def test_settling_waits_no_longer_than_its_patience(over: threading.Event) -> None:
    ready = threading.Event()

    def probe() -> Iterator[Said]:
        with holding():
            ready.set()
            over.wait(30)
            yield same("a")

    running = Running(check("x", probe), lambda _: None)
    assert ready.wait(5)
    began = time.monotonic()
    settle((running,), patience=0.3)
    assert 0.2 < time.monotonic() - began < 2
    over.set()
    assert running.free(5)


@pytest.mark.parametrize("limit", [0.3, 60])
def test_what_closes_is_called_when_the_time_is_up_and_when_it_is_left(limit: float) -> None:
    ready, closed, ended = threading.Event(), threading.Event(), threading.Event()

    def probe() -> Iterator[Said]:
        with closing(closed.set):
            ready.set()
            closed.wait(30)
        ended.set()
        yield same("a")

    running = Running(check("x", probe), lambda _: None, limit)
    assert ready.wait(5)
    if limit == 60:
        running.abandon()
    assert ended.wait(5)


def test_what_closes_is_not_called_once_its_block_is_over() -> None:
    told: list[str] = []

    def probe() -> Iterator[Said]:
        with closing(lambda: told.append("closed")):
            yield same("a")

    run((check("x", probe),))
    assert told == []


def test_holding_and_closing_are_nothing_where_no_check_runs() -> None:
    with holding(), closing(lambda: None):
        assert threading.current_thread() is threading.main_thread()


def test_what_the_frame_itself_finds_is_in_both_languages() -> None:
    def probe() -> Iterator[Said]:
        raise ValueError

    (result,) = run((Check("x", Text("a", "b"), probe),))
    (found,) = result.findings
    assert found.why.en != found.why.id
    assert found.remedy.en != found.remedy.id
    assert LIMIT <= 20
