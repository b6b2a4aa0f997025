"""Session: a login must survive the next node."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from wizard import accept
from wizard.changes import ABSENT, Change, On, Phase, Render, Run, Set
from wizard.check import Check
from wizard.finding import Finding, Level
from wizard.laravel import migrations, version
from wizard.laravel import redis as servers
from wizard.laravel.config import UNKNOWN, CannotTell
from wizard.laravel.release import without_comments
from wizard.laravel.tables import connection_for, own_connection
from wizard.project import Project
from wizard.question import Answer, Choice, Line, Number, Option, Toggle
from wizard.section import Answers, Section, ask
from wizard.sections.database import Database
from wizard.sections.redis import Redis
from wizard.text import Text, same

_NODE = Text("kept on this node alone: the next request may land on another and finds nobody signed in",
             "disimpan di node ini saja: request berikutnya bisa ke node lain dan login dianggap tidak ada")  # fmt: skip
_NOBODY = Text("browsers drop a cookie for `{domain}` when the site has another name: nobody stays signed in",
               "browser membuang cookie untuk `{domain}` kalau nama situsnya lain: tidak ada yang tetap login")  # fmt: skip
TABLE = "laravel_cms_sessions"


class Session(Section):
    """Where logins are kept."""

    name: ClassVar[str] = "session"
    title: ClassVar[Text] = same("Session")
    problem: ClassVar[Text] = Text(
        "A login is kept as a file on one node. Somebody signs in on A, the next request goes to B, and B asks to "
        "sign in again.",
        "Login disimpan sebagai file di satu node. User login di A, request berikutnya masuk ke B, dan B minta "
        "login lagi.",
    )
    solution: ClassVar[Text] = Text(
        "Keep sessions in Redis or in the database: every node finds them there.",
        "Simpan session di Redis atau database: semua node menemukannya di sana.",
    )
    apart: ClassVar[Text] = Text("login files", "file login")
    shared: ClassVar[Text] = same("Redis / database")

    driver: str = ask(Choice(
        label=Text("Where are sessions kept?", "Session disimpan di mana?"),
        help=Text("Redis is fastest. The database needs no new server: choose it when there is no Redis.",
                  "Redis paling cepat. Database tidak butuh server baru: pilih kalau belum ada Redis."),
        setting="session.driver", key="SESSION_DRIVER", example="redis", default="redis",
        options=(
            Option("redis", same("redis"), Text("shared, fastest", "dipakai bersama, paling cepat")),
            Option("database", same("database"), Text("shared, no new server", "dipakai bersama, tanpa server baru")),
        ),
        local={"file": _NODE, "array": _NODE, "apc": _NODE,
               "cookie": Text("kept in the browser: small, no sign-out from the server",
                              "disimpan di browser: kecil, tidak bisa logout dari server")},
    ))  # fmt: skip
    lifetime: int = ask(Number(
        label=Text("Lifetime in minutes", "Masa berlaku (menit)"),
        help=Text("How long a login lives without a request, in minutes.",
                  "Berapa menit login bertahan tanpa request."),
        setting="session.lifetime", key="SESSION_LIFETIME", example="120",
        default=120, minimum=1, maximum=525600,
    ))  # fmt: skip
    table: str = ask(Line(
        label=Text("Sessions table", "Tabel session"),
        help=Text("A name that no other application in this database uses.",
                  "Nama yang tidak dipakai aplikasi lain di database ini."),
        setting="session.table", key="SESSION_TABLE", example=TABLE, default=TABLE, accept=accept.name,
    ))  # fmt: skip
    user_id: str = ask(Choice(
        label=Text("Type of users.id", "Tipe users.id"),
        help=Text("The sessions table refers to it. Laravel's own users table has a bigint.",
                  "Tabel session merujuk ke situ. Tabel users bawaan Laravel memakai bigint."),
        default="bigint",
        options=(
            Option("bigint", same("bigint"), Text("Laravel's default", "bawaan Laravel")),
            Option("uuid", same("uuid"), same("HasUuids")),
            Option("ulid", same("ulid"), same("HasUlids")),
            Option("string", same("string"), Text("any other text key", "key teks lainnya")),
        ),
    ))  # fmt: skip
    cookie: str | None = ask(Line(
        label=Text("Cookie name", "Nama cookie"),
        help=Text("Pinned: the default derives from APP_NAME and differs between Laravel versions, and every node "
                  "must agree.",
                  "Di-pin: default-nya ikut APP_NAME dan berbeda antar versi Laravel, padahal semua node harus sama."),
        setting="session.cookie", key="SESSION_COOKIE", example="omniflow_session", accept=accept.cookie,
    ))  # fmt: skip
    secure: bool = ask(Toggle(
        label=Text("Cookie over HTTPS only", "Cookie hanya lewat HTTPS"),
        help=Text("Yes when users reach the balancer by https://. With http:// nobody could sign in.",
                  "Ya kalau user membuka load balancer lewat https://. Dengan http:// tidak ada yang bisa login."),
        setting="session.secure", key="SESSION_SECURE_COOKIE", example="true", default=True,
    ))  # fmt: skip
    domain: str | None = ask(Line(
        label=Text("Cookie domain", "Domain cookie"),
        help=Text("Only for one login on several subdomains (`.example.id`); `none` for this host alone.",
                  "Hanya untuk satu login di beberapa subdomain (`.contoh.id`); `none` untuk host ini saja."),
        setting="session.domain", key="SESSION_DOMAIN", optional=True, accept=accept.cookie_domain,
        local=lambda raw: _NOBODY.fill(domain=raw) if accept.loopback(raw.removeprefix(".")) else None,
    ))  # fmt: skip

    def asked(self, project: Project) -> Iterable[str]:
        in_table = ("table", "user_id") if self.driver == "database" else ()
        return ("driver", "lifetime", *in_table, "cookie", "secure", "domain")

    def present(self, name: str, project: Project) -> Answer:
        """A name that Laravel makes of APP_NAME is nobody's answer: it is proposed, to be pinned."""
        if name == "cookie" and project.configs.is_default(self.setting(name)):
            return None
        return super().present(name, project)

    def proposed(self, name: str, project: Project) -> Answer:
        match name:
            case "cookie":
                return super().present(name, project)
            case "user_id":
                return _user_key(project)
            case "secure":
                return False if _is_plain_http(project.configs.value("app.url")) else None
        return None

    def local(self, name: str, value: Answer, project: Project) -> Text | None:
        """Laravel's own table name is no answer: in a shared schema it belongs to whoever came first."""
        if name == "table" and value == "sessions" and self.driver == "database":
            return Text("`sessions` is the name every Laravel application takes: in a shared database it collides",
                        "`sessions` dipakai setiap aplikasi Laravel: di database bersama namanya bentrok")  # fmt: skip
        if name == "driver" and value == "memcached":
            server = project.configs.value("cache.stores.memcached.servers.0.host")
            return accept.loopback(server) if isinstance(server, str) else None
        if name == "secure" and value is False and _is_https(project):
            return Text("the site is https://: without Secure a browser sends the cookie over plain http:// too",
                        "situsnya https://: tanpa Secure, browser mengirim cookie lewat http:// biasa juga")  # fmt: skip
        return super().local(name, value, project)

    def needs(self) -> Sequence[type[Section]]:
        return (Redis,) if self.driver == "redis" else ()

    def changes(self, answers: Answers, project: Project) -> Iterator[Change]:
        yield Set(setting="session.driver", value=self.driver, key="SESSION_DRIVER", pinned=True,
                  example="redis")  # fmt: skip
        yield Set(setting="session.lifetime", value=self.lifetime, key="SESSION_LIFETIME", pinned=True,
                  example="120")  # fmt: skip
        yield Set(setting="session.cookie", value=self.cookie, key="SESSION_COOKIE", pinned=True)
        yield Set(setting="session.secure", value=self.secure, key="SESSION_SECURE_COOKIE", example="true")
        yield Set(setting="session.domain", value=self.domain or ABSENT, key="SESSION_DOMAIN")
        if self.driver == "redis":
            yield from _in_redis(project)
        elif self.driver == "database":
            yield from self._in_table(answers[Database], project)

    def _in_table(self, database: Database, project: Project) -> Iterator[Change]:
        """Before 11.39 a split lets sessions be read from a replica, where they are not yet (LARAVEL.md §4.4)."""
        split = database.split and not version.sessions_read_primary(project.version)
        connection = connection_for(project.configs, "session.connection", database.connection, primary=split)
        yield Set(setting="session.connection", value=connection, key="SESSION_CONNECTION")
        yield Set(setting="session.table", value=self.table, key="SESSION_TABLE", pinned=True, example=TABLE)
        name = f"create_{self.table}_table"
        if not project.makers(self.table, "session.table"):
            yield Render(
                path=migrations.path(name),
                template="session/migration.php.jinja",
                values={"table": self.table, "user_id": self.user_id,
                        "connection": own_connection(project.configs, "session.connection"),
                        "class_name": migrations.class_name(project.version, name)},
            )  # fmt: skip
        yield Run(command="php artisan migrate --force",
            why=Text("makes the table `{table}` for sessions", "membuat tabel `{table}` untuk session").fill(
                table=self.table),
            phase=Phase.MIGRATE, on=On.ONE)  # fmt: skip

    def checks(self, answers: Answers, project: Project) -> Iterator[Check]:
        if self.driver == "database":
            yield from answers[Database].checks(answers, project)

    def advise(self, answers: Answers, project: Project) -> Iterator[Finding]:
        if self._moves(project):
            yield Finding("session.signs-out", Level.WARNING, "session.driver",
                Text("all users are signed out once when this is deployed",
                     "semua user logout satu kali saat ini di-deploy"),
                Text("Tell them, or deploy at a quiet hour", "Beri tahu mereka, atau deploy saat sepi"),
                self.name)  # fmt: skip
        if not self.secure and (_is_https(project) or project.configs.value("app.env") == "production"):
            yield Finding("session.not-secure", Level.WARNING, "session.secure",
                Text("the session cookie also goes over plain http://, where anybody on the way can take the login",
                     "cookie session juga terkirim lewat http:// biasa: siapa pun di jalur itu bisa mengambil login"),
                Text("Answer yes as soon as users reach the balancer by https://",
                     "Jawab ya begitu user membuka load balancer lewat https://"), self.name)  # fmt: skip
        if self.driver == "database" and self.table != "sessions":
            for file in project.makers("sessions"):
                yield Finding("session.other-table", Level.WARNING, f"{migrations.FOLDER}/{file}",
                    Text("this migration makes a table `sessions` as well, that nobody uses any more: in a shared "
                         "database it may be another application's",
                         "migrasi ini juga membuat tabel `sessions` yang tidak dipakai lagi: di database bersama "
                         "bisa jadi milik aplikasi lain"),
                    Text("Take it out of that file if it has never run",
                         "Hapus dari file itu kalau belum pernah dijalankan"), self.name)  # fmt: skip

    def _moves(self, project: Project) -> bool:
        """Tell whether the logins that exist now are left behind."""
        driver, table = (project.configs.value(f"session.{part}") for part in ("driver", "table"))
        if driver in (None, UNKNOWN) or driver != self.driver:
            return isinstance(driver, str)
        return driver == "database" and table != self.table


def _in_redis(project: Project) -> Iterator[Change]:
    """Redis sessions go through a cache store of that driver, and to a Redis connection (LARAVEL.md §8.4).

    That connection must exist, be no database's, and not be the cache's, which `cache:clear` empties.
    """
    if not isinstance(project.configs.read("cache.stores.redis.driver"), CannotTell):
        yield Set(setting="cache.stores.redis.driver", value="redis")
    store = project.configs.value("session.store")
    if isinstance(store, str) and store and project.configs.value(f"cache.stores.{store}.driver") != "redis":
        yield Set(setting="session.store", value=ABSENT, key="SESSION_STORE")
    name = project.configs.value("session.connection")
    if isinstance(name, str) and name and not servers.keeps(project.configs, name):
        yield Set(setting="session.connection", value=ABSENT, key="SESSION_CONNECTION")


def _is_https(project: Project) -> bool:
    url = project.configs.value("app.url")
    return isinstance(url, str) and url.lower().startswith("https://")


def _is_plain_http(url: object) -> bool:
    """Tell whether users reach the application by `http://` and a name of its own."""
    if not isinstance(url, str) or not url.startswith("http://"):
        return False
    host = url.removeprefix("http://").split("/")[0]
    return accept.loopback(host if host.startswith("[") else host.split(":")[0]) is None


def _user_key(project: Project) -> str | None:
    model = without_comments(project.text("app/Models/User.php") or project.text("app/User.php") or "")
    for word, kind in (("HasUuids", "uuid"), ("HasUlids", "ulid")):
        if word in model:
            return kind
    return "string" if re.search(r"\$keyType\s*=\s*['\"]string['\"]", model) else None
