"""An application that can always be left: by a signal, and by a crash that shows no secret."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from typing import Any

from textual import events
from textual.app import App
from textual.worker import WorkerFailed

from wizard import crash
from wizard.finding import Stop
from wizard.text import Lang
from wizard.tui.turns import Turns

CRASHED, QUIT = 70, 130
SIGNALS = {signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGINT: QUIT}


class SafeApp(App[None]):
    """Takes keys in the order they were pressed; `farewell` is what to print once the terminal is as before.

    `stopped` is a `Stop` that no screen could take: whoever ran the application raises it.
    """

    def __init__(self, lang: Callable[[], Lang]) -> None:
        super().__init__()
        self._lang = lang
        self.farewell = ""
        self.stopped: Stop | None = None
        self._turns = Turns(self, super().on_event)

    async def on_event(self, event: events.Event) -> None:
        """Take keys, pastes and the mouse in turn; what has been forwarded comes back here, and goes on."""
        if isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded:
            await self._turns.take(event)
        else:
            await super().on_event(event)

    def listen(self) -> None:
        """Hear signals, and errors in callbacks; called once the loop runs."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._lost)
        for number, code in SIGNALS.items():
            loop.add_signal_handler(number, self._signalled, code)

    def _signalled(self, code: int) -> None:
        """End quietly: the terminal may be gone."""
        self.farewell = ""
        self.exit(return_code=code)

    def _lost(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:  # Any: asyncio's own
        """Treat an error in a callback as a crash; its own report would print the message."""
        error = context.get("exception")
        self._handle_exception(error if isinstance(error, Exception) else RuntimeError())

    def _handle_exception(self, error: Exception) -> None:
        """Crash with a report that names places, never values; a `Stop` is no crash, its words are for a person."""
        if isinstance(error, Stop):
            self.stopped = error
            self._close_messages_no_wait()
            return
        if self._exception is None:  # what follows from the first error only hides it
            cause = error.error if isinstance(error, WorkerFailed) else error
            self.farewell = "\n".join(crash.report(cause, self._lang()))
            self._exception = error
            self._exception_event.set()
        self._return_code = CRASHED
        self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        """Textual prints local variables here, and with them every secret typed: we print none."""
        self._return_code = CRASHED
        self._close_messages_no_wait()
