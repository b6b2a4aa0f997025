"""`artisan down` on one node closes the shop on all nodes, where Laravel can do that."""

from __future__ import annotations

from tests.e2e.cluster import Cluster
from tests.e2e.shop import Shop


def test_down_on_one_node_is_down_on_all_from_laravel_9_on(stateless: Cluster, shop: Shop) -> None:
    everywhere = [503, 503] if shop.framework.major > 8 else [503, 200]
    try:
        stateless.a.application.artisan("down")
        assert [node.browser().get("/").status for node in stateless.nodes] == everywhere
    finally:
        stateless.a.application.artisan("up")
    assert [node.browser().get("/").status for node in stateless.nodes] == [200, 200]
