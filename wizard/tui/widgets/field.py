"""A line or a number of the form: label, input, what it was, and what is wrong with it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Region
from textual.layout import WidgetPlacement
from textual.widget import Widget
from textual.widgets import Input

from wizard.question import is_secret
from wizard.text import Lang
from wizard.tui import words
from wizard.tui.widgets.columns import MARKER, columns, fitted, wrapped
from wizard.tui.widgets.line_input import LineInput
from wizard.tui.widgets.messages import Accepted, Answered, Said
from wizard.tui.widgets.printable import printable
from wizard.walk.places import env_key
from wizard.walk.shown import Row

MARK_STYLES = {"✗": "$text-error", "~": "$text-warning", "✓": "$text-success"}


class Field(Widget):
    """One row: the input is a child, the words around it are drawn by the row itself."""

    def __init__(self, row: Row, lang: Lang) -> None:
        super().__init__(id="-".join(row.name))
        self.row = row
        self.lang = lang
        self.input = LineInput(
            row.raw, self._placeholder(), secret=is_secret(row.question), key=env_key(row)
        )

    def compose(self) -> ComposeResult:
        """Hold the input."""
        yield self.input

    def show(self, row: Row) -> None:
        """Show the question as it stands now; what is being typed is ahead of it and stays."""
        if row != self.row:
            height = len(self._lines(self.size.width))
            self.row = row
            self.input.key = env_key(row)
            self.refresh(layout=len(self._lines(self.size.width)) != height)
        self.input.show(self.input.value if self.input.has_focus else row.raw, self._placeholder())

    def render(self) -> Content:
        """Draw the label, the mark with what it was, and below them the error."""
        return Content("\n").join(self._lines(self.size.width))

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Be as high as the label and the error are."""
        return len(self._lines(width))

    def process_layout(self, placements: list[WidgetPlacement]) -> list[WidgetPlacement]:
        """Put the input between the columns; a margin would be known only when all had been laid out once."""
        return [one._replace(region=_between(one.region)) for one in placements]

    def on_descendant_focus(self) -> None:
        """Mark the row that has the focus."""
        self.refresh()

    def on_descendant_blur(self) -> None:
        """Take the mark away."""
        self.refresh()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Report what is typed."""
        event.stop()
        self.post_message(Answered(self.row.name, event.value, settled=False))

    def on_line_input_said(self, event: LineInput.Said) -> None:
        """Pass it on behind what was reported of the same key: that explains the field anew."""
        event.stop()
        self.post_message(Said(event.text))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Report that it is done."""
        event.stop()
        self.post_message(Accepted())

    def _lines(self, width: int) -> list[Content]:
        label, was = columns(width)
        focused = self.input.has_focus
        style = "bold" if focused else ""
        names = wrapped(self.row.question.label.in_(self.lang), label - MARKER - 1) or [""]
        head = ("▸ " if focused else "  ") + names[0]
        first = Content.assemble(
            (fitted(head, label), style), " " * max(width - label - was, 0), self._was(was)
        )
        rest = [Content.styled("  " + name, style) for name in names[1:]]
        return [first, *rest, *self._error(label, width)]

    def _was(self, width: int) -> Content:
        row = self.row
        mark, text = row.mark, printable(row.was)
        if row.drawn:
            mark, text = "✓", words.DRAWN.in_(self.lang)
        elif row.missing and not row.raw:
            text = text or words.REQUIRED.in_(self.lang)
        return Content.assemble(
            (f" {mark or ' '} ", MARK_STYLES.get(mark, "")), (fitted(text, width - 3), "$foreground-muted")
        )

    def _error(self, label: int, width: int) -> list[Content]:
        if self.row.error is None:
            return []
        text = "✗ " + printable(self.row.error.in_(self.lang))
        return [Content.styled(" " * label + line, "$text-error") for line in wrapped(text, width - label - 1)]

    def _placeholder(self) -> str:
        """Return what holds when nothing is typed."""
        if not self.row.missing:
            return printable(self.row.value)
        example = self.row.question.example
        return f"{words.FOR_EXAMPLE.in_(self.lang)} {example}" if example else ""


def _between(row: Region) -> Region:
    """Return the part of a row between the columns."""
    label, was = columns(row.width)
    return Region(row.x + label, row.y, max(row.width - label - was, 0), row.height)
