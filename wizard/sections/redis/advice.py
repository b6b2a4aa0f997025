"""What is worth knowing about the answers on Redis: one number for two things, a cluster, a URL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wizard.finding import Finding, Level
from wizard.laravel import connection
from wizard.laravel import redis as servers
from wizard.laravel.config import EnvKey, Missing, Reading
from wizard.laravel.redis import CACHE, CLUSTERS, MAIN, NODE
from wizard.project import Project
from wizard.text import Text

if TYPE_CHECKING:
    from wizard.sections.redis import Redis

_SECTION = "redis"


def about(answers: Redis, project: Project) -> Iterator[Finding]:
    """Say what is worth knowing about the answers on Redis in a project."""
    if servers.is_cluster(project.configs):
        yield from _about_cluster(answers, project)
    else:
        yield from _about_numbers(answers, project)
    if answers.host and servers.node_local(answers.host):
        yield _finding("loopback", Level.WARNING, f"{_base(project)}.host",
            Text("`{host}` is each node itself", "`{host}` adalah node itu sendiri, di setiap node").fill(
                host=answers.host),
            Text("Right only when a proxy to the central server listens there on every node",
                 "Benar hanya kalau di tiap node ada proxy ke server pusat"))  # fmt: skip
    if connection.url_of(project.configs, _base(project)):
        yield _finding("url", Level.INFO, f"{_base(project)}.url",
            Text("the URL beats host, port and password, for both connections at once: it is taken apart",
                 "URL menimpa host, port, dan password di kedua koneksi sekaligus: isinya dipecah"),
            Text("Take it out of the server's own environment too, if it is there",
                 "Hapus juga dari environment server kalau ada di sana"))  # fmt: skip


def _about_numbers(answers: Redis, project: Project) -> Iterator[Finding]:
    if answers.database == answers.cache_database and not answers.is_apart(project):
        yield _finding("one-database", Level.ERROR, f"{CACHE}.database",
            Text("sessions and cache share Redis database {number}: `cache:clear` is a FLUSHDB and signs "
                 "everybody out",
                 "session dan cache memakai database Redis {number} yang sama: `cache:clear` itu FLUSHDB dan "
                 "membuat semua orang logout").fill(number=answers.database),
            Text("Give the cache another number", "Beri cache nomor lain"))  # fmt: skip
    left_out = servers.left_out(project.configs, MAIN)
    if left_out and isinstance(project.configs.read(CACHE), Missing):
        yield _finding("not-copied", Level.WARNING, CACHE,
            Text("the new connection `cache` is made like `default`, but for {names}: texts or code in there may "
                 "be secret",
                 "koneksi baru `cache` dibuat seperti `default`, kecuali {names}: teks atau kode di dalamnya "
                 "mungkin secret").fill(names=", ".join(f"`{name}`" for name in left_out)),
            Text("Copy it by hand", "Salin sendiri"))  # fmt: skip


def _about_cluster(answers: Redis, project: Project) -> Iterator[Finding]:
    configs = project.configs
    if not _cache_is_elsewhere(project):
        yield _finding("cluster", Level.WARNING, CLUSTERS,
            Text("a Redis Cluster has one database only: `cache:clear` empties it, sessions and queue too",
                 "Redis Cluster hanya punya satu database: `cache:clear` mengosongkannya, termasuk session "
                 "dan queue"),
            Text("Never run `cache:clear` in a deploy, or make a connection `cache` to another server and name it "
                 "in `cache.stores.redis.connection`",
                 "Jangan jalankan `cache:clear` saat deploy, atau buat koneksi `cache` ke server lain dan sebut di "
                 "`cache.stores.redis.connection`"))  # fmt: skip
    settable, hosts = servers.is_settable(project.configs), servers.hosts(configs, "default")
    if not settable and answers.host and answers.host not in hosts.values():
        yield _finding("cluster-kept", Level.WARNING, CLUSTERS,
            Text("`{host}` is not used: the cluster's servers stand in the file and stay",
                 "`{host}` tidak dipakai: server cluster tertulis di file dan dibiarkan").fill(host=answers.host),
            Text("Change them there by hand", "Ubah sendiri di sana"))  # fmt: skip
    first = _key(configs.read(f"{NODE}.host"))
    for setting, host in hosts.items():
        follows = settable and (setting == f"{NODE}.host" or (first and _key(configs.read(setting)) == first))
        if not follows and servers.node_local(host):
            yield _finding("cluster-node-local", Level.ERROR, setting,
                Text("`{host}`: this server of the cluster is each node itself",
                     "`{host}`: server cluster ini adalah node itu sendiri, di setiap node").fill(host=host),
                Text("Give it the host that every node reaches, then start again",
                     "Isi host yang bisa diakses semua node, lalu jalankan lagi"))  # fmt: skip


def _finding(code: str, level: Level, where: str, why: Text, remedy: Text) -> Finding:
    return Finding(f"redis.{code}", level, where, why, remedy, _SECTION)


def _base(project: Project) -> str:
    return NODE if servers.is_cluster(project.configs) else MAIN


def _cache_is_elsewhere(project: Project) -> bool:
    """Tell whether the cache uses a connection that has no server of the cluster `default`."""
    name = project.configs.value("cache.stores.redis.connection")
    if not isinstance(name, str) or not servers.exists(project.configs, name):
        return False
    ours, theirs = (set(servers.hosts(project.configs, n).values()) for n in (name, "default"))
    return name != "default" and not ours & theirs


def _key(reading: Reading) -> str:
    return reading.key if isinstance(reading, EnvKey) else ""
