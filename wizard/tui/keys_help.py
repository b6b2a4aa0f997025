"""All keys on one page."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from wizard.text import Lang
from wizard.tui import words
from wizard.tui.widgets.columns import wrapped
from wizard.tui.widgets.press import Press


class KeysHelp(ModalScreen[None]):
    """What F1 opens."""

    BINDINGS = [
        Binding("escape,f1", "dismiss", "Close", show=False, id="help-close"),
        Binding("pagedown,down", "page(1)", show=False, id="help-page-down"),
        Binding("pageup,up", "page(-1)", show=False, id="help-page-up"),
    ]

    def __init__(self, lang: Lang) -> None:
        super().__init__()
        self.lang = lang

    def compose(self) -> ComposeResult:
        """List the keys."""
        lines = []
        for key, text in words.KEY_LIST:
            first, *rest = wrapped(text.in_(self.lang), 44)
            lines += [Content.assemble((key.ljust(15), "bold $text-accent"), " ", first)]
            lines += [Content(" " * 16 + line) for line in rest]
        with Vertical(classes="dialog"):
            yield Static(Content.styled(words.KEYS.in_(self.lang), "bold $text-primary"), markup=False)
            with VerticalScroll(id="keys", can_focus=False):
                yield Static(Content("\n").join(lines), markup=False)
            yield Press(words.CLOSE.in_(self.lang), "close")

    def action_page(self, by: int) -> None:
        """Scroll the list; the button stays in sight."""
        self.query_one("#keys", VerticalScroll).scroll_relative(y=5 * by, animate=False)

    def on_press_pressed(self) -> None:
        """Close."""
        self.dismiss()
