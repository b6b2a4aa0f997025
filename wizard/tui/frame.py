"""What is on screen during the walk: the sections at the left, the form of one at the right, help and keys below."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Static

from wizard.resolve import Name
from wizard.text import Text
from wizard.tui import words
from wizard.tui.header import Head, heading
from wizard.tui.steps import stepper, steps
from wizard.tui.widgets.check_pane import CheckPane
from wizard.tui.widgets.columns import NARROW
from wizard.tui.widgets.diff_pane import DiffPane
from wizard.tui.widgets.form import Form, control_of, inside
from wizard.tui.widgets.help_strip import HelpStrip
from wizard.tui.widgets.key_line import KeyLine
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.preview import Preview
from wizard.tui.widgets.rows import Rows
from wizard.walk import unguessed
from wizard.walk.desk import Desk
from wizard.walk.rounds import Tested

WIDE = 112  # columns from which the live diff stands beside the form
BROAD = 150  # and from which there is room to spare for all three
KEYS = (("PgUp/PgDn", words.KEY_SECTION), ("^g", words.KEY_GO_TO), ("^o", words.KEY_PREVIEW),
        ("^s", words.KEY_REVIEW), ("F1", words.KEY_HELP), ("^c", words.KEY_QUIT))  # fmt: skip
TESTING_KEYS = (KEYS[0], ("^t", words.KEY_TEST), *KEYS[2:])


class Frame(Vertical):
    """Shows the desk as it stands; decides nothing."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.folded = False
        """The live diff is not wanted beside the form."""
        self.peeking = False
        """The live diff stands in place of the form, where there is no room for both."""
        self._question: Name | None = None

    def compose(self) -> ComposeResult:
        """Sidebar, form, help, keys."""
        desk = self.desk
        yield Head(heading(desk.state), desk.lang)
        with Horizontal(id="body"):
            yield Rows("sidebar")
            with Vertical(id="right"):
                yield ContentSwitcher(id="forms")
                with Horizontal(id="steps"):
                    yield Static(id="only-open", markup=False)
                    yield Press(desk.say(words.BACK), "back")
                    yield Press(desk.say(words.NEXT), "next")
            yield Preview(desk)
        yield HelpStrip(desk.lang)
        yield KeyLine(KEYS, desk.lang)

    def on_mount(self) -> None:
        """Give each its place."""
        self._arrange()

    @property
    def preview(self) -> Preview:
        """The live diff."""
        return self.query_one(Preview)

    @property
    def form(self) -> Form:
        """The form of the section on screen."""
        return self.query_one(f"#form-{self.desk.state.section.name}", Form)

    async def open(self, question: Name | None) -> None:
        """Show the section that the desk stands at, with the cursor in a question of it, else in its first one."""
        with self.app.batch_update():
            await self.show()
            self.focus_on(question)

    async def show(self) -> None:
        """Show the section that the desk stands at; the focus stays where it is."""
        self.peeking = False
        self._arrange()
        state, forms = self.desk.state, self.query_one(ContentSwitcher)
        tested = self.desk.tested(state.section)
        if self._has_form():
            self.form.show(state, tested)
        else:
            await forms.add_content(Form(state.section, state, tested))
        forms.current = f"form-{state.section.name}"
        self._tell_around(tested, state.current)

    async def speak(self) -> None:
        """Say everything in the language that the desk has now; the focus is put back by the screen."""
        question, peeking, manner = self.preview.question, self.peeking, self.preview.pane.manner
        await self.recompose()
        await self.show()
        self.peeking = peeking
        self.preview.pane.manner = manner
        self._arrange()
        self.preview.follow(question)

    def tell(self) -> None:
        """Bring everything on screen up to date; the sidebar's cursor stays."""
        state = self.desk.state
        tested = self.desk.tested(state.section)
        if self._has_form():
            self.form.show(state, tested)
        self._tell_around(tested)
        self.preview.follow()

    def _tell_around(self, tested: Tested | None, cursor: int | None = None) -> None:
        """Bring what stands round the form up to date."""
        state = self.desk.state
        self._steps(cursor)
        last = state.current == len(state.sections) - 1
        self.query_one("#next", Press).relabel(self.desk.say(words.TO_REVIEW if last else words.NEXT))
        self.query_one(KeyLine).show(KEYS if tested is None else TESTING_KEYS)
        control = control_of(self.screen.focused)
        if control is not None:
            self.query_one(HelpStrip).show(state.row(control.row.name))
        self._count_open(control.row.name if control is not None else None)

    def follow(self) -> None:
        """Keep the live test in sight, until something else is looked at."""
        self.form.query_one(CheckPane).follow()

    @property
    def following(self) -> bool:
        """Tell whether a live test is being kept in sight."""
        return any(pane.following for pane in self.query(CheckPane))

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
            self._question = control.row.name
            strip.show(self.desk.state.row(control.row.name))
            self._count_open(control.row.name)
            self.preview.follow(control.row.name)
        elif isinstance(widget, Rows):
            self.say(words.SIDEBAR_HELP)
        elif isinstance(widget, DiffPane):
            self.say(words.PREVIEW_HELP)
        else:
            self.say(words.TEST_HELP if isinstance(widget.parent, CheckPane) else words.PROMISE)

    def say(self, text: Text) -> None:
        """Say something below, until the focus moves."""
        self.query_one(HelpStrip).show(None, self.desk.say(text))

    def turn_preview(self) -> None:
        """Show the live diff, or hide it: beside the form, or in its place, where it has the focus to be scrolled."""
        if self.app.size.width >= WIDE:
            self.folded = not self.folded
            self._arrange()
            self.preview.follow()
        elif not self.leave_preview():
            self.peeking = True
            self._arrange()
            self.preview.follow()
            self.preview.pane.focus()

    def leave_preview(self) -> bool:
        """Go from the live diff back to the field one came from; say whether the focus was there."""
        inside_it = self.preview.pane.has_focus
        if inside_it or self.peeking:
            self.peeking = False
            self._arrange()
            self.focus_on(self._question)
        return inside_it

    def on_resize(self) -> None:
        """Give each its place; say in the first line what there is no room for elsewhere."""
        self._arrange()
        self._steps()
        self.call_after_refresh(self._steps)  # the sidebar is as wide as it will be only then

    def _arrange(self) -> None:
        """Put the live diff beside the form where there is room and it is wanted, else in its place when asked for."""
        wide, preview = self.app.size.width >= WIDE, self.preview
        lost = preview.pane.has_focus
        self.peeking = self.peeking and not wide
        preview.display = not self.folded if wide else self.peeking
        self.query_one("#right").display = not self.peeking
        self.set_class(wide and preview.display, "-beside")
        self.set_class(self.app.size.width >= BROAD, "-broad")
        if lost and not preview.display and self._has_form():
            self.focus_on(self._question)

    def _count_open(self, question: Name | None) -> None:
        """Say which of the open questions this is, where only those are asked."""
        state, line = self.desk.state, self.query_one("#only-open", Static)
        asked = unguessed.counted(state) if state.only_open is not None else ()
        if question in asked:
            number, total = asked.index(question) + 1, len(asked)
            _update(line, Content(self.desk.say(words.ONLY_OPEN, number=number, total=total)))
        elif not asked:
            _update(line, Content(""))

    def _has_form(self) -> bool:
        name = f"form-{self.desk.state.section.name}"
        return any(form.id == name for form in self.query_one(ContentSwitcher).children)

    def _steps(self, cursor: int | None = None) -> None:
        """Show all marks in the sidebar, or in the first line where there is no room for one."""
        sidebar, narrow = self.query_one("#sidebar", Rows), self.app.size.width < NARROW
        lines = tuple(steps(self.desk, sidebar.size.width))
        if lines != sidebar.lines or cursor not in (None, sidebar.cursor):
            sidebar.show(lines, cursor)
        _update(self.query_one("#head", Static), stepper(self.desk) if narrow else heading(self.desk.state))

    def focus_on(self, question: Name | None) -> None:
        """Put the cursor into a question of the section on screen, else into its first one."""
        controls = self.form.controls()
        wanted = [c for c in controls if question is not None and c.row.name == question] or controls
        if wanted:
            if question is None:
                self.form.scroll_home(animate=False)
            # Now, not a message later: Textual draws the whole screen when the focus moves, and would draw it twice.
            self.screen.set_focus(inside(wanted[0]), scroll_visible=False)
            if question is not None:  # a form that has only just come into sight has no places yet
                self.call_after_refresh(wanted[0].scroll_visible, animate=False)
            self.explain(wanted[0])


def _update(line: Static, content: Content) -> None:
    """Show something else in a line; what stays as it was costs nothing, and a line is never laid out anew."""
    if line.content != content:
        line.update(content, layout=False)
