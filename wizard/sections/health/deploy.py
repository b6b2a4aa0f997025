"""Balancer files: an Nginx that knows the nodes, or the health check of ALB and Cloudflare in words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from wizard import accept
from wizard.changes import Change, On, Phase, Render, Run
from wizard.finding import Finding, Invalid, Level
from wizard.formats import quoting
from wizard.laravel import version
from wizard.project import DEPLOYMENT, Project
from wizard.text import Text

FILES: Final = {"nginx": "nginx.conf", "alb": "alb.md", "cloudflare": "cloudflare.md"}
"""What is written for which balancer."""
_NOBODY: Final = "www.example.com"


def changes(balancer: str, uri: str, project: Project) -> Iterator[Change]:
    """Write the file of a balancer, and say what must be mended in it."""
    name = FILES[balancer]
    host = _host(project)
    values = {
        "uri": uri,
        "health": quoting.nginx(uri),
        "host": quoting.nginx(host or "_") if balancer == "nginx" else host or _NOBODY,
        "monitor": _monitor(uri, host or _NOBODY),
        "up": _about_up(project),
    }
    yield Render(path=f"{DEPLOYMENT}/{name}", template=f"deploy/{name}.jinja", values=values, optional=True)
    yield Run(command="",
        why=Text("`{path}` is an example: put your own addresses and names into it first",
                 "`{path}` adalah contoh: isi dulu alamat dan nama milik sendiri").fill(path=f"{DEPLOYMENT}/{name}"),
        phase=Phase.BALANCER, on=On.BALANCER, files=(f"{DEPLOYMENT}/{name}",))  # fmt: skip


def advise(balancer: str, uri: str, project: Project) -> Iterator[Finding]:
    """Name the balancer's file when it was written for another address: it is never written again."""
    path = f"{DEPLOYMENT}/{FILES[balancer]}" if balancer in FILES else ""
    text = project.text(path) if path else None
    in_force = re.sub(r"^[ \t]*#.*", "", text or "", flags=re.MULTILINE)
    if text is not None and not re.search(rf"(?<![\w/.-]){re.escape(uri)}(?![\w/-])", in_force):
        yield Finding("health.balancer-other", Level.WARNING, path,
            Text("this file says nothing of `{uri}`: it was written for other answers, or changed since",
                 "file ini tidak menyebut `{uri}`: ditulis untuk jawaban lain, atau sudah diubah").fill(uri=uri),
            Text("Mend the address; or delete it and apply again with `--health-deploy yes`",
                 "Perbaiki alamatnya; atau hapus lalu jalankan apply lagi dengan `--health-deploy yes`"),
            "health")  # fmt: skip


def _host(project: Project) -> str | None:
    """Return the host of APP_URL; None when it is none that the world could use."""
    url = project.configs.value("app.url")
    try:
        host = accept.host(urlsplit(str(url)).hostname or "")
    except (Invalid, ValueError):
        return None
    return None if accept.loopback(host) else host


def _monitor(uri: str, host: str) -> str:
    """Return the body that Cloudflare's API makes a monitor of."""
    settings = {
        "type": "https", "method": "GET", "path": uri, "port": 443, "expected_codes": "200",
        "interval": 60, "timeout": 5, "retries": 2, "follow_redirects": False, "allow_insecure": False,
        "header": {"Host": [host]}, "description": "Laravel nodes",
    }  # fmt: skip
    return json.dumps(settings, indent=2)


def _about_up(project: Project) -> Text:
    """Say what Laravel's own check is good for in this version (LARAVEL.md §5)."""
    if project.version.major < 11:
        return Text("Laravel's own `/up` comes with Laravel 11: here there is none.",
                    "`/up` bawaan Laravel baru ada di Laravel 11: di sini belum ada.")  # fmt: skip
    if version.up_route_in_maintenance(project.version):
        return Text("Laravel's own `/up` stays 200 during `artisan down` and does not say which node answered: "
                    "good for a container's own check, not for taking nodes out.",
                    "`/up` bawaan Laravel tetap 200 selama `artisan down` dan tidak menyebut node mana yang menjawab: "
                    "cocok untuk cek container, bukan untuk mengeluarkan node.")  # fmt: skip
    return Text("Laravel's own `/up` does not say which node answered, and before 11.16 made a session at every probe.",
                "`/up` bawaan Laravel tidak menyebut node mana yang menjawab, dan sebelum 11.16 membuat session tiap "
                "kali dipanggil.")  # fmt: skip
