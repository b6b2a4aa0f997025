"""Live checks of the sections: who is being asked, what was said, how it ended; plain data, no screen."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from itertools import count

from wizard.check import Check, Ended, Event, Result, Running, Told, settle
from wizard.finding import Finding, Level
from wizard.section import Section
from wizard.walk import words


class Verdict(Enum):
    """How a test stands, as a word: signs would read as the answers' own marks."""

    RUNNING = words.TEST_RUNNING
    PASSED = words.TEST_PASSED
    WARNED = words.TEST_WARNED
    FAILED = words.TEST_FAILED


@dataclass(frozen=True, slots=True)
class Asked:
    """One check of a round: what it has said, and when it ended, in seconds of the monotonic clock."""

    result: Result
    ended: float | None = None

    @property
    def verdict(self) -> Verdict:
        """How the check stands."""
        return Verdict.RUNNING if self.ended is None else _weighed(self.result)


@dataclass(frozen=True, slots=True)
class Round:
    """One test of a section: all its checks side by side, since `started` on the monotonic clock."""

    number: int
    asked: tuple[Asked, ...]
    started: float
    stopped: bool = False

    @property
    def checks(self) -> tuple[Check, ...]:
        """What is asked."""
        return tuple(one.result.check for one in self.asked)

    @property
    def running(self) -> bool:
        """True until all have ended, or a person has stopped them."""
        return not self.stopped and any(one.ended is None for one in self.asked)

    @property
    def verdict(self) -> Verdict | None:
        """How the round stands; None when it was stopped before it had found anything."""
        if self.running:
            return Verdict.RUNNING
        found = {_weighed(one.result) for one in self.asked}
        if Verdict.FAILED in found:
            return Verdict.FAILED
        if Verdict.WARNED in found:
            return Verdict.WARNED
        return None if self.stopped else Verdict.PASSED

    def heard(self, event: Event, now: float) -> Round:
        """Return the round after an event of one of its checks."""
        return replace(self, asked=tuple(
            _after(one, event, now) if one.result.check == event.check else one for one in self.asked
        ))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tested:
    """A section that has something to ask: its last round, and whether that was asked with the present answers."""

    round: Round | None = None
    holds: bool = True

    @property
    def verdict(self) -> Verdict | None:
        """How its last test stands; None when there is none, or when its answers have changed since."""
        return self.round.verdict if self.round is not None and self.holds else None


class Rounds:
    """The last round of each section. A newer one takes its place: what the older still says is dropped."""

    def __init__(self) -> None:
        self._last: dict[type[Section], Round] = {}
        self._running: dict[type[Section], tuple[Running, ...]] = {}
        self._left: list[Running] = []
        self._numbers = count(1)

    def __iter__(self) -> Iterator[type[Section]]:
        """The sections that were tested."""
        return iter(tuple(self._last))

    def last(self, section: type[Section]) -> Round | None:
        """Return the last round of a section."""
        return self._last.get(section)

    def start(
        self, section: type[Section], checks: Sequence[Check], tell: Callable[[int, Event], None]
    ) -> None:
        """Ask; `tell` is called from the threads of the checks, with the number of the round."""
        self.stop(section)
        number = next(self._numbers)
        asked = tuple(Asked(Result(check)) for check in checks)
        self._last[section] = Round(number, asked, time.monotonic())
        self._running[section] = tuple(Running(check, partial(tell, number)) for check in checks)

    def heard(self, number: int, event: Event) -> bool:
        """Take an event; say whether it still matters."""
        for section, last in self._last.items():
            if last.number == number and last.running:
                self._last[section] = last.heard(event, time.monotonic())
                return True
        return False

    def stop(self, section: type[Section]) -> bool:
        """Leave the running checks of a section behind; say whether there were any. Returns at once."""
        for one in self._running.pop(section, ()):
            one.abandon()
            self._left.append(one)
        last = self._last.get(section)
        if last is None or not last.running:
            return False
        self._last[section] = replace(last, stopped=True)
        return True

    def leave(self) -> None:
        """Leave everything behind: nothing more is told."""
        for section in tuple(self._last):
            self.stop(section)

    def settle(self) -> None:
        """Leave everything behind, and wait a moment for those that still take away what they put on a server."""
        self.leave()
        settle(self._left)


def worth_knowing(round_: Round) -> Iterator[Finding]:
    """Return what a round has found that a person should know before writing: a warning, never an error."""
    for one in round_.asked:
        for finding in one.result.findings:
            if finding.level is not Level.INFO:
                label = one.result.check.label
                said = words.TEST_FOUND if finding.where == label.en else words.TEST_FOUND_BY
                yield replace(finding, level=Level.WARNING, why=said.fill(check=label, why=finding.why))


def _after(asked: Asked, event: Event, now: float) -> Asked:
    match event:
        case Told(said=said):
            return replace(asked, result=replace(asked.result, said=(*asked.result.said, said)))
        case Ended():
            return replace(asked, ended=now)


def _weighed(result: Result) -> Verdict:
    match result.level:
        case Level.ERROR:
            return Verdict.FAILED
        case Level.WARNING:
            return Verdict.WARNED
        case _:
            return Verdict.PASSED
