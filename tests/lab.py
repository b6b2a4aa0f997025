"""The lab: real PHP, the real readers of .env and real terminals, for every test that needs one."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import shlex
import shutil
import signal
import struct
import subprocess
import tempfile
import termios
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from subprocess import CompletedProcess
from types import TracebackType
from typing import Self

import pytest

from tests.lab_fetch import SUITES, folder

ROOT = Path(__file__).resolve().parent.parent
_TOOLS = {
    "php": "php-cli", "rsvg-convert": "librsvg2-bin", "ps": "procps", "nginx": "nginx-light",
    "epmd": "erlang-base", "mariadbd": "mariadb-server-core", "mariadb-install-db": "mariadb-server-core",
}  # fmt: skip
_TMUX_ADDS = ("TMUX", "TMUX_PANE", "TERM_PROGRAM", "TERM_PROGRAM_VERSION")
_SHARED_PHP = Path("/usr/share/php")


def need(tool: str) -> str:
    """Return the path of a program; where it is missing the test skips, and in CI fails."""
    found = shutil.which(tool)
    if found is None:
        pytest.skip(f"`{tool}` is missing: apt-get install {_TOOLS.get(tool, tool)}")
    return found


def php() -> str:
    """Return the path of PHP's command line."""
    return need("php")


def illuminate() -> Path:
    """Return the folder that holds `Illuminate/`: Laravel's real framework as Debian packs it."""
    if not (_SHARED_PHP / "Illuminate" / "Support").is_dir():
        pytest.skip("Illuminate is missing: apt-get install php-laravel-framework")
    return _SHARED_PHP


def dotenv_versions() -> dict[str, Path]:
    """Return, for each of phpdotenv 5.4, 5.6 and 5.8, the folder that holds `Dotenv/autoload.php`.

    That loader finds its own dependencies beside it: put no other phpdotenv on PHP's include path.
    """
    found = {version: folder(version) for version in SUITES}
    lacking = [version for version, share in found.items() if not (share / "Dotenv/autoload.php").is_file()]
    if lacking:
        pytest.skip(f"phpdotenv {', '.join(lacking)} is missing: run `make test`")
    return found


def clean_env(**more: str) -> dict[str, str]:
    """Return an environment with no more than a fresh account has, and `more`."""
    return {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LANG": "C.UTF-8", **more}


def run_php(
    code: str | Path,
    *arguments: str,
    input: bytes = b"",  # noqa: A002  # named as in subprocess.run
    env: Mapping[str, str] | None = None,
    timeout: float = 60,
    ini: Iterable[str] = (),
) -> CompletedProcess[bytes]:
    """Run PHP code (text, no opening tag) or a PHP file in a clean environment; every complaint is on stderr.

    `ini` holds further settings, each `name=value`.
    """
    wanted = ["display_errors=stderr", "error_reporting=-1", "memory_limit=1G", *ini]
    settings = [part for setting in wanted for part in ("-d", setting)]
    what = ["-f", str(code)] if isinstance(code, Path) else ["-r", code]
    command = [php(), *settings, *what, "--", *arguments]
    environment = clean_env() if env is None else dict(env)
    return subprocess.run(
        command, input=input, capture_output=True, check=False, env=environment, timeout=timeout
    )


def php_lint(texts: Mapping[str, str]) -> dict[str, str]:
    """Return PHP's complaint for each of these files that PHP cannot compile; nothing is executed.

    As `php -l`, but for many files in one process.
    """
    with tempfile.TemporaryDirectory(prefix="lint") as place:
        names = {str(Path(place) / f"{number}.php"): name for number, name in enumerate(texts)}
        for file, name in names.items():
            Path(file).write_bytes(texts[name].encode("utf-8", "surrogateescape"))
        said: dict[str, str] = {}
        while len(said) < len(names):
            said |= _compiled([file for file in names if file not in said])
    return {names[file]: complaint for file, complaint in said.items() if complaint}


def _compiled(files: Sequence[str]) -> dict[str, str]:
    """Return PHP's complaint, or '', for each of these files up to the first that PHP cannot go on after."""
    script, listed = ROOT / "tests" / "php" / "lint.php", "\n".join(files).encode()
    ran = run_php(script, input=listed, ini=["opcache.enable_cli=1"])
    if ran.returncode == 2:
        pytest.skip("PHP's opcache is missing: apt-get install php-cli")
    said: dict[str, str] = dict(json.loads(line) for line in ran.stdout.splitlines())
    assert said, ran.stderr.decode(errors="replace")
    return said


class Tmux:
    """A real terminal of a fixed size that runs one program; a person's keys in, a person's screen out.

    The server is private to this object and reads no configuration.
    """

    def __init__(
        self, argv: Sequence[str], width: int = 80, height: int = 24, env: Mapping[str, str] | None = None,
        cwd: Path | None = None, term: str = "tmux-256color",
    ) -> None:  # fmt: skip
        self._place = Path(tempfile.mkdtemp(prefix="lab"))
        self._name = f"lab-{uuid.uuid4().hex[:12]}"
        self._tmux = need("tmux")
        self._raw = self._place / "raw"
        self._exit = self._place / "exit"
        (self._place / "tmux.conf").write_text(
            f"set -g default-terminal {term}\nset -g status off\nset -s escape-time 0\nset -g history-limit 5000\n"
        )
        # The environment goes in by the server's own, never by a command line, where `ps` would show it.
        self._env = clean_env(**(env or {}), TERM="xterm-256color")
        strip = ["env", *(f"--unset={name}" for name in _TMUX_ADDS)]
        # The sleep keeps the last screen in view; one command for both, so that raw() misses no byte.
        program = f"{shlex.join([*strip, *argv])}; echo $? > {shlex.quote(str(self._exit))}; exec sleep 3600"
        size, place = ["-x", str(width), "-y", str(height)], str(cwd or Path.cwd())
        self._do("-f", str(self._place / "tmux.conf"), "new-session", "-d", *size, "-c", place, "sh", "-c", program,
                 ";", "pipe-pane", "-o", f"cat > {shlex.quote(str(self._raw))}")  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def send(self, *keys: str) -> None:
        """Press keys by tmux's names: `Enter`, `Tab`, `BTab`, `Up`, `C-c`, `Escape`, `F1`, `a`."""
        self._do("send-keys", *keys)

    def type(self, text: str) -> None:
        """Type text letter by letter, with no key names in it."""
        self._do("send-keys", "-l", "--", text)

    def screen(self, *, colours: bool = False, whole: bool = False) -> str:
        """Return what a person sees now, one line a row; blanks at line ends are cut off, or (`whole`) kept."""
        return self._do("capture-pane", "-p", *(["-e"] if colours else []), *(["-N"] if whole else []))

    def rested(self, pause: float, timeout: float = 20) -> str:
        """Return the screen as soon as it has stayed the same for `pause` seconds."""
        end, seen, since = time.monotonic() + timeout, self.screen(), time.monotonic()
        while time.monotonic() - since < pause:
            assert time.monotonic() < end, f"it does not come to rest in {timeout:g} s:\n{seen}"
            time.sleep(0.05)
            if (now := self.screen()) != seen:
                seen, since = now, time.monotonic()
        return seen

    def wait(self, text: str, timeout: float = 10) -> str:
        """Return the screen as soon as it shows `text`; fail with the screen when it never does."""
        return self._until(lambda seen: seen if text in seen else None, f"{text!r} did not appear", timeout)

    def wait_gone(self, text: str, timeout: float = 10) -> str:
        """Return the screen as soon as it no longer shows `text`."""
        return self._until(lambda seen: None if text in seen else seen, f"{text!r} did not go", timeout)

    def wait_exit(self, timeout: float = 10) -> int:
        """Return the program's exit code once it has ended."""
        return int(self._until(lambda _: self._exit_code(), "the program did not end", timeout))

    def _until(self, found: Callable[[str], str | None], otherwise: str, timeout: float) -> str:
        end = time.monotonic() + timeout
        while (answer := found(seen := self.screen())) is None:
            assert time.monotonic() < end, f"{otherwise} in {timeout:g} s:\n{seen}"
            time.sleep(0.03)
        return answer

    def _exit_code(self) -> str | None:
        return (self._exit.read_text().strip() or None) if self._exit.exists() else None

    def resize(self, width: int, height: int) -> None:
        """Make the window another size, as dragging its corner does."""
        self._do("resize-window", "-x", str(width), "-y", str(height))

    def pid(self) -> int:
        """Return the process id of the shell whose child is the program."""
        return int(self._do("display-message", "-p", "#{pane_pid}"))

    def alternate(self) -> bool:
        """Say whether the alternate screen, the one of full-screen programs, is on."""
        return self._do("display-message", "-p", "#{alternate_on}").strip() == "1"

    def cursor(self) -> tuple[int, int]:
        """Return the column and the row, from 0, in which the terminal's cursor stands."""
        column, row = self._do("display-message", "-p", "#{cursor_x},#{cursor_y}").split(",")
        return int(column), int(row)

    def raw(self) -> bytes:
        """Return every byte that the program has sent to the terminal so far."""
        return self._raw.read_bytes() if self._raw.exists() else b""

    def kill(self) -> None:
        """End the terminal and everything in it."""
        subprocess.run([self._tmux, "-L", self._name, "kill-server"], capture_output=True, check=False)
        shutil.rmtree(self._place, ignore_errors=True)

    def _do(self, *arguments: str) -> str:
        command = [self._tmux, "-L", self._name, *arguments]
        return subprocess.run(
            command, capture_output=True, text=True, check=True, env=self._env, stdin=subprocess.DEVNULL
        ).stdout


def pty_run(
    argv: Sequence[str], env: Mapping[str, str] | None = None, size: tuple[int, int] = (80, 24),
    feed: Iterable[tuple[float, bytes]] = (), cwd: Path | None = None, timeout: float = 30,
) -> tuple[int, bytes]:  # fmt: skip
    """Run a program on a terminal of (columns, rows); return its exit code and every byte it wrote.

    `feed` holds pauses in seconds and the keys pressed after each. A signal's death is a negative code.
    """
    place = clean_env(TERM="xterm-256color") if env is None else dict(env)
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    command = [need("setsid"), "--ctty", *argv]  # its own session, with this terminal in charge of it
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=place, cwd=cwd)
    os.close(slave)
    try:
        seen = _talked(master, feed, time.monotonic() + timeout)
        return process.wait(timeout), seen
    except (TimeoutError, subprocess.TimeoutExpired) as error:
        raise AssertionError(f"{argv[0]} did not end in {timeout:g} s") from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        os.close(master)


def _talked(master: int, feed: Iterable[tuple[float, bytes]], end: float) -> bytes:
    """Press the keys when each pause is over; return everything read until the program hangs up."""
    keys = iter(feed)
    pause, pressed = next(keys, (0.0, None))
    due, seen = time.monotonic() + pause, bytearray()
    while True:
        now = time.monotonic()
        if now > end:
            raise TimeoutError
        if pressed is not None and now >= due:
            os.write(master, pressed)
            pause, pressed = next(keys, (0.0, None))
            due = time.monotonic() + pause
        if select.select([master], [], [], 0.02)[0]:
            try:
                chunk = os.read(master, 65536)
            except OSError:  # Linux's way of saying that the other side is closed
                return bytes(seen)
            if not chunk:
                return bytes(seen)
            seen += chunk
