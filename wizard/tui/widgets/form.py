"""The form of one section: its questions, and those of the parts it needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget

from wizard.question import Choice as ChoiceQuestion
from wizard.question import Line, Number
from wizard.question import Toggle as ToggleQuestion
from wizard.resolve import Name
from wizard.section import Section
from wizard.tui import words
from wizard.tui.widgets.check_pane import CheckPane
from wizard.tui.widgets.choice import Choice
from wizard.tui.widgets.field import Field
from wizard.tui.widgets.line_input import LineInput
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.title import Title
from wizard.tui.widgets.toggle import Toggle
from wizard.walk.rounds import Tested
from wizard.walk.shown import Heading, Item, Link, Row
from wizard.walk.state import State

Control = Choice | Field | Toggle


class Form(VerticalScroll, can_focus=False, inherit_bindings=False):
    """A question that no longer matters is hidden, not removed: it comes back as it was.

    `tested` is None where the answers name nobody to ask: then there is no button to do so.
    """

    def __init__(self, section: type[Section], state: State, tested: Tested | None) -> None:
        super().__init__(id=f"form-{section.name}", classes="form")
        self.section = section
        self.state = state
        self.tested = tested
        self._pieces: dict[str, Widget] = {}
        self._drawn: dict[str, tuple[Name, str]] = {}

    def compose(self) -> ComposeResult:
        """Put the pieces in."""
        for key in self._shown():
            yield self._pieces[key]

    def word_of(self, key: str) -> tuple[Name, str] | None:
        """Return the question and the word behind a button."""
        return self._drawn.get(key)

    def controls(self) -> list[Control]:
        """Return what can be answered now, in order."""
        return [one for one in self.children if isinstance(one, Choice | Field | Toggle) and one.display]

    def show_test(self, tested: Tested | None) -> None:
        """Show how the live test stands."""
        self.tested = tested
        pane = self._pieces.get("checks")
        if isinstance(pane, CheckPane) and tested is not None:
            pane.show(tested)

    def show(self, state: State, tested: Tested | None) -> None:
        """Show the section as it stands now."""
        self.state, self.tested = state, tested
        shown = self._shown()
        for key, piece in self._pieces.items():
            piece.display = key in shown
        self._put_in(shown)

    def fold(self, state: State, section: type[Section]) -> None:
        """Show the lesson of a section or part as far as it is unfolded, and bring it into sight."""
        self.state = state
        for title in self.query(Title):
            if title.section is section:
                title.show(unfolded=section.name in state.unfolded)
                title.call_after_refresh(title.scroll_visible, animate=False, top=title.unfolded)

    def update_row(self, row: Row) -> None:
        """Show one question as it stands now."""
        piece = self._pieces.get("-".join(row.name))
        if isinstance(piece, Choice | Field | Toggle):
            piece.show(row)

    def _shown(self) -> list[str]:
        return [self._title(), *(key for item in self.state.items(self.section) for key in self._of(item)), *self._test()]

    def _put_in(self, keys: list[str]) -> None:
        """Mount what is new, each piece behind the one before it."""
        before: Widget | None = None
        for key in keys:
            piece = self._pieces[key]
            if not piece.is_attached:
                self.mount(piece, after=before) if before is not None else self.mount(piece)
            before = piece

    def _title(self) -> str:
        if "title" not in self._pieces:
            number, lang = self.state.sections.index(self.section) + 1, self.state.lang
            step = words.STEP.fill(number=number, total=len(self.state.sections)).in_(lang)
            unfolded = self.section.name in self.state.unfolded
            self._pieces["title"] = Title(self.section, lang, unfolded=unfolded, step=step)
        return "title"

    def _test(self) -> Iterator[str]:
        """The button that asks, with what was seen below it."""
        if self.tested is not None:
            pane = self._pieces.setdefault("checks", CheckPane(self.state.lang))
            assert isinstance(pane, CheckPane)
            pane.show(self.tested)
            yield "checks"

    def _of(self, item: Item) -> list[str]:
        """Make the pieces of an item, or bring them up to date; return their keys."""
        match item:
            case Row():
                return [self._row(item), *self._words(item)]
            case Heading(part=part):
                return [self._heading(part)]
            case Link(part=part, home=home):
                return [self._link(part, home)]
            case _:
                assert_never(item)

    def _row(self, row: Row) -> str:
        key = "-".join(row.name)
        piece = self._pieces.get(key)
        if piece is None:
            self._pieces[key] = _control(row, self.state)
        else:
            self.update_row(row)
        return key

    def _words(self, row: Row) -> list[str]:
        """Buttons for values that are made here, once, when pressed."""
        options = row.question.words if isinstance(row.question, Line) else ()
        keys = [f"draw-{'-'.join(row.name)}-{option.value}" for option in options]
        for key, option in zip(keys, options, strict=True):
            if key not in self._pieces:
                lang = self.state.lang
                self._drawn[key] = (row.name, option.value)
                self._pieces[key] = Press(option.label.in_(lang), key, after=option.why.in_(lang), classes="word")
        return keys

    def _heading(self, part: type[Section]) -> str:
        key = f"part-{part.name}"
        if key not in self._pieces:
            unfolded = part.name in self.state.unfolded
            self._pieces[key] = Title(part, self.state.lang, unfolded=unfolded, classes="part")
        return key

    def _link(self, part: type[Section], home: type[Section]) -> str:
        key = f"link-{part.name}"
        lang, number = self.state.lang, self.state.sections.index(home) + 1
        label = words.ELSEWHERE.fill(part=part.title, number=number, title=home.title).in_(lang)
        piece = self._pieces.setdefault(key, Press(label, key, classes="link"))
        if isinstance(piece, Press):
            piece.relabel(label)
        return key


def control_of(widget: Widget | None) -> Control | None:
    """Return the control that a focused widget is, or is part of."""
    if isinstance(widget, LineInput):
        widget = widget.parent if isinstance(widget.parent, Widget) else None
    return widget if isinstance(widget, Choice | Field | Toggle) else None


def inside(control: Control) -> Widget:
    """Return what of a control takes the focus."""
    return control.input if isinstance(control, Field) else control


def _control(row: Row, state: State) -> Control:
    match row.question:
        case ChoiceQuestion():
            return Choice(row, state.lang)
        case ToggleQuestion():
            return Toggle(row, state.lang)
        case Line() | Number():
            return Field(row, state.lang)
        case _:
            assert_never(row.question)
