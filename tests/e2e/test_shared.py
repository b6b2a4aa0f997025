"""After the wizard: cache, uploads, database, jobs, logs and health are the same on every node."""

from __future__ import annotations

import json
import sys

import pytest

from tests.e2e.cluster import Cluster
from tests.e2e.services import QUEUE_PASSWORD, USER
from tests.e2e.shop import MESSAGES, Shop
from tests.lab import ROOT, clean_env
from tests.servers.process import Process, wait_until


def test_what_one_node_caches_the_other_finds(stateless: Cluster, store: str, way: str) -> None:
    key = f"{store}-{way}"
    stateless.a.browser().get(f"/lab/remember/{key}/red")
    assert stateless.b.browser().get(f"/lab/recall/{key}").json() == {"node": "b", "value": "red"}


@pytest.mark.parametrize("store", ["database"])
def test_a_cache_in_the_database_survives_a_replica_that_lags(stateless: Cluster, shop: Shop, way: str) -> None:
    with shop.lagging_replica():
        stateless.a.browser().get(f"/lab/remember/lag-{way}/red")
        assert stateless.b.browser().get(f"/lab/recall/lag-{way}").json()["value"] == "red"


def test_an_upload_on_one_node_is_read_on_the_other_and_lies_in_the_bucket(stateless: Cluster, shop: Shop) -> None:
    path = stateless.a.browser().upload("/lab/upload", "avatar", "me.txt", b"a face").json()["path"]
    assert path.startswith("avatars/")
    assert stateless.b.browser().get(f"/lab/download?path={path}").json() == {"node": "b", "content": "a face"}
    client = shop.services.bucket.client()
    assert client.get_object(Bucket=shop.name, Key=path)["Body"].read() == b"a face"
    client.close()


def test_reads_go_to_the_replica_and_writes_to_the_primary(stateless: Cluster, shop: Shop) -> None:
    for node in stateless.nodes:
        assert node.browser().get("/lab/read").json()["server_id"] == 2
    with shop.lagging_replica():  # and what a request wrote it reads where it wrote it: sticky
        assert stateless.a.browser().get("/lab/write/sticky").json()["server_id"] == 1


def test_a_job_from_one_node_is_done_by_a_worker_elsewhere(
    stateless: Cluster, shop: Shop, store: str, way: str
) -> None:
    text = f"job-{store}-{way}"
    with shop.services.rabbit.connect(vhost=shop.name) as connection:
        channel = connection.channel()
        channel.queue_declare("default", durable=True)
        channel.queue_purge("default")
        stateless.a.browser().get(f"/lab/job/{text}")
        waiting = channel.queue_declare("default", passive=True).method.message_count
    assert (waiting, shop.notes(text)) == (1, [])
    worker = shop.worker(stateless.folder / "worker", store)
    try:
        wait_until(lambda: shop.notes(text), f"the worker did it\n{worker.said()}")
    finally:
        worker.stop()
    assert shop.notes(text) == [("worker", 1)]


def test_a_message_from_a_node_is_read_by_a_consumer_in_python(stateless: Cluster, shop: Shop) -> None:
    rabbit, body = shop.services.rabbit, {"text": "kopi"}
    env = clean_env(
        RABBITMQ_HOST=rabbit.host, RABBITMQ_PORT=str(rabbit.port), RABBITMQ_USER=USER, RABBITMQ_VHOST=shop.name,
        RABBITMQ_PASSWORD=QUEUE_PASSWORD, PUBLISHER_QUEUE=MESSAGES,
    )  # fmt: skip
    known = stateless.b.browser().get(f"/lab/publish/{body['text']}").json()["id"]
    log = stateless.folder / "consumer.log"
    consumer = Process([sys.executable, str(ROOT / "tests/consumers/consumer.py")], log, env)
    try:
        consumer.wait_until(lambda: known in consumer.said(), "the message arrived")
    finally:
        consumer.stop()
    assert json.loads(consumer.said()) == {"type": "note.written", "body": body, "correlation_id": known}


def test_logs_are_on_stderr_and_in_no_file(stateless: Cluster) -> None:
    for node in stateless.nodes:
        node.browser().get("/lab/log/seen-by-all")
        assert "seen-by-all" in node.said()
        assert node.application.log_files() == []


def test_the_health_check_is_light(stateless: Cluster, shop: Shop, store: str) -> None:
    known = shop.sessions(store)
    answer = stateless.browser().get("/health")
    assert answer.json()["status"] == "ok"
    assert answer.header("Content-Type") == ["application/json"]
    assert answer.header("Set-Cookie") == []
    assert shop.sessions(store) == known
    stateless.browser().get("/")
    assert shop.sessions(store) == known + 1


def test_the_health_page_that_newer_laravels_bring_is_still_there(stateless: Cluster, shop: Shop) -> None:
    expected = 200 if shop.framework.major >= 11 else 404
    assert [node.browser().get("/up").status for node in stateless.nodes] == [expected] * 2


def test_the_visitors_address_is_known_behind_the_balancer_whatever_the_visitor_claims(stateless: Cluster) -> None:
    visitor = stateless.browser()
    visitor.source = "127.0.0.3"
    for claim in ({}, {"X_Forwarded_For": "203.0.113.7"}, {"Forwarded": "for=203.0.113.7"}):
        assert visitor.get("/lab/node", **claim).json()["ip"] == "127.0.0.3"
    visitor.port = stateless.a.port  # around the balancer: nobody vouches for the claim
    assert visitor.get("/lab/node", X_Forwarded_For="203.0.113.7").json()["ip"] == "127.0.0.3"
