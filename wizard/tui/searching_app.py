"""An application in which everything can be found: places, commands, and the command line that does the same."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.message import Message
from textual.screen import ModalScreen

from wizard.tui import palette, words
from wizard.tui.picker import Entry, Picker
from wizard.tui.same_command import CommandDialog
from wizard.tui.stopped import attempt
from wizard.tui.terminal_app import TerminalApp
from wizard.walk.desk import Desk
from wizard.walk.places import Place, places


class SearchingApp(TerminalApp):
    """The keys that find; where a place is, is known by what comes after this."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+g,f9", "go_to", show=False, priority=True, id="go-to"),
        Binding("ctrl+p", "commands", show=False, priority=True, id="commands"),
        Binding("f5", "command_line", show=False, priority=True, id="command-line"),
    ]
    desk: Desk

    class Found(Message):
        """Somebody searched for a place, and wants to go there."""

        def __init__(self, place: Place) -> None:
            super().__init__()
            self.place = place

    def action_go_to(self) -> None:
        """Find a place and go there, from the start, a section or the review."""
        if self._is_open() and self._settled():
            found = [_entry(place) for place in places(self.desk.state)]
            self.push_screen(Picker(words.GO_TO, found, self.desk.lang), self._went)

    def action_commands(self) -> None:
        """Find a command and run it where the focus is."""
        if self._is_open():
            focus = self.focused or self.screen
            found = tuple(palette.entries(focus, self.desk.lang))
            self.push_screen(Picker(words.COMMANDS, found, self.desk.lang), self._run_found)

    def action_command_line(self) -> None:
        """Show the command line that does the same without questions, or close it."""
        if isinstance(self.screen, CommandDialog):
            self.screen.action_stay()
        elif not isinstance(self.screen, ModalScreen) and self._settled():
            self.push_screen(CommandDialog(self.desk, self.size.width))

    def _went(self, place: Place | None) -> None:
        if place is not None:
            self.post_message(self.Found(place))

    async def _run_found(self, found: tuple[DOMNode, str] | None) -> None:
        if found is not None:
            node, action = found
            await self.run_action(action, default_namespace=node)

    def _is_open(self) -> bool:
        """Windows are answered first; what the last screen says is done."""
        return not isinstance(self.screen, ModalScreen) and not self.desk.finished

    def _settled(self) -> bool:
        """Bring the answers up to date: a place may have come, and the command has the last letter in it."""
        from wizard.tui.wizard_screen import WizardScreen  # not before the first frame is due

        below = self.screen
        if not isinstance(below, WizardScreen):
            return True  # answers are given nowhere else
        return attempt(below, self.desk, self.desk.settle, below.frame.tell, words.CANNOT_GO_ON)


def _entry(place: Place) -> Entry[Place]:
    remark = "  ".join(part for part in (place.where, place.value) if part)
    return Entry(f"  {place.label}" if place.question else place.label, place.key, remark, place)
