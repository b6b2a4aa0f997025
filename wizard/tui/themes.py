"""The themes by the names that users know; in the terminal's own colours every line and cursor can be seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from textual.app import App
from textual.theme import BUILTIN_THEMES, Theme

_SEEN: Mapping[str, Mapping[str, str]] = {
    # Textual's own has black lines and a black cursor: invisible where the background is black.
    "ansi-dark": {"border-blurred": "ansi_bright_black", "input-cursor-background": "ansi_white",
                  "input-cursor-foreground": "ansi_black"},
    "ansi-light": {"border-blurred": "ansi_bright_black"},
}  # fmt: skip


def dress(app: App[Any], name: str) -> None:  # Any: its result
    """Give an application the theme of a name: `dark`, `light`, `ansi-dark`, `ansi-light`."""
    theme = _theme(name)
    app.register_theme(theme)
    app.theme = theme.name


def _theme(name: str) -> Theme:
    if name not in _SEEN:
        return BUILTIN_THEMES[f"textual-{name}"]
    theme = BUILTIN_THEMES[name]
    return replace(theme, name=f"wizard-{name}", variables={**theme.variables, **_SEEN[name]})
