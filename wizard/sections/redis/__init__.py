"""Redis: one central server for sessions, cache and queue, asked for once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

from wizard import accept
from wizard.changes import ABSENT, Change, On, Phase, Require, Run, Set, SetConfig
from wizard.check import Check
from wizard.finding import Finding, Invalid
from wizard.laravel import connection, version
from wizard.laravel import redis as servers
from wizard.laravel.config import Missing, Reading
from wizard.laravel.redis import CACHE, CLUSTERS, MAIN, NODE
from wizard.project import Project
from wizard.question import Answer, Line, Number
from wizard.section import Answers, Section, ask
from wizard.sections.redis import advice
from wizard.text import Text, same

_SCHEMES = ("tcp", "tls", "ssl")
_CLUSTER_PASSWORDS = ("database.redis.options.password", f"{CLUSTERS}.options.password")


def _host(raw: str) -> str:
    """Accept a host, with `tls://` before it where the server wants TLS."""
    scheme, mark, host = raw.rpartition("://")
    if mark and scheme not in _SCHEMES:
        raise Invalid(Text("Before the host comes `tls://` or nothing",
                           "Di depan host hanya boleh `tls://`, atau kosong"))  # fmt: skip
    accept.host(host)
    return raw


class Redis(Section):
    """The connection every node uses; sessions and locks in one database number, cache in another."""

    name: ClassVar[str] = "redis"
    title: ClassVar[Text] = same("Redis")
    part: ClassVar[bool] = True
    problem: ClassVar[Text] = Text(
        "A Redis on the node itself is seen by that node alone: what one node puts there, the other never finds.",
        "Redis di dalam node hanya terlihat oleh node itu: yang disimpan satu node tidak pernah ditemukan node lain.",
    )
    solution: ClassVar[Text] = Text(
        "All nodes talk to the same central Redis server, never to 127.0.0.1.",
        "Semua node memakai satu server Redis pusat, jangan 127.0.0.1.",
    )
    apart: ClassVar[Text] = Text("own Redis", "Redis sendiri")
    shared: ClassVar[Text] = Text("central Redis", "Redis pusat")

    host: str | None = ask(Line(
        label=same("Host"),
        help=Text("The central Redis server as seen from the app servers; never 127.0.0.1. `tls://` before it for TLS.",
                  "Server Redis pusat dilihat dari app server; jangan 127.0.0.1. Awali `tls://` untuk TLS."),
        setting="database.redis.default.host", key="REDIS_HOST", example="10.0.0.10",
        accept=_host, local=servers.node_local,
    ))  # fmt: skip
    port: int = ask(Number(
        label=same("Port"),
        help=Text("TCP port of Redis as seen from the app servers, 1 to 65535.",
                  "Port TCP Redis dilihat dari app server, 1 sampai 65535."),
        setting="database.redis.default.port", key="REDIS_PORT", example="6379",
        default=6379, minimum=1, maximum=65535,
    ))  # fmt: skip
    username: str | None = ask(Line(
        label=Text("ACL user", "User ACL"),
        help=Text("Only for Redis 6+ with ACL users; `none` when there is just a password.",
                  "Hanya untuk Redis 6+ dengan user ACL; `none` kalau cuma ada password."),
        setting="database.redis.default.username", key="REDIS_USERNAME", optional=True,
    ))  # fmt: skip
    password: str | None = ask(Line(
        label=same("Password"),
        help=Text("Kept as it is when left alone; `none` when the server asks for none.",
                  "Tetap seperti sekarang kalau tidak diisi; `none` kalau server tidak memintanya."),
        setting="database.redis.default.password", key="REDIS_PASSWORD",
        secret=True, optional=True, public=False,
    ))  # fmt: skip
    database: int = ask(Number(
        label=Text("Database number", "Nomor database"),
        help=Text("For sessions, queue and locks. Never the cache's: `cache:clear` empties that one.",
                  "Untuk session, queue, dan lock. Jangan sama dengan cache: `cache:clear` mengosongkannya."),
        setting="database.redis.default.database", key="REDIS_DB", default=0, minimum=0, maximum=65535,
    ))  # fmt: skip
    cache_database: int = ask(Number(
        label=Text("Cache database number", "Nomor database cache"),
        help=Text("For the cache alone; must differ from the other one.",
                  "Khusus cache; harus berbeda dari nomor yang lain."),
        setting="database.redis.cache.database", key="REDIS_CACHE_DB", default=1, minimum=0, maximum=65535,
    ))  # fmt: skip
    prefix: str | None = ask(Line(
        label=Text("Key prefix", "Prefix key"),
        help=Text("Put before every key; `none` for no prefix. Pinned: Laravel's own derives from APP_NAME and version.",
                  "Ditaruh di depan setiap key; `none` tanpa prefix. Di-pin: bawaannya ikut APP_NAME dan versi Laravel."),
        setting="database.redis.options.prefix", key="REDIS_PREFIX", example="omniflow_",
        optional=True, accept=accept.prefix,
    ))  # fmt: skip

    def asked(self, project: Project) -> Iterable[str]:
        """A cluster has one database and perhaps servers we cannot set; 8's phpredis knows no ACL user."""
        if servers.is_cluster(project.configs) and not servers.is_settable(project.configs):
            return ("prefix",)
        has_user = not isinstance(project.configs.read(self._place("username", project)), Missing)
        knows_user = project.version.major > 8 or has_user or self.username
        skipped = () if knows_user else ("username",)
        if servers.is_cluster(project.configs):
            skipped = (*skipped, "database", "cache_database")
        return tuple(name for name in self.questions() if name not in skipped)

    def found(self, name: str, project: Project) -> Reading | None:
        in_url = name in _in_url(project)
        return project.configs.read(f"{_base(project)}.url" if in_url else self._place(name, project))

    def present(self, name: str, project: Project) -> Answer:
        """REDIS_URL beats host, port, user, password and number (LARAVEL.md §4.3): its parts are the answers."""
        parts = _in_url(project)
        if name == "prefix" and project.configs.is_default(self.setting(name)):
            return None
        value = parts[name] if name in parts else project.configs.value(self._place(name, project))
        return value if isinstance(value, str | int | bool) and value != "" else None

    def _place(self, name: str, project: Project) -> str:
        """Return the setting of a question in this project: a cluster's first server stands for all."""
        if not servers.is_cluster(project.configs) or name not in ("host", "port", "username", "password"):
            return self.setting(name)
        own = f"{NODE}.{name}"
        places = (own, *_CLUSTER_PASSWORDS) if name == "password" else (own,)
        return next((place for place in places if project.configs.value(place)), own)

    def local(self, name: str, value: Answer, project: Project) -> Text | None:
        if name == "cache_database" and str(value) == str(self.database) and not self.is_apart(project):
            return Text("the number that sessions use too: `cache:clear` would sign everybody out",
                        "nomor yang juga dipakai session: `cache:clear` membuat semua orang logout")  # fmt: skip
        return super().local(name, value, project)

    def proposed(self, name: str, project: Project) -> Answer:
        if name == "cache_database" and self.database == 1:
            return 0
        made_up = name == "prefix" and project.configs.is_default(self.setting(name))
        return super().present(name, project) if made_up else None

    def changes(self, answers: Answers, project: Project) -> Iterator[Change]:
        if not servers.is_cluster(project.configs):
            yield from self._copy(project)
            for base in (MAIN,) if self.is_apart(project) else (MAIN, CACHE):
                yield from self._server(base)
            yield Set(setting=f"{MAIN}.database", value=self.database, key="REDIS_DB")
            yield Set(setting=f"{CACHE}.database", value=self.cache_database, key="REDIS_CACHE_DB")
        elif servers.is_settable(project.configs):
            yield from self._server(NODE)
            yield from self._cluster_password(project)
        yield Set(setting="database.redis.options.prefix", value=self.prefix or "", key="REDIS_PREFIX", pinned=True)
        yield from _client(project)

    def _copy(self, project: Project) -> Iterator[Change]:
        """A connection `cache` that has to be made is `default` again (scheme, time-outs), but for its number."""
        if isinstance(project.configs.read(CACHE), Missing):
            answered: dict[str, str | int | None] = {"host": self.host, "port": self.port, "url": None}
            answered |= {"username": self.username, "password": self.password}
            for item in servers.items(project.configs, MAIN):
                value = answered.get(item.key, item.value)
                yield SetConfig(setting=f"{CACHE}.{item.key}", code=item.code, value=value)

    def _server(self, base: str) -> Iterator[Change]:
        yield Set(setting=f"{base}.host", value=self.host, key="REDIS_HOST")
        yield Set(setting=f"{base}.port", value=self.port, key="REDIS_PORT", example="6379")
        yield Set(setting=f"{base}.username", value=self.username or ABSENT, key="REDIS_USERNAME")
        yield Set(setting=f"{base}.password", value=self.password or ABSENT, key="REDIS_PASSWORD", public=False)
        if self.host:
            yield Set(setting=f"{base}.url", value=ABSENT, key="REDIS_URL", public=False)

    def _cluster_password(self, project: Project) -> Iterator[Change]:
        """predis takes a server's own password, phpredis one for the whole cluster, from its options."""
        there = [p for p in _CLUSTER_PASSWORDS if not isinstance(project.configs.read(p), Missing)]
        needs_one = self.password and project.configs.value("database.redis.client") != "predis"
        for place in there or (_CLUSTER_PASSWORDS[1:] if needs_one else ()):
            yield Set(setting=place, value=self.password or ABSENT, key="REDIS_PASSWORD", public=False)

    def advise(self, answers: Answers, project: Project) -> Iterator[Finding]:
        yield from advice.about(self, project)

    def checks(self, answers: Answers, project: Project) -> Iterator[Check]:
        from wizard.services import redis as live

        yield from live.checks(project)

    def is_apart(self, project: Project) -> bool:
        """Tell whether the cache has a Redis server of its own already: that one is left alone."""
        main, cache = (next(iter(servers.hosts(project.configs, n).values()), None) for n in ("default", "cache"))
        return cache is not None and cache not in (main, self.host) and not servers.node_local(cache)


def _base(project: Project) -> str:
    return NODE if servers.is_cluster(project.configs) else MAIN


def _in_url(project: Project) -> Mapping[str, Answer]:
    """Return the answers that REDIS_URL holds; none when it is not set or no URL.

    A user without a password is none: Laravel signs in with both or not at all, and it may well be a token.
    """
    configs, base = project.configs, _base(project)
    url = connection.url_of(configs, base)
    if url is None:
        return {}
    parts: dict[str, Answer] = dict(url.parts)
    if "password" not in parts and not any(map(configs.value, (f"{base}.password", *_CLUSTER_PASSWORDS))):
        parts.pop("username", None)
    if url.driver in ("rediss", "tls"):
        parts["host"] = f"tls://{url.parts['host']}"
    return parts


def _client(project: Project) -> Iterator[Change]:
    client = project.configs.value("database.redis.client")
    if client == "predis" and not project.has("predis/predis"):
        yield Require(package="predis/predis", constraint=version.predis_package(project.version),
            why=Text("the Redis client that `database.redis.client` names",
                     "client Redis yang disebut `database.redis.client`"))  # fmt: skip
    if client == "phpredis" and not project.has("ext-redis"):
        yield Run(command="php -m | grep -qi '^redis$'",
            why=Text("Laravel's default client needs PHP's redis extension on every node (or predis and "
                     "REDIS_CLIENT=predis)",
                     "Client bawaan Laravel butuh ekstensi PHP redis di setiap node (atau predis dan "
                     "REDIS_CLIENT=predis)"),
            phase=Phase.PACKAGES, on=On.EVERY)  # fmt: skip
