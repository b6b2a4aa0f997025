"""The walk: the sections at the left, the form of one of them at the right, help below."""

from __future__ import annotations

from collections.abc import Iterator

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Static

from wizard.resolve import Name
from wizard.tui import words
from wizard.tui.desk import Desk
from wizard.tui.header import heading
from wizard.tui.steps import stepper, steps
from wizard.tui.stopped import attempt
from wizard.tui.widgets.choice import Choice
from wizard.tui.widgets.field import Field
from wizard.tui.widgets.form import Control, Form
from wizard.tui.widgets.help_strip import HelpStrip
from wizard.tui.widgets.key_line import KeyLine
from wizard.tui.widgets.line_input import LineInput
from wizard.tui.widgets.messages import Answered
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.rows import Rows
from wizard.tui.widgets.toggle import Toggle

PAUSE = 0.12  # seconds without a key before what follows is worked out
REVEALED = 10.0
NARROW = 76  # columns below which the sidebar is hidden


class WizardScreen(Screen[None]):
    """Movement is free: nothing here is validated on the way out."""

    BINDINGS = [
        Binding("pagedown,f8", "step(1)", show=False, id="next-section"),
        Binding("pageup,f7", "step(-1)", show=False, id="previous-section"),
        Binding("down", "app.focus_next", show=False, id="next-field"),
        Binding("up", "app.focus_previous", show=False, id="previous-field"),
        Binding("escape", "escape", show=False, id="escape"),
        Binding("ctrl+s", "review", show=False, id="review"),
        Binding("ctrl+r", "reveal", show=False, id="reveal"),
    ]

    class Reviewed(Message):
        """On to the review."""

    class Left(Message):
        """Back to the start screen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._timer: Timer | None = None
        self._entry: tuple[Name, str] | None = None

    def compose(self) -> ComposeResult:
        """Sidebar, form, help, keys."""
        desk = self.desk
        yield Static(heading(desk.state), classes="head", id="head", markup=False)
        with Horizontal(id="body"):
            yield Rows("sidebar")
            with Vertical(id="right"):
                yield ContentSwitcher(id="forms")
                with Horizontal(id="steps"):
                    yield Press(desk.say(words.BACK), "back")
                    yield Press(desk.say(words.NEXT), "next")
        yield HelpStrip(desk.lang)
        yield KeyLine((("PgUp/PgDn", words.KEY_SECTION), ("Space", words.KEY_CHOOSE), ("^u", words.KEY_DEFAULT),
                       ("^s", words.KEY_REVIEW), ("F1", words.KEY_HELP), ("^c", words.KEY_QUIT)), desk.lang)  # fmt: skip

    @property
    def form(self) -> Form:
        """The form on screen."""
        return self.query_one(f"#form-{self.desk.state.section.name}", Form)

    async def go(self, index: int, question: Name | None = None) -> None:
        """Show a section, and put the cursor into a question of it, else into its first one."""
        self._settle()
        self.desk.state = state = self.desk.state.at(index)
        forms = self.query_one(ContentSwitcher)
        with self.app.batch_update():
            if not self._has_form():
                await forms.add_content(Form(state.section, state))
            forms.current = f"form-{state.section.name}"
            self._tell(index)
            self._focus(question)

    def on_answered(self, event: Answered) -> None:
        """Take an answer; what follows is worked out now, or when the typing rests."""
        self.desk.answer(event.name, event.raw)
        if event.settled:
            self._settle()
            self._tell()
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
        controls = list(self._controls())
        here = self._control_of(self.focused)
        index = controls.index(here) if here in controls else -1
        if index + 1 < len(controls):
            _inside(controls[index + 1]).focus()
        else:
            self.query_one("#next", Press).focus()

    async def on_press_pressed(self, event: Press.Pressed) -> None:
        """Next, Back, a link to where a part is asked, a value to make."""
        key = event.button.id or ""
        if key in ("next", "back"):
            await self.action_step(1 if key == "next" else -1)
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
        control = self._control_of(event.widget)
        strip = self.query_one(HelpStrip)
        if control is not None:
            row = self.desk.state.row(control.row.name)
            self._entry = (row.name, row.raw)
            strip.show(row)
        else:
            self._entry = None
            text = words.SIDEBAR_HELP if isinstance(event.widget, Rows) else words.PROMISE
            strip.show(None, self.desk.say(text))

    def on_resize(self) -> None:
        """Say in the first line what there is no room for elsewhere."""
        self._head()

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
            self.query_one(HelpStrip).show(None, self.desk.say(words.NOTHING_TYPED))
            return
        field.reveal(REVEALED)

    def _put_back(self, name: Name, raw: str) -> None:
        control = self._control_of(self.focused)
        if isinstance(control, Field):
            control.input.show(raw, control.input.placeholder)
        self.desk.answer(name, raw)
        self._rested()

    def _settle(self) -> None:
        """Bring the outcome up to date, with the last key that was pressed in it."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        typing = self._control_of(self.focused)
        if isinstance(typing, Field) and self.desk.state.given.typed.get(typing.row.name, "") != typing.input.value:
            self.desk.answer(typing.row.name, typing.input.value)
        attempt(self, self.desk, self.desk.settle, self._tell, words.CANNOT_GO_ON)

    def _rested(self) -> None:
        self._settle()
        self._tell()

    def _has_form(self) -> bool:
        name = f"form-{self.desk.state.section.name}"
        return any(form.id == name for form in self.query_one(ContentSwitcher).children)

    def _tell(self, cursor: int | None = None) -> None:
        """Bring everything on screen up to date; the sidebar's cursor stays unless one is given."""
        state = self.desk.state
        if self._has_form():
            self.form.show(state)
        self.query_one("#sidebar", Rows).show(tuple(steps(self.desk.state)), cursor)
        self._head()
        last = state.current == len(state.sections) - 1
        self.query_one("#next", Press).relabel(self.desk.say(words.TO_REVIEW if last else words.NEXT))
        control = self._control_of(self.focused)
        if control is not None:
            self.query_one(HelpStrip).show(state.row(control.row.name))

    def _head(self) -> None:
        """Name the project; where there is no room for the sidebar, name the section and all marks."""
        state = self.desk.state
        line = stepper(state) if self.app.size.width < NARROW else heading(state)
        self.query_one("#head", Static).update(line)

    def _controls(self) -> Iterator[Control]:
        for child in self.form.children:
            if isinstance(child, Choice | Field | Toggle) and child.display:
                yield child

    def _control_of(self, widget: Widget | None) -> Control | None:
        if isinstance(widget, LineInput):
            widget = widget.parent if isinstance(widget.parent, Widget) else None
        return widget if isinstance(widget, Choice | Field | Toggle) else None

    def _focus(self, question: Name | None) -> None:
        controls = list(self._controls())
        wanted = [c for c in controls if question is not None and c.row.name == question] or controls
        if wanted:
            if question is None:
                self.form.scroll_home(animate=False)
            _inside(wanted[0]).focus(scroll_visible=question is not None)
            # Now, not when the focus arrives: that is a frame later, and would be a second one.
            self.query_one(HelpStrip).show(self.desk.state.row(wanted[0].row.name))

    def _draw(self, key: str) -> None:
        word = self.form.word_of(key)
        if word is not None:
            (section, question), value = word
            kind = self.desk.state.kind(section)
            attempt(self, self.desk, lambda: self.desk.draw(kind, question, value), self._tell, words.CANNOT_GO_ON)
            self._rested()


def _inside(control: Control) -> Widget:
    return control.input if isinstance(control, Field) else control
