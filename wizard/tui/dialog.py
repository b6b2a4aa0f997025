"""Small windows over a screen: a few lines and a few buttons."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from wizard.tui.widgets.press import Press


class Dialog(ModalScreen[str]):
    """Answers with the id of the button that was pressed; Esc is the first button that stays."""

    BINDINGS = [
        Binding("escape", "stay", "Close", show=False, id="dialog-close"),
        Binding("up,left", "app.focus_previous", show=False, id="dialog-up"),
        Binding("down,right", "app.focus_next", show=False, id="dialog-down"),
        Binding("pagedown", "page(1)", show=False, id="dialog-page-down"),
        Binding("pageup", "page(-1)", show=False, id="dialog-page-up"),
    ]
    STAY = "stay"

    def __init__(
        self, title: str, text: Content, buttons: Sequence[tuple[str, str]], foot: str = "", *, classes: str = ""
    ) -> None:
        super().__init__()
        self.look = f"dialog {classes}"
        self.head = title
        self.text = text
        self.buttons = tuple(buttons)
        self.foot = foot

    def compose(self) -> ComposeResult:
        """Put the words above the buttons."""
        with Vertical(classes=self.look):
            yield Static(Content.styled(self.head, "bold $text-primary"), markup=False)
            with VerticalScroll(id="text", can_focus=False):
                yield Static(self.text, markup=False)
            for key, label in self.buttons:
                yield Press(label, key)
            if self.foot:
                yield Static(Content.styled("\n" + self.foot, "$foreground-muted"), markup=False)

    def on_press_pressed(self, event: Press.Pressed) -> None:
        """Close with the button's id."""
        self.dismiss(event.button.id)

    def action_page(self, by: int) -> None:
        """Scroll the words; the buttons stay in sight."""
        self.query_one("#text", VerticalScroll).scroll_relative(y=5 * by, animate=False)

    def action_stay(self) -> None:
        """Close without doing anything."""
        self.dismiss(self.STAY)
