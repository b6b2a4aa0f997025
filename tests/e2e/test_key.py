"""The key section: one key for all nodes, whichever way it comes, and none made by accident."""

from __future__ import annotations

from pathlib import Path

from tests.e2e import legacy
from tests.e2e.application import Application
from tests.e2e.cluster import Cluster
from tests.e2e.shop import Shop
from tests.e2e.visits import counts, signed_in


def keyless(shop: Shop, folder: Path) -> Application:
    """Return the application as it was before the wizard, and before anybody made a key."""
    application = shop.migrated.copied(folder)
    application.set_env({"APP_KEY": ""})
    return application


def test_no_key_is_made_unless_asked_for(shop: Shop, tmp_path: Path) -> None:
    application = keyless(shop, tmp_path / "one")
    before = application.files()
    ran = shop.wizard("apply", application, *shop.flags("redis", shop.name), "--yes")
    assert ran.returncode == 2
    assert "--app-key" in ran.stdout + ran.stderr
    assert application.files() == before


def test_two_copies_given_one_key_are_two_nodes_of_one_application(shop: Shop, tmp_path: Path) -> None:
    one, other = keyless(shop, tmp_path / "one"), keyless(shop, tmp_path / "other")
    flags = (*shop.flags("redis", shop.name), "--yes")
    shop.stateless("redis")  # makes the tables
    assert shop.wizard("apply", one, *flags, "--app-key", "generate").returncode == 0
    key = one.env()["APP_KEY"].strip("'\"")
    assert shop.wizard("apply", other, *flags, "--app-key-env", "THE_KEY", THE_KEY=key).returncode == 0
    assert one.files() == other.files()
    with Cluster(one, other) as cluster:
        assert counts(cluster.browser(), 4) == ["a1", "b2", "a3", "b4"]
        visitor = signed_in(cluster.a)
        visitor.port = cluster.b.port
        assert visitor.get("/me").json() == {"node": "b", "email": legacy.EMAIL}


def test_a_key_that_is_there_is_kept_on_both_copies(shop: Shop, tmp_path: Path) -> None:
    copies = [shop.migrated.copied(tmp_path / name) for name in ("one", "other")]
    for copy in copies:
        ran = shop.wizard("apply", copy, *shop.flags("redis", shop.name), "--yes")
        assert ran.returncode == 0, ran.stderr
    assert copies[0].env()["APP_KEY"] == shop.migrated.env()["APP_KEY"]
    assert copies[0].files() == copies[1].files()
