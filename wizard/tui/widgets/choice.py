"""One of a few: every row says what it means on many nodes, and the chosen one is readable without colour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget

from wizard.question import Choice as Question
from wizard.question import spoken
from wizard.text import Lang, uncredentialed
from wizard.tui import words
from wizard.tui.widgets.caret import caret_at
from wizard.tui.widgets.columns import MARKER, wrapped
from wizard.tui.widgets.messages import Accepted, Answered, Said
from wizard.tui.widgets.past import Past
from wizard.tui.widgets.printable import printable
from wizard.walk.shown import Row

_INDENT = 3  # under the label


@dataclass(frozen=True, slots=True)
class _Option:
    value: str
    label: str
    why: str
    offered: bool = True


class Choice(Widget, can_focus=True):
    """↑↓ move, Space or a digit chooses, Enter chooses and goes on; walking past changes nothing."""

    BINDINGS = [
        Binding("up", "move(-1)", "Up", show=False, id="choice-up"),
        Binding("down", "move(1)", "Down", show=False, id="choice-down"),
        Binding("space", "choose", "Choose", show=False, id="choice-choose"),
        Binding("enter", "accept", "Choose, go on", show=False, id="choice-accept"),
        Binding("ctrl+u", "clear", "Default", show=False, id="choice-default"),
        Binding("ctrl+y", "undo", "Undo", show=False, id="choice-undo"),
        *(Binding(str(n), f"digit({n - 1})", show=False, id=f"choice-{n}") for n in range(1, 10)),
    ]

    def __init__(self, row: Row, lang: Lang) -> None:
        super().__init__(id="-".join(row.name))
        self.row = row
        self.lang = lang
        self.options = tuple(self._options())
        self.cursor = self._chosen()
        self.past = Past()

    def show(self, row: Row) -> None:
        """Show the question as it stands now."""
        if row != self.row:
            height = len(self._lines(self.size.width))
            self.past.pause()
            self.past.changed(self.row.raw, row.raw)
            self.row = row
            self.options = tuple(self._options())
            if not self.has_focus:
                self.cursor = self._chosen()
            self.refresh(layout=len(self._lines(self.size.width)) != height)

    def render(self) -> Content:
        """Draw the question and its options."""
        return Content("\n").join(line for line, _ in self._lines(self.size.width))

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Be as high as the options need."""
        return len(self._lines(width))

    def action_move(self, by: int) -> None:
        """Move to the next offered option; past an end the focus moves on."""
        to = self.cursor + by
        while 0 <= to < len(self.options) and not self.options[to].offered:
            to += by
        if 0 <= to < len(self.options):
            self.go(to)
        elif by > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def action_choose(self) -> None:
        """Choose the option under the cursor."""
        option = self.options[self.cursor]
        if not self._holds(option):
            self.post_message(Answered(self.row.name, option.value))

    def action_accept(self) -> None:
        """Choose, and go on to the next field."""
        self.action_choose()
        self.post_message(Accepted())

    def action_clear(self) -> None:
        """Forget the answer: the default holds."""
        self.post_message(Answered(self.row.name, ""))

    def action_undo(self) -> None:
        """Put the answer before this one back."""
        raw = self.past.back()
        self.post_message(Said(words.NOTHING_TO_UNDO) if raw is None else Answered(self.row.name, raw))

    def action_digit(self, index: int) -> None:
        """Choose an option by its number."""
        if index < len(self.options) and self.options[index].offered:
            self.go(index)
            self.action_choose()

    def on_click(self, event: events.Click) -> None:
        """A mouse may choose too."""
        lines = self._lines(self.size.width)
        index = lines[event.y][1] if 0 <= event.y < len(lines) else None
        if index is not None:
            self.action_digit(index)

    def on_focus(self) -> None:
        """Start at the option in force."""
        self.cursor = self._chosen()
        self.go(self.cursor)

    def on_blur(self) -> None:
        """Draw without the cursor."""
        self.refresh()

    def go(self, index: int) -> None:
        """Put the cursor on an option."""
        self.cursor = index
        self.refresh()
        lines = [option for _, option in self._lines(self.size.width)]
        caret_at(self, lines.index(index) if index in lines else 0)

    def _options(self) -> Iterator[_Option]:
        question, origin = self.row.question, self.row.origin
        assert isinstance(question, Question)
        if origin.kept:
            was = spoken(origin.was)
            yield _Option(was, printable(uncredentialed(was)), words.KEPT_OPTION.in_(self.lang))
        for option in question.options:
            yield _Option(option.value, option.label.in_(self.lang), option.why.in_(self.lang))
        if origin.replaced:
            why = "✗ " + printable(words.IN_USE.fill(why=origin.replaced).in_(self.lang))
            yield _Option("", printable(uncredentialed(spoken(origin.was))), why, offered=False)

    def _chosen(self) -> int:
        return next((i for i, o in enumerate(self.options) if self._holds(o)), 0)

    def _holds(self, option: _Option) -> bool:
        """Tell whether an option is the answer in force; the row gives that without credentials."""
        return option.offered and uncredentialed(option.value) == self.row.value

    def _lines(self, width: int) -> list[tuple[Content, int | None]]:
        """Return each line with the option it belongs to."""
        head = ("▸ " if self.has_focus else "  ") + self.row.question.label.in_(self.lang)
        style = "bold $text-error" if self.row.error or self.row.missing else "bold"
        lines: list[tuple[Content, int | None]] = [(Content.styled(head, style), None)]
        for index, option in enumerate(self.options):
            lines += [(line, index) for line in self._option_lines(index, option, width)]
        if self.row.error:
            text = "✗ " + printable(self.row.error.in_(self.lang))
            lines += [(Content.styled("   " + part, "$text-error"), None) for part in wrapped(text, width - 4)]
        return lines

    def _option_lines(self, index: int, option: _Option, width: int) -> Iterator[Content]:
        here = self.has_focus and index == self.cursor
        chosen = self._holds(option)
        label = max(len(o.label) for o in self.options) + 2
        indent = MARKER + _INDENT + 2 + label
        why = wrapped(option.why + self._star(option), width - indent) or [""]
        style = "$foreground-disabled" if not option.offered else "bold" if chosen else ""
        yield Content.assemble(
            "  ▸" if here else "   ",
            ("(•) " if chosen else "( ) ", "bold $text-success" if chosen else style),
            (option.label, f"{style} reverse" if here else style),
            " " * (label - len(option.label)),
            (why[0], "$text-error" if not option.offered else "$foreground-muted"),
        )
        for part in why[1:]:
            yield Content.styled(" " * indent + part, "$text-error" if not option.offered else "$foreground-muted")

    def _star(self, option: _Option) -> str:
        if not option.offered or option.value != self.row.recommended:
            return ""
        return ("  " if option.why else "") + words.RECOMMENDED.in_(self.lang).replace(" ", "\u00a0")
