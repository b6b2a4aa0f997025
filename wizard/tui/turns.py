"""Keys in the order they were pressed: each waits until the one before it has done all that it does.

Textual hands a key to the focused widget at once; what is bound to it runs only when the key has gone up through
every parent, and the focus often moves a few messages later still. Letters that come in the same moment, as over
a slow line, would overtake it: a secret typed after Tab would land in the field before. So a key waits until the
way that it would go is empty: a callback goes up it, behind all that is there, again until it meets nothing.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.widget import Widget

OUT = ("ctrl+c", "ctrl+q")
ROUNDS = 20  # more than any key of ours sets off; what still comes then, as from a live test, is not its doing
PATIENCE = 5.0  # seconds


class Turns:
    """Holds what was pressed until its turn comes, then gives it; all of it runs in the application's own pump."""

    def __init__(self, app: App[Any], give: Callable[[events.Event], Awaitable[None]]) -> None:  # Any: its result
        self._app = app
        self._give = give
        self._waiting: deque[events.Event] = deque()
        self._quiet = True
        self._field: Widget | None = None  # where the last letter went, if a letter was the last
        self._walk: object | None = None
        self._heard = 0.0

    async def take(self, event: events.Event) -> None:
        """Give it now if nothing is under way, else in its turn."""
        if self._stuck() and isinstance(event, events.Key) and event.key in OUT:
            self._waiting.clear()  # the way out stays open; terminals forget what was typed before ^c, too
            self._walk, self._quiet = None, True
        self._waiting.append(event)
        if self._walk is None:
            await self._go_on()

    async def _go_on(self) -> None:
        while self._waiting:
            event = self._waiting[0]
            field = self._typed_into(event)
            if not (self._quiet or isinstance(event, events.MouseEvent) or (field and field is self._field)):
                self._ask(ROUNDS)
                return
            self._waiting.popleft()
            self._quiet = self._quiet and isinstance(event, events.MouseMove)
            self._field = field
            await self._give(event)
        if not (self._quiet or self._field):
            self._ask(ROUNDS)  # now, not when the next key comes: that one is seldom kept waiting then

    def _typed_into(self, event: events.Event) -> Widget | None:
        """Return the field that takes a key as a letter: letters after a letter need no waiting."""
        field = self._app.focused
        letter = isinstance(event, events.Key) and field and field.check_consume_key(event.key, event.character)
        return field if letter else None

    def _ask(self, rounds: int) -> None:
        """Go the way that keys go, behind all that is on it: through each queue from the focus up."""
        self._walk = object()
        self._step(self._walk, self._way(), rounds, quiet=True)

    def _step(self, walk: object, path: Sequence[DOMNode], rounds: int, *, quiet: bool) -> None:
        self._heard = time.monotonic()
        if not path[0].call_later(self._arrived, walk, path, rounds, quiet):
            self._app.call_later(self._again, walk, rounds - 1)  # closed meanwhile: the focus is elsewhere

    async def _arrived(self, walk: object, path: Sequence[DOMNode], rounds: int, quiet: bool) -> None:
        """Go one up; at the top all is quiet if nothing else was met or has come behind."""
        if walk is not self._walk:
            return
        here, *above = path
        quiet = quiet and not _waited_for(here)
        if above:
            self._step(walk, above, rounds, quiet=quiet)
        else:
            quiet = quiet and not any(_waited_for(node) for node in self._way())
            await self._again(walk, 0 if quiet else rounds - 1)

    async def _again(self, walk: object, rounds: int) -> None:
        if walk is not self._walk:
            return
        if rounds > 0:
            self._ask(rounds)
            return
        self._walk, self._quiet = None, True
        await self._go_on()

    def _way(self) -> list[DOMNode]:
        """Return the way that the next key would go; before it what is being mounted, for the focus may go there."""
        screen = self._app.screen
        coming = [widget for widget in screen.walk_children(Widget) if not widget.is_mounted]
        return [*coming, *(self._app.focused or screen).ancestors_with_self]

    def _stuck(self) -> bool:
        """Say whether a widget has not taken its messages for long."""
        return self._walk is not None and time.monotonic() - self._heard > PATIENCE


def _waited_for(node: DOMNode) -> bool:
    """Say whether messages wait for a node; a pump takes the next one out of its queue while it works on one."""
    mounting = isinstance(node, Widget) and not node.is_mounted
    return mounting or node.message_queue_size > 0 or node._pending_message is not None
