"""A screen that takes answers: what is typed is worked out when the typing rests, or as soon as it matters."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.reactive import Reactive
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from wizard.outcome import Outcome
from wizard.resolve import Name
from wizard.tui import pasting, words
from wizard.tui.frame import Frame
from wizard.tui.stopped import attempt
from wizard.tui.widgets.field import Field
from wizard.tui.widgets.form import Form, control_of
from wizard.tui.widgets.help_strip import HelpStrip
from wizard.tui.widgets.line_input import LineInput
from wizard.tui.widgets.messages import Answered, Said
from wizard.walk.command import command
from wizard.walk.desk import Desk
from wizard.walk.paste import is_several

PAUSE = 0.12  # seconds without a key before what follows is worked out
REVEALED = 10.0


class AnswerScreen(Screen[None]):
    """Hears every answer of the form, however it was given."""

    BINDINGS = [Binding("ctrl+r", "reveal", show=False, id="reveal")]
    # Textual would draw the whole screen again for every move of the focus: our widgets draw their own.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self, desk: Desk, pause: float = PAUSE) -> None:
        super().__init__()
        self.desk = desk
        self.pause = pause
        self.frame = Frame(desk)
        self._timer: Timer | None = None
        self._entry: tuple[Name, str] | None = None
        self._commanded: tuple[Outcome, frozenset[str]] | None = None
        self._kept: tuple[Name, str] | None = None  # what Esc puts back, while another language takes over

    def compose(self) -> ComposeResult:
        """All of it is the frame's."""
        yield self.frame

    def on_mount(self) -> None:
        """Hide what is revealed before the terminal is somebody else's, too."""
        self.app.app_suspend_signal.subscribe(self, lambda _: self.hide(), immediate=True)

    def on_screen_suspend(self) -> None:
        """Hide what is revealed as soon as something lies over it."""
        self.hide()

    def hide(self) -> None:
        """Show dots again in place of every secret."""
        for field in self.query(LineInput):
            field.hide()

    @property
    def form(self) -> Form:
        """The form on screen."""
        return self.frame.form

    def on_answered(self, event: Answered) -> None:
        """Take an answer; what follows is worked out now, or when the typing rests."""
        self.frame.look_elsewhere()
        if self.focused is not None:
            self.focused.scroll_visible(animate=False)
        if not event.settled and event.raw == self.desk.state.given.typed.get(event.name, ""):
            return  # a field says what it holds when it is made, too: a value that was made here would be one typed
        self.desk.answer(event.name, event.raw)
        if event.settled:
            self.settle()
            self.frame.tell()
            return
        row = self.desk.state.row(event.name)
        self.form.update_row(row)
        self.query_one(HelpStrip).show(row)
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(self.pause, self.rested)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Explain what has the focus, and remember what it held."""
        if event.widget is not self.focused:
            return  # late: the focus has moved on meanwhile
        control = control_of(event.widget)
        row = self.desk.state.row(control.row.name) if control is not None else None
        self._entry = (row.name, row.raw) if row is not None else None
        if self._kept is not None and row is not None and self._kept[0] == row.name:
            self._entry = self._kept
        self._kept = None
        self.frame.look_elsewhere()
        self.frame.explain(event.widget)

    def on_said(self, event: Said) -> None:
        """Say it below, when what follows from the key is on screen."""
        self.rested()
        self.frame.say(event.text)

    def on_line_input_several(self, event: LineInput.Several) -> None:
        """Lines of an env file were pasted into a field."""
        event.stop()
        self._offer(event.text)

    def on_paste(self, event: events.Paste) -> None:
        """Something was pasted where nothing can be typed: lines of an env file are welcome there too."""
        if is_several(event.text):
            self._offer(event.text)

    def action_reveal(self) -> None:
        """Show a typed secret for ten seconds."""
        field = self.focused
        if not isinstance(field, LineInput) or not field.secret:
            return
        if not field.value:
            self.frame.say(words.NOTHING_TYPED)
            return
        field.reveal(REVEALED)

    def settle(self) -> bool:
        """Bring the outcome up to date, with the last key that was pressed in it; say whether it could be."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self.take_typing()
        settled = attempt(self, self.desk, self.desk.settle, self.frame.tell, words.CANNOT_GO_ON)
        if settled:
            self.tell_command()
        return settled

    def tell_command(self) -> None:
        """Say below what does the same without questions; it is worked out only when it may be another one."""
        state, strip = self.desk.state, self.query_one(HelpStrip)
        known, self._commanded = self._commanded, (state.outcome, state.left_out)
        if known is None or known[0] is not state.outcome or known[1] != state.left_out or not strip.command:
            strip.show_command(command(state).line)

    def rested(self) -> None:
        """Work out what follows, now that the typing rests, and show it."""
        self.settle()
        self.frame.tell()

    def take_typing(self) -> None:
        """Take what stands in the field that has the focus, settled or not."""
        typing = control_of(self.focused)
        if isinstance(typing, Field) and self.desk.state.given.typed.get(typing.row.name, "") != typing.input.value:
            self.desk.answer(typing.row.name, typing.input.value)

    def draw(self, key: str) -> None:
        """Make the value that a button stands for."""
        word = self.form.word_of(key)
        if word is not None:
            (section, question), value = word
            kind = self.desk.state.kind(section)
            attempt(self, self.desk, lambda: self.desk.draw(kind, question, value), self.frame.tell, words.CANNOT_GO_ON)
            self.rested()
            if self.desk.state.only_open is not None:
                self.frame.focus_on((section, question))  # Enter goes on from there

    def put_back(self, name: Name, raw: str) -> None:
        """Give a question back what it held."""
        control = control_of(self.focused)
        if isinstance(control, Field):
            control.input.show(raw, control.input.placeholder)
        self.desk.answer(name, raw)
        self.rested()

    def _offer(self, text: str) -> None:
        if self.settle():
            pasting.offer(self, self.desk, text, self._filled)

    def _filled(self, count: int) -> None:
        control = control_of(self.focused)
        if isinstance(control, Field):
            control.input.show(self.desk.state.given.typed.get(control.row.name, ""), control.input.placeholder)
        self.rested()
        self.frame.say(words.FILLED.fill(fields=words.fields(count)))
