"""After the wizard: a login that does not log out, whichever node answers, and whichever node dies."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.e2e import legacy
from tests.e2e.cluster import Cluster
from tests.e2e.shop import Shop
from tests.e2e.visits import counts, signed_in
from tests.servers.process import wait_until

OTHER_KEY = "base64:bm90IHRoZSBzYW1lIGtleSBhcyBvbiB0aGUgb3RoZXI="


def test_all_nodes_count_the_same_visits(stateless: Cluster) -> None:
    stateless.wait_for_both()
    assert counts(stateless.browser(), 6) == ["a1", "b2", "a3", "b4", "a5", "b6"]


def test_a_login_holds_on_the_other_node(stateless: Cluster) -> None:
    visitor = signed_in(stateless.a)
    visitor.port = stateless.b.port
    assert visitor.get("/me").json() == {"node": "b", "email": legacy.EMAIL}
    visitor.port = stateless.nginx.port
    assert {visitor.get("/me").json()["email"] for _ in range(4)} == {legacy.EMAIL}


def test_a_node_killed_in_the_middle_of_a_request_costs_nobody_anything(stateless: Cluster) -> None:
    stateless.wait_for_both()
    visitor = stateless.browser()
    assert counts(visitor, 4) == ["a1", "b2", "a3", "b4"]
    storage = stateless.a.application.folder / "storage"
    (storage / "linger").touch()
    try:
        with ThreadPoolExecutor() as pool:
            waiting = pool.submit(visitor.get, "/linger")
            wait_until((storage / "lingers").exists, "the request is in the hands of a")
            stateless.a.process.kill()
            assert waiting.result().json() == {"node": "b", "count": 5}
        assert counts(visitor, 4) == ["b6", "b7", "b8", "b9"]
    finally:
        (storage / "linger").unlink()
        (storage / "lingers").unlink(missing_ok=True)
        stateless.a.start()
    stateless.wait_for_both()
    assert counts(visitor, 2) == ["a10", "b11"]


@pytest.mark.parametrize("store", ["database"])
def test_sessions_in_the_database_survive_a_replica_that_lags(stateless: Cluster, shop: Shop) -> None:
    with shop.lagging_replica():
        assert [page[1:] for page in counts(stateless.browser(), 6)] == ["1", "2", "3", "4", "5", "6"]
        visitor = signed_in(stateless.a)
        visitor.port = stateless.b.port
        assert visitor.get("/me").json()["email"] == legacy.EMAIL


@pytest.mark.parametrize("way", ["plain"])
@pytest.mark.parametrize("store", ["database"])
def test_without_our_session_connection_a_lagging_replica_loses_them(stateless: Cluster, shop: Shop) -> None:
    kept = stateless.a.application.env().get("SESSION_CONNECTION")
    if shop.framework.major >= 12:  # Laravel asks the primary by itself, and we do not interfere
        assert kept is None
        return
    assert kept == "mysql::write"
    try:
        for node in stateless.nodes:
            node.application.set_env({"SESSION_CONNECTION": None})
        with shop.lagging_replica():
            assert [page[1:] for page in counts(stateless.browser(), 4)] == ["1", "1", "1", "1"]
    finally:
        for node in stateless.nodes:
            node.application.set_env({"SESSION_CONNECTION": kept})


@pytest.mark.parametrize("way", ["plain"])
def test_another_key_on_one_node_breaks_logins(stateless: Cluster) -> None:
    application = stateless.b.application
    key = application.env()["APP_KEY"]
    visitor = signed_in(stateless.a)
    try:
        application.set_env({"APP_KEY": OTHER_KEY})
        visitor.port = stateless.b.port
        assert visitor.get("/me").json() == {"node": "b", "email": None}
    finally:
        application.set_env({"APP_KEY": key})
