"""The themes by the names that users know; whatever they show can be read, lines and cursor included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from textual.app import App
from textual.theme import BUILTIN_THEMES, Theme

_SEEN: Mapping[str, Mapping[str, str]] = {
    # A default stands in its field as a placeholder: what Textual shows faintly must be readable here, 4.5 to 1.
    "dark": {"foreground-disabled": "#909090", "text-disabled": "#909090"},
    "light": {"foreground-muted": "#505050", "foreground-disabled": "#5c5c5c", "text-disabled": "#5c5c5c",
              "text-accent": "#7a4a00", "text-warning": "#7a4a00", "text-success": "#1d6334"},
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
    theme = BUILTIN_THEMES[name if name.startswith("ansi-") else f"textual-{name}"]
    return replace(theme, name=f"wizard-{name}", variables={**theme.variables, **_SEEN[name]})
