"""The window that asks for an answers file."""

from __future__ import annotations

import os

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from wizard.tui import words
from wizard.tui.stopped import attempt
from wizard.tui.widgets.line_input import LineInput
from wizard.tui.widgets.press import Press
from wizard.walk.answers_from import loaded, proposed
from wizard.walk.desk import Desk


class LoadAnswers(ModalScreen[None]):
    """Enter loads the file, Esc closes; what is wrong with a file is told, and the path can be mended."""

    class Loaded(Message):
        """The answers of a file were taken."""

    BINDINGS = [
        Binding("escape", "close", show=False, id="load-close"),
        Binding("up", "app.focus_previous", show=False, id="load-up"),
        Binding("down", "app.focus_next", show=False, id="load-down"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def compose(self) -> ComposeResult:
        """The question above the two buttons."""
        say = self.desk.say
        why = say(words.LOAD_WHY) + (f"\n{say(words.LOAD_BUT)}" if self.desk.state.given.typed else "")
        path = proposed(self.desk.state)
        with Vertical(classes="dialog"):
            yield Static(Content.styled(say(words.LOAD), "bold $text-primary"), markup=False)
            with VerticalScroll(id="text", can_focus=False):
                yield Static(Content(why), markup=False)
            yield LineInput(path, "stateless.toml", secret=False)
            yield Press(say(words.LOAD_GO), "load")
            yield Press(say(words.STAY), "stay")

    def on_mount(self) -> None:
        """Be ready for the path."""
        self.query_one(LineInput).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Load it."""
        event.stop()
        self._load()

    def on_press_pressed(self, event: Press.Pressed) -> None:
        """Load it, or close."""
        event.stop()
        if event.button.id == "load":
            self._load()
        else:
            self.dismiss()

    def action_close(self) -> None:
        """Close without loading."""
        self.dismiss()

    def _load(self) -> None:
        if attempt(self, self.desk, self._take, lambda: None, words.LOAD_NOT):
            self.dismiss()
            self.app.post_message(self.Loaded())

    def _take(self) -> None:
        path = self.query_one(LineInput).value or self.query_one(LineInput).placeholder
        self.desk.settle()
        self.desk.state = loaded(self.desk.state, path, os.environ)
