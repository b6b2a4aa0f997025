"""Leaving before anything is written."""

from __future__ import annotations

from textual.content import Content

from wizard.tui import words
from wizard.tui.dialog import Dialog
from wizard.walk.desk import Desk


class QuitDialog(Dialog):
    """What ^c opens; ^c again leaves at once."""

    def __init__(self, desk: Desk) -> None:
        state = desk.state
        why = desk.say(words.LEAVE_WHY, done=state.seen(), total=len(state.sections))
        super().__init__(
            desk.say(words.LEAVE),
            Content(why),
            (("stay", desk.say(words.STAY)), ("quit", desk.say(words.QUIT))),
            desk.say(words.AGAIN),
        )
