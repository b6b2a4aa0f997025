"""The live test of a section, said as it goes; Enter or ^c stops it."""

from __future__ import annotations

import queue
import time
from dataclasses import dataclass, field

from wizard.check import Check, Ended, Event, Told
from wizard.finding import Finding
from wizard.plain import words
from wizard.plain.findings import tell_finding
from wizard.plain.teller import Teller, ended
from wizard.walk.rounds import Round

_MOMENT = 0.05
"""Seconds between two looks: whether something was said, whether Enter was pressed."""


@dataclass
class LiveTest:
    """Asks the servers of the section that the walk stands in."""

    teller: Teller
    _events: queue.SimpleQueue[tuple[int, Event]] = field(default_factory=queue.SimpleQueue)
    _last: Check | None = None

    def run(self) -> None:
        """Ask, tell what is heard, and come back when all have ended or the person has had enough."""
        desk = self.teller.desk
        why = desk.test(self._heard)
        if why is not None:
            self.teller.tell(ended(self.teller.in_(why)))
            return
        self._last = None
        self.teller.tell(words.TESTING.fill(count=len(self._round().asked)))
        try:
            while self._round().running and not self.teller.voice.pressed(_MOMENT):
                self._tell_all()
        except KeyboardInterrupt:
            pass  # the test ends, the wizard does not
        finally:
            stopped = desk.stop_test()
        self._tell_all()
        if stopped:
            self.teller.tell(words.TEST_STOPPED)

    def _heard(self, number: int, event: Event) -> None:
        """Take an event from the thread of a check."""
        self._events.put((number, event))

    def _round(self) -> Round:
        last = self.teller.desk.rounds.last(self.teller.desk.state.section)
        assert last is not None
        return last

    def _tell_all(self) -> None:
        while not self._events.empty():
            number, event = self._events.get()
            if self.teller.desk.rounds.heard(number, event):
                self._tell(event)

    def _tell(self, event: Event) -> None:
        """Name the check where another one spoke before."""
        teller, label = self.teller, event.check.label
        if self._last != event.check and isinstance(event, Told):
            teller.tell(f"{teller.in_(label)}:")
        self._last = event.check
        match event:
            case Told(said=Finding() as finding):
                tell_finding(teller, finding, indent="  ")
            case Told(said=said) if not isinstance(said, Finding):
                teller.tell(ended(teller.in_(said)), indent="  ")
            case Ended():
                self._tell_end(event)

    def _tell_end(self, event: Ended) -> None:
        round_ = self._round()
        asked = next(one for one in round_.asked if one.result.check == event.check)
        seconds = f"{(asked.ended or time.monotonic()) - round_.started:.1f}"
        said = words.TEST_ENDED.fill(verdict=asked.verdict.value, label=event.check.label, seconds=seconds)
        self.teller.tell(said)
