"""The wizard's application: its screens, the ways out, and a crash that shows no secret."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.filter import LineFilter, NoColor
from textual.screen import ModalScreen

from wizard.finding import Finding
from wizard.outcome import Outcome
from wizard.project import Project
from wizard.resolve import Given
from wizard.section import Section
from wizard.text import Lang
from wizard.transaction import Receipt
from wizard.tui import words
from wizard.tui.ascii import Ascii, needs_ascii
from wizard.tui.done import DoneScreen, farewell
from wizard.tui.frame import NARROW
from wizard.tui.keys_help import KeysHelp
from wizard.tui.quit import QuitDialog
from wizard.tui.review import ReviewScreen
from wizard.tui.safe_app import QUIT, SafeApp
from wizard.tui.start import REVIEW, StartScreen
from wizard.tui.widgets.line_input import LineInput
from wizard.tui.wizard_screen import WizardScreen
from wizard.walk.desk import Desk
from wizard.walk.state import State

DONE = 0


def run(
    project: Project,
    *,
    lang: Lang,
    given: Given,
    findings: Sequence[Finding],
    sections: Sequence[type[Section]],
    parts: Sequence[type[Section]],
    write: Callable[[Outcome], Receipt],
) -> tuple[int, str]:
    """Walk a person through the wizard; return the exit code and what to print in the normal terminal.

    `write` may raise `Stop`. Raises `Stop` when the project cannot be planned at all.
    """
    state = State.start(project, sections, parts, lang, given, findings)
    desk = Desk(state, write, lambda: again(project))
    app = WizardApp(desk, os.environ)
    try:
        app.run()
    finally:
        desk.rounds.settle()
    return app.return_code or DONE, app.farewell


def again(project: Project) -> Project:
    """Read a project anew, as it was opened: the same env file, the same version."""
    name = project.env_path.removeprefix(".env").removeprefix(".") or None
    return Project.open(project.root, env_name=name, version=str(project.version))


class WizardApp(SafeApp):
    """Start, the sections, the review, done. The screens report here; here it is decided what comes next."""

    TITLE = words.NAME.en
    CSS_PATH = Path(__file__).with_name("wizard.tcss")
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-normal"), (112, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (22, "-middle"), (34, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "leave", show=False, priority=True, id="quit"),
        Binding("ctrl+q", "leave", show=False, priority=True, id="quit-too"),
        Binding("f1", "help_keys", show=False, priority=True, id="help"),
        Binding("question_mark", "help_keys", show=False, id="help-too"),
        Binding("escape", "stop_test", show=False, priority=True, id="stop-test"),
        Binding("ctrl+l", "redraw", show=False, priority=True, id="redraw"),
        Binding("ctrl+z", "suspend_process", show=False, priority=True, id="suspend"),
    ]

    def __init__(self, desk: Desk, environ: Mapping[str, str]) -> None:
        plain = bool(environ.get("NO_COLOR"))
        super().__init__(lambda: desk.lang)
        self.desk = desk
        self.animation_level = "none"
        self._ours: list[LineFilter] = [NoColor()] if plain else []
        self._ours += [Ascii()] if needs_ascii(environ) else []
        self.theme = _theme(environ)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Take away colours or signs that the terminal must not be sent."""
        return [*super().get_line_filters(), *self._ours]

    async def on_mount(self) -> None:
        """Listen for signals, show the first screen."""
        self.listen()
        self.install_screen(WizardScreen(self.desk), "wizard")
        await self.push_screen(StartScreen(self.desk))

    def on_unmount(self) -> None:
        """Leave running checks behind: nothing waits for them, and they have nobody to tell."""
        self.desk.rounds.leave()

    async def on_start_screen_opened(self, message: StartScreen.Opened) -> None:
        """From the start into a section, or to the review."""
        if message.index == REVIEW:
            await self._review()
        else:
            await self.push_screen("wizard")
            await self._wizard().go(message.index)

    async def on_wizard_screen_reviewed(self) -> None:
        """From the sections to the review."""
        await self._review()

    def on_wizard_screen_heard(self) -> None:
        """A live test has said something: the review may be on screen meanwhile."""
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
        home = trouble.section if trouble is not None else None
        if trouble is None and self.screen is not self._wizard():
            return
        if self.screen is not self._wizard():
            await self.push_screen("wizard")
        index = state.sections.index(home) if home is not None else max(state.current, 0)
        await self._wizard().go(index, trouble.question if trouble is not None else None)

    async def on_review_screen_written(self) -> None:
        """From the review to the end."""
        await self.push_screen(DoneScreen(self.desk))

    def on_done_screen_closed(self) -> None:
        """All is done."""
        self._end(DONE)

    def action_leave(self) -> None:
        """Copy a selection if there is one, else ask whether to leave; asked twice, leave."""
        field = self.focused
        if isinstance(field, LineInput) and field.give_selection():
            return
        if self.desk.finished:
            self._end(DONE)
        elif isinstance(self.screen, QuitDialog):
            self._end(QUIT)
        else:
            self.push_screen(QuitDialog(self.desk), lambda said: self._end(QUIT) if said == "quit" else None)

    def action_stop_test(self) -> None:
        """Stop the test of the section on screen, also below a window; without one the key goes on its way."""
        below = next(screen for screen in reversed(self.screen_stack) if not isinstance(screen, ModalScreen))
        if not isinstance(below, WizardScreen) or not self.desk.stop_test():
            raise SkipAction
        below.frame.tell_test()

    def action_help_keys(self) -> None:
        """Show all keys."""
        if not isinstance(self.screen, KeysHelp):
            self.push_screen(KeysHelp(self.desk.lang))

    def action_redraw(self) -> None:
        """Draw the whole screen again: something else may have written over it."""
        self.screen.refresh(repaint=True, layout=True)

    async def _review(self) -> None:
        self.desk.state = self.desk.state.on_review()
        await self.push_screen(ReviewScreen(self.desk))

    def _wizard(self) -> WizardScreen:
        return self.get_screen("wizard", WizardScreen)

    def _end(self, code: int) -> None:
        self.farewell = farewell(self.desk)
        self.exit(return_code=code)


def _theme(environ: Mapping[str, str]) -> str:
    """Choose the terminal's own colours where it has few, or none may be used."""
    many = environ.get("COLORTERM") in ("truecolor", "24bit") or "256" in environ.get("TERM", "")
    return "ansi-dark" if environ.get("NO_COLOR") or not many else "textual-dark"
