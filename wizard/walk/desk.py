"""What the screens share: the walk so far, and the two doors that only the caller can open."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field

from wizard import live
from wizard.check import Check, Event
from wizard.finding import Finding, Invalid, Level
from wizard.outcome import Outcome
from wizard.project import Project
from wizard.resolve import Name
from wizard.section import Section
from wizard.text import Lang, Text
from wizard.transaction import Receipt
from wizard.walk import words
from wizard.walk.rounds import Rounds, Tested, Verdict, worth_knowing
from wizard.walk.state import State


@dataclass
class Desk:
    """Holds the newest state and the live checks. `write` writes a plan, `reopen` reads the project again; both
    may raise `Stop`."""

    state: State
    write: Callable[[Outcome], Receipt]
    reopen: Callable[[], Project]
    receipt: Receipt | None = None
    finished: bool = False
    stale: bool = False
    rounds: Rounds = field(default_factory=Rounds)

    @property
    def lang(self) -> Lang:
        """The language of the screens."""
        return self.state.lang

    def say(self, text: Text, **values: object) -> str:
        """Return a sentence in the language of the screens, with values in it."""
        return (text.fill(**values) if values else text).in_(self.lang)

    def answer(self, name: Name, raw: str, *, drawn: str = "") -> None:
        """Take a raw answer; what follows from it waits for `settle`."""
        self.state = self.state.typed(name, raw, drawn=drawn)
        self.stale = True

    def settle(self) -> None:
        """Bring the outcome up to date; raises `Stop` as the core does."""
        if self.stale:
            self.state = self.state.recomputed()  # a `Stop` leaves the answers waiting: nothing old is written
            self.stale = False
            self._leave_outdated()

    def draw(self, section: type[Section], question: str, word: str) -> None:
        """Make the value that a word stands for, once, and take it as the answer."""
        name = (section.name, question)
        if name in self.state.drawn:
            return
        try:
            value = self.state.answers[section].draw(question, word, self.state.project)
        except Invalid as error:
            self.state = self.state.refusing(name, error.text)
        else:
            self.answer(name, value, drawn=word)

    def put(self) -> None:
        """Write the plan, once; raises `Stop` when it cannot be written."""
        if self.finished:
            return
        if self.state.chosen.plan.files:
            self.receipt = self.write(self.state.chosen)
        self.finished = True

    def rebuild(self) -> None:
        """Read the project again and plan anew with the same answers."""
        self.state = self.state.on(self.reopen())
        self.stale = False
        self._leave_outdated()

    def tested(self, section: type[Section]) -> Tested | None:
        """Say how the live test of a section stands; None when its answers name nobody to ask."""
        due = self._due(section)
        if not due:
            return None
        last = self.rounds.last(section)
        return Tested(last, last is None or last.checks == due)

    def verdict(self, section: type[Section]) -> Verdict | None:
        """How the last test of a section stands; whoever was never tested is not asked whom it would ask."""
        tested = self.tested(section) if self.rounds.last(section) else None
        return tested.verdict if tested else None

    def test(self, tell: Callable[[int, Event], None]) -> Text | None:
        """Ask the live services of the section on screen, or return why that cannot be done now.

        `tell` is called from other threads, with the number of the round that `rounds.heard` wants.
        """
        section = self.state.section
        due = self._due(section)
        if not due:
            return words.NOTHING_TO_TEST
        names = {section.name, *(part.name for part in self.state.answers[section].needs())}
        for trouble in self.state.troubles():
            if trouble.question is not None and trouble.question[0] in names:
                return words.NOT_TESTED.fill(where=self.state.where(trouble.question), why=trouble.why)
        self.rounds.start(section, due, tell)
        return None

    def stop_test(self) -> bool:
        """Stop the test of the section on screen; say whether one was running."""
        return self.rounds.stop(self.state.section)

    def findings(self) -> tuple[Finding, ...]:
        """Return what the plan finds, and what live tests have found that still holds: that never blocks."""
        tested = [self.tested(section) for section in self.state.sections if self.rounds.last(section)]
        rounds = [t.round for t in tested if t is not None and t.round is not None and t.holds]
        found = dict.fromkeys(finding for round_ in rounds for finding in worth_knowing(round_))
        return (*self.state.outcome.plan.findings, *found)

    def to_know(self) -> tuple[Finding, ...]:
        """Return what nothing is written without: warnings about the answers, not about what they replace."""
        warnings = (finding for finding in self.findings() if finding.level is Level.WARNING)
        return tuple(finding for finding in warnings if not finding.code.endswith(".node-local"))

    def _due(self, section: type[Section]) -> tuple[Check, ...]:
        return live.planned(self.state.outcome, (section,), os.environ)

    def _leave_outdated(self) -> None:
        """Stop what is being asked with answers that no longer hold."""
        for section in self.rounds:
            last = self.rounds.last(section)
            if last is not None and last.running and last.checks != self._due(section):
                self.rounds.stop(section)


def again(project: Project) -> Project:
    """Read a project anew, as it was opened: the same env file, the same version."""
    name = project.env_path.removeprefix(".env").removeprefix(".") or None
    return Project.open(project.root, env_name=name, version=str(project.version))
