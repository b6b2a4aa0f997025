"""Sections of a few lines: what the core does must not depend on the eight of the guide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from wizard import accept
from wizard.changes import ABSENT, Change, Set
from wizard.project import Project
from wizard.question import Answer, Choice, Line, Number, Option, Toggle
from wizard.section import Answers, Section, ask
from wizard.text import Text, same

LOCAL = Text("kept on this node", "disimpan di node ini")
_SAID = same("words")


class Store(Section):
    """A part: where the lines of Tiny are kept, asked only when it is needed."""

    name: ClassVar[str] = "store"
    title: ClassVar[Text] = same("Store")
    problem: ClassVar[Text] = same("")
    solution: ClassVar[Text] = same("")
    apart: ClassVar[Text] = same("")
    shared: ClassVar[Text] = same("")
    part: ClassVar[bool] = True

    host: str | None = ask(Line(label=_SAID, help=_SAID, setting="database.redis.default.host", key="REDIS_HOST",
                                accept=accept.host, local=accept.loopback))  # fmt: skip
    word: str | None = ask(Line(label=_SAID, help=_SAID, secret=True, optional=True, public=False,
                                setting="database.redis.default.password", key="REDIS_PASSWORD"))  # fmt: skip

    pin: str | None = ask(Line(label=_SAID, help=_SAID, secret=True, optional=True, public=False, accept=accept.name,
                               setting="database.redis.default.username", key="REDIS_USERNAME"))  # fmt: skip

    def changes(self, answers: Answers, project: Project) -> Iterator[Change]:
        yield Set(setting="database.redis.default.host", value=self.host, key="REDIS_HOST")
        yield Set(setting="database.redis.default.password", value=self.word or ABSENT, key="REDIS_PASSWORD",
                  public=False)  # fmt: skip


class Tiny(Section):
    """One question of each kind; only redis needs the part."""

    name: ClassVar[str] = "tiny"
    title: ClassVar[Text] = same("Tiny")
    problem: ClassVar[Text] = same("")
    solution: ClassVar[Text] = same("")
    apart: ClassVar[Text] = same("")
    shared: ClassVar[Text] = same("")

    driver: str = ask(Choice(
        label=_SAID, help=_SAID, setting="session.driver", key="SESSION_DRIVER", example="redis", default="redis",
        options=(Option("redis", _SAID), Option("database", _SAID)), local={"file": LOCAL},
    ))  # fmt: skip
    lifetime: int = ask(Number(label=_SAID, help=_SAID, setting="session.lifetime", key="SESSION_LIFETIME",
                               default=120, minimum=1, maximum=525600))  # fmt: skip
    table: str = ask(Line(label=_SAID, help=_SAID, setting="session.table", key="SESSION_TABLE",
                          default="tiny_sessions", accept=accept.name))  # fmt: skip
    cookie: str | None = ask(Line(label=_SAID, help=_SAID, setting="session.cookie", key="SESSION_COOKIE",
                                  optional=True))  # fmt: skip
    secure: bool = ask(Toggle(label=_SAID, help=_SAID, setting="session.secure", key="SESSION_SECURE_COOKIE",
                              default=True))  # fmt: skip
    owner: str | None = ask(Line(label=_SAID, help=_SAID, accept=accept.name))

    def asked(self, project: Project) -> Iterable[str]:
        return [name for name in self.questions() if name != "table" or self.driver == "database"]

    def proposed(self, name: str, project: Project) -> Answer:
        return False if name == "secure" and project.configs.value("app.url") == "http://shop.test" else None

    def needs(self) -> Sequence[type[Section]]:
        return (Store,) if self.driver == "redis" else ()

    def changes(self, answers: Answers, project: Project) -> Iterator[Change]:
        yield Set(setting="session.driver", value=self.driver, key="SESSION_DRIVER", example="redis")
        yield Set(setting="session.lifetime", value=self.lifetime, key="SESSION_LIFETIME", example="120")
        yield Set(setting="session.secure", value=self.secure, key="SESSION_SECURE_COOKIE", example="true")


BOTH: tuple[type[Section], ...] = (Tiny, Store)
