"""The table that remembers which migrations ran: its name, and its rows when the name changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from wizard.changes import Change, On, Phase, Render, Run, Set
from wizard.finding import Finding, Level
from wizard.formats import php
from wizard.laravel import migrations, stock
from wizard.laravel.config import EnvKey
from wizard.laravel.connection import is_from_framework_alone, migrations_setting, migrations_table
from wizard.project import DEPLOYMENT, Project
from wizard.text import Text

if TYPE_CHECKING:
    from wizard.sections.database import Database

SCRIPT: Final = f"{DEPLOYMENT}/carry-over-migrations.php"
EXAMPLE: Final = "laravel_migrations"
_DUMPS: Final = "database/schema"
_PLAIN = re.compile(r"[A-Za-z0-9_]+")


def left_behind(answers: Database, project: Project) -> str | None:
    """Return the migrations table that these answers leave behind, None when there is none."""
    old = migrations_table(project.configs)
    has_some = project.names(migrations.FOLDER) or project.names(_DUMPS)
    return old if old != answers.migrations_table and has_some else None


def changes(answers: Database, project: Project) -> Iterator[Change]:
    """Make the name of the table an env key, and carry over what the old one remembers.

    A name that is right in a file without an env key is left there.
    """
    configs = project.configs
    setting = migrations_setting(configs)
    if migrations_table(configs) != answers.migrations_table or isinstance(configs.read(setting), EnvKey):
        if is_from_framework_alone(configs, "database") and not answers.split:  # a split needs the published file
            yield Render(path=project.config_path("database"), template="database/config.php.jinja")
        yield Set(setting=setting, value=answers.migrations_table, key="DB_MIGRATIONS_TABLE", pinned=True,
                  example=EXAMPLE)  # fmt: skip
    old = left_behind(answers, project)
    if old is not None and old.isprintable():
        yield Render(path=SCRIPT, template="database/carry-over-migrations.php.jinja", values=script(old))
        yield _carry_over(_by_renaming(old, answers, project))
    elif project.text(SCRIPT) is not None:
        yield _carry_over(None)


def script(old: str) -> Mapping[str, object]:
    """Return what the script is written with: the old table, and names of migrations that do not tell whose they are."""
    made = migrations.path("").removeprefix(f"{migrations.FOLDER}/").removesuffix(".php")
    return {"old": old, "stock": sorted(stock.MIGRATIONS), "made": made}


def advise(answers: Database, project: Project) -> Iterator[Finding]:
    """Say what a new name of the table means for an application that has migrated."""
    old = left_behind(answers, project)
    if old is None:
        return
    yield _finding("migrations-renamed", Level.WARNING, "DB_MIGRATIONS_TABLE",
        Text("the migrations table changes from `{old}` to `{new}`. If this application has ever migrated, its "
             "rows must be copied BEFORE the next `migrate`: with an empty table every migration counts as not "
             "run and fails on tables that exist",
             "tabel migrasi berubah dari `{old}` ke `{new}`. Kalau aplikasi ini pernah migrate, barisnya harus "
             "disalin SEBELUM `migrate` berikutnya: dengan tabel kosong semua migrasi dianggap belum jalan dan "
             "gagal karena tabelnya sudah ada").fill(old=old, new=answers.migrations_table),
        Text("Follow the checklist: a script copies them. Or keep `{old}` when this database is the application's "
             "alone",
             "Ikuti checklist: ada script yang menyalinnya. Atau pertahankan `{old}` kalau database ini milik "
             "aplikasi ini saja").fill(old=old))  # fmt: skip
    written = project.text(SCRIPT)
    if not old.isprintable():
        yield _finding("migrations-name", Level.ERROR, project.config_path("database"),
            Text("the present name of the migrations table holds characters that no table has",
                 "nama tabel migrasi sekarang memuat karakter yang tidak ada di nama tabel mana pun"),
            Text("Mend it, then start again", "Perbaiki, lalu jalankan lagi"))  # fmt: skip
    elif written is not None and f"$old = {php.literal(old)};" not in written:
        yield _finding("carry-over-other", Level.ERROR, SCRIPT,
            Text("this script carries rows over from another table, not from `{old}`",
                 "script ini menyalin dari tabel lain, bukan dari `{old}`").fill(old=old),
            Text("When it has run in all environments delete it, then start again",
                 "Kalau sudah dijalankan di semua environment, hapus, lalu jalankan lagi"))  # fmt: skip
    if project.names(_DUMPS):
        yield _finding("schema-dump", Level.WARNING, _DUMPS,
            Text("the dumped schema still makes `{old}`: on an empty database `migrate` loads it and then finds no "
                 "`{new}`",
                 "schema dump masih membuat `{old}`: di database kosong `migrate` memuatnya lalu tidak menemukan "
                 "`{new}`").fill(old=old, new=answers.migrations_table),
            Text("After the rows are carried over, run `php artisan schema:dump` again",
                 "Setelah barisnya disalin, jalankan lagi `php artisan schema:dump`"))  # fmt: skip


def _carry_over(renaming: str | None) -> Run:
    why = Text("only where this application has migrated before in this database: before `migrate`, once in each "
               "environment. Copies what the old migrations table remembers of this application, and leaves that table "
               "as it is; where the rows may be a neighbour's it copies nothing and says how to go on. Delete the file "
               "when all environments are done",
               "hanya kalau aplikasi ini sudah pernah migrate di database ini: sebelum `migrate`, sekali di tiap "
               "environment. Menyalin catatan migrasi aplikasi ini dari tabel lama, tabel lamanya tidak diubah; kalau "
               "barisnya mungkin milik aplikasi tetangga, tidak ada yang disalin dan langkah berikutnya disebutkan. "
               "Hapus file-nya kalau semua environment sudah selesai")  # fmt: skip
    if renaming:
        why = Text("{why}. When the old table is this application's alone, this SQL does it as well: `{sql}`",
                   "{why}. Kalau tabel lama milik aplikasi ini saja, SQL ini juga bisa: `{sql}`").fill(
            why=why, sql=renaming)  # fmt: skip
    return Run(command=f"php {SCRIPT}", why=why, phase=Phase.BEFORE_MIGRATE, on=On.ONE)


def _by_renaming(old: str, answers: Database, project: Project) -> str | None:
    """Return the SQL that renames the table; None where a name would need quotes."""
    prefix = project.configs.value(f"{answers.base}.prefix")
    old, new = (f"{prefix}{t}" if isinstance(prefix, str) else t for t in (old, answers.migrations_table))
    return f"ALTER TABLE {old} RENAME TO {new}" if _PLAIN.fullmatch(old + new) else None


def _finding(code: str, level: Level, where: str, why: Text, remedy: Text) -> Finding:
    return Finding(f"database.{code}", level, where, why, remedy, "database")
