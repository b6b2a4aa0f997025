"""What is worth knowing about the answers on the database: what beats them, what looks like a slip."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wizard import accept
from wizard.finding import Finding, Level
from wizard.laravel.config import EnvKey
from wizard.laravel.connection import hosts_of, is_list_of_sides, url_of
from wizard.project import Project
from wizard.sections.database import sides
from wizard.text import Text

if TYPE_CHECKING:
    from wizard.sections.database import Database

_SECTION = "database"


def about(answers: Database, project: Project) -> Iterator[Finding]:
    """Say what is worth knowing about the answers on the database in a project."""
    yield from _about_config(answers, project)
    yield from _about_hosts(answers)
    if answers.password is None and answers.host is not None:
        yield _finding("no-password", Level.WARNING, f"{answers.base}.password",
            Text("there is no password for the database: a server in the network seldom lets anybody in without one",
                 "password database kosong: server di jaringan jarang menerima login tanpa password"),
            Text("Give one, or go on if this server really wants none",
                 "Isi, atau lanjutkan kalau server ini memang tanpa password"))  # fmt: skip


def _about_config(answers: Database, project: Project) -> Iterator[Finding]:
    configs, base = project.configs, answers.base
    if configs.value(f"{base}.driver") is None:
        yield _finding("no-connection", Level.ERROR, project.config_path("database"),
            Text("there is no connection `{name}` in this file", "tidak ada koneksi `{name}` di file ini").fill(
                name=answers.connection),
            Text("Choose mysql", "Pilih mysql"))  # fmt: skip
    if isinstance(configs.value(f"{base}.url"), str) and configs.value(f"{base}.url"):
        yield _about_url(answers, project)
    socket = configs.value(f"{base}.unix_socket")
    if isinstance(socket, str) and socket:
        yield _finding("socket", Level.WARNING, "DB_SOCKET",
            Text("a socket belongs to this node and beats every host: it is taken out",
                 "socket itu milik node ini dan menimpa semua host: jadi dihapus"),
            Text("Nothing to do; the host above is used", "Tidak perlu apa-apa; host di atas yang dipakai"))  # fmt: skip
    setting = f"{base}.options.ssl_ca"
    if answers.ca and not isinstance(configs.read(setting), EnvKey) and not configs.equals(setting, answers.ca):
        yield _finding("no-ca", Level.ERROR, project.config_path("database"),
            Text("the options of `{name}` read no env key for a CA file",
                 "options `{name}` tidak membaca env key untuk file CA").fill(name=answers.connection),
            Text("Put this line into its `options`, then start again",
                 "Masukkan baris ini ke `options`-nya, lalu jalankan lagi"),
            "PDO::MYSQL_ATTR_SSL_CA => env('MYSQL_ATTR_SSL_CA'),")  # fmt: skip
    yield from _about_sides(answers, project)


def _about_sides(answers: Database, project: Project) -> Iterator[Finding]:
    configs, base = project.configs, answers.base
    if sides.is_left_alone(answers, project):
        yield _finding("split-kept", Level.INFO, project.config_path("database"),
            Text("reads go to hosts that cannot be told from this file: left as they are",
                 "host untuk baca tidak bisa diketahui dari file ini: dibiarkan"),
            Text("See that they are replicas that every node reaches",
                 "Pastikan semuanya replica yang bisa diakses dari setiap node"))  # fmt: skip
    keys = sides.replaced_keys(answers, project)
    if keys:
        yield _finding("replicas-rewritten", Level.WARNING, project.config_path("database"),
            Text("these replicas do not fit into {keys} as this file reads it: `read.host` is written anew",
                 "replica ini tidak muat di {keys} seperti yang dibaca file ini: `read.host` ditulis ulang").fill(
                keys=", ".join(f"`{key}`" for key in keys)),
            Text("Look at the change; with one host each key can stay as it is",
                 "Periksa perubahannya; dengan satu host per key, file-nya bisa tetap"))  # fmt: skip
    listed = hosts_of(configs, base, "read")
    answered = answers.read_hosts if answers.split else None
    if answered and is_list_of_sides(configs, base) and answered != ",".join(listed):
        yield _finding("read-is-a-list", Level.ERROR, project.config_path("database"),
            Text("`read` is a list of arrays, each with settings of its own: it is not rewritten",
                 "`read` berupa daftar array yang punya setting masing-masing: tidak ditulis ulang"),
            Text("Change its hosts by hand, or answer with the ones it has",
                 "Ubah host-nya manual, atau jawab dengan host yang sudah ada"))  # fmt: skip


def _about_url(answers: Database, project: Project) -> Finding:
    url = url_of(project.configs, answers.base)
    if url is None or url.has_options or url.driver != project.configs.value(f"{answers.base}.driver"):
        return _finding("url", Level.ERROR, "DB_URL",
            Text("the database URL beats host, port, name, user and password, and has what they cannot say: "
                 "options, or another kind of server",
                 "URL database menimpa host, port, nama, user, dan password, dan memuat hal yang tak bisa "
                 "ditulis di sana: opsi, atau jenis server lain"),
            Text("Move that into config/database.php and take the URL out, then start again",
                 "Pindahkan itu ke config/database.php dan hapus URL-nya, lalu jalankan lagi"))  # fmt: skip
    return _finding("url-taken-apart", Level.WARNING, "DB_URL",
        Text("the database URL beats host, port, name, user and password: it is taken out and its parts are "
             "written under their own keys",
             "URL database menimpa host, port, nama, user, dan password: URL-nya dihapus dan isinya ditulis "
             "di key masing-masing"),
        Text("Take it out of the real environment as well, if it is set there",
             "Hapus juga dari environment asli kalau ada di sana"))  # fmt: skip


def _about_hosts(answers: Database) -> Iterator[Finding]:
    hosts = [answers.host, *(answers.read_hosts or "").split(",")] if answers.split else [answers.host]
    for host in filter(None, hosts):
        if accept.loopback(host):
            yield _finding("loopback", Level.WARNING, "DB_HOST",
                Text("`{host}` is each node itself", "`{host}` adalah node itu sendiri, di setiap node").fill(
                    host=host),
                Text("Right only when a proxy to the central server listens there on every node",
                     "Benar hanya kalau di tiap node ada proxy ke server pusat"))  # fmt: skip
        elif accept.looks_public(host):
            yield _finding("public-address", Level.WARNING, "DB_HOST",
                Text("`{host}` is an address of the public internet: a slip for 10.x or 192.168.x?",
                     "`{host}` alamat internet publik: salah ketik dari 10.x atau 192.168.x?").fill(host=host),
                Text("Check it; a database is best reached over the private network",
                     "Periksa lagi; database sebaiknya lewat jaringan privat"))  # fmt: skip


def _finding(code: str, level: Level, where: str, why: Text, remedy: Text, paste: str = "") -> Finding:
    return Finding(f"database.{code}", level, where, why, remedy, _SECTION, paste)
