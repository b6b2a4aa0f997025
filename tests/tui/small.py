"""Three small sections and a part: enough for every kind of question, and for none of the guide's rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from tests import shapes
from wizard import accept
from wizard.changes import Change, On, Phase, Run, Set
from wizard.finding import Finding, Level
from wizard.outcome import Outcome, write
from wizard.project import Project
from wizard.question import Choice, Line, Number, Option, Toggle
from wizard.resolve import Given, Name
from wizard.section import Answers, Section, ask
from wizard.text import Lang, Text, same
from wizard.transaction import Receipt
from wizard.tui import words
from wizard.tui.app import WizardApp
from wizard.walk.desk import Desk
from wizard.walk.state import State

SECRET = "sEnTiNeL-42"


class Server(Section):
    """A part: asked once, in the first section that needs it."""

    name: ClassVar[str] = "server"
    title: ClassVar[Text] = same("Server")
    part: ClassVar[bool] = True
    problem: ClassVar[Text] = Text("One server for all nodes.", "Satu server untuk semua node.")
    solution: ClassVar[Text] = Text("Share it.", "Pakai bersama.")
    apart: ClassVar[Text] = Text("its own", "sendiri")
    shared: ClassVar[Text] = Text("one for all", "satu bersama")

    host: str | None = ask(Line(
        label=same("Host"), help=Text("Where it is.", "Letaknya."), setting="database.redis.default.host",
        key="REDIS_HOST", example="10.0.0.10", accept=accept.host, local=accept.loopback,
    ))  # fmt: skip
    port: int = ask(Number(
        label=same("Port"), help=Text("Its port.", "Port-nya."), setting="database.redis.default.port",
        key="REDIS_PORT", default=6379, minimum=1, maximum=65535,
    ))  # fmt: skip
    password: str | None = ask(Line(
        label=same("Password"), help=Text("Kept when left alone.", "Dibiarkan kalau kosong."),
        setting="database.redis.default.password", key="REDIS_PASSWORD", secret=True, optional=True, public=False,
    ))  # fmt: skip

    def changes(self, answers: Answers, project: Project) -> Iterator[Change]:
        """Write the connection."""
        base = "database.redis.default"
        yield Set(setting=f"{base}.host", value=self.host, key="REDIS_HOST")
        yield Set(setting=f"{base}.port", value=self.port, key="REDIS_PORT")
        yield Set(setting=f"{base}.password", value=self.password, key="REDIS_PASSWORD", public=False)


class Login(Section):
    """A choice, a number, a switch, and the part."""

    name: ClassVar[str] = "login"
    title: ClassVar[Text] = Text("Login", "Masuk")
    problem: ClassVar[Text] = Text("A login must survive the next node.", "Login harus bertahan di node lain.")
    solution: ClassVar[Text] = Text("Share it.", "Pakai bersama.")
    apart: ClassVar[Text] = Text("its own", "sendiri")
    shared: ClassVar[Text] = Text("one for all", "satu bersama")

    driver: str = ask(Choice(
        label=Text("Where are logins kept?", "Login disimpan di mana?"), help=Text("Anywhere shared.", "Bersama."),
        setting="session.driver", key="SESSION_DRIVER", default="redis",
        options=(Option("redis", same("redis"), Text("fast", "cepat")),
                 Option("database", same("database"), Text("no new server", "tanpa server baru"))),
        local={"file": Text("on this node alone", "di node ini saja")},
    ))  # fmt: skip
    lifetime: int = ask(Number(
        label=Text("Minutes", "Menit"), help=Text("How long.", "Berapa lama."), setting="session.lifetime",
        key="SESSION_LIFETIME", default=120, minimum=1, maximum=525600,
    ))  # fmt: skip
    table: str = ask(Line(
        label=Text("Table", "Tabel"), help=Text("Its name.", "Namanya."), setting="session.table",
        key="SESSION_TABLE", default="cms_sessions", accept=accept.name,
    ))  # fmt: skip
    secure: bool = ask(Toggle(
        label=Text("Over HTTPS only", "Hanya lewat HTTPS"), help=Text("Yes for https.", "Ya untuk https."),
        setting="session.secure", key="SESSION_SECURE_COOKIE", default=True,
    ))  # fmt: skip

    def asked(self, project: Project) -> Iterable[str]:
        """The table matters only in the database."""
        return ("driver", "lifetime", *(("table",) if self.driver == "database" else ()), "secure")

    def needs(self) -> Sequence[type[Section]]:
        """Redis needs its server."""
        return (Server,) if self.driver == "redis" else ()

    def changes(self, answers: Answers, project: Project) -> Iterator[Change]:
        """Write the answers."""
        yield Set(setting="session.driver", value=self.driver, key="SESSION_DRIVER")
        yield Set(setting="session.lifetime", value=self.lifetime, key="SESSION_LIFETIME")
        yield Set(setting="session.secure", value=self.secure, key="SESSION_SECURE_COOKIE")
        yield Run(command="php artisan config:clear", why=Text("reads it anew", "dibaca ulang"),
                  phase=Phase.CONFIG, on=On.EVERY)  # fmt: skip

    def advise(self, answers: Answers, project: Project) -> Iterator[Finding]:
        """Say what happens to those who are signed in."""
        if project.configs.value("session.driver") != self.driver:
            yield Finding("login.signs-out", Level.WARNING, "session.driver",
                          Text("everybody is signed out once", "semua logout satu kali"),
                          Text("Tell them", "Beri tahu"), self.name)  # fmt: skip


class Store(Section):
    """Needs the part as well."""

    name: ClassVar[str] = "store"
    title: ClassVar[Text] = Text("Store", "Simpan")
    problem: ClassVar[Text] = Text("One store.", "Satu simpanan.")
    solution: ClassVar[Text] = Text("Share it.", "Pakai bersama.")
    apart: ClassVar[Text] = Text("its own", "sendiri")
    shared: ClassVar[Text] = Text("one for all", "satu bersama")

    prefix: str = ask(Line(
        label=same("Prefix"), help=Text("Before every key.", "Di depan key."), default="omni_", accept=accept.prefix,
    ))  # fmt: skip

    def needs(self) -> Sequence[type[Section]]:
        """Always on Redis."""
        return (Server,)


class Key(Section):
    """A secret that can be made here."""

    name: ClassVar[str] = "key"
    title: ClassVar[Text] = Text("Key", "Kunci")
    problem: ClassVar[Text] = Text("One key for all nodes.", "Satu kunci untuk semua node.")
    solution: ClassVar[Text] = Text("Share it.", "Pakai bersama.")
    apart: ClassVar[Text] = Text("its own", "sendiri")
    shared: ClassVar[Text] = Text("one for all", "satu bersama")

    key: str | None = ask(Line(
        label=Text("Application key", "Kunci aplikasi"), help=Text("The same everywhere.", "Sama di mana pun."),
        setting="app.key", key="APP_KEY", secret=True, public=False,
        words=(Option("generate", Text("Make one", "Buat satu"), Text("here, once", "di sini, sekali")),),
    ))  # fmt: skip

    def draw(self, name: str, word: str, project: Project) -> str:
        """A value that a test can look for."""
        return SECRET

    def changes(self, answers: Answers, project: Project) -> Iterator[Change]:
        """Write the key."""
        yield Set(setting="app.key", value=self.key, key="APP_KEY", public=False)


SECTIONS: tuple[type[Section], ...] = (Login, Store, Key)
PARTS: tuple[type[Section], ...] = (Server,)
def section(number: int) -> tuple[str, ...]:
    """The keys that lead from the start to a section."""
    return ("2", *("pagedown",) * (number - 1))


KEYS = tuple(entry for _, entries in words.KEY_GROUPS for entry in entries)
TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}


def desk(
    folder: Path,
    *,
    typed: dict[Name, str] | None = None,
    lang: Lang = "en",
    env: dict[str, str | None] | None = None,
    write_with: object = None,
) -> Desk:
    """A desk over a fresh stateful project in the folder."""
    stateful = {"SESSION_DRIVER": "file", "APP_KEY": "", "REDIS_PASSWORD": "null"}
    shapes.make("slim-12", folder, env={**stateful, **(env or {})})
    project = Project.open(folder, environ={})

    def put(out: Outcome) -> Receipt:
        return write(out)

    state = State.start(project, SECTIONS, PARTS, lang, Given(typed=typed or {}))
    return Desk(state, put, lambda: Project.open(folder, environ={}))


def app(desk: Desk, **environ: str) -> WizardApp:
    """The wizard on that desk."""
    return WizardApp(desk, {**TERMINAL, **environ})
