"""A server that a test starts: its own session, its own short folder, and nothing left when it stops."""

from __future__ import annotations

import atexit
import functools
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from tests.lab import clean_env, need
from tests.servers.closing import Closing

# Below the range that the kernel gives to outgoing connections, so that no client sits on one of them.
_PORTS = range(20000, 32000)
_FAR_PLACES = ("/usr/sbin", str(Path(sys.executable).parent))
_HOSTS = ("127.0.0.1", "127.0.0.2")
# Told of every process group and path, it ends and removes what is left when this process is gone, however it went.
_GUARD = """
set -f
all=' ' paths=
while read -r sign what; do
    case $sign in
        +) all="$all$what " ;;
        -) all="${all%% $what *} ${all#* $what }" ;;
    esac
done
for what in $all; do
    case $what in
        /*) paths="$paths $what" ;;
        *) kill -9 "-$what" ;;
    esac
done
for pause in 0 1 3; do  # who was killed may still be writing
    sleep $pause
    rm -rf -- $paths && exit
done
"""
_chance = random.SystemRandom()  # a seeded one would give two test workers the same ports
_running: set[Process] = set()
_given: set[int] = set()
_paths: set[Path] = set()
_telling = threading.Lock()


def program(name: str) -> str:
    """Return the path of a server's program, also where a plain user's PATH does not look."""
    return shutil.which(name, path=os.pathsep.join((os.environ["PATH"], *_FAR_PLACES))) or need(name)


def free_port() -> int:
    """Return a port that nobody listens on, on 127.0.0.1 and on 127.0.0.2; never the same one twice."""
    while True:
        port = _chance.choice(_PORTS)
        if port not in _given and all(_is_free(host, port) for host in _HOSTS):
            _given.add(port)
            return port


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def wait_until(true: Callable[[], object], what: str, timeout: float = 30, pause: float = 0.02) -> None:
    """Return as soon as `true()` says so; fail with `what` when it never does."""
    end = time.monotonic() + timeout
    while not true():
        assert time.monotonic() < end, f"{what}: not in {timeout:g} s"
        time.sleep(pause)


def answers(host: str, port: int) -> bool:
    """Say whether somebody accepts connections there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def forget_at_exit(path: Path) -> None:
    """Remove this folder or file when the test run ends, even when it is killed; no blank in its path."""
    assert path.is_absolute() and len(str(path).split()) == 1, path
    _paths.add(path)
    _tell_guard("+", path)


def own_folder(name: str) -> Path:
    """Make a folder that does not outlive the test run: `/tmp/name-…`, for a socket's path has 107 bytes at most."""
    folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir="/tmp"))
    forget_at_exit(folder)
    return folder


def remove(path: Path) -> None:
    """Remove a folder or file that was to be forgotten at exit, now; it may be gone already."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
    _paths.discard(path)
    _tell_guard("-", path)


class Process:
    """A program in a session of its own: whatever it starts is ended with it."""

    def __init__(
        self, command: Sequence[str], log: Path, env: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> None:
        self.name = Path(command[0]).name
        self.log = log
        with log.open("ab") as out:
            self._popen = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd=cwd, start_new_session=True,
                env=clean_env() if env is None else dict(env),
            )  # fmt: skip
        self.pid = self._popen.pid
        _running.add(self)
        _tell_guard("+", self.pid)

    def wait_for_port(self, host: str, port: int, timeout: float = 60) -> None:
        """Return once the program accepts connections there; fail with its log when it ends before."""
        self.wait_until(lambda: answers(host, port), f"port {port}", timeout)

    def wait_until(self, true: Callable[[], object], what: str, timeout: float = 60) -> None:
        """Return once `true()` says so; fail with the program's log when it ends before, or never gets there."""
        try:
            wait_until(lambda: self._popen.poll() is not None or true(), what, timeout)
            assert self.alive(), f"it ended with {self._popen.returncode}"
        except AssertionError as error:
            raise AssertionError(f"{self.name}: {error}\n{self.said()[-3000:]}") from None

    def alive(self) -> bool:
        """Say whether the program still runs."""
        return self._popen.poll() is None

    def left(self) -> tuple[int, ...]:
        """Return the process ids of the program and all it started that still run, zombies not counted."""
        return members(self.pid)

    def said(self) -> str:
        """Return everything that the program wrote to stdout and stderr."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def stop(self, polite: signal.Signals = signal.SIGTERM, patience: float = 10) -> None:
        """End the program and all it started: politely first, and then for certain."""
        self._signal(polite)
        with suppress(subprocess.TimeoutExpired):  # the next signal cannot be refused
            self._popen.wait(patience)
        self._signal(signal.SIGKILL)
        self._popen.wait()
        _running.discard(self)
        _tell_guard("-", self.pid)

    def kill(self) -> None:
        """End the program and all it started at once, as a power cut does."""
        self.stop(signal.SIGKILL)

    def _signal(self, which: signal.Signals) -> None:
        with suppress(ProcessLookupError):  # the whole group may have ended already
            os.killpg(self.pid, which)


def members(group: int) -> tuple[int, ...]:
    """Return the process ids of a process group that still run, zombies not counted."""
    known = (_group(stat) for stat in Path("/proc").glob("[0-9]*/stat"))
    return tuple(pid for pid, its_group in known if its_group == group)


def _group(stat: Path) -> tuple[int, int]:
    """Return a process's id and its group's; the group is 0 when the process has ended."""
    try:
        pid, rest = stat.read_text(errors="replace").split(" (", 1)
    except OSError:
        return 0, 0
    state, _, group = rest.rpartition(") ")[2].split()[:3]
    return int(pid), 0 if state in "ZX" else int(group)


class Server(Closing):
    """A server with a folder of its own; `with` stops it, and so does `stop()`."""

    def __init__(self, name: str) -> None:
        self.folder = own_folder(name)

    def stop(self) -> None:
        """End the server and remove its folder."""
        self._end()
        remove(self.folder)

    def _end(self) -> None:
        raise NotImplementedError


@functools.cache
def _guard() -> IO[str]:
    """Start the guard and return the pipe that it reads; the pipe closes by itself when this process ends."""
    guard = subprocess.Popen(
        ["sh", "-c", _GUARD], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        text=True, start_new_session=True, env=clean_env(),
    )  # fmt: skip
    assert guard.stdin is not None
    atexit.register(_dismiss, guard)
    return guard.stdin


def _tell_guard(sign: str, what: int | Path) -> None:
    with _telling:
        pipe = _guard()
        pipe.write(f"{sign} {what}\n")
        pipe.flush()


def _dismiss(guard: subprocess.Popen[str]) -> None:
    _end_all()
    assert guard.stdin is not None
    guard.stdin.close()
    guard.wait()


def _end_all() -> None:
    """Leave nothing behind when a test run ends in the middle."""
    for process in tuple(_running):
        process.kill()
    for path in tuple(_paths):
        remove(path)
