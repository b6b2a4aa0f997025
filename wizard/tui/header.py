"""The first line of every screen: whose project this is, and the two languages at the right."""

from __future__ import annotations

from pathlib import Path

from textual import events
from textual.content import Content
from textual.widgets import Static

from wizard.text import LANGS, Lang
from wizard.tui import words
from wizard.tui.widgets.printable import printable
from wizard.walk.state import State

_GAP = 2


class Head(Static):
    """The line itself. The language in use stands in brackets; a click on the other one, or F3, changes to it."""

    def __init__(self, content: Content, lang: Lang, id: str = "head") -> None:  # noqa: A002  # Textual's name
        super().__init__(content, id=id, classes="head", markup=False)
        self.lang = lang

    def render(self) -> Content:
        """Draw the line, the languages at its end if there is room for them."""
        said = self.content if isinstance(self.content, Content) else Content(str(self.content))
        right, width = languages(self.lang), self.size.width
        room = width - right.cell_length - _GAP
        if said.cell_length > room and not said.plain.startswith(words.NAME.en):
            return said  # where the walk stands is worth more; a folder may be cut
        return said.truncate(room, ellipsis=True, pad=True) + " " * _GAP + right

    def on_click(self, event: events.Click) -> None:
        """Change the language."""
        right = languages(self.lang).plain
        if self.visual_text.endswith(right) and event.x > self.size.width - len(right):
            event.stop()
            self.app.call_later(self.app.run_action, "language")  # this line itself is made anew by it

    @property
    def visual_text(self) -> str:
        """The line as it is drawn."""
        return self.render().plain


def languages(lang: Lang) -> Content:
    """Return `[EN] ID` or `EN [ID]`."""
    shown = [(f"[{one.upper()}]", "bold") if one == lang else (one.upper(), "") for one in LANGS]
    return Content(" ").join(Content.styled(text, style) for text, style in shown)


def heading(state: State, place: str = "") -> Content:
    """Return the line: the wizard, the folder, the env file or the place in the wizard."""
    project = state.project
    root = project.root
    home = Path.home()
    folder = f"~/{root.relative_to(home)}" if root.is_relative_to(home) and root != home else str(root)
    folder = printable(folder)
    if len(folder) > 28:
        folder = "…" + folder[-27:]
    rest = f" · {folder} · {place or project.env_path} · Laravel {project.version}"
    return Content.assemble((str(words.NAME.en), "bold"), rest)
