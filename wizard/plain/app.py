"""The plain wizard from its beginning to its end, and the ways out of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Final

from wizard.finding import Finding
from wizard.outcome import Outcome
from wizard.plain import words
from wizard.plain.review import Review
from wizard.plain.sections import START, Place, Sections
from wizard.plain.start import Start
from wizard.plain.teller import Leave, Teller
from wizard.plain.terminal import Terminal, Voice
from wizard.project import Project
from wizard.resolve import Given
from wizard.section import Section
from wizard.speak import checklist_lines, receipt_lines
from wizard.text import Lang
from wizard.transaction import Receipt
from wizard.walk.desk import Desk, again
from wizard.walk.state import State

DONE: Final = 0
QUIT: Final = 130


def run(
    project: Project,
    *,
    lang: Lang,
    given: Given,
    findings: Sequence[Finding],
    sections: Sequence[type[Section]],
    parts: Sequence[type[Section]],
    write: Callable[[Outcome], Receipt],
    plain_signs: bool | None = None,
) -> tuple[int, str]:
    """Walk a person through the wizard line by line; return the exit code and what to print at the end.

    `write` may raise `Stop`. Raises `Stop` when the project cannot be planned at all.
    """
    state = State.start(project, sections, parts, lang, given, findings)
    desk = Desk(state, write, lambda: again(project))
    return walk(desk, Terminal(os.environ, plain_signs=plain_signs))


def walk(desk: Desk, voice: Voice) -> tuple[int, str]:
    """Talk until all is done or the person leaves: by `q`, or by ^c and the end of the input at any time.

    Raises `Stop` before the first word when the project cannot be planned.
    """
    try:
        _walk(Teller(desk, voice))
    except (Leave, EOFError, KeyboardInterrupt) as way:
        if not desk.finished:
            if not isinstance(way, Leave):
                voice.say("")  # the prompt is still on the line
            return QUIT, desk.say(words.QUIT_SAID)
    finally:
        desk.rounds.settle()
    return DONE, farewell(desk, voice.width)


def farewell(desk: Desk, width: int) -> str:
    """Return what was written, how to bring it back, and what is left to do."""
    said = receipt_lines(desk.receipt, desk.lang) if desk.receipt else [desk.say(words.DONE_NOTHING)]
    return "\n".join([*said, "", *checklist_lines(desk.state.chosen.plan, desk.lang, width)]).rstrip()


def _walk(teller: Teller) -> None:
    """Go from place to place; the review is one past the last section."""
    _ = teller.desk.state.outcome.plan  # now: a project that cannot be planned is told before anything is asked
    start, sections, review = Start(teller), Sections(teller), Review(teller)
    place: Place | None = Place(START)
    while place is not None:
        if place.open:
            place = sections.visit_open()
        elif place.index < 0:
            place = start.visit()
        elif place.index < len(teller.desk.state.sections):
            place = sections.visit(place)
        else:
            place = review.visit()
