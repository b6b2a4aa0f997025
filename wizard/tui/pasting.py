"""Asks before pasted `KEY=value` lines fill the form: what goes where, what is left out and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual.content import Content
from textual.screen import Screen

from wizard.text import printable
from wizard.tui import words
from wizard.tui.dialog import Dialog
from wizard.tui.stopped import attempt
from wizard.tui.widgets.line_input import LineInput
from wizard.walk.desk import Desk
from wizard.walk.paste import Pasted, pasted


class PasteDialog(Dialog):
    """Answers `fill`, `first` (only where a field has the focus) or `stay`; shows no secret."""

    FILL = "fill"
    FIRST = "first"

    def __init__(self, desk: Desk, found: Pasted, *, in_field: bool) -> None:
        buttons = [(self.STAY, desk.say(words.CANCEL))]
        if in_field:
            buttons.insert(0, (self.FIRST, desk.say(words.FIRST_ONLY)))
        if found.fills:
            buttons.insert(0, (self.FILL, desk.say(words.FILL, fields=words.fields(len(found.fills)))))
        super().__init__(desk.say(words.PASTED), Content("\n").join(_lines(desk, found)), buttons)


def offer(screen: Screen[None], desk: Desk, text: str, filled: Callable[[int], None]) -> None:
    """Ask what to do with pasted lines; `filled` is told how many answers were taken."""
    field = screen.focused if isinstance(screen.focused, LineInput) else None

    def ask() -> None:
        found = pasted(text, desk.state)

        def answered(said: str | None) -> None:
            if said == PasteDialog.FIRST and field is not None:
                field.take(text)
            elif said == PasteDialog.FILL:
                for fill in found.fills:
                    desk.answer(fill.name, fill.raw)
                filled(len(found.fills))

        screen.app.push_screen(PasteDialog(desk, found, in_field=field is not None), answered)

    attempt(screen, desk, ask, lambda: None, words.CANNOT_GO_ON)


def _lines(desk: Desk, found: Pasted) -> Iterator[Content]:
    if not found.fills:
        yield Content(desk.say(words.PASTED_NONE))
    part = ""
    for fill in found.fills:
        kind = desk.state.kind(fill.name[0])
        if kind.name != part:
            part = kind.name
            yield Content.styled(desk.say(kind.title), "bold")
        label = desk.say(kind.questions()[fill.name[1]].label)
        yield Content.assemble(("  ✓ ", "$text-success"), f"{label}  ", (f"{fill.key}=", "$foreground-muted"),
                               printable(fill.shown))  # fmt: skip
    if found.already:
        yield Content.styled(f"  {desk.say(words.ALREADY, keys=', '.join(found.already))}", "$foreground-muted")
    for one in found.left:
        yield Content.assemble(("  ✗ ", "$text-error"), f"{printable(desk.say(one.line))}: ",
                               (printable(desk.say(one.why)), "$foreground-muted"))  # fmt: skip
