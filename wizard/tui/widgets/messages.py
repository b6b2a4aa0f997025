"""What the controls of a form report; they never decide."""

from __future__ import annotations

from textual.message import Message

from wizard.resolve import Name


class Answered(Message):
    """A raw answer was given; empty means the default. `settled` is false while a person still types."""

    def __init__(self, name: Name, raw: str, *, settled: bool = True) -> None:
        super().__init__()
        self.name = name
        self.raw = raw
        self.settled = settled


class Accepted(Message):
    """Enter was pressed in a field: on to the next one."""
