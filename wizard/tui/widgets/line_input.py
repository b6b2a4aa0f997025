"""One line to type into, with a few rules of ours."""

from __future__ import annotations

import re
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input
from textual.widgets.input import Selection

from wizard.text import Text
from wizard.tui import words
from wizard.tui.widgets.columns import fitted
from wizard.tui.widgets.past import Past
from wizard.walk.paste import is_several, single


class LineInput(Input):
    """Textual's Input, which would else betray, blink or lose things.

    It pastes one clean line, and says so where that is not all; ^y takes steps back. It does not select
    itself on focus, so that ^c is the way out and never a copy nobody asked for; a secret cannot be copied
    or cut from it; its cursor does not blink. `key` is the env key of the question it answers, empty
    where that has none, None where it answers no question: then several lines are nobody's either.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+u", "clear", "Default", show=False, id="field-default"),
        Binding("ctrl+y", "undo", "Undo", show=False, id="field-undo"),
    ]

    class Said(Message):
        """Something about what was just done here is worth saying."""

        def __init__(self, text: Text) -> None:
            super().__init__()
            self.text = text

    class Several(Message):
        """Lines of an env file were pasted; nothing has been taken of them yet."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, value: str, placeholder: str, *, secret: bool, key: str | None = None) -> None:
        super().__init__(value, placeholder, password=secret, select_on_focus=False, validate_on=())
        self.secret = secret
        self.key = key
        self.cursor_blink = False
        self.past = Past()

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

    def action_undo(self) -> None:
        """Take one step back."""
        value = self.past.back()
        if value is None:
            self.post_message(self.Said(words.NOTHING_TO_UNDO))
        else:
            self.value = value
            self.cursor_position = len(value)

    def watch_value(self, old: str, new: str) -> None:
        """Remember every step."""
        if self.is_attached and old != new:
            self.past.changed(old, new)

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
        self.past.pause()

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        if self.key is not None and is_several(event.text):
            self.post_message(self.Several(event.text))
        else:
            self.take(event.text)

    def take(self, text: str) -> None:
        """Put the first line of a text where the cursor is, or the value of a `KEY=value` line of this field's key."""
        lines = [line for line in re.split(r"[\r\n]+", text) if line.strip()]
        first = lines[0] if lines else ""
        clean = "".join(c for c in first if c.isprintable() or c == "\u00a0")
        value = single(self.key or "", clean)
        self.past.pause()
        self.replace(value if value is not None else clean if self.secret else clean.strip(), *sorted(self.selection))
        self.past.pause()
        # Textual does not scroll to the cursor when an empty field gets its first value at once.
        self.scroll_to_region(Region(cell_len(self.value[: self.cursor_position]), 0, 1, 1), force=True, animate=False)
        if clean != first:
            self.post_message(self.Said(words.DROPPED))
        elif len(lines) > 1:
            self.post_message(self.Said(words.FIRST_LINE))
