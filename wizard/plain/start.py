"""The beginning: what was found, how it stands on this server now, and that nothing is written unasked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wizard.plain import words
from wizard.plain.sections import START, Place
from wizard.plain.teller import Teller, ended
from wizard.plain.typed import Pick, Sign, read, signs
from wizard.question import shown
from wizard.text import Text, uncredentialed
from wizard.walk.shown import Mark


@dataclass
class Start:
    """Nothing is asked here but where to begin."""

    teller: Teller
    told: bool = False

    def visit(self) -> Place:
        """Say how things stand, the first time; return where to go."""
        self.teller.voice.say("")
        if self.told:
            self.teller.tell(words.FIRST)
        else:
            self.told = True
            self._found()
            self._now()
        self.teller.tell(words.PROMISE)
        self._ways()
        return self._where()

    def _where(self) -> Place:
        count = len(self.teller.desk.state.sections)
        while True:
            match read(self.teller.ask(words.START_ASK).strip(), signs(), count):
                case "" | Sign.SKIP:
                    return Place(START + 1)
                case Pick(index):
                    return Place(index)
                case Sign.REVIEW:
                    return Place(count)
                case "r":
                    return Place(START, open=True)
                case Sign.LEAVE:
                    self.teller.leave()
                case Sign.HELP:
                    self._now()
                    self._ways()
                case _:
                    self.teller.tell(words.START_WRONG.fill(count=count))

    def _ways(self) -> None:
        """Say how to go on."""
        for way in words.START:
            self.teller.tell(way, indent="  ")

    def _found(self) -> None:
        teller, project = self.teller, self.teller.desk.state.project
        teller.tell(words.HELLO.fill(folder=project.root))
        env = words.NO_ENV if project.env_text is None else words.APPLICATION
        teller.tell(env.fill(version=project.version, env=project.env_path))
        for finding in project.findings:
            teller.tell(ended(teller.in_(finding.why)), ended(teller.in_(finding.remedy)))

    def _now(self) -> None:
        teller, state = self.teller, self.teller.desk.state
        marks = [state.found(section)[0] for section in state.sections]
        teller.tell(words.NOW.fill(count=marks.count(Mark.WRONG), total=len(marks)))
        for said in self._standing():
            teller.tell(said, indent="  ")
        missing = len(state.outcome.missing)
        teller.tell(words.UNGUESSED.fill(count=words.answers(missing)) if missing else words.ALL_GUESSED)

    def _standing(self) -> Iterator[Text]:
        state = self.teller.desk.state
        for number, section in enumerate(state.sections, 1):
            mark, value = state.found(section)
            said = words.FOUND_WRONG if mark is Mark.WRONG else words.FOUND_FINE if value else words.FOUND_NOTHING
            named = shown(uncredentialed(value)) if value else words.NOT_SET
            yield said.fill(number=number, title=section.title, value=named)
