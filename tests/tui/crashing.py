"""The wizard with one bug planted in it, which breaks out once a secret was typed, and knows every secret there is.

Run as `python -m tests.tui.crashing PLACE WORD…`; the words are those of the command line.
"""

from __future__ import annotations

import asyncio
import importlib
import os
import sys
from collections.abc import Callable, Mapping
from functools import wraps
from typing import NoReturn

from tests.seeded import SENTINEL
from wizard import cli
from wizard.resolve import Name
from wizard.walk.state import State

PLACES: Mapping[str, str] = {
    "the first screen": "wizard.tui.start:StartScreen.compose",
    "reading ahead": "wizard.tui.app:WizardApp._read_ahead",
    "a screen that opens": "wizard.tui.wizard_screen:WizardScreen.compose",
    "drawing a field": "wizard.tui.widgets.field:Field.render",
    "drawing a line of input": "wizard.tui.widgets.line_input:LineInput.render_line",
    "a message": "wizard.tui.wizard_screen:WizardScreen.on_answered",
    "a focus": "wizard.tui.frame:Frame.explain",
    "working out what follows": "wizard.walk.desk:Desk.settle",
    "a timer": "wizard.tui.wizard_screen:WizardScreen.rested",
    "a key": "wizard.tui.wizard_screen:WizardScreen.action_why",
    "a callback": "wizard.tui.wizard_screen:WizardScreen.action_why",
    "another language": "wizard.tui.wizard_screen:WizardScreen.speak",
    "the thread of a check": "wizard.tui.wizard_screen:WizardScreen._heard",
    "what a check says": "wizard.tui.widgets.check_pane:CheckLines.show",
    "the picker": "wizard.tui.picker:ranked",
    "the same command": "wizard.tui.same_command:printed",
    "a paste": "wizard.tui.pasting:pasted",
    "the live diff": "wizard.tui.widgets.diff_pane:DiffPane.render_line",
    "the review": "wizard.tui.review:ReviewScreen.compose",
    "a row of the review": "wizard.tui.review:ReviewScreen.on_rows_moved",
    "leaving": "wizard.tui.quit:QuitDialog.__init__",
    "the end of the screens": "wizard.tui.app:WizardApp.on_unmount",
    "writing": "wizard.commands.wizard:write",
    "what was written": "wizard.tui.done:farewell",
    "plain: what follows": "wizard.walk.desk:Desk.settle",
    "plain: the thread of a check": "wizard.plain.live_test:LiveTest._heard",
    "plain: the review": "wizard.plain.review:Review.visit",
    "plain: writing": "wizard.commands.wizard:write",
    "plain: the end": "wizard.plain.app:farewell",
}
AT_ONCE = ("the first screen", "a screen that opens", "reading ahead")
"""Where nothing can be typed before: the secrets of the project are at hand already."""
_seen: list[State] = []


def _bug(*held: object) -> NoReturn:
    """Raise, with every secret in the message, in the cause and in local variables."""
    known = [*held, *(f"{state.given} {state.project.env_text}" for state in _seen), dict(os.environ)]
    secret = f"{SENTINEL}z9-local"
    cause = KeyError(secret, *known)
    cause.add_note(secret)
    raise RuntimeError(f"a bug that knows {secret} and {known}") from cause


def plant(place: str) -> None:
    """Put the bug where it is wanted; it waits until a secret was typed."""
    module, _, path = PLACES[place].partition(":")
    owner: object = importlib.import_module(module)
    *above, name = path.split(".")
    for step in above:
        owner = getattr(owner, step)
    works = getattr(owner, name)

    @wraps(works)
    def broken(*arguments: object, **named: object) -> object:
        if not (_seen or place in AT_ONCE):
            return works(*arguments, **named)
        if place == "a callback":
            return asyncio.get_running_loop().call_soon(_bug, arguments)
        _bug(arguments, named)

    setattr(owner, name, broken)


def _watched(typed: Callable[..., State]) -> Callable[..., State]:
    """Remember the state as soon as a secret is in it."""

    @wraps(typed)
    def noted(self: State, name: Name, raw: str, *, drawn: str = "") -> State:
        new = typed(self, name, raw, drawn=drawn)
        if SENTINEL in raw:
            _seen.append(new)
        return new

    return noted


def main(place: str, *words: str) -> int:
    """Plant the bug and run the command line."""
    State.typed = _watched(State.typed)  # type: ignore[method-assign]  # to know when a secret was typed
    plant(place)
    return cli.run(words)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
