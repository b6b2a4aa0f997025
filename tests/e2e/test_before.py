"""Before the wizard: a fresh Laravel behind a balancer loses what it keeps on one node."""

from __future__ import annotations

from tests.e2e import legacy
from tests.e2e.cluster import Cluster
from tests.e2e.shop import Shop
from tests.e2e.visits import counts, signed_in


def test_each_node_counts_its_own_visits(stateful: Cluster) -> None:
    stateful.wait_for_both()
    assert counts(stateful.browser(), 6) == ["a1", "b1", "a2", "b2", "a3", "b3"]


def test_a_login_is_lost_on_the_other_node(stateful: Cluster) -> None:
    visitor = signed_in(stateful.a)
    assert visitor.get("/me").json() == {"node": "a", "email": legacy.EMAIL}
    visitor.port = stateful.b.port
    assert visitor.get("/me").json() == {"node": "b", "email": None}


def test_a_cached_value_is_missing_on_the_other_node(stateful: Cluster) -> None:
    stateful.a.browser().get("/lab/remember/colour/red")
    assert stateful.a.browser().get("/lab/recall/colour").json()["value"] == "red"
    assert stateful.b.browser().get("/lab/recall/colour").json()["value"] is None


def test_an_upload_on_one_node_is_not_found_on_the_other(stateful: Cluster) -> None:
    path = stateful.a.browser().upload("/lab/upload", "avatar", "me.txt", b"a face").json()["path"]
    assert stateful.a.browser().get(f"/lab/download?path={path}").json()["content"] == "a face"
    assert stateful.b.browser().get(f"/lab/download?path={path}").status == 404


def test_reads_and_writes_go_to_the_primary_alone(stateful: Cluster) -> None:
    visitor = stateful.a.browser()
    assert visitor.get("/lab/read").json()["server_id"] == 1
    assert visitor.get("/lab/write/before").json()["server_id"] == 1


def test_the_web_server_does_the_job_itself(stateful: Cluster, shop: Shop) -> None:
    stateful.b.browser().get("/lab/job/own-work")
    assert shop.notes("own-work") == [("b", 1)]


def test_the_log_is_a_file_of_the_node(stateful: Cluster) -> None:
    stateful.a.browser().get("/lab/log/seen-by-a")
    log = stateful.a.application.folder / "storage/logs/laravel.log"
    assert "seen-by-a" in log.read_text()
    assert "seen-by-a" not in stateful.a.said()
    assert stateful.b.application.log_files() == []


def test_there_is_no_health_check_and_each_visit_leaves_a_session_file(stateful: Cluster) -> None:
    sessions = stateful.b.application.folder / "storage/framework/sessions"
    assert stateful.b.browser().get("/health").status == 404
    known = len(list(sessions.iterdir()))
    stateful.b.browser().get("/")
    assert len(list(sessions.iterdir())) == known + 1


def test_the_balancer_is_taken_for_the_visitor(stateful: Cluster) -> None:
    visitor = stateful.browser()
    visitor.source = "127.0.0.3"
    assert visitor.get("/lab/node").json()["ip"] == "127.0.0.1"
