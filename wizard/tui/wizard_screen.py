"""The walk through the sections: what each key and each answer does."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widget import Widget

from wizard.check import Event
from wizard.resolve import Name
from wizard.section import Section
from wizard.tui.answer_screen import PAUSE, AnswerScreen
from wizard.tui.spoken import View
from wizard.tui.widgets.form import control_of, inside
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.rows import Rows
from wizard.tui.widgets.title import Title
from wizard.walk import unguessed
from wizard.walk.desk import Desk


class WizardScreen(AnswerScreen):
    """Movement is free: nothing here is validated on the way out."""

    BINDINGS = [
        Binding("pagedown,f8", "step(1)", show=False, id="next-section"),
        Binding("pageup,f7", "step(-1)", show=False, id="previous-section"),
        Binding("down", "app.focus_next", show=False, id="next-field"),
        Binding("up", "app.focus_previous", show=False, id="previous-field"),
        Binding("escape", "escape", show=False, id="escape"),
        Binding("ctrl+t", "test", show=False, id="test"),
        Binding("ctrl+s", "review", show=False, id="review"),
        Binding("ctrl+o,f4", "preview", show=False, id="preview"),
        Binding("f2", "why", show=False, id="why"),
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

    def __init__(self, desk: Desk, pause: float = PAUSE) -> None:
        super().__init__(desk, pause)
        self._spoken = desk.lang

    def compose(self) -> ComposeResult:
        """All of it is the frame's."""
        self._spoken = self.desk.lang
        yield from super().compose()

    @property
    def focus_chain(self) -> list[Widget]:
        """What can be focused, as it stands in the form; Textual goes by places on screen, known only a frame later."""
        focusable = [widget for widget in self.query(Widget) if widget.can_focus and widget.focusable]
        return [widget for widget in focusable if all(node.display for node in widget.ancestors_with_self)]

    async def go(self, index: int, question: Name | None = None) -> None:
        """Show a section, and put the cursor into a question of it, else into its first one."""
        self.settle()
        self.desk.state = self.desk.state.asking_only(None).at(index)
        await self._open(question)

    async def ask(self, question: Name) -> None:
        """Show a question that only a person can answer; Enter in it goes to the next such question."""
        self.settle()
        state = self.desk.state
        home = state.home(question[0])
        self.desk.state = state if home is None else state.at(state.sections.index(home))
        await self._open(question)

    async def resume(self) -> None:
        """Show the section that was left for the review, at the question it was left at."""
        self.desk.state = self.desk.state.at(max(self.desk.state.current, 0))
        await self._open(self._entry[0] if self._entry is not None else None)

    async def speak(self) -> None:
        """Say everything in the language of the desk; what is being typed, the focus and the tests stay."""
        self.take_typing()
        view, following = View.of(self), self.frame.following
        self._kept = self._entry
        with self.app.batch_update():
            await self._anew()
            view.restore(self)
        self.call_after_refresh(self.frame.tell_test)  # the sidebar is as wide as it will be only then
        if following:
            self.call_after_refresh(self.frame.follow)

    async def on_accepted(self) -> None:
        """Go to the next field; after the last one, to Next. What could not be taken is not left by accepting it."""
        self.rested()
        controls = self.form.controls()
        here = control_of(self.focused)
        if here is not None and self.desk.state.error(here.row.name) is not None:
            return
        made = [one for one in self.form.query(Press) if here is not None and self._makes(one) == here.row.name]
        if made and here is not None and here.row.name in self.desk.state.outcome.missing:
            made[0].focus()
            return
        index = controls.index(here) if here in controls else -1
        if index + 1 < len(controls):
            inside(controls[index + 1]).focus()
            self.call_after_refresh(controls[index + 1].scroll_visible, animate=False)  # it may have come only now
        else:
            self.query_one("#next", Press).focus()

    async def on_press_pressed(self, event: Press.Pressed) -> None:
        """Next, Back, a link to where a part is asked, a value to make."""
        key = event.button.id or ""
        if key == "next" and self.desk.state.only_open is not None:
            await self._next_open()
        elif key in ("next", "back"):
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
            self.draw(key)

    async def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Jump from the sidebar."""
        event.stop()
        if event.index < len(self.desk.state.sections):
            await self.go(event.index)
        else:
            self.action_review()

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
            self.settle()
            self.post_message(self.Left())
        elif to < len(self.desk.state.sections):
            await self.go(to)
        else:
            self.action_review()

    def action_review(self) -> None:
        """Go to the review."""
        self.settle()
        self.post_message(self.Reviewed())

    def action_test(self) -> None:
        """Ask the live services of this section, with the answers as they stand on screen."""
        if not self.settle():
            return
        why = self.desk.test(self._heard)
        self.frame.tell()
        if why is not None:
            self.frame.say(why)
        else:
            self.frame.follow()

    def action_escape(self) -> None:
        """Put the field back to what it held on entry; if it does, go to the sidebar."""
        if self.frame.leave_preview():
            return
        if self._entry is not None and self.desk.state.given.typed.get(self._entry[0], "") != self._entry[1]:
            self.put_back(*self._entry)
        else:
            self.query_one("#sidebar", Rows).focus()

    def action_preview(self) -> None:
        """Show or hide the live diff."""
        self.settle()
        self.frame.turn_preview()

    def action_why(self) -> None:
        """Unfold the lesson of the section, or of the part whose question has the focus; or fold it again."""
        control, state = control_of(self.focused), self.desk.state
        self._fold(state.kind(control.row.name[0]) if control is not None else state.section)

    def on_title_pressed(self, event: Title.Pressed) -> None:
        """A click on a lesson."""
        event.stop()
        self._fold(event.section)

    def _fold(self, section: type[Section]) -> None:
        self.frame.look_elsewhere()
        self.desk.state = self.desk.state.folding(section.name)
        self.form.fold(self.desk.state, section)

    def _heard(self, number: int, event: Event) -> None:
        """Take an event from the thread of a check."""
        self.post_message(self.Heard(number, event))

    async def _open(self, question: Name | None) -> None:
        if self._spoken != self.desk.lang:
            await self._anew()  # the language was changed where this screen was not to be seen
        await self.frame.open(question)

    async def _anew(self) -> None:
        self._spoken = self.desk.lang
        await self.frame.speak()
        self.tell_command()

    async def _next_open(self) -> None:
        """Go to what is still open in this section, then to the next open question behind it, then to the review."""
        self.settle()
        after = unguessed.here(self.desk.state) or unguessed.beyond(self.desk.state)
        if after is not None:
            await self.ask(after)
        else:
            self.action_review()

    def _makes(self, button: Press) -> Name | None:
        """Say which question a button makes a value for."""
        word = self.form.word_of(button.id or "")
        return word[0] if word is not None else None
