"""A real terminal that knows nothing but lines: what a person types goes in when they are asked, every byte comes out."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.lab import clean_env, need


class Lines:
    """Runs a program on a pseudo terminal; the program's session is led by this terminal."""

    def __init__(self, argv: Sequence[str], env: Mapping[str, str], cwd: Path, *, term: str = "dumb",
                 size: tuple[int, int] = (80, 24)) -> None:  # fmt: skip
        self._master, self._slave = pty.openpty()
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        place = clean_env(**{**env, "TERM": term})
        self.process = subprocess.Popen([need("setsid"), "--ctty", *argv], stdin=self._slave, stdout=self._slave,
                                        stderr=self._slave, env=place, cwd=cwd)  # fmt: skip
        self.raw = bytearray()
        self._from = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self._slave)
        os.close(self._master)

    def asked(self, timeout: float = 60) -> str:
        """Wait for a prompt; return what was said since the last one, the prompt last. A prompt stays: a line goes on."""
        while True:
            said = self._until(lambda said: re.search(r"(?:^|\n)[^\n]*: $", said) is not None, timeout, "no prompt")
            if not self._read(0.03):
                return said

    def heard(self, text: str, timeout: float = 60) -> str:
        """Wait for a text among what was said since the last prompt that was answered."""
        return self._until(lambda said: text in said, timeout, f"{text!r} was not said")

    def type(self, line: str) -> None:
        """Type a line, and Enter."""
        self.press(f"{line}\n".encode("utf-8", "surrogateescape"))

    def press(self, keys: bytes) -> None:
        """Press keys; what is said from now on is new. A long line is typed no faster than it is read."""
        self._from = len(self.raw)
        for start in range(0, len(keys), 256):
            os.write(self._master, keys[start : start + 256])
            if len(keys) > 256:
                self._read(0.02)

    def hang_up(self) -> int:
        """Close the window; return the exit code."""
        os.close(self._master)
        self._master = os.open(os.devnull, os.O_RDWR)
        return self.process.wait(60)

    def ended(self, timeout: float = 60) -> int:
        """Wait for the end; return the exit code, a signal's death as a negative one."""
        end = time.monotonic() + timeout
        while self.process.poll() is None:
            self._read(0.02)
            assert time.monotonic() < end, f"it does not end:\n{self.text}"
        self._read(0.05)
        return self.process.returncode

    def echoes(self) -> bool:
        """Tell whether the terminal shows what is typed."""
        mode = termios.tcgetattr(self._slave)[3]
        return bool(mode & termios.ECHO and mode & termios.ICANON)

    @property
    def text(self) -> str:
        """Everything that was shown."""
        return self.raw.decode("utf-8", "replace").replace("\r\n", "\n")

    def _until(self, found: object, timeout: float, otherwise: str) -> str:
        assert callable(found)
        end = time.monotonic() + timeout
        while True:
            said = self.raw[self._from :].decode("utf-8", "replace").replace("\r\n", "\n")
            if found(said):
                return said
            assert self.process.poll() is None, f"{otherwise}, it has ended:\n{self.text[-3000:]}"
            assert time.monotonic() < end, f"{otherwise}:\n{self.text[-3000:]}"
            self._read(0.05)

    def _read(self, seconds: float) -> bool:
        """Read what comes within so many seconds; tell whether anything did."""
        before = len(self.raw)
        while select.select([self._master], [], [], seconds)[0]:
            self.raw += os.read(self._master, 65536)
            seconds = 0
        return len(self.raw) > before
