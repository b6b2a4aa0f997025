"""The neighbour in the same schema: our tables get names of their own, and its tables stay as they are."""

from __future__ import annotations

from tests.e2e import legacy
from tests.e2e.shop import CACHE, MIGRATIONS, SESSIONS, Shop

OURS = {MIGRATIONS, SESSIONS, CACHE, f"{CACHE}_locks"}


def migrations(shop: Shop, schema: str, table: str) -> set[str]:
    """Return what this table remembers, without the date before each name."""
    sql = f"select migration from {schema}.{table}"  # noqa: S608 - a schema of ours
    return {str(row[0])[18:] for row in shop.services.database.primary.query(sql)}


def test_an_application_that_had_migrated_leaves_the_neighbours_tables_to_the_byte(shop: Shop) -> None:
    shop.stateless("database")
    for server in (shop.services.database.primary, shop.services.database.replica):
        assert legacy.state(server, shop.name) == shop.before_wizard
        assert legacy.tables(server, shop.name) == {*legacy.TABLES, *shop.own_tables, *OURS}


def test_an_application_that_had_migrated_keeps_working_under_the_new_name(shop: Shop) -> None:
    application = shop.stateless("database")
    ours = {"create_notes_table", f"create_{SESSIONS}_table", f"create_{CACHE}_table"}
    assert ours <= migrations(shop, shop.name, MIGRATIONS)
    assert migrations(shop, shop.name, MIGRATIONS).isdisjoint({"create_employees_table", "create_shifts_table"})
    assert "othing to migrate" in application.artisan("migrate", "--force")
    assert "create_notes_table" in application.artisan("migrate:status")


def test_without_the_carry_over_migrate_stops_at_a_table_that_is_there(shop: Shop) -> None:
    schema = f"{shop.name}_skipped"
    application = shop.fresh(schema)
    application.artisan("migrate", "--force")
    before = legacy.state(shop.services.database.primary, schema)
    shop.apply(application, shop.flags("redis", schema))
    assert "already exists" in application.artisan("migrate", "--force", check=False)
    assert legacy.state(shop.services.database.primary, schema) == before


def test_a_cached_config_of_the_time_before_does_not_mislead_the_checklist(shop: Shop) -> None:
    schema = f"{shop.name}_cached"
    application = shop.fresh(schema)
    application.artisan("migrate", "--force")
    application.artisan("config:cache")
    shop.deploy(application, shop.apply(application, shop.flags("redis", schema)))
    assert "create_notes_table" in migrations(shop, schema, MIGRATIONS)


def test_a_new_application_makes_its_own_tables_and_touches_no_other(shop: Shop) -> None:
    schema = f"{shop.name}_new"
    application = shop.fresh(schema)
    primary = shop.services.database.primary
    before = legacy.state(primary, schema)
    shop.deploy(application, shop.apply(application, shop.flags("database", schema)))
    assert legacy.state(primary, schema) == before
    assert legacy.tables(primary, schema) == {*legacy.TABLES, *shop.own_tables, *OURS}
    application.artisan("migrate:rollback", "--force")
    assert legacy.state(primary, schema) == before
    assert legacy.tables(primary, schema) == {*legacy.TABLES, MIGRATIONS}


def test_a_table_of_the_neighbours_under_the_chosen_name_is_refused_and_kept(shop: Shop) -> None:
    schema = f"{shop.name}_taken"
    application = shop.fresh(schema)
    primary = shop.services.database.primary
    before = legacy.state(primary, schema)
    wanted = [("sessions" if flag == SESSIONS else flag) for flag in shop.flags("database", schema)]
    shop.apply(application, wanted)
    assert "is not a table of Laravel sessions" in application.artisan("migrate", "--force", check=False)
    application.artisan("migrate:rollback", "--force", check=False)
    assert legacy.state(primary, schema) == before
