"""What every screen can do: be left, explain its keys, speak the other language, be drawn again."""

from __future__ import annotations

from typing import ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from wizard.text import LANGS
from wizard.tui.keys_help import KeysHelp
from wizard.tui.quit import QuitDialog
from wizard.tui.safe_app import QUIT
from wizard.tui.searching_app import SearchingApp
from wizard.tui.too_small import TooSmall
from wizard.tui.widgets.line_input import LineInput

DONE = 0


class EverywhereApp(SearchingApp):
    """The keys that work on every screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "leave", show=False, priority=True, id="quit"),
        Binding("ctrl+q", "leave", show=False, priority=True, id="quit-too"),
        Binding("f1", "help_keys", show=False, priority=True, id="help"),
        Binding("question_mark", "help_keys", show=False, id="help-too"),
        Binding("escape", "stop_test", show=False, priority=True, id="stop-test"),
        Binding("f3", "language", show=False, priority=True, id="language"),
        Binding("ctrl+l", "redraw", show=False, priority=True, id="redraw"),
        Binding("ctrl+z", "suspend_process", show=False, priority=True, id="suspend"),
    ]

    def action_leave(self) -> None:
        """Copy a selection if there is one, else ask whether to leave; asked twice, leave."""
        field = self.focused
        if isinstance(field, LineInput) and field.give_selection():
            return
        if self.desk.finished:
            self.end(DONE)
        elif isinstance(self.screen, TooSmall):
            if self.screen.sure():
                self.end(QUIT)
        elif isinstance(self.screen, QuitDialog):
            self.end(QUIT)
        else:
            self.push_screen(QuitDialog(self.desk), lambda said: self.end(QUIT) if said == "quit" else None)

    def action_stop_test(self) -> None:
        """Stop the test of the section on screen, also below a window; without one the key goes on its way."""
        from wizard.tui.wizard_screen import WizardScreen

        below = next(screen for screen in reversed(self.screen_stack) if not isinstance(screen, ModalScreen))
        if not isinstance(below, WizardScreen) or not self.desk.stop_test():
            raise SkipAction
        below.frame.tell_test()

    def action_help_keys(self) -> None:
        """Show all keys."""
        if not isinstance(self.screen, KeysHelp):
            self.push_screen(KeysHelp(self.desk.lang))

    async def action_language(self) -> None:
        """Say everything in the other language, at once; a window is answered first."""
        from wizard.tui.done import DoneScreen
        from wizard.tui.review import ReviewScreen
        from wizard.tui.spoken import Spoken, View

        if isinstance(self.screen, ModalScreen):
            return
        self.desk.state = self.desk.state.speaking(next(lang for lang in LANGS if lang != self.desk.lang))
        for screen in self.screen_stack:
            if isinstance(screen, Spoken):
                screen.call_later(screen.speak)  # in its own turn: nothing else may look for what is being made anew
        if isinstance(self.screen, ReviewScreen | DoneScreen):
            with self.batch_update():
                view, anew = View.of(self.screen), type(self.screen)(self.desk)
                await self.switch_screen(anew)
                anew.call_after_refresh(view.restore, anew)  # when it has taken its own first focus

    def action_redraw(self) -> None:
        """Draw the whole screen again: something else may have written over it."""
        self.forget_frame()
        self.screen.refresh(repaint=True, layout=True)

    def end(self, code: int) -> None:
        """Close; what is to be printed then is made now."""
        from wizard.tui.done import farewell

        self.farewell = farewell(self.desk)
        self.exit(return_code=code)
