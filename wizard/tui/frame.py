"""What is on screen during the walk: the sections at the left, the form of one at the right, help and keys below."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Static

from wizard.resolve import Name
from wizard.text import Text
from wizard.tui import words
from wizard.tui.header import heading
from wizard.tui.steps import stepper, steps
from wizard.tui.widgets.check_pane import CheckPane
from wizard.tui.widgets.form import Form, control_of, inside
from wizard.tui.widgets.help_strip import HelpStrip
from wizard.tui.widgets.key_line import KeyLine
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.rows import Rows
from wizard.walk.desk import Desk

NARROW = 76  # columns below which the sidebar is hidden
KEYS = (("PgUp/PgDn", words.KEY_SECTION), ("Space", words.KEY_CHOOSE), ("^u", words.KEY_DEFAULT),
        ("^s", words.KEY_REVIEW), ("F1", words.KEY_HELP), ("^c", words.KEY_QUIT))  # fmt: skip
TESTING_KEYS = (KEYS[0], ("^t", words.KEY_TEST), *KEYS[2:])


class Frame(Vertical):
    """Shows the desk as it stands; decides nothing."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

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
        yield KeyLine(KEYS, desk.lang)

    @property
    def form(self) -> Form:
        """The form of the section on screen."""
        return self.query_one(f"#form-{self.desk.state.section.name}", Form)

    async def open(self, question: Name | None) -> None:
        """Show the section that the desk stands at, with the cursor in a question of it, else in its first one."""
        state, forms = self.desk.state, self.query_one(ContentSwitcher)
        with self.app.batch_update():
            if not self._has_form():
                await forms.add_content(Form(state.section, state, self.desk.tested(state.section)))
            forms.current = f"form-{state.section.name}"
            self.tell(state.current)
            self._focus(question)

    def tell(self, cursor: int | None = None) -> None:
        """Bring everything on screen up to date; the sidebar's cursor stays unless one is given."""
        state = self.desk.state
        tested = self.desk.tested(state.section)
        if self._has_form():
            self.form.show(state, tested)
        self._steps(cursor)
        last = state.current == len(state.sections) - 1
        self.query_one("#next", Press).relabel(self.desk.say(words.TO_REVIEW if last else words.NEXT))
        self.query_one(KeyLine).show(KEYS if tested is None else TESTING_KEYS)
        control = control_of(self.screen.focused)
        if control is not None:
            self.query_one(HelpStrip).show(state.row(control.row.name))

    def follow(self) -> None:
        """Keep the live test in sight, until something else is looked at."""
        self.form.query_one(CheckPane).follow()

    def look_elsewhere(self) -> None:
        """Scroll to no live test any more."""
        for pane in self.query(CheckPane):
            pane.following = False

    def tell_test(self) -> None:
        """Show how the live tests stand; the answers are as they were."""
        if self._has_form():
            self.form.show_test(self.desk.tested(self.desk.state.section))
        self._steps()

    def explain(self, widget: Widget) -> None:
        """Say below what a widget is for."""
        strip, control = self.query_one(HelpStrip), control_of(widget)
        if control is not None:
            strip.show(self.desk.state.row(control.row.name))
        elif isinstance(widget, Rows):
            self.say(words.SIDEBAR_HELP)
        else:
            self.say(words.TEST_HELP if isinstance(widget.parent, CheckPane) else words.PROMISE)

    def say(self, text: Text) -> None:
        """Say something below, until the focus moves."""
        self.query_one(HelpStrip).show(None, self.desk.say(text))

    def on_resize(self) -> None:
        """Say in the first line what there is no room for elsewhere."""
        self._steps()
        self.call_after_refresh(self._steps)  # the sidebar is as wide as it will be only then

    def _has_form(self) -> bool:
        name = f"form-{self.desk.state.section.name}"
        return any(form.id == name for form in self.query_one(ContentSwitcher).children)

    def _steps(self, cursor: int | None = None) -> None:
        """Show all marks in the sidebar, or in the first line where there is no room for one."""
        sidebar, narrow = self.query_one("#sidebar", Rows), self.app.size.width < NARROW
        sidebar.show(tuple(steps(self.desk, sidebar.size.width)), cursor)
        self.query_one("#head", Static).update(stepper(self.desk) if narrow else heading(self.desk.state))

    def _focus(self, question: Name | None) -> None:
        controls = self.form.controls()
        wanted = [c for c in controls if question is not None and c.row.name == question] or controls
        if wanted:
            if question is None:
                self.form.scroll_home(animate=False)
            inside(wanted[0]).focus(scroll_visible=question is not None)
            # Now, not when the focus arrives: that is a frame later, and would be a second one.
            self.explain(wanted[0])
