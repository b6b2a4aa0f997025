"""A pseudo-terminal as a person has it: keys go in, and it is known when each byte of the screen came out."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

SIZE = (120, 40)
_CONTROL = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[@-Z\\-_=>]|\([0-9A-B])")


class Terminal:
    """A program on a terminal, of 120x40 unless said otherwise. Times are `time.perf_counter()`."""

    def __init__(
        self, argv: tuple[str, ...], env: Mapping[str, str], cwd: Path, size: tuple[int, int] = SIZE
    ) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self._seen = bytearray()
        self.began = time.perf_counter()
        self._process = subprocess.Popen(
            argv, stdin=slave, stdout=slave, stderr=slave, env=env, cwd=cwd, start_new_session=True
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._master)

    def press(self, keys: bytes) -> float:
        """Press keys, forget what came before them, and return when."""
        while self._read(0):
            pass
        self._seen.clear()
        now = time.perf_counter()
        os.write(self._master, keys)
        return now

    def painted(self, text: str, limit: float = 15) -> float:
        """Return when a text had come, to the last byte of it; raise when it does not come."""
        end = time.perf_counter() + limit
        while text.encode() not in _CONTROL.sub(b"", bytes(self._seen)):
            if not self._read(end - time.perf_counter()):
                raise RuntimeError(f"{text!r} did not appear")
        return time.perf_counter()

    def rested(self, pause: float) -> float:
        """Wait until nothing has come for `pause` seconds, and return when the last byte came."""
        last = time.perf_counter()
        while self._read(pause):
            last = time.perf_counter()
        return last

    def answered(self, pause: float, limit: float = 15) -> float:
        """Wait until something has come and then nothing for `pause` seconds; return when the last byte came."""
        if not self._read(limit):
            raise RuntimeError("nothing appeared")
        return self.rested(pause)

    def sent(self) -> int:
        """Return how many bytes have come since the last key."""
        return len(self._seen)

    def peak(self) -> float:
        """Return the most memory that the program has held so far, in KB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return float(status.split("VmHWM:")[1].split()[0])

    def worked(self) -> float:
        """Return the seconds that the program's main thread has had of a processor so far."""
        return int(Path(f"/proc/{self._process.pid}/schedstat").read_text().split()[0]) / 1e9

    def _read(self, limit: float) -> bool:
        """Read what comes next; say whether anything came within the limit."""
        if not select.select([self._master], [], [], max(limit, 0))[0]:
            return False
        try:
            self._seen += os.read(self._master, 65536)
        except OSError as error:  # Linux's way of saying that the other side is closed
            raise RuntimeError("the program ended by itself") from error
        return True
