"""All keys on one page."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from wizard.text import Lang, Text
from wizard.tui import words
from wizard.tui.terminal_app import TerminalApp
from wizard.tui.widgets.columns import wrapped
from wizard.tui.widgets.press import Press

_KEY = 16  # columns for a key


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
        """The keys, and a button to close."""
        with Vertical(classes="dialog"):
            yield Static(Content.styled(words.KEYS.in_(self.lang), "bold $text-primary"), markup=False)
            with VerticalScroll(id="keys", can_focus=False):
                yield Static(id="key-list", markup=False)
            yield Press(words.CLOSE.in_(self.lang), "close")

    def on_mount(self) -> None:
        """List the keys."""
        self._tell()

    def on_resize(self) -> None:
        """List them in lines that fit."""
        self.call_after_refresh(self._tell)

    def action_page(self, by: int) -> None:
        """Scroll the list; the button stays in sight."""
        self.query_one("#keys", VerticalScroll).scroll_relative(y=5 * by, animate=False)

    def on_press_pressed(self) -> None:
        """Close."""
        self.dismiss()

    def _tell(self) -> None:
        room = self.query_one("#key-list").size.width or min(self.app.size.width * 95 // 100, 68) - 8
        self.query_one("#key-list", Static).update(Content("\n").join(self._lines(room)))

    def _lines(self, width: int) -> Iterator[Content]:
        """Yield a block a group: its title, then a line a key, and more where the words need them."""
        for number, (title, keys) in enumerate((*self._own(), *words.KEY_GROUPS)):
            if number:
                yield Content("")
            yield Content.styled(title.in_(self.lang), "bold $text-primary")
            for key, text in keys:
                first, *rest = wrapped(text.in_(self.lang), width - _KEY)
                yield Content.assemble((key.ljust(_KEY), "bold $text-accent"), first)
                yield from (Content(" " * _KEY + line) for line in rest)

    def _own(self) -> Iterator[tuple[Text, tuple[tuple[str, Text], ...]]]:
        """Yield first what the user has mapped otherwise: the names of it, and the keys it had."""
        own = self.app.own_keys if isinstance(self.app, TerminalApp) else {}
        if own:
            from wizard.tui.keymap import bindings, shown

            had = bindings()
            yield words.KEYS_OWN, tuple(
                (shown(keys), words.KEY_INSTEAD.fill(name=name, keys=shown(had[name].key))) for name, keys in own.items()
            )
