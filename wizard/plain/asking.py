"""One question: it is said, asked until it has an answer that can be taken, and left whenever the person wants."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.plain import told, words
from wizard.plain.live_test import LiveTest
from wizard.plain.teller import Teller
from wizard.plain.typed import Pick, Sign, read, signs
from wizard.question import Line, Toggle, is_optional, is_secret
from wizard.resolve import Name
from wizard.text import Text
from wizard.walk.places import env_key
from wizard.walk.shown import Row


@dataclass(frozen=True)
class Asking:
    """Asks what the state says; what an answer means is the state's to know."""

    teller: Teller
    test: LiveTest

    def ask(self, name: Name) -> Sign | None:
        """Ask one question; return the sign by which it was left, None when it was answered."""
        self._tell(self._row(name))
        while True:
            row = self._row(name)
            typed = self._typed(row)
            match typed:
                case Sign.HELP:
                    self._help(row)
                case Sign.TEST:
                    self.test.run()
                case Sign.DEFAULT:
                    self._default(name)
                case Sign():
                    return typed
                case "" if told.is_open(row, self.teller.desk.state):
                    self.teller.tell(words.NEEDED)
                case "":
                    return None
                case _:
                    if self._answer(row, typed):
                        return None

    def _row(self, name: Name) -> Row:
        return self.teller.desk.state.row(name)

    def _typed(self, row: Row) -> Sign | Pick | str:
        """Read what is typed; of a secret every blank counts, but blanks alone are nothing."""
        desk, secret = self.teller.desk, is_secret(row.question)
        line = self.teller.ask(told.prompt(row, desk.state), unseen=secret)
        words_ = {offer.word: n for n, offer in enumerate(told.offers(row, desk.lang)) if offer.word}
        known = signs(row.question)
        if line.strip() in words_:
            return Pick(words_[line.strip()])
        typed = read(line if secret else line.strip(), known, len(told.offers(row, desk.lang)))
        return typed if isinstance(typed, Sign | Pick) or secret or typed.strip() else ""

    def _answer(self, row: Row, typed: Pick | str) -> bool:
        """Take an answer; say why when it cannot be, and leave everything as it was."""
        desk = self.teller.desk
        before = desk.state
        why: Text | None = None
        match typed:
            case Pick(index):
                offer = told.offers(row, desk.lang)[index]
                well = self._draw(row, offer.word) if offer.word else self._put(row.name, offer.raw)
            case str():
                well = self._put(row.name, typed)
        why = desk.state.error(row.name) if well else None
        if not well or why is not None:
            desk.state, desk.stale = before, False
            self._wrong(why)
            return False
        if is_secret(row.question):
            self.teller.tell(words.DRAWN if row.name in desk.state.drawn else words.TAKEN)
        return True

    def _put(self, name: Name, raw: str) -> bool:
        desk = self.teller.desk
        desk.answer(name, raw)
        return self.teller.attempt(desk.settle)

    def _draw(self, row: Row, word: str) -> bool:
        """Have a value made, once for a word; another word makes another."""
        desk = self.teller.desk
        kind = desk.state.kind(row.name[0])
        if desk.state.drawn.get(row.name, word) != word:
            desk.answer(row.name, "")

        def make() -> None:
            desk.draw(kind, row.name[1], word)
            desk.settle()

        return self.teller.attempt(make)

    def _default(self, name: Name) -> None:
        desk = self.teller.desk
        before = desk.state
        if not self._put(name, ""):
            desk.state, desk.stale = before, False
            return
        self.teller.tell(words.TO_DEFAULT, *told.standing(self._row(name), desk.state))

    def _wrong(self, why: Text | None) -> None:
        if why is not None:
            self.teller.tell(words.NOT_TAKEN.fill(why=why))

    def _tell(self, row: Row) -> None:
        teller, state = self.teller, self.teller.desk.state
        teller.voice.say("")
        teller.tell(told.heading(row, state), *told.standing(row, state))
        for number, offer in enumerate(told.offers(row, state.lang), 1):
            teller.tell(f"{number} {offer.said}", indent="  ")
        refused = told.refused(row)
        if refused is not None:
            teller.tell(refused, indent="  ")
        if isinstance(row.question, Line) and row.question.words:
            teller.tell(words.NONE_MADE)

    def _help(self, row: Row) -> None:
        teller, state = self.teller, self.teller.desk.state
        teller.tell(row.question.help)
        key = env_key(row)
        setting = state.answers[state.kind(row.name[0])].setting(row.name[1])
        said: list[Text | str] = [words.HELP_KEY.fill(key=key)] if key else []
        said += [words.HELP_SETTING.fill(setting=setting)] if setting else []
        teller.tell(*said, *told.standing(row, state))
        teller.tell(words.HELP_ENTER, *([words.HELP_NONE] if is_optional(row.question) else []))
        teller.tell_signs("test" if isinstance(row.question, Toggle) else "t")
        teller.tell(words.HELP_LITERAL)
