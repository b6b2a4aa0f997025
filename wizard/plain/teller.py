"""Says sentences in the person's language, asks yes or no, and stays when something cannot go on."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wizard.finding import Invalid, Stop
from wizard.plain import words
from wizard.plain.terminal import CutOff, Unreadable, Voice
from wizard.question import Toggle, parse
from wizard.text import Text, printable, same
from wizard.walk.desk import Desk

_SURE = Toggle(label=same(""), help=same(""))


class Leave(Exception):
    """The person leaves."""


@dataclass
class Teller:
    """What every part of the plain wizard speaks through."""

    desk: Desk
    voice: Voice

    def in_(self, text: Text, **values: object) -> str:
        """Return a sentence in the language of the person."""
        return self.desk.say(text, **values)

    def tell(self, *sentences: Text | str, indent: str = "") -> None:
        """Say sentences one after the other, broken between words where the window ends."""
        said = " ".join(s if isinstance(s, str) else self.in_(s) for s in sentences)
        for line in wrapped(said, self.voice.width, indent):
            self.voice.say(line)

    def lines(self, lines: Iterable[str]) -> None:
        """Say lines that must not be broken: commands, diffs, code to paste."""
        for line in lines:
            self.voice.say(line)

    def tell_signs(self, test: str = "t") -> None:
        """Say what can be typed instead of an answer; `test` is how the live test is spelt here."""
        self.tell(words.HELP_SIGNS)
        for sign, does in words.HELP_EACH:
            self.tell(test if sign == "t" else sign, does, indent="  ")

    def ask(self, prompt: Text | str, *, unseen: bool = False) -> str:
        """Ask for a line, again while it cannot be read."""
        said = prompt if isinstance(prompt, str) else self.in_(prompt)
        while True:
            try:
                return self.voice.ask_unseen(said) if unseen else self.voice.ask(said)
            except Unreadable:
                self.tell(words.TYPE_AGAIN)
            except CutOff:
                self.tell(words.TOO_LONG)

    def sure(self, question: Text, *, otherwise: bool) -> bool:
        """Ask yes or no; Enter means `otherwise`."""
        default = self.in_(words.YES if otherwise else words.NO)
        while True:
            said = self.ask(f"{self.in_(question)} [{default}]: ").strip().lower()
            if not said:
                return otherwise
            try:
                return parse(_SURE, said) is True
            except Invalid:
                self.tell(words.YES_OR_NO)

    def leave(self) -> None:
        """Ask whether to leave; raises `Leave` on yes."""
        self.tell(words.LEAVE_WHY)
        if self.sure(words.LEAVE, otherwise=False):
            raise Leave

    def attempt(self, do: Callable[[], None]) -> bool:
        """Do something that may raise `Stop`; then say why, and offer to read the project again.

        Returns whether all is well again. The one place of this surface that catches a `Stop`.
        """
        while True:
            try:
                do()
            except Stop as stop:
                self.tell(ended(self.in_(stop.text)), ended(self.in_(stop.hint)))
                self.tell(words.ANSWERS_SAFE)
                if not self.sure(words.REBUILD, otherwise=True):
                    return False
                do = self.desk.rebuild
            else:
                return True


def ended(said: str) -> str:
    """Return a sentence with its end: a voice pauses there."""
    return said if said.endswith((".", "?", "!", ":")) else f"{said}."


def wrapped(said: str, width: int, indent: str = "") -> list[str]:
    """Break between words only: a path or a name stays in one piece."""
    return textwrap.wrap(
        printable(said), width, initial_indent=indent, subsequent_indent=indent, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
