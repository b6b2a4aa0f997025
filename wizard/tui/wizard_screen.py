"""The walk through the sections: what each key and each answer does."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from wizard.check import Event
from wizard.resolve import Name
from wizard.tui import words
from wizard.tui.frame import Frame
from wizard.tui.stopped import attempt
from wizard.tui.widgets.field import Field
from wizard.tui.widgets.form import Form, control_of, inside
from wizard.tui.widgets.help_strip import HelpStrip
from wizard.tui.widgets.line_input import LineInput
from wizard.tui.widgets.messages import Answered
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.rows import Rows
from wizard.walk.desk import Desk

PAUSE = 0.12  # seconds without a key before what follows is worked out
REVEALED = 10.0


class WizardScreen(Screen[None]):
    """Movement is free: nothing here is validated on the way out."""

    BINDINGS = [
        Binding("pagedown,f8", "step(1)", show=False, id="next-section"),
        Binding("pageup,f7", "step(-1)", show=False, id="previous-section"),
        Binding("down", "app.focus_next", show=False, id="next-field"),
        Binding("up", "app.focus_previous", show=False, id="previous-field"),
        Binding("escape", "escape", show=False, id="escape"),
        Binding("ctrl+t", "test", show=False, id="test"),
        Binding("ctrl+s", "review", show=False, id="review"),
        Binding("ctrl+r", "reveal", show=False, id="reveal"),
    ]

    class Reviewed(Message):
        """On to the review."""

    class Heard(Message):
        """A live check has said something; posted from its own thread."""

        def __init__(self, number: int, event: Event) -> None:
            super().__init__()
            self.number = number
            self.event = event

    class Left(Message):
        """Back to the start screen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.frame = Frame(desk)
        self._timer: Timer | None = None
        self._entry: tuple[Name, str] | None = None

    def compose(self) -> ComposeResult:
        """All of it is the frame's."""
        yield self.frame

    @property
    def form(self) -> Form:
        """The form on screen."""
        return self.frame.form

    @property
    def focus_chain(self) -> list[Widget]:
        """What can be focused, as it stands in the form; Textual goes by places on screen, known only a frame later."""
        focusable = [widget for widget in self.query(Widget) if widget.can_focus and widget.focusable]
        return [widget for widget in focusable if all(node.display for node in widget.ancestors_with_self)]

    async def go(self, index: int, question: Name | None = None) -> None:
        """Show a section, and put the cursor into a question of it, else into its first one."""
        self._settle()
        self.desk.state = self.desk.state.at(index)
        await self.frame.open(question)

    def on_answered(self, event: Answered) -> None:
        """Take an answer; what follows is worked out now, or when the typing rests."""
        self.desk.answer(event.name, event.raw)
        self.frame.look_elsewhere()
        if self.focused is not None:
            self.focused.scroll_visible(animate=False)
        if event.settled:
            self._settle()
            self.frame.tell()
            return
        row = self.desk.state.row(event.name)
        self.form.update_row(row)
        self.query_one(HelpStrip).show(row)
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self._rested)

    async def on_accepted(self) -> None:
        """Go to the next field; after the last one, to Next."""
        self._rested()
        controls = self.form.controls()
        here = control_of(self.focused)
        index = controls.index(here) if here in controls else -1
        if index + 1 < len(controls):
            inside(controls[index + 1]).focus()
        else:
            self.query_one("#next", Press).focus()

    async def on_press_pressed(self, event: Press.Pressed) -> None:
        """Next, Back, a link to where a part is asked, a value to make."""
        key = event.button.id or ""
        if key in ("next", "back"):
            await self.action_step(1 if key == "next" else -1)
        elif key == "test":
            self.action_test()
        elif key.startswith("link-"):
            part = key.removeprefix("link-")
            home = self.desk.state.home(part)
            if home is not None:
                first = next(iter(self.desk.state.answers[self.desk.state.kind(part)].asked(self.desk.state.project)))
                await self.go(self.desk.state.sections.index(home), (part, first))
        else:
            self._draw(key)

    async def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Jump from the sidebar."""
        event.stop()
        if event.index < len(self.desk.state.sections):
            await self.go(event.index)
        else:
            self.action_review()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Explain what has the focus, and remember what it held."""
        if event.widget is not self.focused:
            return  # late: the focus has moved on meanwhile
        control = control_of(event.widget)
        row = self.desk.state.row(control.row.name) if control is not None else None
        self._entry = (row.name, row.raw) if row is not None else None
        self.frame.look_elsewhere()
        self.frame.explain(event.widget)

    def on_wizard_screen_heard(self, event: Heard) -> None:
        """Take what a live check has said, unless nobody waits for it any more."""
        if self.desk.rounds.heard(event.number, event.event):
            self.frame.tell_test()
        else:
            event.stop()

    async def action_step(self, by: int) -> None:
        """Go to the next or previous section: always allowed."""
        to = self.desk.state.current + by
        if to < 0:
            self._settle()
            self.post_message(self.Left())
        elif to < len(self.desk.state.sections):
            await self.go(to)
        else:
            self.action_review()

    def action_review(self) -> None:
        """Go to the review."""
        self._settle()
        self.post_message(self.Reviewed())

    def action_test(self) -> None:
        """Ask the live services of this section, with the answers as they stand on screen."""
        if not self._settle():
            return
        why = self.desk.test(self._heard)
        self.frame.tell()
        if why is not None:
            self.frame.say(why)
        else:
            self.frame.follow()

    def action_escape(self) -> None:
        """Put the field back to what it held on entry; if it does, go to the sidebar."""
        if self._entry is not None and self.desk.state.given.typed.get(self._entry[0], "") != self._entry[1]:
            self._put_back(*self._entry)
        else:
            self.query_one("#sidebar", Rows).focus()

    def action_reveal(self) -> None:
        """Show a typed secret for ten seconds."""
        field = self.focused
        if not isinstance(field, LineInput) or not field.secret:
            return
        if not field.value:
            self.frame.say(words.NOTHING_TYPED)
            return
        field.reveal(REVEALED)

    def _heard(self, number: int, event: Event) -> None:
        """Take an event from the thread of a check."""
        self.post_message(self.Heard(number, event))

    def _put_back(self, name: Name, raw: str) -> None:
        control = control_of(self.focused)
        if isinstance(control, Field):
            control.input.show(raw, control.input.placeholder)
        self.desk.answer(name, raw)
        self._rested()

    def _settle(self) -> bool:
        """Bring the outcome up to date, with the last key that was pressed in it; say whether it could be."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        typing = control_of(self.focused)
        if isinstance(typing, Field) and self.desk.state.given.typed.get(typing.row.name, "") != typing.input.value:
            self.desk.answer(typing.row.name, typing.input.value)
        return attempt(self, self.desk, self.desk.settle, self.frame.tell, words.CANNOT_GO_ON)

    def _rested(self) -> None:
        self._settle()
        self.frame.tell()

    def _draw(self, key: str) -> None:
        word = self.form.word_of(key)
        if word is not None:
            (section, question), value = word
            kind = self.desk.state.kind(section)
            attempt(self, self.desk, lambda: self.desk.draw(kind, question, value), self.frame.tell, words.CANNOT_GO_ON)
            self._rested()

