"""The button that asks live services, and below it what is being asked and what was seen."""

from __future__ import annotations

import time
from collections.abc import Iterator

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.timer import Timer
from textual.widget import Widget

from wizard.finding import gravest_first
from wizard.text import Lang
from wizard.tui import words
from wizard.tui.steps import VERDICT_STYLES
from wizard.tui.widgets.caret import caret_at
from wizard.tui.widgets.columns import wrapped
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.printable import printable
from wizard.tui.widgets.told import finding_content
from wizard.walk.rounds import Asked, Round, Tested, Verdict

TICK = 0.1
AFTER, KEPT = 0.1, 1.0
"""A spinner comes only when there is something to wait for, and once it is there it stays long enough to be read."""
_FRAMES = "⣾⣽⣻⢿⡿⣟⣯⣷"
_WORD = 9  # the column of `ok`, `warn`, `fail`, and what is left of it
_FOUND = 5  # what stands left of a finding: its sentences are long


class CheckPane(Vertical):
    """`[ Test connection ]`, and a line a check."""

    def __init__(self, lang: Lang) -> None:
        super().__init__(classes="checks")
        self.lang = lang
        self.following = False
        self.button = Press(words.TEST.in_(lang), "test")
        self.lines = CheckLines(lang)

    def compose(self) -> ComposeResult:
        """The button above the lines."""
        yield self.button
        yield self.lines

    def show(self, tested: Tested) -> None:
        """Show how the test stands."""
        running = tested.verdict is Verdict.RUNNING
        self.button.relabel(words.TEST.in_(self.lang), words.ESC_STOPS.in_(self.lang) if running else "")
        self.lines.show(tested)

    def follow(self) -> None:
        """Scroll to the test that was just begun, and to what it finds, until something else is looked at."""
        self.following = True
        self.call_after_refresh(self._scroll_here)

    def on_resize(self) -> None:
        """What was found takes more room than the question did."""
        if self.following:
            self._scroll_here()

    def _scroll_here(self) -> None:
        """Show all of it; of more than there is room for, the beginning."""
        window = next(widget for widget in self.ancestors if isinstance(widget, VerticalScroll)).size.height
        self.scroll_visible(animate=False, top=self.size.height > window)


class CheckLines(Widget, can_focus=True):
    """What the checks say; ↑↓ scroll it as long as some of it is out of sight."""

    BINDINGS = [
        Binding("down", "move(1)", "Down", show=False, id="checks-down"),
        Binding("up", "move(-1)", "Up", show=False, id="checks-up"),
    ]

    def __init__(self, lang: Lang) -> None:
        super().__init__()
        self.lang = lang
        self.tested = Tested()
        self.display = False
        self._lines: tuple[Content, ...] = ()
        self._timer: Timer | None = None

    def show(self, tested: Tested) -> None:
        """Show how the test stands; time goes on by itself while something is running."""
        self.tested = tested
        self.display = tested.round is not None
        self._tick()
        if self._timer is not None and _moving(tested, time.monotonic()):
            self._timer.resume()

    def on_mount(self) -> None:
        """Have a clock, which stands still until it is needed."""
        self._timer = self.set_interval(TICK, self._tick, pause=not _moving(self.tested, time.monotonic()))

    def on_resize(self) -> None:
        """Break the lines anew for another width."""
        self._tick()

    def render(self) -> Content:
        """Draw the lines, the first one marked while the focus is here."""
        mark = Content("▸" if self.has_focus else " ")
        return Content("\n").join((*(mark + line[1:] for line in self._lines[:1]), *self._lines[1:]))

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Be as high as the lines are."""
        return len(self._made(width))

    def action_move(self, by: int) -> None:
        """Scroll, or move on where there is nothing more to see."""
        form = next(widget for widget in self.ancestors if isinstance(widget, VerticalScroll))
        here, window = self.region, form.content_region
        if here.bottom > window.bottom if by > 0 else here.y < window.y:
            form.scroll_relative(y=by, animate=False)
        elif by > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def on_focus(self) -> None:
        """Put the terminal's cursor here, where a screen reader looks."""
        self.refresh()
        caret_at(self, 0)

    def on_blur(self) -> None:
        """Draw without the mark."""
        self.refresh()

    def _tick(self) -> None:
        """Draw only what is new: over a slow line a spinner must not cost more than its own row."""
        width, before = self.size.width, self._lines
        self._lines = tuple(self._made(width))
        if len(before) != len(self._lines):
            self.refresh(layout=True)
        else:
            self.refresh(*(Region(0, y, width, 1) for y, line in enumerate(self._lines) if line != before[y]))
        if self._timer is not None and not _moving(self.tested, time.monotonic()):
            self._timer.pause()

    def _made(self, width: int) -> list[Content]:
        round_ = self.tested.round
        if round_ is None:
            return []
        if not self.tested.holds:
            stale = wrapped(words.TEST_STALE.in_(self.lang), width - 4)
            return [Content.styled(" " * 3 + line, "$text-warning") for line in stale]
        now = time.monotonic()
        return [line for one in round_.asked for line in _asked(one, round_, self.lang, width, now)]


def _moving(tested: Tested, now: float) -> bool:
    """Tell whether time alone changes what is shown."""
    round_ = tested.round
    return round_ is not None and tested.holds and any(_waiting(one, round_, now) for one in round_.asked)


def _waiting(asked: Asked, round_: Round, now: float) -> bool:
    """Tell whether a check is shown as running: it is, or its spinner has only just come."""
    if round_.stopped or asked.ended is None:
        return not round_.stopped
    spun = asked.ended - round_.started >= AFTER
    return spun and now - round_.started < AFTER + KEPT


def _asked(asked: Asked, round_: Round, lang: Lang, width: int, now: float) -> Iterator[Content]:
    label = printable(asked.result.check.label.in_(lang))
    since = now - round_.started
    if _waiting(asked, round_, now):
        sign = _FRAMES[int(since / TICK) % len(_FRAMES)] if since >= AFTER else ""
        seconds = words.SECONDS.fill(seconds=f"{since:.1f}").in_(lang)
        yield from _headed(sign, "$text-accent", f"{label}  {seconds}", width)
        return
    if asked.ended is None:
        yield from _headed("-", "", f"{label}: {words.STOPPED.in_(lang)}", width)
    else:
        word, style = asked.verdict.value.in_(lang), VERDICT_STYLES[asked.verdict]
        yield from _headed(word, style, label, width)
    for finding in gravest_first(asked.result.findings):
        said_above = finding.where == asked.result.check.label.en and finding.level is asked.result.level
        for line in finding_content(finding, lang, width - _FOUND, head=not said_above):
            yield Content(" " * _FOUND) + line
    for text in asked.result.seen:
        for number, part in enumerate(wrapped(printable(text.in_(lang)), width - _FOUND - 3)):
            yield Content.styled(" " * (_FOUND + 2 * (number > 0)) + part, "$foreground-muted")


def _headed(word: str, style: str, text: str, width: int) -> Iterator[Content]:
    first, *rest = wrapped(printable(text), width - _WORD - 1) or [""]
    yield Content.assemble(" " * 3, (f"{word:<{_WORD - 3}}", style), first)
    yield from (Content(" " * _WORD + line) for line in rest)
