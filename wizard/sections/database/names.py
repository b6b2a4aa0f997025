"""Tables that another application in the same database may have as well: renamed where a setting can, else named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from wizard.changes import Change, On, Phase, Render, Run, Set
from wizard.finding import Finding, Level
from wizard.laravel import migrations
from wizard.laravel.config import EnvKey, Literal
from wizard.laravel.tables import own_connection
from wizard.project import Project
from wizard.text import Text, same

if TYPE_CHECKING:
    from wizard.sections.database import Database

RESETS: Final = "auth.passwords.users.table"
RESETS_TABLE: Final = "laravel_cms_password_resets"
_GENERIC_RESETS: Final = frozenset({"password_resets", "password_reset_tokens"})
_RESETTING: Final = ("laravel/fortify", "laravel/breeze", "laravel/jetstream", "laravel/ui")
_COMMON: Final = _GENERIC_RESETS | {
    "users", "sessions", "cache", "cache_locks", "jobs", "job_batches", "failed_jobs", "notifications",
    "personal_access_tokens", "roles", "permissions", "model_has_roles", "model_has_permissions",
    "role_has_permissions", "media", "activity_log",
}  # fmt: skip
_FAMILIES: Final = ("telescope_", "pulse_", "oauth_")
_PACKAGES: Final = {
    "laravel/passport": "oauth_*", "laravel/pulse": "pulse_*", "laravel/sanctum": "personal_access_tokens",
    "laravel/telescope": "telescope_*",
}  # fmt: skip
"""Packages of Laravel's own whose tables no setting renames."""


def resets_passwords(project: Project) -> bool:
    """Tell whether the application keeps password reset tokens in a table that its config can rename."""
    configs = project.configs
    table = configs.value(RESETS)
    if not isinstance(table, str) or not table or not isinstance(configs.read(RESETS), EnvKey | Literal):
        return False
    in_table = configs.value(RESETS.replace(".table", ".driver")) in (None, "database")
    return in_table and (bool(project.makers(table, RESETS)) or any(map(project.has, _RESETTING)))


def why_not(table: str, project: Project) -> Text | None:
    """Tell why a present name of the table of reset tokens is not kept; None when it is."""
    if table not in _GENERIC_RESETS or project.makers(table, RESETS):
        return None
    return Text("`{name}` is the name every Laravel application takes: in a shared database it collides",
                "`{name}` dipakai setiap aplikasi Laravel: di database bersama namanya bentrok").fill(name=table)  # fmt: skip


def changes(answers: Database, project: Project) -> Iterator[Change]:
    """Rename the table of password reset tokens, and make it where no migration does."""
    if not resets_passwords(project):
        return
    table = answers.resets_table
    yield Set(setting=RESETS, value=table, key="AUTH_PASSWORD_RESET_TOKEN_TABLE", example=RESETS_TABLE)
    name = f"create_{table}_table"
    if not project.configs.equals(RESETS, table) and not project.makers(table, RESETS):
        yield Render(
            path=migrations.path(name),
            template="database/password_resets.php.jinja",
            values={"table": table,
                    "connection": own_connection(project.configs, RESETS.replace(".table", ".connection")),
                    "class_name": migrations.class_name(project.version, name)},
        )  # fmt: skip
    elif project.text(migrations.path(name)) is None:
        return
    yield Run(command="php artisan migrate --force",
        why=Text("makes the table `{table}` for password resets", "membuat tabel `{table}` untuk reset password").fill(
            table=table),
        phase=Phase.MIGRATE, on=On.ONE)  # fmt: skip


def advise(answers: Database, project: Project) -> Iterator[Finding]:
    """Name the tables that may be another application's already, and what a new name leaves behind."""
    if resets_passwords(project) and not project.configs.equals(RESETS, answers.resets_table):
        yield Finding("database.resets-left", Level.INFO, RESETS,
            Text("links to reset a password that are under way stop working once: they live for an hour at most, as "
                 "Laravel has it",
                 "link reset password yang sedang berjalan tidak berlaku lagi satu kali ini: umurnya paling lama "
                 "satu jam, sesuai bawaan Laravel"),
            Text("Nothing to copy; whoever is caught by it asks again",
                 "Tidak ada yang perlu disalin; yang kena cukup minta lagi"), "database")  # fmt: skip
    if project.configs.value(f"{answers.base}.prefix") in (None, ""):
        yield from _shared(project)


def _shared(project: Project) -> Iterator[Finding]:
    made = migrations.created(project.text, project.names(migrations.FOLDER))
    common = [table for table in made if table in _COMMON or table.startswith(_FAMILIES)]
    if common:
        yield Finding("database.shared-names", Level.INFO, migrations.FOLDER,
            Text("these migrations make tables that another Laravel application has as well: {tables}. In a shared "
                 "database `migrate` stops at the first one that is there",
                 "migrasi di sini membuat tabel yang juga dimiliki aplikasi Laravel lain: {tables}. Di database "
                 "bersama `migrate` berhenti di tabel pertama yang sudah ada").fill(tables=_listed(common)),
            Text("Where they have not run: give the table another name in the migration and in its model "
                 "(`protected $table`), and take out what no setting names any more. Never `migrate:fresh` in a shared "
                 "database: it drops everybody's tables",
                 "Kalau belum dijalankan: ganti nama tabelnya di migrasi dan di model-nya (`protected $table`), dan "
                 "hapus yang tidak disebut setting mana pun. Jangan `migrate:fresh` di database bersama: semua tabel "
                 "terhapus, juga milik aplikasi lain"), "database")  # fmt: skip
    packages = [table for package, table in _PACKAGES.items() if project.has(package) and table not in common]
    if packages:
        yield Finding("database.package-tables", Level.INFO, "composer.json",
            Text("packages make tables that no setting renames: {tables}",
                 "ada package yang membuat tabel tanpa setting nama: {tables}").fill(tables=_listed(packages)),
            Text("In a shared database give the package a connection of its own with a `prefix` where it has a setting "
                 "for that, else a model of the application's own with another `$table`",
                 "Di database bersama beri package itu koneksi sendiri dengan `prefix` kalau ada setting-nya, atau "
                 "model milik aplikasi ini dengan `$table` lain"), "database")  # fmt: skip


def _listed(tables: list[str]) -> Text:
    return same(", ".join(f"`{table}`" for table in tables))
