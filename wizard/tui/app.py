"""The wizard's application: its screens, the ways out, and a crash that shows no secret."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from wizard.finding import Finding, Stop
from wizard.outcome import Outcome
from wizard.project import Project
from wizard.resolve import Given, Name
from wizard.section import Section
from wizard.text import Lang
from wizard.transaction import Receipt
from wizard.tui import words
from wizard.tui.everywhere_app import DONE, EverywhereApp
from wizard.tui.start import StartScreen, Way
from wizard.tui.stopped import StopDialog, attempt
from wizard.tui.terminal import Terminal
from wizard.tui.widgets.columns import NARROW
from wizard.walk import unguessed
from wizard.walk.desk import Desk, again
from wizard.walk.state import State

if TYPE_CHECKING:  # screens that are read when they are opened: the first one comes sooner
    from wizard.tui.review import ReviewScreen
    from wizard.tui.state_now import StateNowScreen
    from wizard.tui.wizard_screen import WizardScreen

SOON = 0.2  # seconds until the first screen stands: until then nothing may compete with it


def run(
    project: Project,
    *,
    lang: Lang,
    given: Given,
    findings: Sequence[Finding],
    sections: Sequence[type[Section]],
    parts: Sequence[type[Section]],
    write: Callable[[Outcome], Receipt],
    terminal: Terminal | None = None,
    keymap: Mapping[str, str] = MappingProxyType({}),
) -> tuple[int, str]:
    """Walk a person through the wizard; return the exit code and what to print in the normal terminal.

    `write` may raise `Stop`. Raises `Stop` when the project cannot be planned at all.
    """
    state = State.start(project, sections, parts, lang, given, findings)
    desk = Desk(state, write, lambda: again(project))
    app = WizardApp(desk, os.environ, terminal, keymap)
    try:
        app.run()
    finally:
        desk.rounds.settle()
    if app.stopped is not None:
        raise app.stopped
    return app.return_code or DONE, app.farewell


class WizardApp(EverywhereApp):
    """Start, the sections, the review, done. The screens report here; here it is decided what comes next."""

    TITLE = words.NAME.en
    CSS_PATH = Path(__file__).with_name("wizard.tcss")
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-normal"), (112, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (22, "-middle"), (34, "-tall")]

    def __init__(
        self, desk: Desk, environ: Mapping[str, str], terminal: Terminal | None = None,
        keymap: Mapping[str, str] = MappingProxyType({}),
    ) -> None:  # fmt: skip
        super().__init__(lambda: desk.lang, terminal or Terminal.of(environ), keymap)
        self.desk = desk
        self._unplanned: tuple[Outcome, Stop] | None = None

    async def on_mount(self) -> None:
        """Listen for signals, show the first screen."""
        self.listen()
        await self.push_screen(StartScreen(self.desk))
        self.set_timer(SOON, lambda: self.run_worker(self._foresee()))

    def on_unmount(self) -> None:
        """Leave running checks behind: nothing waits for them, and they have nobody to tell."""
        self.desk.rounds.leave()

    async def on_start_screen_chosen(self, message: StartScreen.Chosen) -> None:
        """From the start on, the way that was chosen; a screen that few open is read when it is opened."""
        if not self._planned():
            return
        match message.way:
            case Way.RECOMMENDED:
                await self._ask_open()
            case Way.STEPS:
                await self._go(0)
            case Way.FILE:
                from wizard.tui.load_answers import LoadAnswers

                await self.push_screen(LoadAnswers(self.desk))
            case Way.STATE:
                from wizard.tui.state_now import StateNowScreen

                await self.push_screen(StateNowScreen(self.desk))

    async def on_start_screen_reviewed(self) -> None:
        """From the start to the review."""
        if self._planned():
            await self._review()

    async def on_load_answers_loaded(self) -> None:
        """From the answers of a file to what follows from them."""
        await self._review()

    async def on_state_now_screen_opened(self, message: StateNowScreen.Opened) -> None:
        """From what keeps state now to where that is changed."""
        await self.pop_screen()
        await self._go(message.index)

    async def on_state_now_screen_closed(self) -> None:
        """From what keeps state now back to the start."""
        await self.pop_screen()

    async def on_wizard_screen_reviewed(self) -> None:
        """From the sections to the review."""
        await self._review()

    def on_wizard_screen_heard(self) -> None:
        """A live test has said something: the review may be on screen meanwhile."""
        from wizard.tui.review import ReviewScreen

        for screen in self.screen_stack:
            if isinstance(screen, ReviewScreen):
                screen.tell_test()

    async def on_wizard_screen_left(self) -> None:
        """From the first section back to the start."""
        await self.pop_screen()

    async def on_review_screen_back(self, message: ReviewScreen.Back) -> None:
        """From the review back, to where a trouble is answered if one was chosen."""
        await self.pop_screen()
        trouble, state = message.trouble, self.desk.state
        if trouble is not None and trouble.question is not None and state.only_open is not None:
            await self._wizard_on_top()
            await self._wizard().ask(trouble.question)
        elif trouble is not None and trouble.section is not None:
            await self._go(state.sections.index(trouble.section), trouble.question)
        elif self.screen is self._wizard():
            await self._wizard().resume()

    async def on_searching_app_found(self, message: EverywhereApp.Found) -> None:
        """Go where somebody searched for, also from the review."""
        from wizard.tui.review import ReviewScreen

        if not self._planned():
            return
        place = message.place
        if place.index < len(self.desk.state.sections):
            if isinstance(self.screen, ReviewScreen):
                await self.pop_screen()
            await self._go(place.index, place.question)
        elif not isinstance(self.screen, ReviewScreen):
            await self._review()

    async def on_review_screen_written(self) -> None:
        """From the review to the end."""
        from wizard.tui.done import DoneScreen

        await self.push_screen(DoneScreen(self.desk))

    def on_done_screen_closed(self) -> None:
        """All is done."""
        self.end(DONE)

    async def _foresee(self) -> None:
        """Read the next screens and fold the plan beside the first one, which shows nothing of them."""
        with suppress(Stop):  # told by what follows, over the screen that is on top by then
            await asyncio.to_thread(self._read_ahead)
        if not any(isinstance(screen, StopDialog) for screen in self.screen_stack):
            self._planned()

    def _read_ahead(self) -> None:
        from wizard.tui import review, wizard_screen  # noqa: F401  what comes next, read before it is opened

        self._plan()

    def _planned(self) -> bool:
        """Tell whether there is a plan; where none can be made, say why and stay, whatever is chosen meanwhile."""
        return attempt(self.screen, self.desk, self._plan, lambda: None, words.CANNOT_GO_ON)

    def _plan(self) -> None:
        """Work the plan out, or raise its `Stop`, which is also what the wizard ends with when it is left then."""
        outcome = self.desk.state.outcome
        try:
            _ = outcome.plan
        except Stop as stop:
            self._unplanned = outcome, stop
            raise

    def end(self, code: int) -> None:
        """Close; a project that still cannot be planned is told as the command line tells it."""
        if self._unplanned is not None and self._unplanned[0] is self.desk.state.outcome:
            self.stopped = self._unplanned[1]
        super().end(code)

    async def _review(self) -> None:
        from wizard.tui.review import ReviewScreen

        self.desk.state = self.desk.state.on_review()
        await self.push_screen(ReviewScreen(self.desk))

    async def _ask_open(self) -> None:
        """Ask what cannot be guessed and nothing else; with nothing to ask, the review is next."""
        open_ = unguessed.unanswered(self.desk.state)
        if not open_:
            await self._review()
            return
        self.desk.state = self.desk.state.asking_only(open_)
        await self._wizard_on_top()
        await self._wizard().ask(open_[0])

    async def _go(self, index: int, question: Name | None = None) -> None:
        await self._wizard_on_top()
        await self._wizard().go(index, question)

    async def _wizard_on_top(self) -> None:
        if self.screen is not self._wizard():
            await self.push_screen("wizard")

    def _wizard(self) -> WizardScreen:
        from wizard.tui.wizard_screen import WizardScreen

        if not self.is_screen_installed("wizard"):
            self.install_screen(WizardScreen(self.desk, self.terminal.pause), "wizard")
        return self.get_screen("wizard", WizardScreen)

