"""The first line of every screen: whose project this is."""

from __future__ import annotations

from pathlib import Path

from textual.content import Content

from wizard.tui import words
from wizard.tui.widgets.diff_view import printable
from wizard.walk.state import State


def heading(state: State, place: str = "") -> Content:
    """Return the line: the wizard, the folder, the env file or the place in the wizard."""
    project = state.project
    root = project.root
    home = Path.home()
    folder = f"~/{root.relative_to(home)}" if root.is_relative_to(home) and root != home else str(root)
    if len(folder) > 28:
        folder = "…" + folder[-27:]
    rest = f" · {printable(folder)} · {place or project.env_path} · Laravel {project.version}"
    return Content.assemble((str(words.NAME.en), "bold"), rest)
