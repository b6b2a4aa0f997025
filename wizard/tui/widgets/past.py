"""What a control held before, for ^y: each step back, the newest first."""

from __future__ import annotations

from enum import Enum

_MOST = 200  # steps


class _How(Enum):
    WORD = "letters after letters"
    NEXT_WORD = "a blank after letters"
    GONE = "letters taken away one by one"
    AT_ONCE = "a paste, a cleared field, a choice"


class Past:
    """Letters typed after each other are one step, until a blank; so are those taken away after each other."""

    def __init__(self) -> None:
        self._held: list[str] = []
        self._how = _How.AT_ONCE
        self._back_to: str | None = None

    def changed(self, old: str, new: str) -> None:
        """Remember what was held, unless it goes on what was done last, or goes back."""
        if new in (old, self._back_to):
            self._back_to = None
            return
        how = _how(old, new)
        if how in (_How.AT_ONCE, _How.NEXT_WORD) or how is not self._how:
            self._held = [*self._held, old][-_MOST:]
        self._how = _How.WORD if how is _How.NEXT_WORD else how

    def pause(self) -> None:
        """Let the next letter begin a step of its own."""
        self._how = _How.AT_ONCE

    def back(self) -> str | None:
        """Return what was held before, to be put back; None when nothing was."""
        if not self._held:
            return None
        self.pause()
        self._back_to = self._held.pop()
        return self._back_to


def _how(old: str, new: str) -> _How:
    """Tell by the lengths and what both have at their ends how one became the other."""
    short, long = sorted((old, new), key=len)
    if len(long) - len(short) != 1:
        return _How.AT_ONCE
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if short[at:] != long[at + 1 :]:
        return _How.AT_ONCE
    if long is old:
        return _How.GONE
    return _How.NEXT_WORD if long[at].isspace() else _How.WORD
