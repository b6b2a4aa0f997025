"""The border of the plain wizard: lines go out, lines come in, a secret comes in unseen."""

from __future__ import annotations

import importlib
import os
import select
import shutil
import signal
import sys
import termios
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Final, Protocol

from wizard.text import printable
from wizard.walk.ascii import PLAIN, needs_ascii

WIDTH: Final = 78
_NARROWEST: Final = 20
_LEAVING: Final = ("VSUSP", "VDSUSP", "VQUIT")
_CUT_OFF: Final = 4095
"""Bytes of a line that Linux passes on unseen; what is typed beyond is lost without a word."""


class CutOff(Exception):
    """A secret was too long for the terminal to pass on whole."""


class Unreadable(Exception):
    """What was typed is no text."""


class Voice(Protocol):
    """Speaks and listens. `ask` and `ask_unseen` raise EOFError and KeyboardInterrupt as a terminal does."""

    @property
    def width(self) -> int:
        """Columns that a line may have."""

    def say(self, line: str) -> None:
        """Print one line."""

    def ask(self, prompt: str) -> str:
        """Ask for a line; raises `Unreadable`."""

    def ask_unseen(self, prompt: str) -> str:
        """Ask for a line that is shown nowhere and remembered nowhere; raises `Unreadable` and `CutOff`."""

    def pressed(self, seconds: float) -> bool:
        """Wait for Enter for so long; tell whether it was pressed."""


class Terminal:
    """The terminal that the wizard was started in; no byte to it moves a cursor or sets a colour."""

    def __init__(self, environ: Mapping[str, str], *, plain_signs: bool | None = None) -> None:
        self._encoding = sys.stdout.encoding or "ascii"
        asked = needs_ascii(environ) if plain_signs is None else plain_signs
        self._ascii = asked or "utf" not in self._encoding.lower()
        _edit_without_escapes()

    @property
    def width(self) -> int:
        """As wide as the window, up to what is read well."""
        return max(_NARROWEST, min(shutil.get_terminal_size().columns, WIDTH))

    def say(self, line: str) -> None:
        """Print one line; control characters in it are spelt out."""
        sys.stdout.write(self._clean(line) + "\n")
        sys.stdout.flush()

    def ask(self, prompt: str) -> str:
        """Ask with line editing where Python has it."""
        try:
            return input(self._clean(prompt))
        except UnicodeDecodeError:
            raise Unreadable from None

    def ask_unseen(self, prompt: str) -> str:
        """Ask with the echo off; it is on again whatever happens. Never falls back to showing what is typed."""
        with _unseen(sys.stdin.fileno()):
            sys.stdout.write(self._clean(prompt))
            sys.stdout.flush()
            said = _line(sys.stdin.fileno())
        self.say("")
        if len(said) >= _CUT_OFF:
            raise CutOff
        return said.decode(sys.stdin.encoding, "surrogateescape")

    def pressed(self, seconds: float) -> bool:
        """Wait for a line, and throw it away."""
        if not select.select([sys.stdin], [], [], seconds)[0]:
            return False
        _line(sys.stdin.fileno())
        return True

    def _clean(self, line: str) -> str:
        shown = printable(line).expandtabs(4)
        shown = shown.translate(PLAIN) if self._ascii else shown
        return shown.encode(self._encoding, "backslashreplace").decode(self._encoding)


@contextmanager
def _unseen(terminal: int) -> Iterator[None]:
    """Turn the echo off, and the keys that would leave the prompt to a shell, which turns it on again.

    Who was stopped from outside comes back to the shell's mode: the own one is set again then.
    """
    before = termios.tcgetattr(terminal)
    unseen = [*before[:3], before[3] & ~termios.ECHO, *before[4:6], [*before[6]]]
    for key in filter(None, (getattr(termios, name, None) for name in _LEAVING)):
        unseen[6][key] = bytes([os.fpathconf(terminal, "PC_VDISABLE")])

    def again(*_: object) -> None:
        with suppress(termios.error):
            termios.tcsetattr(terminal, termios.TCSADRAIN, unseen)

    handled = signal.signal(signal.SIGCONT, again)
    try:
        termios.tcsetattr(terminal, termios.TCSADRAIN, unseen)
        yield
    finally:
        signal.signal(signal.SIGCONT, handled)
        with suppress(termios.error):  # the terminal is gone
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _line(terminal: int) -> bytes:
    """Read a line past every buffer, and no byte more: what was typed ahead stays where line editing finds it."""
    said = b""
    while not said.endswith(b"\n"):
        try:
            more = os.read(terminal, 1)
        except OSError:
            more = b""  # the terminal is gone
        if not more:
            raise EOFError
        said += more
    return said.removesuffix(b"\n")


def _edit_without_escapes() -> None:
    """Load line editing as for a terminal that knows no sequences: it looks at TERM when it is loaded."""
    known = os.environ.get("TERM")
    os.environ["TERM"] = "dumb"
    with suppress(ImportError):  # a Python without readline edits as the terminal does
        readline = importlib.import_module("readline")
        readline.parse_and_bind("set enable-bracketed-paste off")
        readline.parse_and_bind("set enable-meta-key off")
    if known is None:
        del os.environ["TERM"]
    else:
        os.environ["TERM"] = known
