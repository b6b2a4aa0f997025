"""One line to type into, with four rules of ours."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widgets import Input
from textual.widgets.input import Selection

from wizard.tui.widgets.columns import fitted


class LineInput(Input):
    """Textual's Input, which would else betray, blink or lose things.

    It pastes one clean line; it does not select itself on focus, so that ^c is the way out and never
    a copy nobody asked for; a secret cannot be copied or cut from it; its cursor does not blink.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+u", "clear", "Default", show=False, id="field-default"),
    ]

    def __init__(self, value: str, placeholder: str, *, secret: bool) -> None:
        super().__init__(value, placeholder, password=secret, select_on_focus=False, validate_on=())
        self.secret = secret
        self.cursor_blink = False

    def show(self, value: str, placeholder: str) -> None:
        """Show another value without reporting it as typed."""
        self.placeholder = placeholder
        if value != self.value:
            with self.prevent(Input.Changed):
                self.value = value

    def reveal(self, seconds: float) -> None:
        """Show what was typed for a while."""
        self.password = False
        self.set_timer(seconds, self.hide)

    def hide(self) -> None:
        """Show dots again."""
        self.password = self.secret

    def give_selection(self) -> bool:
        """Copy what is selected and select nothing; say whether there was something to copy."""
        if self.secret or self.selection.is_empty:
            return False
        self.app.copy_to_clipboard(self.selected_text)
        self.selection = Selection.cursor(self.cursor_position)
        return True

    def render_line(self, y: int) -> Strip:
        """Draw the line; a placeholder with blanks in it is cut, not broken."""
        if self.value or y:
            return super().render_line(y)
        text = fitted(self.placeholder, self.scrollable_content_region.width + 1)
        style = self.get_component_rich_style("input--placeholder")
        cursor = self.get_component_rich_style("input--cursor") if self.has_focus else Style()
        return Strip([Segment(text[:1], style + cursor), Segment(text[1:], style)]).apply_style(self.rich_style)

    def action_clear(self) -> None:
        """Empty the field: the default holds."""
        self.value = ""

    def action_copy(self) -> None:
        """Copy the selection; a secret stays here."""
        if not self.secret:
            super().action_copy()

    def action_cut(self) -> None:
        """Cut the selection; a secret stays here."""
        if not self.secret:
            super().action_cut()

    def on_blur(self) -> None:
        """A secret that is left is hidden at once."""
        self.hide()

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        lines = [line for line in event.text.splitlines() if line.strip()]
        clean = "".join(c for c in (lines[0] if lines else "") if ord(c) >= 32 and ord(c) != 127)
        start, end = sorted(self.selection)
        self.replace(clean.strip() if not self.secret else clean, start, end)
