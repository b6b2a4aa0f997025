"""Redis: one central server for sessions, cache and queue, asked for once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

from wizard import accept
from wizard.changes import ABSENT, Change, On, Phase, Require, Run, Set
from wizard.finding import Finding, Invalid, Level
from wizard.laravel import connection, version
from wizard.laravel.config import Missing, Reading
from wizard.project import Project
from wizard.question import Answer, Line, Number
from wizard.section import Answers, Section, ask
from wizard.text import Text, same

_BOTH = ("default", "cache")
_MAIN = "database.redis.default"
_SCHEMES = ("tcp", "tls", "ssl")


def _host(raw: str) -> str:
    """Accept a host, with `tls://` before it where the server wants TLS."""
    scheme, mark, host = raw.rpartition("://")
    if mark and scheme not in _SCHEMES:
        raise Invalid(Text("Before the host comes `tls://` or nothing",
                           "Di depan host hanya boleh `tls://`, atau kosong"))  # fmt: skip
    accept.host(host)
    return raw


def _node_local(raw: str) -> Text | None:
    """Tell why a present host cannot be kept: this node itself, or a socket file on it."""
    if raw.startswith(("/", "unix:")):
        return Text("a socket file on this node: no other node reaches it",
                    "berkas socket di node ini: node lain tidak bisa menjangkaunya")  # fmt: skip
    return accept.loopback(raw.rpartition("://")[2])


class Redis(Section):
    """The connection every node uses; sessions and locks in one database number, cache in another."""

    name: ClassVar[str] = "redis"
    title: ClassVar[Text] = same("Redis")
    part: ClassVar[bool] = True
    why: ClassVar[Text] = Text(
        "All nodes must talk to the same Redis server: one on the node itself is seen by that node alone.",
        "Semua node harus memakai server Redis yang sama: Redis di dalam node hanya terlihat oleh node itu.",
    )

    host: str | None = ask(Line(
        label=same("Host"),
        help=Text("The central Redis server as seen from the app servers; never 127.0.0.1. `tls://` before it for TLS.",
                  "Server Redis pusat dilihat dari app server; jangan 127.0.0.1. Awali `tls://` untuk TLS."),
        setting="database.redis.default.host", key="REDIS_HOST", example="10.0.0.10",
        accept=_host, local=_node_local,
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
                  "Dibiarkan seperti sekarang kalau tidak diisi; `none` kalau server tidak memintanya."),
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
                  "Ditaruh di depan setiap key; `none` tanpa prefix. Dikunci: bawaannya ikut APP_NAME dan versi Laravel."),
        setting="database.redis.options.prefix", key="REDIS_PREFIX", example="omniflow_",
        optional=True, accept=accept.prefix,
    ))  # fmt: skip

    def asked(self, project: Project) -> Iterable[str]:
        """A cluster has its own list of servers and one database; 8's phpredis knows no ACL user."""
        if is_cluster(project):
            return ("prefix",)
        has_user = not isinstance(project.configs.read(self.setting("username")), Missing)
        knows_user = project.version.major > 8 or has_user or self.username
        return tuple(name for name in self.questions() if name != "username" or knows_user)

    def found(self, name: str, project: Project) -> Reading | None:
        return project.configs.read(f"{_MAIN}.url") if name in _in_url(project) else super().found(name, project)

    def present(self, name: str, project: Project) -> Answer:
        """REDIS_URL beats host, port, user, password and number (LARAVEL.md §4.3): its parts are the answers."""
        parts = _in_url(project)
        if name == "prefix" and project.configs.is_default(self.setting(name)):
            return None
        return parts[name] if name in parts else super().present(name, project)

    def local(self, name: str, value: Answer, project: Project) -> Text | None:
        if name == "cache_database" and str(value) == str(self.database) and not self._is_apart(project):
            return Text("the number that sessions use too: `cache:clear` would sign everybody out",
                        "nomor yang juga dipakai session: `cache:clear` membuat semua orang logout")  # fmt: skip
        return super().local(name, value, project)

    def proposed(self, name: str, project: Project) -> Answer:
        if name == "cache_database" and self.database == 1:
            return 0
        made_up = name == "prefix" and project.configs.is_default(self.setting(name))
        return super().present(name, project) if made_up else None

    def changes(self, answers: Answers, project: Project) -> Iterator[Change]:
        if not is_cluster(project):
            for name in ("default",) if self._is_apart(project) else _BOTH:
                yield from self._server(f"database.redis.{name}")
            yield Set(setting="database.redis.default.database", value=self.database, key="REDIS_DB")
            yield Set(setting="database.redis.cache.database", value=self.cache_database, key="REDIS_CACHE_DB")
        yield Set(setting="database.redis.options.prefix", value=self.prefix or "", key="REDIS_PREFIX",
                  pinned=True, example="omniflow_")  # fmt: skip
        yield from _client(project)

    def _is_apart(self, project: Project) -> bool:
        """Tell whether the cache has a Redis server of its own already: that one is left alone."""
        main, cache = (_server_of(project, name) for name in _BOTH)
        return cache is not None and cache not in (main, self.host) and not _node_local(cache)

    def _server(self, base: str) -> Iterator[Change]:
        yield Set(setting=f"{base}.host", value=self.host, key="REDIS_HOST", example="10.0.0.10")
        yield Set(setting=f"{base}.port", value=self.port, key="REDIS_PORT", example="6379")
        yield Set(setting=f"{base}.username", value=self.username or ABSENT, key="REDIS_USERNAME")
        yield Set(setting=f"{base}.password", value=self.password or ABSENT, key="REDIS_PASSWORD", public=False)
        if self.host:
            yield Set(setting=f"{base}.url", value=ABSENT, key="REDIS_URL", public=False)

    def advise(self, answers: Answers, project: Project) -> Iterator[Finding]:
        if is_cluster(project):
            yield Finding("redis.cluster", Level.WARNING, "database.redis.clusters",
                Text("a Redis Cluster has one database only: `cache:clear` empties it, sessions and queue too",
                     "Redis Cluster hanya punya satu database: `cache:clear` mengosongkannya, termasuk session "
                     "dan queue"),
                Text("Its servers stay as they are; give the cache a server of its own",
                     "Servernya dibiarkan; beri cache server sendiri"), self.name)  # fmt: skip
            return
        if self.database == self.cache_database and not self._is_apart(project):
            yield Finding("redis.one-database", Level.ERROR, "database.redis.cache.database",
                Text("sessions and cache share Redis database {number}: `cache:clear` is a FLUSHDB and signs "
                     "everybody out",
                     "session dan cache memakai database Redis {number} yang sama: `cache:clear` itu FLUSHDB dan "
                     "membuat semua orang logout").fill(number=self.database),
                Text("Give the cache another number", "Beri cache nomor lain"), self.name)  # fmt: skip
        if self.host and _node_local(self.host):
            yield Finding("redis.loopback", Level.WARNING, "database.redis.default.host",
                Text("`{host}` is each node itself", "`{host}` adalah masing-masing node itu sendiri").fill(
                    host=self.host),
                Text("Right only when a proxy to the central server listens there on every node",
                     "Benar hanya kalau di tiap node ada proxy ke server pusat"), self.name)  # fmt: skip
        if _in_url(project):
            yield Finding("redis.url", Level.INFO, f"{_MAIN}.url",
                Text("the URL beats host, port and password, for both connections at once: it is taken apart",
                     "URL mengalahkan host, port, dan password di kedua koneksi sekaligus: isinya dipecah"),
                Text("Take it out of the server's own environment too, if it is there",
                     "Hapus juga dari environment server kalau ada di sana"), self.name)  # fmt: skip


def is_cluster(project: Project) -> bool:
    """Tell whether the connection is a Redis Cluster, which has no host and no database number."""
    is_plain = not isinstance(project.configs.read("database.redis.default.host"), Missing)
    return not is_plain and not isinstance(project.configs.read("database.redis.clusters.default"), Missing)


def is_shared(project: Project, name: str) -> bool:
    """Tell whether the application has a Redis connection by this name, on a server that is no node's own."""
    base = f"database.redis.{name}"
    if all(isinstance(project.configs.read(f"{base}.{part}"), Missing) for part in ("host", "url")):
        return not isinstance(project.configs.read(f"database.redis.clusters.{name}"), Missing)
    server = _server_of(project, name)
    return server is None or _node_local(server) is None


def _in_url(project: Project) -> Mapping[str, Answer]:
    """Return the answers that REDIS_URL holds; none when it is not set or no URL."""
    url = connection.url_of(project.configs, _MAIN)
    if url is None:
        return {}
    parts: dict[str, Answer] = dict(url.parts)
    if url.driver in ("rediss", "tls"):
        parts["host"] = f"tls://{url.parts['host']}"
    return parts


def _server_of(project: Project, name: str) -> str | None:
    """Return the host of a connection as Laravel would see it; None when it cannot be told."""
    url = connection.url_of(project.configs, f"database.redis.{name}")
    host = url.parts["host"] if url else project.configs.value(f"database.redis.{name}.host")
    return host if isinstance(host, str) else None


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
