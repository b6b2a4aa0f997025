"""What the screens share: the walk so far, and the two doors that only the caller can open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wizard.finding import Invalid
from wizard.outcome import Outcome
from wizard.project import Project
from wizard.resolve import Name
from wizard.section import Section
from wizard.text import Lang, Text
from wizard.transaction import Receipt
from wizard.tui.state import State


@dataclass
class Desk:
    """Holds the newest state. `write` writes a plan, `reopen` reads the project again; both may raise `Stop`."""

    state: State
    write: Callable[[Outcome], Receipt]
    reopen: Callable[[], Project]
    receipt: Receipt | None = None
    finished: bool = False
    stale: bool = False

    @property
    def lang(self) -> Lang:
        """The language of the screens."""
        return self.state.lang

    def say(self, text: Text, **values: object) -> str:
        """Return a sentence in the language of the screens, with values in it."""
        return (text.fill(**values) if values else text).in_(self.lang)

    def answer(self, name: Name, raw: str, *, drawn: bool = False) -> None:
        """Take a raw answer; what follows from it waits for `settle`."""
        self.state = self.state.typed(name, raw, drawn=drawn)
        self.stale = True

    def settle(self) -> None:
        """Bring the outcome up to date; raises `Stop` as the core does."""
        if self.stale:
            self.state = self.state.recomputed()  # a `Stop` leaves the answers waiting: nothing old is written
            self.stale = False

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
            self.answer(name, value, drawn=True)

    def put(self) -> None:
        """Write the plan; raises `Stop` when it cannot be written."""
        if self.state.outcome.plan.files:
            self.receipt = self.write(self.state.outcome)
        self.finished = True

    def rebuild(self) -> None:
        """Read the project again and plan anew with the same answers."""
        self.state = self.state.on(self.reopen())
        self.stale = False
