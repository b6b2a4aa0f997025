"""What the review shows: its head, the list of rows, and what the row under the cursor stands for."""

from __future__ import annotations

from collections.abc import Collection

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from wizard.plan import FileChange
from wizard.text import Text
from wizard.tui import words
from wizard.tui.entries import Entry, Part, entries, findings, line, name, where
from wizard.tui.header import Head
from wizard.tui.widgets.columns import fitted
from wizard.tui.widgets.diff_pane import DiffPane
from wizard.tui.widgets.key_line import KeyLine
from wizard.tui.widgets.lines_view import LinesView
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.printable import printable
from wizard.tui.widgets.rows import Rows
from wizard.tui.widgets.stops import Stop, Stops
from wizard.tui.widgets.told import checklist_content, command_content, trouble_content
from wizard.walk.desk import Desk
from wizard.walk.shown import Trouble

_PATH = 26  # columns that the path of a file may need above its diff
_BACK = (("Esc", words.KEY_BACK), ("F1", words.KEY_HELP))
_MOVE = (("↑↓", words.KEY_CHOOSE), ("Enter", words.KEY_OPEN))
_IN_FILE = (("n/p", words.KEY_CHANGE), ("e", words.KEY_EDITOR))
_GO = (("↑↓", words.KEY_CHOOSE), ("Enter", words.KEY_THERE), *_BACK)


class ReviewList(Rows):
    """The rows; Space is the screen's: it leaves a file out."""

    BINDINGS = [("space", "screen.in_out", "")]


class ReviewBody(Vertical):
    """Shows the desk's plan; decides nothing."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.entries: tuple[Entry, ...] = ()
        self._changed: Collection[str] = ()
        self._meanwhile: Text | None = None

    def compose(self) -> ComposeResult:
        """Head, list, title, pane."""
        yield Head(Content(""), self.desk.lang)
        yield Static(id="notice", markup=False)
        yield ReviewList("files")
        yield Static(id="pane-title", markup=False)
        yield DiffPane("pane")
        yield Stops("stops", self.desk.lang)

    @property
    def files(self) -> Rows:
        """The list."""
        return self.query_one("#files", Rows)

    @property
    def here(self) -> Entry:
        """The row under the cursor."""
        return self.entries[self.files.cursor]

    @property
    def pane(self) -> LinesView:
        """What shows the row under the cursor."""
        return self.query_one(Stops) if self.here in (Part.DECIDE, Part.KNOW) else self.query_one(DiffPane)

    def begin(self, changed: Collection[str] = (), meanwhile: Text | None = None) -> None:
        """Show the plan from its beginning, or from the first file that was changed on disk meanwhile."""
        self._changed, self._meanwhile = changed, meanwhile
        self.entries = entries(self.desk)
        wanted = (isinstance(e, Trouble) or (isinstance(e, FileChange) and (not changed or e.path in changed))
                  for e in self.entries)  # fmt: skip
        self._list(next((index for index, here in enumerate(wanted) if here), 0))
        self.open(self.files.cursor)

    def tell(self) -> None:
        """Bring everything up to date; the cursor stays on what it is on."""
        here = self.here
        self.entries = entries(self.desk)
        self._list(self.entries.index(here) if here in self.entries else 0)
        self.open(self.files.cursor)

    def say(self, text: Text | None = None) -> None:
        """Say something below the head, until the cursor moves."""
        said = text or self._meanwhile
        notice = self.query_one("#notice", Static)
        notice.display = said is not None
        notice.update(Content(self.desk.say(said) if said is not None else ""))

    def open(self, index: int) -> None:
        """Show what a row stands for."""
        entry, pane, stops = self.entries[index], self.query_one(DiffPane), self.query_one(Stops)
        state, lang = self.desk.state, self.desk.lang
        stops.display = entry in (Part.DECIDE, Part.KNOW)
        pane.display = not stops.display
        match entry:
            case FileChange():
                pane.show_file(entry)
            case Trouble():
                pane.show(lambda width: trouble_content(state, entry, width))
            case Part.CHECKLIST:
                pane.show(lambda width: checklist_content(state.chosen.plan, lang, width))
            case Part.COMMAND:
                pane.show(lambda width: command_content(state, width))
            case _:
                told = findings(self.desk, entry)
                stops.show_stops([Stop(finding, state.home_of(finding) is not None) for finding in told])
        self.say()
        self.tell_title()
        self._keys(entry)

    def tell_title(self) -> None:
        """Say above the pane what it shows, and how."""
        entry, width = self.here, max(self.size.width - 2, 20)
        match entry:
            case FileChange():
                said = self._manner()
                said = said if width - len(said) >= _PATH else "[s] [w] [f] [d]"
                room = width - len(said) - 2
                title = Content.assemble((fitted(printable(entry.path), room), "bold"), f"  {said}")
            case Trouble():
                title = Content.styled(where(self.desk, entry), "bold")
            case _:
                title = Content.styled(name(self.desk, entry), "bold")
        sign = "▸" if self.screen.focused is self.pane else " "
        self.query_one("#pane-title", Static).update(Content(sign) + title)

    def on_descendant_focus(self) -> None:
        """Mark the title of the pane that has the focus: the pane itself may have no line to mark."""
        if self.entries:
            self.tell_title()

    def on_descendant_blur(self) -> None:
        """Take the mark away."""
        self.on_descendant_focus()

    def on_resize(self) -> None:
        """Fit the rows to another width."""
        if self.entries:
            self._list(self.files.cursor)
            self.tell_title()

    def _manner(self) -> str:
        manner, say = self.query_one(DiffPane).manner, self.desk.say
        wrap = say(words.UNWRAP if manner.wrap else words.WRAP)
        if manner.whole:
            return f"{say(words.WHOLE)}  {wrap}"
        return f"{say(words.SPLIT if manner.split else words.UNIFIED)}  {wrap}  {say(words.FILE)}"

    def _list(self, cursor: int) -> None:
        state, say, desk = self.desk.state, self.desk.say, self.desk
        troubles, plan, warnings = state.troubles(), state.chosen.plan, len(desk.to_know())
        parts = [say(words.files(len(plan.files)) if plan.files else words.NOTHING_TO_WRITE)]
        parts += [say(words.problems(len(troubles)))] if troubles else []
        parts += [say(words.warnings(warnings))] if warnings else []
        self.query_one("#head", Static).update(Content.assemble(
            (say(words.REVIEW), "bold"), f" · {', '.join(parts)} · {say(words.PLAN, id=plan.id)}"))  # fmt: skip
        rows = tuple(line(desk, entry, self.app.size.width, self._changed) for entry in self.entries)
        self.files.show(rows, cursor)
        label = words.FIRST_PROBLEM if troubles else words.WRITE if plan.files else words.FINISH
        count = {"problems": words.problems(len(troubles)), "files": words.files(len(plan.files))}
        self.screen.query_one("#write", Press).relabel(say(label, **count))

    def _keys(self, entry: Entry) -> None:
        keys: tuple[tuple[str, Text], ...]
        match entry:
            case FileChange(optional=True):
                keys = (*_MOVE, *_IN_FILE, ("Space", words.KEY_IN_OUT), *_BACK)
            case FileChange():
                keys = (*_MOVE, *_IN_FILE, *_BACK)
            case Trouble():
                keys = _GO if entry.section is not None else (*_MOVE, *_BACK)
            case Part.DECIDE | Part.KNOW:
                keys = (*_MOVE, ("n/p", words.KEY_NEXT), *_BACK)
            case _:
                keys = (*_MOVE, ("PgUp/PgDn", words.KEY_SCROLL), *_BACK)
        self.screen.query_one(KeyLine).show(keys)
