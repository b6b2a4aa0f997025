"""The live diff: the one file that the focused field changes, its line marked; below it the plan's other files."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from wizard.diff import Kind, counted
from wizard.finding import Stop
from wizard.plan import FileChange
from wizard.resolve import Name
from wizard.tui import words
from wizard.tui.widgets.columns import fitted, wrapped
from wizard.tui.widgets.diff_pane import DiffPane
from wizard.tui.widgets.note import Note
from wizard.tui.widgets.printable import printable
from wizard.walk import words as shared
from wizard.walk.desk import Desk
from wizard.walk.places import env_key
from wizard.walk.shown import Row
from wizard.walk.spot import Spot, spot

OTHERS = 8  # files named below the one that is shown, at most


class Preview(Vertical):
    """Shows the plan as it stands. Nothing is worked out for it while it is out of sight."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(id="preview")
        self.desk = desk
        self.head = Note("preview-head")
        self.pane = DiffPane("preview-pane")
        self.others = Note("preview-others")
        self._question: Name | None = None
        self._counts: dict[str, tuple[FileChange, tuple[int, int]]] = {}

    def compose(self) -> ComposeResult:
        """What file, the file, the others."""
        yield self.head
        yield self.pane
        yield self.others

    @property
    def question(self) -> Name | None:
        """The question that was shown last."""
        return self._question

    def follow(self, name: Name | None = None) -> None:
        """Show where the answer of a question goes; without one, of the question that was shown last."""
        self._question = name or self._question
        if self.display and self._question is not None:
            self._show(self._question)

    def on_resize(self) -> None:
        """Say it in as many letters as there is room for."""
        self.follow()

    def on_diff_pane_turned(self) -> None:
        """Say in what manner the file is looked at."""
        self.follow()

    def _show(self, name: Name) -> None:
        try:
            files, here = self.desk.state.outcome.plan.files, spot(self.desk.state, name)
        except Stop:  # the screen has said so, and what is shown stays
            return
        if here is None:
            self.pane.show([Content.styled(line, "$foreground-muted") for line in self._nothing()])
        else:
            self.pane.show_file(here.file, here.line)
        self.head.show([self._title(here), *self._trouble(self.desk.state.row(name))])
        shown = here.file.path if here is not None else None
        self.others.show([*self._others([file for file in files if file.path != shown])])

    def _nothing(self) -> list[str]:
        return wrapped(self.desk.say(words.PREVIEW_NOTHING), max(self.pane.size.width - 2, 20))

    def _title(self, here: Spot | None) -> Content:
        """Name the file, what changes in it, how it is looked at."""
        manner, say = self.pane.manner, self.desk.say
        if here is None:
            return Content.styled(say(words.PREVIEW), "bold")
        on = [words.PREVIEW_FILE] * manner.whole + [words.PREVIEW_SPLIT] * manner.split + [words.PREVIEW_WRAP] * manner.wrap
        how = " · ".join(say(word) for word in (words.PREVIEW_LIVE, *on))
        room = max(self.size.width - len(how) - 16, 8)
        path = (_path(here.file.path, room), "bold")
        return Content.assemble(path, *self._sizes(here.file), (f"  {how}", "$foreground-muted"))

    def _trouble(self, row: Row) -> Iterator[Content]:
        """Say why what the field holds is not in the diff."""
        why = row.error or (shared.UNANSWERED if row.missing else None)
        if why is not None:
            key = env_key(row) or self.desk.say(row.question.label)
            said = self.desk.say(words.PREVIEW_NOT_WRITTEN, key=key, why=self.desk.say(why).rstrip("."))
            yield from (Content.styled(line, "$text-error") for line in wrapped(printable(f"! {said}"), self.size.width - 2))

    def _others(self, files: list[FileChange]) -> Iterator[Content]:
        room = min(max(self.size.height // 5, 2), OTHERS)
        many = len(files) > room
        for file in files[: room - many]:
            new = f"  {self.desk.say(words.PREVIEW_NEW)}" if file.before is None else ""
            sizes = Content.assemble(*self._sizes(file), (new, "$foreground-muted"))
            yield Content(_path(file.path, max(self.size.width - sizes.cell_length - 2, 8))) + sizes
        if many:
            more = self.desk.say(words.PREVIEW_MORE, count=len(files) - room + 1)
            yield Content.styled(more, "$foreground-muted")

    def _sizes(self, file: FileChange) -> Iterator[tuple[str, str]]:
        new, gone = self._counted(file)
        yield f"  +{new}", "$text-success"
        if file.before is not None:
            yield f" −{gone}", "$text-error"

    def _counted(self, file: FileChange) -> tuple[int, int]:
        """Count a file's changes once, not with every answer: most files stay as they are planned."""
        known = self._counts.get(file.path)
        if known is not None and known[0] == file:
            return known[1]
        if file.before is None:
            found = (file.after.count("\n") + (not file.after.endswith("\n")), 0)
        elif self.pane.file == file and self.pane.file is not None:
            found = self.pane.file.count(Kind.NEW), self.pane.file.count(Kind.OLD)
        else:
            found = counted(file.before.splitlines(), file.after.splitlines())
        self._counts[file.path] = (file, found)
        return found


def _path(path: str, room: int) -> str:
    """Return a path, or the end of one that is too long."""
    path = printable(path)
    return path if len(path) <= room else fitted("…" + path[1 - room :], room)
