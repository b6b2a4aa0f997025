"""What keeps state on this server now, section by section, in words that need no manual."""

from __future__ import annotations

from collections.abc import Iterator

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from wizard.section import Section
from wizard.text import Text, printable, same
from wizard.tui import words
from wizard.tui.header import Head, heading
from wizard.tui.spoken import View
from wizard.tui.widgets.caret import caret_at
from wizard.tui.widgets.columns import wrapped
from wizard.tui.widgets.field import MARK_STYLES
from wizard.tui.widgets.key_line import KeyLine
from wizard.walk.desk import Desk
from wizard.walk.kept import Piece, kept
from wizard.walk.shown import Mark

_KEYS = (("↑↓ PgUp/PgDn", words.KEY_SECTION), ("Enter", words.KEY_SECTION_OPEN), ("Esc", words.KEY_BACK),
         ("F1", words.KEY_HELP), ("^c", words.KEY_QUIT))  # fmt: skip
_MARKS = {Mark.WRONG: words.MARK_WRONG, Mark.DONE: words.MARK_FINE}
_WIDEST = 110  # cells; longer lines are hard to read


class StateNowScreen(Screen[None]):
    """One block a section. Enter goes to the section, Esc back to the start."""

    BINDINGS = [
        Binding("down,right", "move(1)", show=False, id="state-down"),
        Binding("up,left", "move(-1)", show=False, id="state-up"),
        Binding("pagedown,f8", "page(1)", show=False, priority=True, id="state-page-down"),
        Binding("pageup,f7", "page(-1)", show=False, priority=True, id="state-page-up"),
        Binding("escape", "close", show=False, id="state-close"),
        *(Binding(str(n), f"jump({n - 1})", show=False, id=f"state-{n}") for n in range(1, 10)),
    ]

    class Opened(Message):
        """A section was chosen."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Closed(Message):
        """Back to the start."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def compose(self) -> ComposeResult:
        """The count above the sections."""
        desk = self.desk
        yield Head(heading(desk.state), desk.lang)
        found = [kept(desk.state, section) for section in desk.state.sections]
        wrong = sum(one.mark is Mark.WRONG for one in found)
        need = desk.say(words.NEED_CHANGE, count=wrong, total=len(found))
        yield Static(Content.assemble((desk.say(words.STATE_NOW), "bold $text-primary"), f"   {need}"),
                     id="state-count", markup=False)  # fmt: skip
        with Page(id="state-now"):
            for index, section in enumerate(desk.state.sections):
                yield Block(desk, section, index)
        yield KeyLine(_KEYS, desk.lang)

    async def speak(self) -> None:
        """Say everything in the language of the desk, at the same section."""
        view = View.of(self)
        with self.app.batch_update():
            await self.recompose()
            view.restore(self)

    def action_move(self, by: int) -> None:
        """Show what is still out of sight of this section, then go to the next one."""
        block, page = self.focused, self.query_one(Page)
        if isinstance(block, Block):
            window = page.content_region
            hidden = block.region.bottom > window.bottom if by > 0 else block.region.y < window.y
            if hidden:
                page.scroll_relative(y=2 * by, animate=False)
            else:
                self.action_jump(block.index + by)

    def action_page(self, by: int) -> None:
        """Go to the next section, or the one before."""
        if isinstance(self.focused, Block):
            self.action_jump(self.focused.index + by)

    def action_jump(self, index: int) -> None:
        """Go to a section."""
        blocks = list(self.query(Block))
        if 0 <= index < len(blocks):
            blocks[index].focus(scroll_visible=False)
            page = self.query_one(Page)
            page.scroll_to_widget(blocks[index], animate=False, force=True,
                                  top=blocks[index].size.height > page.size.height)  # fmt: skip

    def action_close(self) -> None:
        """Back to the start."""
        self.post_message(self.Closed())


class Page(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Scrolled by the screen's own keys: they go from section to section."""


class Block(Widget, can_focus=True):
    """A section: its mark, what it is now and where that is said, what that breaks, and what will be there."""

    BINDINGS = [Binding("enter,space", "open", "Open", show=False, id="state-open")]

    def __init__(self, desk: Desk, section: type[Section], index: int) -> None:
        super().__init__(id=f"state-{section.name}", classes="state")
        self.desk = desk
        self.section = section
        self.index = index

    def render(self) -> Content:
        """Draw the head, and below it what there is to say."""
        return Content("\n").join(self._lines(self.size.width))

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Be as high as the words need."""
        return len(list(self._lines(width)))

    def action_open(self) -> None:
        """Go to the section."""
        self.post_message(StateNowScreen.Opened(self.index))

    def on_click(self, event: events.Click) -> None:
        """A mouse may open it too."""
        event.stop()
        self.action_open()

    def on_focus(self) -> None:
        """Put the terminal's cursor here, where a screen reader looks."""
        self.refresh()
        caret_at(self, 0)

    def on_blur(self) -> None:
        """Draw without the mark."""
        self.refresh()

    def _lines(self, width: int) -> Iterator[Content]:
        say, found = self.desk.say, kept(self.desk.state, self.section)
        mark, here = found.mark.value, self.has_focus
        how = say(_MARKS.get(found.mark, words.MARK_NEW))
        title = f"{self.index + 1} {say(self.section.title)}"
        yield Content.assemble("▸ " if here else "  ", (f"{mark} ", MARK_STYLES.get(mark, "")),
                               (title, "bold reverse" if here else "bold"), f"  {how}")  # fmt: skip
        now = [self._now(piece) for piece in found.pieces if piece.was] or [words.NOT_THERE_YET]
        yield from self._said(words.PIECE_NOW, now, width)
        if found.mark is Mark.DONE:
            yield from self._said(words.PIECE_WILL, [words.FINE_AS_IS], width)
            return
        whys = (piece.why for piece in found.pieces if not piece.explained)
        reasons = list(dict.fromkeys(why for why in whys if why is not None))
        wholly = not reasons or any(piece.explained for piece in found.pieces)  # else it is a name alone that is wrong
        problem, solution = ([self.section.problem], [self.section.solution]) if wholly else ([], [])
        yield from self._said(words.PIECE_BREAKS, [*problem, *reasons], width)
        yield from self._said(words.PIECE_WILL, [*solution, *map(_will, found.pieces)], width)

    def _now(self, piece: Piece) -> Text:
        return _named(piece.label, piece.was + (f"  ({piece.where})" if piece.where else ""))

    def _said(self, head: Text, sentences: list[Text], width: int) -> Iterator[Content]:
        room = max(len(self.desk.say(one)) for one in (words.PIECE_NOW, words.PIECE_BREAKS, words.PIECE_WILL)) + 2
        label = self.desk.say(head)
        for sentence in sentences:
            for line in wrapped(printable(self.desk.say(sentence)), min(width, _WIDEST) - room - 6):
                yield Content.assemble("    ", (label.ljust(room), "$foreground-muted"), line)
                label = ""


def _will(piece: Piece) -> Text:
    if not piece.will:
        return words.ONLY_YOU.fill(label=piece.label)
    return _named(piece.label, piece.will)


def _named(label: Text, value: str) -> Text:
    """Put a value behind its label, which may be a question."""
    return (same("{label} {value}") if label.en.endswith("?") else same("{label}: {value}")).fill(label=label, value=value)
