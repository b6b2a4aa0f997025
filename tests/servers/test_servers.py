"""Each server of the lab: it starts, does the real thing, refuses a wrong password, and leaves nothing."""

from __future__ import annotations

import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import botocore.exceptions
import pika.exceptions
import pymysql
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from tests.lab import ROOT
from tests.servers.certificates import certificates
from tests.servers.mariadb import MariaDB, pair
from tests.servers.nginx import Nginx
from tests.servers.odd import Odd
from tests.servers.process import Process, answers, free_port, members, wait_until
from tests.servers.rabbitmq import RabbitMQ
from tests.servers.redis import Redis
from tests.servers.seaweed import Identity, Seaweed

pytestmark = pytest.mark.xdist_group("servers")


def secure(server: Redis, ca: Path) -> redis.Redis:
    """Return a client over TLS that trusts this authority alone."""
    return redis.Redis(
        port=server.tls_port, password=server.password, ssl=True, ssl_ca_certs=str(ca), retry=Retry(NoBackoff(), 0)
    )


def test_what_a_process_started_ends_with_it(tmp_path: Path) -> None:
    process = Process(["sh", "-c", "sleep 600 & echo started; wait"], tmp_path / "log")
    process.wait_until(lambda: "started" in process.said(), "its child")
    process.stop()
    wait_until(lambda: process.left() == (), "all it started has ended")  # killed, but init has yet to take it away


def test_servers_end_even_when_the_test_run_is_killed(tmp_path: Path) -> None:
    code = (
        "import os, signal, pathlib, tests.servers.process as p;"
        f"process = p.Process(['sleep', '600'], pathlib.Path({str(tmp_path / 'log')!r}));"
        "print(process.pid, flush=True);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == -9
    wait_until(lambda: members(int(ran.stdout)) == (), "what it started has ended")


def test_no_folder_and_no_socket_outlives_a_test_run_that_is_terminated() -> None:
    code = (
        "import os, signal, tests.servers.seaweed as s, tests.servers.process as p; server = s.Seaweed();"
        "print(*(path for path in p._paths if path.exists()), flush=True); os.kill(os.getpid(), signal.SIGTERM)"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == -signal.SIGTERM
    left = [Path(path) for path in ran.stdout.split()]
    assert {path.name.partition("-")[0] for path in left} == {"sw", "seaweedfs"}
    wait_until(lambda: not any(path.exists() for path in left), f"{left} are gone")


def test_a_process_that_ends_too_early_is_told_with_its_log(tmp_path: Path) -> None:
    process = Process(["sh", "-c", "echo the reason; exit 7"], tmp_path / "log")
    with pytest.raises(AssertionError, match="ended with 7\nthe reason"):
        process.wait_for_port("127.0.0.1", free_port())
    process.stop()


def test_mariadb_answers_refuses_a_wrong_password_and_speaks_tls(tmp_path: Path) -> None:
    tls = certificates(tmp_path)
    with MariaDB(tls=tls) as server:
        server.run("create database one", "create user app@'%' identified by 'right'")
        server.run("grant all on one.* to app@'%'")
        assert server.query("select database(), 1", user="app", password="right", database="one") == [("one", 1)]
        with pytest.raises(pymysql.err.OperationalError) as refused:
            server.query("select 1", user="app", password="wrong")
        assert refused.value.args[0] == 1045
        connection = pymysql.connect(
            host="127.0.0.1", port=server.port, user="app", password="right", ssl_ca=str(tls.ca),
            ssl_verify_identity=True, ssl_verify_cert=True,
        )  # fmt: skip
        connection.close()
        process, folder = server.process, server.folder
    wait_until(lambda: process.left() == (), "all it started has ended")  # killed, but init has yet to take it away
    assert not folder.exists()


def test_a_replica_follows_lags_on_demand_and_is_read_only() -> None:
    with pair() as servers:
        servers.primary.run("create database one", "create table one.t (n int primary key)")
        servers.wait_caught_up()
        servers.stop_sql_thread()
        servers.primary.run("insert into one.t values (1)")
        assert servers.replica.query("select * from one.t") == []
        servers.start_sql_thread()
        assert servers.replica.query("select n, @@server_id, @@read_only from one.t") == [(1, 2, 1)]
        assert servers.replica.host == "127.0.0.2"
        assert servers.replica.port == servers.primary.port
        processes = (servers.primary.process, servers.replica.process)
    wait_until(lambda: [process.left() for process in processes] == [(), ()], "all they started has ended")


def test_redis_answers_refuses_a_wrong_password_and_speaks_tls(tmp_path: Path) -> None:
    tls = certificates(tmp_path)
    with Redis(password="right", tls=tls) as server:
        with server.client() as client:
            assert client.ping()
        with server.client(password="wrong") as client, pytest.raises(redis.AuthenticationError):
            client.ping()
        with secure(server, tls.ca) as client:
            assert client.ping()
        with secure(server, tls.other_ca) as client, pytest.raises(redis.ConnectionError):
            client.ping()
        process = server.process
    wait_until(lambda: process.left() == (), "all it started has ended")  # killed, but init has yet to take it away


def test_redis_knows_acl_users_and_cluster_mode() -> None:
    with Redis(acl=("user default off", "user app on >secret ~app:* +@all")) as server:
        client = server.client(username="app", password="secret")
        assert client.set("app:a", "1")
        with pytest.raises(redis.exceptions.NoPermissionError):
            client.set("other", "1")
        client.close()
    with Redis(cluster=True) as server, server.client() as client:
        assert client.set("a", "1")
        with pytest.raises(redis.ResponseError, match="SELECT is not allowed"):
            client.execute_command("SELECT", 1)


def test_rabbitmq_carries_a_message_and_keeps_users_in_their_vhost(tmp_path: Path) -> None:
    tls = certificates(tmp_path)
    users, rights = {"app": "right", "guestlike": "x"}, {("app", "/"): None}
    with RabbitMQ(users=users, vhosts=("one",), permissions=rights, tls=tls) as server:
        with server.connect("app", "right", "one") as connection:
            channel = connection.channel()
            channel.queue_declare("q")
            channel.basic_publish("", "q", b"hello")
            assert channel.basic_get("q", auto_ack=True)[2] == b"hello"
        with pytest.raises(pika.exceptions.ProbableAuthenticationError):
            server.connect("app", "wrong", "one")
        with pytest.raises(pika.exceptions.ProbableAccessDeniedError):
            server.connect("app", "right", "/")
        context = ssl.create_default_context(cafile=str(tls.ca))
        raw = socket.create_connection(("127.0.0.1", server.tls_port))
        with context.wrap_socket(raw, server_hostname="localhost") as talk:
            assert talk.version()
        processes = (server.process, server.epmd)
    wait_until(lambda: [process.left() for process in processes] == [(), ()], "all they started has ended")


def test_seaweed_keeps_objects_and_refuses_wrong_secrets_and_lesser_rights() -> None:
    reader = Identity("reader", "readers-secret", ("Read", "List"))
    with Seaweed(buckets=("uploads",), others=(reader,)) as server:
        client = server.client()
        client.put_object(Bucket="uploads", Key="a", Body=b"1")
        client.close()
        client = server.client(reader.key, reader.secret)
        assert client.get_object(Bucket="uploads", Key="a")["Body"].read() == b"1"
        with pytest.raises(botocore.exceptions.ClientError, match="AccessDenied"):
            client.put_object(Bucket="uploads", Key="b", Body=b"1")
        client.close()
        client = server.client(server.key, "wrong")
        with pytest.raises(botocore.exceptions.ClientError, match="SignatureDoesNotMatch"):
            client.list_buckets()
        client.close()
        process = server.process
    wait_until(lambda: process.left() == (), "all it started has ended")  # killed, but init has yet to take it away


def test_nginx_serves_what_it_is_told() -> None:
    with Nginx('server { listen 127.0.0.1:$port; location / { return 200 "hello"; } }') as server:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/", timeout=10) as answer:
            assert answer.read() == b"hello"
        process = server.process
    wait_until(lambda: process.left() == (), "all it started has ended")  # killed, but init has yet to take it away


def test_bad_company_behaves_badly() -> None:
    with Odd("hang") as odd, socket.create_connection((odd.host, odd.port)) as talk:
        talk.settimeout(0.2)
        with pytest.raises(TimeoutError):
            talk.recv(1)
    with Odd("close") as odd, socket.create_connection((odd.host, odd.port)) as talk:
        assert talk.recv(1) == b""
    with Odd("http") as odd, pytest.raises(urllib.error.HTTPError, match="400") as told:
        urllib.request.urlopen(f"http://{odd.host}:{odd.port}/", timeout=5)
    told.value.close()
    with Odd("drip") as odd, socket.create_connection((odd.host, odd.port)) as talk:
        began = time.monotonic()
        assert talk.recv(2) == b"x"
        assert time.monotonic() - began > 0.9
    with Odd("flood") as odd, socket.create_connection((odd.host, odd.port)) as talk:
        received = 0
        while piece := talk.recv(65536):
            received += len(piece)
        assert received >= 10 * 1024 * 1024
    assert not answers(odd.host, odd.port)
