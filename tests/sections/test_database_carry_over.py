"""A migrations table under a new name remembers what the old one did, for this application and nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import shapes
from tests.frameworks import NAMES, framework
from tests.lab import need, php_lint
from tests.sections import applied, booted
from wizard.changes import Phase, Run
from wizard.finding import Level
from wizard.formats import template
from wizard.outcome import Outcome
from wizard.sections.cache import Cache
from wizard.sections.database import Database
from wizard.sections.database.carry_over import SCRIPT, script

SECTIONS = (Database,)
ANSWERS = {"database.host": "10.0.0.5", "database.database": "hris_onni", "database.username": "omniflow"}
OWN = ["2014_10_12_000000_create_users_table", "2020_02_02_000000_create_audits_table",
       "2021_03_03_000000_create_parts_table"]  # fmt: skip
NEW = "laravel_migrations"


def migrated(folder: Path) -> Path:
    """Make an application that has migrated under Laravel's own name, and return its database file."""
    file = booted.on_sqlite(booted.make(folder))
    booted.artisan(folder, "migrate", "--force")
    return file


def renamed(folder: Path) -> Outcome:
    """Let the wizard rename the table, and point the project at its database file again."""
    done = applied.written(folder, SECTIONS, ANSWERS)
    booted.on_sqlite(folder)
    return done


def neighbours(file: Path, *names: str) -> None:
    """Let a neighbour have migrated in this database file: these migrations, and a table `users`."""
    with booted.opened(file) as database:
        database.execute("CREATE TABLE migrations (id INTEGER PRIMARY KEY, migration TEXT, batch INTEGER)")
        database.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, employee TEXT)")
        database.executemany("INSERT INTO migrations (migration, batch) VALUES (?, 1)", [(name,) for name in names])


def carried_over(folder: Path, *words: str) -> tuple[int, str]:
    """Run the script; return its exit code and all that it said."""
    done = booted.php(folder, SCRIPT, *words)
    return done.returncode, (done.stdout + done.stderr).decode()


def tables(file: Path) -> dict[str, list[object]]:
    """Return every row of every table."""
    with booted.opened(file) as database:
        made = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        names = [name for (name,) in made.fetchall()]
        return {n: database.execute(f"SELECT * FROM [{n}]").fetchall() for n in names}  # noqa: S608


def test_an_application_that_migrated_goes_on_under_the_new_name(tmp_path: Path) -> None:
    file = migrated(tmp_path)
    before = tables(file)
    renamed(tmp_path)
    code, said = carried_over(tmp_path)
    assert code == 0, said
    assert "Copied from `migrations` to `laravel_migrations`: 3" in said
    assert all(f"    {name} (batch 1)" in said for name in OWN)  # the one of a package as well
    assert booted.rows(file, NEW) == [(name, 1) for name in OWN]
    assert "Nothing to migrate." in booted.artisan(tmp_path, "migrate", "--force")
    assert {name: rows for name, rows in tables(file).items() if name in before} == before


@pytest.mark.parametrize("name", NAMES)
def test_every_laravel_goes_on_under_the_new_name(name: str, tmp_path: Path) -> None:
    laravel = framework(name)
    file = booted.on_sqlite(booted.make(tmp_path, laravel))
    booted.artisan(tmp_path, "migrate", "--force", laravel=laravel)
    with booted.opened(file) as database:
        database.execute("INSERT INTO migrations (migration, batch) VALUES ('2019_01_01_000000_of_another', 7)")
    before = tables(file)
    renamed(tmp_path)
    for cached in ("config:clear", "config:cache"):
        booted.artisan(tmp_path, cached, laravel=laravel)
        done = booted.php(tmp_path, SCRIPT, laravel=laravel)
        assert (done.returncode, done.stderr) == (0, b""), done.stdout
    own = [row for row in booted.rows(file, "migrations") if "of_another" not in row[0]]
    assert booted.rows(file, NEW) == own
    assert set(OWN[1:]) < {migration for migration, _ in own}
    said = booted.artisan(tmp_path, "migrate", "--force", laravel=laravel)
    assert "Nothing to migrate" in said
    assert {table: rows for table, rows in tables(file).items() if table in before} == before


def test_without_it_the_next_migrate_fails(tmp_path: Path) -> None:
    migrated(tmp_path)
    renamed(tmp_path)
    done = booted.php(tmp_path, "artisan", "migrate", "--force")
    assert done.returncode != 0
    assert b"already exists" in done.stdout + done.stderr


def test_rows_of_another_application_stay_where_they_are(tmp_path: Path) -> None:
    file = migrated(tmp_path)
    with booted.opened(file) as database:
        database.execute("INSERT INTO migrations (migration, batch) VALUES ('2019_01_01_000000_of_another', 7)")
        database.execute("UPDATE migrations SET batch = 4 WHERE migration LIKE '%parts%'")
    before = tables(file)["migrations"]
    renamed(tmp_path)
    code, said = carried_over(tmp_path)
    assert (code, "Left in `migrations`, not this application's: 1\n    2019_01_01_000000_of_another\n" in said) == (0, True)
    assert booted.rows(file, NEW) == [(OWN[0], 1), (OWN[1], 1), (OWN[2], 4)]
    assert tables(file)["migrations"] == before


def test_a_second_run_copies_nothing(tmp_path: Path) -> None:
    file = migrated(tmp_path)
    renamed(tmp_path)
    carried_over(tmp_path)
    once = tables(file)
    code, said = carried_over(tmp_path)
    assert (code, "Copied from `migrations` to `laravel_migrations`: 0" in said) == (0, True)
    assert tables(file) == once


def test_a_run_that_was_cut_short_is_finished_by_the_next(tmp_path: Path) -> None:
    file = migrated(tmp_path)
    renamed(tmp_path)
    carried_over(tmp_path)
    with booted.opened(file) as database:
        database.execute(f"DELETE FROM {NEW} WHERE migration LIKE '%users%'")  # noqa: S608
    assert carried_over(tmp_path)[0] == 0
    assert booted.rows(file, NEW) == [(name, 1) for name in OWN]


def test_what_has_not_run_is_named_and_left_to_migrate(tmp_path: Path) -> None:
    file = migrated(tmp_path)
    late = "2022_04_04_000000_create_tyres_table"
    (tmp_path / f"database/migrations/{late}.php").write_text(booted.migration("tyres"))
    renamed(tmp_path)
    assert f"Not run yet, for `php artisan migrate`: 1\n    {late}\n" in carried_over(tmp_path)[1]
    booted.artisan(tmp_path, "migrate", "--force")
    assert booted.rows(file, NEW)[-1] == (late, 2)


def test_migrations_that_were_pruned_into_a_dump_are_the_applications_own(tmp_path: Path) -> None:
    file = migrated(tmp_path)
    with booted.opened(file) as database:
        for name in ("2013_01_01_000000_pruned", "2013_01_02_000000_pruned_too", "2013_01_01_000000_prune"):
            database.execute("INSERT INTO migrations (migration, batch) VALUES (?, 1)", (name,))
    (tmp_path / "database/schema").mkdir()
    dump = "INSERT INTO migrations VALUES(1,'2013_01_01_000000_pruned',1);\n2\t2013_01_02_000000_pruned_too\t1\n"
    (tmp_path / "database/schema/sqlite-schema.dump").write_text(dump)
    done = renamed(tmp_path)
    assert "database.schema-dump" in applied.codes(done)
    carried_over(tmp_path)
    copied = [name for name, _ in booted.rows(file, NEW)]
    assert copied == ["2013_01_01_000000_pruned", "2013_01_02_000000_pruned_too", *OWN]


def test_it_works_with_the_config_cached_and_refuses_a_stale_one(tmp_path: Path) -> None:
    file = migrated(tmp_path)
    booted.artisan(tmp_path, "config:cache")
    renamed(tmp_path)
    code, said = carried_over(tmp_path)
    assert (code, "Run `php artisan config:clear`" in said) == (1, True)
    assert NEW not in tables(file)
    booted.artisan(tmp_path, "config:clear")
    booted.artisan(tmp_path, "config:cache")
    assert carried_over(tmp_path)[0] == 0
    assert booted.rows(file, NEW) == [(name, 1) for name in OWN]


STOCK = ("2014_10_12_000000_create_users_table", "2019_08_19_000000_create_failed_jobs_table")
FOREIGN = tuple(f"2015_01_{day:02}_000000_create_shift_{day}_table" for day in range(1, 24))
NOTHING_COPIED = "Nothing copied. Rows of these names are in `migrations`"


def test_a_neighbours_rows_of_common_names_are_not_taken_and_migrate_stops_at_its_table(tmp_path: Path) -> None:
    file = booted.on_sqlite(booted.make(tmp_path))
    neighbours(file, *STOCK, *FOREIGN)
    before = tables(file)
    renamed(tmp_path)
    code, said = carried_over(tmp_path)
    assert (code, NOTHING_COPIED in said) == (0, True), said
    assert f"neighbour's:\n    {STOCK[0]}\nIf this application has not migrated" in said
    assert f"{SCRIPT} --force`" in said
    assert f"not this application's: 24\n    {FOREIGN[0]}\n" in said
    assert f"    {FOREIGN[19]}\n    and 4 more\n" in said
    assert tables(file) == before  # not even a new table
    done = booted.php(tmp_path, "artisan", "migrate", "--force")
    assert done.returncode != 0
    assert b"already exists" in done.stdout + done.stderr
    assert {name: rows for name, rows in tables(file).items() if name in before} == before
    assert booted.rows(file, NEW) == []


def test_rows_of_packages_in_vendor_and_of_our_own_migrations_tell_nothing_either(tmp_path: Path) -> None:
    made, packages = "2026_01_01_000000_create_sessions_table", "2018_01_01_000000_create_audit_log_table"
    booted.make(tmp_path)
    (tmp_path / f"database/migrations/{made}.php").write_text(booted.migration("sessions"))
    inside = tmp_path / f"vendor/acme/audit/{packages}.php"
    inside.parent.mkdir(parents=True)
    inside.write_text(booted.migration("audit_log"))
    provider = tmp_path / "app/Providers/AppServiceProvider.php"
    provider.write_text(provider.read_text().replace("packages/audit/migrations", "vendor/acme/audit"))
    file = booted.on_sqlite(tmp_path)
    neighbours(file, made, packages)
    before = tables(file)
    renamed(tmp_path)
    code, said = carried_over(tmp_path)
    assert (code, NOTHING_COPIED in said, packages in said) == (0, True, True), said
    assert tables(file) == before


def test_an_application_with_common_migrations_alone_says_that_they_are_its_own(tmp_path: Path) -> None:
    booted.make(tmp_path)
    for more in ("database/migrations/2021_03_03_000000_create_parts_table.php",
                "packages/audit/migrations/2020_02_02_000000_create_audits_table.php"):  # fmt: skip
        (tmp_path / more).unlink()
    file = booted.on_sqlite(tmp_path)
    booted.artisan(tmp_path, "migrate", "--force")
    own = booted.rows(file, "migrations")
    renamed(tmp_path)
    assert NOTHING_COPIED in carried_over(tmp_path)[1]
    assert NEW not in tables(file)
    code, said = carried_over(tmp_path, "--force")
    assert (code, "to `laravel_migrations`: 1" in said, "Nothing copied" in said) == (0, True, False), said
    assert booted.rows(file, NEW) == own
    code, said = carried_over(tmp_path)  # all is there: nothing is left to doubt
    assert (code, "to `laravel_migrations`: 0" in said, "Nothing copied" in said) == (0, True, False), said
    assert "Nothing to migrate" in booted.artisan(tmp_path, "migrate", "--force")


def test_a_database_where_a_neighbour_alone_has_migrated_is_left_to_migrate(tmp_path: Path) -> None:
    file = booted.on_sqlite(booted.make(tmp_path))
    neighbours(file, *FOREIGN)
    before = tables(file)
    renamed(tmp_path)
    code, said = carried_over(tmp_path)
    assert (code, "to `laravel_migrations`: 0" in said, "not run yet" in said.lower()) == (0, True, True), said
    assert tables(file) == before


def test_a_word_that_it_does_not_know_stops_it(tmp_path: Path) -> None:
    file = migrated(tmp_path)
    before = tables(file)
    renamed(tmp_path)
    code, said = carried_over(tmp_path, "--forse")
    assert (code, "--force]" in said) == (1, True)
    assert tables(file) == before


def test_in_a_new_database_it_has_nothing_to_do_and_makes_nothing(tmp_path: Path) -> None:
    file = booted.on_sqlite(booted.make(tmp_path))
    renamed(tmp_path)
    code, said = carried_over(tmp_path)
    assert (code, "Nothing copied: there is no table `migrations`" in said) == (0, True)
    assert tables(file) == {}
    booted.artisan(tmp_path, "migrate", "--force")


@pytest.mark.parametrize("table", ["migrations", NEW])
def test_a_table_of_that_name_that_is_not_laravels_is_left_alone(table: str, tmp_path: Path) -> None:
    file = migrated(tmp_path)
    with booted.opened(file) as database:
        database.execute(f"DROP TABLE IF EXISTS {table}")
        database.execute(f"CREATE TABLE {table} (id INTEGER, owner TEXT)")
        database.execute(f"INSERT INTO {table} VALUES (1, 'legacy')")  # noqa: S608
    before = tables(file)
    renamed(tmp_path)
    code, said = carried_over(tmp_path)
    assert (code, f"`{table}` is" in said) == (1, True)
    assert tables(file) == before


def test_the_prefix_of_the_connection_is_that_of_both_tables(tmp_path: Path) -> None:
    booted.make(tmp_path)
    config = tmp_path / "config/database.php"
    config.write_text(config.read_text().replace("'prefix' => ''", "'prefix' => 'shop_'"))
    file = booted.on_sqlite(tmp_path)
    booted.artisan(tmp_path, "migrate", "--force")
    renamed(tmp_path)
    assert carried_over(tmp_path)[0] == 0
    assert booted.rows(file, f"shop_{NEW}") == booted.rows(file, "shop_migrations") == [(n, 1) for n in OWN]


@pytest.mark.parametrize("old", ["x'; DROP TABLE users; --", "*/ exit(0); /*", "${HOME} {$app} `id`", '?>"<?php die();',
                                 "\\'.die('no').'", "'", "tabel migrasi é"])  # fmt: skip
def test_an_old_name_never_becomes_code(old: str, tmp_path: Path) -> None:
    booted.make(tmp_path)
    text = template.render("database/carry-over-migrations.php.jinja", **script(old))
    assert php_lint({"script": text}) == {}
    (tmp_path / SCRIPT).parent.mkdir(parents=True)
    (tmp_path / SCRIPT).write_text(text)
    file = booted.on_sqlite(tmp_path)
    booted.artisan(tmp_path, "migrate", "--force")
    before = tables(file)
    code, said = carried_over(tmp_path)
    assert (code, f"there is no table `{old}`" in said) == (0, True)
    assert tables(file) == before


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_every_shape_gets_a_script_that_php_compiles(shape: str, tmp_path: Path) -> None:
    folder = shapes.make(shape, tmp_path)
    done = applied.written(folder, SECTIONS, {**ANSWERS, "database.connection": "mysql"})
    assert "database.migrations-renamed" in applied.codes(done)
    assert php_lint({SCRIPT: (folder / SCRIPT).read_text()}) == {}
    assert f"php {SCRIPT}" in applied.commands(done)


def test_the_step_stands_before_migrate_as_long_as_the_script_is_there(tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path)
    typed = {**ANSWERS, "cache.store": "database", "cache.prefix": "shop_"}
    done = applied.written(folder, (Cache, Database), typed)
    for outcome in (done, applied.planned(folder, (Cache, Database), {})):
        steps = [step for step in outcome.plan.checklist if isinstance(step, Run)]
        phases = {step.command: step.phase for step in steps}
        assert phases[f"php {SCRIPT}"] is Phase.BEFORE_MIGRATE
        commands = applied.commands(outcome)
        assert commands.index(f"php {SCRIPT}") < commands.index("php artisan migrate --force")
        assert "only where this application has migrated before in this database" in applied.steps(outcome)
        assert "Delete the file when all environments are done" in applied.steps(outcome)
    assert "ALTER TABLE migrations RENAME TO laravel_migrations" in applied.steps(done)
    (folder / SCRIPT).unlink()
    again = applied.planned(folder, (Cache, Database), {})
    assert SCRIPT not in [file.path for file in again.plan.files]
    assert f"php {SCRIPT}" not in applied.commands(again)


def test_a_name_that_needs_quotes_is_put_in_no_sql(tmp_path: Path) -> None:
    text = shapes.project("classic-10")["config/database.php"].replace("=> 'migrations'", "=> 'my-shop; x'")
    done = applied.planned(shapes.make("classic-10", tmp_path, files={"config/database.php": text}), SECTIONS, ANSWERS)
    assert done.resolution.answers[Database].migrations_table == NEW
    assert f"php {SCRIPT}" in applied.commands(done)
    assert "ALTER TABLE" not in applied.steps(done)


def test_a_name_that_no_table_has_stops_the_plan(tmp_path: Path) -> None:
    text = shapes.project("classic-10")["config/database.php"].replace("=> 'migrations'", '=> "mig\\0rations"')
    done = applied.planned(shapes.make("classic-10", tmp_path, files={"config/database.php": text}), SECTIONS, ANSWERS)
    assert "database.migrations-name" in {f.code for f in done.plan.findings if f.level is Level.ERROR}
    assert SCRIPT not in [file.path for file in done.plan.files]


def test_a_script_of_an_earlier_renaming_stops_the_next_one(tmp_path: Path) -> None:
    folder = shapes.make("classic-10", tmp_path)
    applied.written(folder, SECTIONS, ANSWERS)
    typed = {**ANSWERS, "database.migrations_table": "shop_migrations"}
    assert "database.carry-over-other" in applied.codes(applied.planned(folder, SECTIONS, typed))
    (folder / SCRIPT).unlink()
    applied.written(folder, SECTIONS, typed)
    assert f"$old = '{NEW}';" in (folder / SCRIPT).read_text()


def test_an_application_that_keeps_its_name_gets_no_script(tmp_path: Path) -> None:
    folder = shapes.make("classic-10", tmp_path)
    done = applied.written(folder, SECTIONS, {**ANSWERS, "database.migrations_table": "migrations"})
    assert (SCRIPT in [file.path for file in done.plan.files], applied.commands(done)) == (False, [])


def test_an_application_without_migrations_is_not_warned(tmp_path: Path) -> None:
    own = [p for p in shapes.project("classic-10") if p.startswith("database/migrations/")]
    done = applied.planned(shapes.make("classic-10", tmp_path, remove=own), SECTIONS, ANSWERS)
    assert "database.migrations-renamed" not in applied.codes(done)
    assert applied.commands(done) == []


@pytest.mark.xdist_group("mariadb")
def test_on_a_server_with_replicas_the_primary_alone_is_asked(tmp_path: Path) -> None:
    need("mariadbd")
    from tests.servers.mariadb import MariaDB  # a machine without it skips this test alone

    with MariaDB() as server:
        server.run("CREATE DATABASE shop", "CREATE USER shop@'%' IDENTIFIED BY 'word'", "GRANT ALL ON shop.* TO shop@'%'")
        booted.make(tmp_path)
        env = {"DB_CONNECTION": "mysql", "DB_HOST": server.host, "DB_PORT": str(server.port), "DB_DATABASE": "shop",
               "DB_USERNAME": "shop", "DB_PASSWORD": "word"}  # fmt: skip
        file = tmp_path / ".env"
        file.write_text(shapes.with_env(file.read_text(), env))
        booted.artisan(tmp_path, "migrate", "--force")
        server.query("INSERT INTO migrations (migration, batch) VALUES ('of_another', 1)", database="shop")
        checksum = server.query("CHECKSUM TABLE shop.migrations")
        typed = {"database.host": server.host, "database.split": "yes", "database.read_hosts": "127.0.0.99"}
        applied.written(tmp_path, SECTIONS, {**typed, "database.migrations_table": NEW})
        file.write_text(shapes.with_env(file.read_text(), {"DB_HOST": server.host}))
        for count in (3, 0):  # nobody listens on the replica's address: asking it would fail
            code, said = carried_over(tmp_path)
            assert (code, f"to `{NEW}`: {count}" in said) == (0, True), said
        copied = server.query(f"SELECT migration, batch FROM {NEW} ORDER BY migration", database="shop")  # noqa: S608
        assert copied == [(name, 1) for name in OWN]
        assert server.query("CHECKSUM TABLE shop.migrations") == checksum


def test_a_wrong_password_is_one_line_without_it(tmp_path: Path) -> None:
    migrated(tmp_path)
    renamed(tmp_path)
    env = tmp_path / ".env"
    env.write_text(shapes.with_env(env.read_text(), {"DB_CONNECTION": "mysql", "DB_HOST": "127.0.0.1", "DB_PORT": "1",
                                                     "DB_PASSWORD": "Hidden-1"}))  # fmt: skip
    code, said = carried_over(tmp_path)
    assert (code, "Hidden-1" in said, said.count("\n")) == (1, False, 1), said
