"""Health check: the balancer must know which node is alive, and the node who the balancer is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from wizard import accept
from wizard.changes import ABSENT, Change, Insert, On, Phase, Route, Run, Set
from wizard.finding import Finding, Invalid, Level
from wizard.formats import php
from wizard.laravel import routing, version
from wizard.laravel.config import Reading
from wizard.project import Project
from wizard.question import Answer, Choice, Line, Option, Toggle
from wizard.section import Answers, Section, Sharing, ask
from wizard.sections.health import balancer, deploy, proxies
from wizard.text import Text, same

ROUTES = "routes/web.php"
_FACADE = "Illuminate\\Support\\Facades\\Route"
_NODE_STORES = ("file", "array", "apc", "octane", "null")


def _uri(raw: str) -> str:
    path = "/" + raw.strip("/")
    if not re.fullmatch(r"(/[A-Za-z0-9_.-]+)+", path) or ".." in path or len(path) > 100:
        raise Invalid(Text("Write a path such as `/health`: letters, digits and `_ - .` between slashes",
                           "Tulis path seperti `/health`: huruf, angka, dan `_ - .` di antara garis miring"))  # fmt: skip
    return path


def _proxies(raw: str) -> str:
    return raw if raw == "*" else accept.networks(raw)


class Health(Section):
    """How the balancer sees a node, and the node the balancer."""

    name: ClassVar[str] = "health"
    title: ClassVar[Text] = same("Health check")
    problem: ClassVar[Text] = Text(
        "A balancer that does not know which node is alive sends visitors to a dead one. And an application that does "
        "not know its balancer takes the balancer's address for every visitor's.",
        "Load balancer yang tidak tahu node mana yang hidup akan mengirim pengunjung ke node mati. Dan aplikasi yang "
        "tidak kenal load balancer-nya mengira semua pengunjung beralamat sama.",
    )
    solution: ClassVar[Text] = Text(
        "A light address that the balancer asks every few seconds: no database work, no session left behind. And the "
        "application trusts its balancer.",
        "Satu URI ringan yang dicek load balancer beberapa detik sekali: tanpa database, tanpa meninggalkan "
        "session. Dan aplikasi percaya pada load balancer-nya.",
    )
    apart: ClassVar[Text] = Text("alive?", "hidup?")
    shared: ClassVar[Text] = Text("balancer asks both", "balancer cek semua")
    sharing: ClassVar[Sharing] = Sharing.ASKED

    uri: str = ask(Line(
        label=Text("Address of the check", "URI health check"),
        help=Text("A route that touches no database; the balancer asks for it.",
                  "Route tanpa akses database; inilah yang dipanggil load balancer."),
        default="/health", accept=_uri,
    ))  # fmt: skip
    balancer: str = ask(Choice(
        label=Text("Load balancer", "Jenis load balancer"),
        help=Text("What stands before the nodes: for its settings in the checklist, and the addresses to trust.",
                  "Yang ada di depan node: untuk setting-nya di checklist, dan alamat yang dipercaya."),
        default="nginx",
        options=(
            Option("nginx", same("Nginx")),
            Option("alb", same("AWS ALB")),
            Option("cloudflare", same("Cloudflare")),
            Option("other", Text("another", "lainnya")),
        ),
    ))  # fmt: skip
    proxies: str | None = ask(Line(
        label=Text("Trusted proxies", "Trusted proxy"),
        help=Text("The balancer's addresses or ranges, between commas. `*` trusts anybody who connects.",
                  "Alamat atau rentang load balancer, dipisah koma. `*` mempercayai siapa pun yang tersambung."),
        setting="trustedproxy.proxies", key="TRUSTED_PROXIES", example="10.0.0.0/8", accept=_proxies,
    ))  # fmt: skip
    maintenance: bool = ask(Toggle(
        label=Text("Shared maintenance mode", "Maintenance mode bersama"),
        help=Text("`artisan down` on one node takes effect on all, through the cache store.",
                  "`artisan down` di satu node berlaku di semua node, lewat cache."),
        setting="app.maintenance.driver", default=True,
    ))  # fmt: skip
    deploy: bool = ask(Toggle(
        label=Text("Write balancer files?", "Tulis file load balancer?"),
        help=Text("In `deploy/stateless/`: this balancer's configuration or settings, as an example to mend.",
                  "Di `deploy/stateless/`: konfigurasi atau setting load balancer ini, sebagai contoh."),
        default=False,
    ))  # fmt: skip

    def asked(self, project: Project) -> Iterable[str]:
        trusted = () if proxies.set_elsewhere(project) else ("proxies",)
        shared = ("maintenance",) if version.maintenance_driver(project.version) else ()
        files = ("deploy",) if self.balancer in deploy.FILES else ()
        return ("uri", "balancer", *trusted, *shared, *files)

    def proposed(self, name: str, project: Project) -> Answer:
        return balancer.ranges(self.balancer) if name == "proxies" else None

    def found(self, name: str, project: Project) -> Reading | None:
        return None if name == "proxies" and proxies.in_class(project) else super().found(name, project)

    def present(self, name: str, project: Project) -> Answer:
        match name:
            case "proxies":
                return proxies.present(project)
            case "maintenance":
                return True if project.configs.value("app.maintenance.driver") == "cache" else None
        return super().present(name, project)

    def changes(self, answers: Answers, project: Project) -> Iterator[Change]:
        routes = project.text(ROUTES) or ""
        imported = re.search(rf"^use\s+\\?{re.escape(_FACADE)}\s*;", routes, re.MULTILINE)
        yield Insert(path=ROUTES, template="health/route.php.jinja", place=Route(uri=self.uri),
            values={"uri": self.uri, "facade": "Route" if imported else f"\\{_FACADE}"})  # fmt: skip
        if self.proxies is not None and not proxies.set_elsewhere(project):
            yield from proxies.changes(self.proxies, project)
        yield from self._maintenance(project)
        if self.deploy and self.balancer in deploy.FILES:
            yield from deploy.changes(self.balancer, self.uri, project)
        yield from balancer.steps(self.balancer, self.uri)
        yield Run(command="",
            why=Text("Run `stateless-wizard doctor` there: it asks the servers of this node as the application will",
                     "Jalankan `stateless-wizard doctor` di sana: server-servernya ditanya seperti oleh aplikasi"),
            phase=Phase.WATCH, on=On.EVERY)  # fmt: skip

    def _maintenance(self, project: Project) -> Iterator[Change]:
        """Share the state through the default cache store, which is what an empty store means (LARAVEL.md §7)."""
        shared = self.maintenance and version.maintenance_driver(project.version)
        if shared:
            yield Set(setting="app.maintenance.driver", value="cache", key="APP_MAINTENANCE_DRIVER",
                      example="cache")  # fmt: skip
            store = project.configs.value("app.maintenance.store")
            if project.configs.value("app.maintenance.driver") != "cache" or store in _NODE_STORES:
                yield Set(setting="app.maintenance.store", value=ABSENT, key="APP_MAINTENANCE_STORE")
        elif project.configs.value("app.maintenance.driver") == "cache":
            yield Set(setting="app.maintenance.driver", value="file", key="APP_MAINTENANCE_DRIVER")
        one = Text("For maintenance run `php artisan down` on one node: all obey. `cache:clear` would end it",
                   "Untuk maintenance jalankan `php artisan down` di satu node: semua ikut. "
                   "`cache:clear` mengakhirinya")  # fmt: skip
        each = Text("For maintenance run `php artisan down` on every node: each keeps the state in a file of its own",
                    "Untuk maintenance jalankan `php artisan down` di setiap node: statusnya ada di file "
                    "masing-masing node")  # fmt: skip
        yield Run(command="", why=one if shared else each, phase=Phase.WATCH,
                  on=On.ONE if shared else On.EVERY)  # fmt: skip

    def advise(self, answers: Answers, project: Project) -> Iterator[Finding]:
        yield from self._about_route(project)
        yield from proxies.advise(self.proxies, project)
        yield from deploy.advise(self.balancer, self.uri, project)
        if not version.closure_routes_unsigned(project.version):
            yield self._finding("signed-route", Level.INFO, ROUTES,
                Text("on Laravel 8 and 9 `route:cache` signs this route with APP_KEY",
                     "di Laravel 8 dan 9 `route:cache` menandatangani route ini dengan APP_KEY"),
                Text("Build the route cache with the real key, not with a dummy one of the image build",
                     "Buat route cache dengan key asli, bukan key palsu saat build image"))  # fmt: skip
        if self.maintenance and version.maintenance_driver(project.version):
            yield self._finding("down-is-unhealthy", Level.INFO, self.uri,
                Text("during `artisan down` the check answers 503 on all nodes, so the balancer shows its own error "
                     "page instead of yours",
                     "selama `artisan down` health check menjawab 503 di semua node, jadi halaman error load balancer "
                     "yang tampil, bukan milik aplikasi"),
                Text("Except `{uri}` from maintenance mode if your page is to be seen",
                     "Kecualikan `{uri}` dari maintenance mode kalau halaman aplikasi yang harus tampil").fill(
                    uri=self.uri.strip("/")))  # fmt: skip

    def _about_route(self, project: Project) -> Iterator[Finding]:
        text = project.text(ROUTES) or ""
        found = [r for r in php.routes(text) if "GET" in r.methods]
        own = routing.answering(text, self.uri)
        if own and "withoutMiddleware" not in own.chained:
            yield self._finding("route-has-session", Level.WARNING, ROUTES,
                Text("the route `{uri}` that is there makes a session and cookies at every probe",
                     "route `{uri}` yang ada membuat session dan cookie di setiap health check").fill(uri=self.uri),
                Text("End it with `->withoutMiddleware('web')`", "Akhiri dengan `->withoutMiddleware('web')`"))  # fmt: skip
        hidden = next((r.uri for r in found if _is_page_at(r.path, self.uri)), None)
        if hidden is not None and (own is None or "withoutMiddleware" in own.chained):
            yield self._finding("route-hidden", Level.WARNING, ROUTES,
                Text("the application's own page `{route}` answers at `{uri}` too: the route of the check hides it there",
                     "halaman aplikasi ini, `{route}`, juga menjawab di `{uri}`: tertutup route health check").fill(
                    route=hidden, uri=self.uri),
                Text("Choose another address: `--health-uri /health-check`",
                     "Pilih alamat lain: `--health-uri /health-check`"))  # fmt: skip
        if re.search(r"\bhealth\s*:", project.text("bootstrap/app.php") or ""):
            stays = version.up_route_in_maintenance(project.version)
            yield self._finding("own-up-route", Level.INFO, "bootstrap/app.php",
                Text("Laravel's own check stays 200 during `artisan down`, so it cannot take a node out",
                     "health check bawaan Laravel tetap 200 selama `artisan down`, jadi tidak bisa mengeluarkan node")
                if stays else
                Text("Laravel's own check does not say which node answered",
                     "health check bawaan Laravel tidak menyebut node mana yang menjawab"),
                Text("Point the balancer at `{uri}`", "Arahkan load balancer ke `{uri}`").fill(uri=self.uri))  # fmt: skip

    def _finding(self, code: str, level: Level, where: str, why: Text, remedy: Text) -> Finding:
        return Finding(f"health.{code}", level, where, why, remedy, self.name)


def _is_page_at(path: str | None, uri: str) -> bool:
    """Tell whether a route with optional parameters (`health/{metric?}`) matches an address without them."""
    bare = re.sub(r"(/\{\w+\?\})+$", "", path or "")
    return bare not in ("", path) and bare == uri
