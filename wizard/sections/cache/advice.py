"""What is worth knowing about the answers on the cache."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wizard.finding import Finding, Level
from wizard.laravel import version
from wizard.project import Project
from wizard.sections.cache import stores
from wizard.text import Text, same

if TYPE_CHECKING:
    from wizard.sections.cache import Cache


def about(answers: Cache, project: Project, *, split: bool) -> Iterator[Finding]:
    """Yield the findings; `split` tells that the database is read from replicas."""
    if answers.prefix and answers.prefix[-1].isalnum() and not version.cache_prefix_gets_colon(project.version):
        yield Finding("cache.prefix-runs-on", Level.WARNING, "cache.prefix",
            Text("Laravel {major} puts `{prefix}` straight before each key, with nothing between",
                 "Laravel {major} menaruh `{prefix}` langsung di depan key, tanpa pemisah").fill(
                major=project.version.major, prefix=answers.prefix),
            Text("End it with `_`", "Akhiri dengan `_`"), answers.name)  # fmt: skip
    if answers.prefix and answers.prefix.replace("-", "_").strip("_") in ("laravel_cache", "cache"):
        yield Finding("cache.prefix-common", Level.INFO, "cache.prefix",
            Text("`{prefix}` is what every fresh Laravel application uses: two of them in one server mix",
                 "`{prefix}` dipakai setiap aplikasi Laravel baru: dua aplikasi di satu server bercampur").fill(
                prefix=answers.prefix),
            Text("Name it after this application, as `omniflow_admin_`",
                 "Beri nama aplikasi ini, seperti `omniflow_admin_`"), answers.name)  # fmt: skip
    for where, store in stores.elsewhere(project):
        why = stores.why_local(project, store)
        if why is not None:
            yield Finding("cache.node-local-use", Level.WARNING, where,
                same("`{store}`: {why}").fill(store=store, why=why),
                Text("Take it out: the default store is used then",
                     "Hapus: store default yang akan dipakai"), answers.name)  # fmt: skip
    if answers.store == "database" and split:
        yield Finding("cache.needs-primary", Level.WARNING, "cache.stores.database.connection",
            Text("with replicas the cache is kept on the primary (`::write`), and Laravel connects to it as soon as "
                 "the cache is made, in the classic layout at every boot: without the database neither `/health` nor "
                 "`config:cache` in an image build works",
                 "dengan replica, cache ada di primary (`::write`) dan Laravel langsung konek begitu cache "
                 "dibuat, di layout klasik setiap boot: tanpa database, `/health` dan `config:cache` saat build "
                 "image tidak jalan"),
            Text("Keep the cache in Redis, or count on it in build and health check",
                 "Simpan cache di Redis, atau perhitungkan ini saat build dan health check"), answers.name)  # fmt: skip
