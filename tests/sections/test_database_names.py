"""Tables that another application may have as well are renamed where a setting can, and else named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import judge, shapes
from tests.sections import applied, booted
from tests.sections.migrated import migrated
from wizard.finding import Level
from wizard.outcome import Outcome
from wizard.sections.database import Database
from wizard.sections.database.names import RESETS, RESETS_TABLE

SECTIONS = (Database,)
ANSWERS = {"database.connection": "mysql", "database.host": "10.0.0.5", "database.database": "hris_onni",
           "database.username": "omniflow"}  # fmt: skip
RENAMED = {**ANSWERS, "database.resets_table": RESETS_TABLE}
MIGRATION = f"database/migrations/2026_01_01_000000_create_{RESETS_TABLE}_table.php"
GENERIC = {"classic-8": "password_resets", "classic-9": "password_resets"}


def with_resets(shape: str, folder: Path) -> Path:
    """Make a project whose own migrations make the table of reset tokens under Laravel's name."""
    table = GENERIC.get(shape, "password_reset_tokens")
    return shapes.make(shape, folder, files={
        "database/migrations/2014_10_12_100000_create_resets.php": booted.migration(table)})  # fmt: skip


def asks(done: Outcome) -> bool:
    """Tell whether the table of reset tokens is asked for."""
    return "resets_table" in done.resolution.answers[Database].asked(done.project)


def said(done: Outcome, code: str) -> str:
    """Return what a finding says; empty when there is none."""
    return next((f.why.en for f in done.plan.findings if f.code == code), "")


@pytest.mark.parametrize("shape", [s for s in shapes.SHAPES if s.startswith("classic")])
def test_an_application_that_resets_no_passwords_is_not_asked(shape: str, tmp_path: Path) -> None:
    folder = shapes.make(shape, tmp_path)
    done = applied.written(folder, SECTIONS, ANSWERS)
    assert not asks(done)
    assert (folder / "config/auth.php").read_text() == shapes.project(shape)["config/auth.php"]
    assert not (folder / MIGRATION).exists()


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_a_table_that_the_projects_own_migrations_make_is_asked_and_kept(shape: str, tmp_path: Path) -> None:
    folder = with_resets(shape, tmp_path)
    done = applied.written(folder, SECTIONS, ANSWERS)
    wanted = GENERIC.get(shape, "password_reset_tokens")
    assert (asks(done), done.resolution.answers[Database].resets_table) == (True, wanted)
    assert "config/auth.php" not in [file.path for file in done.plan.files]


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_another_name_is_what_laravel_reads_and_has_a_migration(shape: str, tmp_path: Path) -> None:
    folder = with_resets(shape, tmp_path)
    done = applied.written(folder, SECTIONS, RENAMED)
    assert judge.dotted(applied.config(folder), RESETS) == RESETS_TABLE
    assert (folder / MIGRATION).is_file()
    assert "php artisan migrate --force" in applied.commands(done)
    assert "database.resets-left" in applied.codes(done)
    again = applied.planned(folder, SECTIONS, {})
    assert again.resolution.answers[Database].resets_table == RESETS_TABLE
    assert asks(again)
    assert "php artisan migrate --force" in applied.commands(again)
    assert "database.resets-left" not in applied.codes(again)


@pytest.mark.parametrize("package", ["laravel/fortify", "laravel/breeze", "laravel/jetstream", "laravel/ui"])
def test_a_generic_table_that_nobody_makes_gets_a_name_of_its_own(package: str, tmp_path: Path) -> None:
    folder = shapes.make("classic-10", tmp_path, packages={package: "1.0.0"})
    done = applied.written(folder, SECTIONS, ANSWERS)
    assert "database.resets-table.node-local" in applied.codes(done)
    assert judge.dotted(applied.config(folder), RESETS) == RESETS_TABLE


def test_a_name_of_its_own_is_kept_and_no_migration_is_made_for_it(tmp_path: Path) -> None:
    text = shapes.project("classic-10")["config/auth.php"].replace("'password_reset_tokens'", "'shop_resets'")
    packages = {"laravel/fortify": "1.0.0"}
    folder = shapes.make("classic-10", tmp_path, files={"config/auth.php": text}, packages=packages)
    done = applied.written(folder, SECTIONS, ANSWERS)
    assert done.resolution.answers[Database].resets_table == "shop_resets"
    assert (folder / "config/auth.php").read_text() == text
    assert not (folder / "database/migrations/2026_01_01_000000_create_shop_resets_table.php").exists()


def test_tokens_that_are_kept_in_the_cache_need_no_table(tmp_path: Path) -> None:
    text = shapes.project("slim-12")["config/auth.php"].replace("'expire' => 60,", "'driver' => 'cache',")
    done = applied.planned(shapes.make("slim-12", tmp_path, files={"config/auth.php": text}), SECTIONS, ANSWERS)
    assert not asks(done)


@pytest.mark.parametrize("shape", ["classic-8", "slim-13"])
def test_the_migration_works_twice_and_goes_back(shape: str, tmp_path: Path) -> None:
    applied.written(with_resets(shape, tmp_path), SECTIONS, RENAMED)
    up, again, down = migrated(tmp_path / MIGRATION, prefix="shop_")
    assert up == f"up: shop_{RESETS_TABLE}(email,token,created_at)"
    assert again == up.replace("up: ", "up again: ")
    assert down == "down: "


def test_a_table_of_somebody_else_is_never_touched(tmp_path: Path) -> None:
    applied.written(with_resets("slim-12", tmp_path), SECTIONS, RENAMED)
    up, _, down = migrated(tmp_path / MIGRATION, before=f"create table {RESETS_TABLE} (id integer, owner text)")
    assert "is not a table of password reset tokens" in up
    assert down == f"down: {RESETS_TABLE}(id,owner)"


def test_the_migration_is_a_named_class_before_8_37(tmp_path: Path) -> None:
    applied.written(
        shapes.make("classic-8", tmp_path, packages={"laravel/framework": "8.36.0", "laravel/ui": "3.0.0"}),
        SECTIONS, ANSWERS)  # fmt: skip
    text = (tmp_path / MIGRATION).read_text()
    assert "class CreateLaravelCmsPasswordResetsTable extends Migration" in text
    assert migrated(tmp_path / MIGRATION)[0].startswith(f"up: {RESETS_TABLE}(")


def test_the_table_goes_where_the_tokens_are(tmp_path: Path) -> None:
    text = shapes.project("slim-12")["config/auth.php"].replace("'expire' => 60,", "'connection' => 'pgsql',\n'expire' => 60,")
    folder = shapes.make("slim-12", tmp_path, files={"config/auth.php": text})
    applied.written(folder, SECTIONS, RENAMED)
    assert f"Schema::connection('pgsql')->create('{RESETS_TABLE}'" in (folder / MIGRATION).read_text()


def test_tables_that_other_applications_have_are_named(tmp_path: Path) -> None:
    files = {"database/migrations/2024_01_01_000000_more.php": booted.migration("telescope_entries"),
             "database/migrations/2024_01_01_000001_more.php": booted.migration("products"),
             "database/migrations/2024_01_01_000002_more.php": booted.migration("roles").replace("Schema::", "// Schema::"),
             }  # fmt: skip
    done = applied.planned(shapes.make("slim-12", tmp_path, files=files), SECTIONS, ANSWERS)
    assert said(done, "database.shared-names").split(": ")[1] == (
        "`cache`, `cache_locks`, `failed_jobs`, `jobs`, `password_reset_tokens`, `sessions`, `telescope_entries`, "
        "`users`. In a shared database `migrate` stops at the first one that is there")  # fmt: skip
    assert {f.level for f in done.plan.findings if f.code == "database.shared-names"} == {Level.INFO}


def test_an_application_with_names_of_its_own_is_left_in_peace(tmp_path: Path) -> None:
    own = {p: None for p in shapes.project("slim-12") if p.startswith("database/migrations/")}
    files = {**own, "database/migrations/2024_01_01_000001_more.php": booted.migration("shop_users")}
    done = applied.planned(shapes.make("slim-12", tmp_path, files=files), SECTIONS, ANSWERS)
    assert not {"database.shared-names", "database.package-tables"} & applied.codes(done)


def test_a_prefix_keeps_names_apart(tmp_path: Path) -> None:
    text = shapes.project("slim-12")["config/database.php"].replace("'prefix' => ''", "'prefix' => 'shop_'")
    done = applied.planned(shapes.make("slim-12", tmp_path, files={"config/database.php": text}), SECTIONS, ANSWERS)
    assert "database.shared-names" not in applied.codes(done)


def test_tables_of_packages_are_named_once(tmp_path: Path) -> None:
    files = {"database/migrations/2024_01_01_000000_t.php": booted.migration("personal_access_tokens")}
    packages = {"laravel/sanctum": "4.0.0", "laravel/telescope": "5.0.0", "laravel/pulse": "1.0.0"}
    done = applied.planned(shapes.make("slim-12", tmp_path, files=files, packages=packages), SECTIONS, ANSWERS)
    assert said(done, "database.package-tables").endswith(": `pulse_*`, `telescope_*`")
    assert "`personal_access_tokens`" in said(done, "database.shared-names")
