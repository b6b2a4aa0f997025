"""Yes or no."""

from __future__ import annotations

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget

from wizard.question import spoken
from wizard.text import Lang
from wizard.tui import words
from wizard.tui.widgets.caret import caret_at
from wizard.tui.widgets.columns import MARKER, columns, fitted, wrapped
from wizard.tui.widgets.field import MARK_STYLES
from wizard.tui.widgets.messages import Accepted, Answered, Said
from wizard.tui.widgets.past import Past
from wizard.tui.widgets.printable import printable
from wizard.walk import words as shared
from wizard.walk.shown import Row


class Toggle(Widget, can_focus=True):
    """`[x] yes` or `[ ] no`; Space changes it, Enter goes on."""

    BINDINGS = [
        Binding("space", "change", "Yes or no", show=False, id="toggle-change"),
        Binding("enter", "accept", "Go on", show=False, id="toggle-accept"),
        Binding("ctrl+u", "clear", "Default", show=False, id="toggle-default"),
        Binding("ctrl+y", "undo", "Undo", show=False, id="toggle-undo"),
    ]

    def __init__(self, row: Row, lang: Lang) -> None:
        super().__init__(id="-".join(row.name))
        self.row = row
        self.lang = lang
        self.past = Past()

    def show(self, row: Row) -> None:
        """Show the question as it stands now."""
        self.past.pause()
        self.past.changed(self.row.raw, row.raw)
        self.row = row
        self.refresh()

    def render(self) -> Content:
        """Draw the label, the box and what it was."""
        label, was = columns(self.size.width)
        names = wrapped(self.row.question.label.in_(self.lang), label - MARKER - 1) or [""]
        head = ("▸ " if self.has_focus else "  ") + names[0]
        on = self.row.value == "true"
        box = f"[{'x' if on else ' '}] {(words.YES if on else words.NO).in_(self.lang)}"
        if self.row.missing:
            box = f"[?] {shared.UNANSWERED.in_(self.lang)}"
        middle = max(self.size.width - label - was, 0)
        mark = self.row.mark
        first = Content.assemble(
            (fitted(head, label), "bold" if self.has_focus else ""),
            (box, "bold reverse" if self.has_focus else "bold"),
            " " * max(middle - len(box), 0),
            (f" {mark or ' '} ", MARK_STYLES.get(mark, "")),
            (fitted(self._was(), was - 3), "$foreground-muted"),
        )
        return Content("\n").join([first, *(Content("  " + name) for name in names[1:])])

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Be as high as the label needs."""
        return len(wrapped(self.row.question.label.in_(self.lang), columns(width)[0] - MARKER - 1)) or 1

    def action_change(self) -> None:
        """Change the answer."""
        self.post_message(Answered(self.row.name, spoken(self.row.value != "true")))

    def action_accept(self) -> None:
        """Go on to the next field."""
        self.post_message(Accepted())

    def action_clear(self) -> None:
        """Forget the answer: the default holds."""
        self.post_message(Answered(self.row.name, ""))

    def action_undo(self) -> None:
        """Put the answer before this one back."""
        raw = self.past.back()
        self.post_message(Said(words.NOTHING_TO_UNDO) if raw is None else Answered(self.row.name, raw))

    def on_click(self, event: events.Click) -> None:
        """A mouse may change it too."""
        self.action_change()

    def on_focus(self) -> None:
        """Put the terminal's cursor here, where a screen reader looks."""
        self.refresh()
        caret_at(self, 0)

    def on_blur(self) -> None:
        """Draw without the mark."""
        self.refresh()

    def _was(self) -> str:
        if self.row.was not in ("true", "false"):
            return printable(self.row.was)
        return (words.YES if self.row.was == "true" else words.NO).in_(self.lang)
