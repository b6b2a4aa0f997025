"""Sections that ask live services, and small servers of our own on the loopback to be asked.

Run as `python -m tests.tui.asking FOLDER PORT`: the wizard with them, its server at that port.
"""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from tests import shapes
from wizard import accept
from wizard.check import Check, Said
from wizard.finding import Finding, Level
from wizard.outcome import write
from wizard.project import Project
from wizard.question import Line, Number
from wizard.resolve import Given, Name
from wizard.section import Answers, Section, ask
from wizard.text import Lang, Text, same
from wizard.tui.app import run
from wizard.walk.desk import Desk
from wizard.walk.state import State

HERE = "127.0.0.1"
SECRET = "sEnTiNeL-tested"


@dataclass(frozen=True)
class Greeting:
    """Connects, and reads one line: `ok`, `warn`, `fail`; anything else is a bug of the probe."""

    port: int

    def __call__(self) -> Iterator[Said]:
        """Say what was read."""
        with socket.create_connection((HERE, self.port), timeout=30) as line:
            word = line.recv(100).decode().strip()
        yield Text(f"answered `{word}`", f"menjawab `{word}`")
        if word == "warn":
            yield Finding("greeting.warn", Level.WARNING, "maxmemory-policy", Text(
                "an evicting policy signs people out", "kebijakan eviction membuat user logout"),
                Text("Set it to `noeviction`", "Ubah ke `noeviction`"))  # fmt: skip
        elif word == "fail":
            yield Finding("greeting.fail", Level.ERROR, f"Greeter `{HERE}:{self.port}`", Text(
                "the server refuses the password of the user `omniflow`, or does not know that user at all",
                "server menolak password user `omniflow`, atau tidak mengenal user itu"),
                Text("Compare `REDIS_USERNAME` and `REDIS_PASSWORD` with what the server has",
                     "Cocokkan `REDIS_USERNAME` dan `REDIS_PASSWORD` dengan yang ada di server"))  # fmt: skip
        elif word != "ok":
            raise RuntimeError(f"{word} {SECRET}")


class Greeter(Section):
    """A part that can be asked."""

    name: ClassVar[str] = "greeter"
    title: ClassVar[Text] = same("Greeter")
    problem: ClassVar[Text] = Text("One greeter for all nodes.", "Satu greeter untuk semua node.")
    solution: ClassVar[Text] = Text("Share it.", "Pakai bersama.")
    apart: ClassVar[Text] = Text("its own", "sendiri")
    shared: ClassVar[Text] = Text("one for all", "satu bersama")
    part: ClassVar[bool] = True

    port: int | None = ask(Number(label=same("Port"), help=Text("Its port.", "Port-nya."), minimum=1, maximum=65535))

    def checks(self, answers: Answers, project: Project) -> Iterator[Check]:
        """Ask it."""
        yield Check("greeter", same(f"Greeter `{HERE}:{self.port}`"), Greeting(self.port or 1))


class Login(Section):
    """Asks the part."""

    name: ClassVar[str] = "login"
    title: ClassVar[Text] = Text("Login", "Masuk")
    problem: ClassVar[Text] = Text("A login must survive the next node.", "Login harus bertahan di node lain.")
    solution: ClassVar[Text] = Text("Share it.", "Pakai bersama.")
    apart: ClassVar[Text] = Text("its own", "sendiri")
    shared: ClassVar[Text] = Text("one for all", "satu bersama")

    minutes: int = ask(Number(
        label=Text("Minutes", "Menit"), help=Text("How long.", "Berapa lama."), default=120, minimum=1, maximum=999,
    ))  # fmt: skip

    def needs(self) -> Sequence[type[Section]]:
        """Always."""
        return (Greeter,)


class Database(Section):
    """Asks the part, and a service of its own."""

    name: ClassVar[str] = "database"
    title: ClassVar[Text] = same("Database")
    problem: ClassVar[Text] = Text("One store.", "Satu simpanan.")
    solution: ClassVar[Text] = Text("Share it.", "Pakai bersama.")
    apart: ClassVar[Text] = Text("its own", "sendiri")
    shared: ClassVar[Text] = Text("one for all", "satu bersama")

    prefix: str = ask(Line(
        label=same("Prefix"), help=Text("Before every key.", "Di depan key."), default="omni_", accept=accept.prefix,
    ))  # fmt: skip
    port: int | None = ask(Number(label=same("Own port"), help=Text("Its port.", "Port-nya."), minimum=1,
                                  maximum=65535, default=1))  # fmt: skip

    def needs(self) -> Sequence[type[Section]]:
        """Always."""
        return (Greeter,)

    def checks(self, answers: Answers, project: Project) -> Iterator[Check]:
        """Ask its own service, too, when it is at another port."""
        if self.port not in (None, 1):
            label = Text(f"Database at port {self.port}", f"Database di port {self.port}")
            yield Check("database", label, Greeting(self.port or 1))


class Quiet(Section):
    """Has nobody to ask."""

    name: ClassVar[str] = "quiet"
    title: ClassVar[Text] = Text("Quiet", "Sunyi")
    problem: ClassVar[Text] = Text("Nobody to ask.", "Tidak ada yang ditanya.")
    solution: ClassVar[Text] = Text("Share it.", "Pakai bersama.")
    apart: ClassVar[Text] = Text("its own", "sendiri")
    shared: ClassVar[Text] = Text("one for all", "satu bersama")

    word: str = ask(Line(label=Text("Word", "Kata"), help=Text("Any.", "Apa saja."), default="x", accept=accept.prefix))


SECTIONS: tuple[type[Section], ...] = (Login, Database, Quiet)
PARTS: tuple[type[Section], ...] = (Greeter,)


class Server:
    """Listens on the loopback. Answers with its word; without one it accepts, and never says anything."""

    def __init__(self, word: str | None) -> None:
        self.word = word
        self.asked = 0
        self._open: list[socket.socket] = []
        self._listening = socket.create_server((HERE, 0))
        self.port: int = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End it, once; who still waits for an answer sees the line closed."""
        if self._listening.fileno() < 0:
            return
        self._listening.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listening.close()
        for line in self._open:
            line.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._listening.accept()
            except OSError:  # closed
                return
            self.asked += 1
            if self.word is None:
                self._open.append(line)
                continue
            with line:
                line.sendall(f"{self.word}\n".encode())


@contextmanager
def server(word: str | None) -> Iterator[Server]:
    """A server for as long as it is needed."""
    one = Server(word)
    try:
        yield one
    finally:
        one.close()


def desk(folder: Path, port: int | None, *, lang: Lang = "en", typed: dict[Name, str] | None = None) -> Desk:
    """A desk over a fresh project, with the part's port answered when one is given."""
    shapes.make("slim-12", folder, env={})
    project = Project.open(folder, environ={})
    answered = {("greeter", "port"): str(port)} if port else {}
    state = State.start(project, SECTIONS, PARTS, lang, Given(typed={**answered, **(typed or {})}))
    return Desk(state, write, lambda: Project.open(folder, environ={}))


def main(folder: Path, port: int) -> int:
    """Open the wizard; print what it says afterwards."""
    one = desk(folder, port)
    code, said = run(one.state.project, lang="en", given=one.state.given, findings=(), sections=SECTIONS, parts=PARTS,
                     write=one.write)  # fmt: skip
    print(said)
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
