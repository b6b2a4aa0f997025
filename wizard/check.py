"""Live checks: a service is asked itself, in a thread that can be left behind at any time."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from wizard.finding import Finding, Level
from wizard.text import Text

LIMIT: Final = 20.0
"""Seconds after which a check is given up, however lively the other side: name look-ups know no time-out."""

PATIENCE: Final = 3.0
"""Seconds that an exit waits for what a probe still holds on a server: as long as one answer may take."""

Said: TypeAlias = Text | Finding
"""What a probe saw (`Text`), or what is worth acting on (`Finding`)."""


@dataclass(frozen=True, slots=True)
class Check:
    """One service to ask. The probe does the real thing, cleans up after itself, and yields what it saw as it goes.

    Two checks are the same when label and probe are: a probe that holds data is a frozen dataclass.
    A finding that is an error means that the check has failed.
    """

    service: str
    label: Text
    probe: Callable[[], Iterable[Said]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Told:
    """A check has said something."""

    check: Check
    said: Said


@dataclass(frozen=True, slots=True)
class Ended:
    """A check is over, by itself or because its time was up."""

    check: Check


Event: TypeAlias = Told | Ended


@dataclass(frozen=True, slots=True)
class Result:
    """Everything a check has said, in order."""

    check: Check
    said: tuple[Said, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is worth acting on."""
        return tuple(one for one in self.said if isinstance(one, Finding))

    @property
    def seen(self) -> tuple[Text, ...]:
        """What was seen."""
        return tuple(one for one in self.said if isinstance(one, Text))

    @property
    def level(self) -> Level | None:
        """The weight of its gravest finding; None when nothing was found."""
        return next((level for level in Level if any(f.level is level for f in self.findings)), None)

    @property
    def failed(self) -> bool:
        """True when one of its findings is an error."""
        return self.level is Level.ERROR


class Running:
    """A check under way. `tell` is called from its thread, one call at a time, and never after the end."""

    def __init__(self, check: Check, tell: Callable[[Event], None], limit: float = LIMIT) -> None:
        self.check = check
        self._tell = tell
        self._limit = limit
        self._open = True
        self._lock = threading.RLock()  # `tell` may abandon
        self._free = threading.Event()
        self._free.set()
        self._closers: list[Callable[[], None]] = []
        self._timer = threading.Timer(limit, self._late)
        self._timer.daemon = True
        self._timer.start()
        threading.Thread(target=self._run, daemon=True, name=f"check {check.service}").start()

    def abandon(self) -> None:
        """Leave it behind: nothing more is told of it. Returns at once; what it holds it still takes away."""
        with self._lock:
            self._open = False
        self._timer.cancel()
        self._hang_up()

    def free(self, patience: float) -> bool:
        """Wait until it holds nothing on a server any more, for so many seconds at most; tell whether that is so."""
        return self._free.wait(patience)

    @contextmanager
    def _held(self) -> Iterator[None]:
        self._free.clear()
        try:
            yield
        finally:
            self._free.set()

    @contextmanager
    def _closed_by(self, close: Callable[[], None]) -> Iterator[None]:
        with self._lock:
            self._closers.append(close)
        try:
            yield
        finally:
            with self._lock:
                self._closers.remove(close)

    def _run(self) -> None:
        _HERE.running = self
        steps: Iterable[Said] = ()
        try:
            steps = self.check.probe()
            for said in steps:
                if not self._say(said):
                    break
        except Exception as error:  # noqa: BLE001  what a client library throws on odd answers is not ours to know
            self._say(_failed(self.check, error))
        finally:
            if isinstance(steps, Generator):
                with suppress(Exception):  # left in the middle: what it holds it takes away now
                    steps.close()
        self._end()

    def _late(self) -> None:
        if self._say(_late(self.check, self._limit)):
            self._end()
            self._hang_up()

    def _hang_up(self) -> None:
        with self._lock:
            closers = tuple(self._closers)
        for close in closers:
            with suppress(OSError):
                close()

    def _say(self, said: Said) -> bool:
        with self._lock:
            if self._open:
                self._tell(Told(self.check, said))
            return self._open

    def _end(self) -> None:
        with self._lock:
            still, self._open = self._open, False
            if still:
                self._tell(Ended(self.check))
        self._timer.cancel()


_HERE = threading.local()  # which check a probe's thread is: a probe itself need not know


@contextmanager
def holding() -> Iterator[None]:
    """Say, in a probe, that something is on the server until the end of this block: an exit waits for that a moment."""
    running: Running | None = getattr(_HERE, "running", None)
    with running._held() if running else nullcontext():
        yield


@contextmanager
def closing(close: Callable[[], None]) -> Iterator[None]:
    """Have `close` called when the check is left behind or its time is up, so that no read goes on for ever."""
    running: Running | None = getattr(_HERE, "running", None)
    with running._closed_by(close) if running else nullcontext():
        yield


def settle(running: Iterable[Running], patience: float = PATIENCE) -> None:
    """Leave checks behind, and wait a moment, `patience` seconds in all, for those that hold something on a server."""
    due = tuple(running)
    for one in due:
        one.abandon()
    end = time.monotonic() + patience
    for one in due:
        one.free(max(0.0, end - time.monotonic()))


def run(
    checks: Iterable[Check], tell: Callable[[Event], None] | None = None, limit: float = LIMIT
) -> tuple[Result, ...]:
    """Run checks side by side and wait for all; `tell` hears of each step, in this thread.

    Checks that are the same are run once. An interrupt leaves them behind: see `settle`.
    """
    due = tuple(dict.fromkeys(checks))
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    running = [Running(check, events.put, limit) for check in due]
    said: dict[Check, list[Said]] = {check: [] for check in due}
    left = set(due)
    try:
        while left:
            event = events.get()
            match event:
                case Told(check=check, said=words):
                    said[check].append(words)
                case Ended(check=check):
                    left.discard(check)
            if tell:
                tell(event)
    finally:
        settle(running)
    return tuple(Result(check, tuple(words)) for check, words in said.items())


def failed(results: Sequence[Result]) -> bool:
    """Tell whether any check has failed."""
    return any(result.failed for result in results)


def _failed(check: Check, error: Exception) -> Finding:
    """Name the kind of error alone: its message is the other side's, and may hold a secret."""
    return Finding("check.failed", Level.ERROR, check.label.en,
        Text("the check could not be finished: the answer was not understood ({kind})",
             "check tidak bisa diselesaikan: jawabannya tidak dimengerti ({kind})").fill(kind=type(error).__name__),
        Text("Look at the logs of that server, and try its own client from this machine",
             "Lihat log server itu, dan coba client-nya sendiri dari mesin ini"))  # fmt: skip


def _late(check: Check, limit: float) -> Finding:
    return Finding("check.late", Level.ERROR, check.label.en,
        Text("no end in sight after {seconds} seconds: given up",
             "belum selesai setelah {seconds} detik: dihentikan").fill(seconds=f"{limit:g}"),
        Text("Look at the network between here and there: name server, firewall, load on that server",
             "Periksa jaringan dari sini ke sana: name server, firewall, beban server itu"))  # fmt: skip
