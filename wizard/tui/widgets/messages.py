"""What the controls of a form report; they never decide."""

from __future__ import annotations

from textual.message import Message

from wizard.resolve import Name
from wizard.text import Text


class Answered(Message):
    """A raw answer was given; empty means the default. `settled` is false while a person still types."""

    def __init__(self, name: Name, raw: str, *, settled: bool = True) -> None:
        super().__init__()
        self.name = name
        self.raw = raw
        self.settled = settled


class Said(Message):
    """Something about what was just done is worth saying, until the focus moves or a key is pressed."""

    def __init__(self, text: Text) -> None:
        super().__init__()
        self.text = text


class Accepted(Message):
    """Enter was pressed in a field: on to the next one."""
