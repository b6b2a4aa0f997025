"""Cache: what an admin changes on one node must be seen on the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from wizard import accept
from wizard.changes import Change, On, Phase, Render, Run, Set
from wizard.check import Check
from wizard.finding import Finding
from wizard.laravel import migrations
from wizard.laravel import redis as servers
from wizard.laravel.config import CannotTell, Missing
from wizard.laravel.slug import slug
from wizard.laravel.tables import connection_for, own_connection
from wizard.project import Project
from wizard.question import Answer, Choice, Line, Option
from wizard.section import Answers, Section, ask
from wizard.sections.cache import advice, stores
from wizard.sections.database import Database
from wizard.sections.redis import Redis
from wizard.text import Text, same

TABLE = "laravel_cms_cache"
LOCK_TABLE = "laravel_cms_cache_locks"
_EVERYBODYS = {"table": "cache", "lock_table": "cache_locks"}


class Cache(Section):
    """Where cached values, locks and limits are kept."""

    name: ClassVar[str] = "cache"
    title: ClassVar[Text] = same("Cache")
    problem: ClassVar[Text] = Text(
        "An admin changes a setting on node A. Node B still answers from its own old cache, so the setting looks "
        "different from one click to the next.",
        "Admin mengubah setting di node A. Node B masih menjawab dari cache lamanya sendiri, jadi isi halaman "
        "berubah-ubah tiap klik.",
    )
    solution: ClassVar[Text] = Text(
        "One cache for all nodes: a change is seen everywhere at once.",
        "Satu cache untuk semua node: perubahan langsung terlihat di mana-mana.",
    )
    apart: ClassVar[Text] = Text("own cache", "cache sendiri")
    shared: ClassVar[Text] = same("Redis / database")

    store: str = ask(Choice(
        label=Text("Where is the cache kept?", "Cache disimpan di mana?"),
        help=Text("Redis is fastest. The database needs no new server: choose it when there is no Redis.",
                  "Redis paling cepat. Database tidak butuh server baru: pilih kalau belum ada Redis."),
        setting="cache.default", key="CACHE_STORE", example="redis", default="redis",
        options=(
            Option("redis", same("redis"), Text("shared, fastest", "dipakai bersama, paling cepat")),
            Option("database", same("database"),
                   Text("shared, no new server, slower", "dipakai bersama, tanpa server baru, lebih lambat")),
        ),
        local=stores.LOCAL,
    ))  # fmt: skip
    table: str = ask(Line(
        label=Text("Cache table", "Tabel cache"),
        help=Text("A name that no other application in this database uses.",
                  "Nama yang tidak dipakai aplikasi lain di database ini."),
        setting="cache.stores.database.table", key="DB_CACHE_TABLE", example=TABLE,
        default=TABLE, accept=accept.name,
    ))  # fmt: skip
    lock_table: str = ask(Line(
        label=Text("Locks table", "Tabel lock"),
        help=Text("Where locks are kept, apart from the values: `cache:clear` leaves them alone.",
                  "Tempat lock, terpisah dari nilainya: `cache:clear` tidak menyentuhnya."),
        setting="cache.stores.database.lock_table", key="DB_CACHE_LOCK_TABLE", example=LOCK_TABLE,
        default=LOCK_TABLE, accept=accept.name,
    ))  # fmt: skip
    prefix: str | None = ask(Line(
        label=Text("Key prefix", "Prefix key"),
        help=Text("Keeps this application's keys from mixing with others'. End it with `_`. Pinned: same on all nodes.",
                  "Supaya key aplikasi ini tidak bercampur dengan yang lain. Akhiri dengan `_`. Di-pin: sama di semua node."),
        setting="cache.prefix", key="CACHE_PREFIX", example="omniflow_admin_", accept=accept.prefix,
    ))  # fmt: skip

    def asked(self, project: Project) -> Iterable[str]:
        tables = ("table", "lock_table") if self.store == "database" else ()
        return ("store", *tables, "prefix")

    def proposed(self, name: str, project: Project) -> Answer:
        """An empty prefix (`CACHE_PREFIX=`, as 11's `.env.example` had it) means none: give it a name."""
        if name != "prefix":
            return None
        app = project.configs.value("app.name")
        word = slug(app, "_") if isinstance(app, str) else ""
        return f"{word}_cache_" if isinstance(word, str) and word else "laravel_cache_"

    def local(self, name: str, value: Answer, project: Project) -> Text | None:
        if name == "store":
            return stores.why_local(project, str(value))
        if self.store == "database" and value == _EVERYBODYS.get(name):
            return Text("`{table}` is the name every Laravel application takes: in a shared database it collides",
                        "`{table}` dipakai setiap aplikasi Laravel: di database bersama namanya bentrok").fill(
                table=value)  # fmt: skip
        return super().local(name, value, project)

    def needs(self) -> Sequence[type[Section]]:
        return (Redis,) if self.store == "redis" else ()

    def changes(self, answers: Answers, project: Project) -> Iterator[Change]:
        key = "CACHE_STORE" if project.version.major >= 11 else "CACHE_DRIVER"
        yield Set(setting="cache.default", value=self.store, key=key, pinned=True, example="redis")
        yield Set(setting="cache.prefix", value=self.prefix, key="CACHE_PREFIX", pinned=True)
        if self.store == "redis":
            yield from _in_redis(project)
        elif self.store == "database":
            yield from self._in_tables(project)
            yield from _from_primary(answers[Database], project)
        yield from _deploy(self.store)

    def _in_tables(self, project: Project) -> Iterator[Change]:
        base = "cache.stores.database"
        if not isinstance(project.configs.read(f"{base}.driver"), CannotTell):
            yield Set(setting=f"{base}.driver", value="database")
        yield Set(setting=f"{base}.table", value=self.table, key="DB_CACHE_TABLE", pinned=True, example=TABLE)
        yield Set(setting=f"{base}.lock_table", value=self.lock_table, key="DB_CACHE_LOCK_TABLE", pinned=True,
                  example=LOCK_TABLE)  # fmt: skip
        wanted = ((self.table, "value", f"{base}.table"), (self.lock_table, "owner", f"{base}.lock_table"))
        tables = [(table, column) for table, column, setting in wanted if not project.makers(table, setting)]
        if tables:
            name = f"create_{tables[0][0]}_table"
            yield Render(
                path=migrations.path(name),
                template="cache/migration.php.jinja",
                values={"tables": tables, "connection": own_connection(project.configs, f"{base}.connection"),
                        "class_name": migrations.class_name(project.version, name)},
            )  # fmt: skip
        yield Run(command="php artisan migrate --force",
            why=Text("makes the tables `{table}` and `{locks}` for the cache",
                     "membuat tabel `{table}` dan `{locks}` untuk cache").fill(
                table=self.table, locks=self.lock_table),
            phase=Phase.MIGRATE, on=On.ONE)  # fmt: skip

    def checks(self, answers: Answers, project: Project) -> Iterator[Check]:
        if self.store == "database":
            yield from answers[Database].checks(answers, project)

    def advise(self, answers: Answers, project: Project) -> Iterator[Finding]:
        yield from advice.about(self, project, split=answers[Database].split)


def _in_redis(project: Project) -> Iterator[Change]:
    """The store needs a Redis connection of its own: `cache:clear` empties all of it (LARAVEL.md §8.4)."""
    base, configs = "cache.stores.redis", project.configs
    reading = configs.read(f"{base}.driver")
    if isinstance(reading, CannotTell):
        return
    yield Set(setting=f"{base}.driver", value="redis")
    connection = configs.value(f"{base}.connection") or "default"
    named = connection if isinstance(connection, str) else ""
    if servers.is_cluster(configs):  # nobody makes a connection `cache` beside it: name one that is there
        wanted = named if named and servers.exists(configs, named) else "default"
    else:
        own = named not in ("", "default") and servers.is_shared(configs, named)
        wanted = named if own else "cache"
    if isinstance(reading, Missing) or wanted != connection:
        yield Set(setting=f"{base}.connection", value=wanted, key="REDIS_CACHE_CONNECTION")
    locks = configs.value(f"{base}.lock_connection")
    if isinstance(reading, Missing) or (isinstance(locks, str) and not servers.exists(configs, locks)):
        yield Set(setting=f"{base}.lock_connection", value="default", key="REDIS_CACHE_LOCK_CONNECTION")


def _from_primary(database: Database, project: Project) -> Iterator[Change]:
    """With a split every version reads the cache and the owner of a lock from a replica (LARAVEL.md §4.4)."""
    for part, key in (("connection", "DB_CACHE_CONNECTION"), ("lock_connection", "DB_CACHE_LOCK_CONNECTION")):
        setting = f"cache.stores.database.{part}"
        primary = database.split and (part == "connection" or project.configs.value(setting) is not None)
        wanted = connection_for(project.configs, setting, database.connection, primary=primary)
        yield Set(setting=setting, value=wanted, key=key)


def _deploy(store: str) -> Iterator[Change]:
    flush = Text("it empties the whole Redis database of the cache", "seluruh isi database Redis untuk cache terhapus")
    yield Run(command="php artisan config:clear",
        why=Text("on deploy, on every node: each keeps its own cached config, and `.env` is not read while it has one",
                 "saat deploy, di setiap node: tiap node punya cache config sendiri, dan "
                 "selama cache itu ada, `.env` tidak dibaca"),
        phase=Phase.CONFIG, on=On.EVERY)  # fmt: skip
    yield Run(command="php artisan view:clear",
        why=Text("on deploy, on every node: compiled views are files of that node",
                 "saat deploy, di setiap node: view hasil kompilasi adalah file milik node itu"),
        phase=Phase.CONFIG, on=On.EVERY)  # fmt: skip
    yield Run(command="php artisan cache:clear",
        why=Text("on one node or in the pipeline, only when a deploy needs it: the cache is everybody's{flush}",
                 "di satu node atau di pipeline, hanya kalau deploy perlu: cache ini milik semua node{flush}").fill(
            flush=same("; {flush}").fill(flush=flush) if store == "redis" else ""),
        phase=Phase.CACHE, on=On.ONE)  # fmt: skip
