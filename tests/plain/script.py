"""A person who hears lines and types lines, without a terminal: what they hear is kept, word by word."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator

Think = Callable[["Script"], str]


class Script:
    """Types what `think` says, or one line after the other; at the end of the lines the input ends."""

    def __init__(self, typed: Iterable[str] = (), *, think: Think | None = None, width: int = 78) -> None:
        self._typed = iter(typed)
        self._think = think
        self.width = width
        self.heard: list[str] = []
        self.prompts: list[str] = []
        self.unseen: list[str] = []
        self.since: list[str] = []
        """What was said since the last answer."""

    def say(self, line: str) -> None:
        """Hear a line."""
        self.heard.append(line)
        self.since.append(line)

    def ask(self, prompt: str) -> str:
        """Answer."""
        self.prompts.append(prompt)
        said = self._think(self) if self._think else next(self._typed, None)
        self.since.clear()
        if said is None:
            raise EOFError
        return said

    def ask_unseen(self, prompt: str) -> str:
        """Answer where it is not shown."""
        self.unseen.append(prompt)
        return self.ask(prompt)

    def pressed(self, seconds: float) -> bool:
        """Press nothing."""
        time.sleep(min(seconds, 0.01))
        return False

    @property
    def text(self) -> str:
        """Everything that was heard, as one text without line breaks."""
        return " ".join(" ".join(self.heard).split())

    def asked(self) -> Iterator[str]:
        """The first line of each question that was heard, up to its key or its end."""
        for before, line in zip(["", *self.heard], self.heard, strict=False):
            if not before and line:
                yield line
