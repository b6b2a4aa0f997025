"""The walk through the sections: a question after the other, and wherever the person wants to go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from wizard.plain import words
from wizard.plain.asking import Asking
from wizard.plain.live_test import LiveTest
from wizard.plain.teller import Teller
from wizard.plain.typed import Sign, read, signs
from wizard.resolve import Name
from wizard.section import Section
from wizard.walk import unguessed
from wizard.walk.shown import Link, Row

START = -1
Halt: TypeAlias = Name | None
"""Where the walk waits for an answer: at a question, or (None) at the test after the last one."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go: the section's index (`START`, or one past the last for the review), and where in it.

    `open` goes through the questions that only a person can answer, and no others.
    """

    index: int
    question: Name | None = None
    last: bool = False
    open: bool = False


@dataclass
class Sections:
    """Every section is said when it is come to; its lesson only the first time."""

    teller: Teller
    taught: set[type[Section]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._test = LiveTest(self.teller)
        self._asking = Asking(self.teller, self._test)

    def visit_open(self) -> Place:
        """Ask what cannot be guessed, in whatever section that is; then comes the review."""
        desk = self.teller.desk
        desk.state = desk.state.asking_only(unguessed.unanswered(desk.state))
        review, number = Place(len(desk.state.sections)), 0
        while number < len(names := unguessed.counted(desk.state)):
            here = names[number]
            self._enter(here)
            match self._at(here):
                case None | Sign.SKIP:
                    names = unguessed.counted(desk.state)
                    number = names.index(here) + 1 if here in names else number
                case Sign.BACK if number == 0:
                    return Place(START)
                case Sign.BACK:
                    number -= 1
                case Sign.LEAVE:
                    self.teller.leave()
                case _:
                    return review
        return review

    def visit(self, place: Place) -> Place:
        """Ask what there is to ask in a section; return where to go from there."""
        self.teller.desk.state = self.teller.desk.state.asking_only(None).at(place.index)
        self._head(place.index)
        stops = self._stops()
        if not stops:
            self._links()
            return Place(place.index - 1, last=True) if place.last else Place(place.index + 1)
        here = stops[-1] if place.last else stops[0]
        here = place.question if place.question in stops and place.question else here
        while True:
            sign = self._at(here)
            before, stops = stops, self._stops()
            index = stops.index(here) if here in stops else min(before.index(here), len(stops)) - 1
            match sign:
                case None if index + 1 < len(stops):
                    here = stops[index + 1]
                case None:
                    self._links()
                    return Place(place.index + 1)
                case Sign.BACK if index > 0:
                    here = stops[index - 1]
                case Sign.BACK:
                    return Place(place.index - 1, last=True)
                case Sign.SKIP:
                    return Place(place.index + 1)
                case Sign.LEAVE:
                    self.teller.leave()
                case _:
                    return Place(len(self.teller.desk.state.sections))

    def _enter(self, name: Name) -> None:
        """Say the section of a question when the walk was in another one."""
        state = self.teller.desk.state
        home = state.home(name[0])
        assert home is not None
        index = state.sections.index(home)
        if index != state.current:
            self.teller.desk.state = state.at(index)
            self._head(index)

    def _stops(self) -> list[Halt]:
        desk = self.teller.desk
        names: list[Halt] = [item.name for item in desk.state.items(desk.state.section) if isinstance(item, Row)]
        return [*names, None] if desk.tested(desk.state.section) is not None else names

    def _at(self, here: Halt) -> Sign | None:
        """Ask a question, or whether to test; return the sign by which it was left, None when it is done."""
        if here is None:
            return self._offer_test()
        kind = self.teller.desk.state.kind(here[0])
        if kind.part:
            self._teach(kind)
        return self._asking.ask(here)

    def _offer_test(self) -> Sign | None:
        desk = self.teller.desk
        self.teller.voice.say("")
        while True:
            verdict = desk.verdict(desk.state.section)
            if verdict is not None:
                self.teller.tell(words.TEST_LAST.fill(verdict=verdict.value))
            match read(self.teller.ask(words.TEST_ASK).strip(), signs()):
                case "":
                    return None
                case Sign.TEST:
                    self._test.run()
                case Sign.BACK | Sign.SKIP | Sign.REVIEW | Sign.LEAVE as sign:
                    return sign
                case _:
                    self.teller.tell(words.TEST_HELP)
                    self.teller.tell_signs()

    def _head(self, index: int) -> None:
        section, teller = self.teller.desk.state.section, self.teller
        total = len(teller.desk.state.sections)
        head = words.SECTION.fill(number=index + 1, total=total, title=section.title)
        teller.voice.say("")
        if section in self.taught:
            teller.tell(head)
            return
        teller.tell(head, words.KEYS)
        self._teach(section)

    def _teach(self, kind: type[Section]) -> None:
        """Say once why a section or part is asked about."""
        if kind in self.taught:
            return
        self.taught.add(kind)
        head = [f"{self.teller.in_(kind.title)}."] if kind.part else []
        if kind.part:
            self.teller.voice.say("")
        self.teller.tell(*head, kind.problem)
        self.teller.tell(words.INSTEAD.fill(solution=kind.solution))

    def _links(self) -> None:
        """Say where the parts are asked that this section needs as well."""
        state = self.teller.desk.state
        for item in state.items(state.section):
            if isinstance(item, Link):
                number = state.sections.index(item.home) + 1
                self.teller.tell(words.LINK.fill(part=item.part.title, number=number, title=item.home.title))
