"""The first screen: what was found, and what keeps state on this server now."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from wizard.tui import words
from wizard.tui.header import heading
from wizard.tui.widgets.columns import fitted
from wizard.tui.widgets.diff_view import printable
from wizard.tui.widgets.field import MARK_STYLES
from wizard.tui.widgets.key_line import KeyLine
from wizard.tui.widgets.press import Press
from wizard.walk.desk import Desk
from wizard.walk.shown import Mark

REVIEW = -1
_PACKAGES = ("predis/predis", "ext-redis", "league/flysystem-aws-s3-v3", "vladimir-yuldashev/laravel-queue-rabbitmq")


class StartScreen(Screen[None]):
    """Nothing is asked here: Enter starts, a digit jumps to a section."""

    BINDINGS = [
        Binding("up,left", "app.focus_previous", show=False, id="start-up"),
        Binding("down,right", "app.focus_next", show=False, id="start-down"),
        Binding("pagedown,f8", "open(0)", show=False, id="start-first"),
        Binding("ctrl+s,9", f"open({REVIEW})", show=False, id="start-review"),
        *(Binding(str(n), f"open({n - 1})", show=False, id=f"start-{n}") for n in range(1, 9)),
    ]

    class Opened(Message):
        """A section (or the review) was chosen."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class GitRead(Message):
        """Git has answered: the branch, and how many files differ from it."""

        def __init__(self, git: tuple[str, int]) -> None:
            super().__init__()
            self.git = git

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._git: tuple[str, int] | None = None

    def compose(self) -> ComposeResult:
        """Show what was found above the two ways on."""
        desk = self.desk
        yield Static(heading(desk.state), classes="head", markup=False)
        with VerticalScroll(id="start", can_focus=False):
            yield Static(id="found", markup=False)
            yield Static(id="now", markup=False)
            yield Static(id="open", markup=False)
            yield Press(desk.say(words.START, title=desk.state.sections[0].title), "first")
            yield Press(desk.say(words.START_REVIEW), "review")
        yield Static(f"{desk.say(words.PROMISE)}\n{desk.say(words.STEPS)}", id="foot", markup=False)
        yield KeyLine((("↑↓", words.KEY_CHOOSE), ("Enter", words.KEY_GO), ("^s", words.KEY_REVIEW),
                       ("F1", words.KEY_HELP), ("^c", words.KEY_QUIT)), desk.lang)  # fmt: skip

    def on_mount(self) -> None:
        """Ask git beside everything else: in a large repository it takes its time."""
        threading.Thread(target=self._ask_git, daemon=True).start()

    def on_start_screen_git_read(self, message: GitRead) -> None:
        """Show what git said."""
        self._git = message.git
        self._tell()

    def on_screen_resume(self) -> None:
        """Say how it stands now."""
        self._tell()

    def on_resize(self) -> None:
        """Put the sections into as many columns as fit."""
        self._tell()

    def on_press_pressed(self, event: Press.Pressed) -> None:
        """Start."""
        self.action_open(REVIEW if event.button.id == "review" else 0)

    def action_open(self, index: int) -> None:
        """Go to a section, or to the review."""
        self.post_message(self.Opened(index))

    def _ask_git(self) -> None:
        git = self.desk.state.project.git()
        if git is not None:
            self.post_message(self.GitRead(git))

    def _tell(self) -> None:
        self.query_one("#found", Static).update(Content("\n").join(self._found()))
        self.query_one("#now", Static).update(Content("\n").join(self._now()))
        count = len(self.desk.state.outcome.missing)
        text = self.desk.say(words.UNGUESSED, answers=words.answers(count)) if count else self.desk.say(words.ALL_GUESSED)
        self.query_one("#open", Static).update(Content(f"{text}\n"))

    def _found(self) -> Iterator[Content]:
        project, say = self.desk.state.project, self.desk.say
        yield Content.styled(f"\n{say(words.FOUND)}", "bold $text-primary")
        yield Content("  " + say(words.APPLICATION, version=project.version, layout=project.layout.value))
        env = project.env_path if project.env_text is not None else say(words.NO_ENV, path=project.env_path)
        names = ("session", "cache", "filesystems", "database", "queue", "logging")
        configs = [name for name in names if project.text(project.config_path(name)) is not None]
        yield Content(f"  {env}  {project.config_folder}/{{{','.join(configs)}}}.php" if configs else f"  {env}")
        packages = [f"{name} {project.packages.get(name, '')}".strip() for name in _PACKAGES if project.has(name)]
        if packages:
            yield Content(f"  {printable(', '.join(packages))}")
        if self._git is not None:
            branch, count = self._git
            yield Content("  " + printable(say(words.GIT, branch=branch, files=words.files(count))))
        for finding in project.findings:
            yield Content.assemble(("  ! ", "$text-warning"), printable(finding.why.in_(self.desk.lang)))
        yield Content("")

    def _now(self) -> Iterator[Content]:
        state, say = self.desk.state, self.desk.say
        found = [state.found(section) for section in state.sections]
        count = sum(mark is Mark.WRONG for mark, _ in found)
        need = say(words.NEED_CHANGE, count=count, total=len(found))
        yield Content.assemble((say(words.STATE_NOW), "bold $text-primary"), f"   {need}")
        cells = []
        for number, (section, (mark, value)) in enumerate(zip(state.sections, found, strict=True), 1):
            name = fitted(section.title.in_(state.lang), 13)
            shown = fitted(printable(value) or say(words.NOT_SET), 16)
            cells.append(Content.assemble((f"{mark.value} ", MARK_STYLES.get(mark.value, "")), f"{number} {name} ",
                                          (shown, "$foreground-muted")))  # fmt: skip
        columns = max(1, min(3, (self.size.width - 6) // 36))
        rows = -(-len(cells) // columns)
        for row in range(rows):
            yield Content("  ").join(["", *cells[row::rows]])
        yield Content("")
