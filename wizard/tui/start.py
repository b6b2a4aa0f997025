"""The first screen: what was found, what keeps state on this server now, and four ways on."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from enum import Enum

from textual._context import NoActiveAppError
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from wizard.text import printable
from wizard.tui import words
from wizard.tui.header import Head, heading
from wizard.tui.widgets.columns import fitted, wrapped
from wizard.tui.widgets.field import MARK_STYLES
from wizard.tui.widgets.key_line import KeyLine
from wizard.tui.widgets.lanes import Lane, Lanes
from wizard.walk import words as shared
from wizard.walk.desk import Desk
from wizard.walk.kept import kept
from wizard.walk.shown import Mark
from wizard.walk.state import State
from wizard.walk.surroundings import Cell, cells, files, packages
from wizard.walk.unguessed import questions, unanswered

_KEYS = (("↑↓", words.KEY_CHOOSE), ("Enter", words.KEY_GO), ("F3", words.KEY_LANGUAGE), ("^s", words.KEY_REVIEW),
         ("F1", words.KEY_HELP), ("^c", words.KEY_QUIT))  # fmt: skip
_ROOMY = (112, 32)  # from this size on, each section has a line of its own, with what is wrong
_VALUE = 8  # cells


class Way(Enum):
    """The ways on, in the order in which they stand on screen."""

    RECOMMENDED = 0
    STEPS = 1
    FILE = 2
    STATE = 3


class StartScreen(Screen[None]):
    """Nothing is asked here but which way to go."""

    BINDINGS = [
        Binding("pagedown,f8", f"choose({Way.STEPS.value})", show=False, id="start-first"),
        Binding("ctrl+s", "review", show=False, id="start-review"),
    ]

    class Chosen(Message):
        """A way on was chosen."""

        def __init__(self, way: Way) -> None:
            super().__init__()
            self.way = way

    class Reviewed(Message):
        """Straight to the review, whatever is missing."""

    class GitRead(Message):
        """Git has answered: the branch, and how many files differ from it."""

        def __init__(self, git: tuple[str, int]) -> None:
            super().__init__()
            self.git = git

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._git: tuple[str, int] | None = None
        self._told: tuple[State, tuple[object, object]] | None = None
        self._laid: Size | None = None

    def compose(self) -> ComposeResult:
        """Show what was found above the ways on."""
        desk = self.desk
        yield Head(heading(desk.state), desk.lang)
        with VerticalScroll(id="start", can_focus=False):
            yield Static(id="found", markup=False)
            yield Static(id="now", markup=False)
            yield Lanes(tuple(self._lanes()))
        yield Static(id="foot", markup=False)
        yield KeyLine(_KEYS, desk.lang)

    def on_mount(self) -> None:
        """Ask git beside everything else: in a large repository it takes its time."""
        threading.Thread(target=self._ask_git, daemon=True).start()

    def on_start_screen_git_read(self, message: GitRead) -> None:
        """Show what git said."""
        self._git = message.git
        self._tell()

    def on_screen_suspend(self) -> None:
        """Remember what it was laid out for: no window above it lays it out anew."""
        self._laid = self.size

    def on_screen_resume(self) -> None:
        """Say how it stands now."""
        if self._laid not in (None, self.app.size):
            self._told = None
        self._tell()

    def on_resize(self) -> None:
        """Put the sections into as many columns as fit."""
        self._tell()

    async def speak(self) -> None:
        """Say everything in the language of the desk; the cursor stays where it is."""
        from wizard.tui.spoken import View  # knows every widget there is; most of them are not here

        view, cursor = View.of(self), self.query_one(Lanes).cursor
        with self.app.batch_update():
            await self.recompose()
            self._told = None
            self.query_one(Lanes).cursor = cursor
            self._tell()
            view.restore(self)

    def on_lanes_chosen(self, event: Lanes.Chosen) -> None:
        """Go."""
        self.action_choose(event.index)

    def action_choose(self, index: int) -> None:
        """Take one of the ways on."""
        self.post_message(self.Chosen(Way(index)))

    def action_review(self) -> None:
        """Go to the review."""
        self.post_message(self.Reviewed())

    def _ask_git(self) -> None:
        git = self.desk.state.project.git()
        if git is not None:
            with contextlib.suppress(NoActiveAppError):  # the wizard was closed meanwhile
                self.post_message(self.GitRead(git))

    def _tell(self) -> None:
        """Say how it stands, once for as long as that is so: the first frame must not wait for it twice."""
        state, seen = self.desk.state, (self.size, self._git)
        if self._told is not None and self._told[0] is state and self._told[1] == seen:
            return
        self._told = state, seen
        self.query_one("#found", Static).update(Content("\n").join(self._found()))
        self.query_one("#now", Static).update(Content("\n").join(self._now()))
        self.query_one(Lanes).show(tuple(self._lanes()))
        self.query_one("#foot", Static).update(Content("\n").join(self._foot()))

    def _lanes(self) -> Iterator[Lane]:
        state, say = self.desk.state, self.desk.say
        open_ = len(unanswered(state))
        yield Lane(say(words.RECOMMENDED_WAY), say(words.GUESSED_BUT if open_ else words.ALL_GUESSED,
                                                   answers=words.answers(open_)))  # fmt: skip
        total = questions(state)
        yield Lane(say(words.STEPS_WAY), say(words.STEPS_WHY, sections=len(state.sections), questions=total))
        yield Lane(say(words.FILE_WAY), say(words.FILE_WHY))
        yield Lane(say(words.STATE_WAY), say(words.STATE_WHY))

    def _found(self) -> Iterator[Content]:
        project, say = self.desk.state.project, self.desk.say
        application = say(words.APPLICATION, version=project.version, layout=project.layout.value)
        yield Content.assemble("\n", (say(words.FOUND), "bold $text-primary"), (f"   {application}", "$foreground-muted"))
        said = [say(files(project)), packages(project)]
        if self._git is not None:
            branch, count = self._git
            said.append(say(words.GIT, branch=branch, files=words.files(count)))
        for text in filter(None, said):
            yield from (Content("  " + line) for line in wrapped(printable(text), self._room() - 2))
        for finding in project.findings:
            first, *rest = wrapped(printable(finding.why.in_(self.desk.lang)), self._room() - 4) or [""]
            yield Content.assemble(("  ! ", "$text-warning"), first)
            yield from (Content("    " + line) for line in rest)
        yield Content("")

    def _now(self) -> Iterator[Content]:
        say, found = self.desk.say, cells(self.desk.state)
        count = sum(cell.mark is Mark.WRONG for cell in found)
        need = say(words.NEED_CHANGE, count=count, total=len(found))
        yield Content.assemble((say(words.STATE_NOW), "bold $text-primary"), f"   {need}")
        roomy = self.size.width >= _ROOMY[0] and self.size.height >= _ROOMY[1]
        yield from self._lines(found) if roomy else self._columns(found)
        yield Content.styled(f"\n{say(words.WAYS)}", "bold $text-primary")

    def _columns(self, found: tuple[Cell, ...]) -> Iterator[Content]:
        """As many columns as fit, each as wide as its names; what is left is for the values."""
        room, widest = self._room(), self._titles(found) + _VALUE + 4
        rows = -(-len(found) // max(1, min(4, room // widest)))
        columns = [found[start : start + rows] for start in range(0, len(found), rows)]
        value = min((room - sum(self._titles(column) + 4 for column in columns)) // len(columns), 20)
        for row in range(rows):
            shown = [self._cell(column[row], self._titles(column), value) for column in columns if row < len(column)]
            yield Content("  ") + Content("  ").join(shown)

    def _titles(self, found: tuple[Cell, ...]) -> int:
        return max(len(self.desk.say(cell.title)) for cell in found) + 1

    def _lines(self, found: tuple[Cell, ...]) -> Iterator[Content]:
        """A line a section, with what is wrong with it."""
        state, name = self.desk.state, self._titles(found)
        for section, cell in zip(state.sections, found, strict=True):
            pieces = kept(state, section).pieces
            said = pieces[0].why or shared.UNANSWERED if cell.mark is Mark.WRONG and pieces else None
            why = fitted(printable(self.desk.say(said)), self._room() - name - 27).rstrip() if said else ""
            yield Content.assemble("  ", self._cell(cell, name, 22), (f" {why}", "$foreground-muted"))

    def _cell(self, cell: Cell, name: int, value: int) -> Content:
        shown = fitted(cell.value or self.desk.say(words.NOT_SET), value)
        return Content.assemble((f"{cell.mark.value} ", MARK_STYLES.get(cell.mark.value, "")),
                                fitted(self.desk.say(cell.title), name), (shown, "$foreground-muted"))  # fmt: skip

    def _foot(self) -> Iterator[Content]:
        """The promise, and the same without questions on one line: F5 shows all of a longer one."""
        from wizard.walk.command import answered, command  # not before the first frame is due

        state, say, width = self.desk.state, self.desk.say, self.size.width - 2
        yield from map(Content, wrapped(say(words.PROMISE), width))
        line = command(state).line
        if not answered(state):
            line = line.replace(" apply", " plan", 1).removesuffix(" --yes")
        yield Content(fitted(f"{say(words.SAME_WITHOUT)}  {line}", width).rstrip())

    def _room(self) -> int:
        return max(self.size.width - 3, 20)  # the scrollbar, and a cell at each side
