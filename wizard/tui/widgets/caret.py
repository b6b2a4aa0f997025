"""The terminal's own cursor follows the focus: screen readers and magnifiers look there."""

from __future__ import annotations

from textual.geometry import Offset
from textual.widget import Widget


def caret_at(widget: Widget, row: int) -> None:
    """Put the terminal's cursor on a row of a widget, if that has the focus."""
    if widget.app.focused is widget:  # `has_focus` is set only after its own handlers
        widget.app.cursor_position = widget.content_region.offset + Offset(0, row)
