"""Deployment files: only when chosen, only what fits, read as they are meant by those who read them."""

from __future__ import annotations

import configparser
import http.client
import json
import re
import shlex
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Template
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import lab, shapes
from tests.sections import applied
from tests.servers.certificates import certificates
from tests.servers.nginx import Nginx
from tests.servers.process import Process, free_port, wait_until
from tests.test_hostile_values import HOSTILE
from wizard.finding import Invalid
from wizard.formats import quoting
from wizard.outcome import Outcome
from wizard.project import Project
from wizard.sections.database import Database
from wizard.sections.health import Health, deploy
from wizard.sections.queue import Queue, workers
from wizard.sections.redis import Redis

SECTIONS = (Database, Queue, Health, Redis)
ON_MYSQL = {"database.host": "10.0.0.5", "database.database": "shop", "database.username": "omniflow"}
TYPED = {**ON_MYSQL, "queue.connection": "database", "queue.deploy": "yes", "health.deploy": "yes"}
NO_HEADERS: Mapping[str, str] = MappingProxyType({})
NAMES = [name for name, raw in HOSTILE.items() if raw.isprintable()]
"""Others are refused before they come here: no answer is kept that cannot be printed."""
SUPERVISOR, WORKERS = "deploy/stateless/supervisor.conf", "deploy/stateless/workers.yaml"
NGINX = "deploy/stateless/nginx.conf"
NODE = """<?php
header('Content-Type: application/json');
if (is_file(__DIR__.'/down')) { http_response_code(503); }
$seen = array_filter($_SERVER, fn ($key) => preg_match('/^HTTP_(X_|HOST|FORWARDED|CONNECTION)/', $key), ARRAY_FILTER_USE_KEY);
echo json_encode(['server' => getenv('NODE'), 'uri' => $_SERVER['REQUEST_URI'], 'seen' => $seen]);
"""


def files(folder: Path, typed: Mapping[str, str]) -> dict[str, str]:
    """Return the deployment files that these answers write, by name."""
    applied.written(folder, SECTIONS, typed)
    return {path.name: path.read_text() for path in (folder / "deploy/stateless").glob("*") if path.suffix != ".php"}


def supervised(text: str) -> configparser.RawConfigParser:
    """Read a file as supervisor does."""
    read = configparser.RawConfigParser(inline_comment_prefixes=(";", "#"), strict=False)
    read.read_string(text)
    return read


def command(text: str, name: str) -> list[str]:
    """Return the words of a supervisor program's command."""
    return shlex.split(supervised(text)[f"program:laravel-{name}"]["command"] % {})


def composed(text: str) -> dict[str, dict[str, object]]:
    """Read the services of our Compose file: mappings by indent, and scalars that JSON can read."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    top: dict[str, object] = {}
    stack: list[tuple[int, dict[str, object]]] = [(-1, top)]
    for line in lines:
        found = re.fullmatch(r"( *)([a-z_]+):(?: (.+))?", line)
        assert found, f"no mapping of names: {line}"
        depth = len(found[1])
        while stack[-1][0] >= depth:
            stack.pop()
        if found[3]:
            plain = re.fullmatch(r"[a-z][a-z0-9-]*|\d+s|SIG[A-Z]+", found[3]) and found[3] not in ("true", "false")
            stack[-1][1][found[2]] = found[3] if plain else json.loads(found[3])
        else:
            inner: dict[str, object] = {}
            stack[-1][1][found[2]] = inner
            stack.append((depth, inner))
    services = top["services"]
    assert isinstance(services, dict)
    assert list(top) == ["services"]
    return services


def test_nothing_is_written_unless_it_is_chosen(tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path)
    assert files(folder, {**ON_MYSQL, "queue.connection": "database"}) == {}


@pytest.mark.parametrize(
    ("balancer", "name"),
    [("nginx", "nginx.conf"), ("alb", "alb.md"), ("cloudflare", "cloudflare.md"), ("other", None)],
)
def test_a_balancer_gets_its_own_file_and_no_other(balancer: str, name: str | None, tmp_path: Path) -> None:
    typed = {**TYPED, "health.balancer": balancer, "health.proxies": "10.0.0.0/8", "health.uri": "/live"}
    made = files(shapes.make("slim-12", tmp_path), typed)
    assert set(made) == {"supervisor.conf", "workers.yaml", *([name] if name else [])}
    assert name is None or "/live" in made[name]


@pytest.mark.parametrize("path", [SUPERVISOR, WORKERS, NGINX])
def test_a_file_that_is_there_is_left_alone(path: str, tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path, files={path: "ours\n"})
    assert files(folder, TYPED)[Path(path).name] == "ours\n"


def test_the_workers_are_what_the_checklist_says(tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path)
    made = files(folder, TYPED)
    work = ["php", "artisan", "queue:work", "database", "--tries=3", "--max-time=3600"]
    assert " ".join(work) in applied.commands(applied.planned(folder, SECTIONS, TYPED))
    services = composed(made["workers.yaml"])
    assert services["worker"]["command"] == work == command(made["supervisor.conf"], "worker")
    assert services["scheduler"]["command"] == command(made["supervisor.conf"], "scheduler")
    assert services["scheduler"]["deploy"] == {"replicas": 1}
    for service in services.values():  # else the web image's own signal: php-fpm's kills a job, apache's does nothing
        assert (service["stop_signal"], service["stop_grace_period"]) == ("SIGTERM", "90s")
    program = supervised(made["supervisor.conf"])["program:laravel-worker"]
    assert program["process_name"] == "%(program_name)s_%(process_num)02d"
    assert (program["numprocs"], program["stopwaitsecs"]) == ("2", "90")
    scheduler = supervised(made["supervisor.conf"])["program:laravel-scheduler"]
    assert (scheduler["autostart"], scheduler["stopwaitsecs"]) == ("false", "90")


def test_horizon_runs_its_workers_itself(tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path, packages={"laravel/horizon": "5.30.0"})
    made = files(folder, {**TYPED, "queue.connection": "redis", "redis.host": "10.0.0.10"})
    services = composed(made["workers.yaml"])
    assert services["worker"]["command"] == ["php", "artisan", "horizon"] == command(made["supervisor.conf"], "worker")
    assert services["worker"]["deploy"] == {"replicas": 1}
    assert supervised(made["supervisor.conf"])["program:laravel-worker"]["numprocs"] == "1"


@pytest.mark.parametrize("name", [n for n in NAMES if len(HOSTILE[n]) < 1000 and HOSTILE[n] == HOSTILE[n].strip()])
def test_a_queue_of_any_name_stays_a_name(name: str, tmp_path: Path) -> None:
    """A connection of the project's own is kept under its own name, whatever that is."""
    raw = HOSTILE[name]
    quoted = lab.run_php("echo var_export(stream_get_contents(STDIN), true);", input=raw.encode()).stdout.decode()
    text = shapes.project("slim-12")["config/queue.php"]
    text = text.replace("env('QUEUE_CONNECTION', 'database')", quoted, 1)
    text = text.replace("'sqs' => [", f"{quoted} => [", 1)
    folder = shapes.make("slim-12", tmp_path, files={"config/queue.php": text})
    done = applied.planned(folder, SECTIONS, {k: v for k, v in TYPED.items() if k != "queue.connection"})
    kept = done.resolution.answers[Queue].connection == raw
    assert kept or raw in ("null", "(true)")
    made = {file.path: file.after for file in done.plan.files}
    work = ["php", "artisan", "queue:work", raw, "--tries=3", "--max-time=3600"]
    if kept:
        assert command(made[SUPERVISOR], "worker") == work
        words = composed(made[WORKERS])["worker"]["command"]
        assert isinstance(words, list)
        assert [word.replace("$$", "$") for word in words] == work


@given(st.text())
def test_any_text_is_one_scalar_for_compose(value: str) -> None:
    quoted = quoting.compose(value)
    assert quoted.isprintable()
    assert re.search(r"\$", quoted.replace("$$", "")) is None
    if all(ord(c) <= 0xFFFF or c.isprintable() for c in value):  # JSON has no `\U`
        assert json.loads(quoted.replace("$$", "$")) == value


@given(st.lists(st.text(), min_size=1))
def test_any_words_are_the_same_words_for_supervisor(words: list[str]) -> None:
    try:
        line = quoting.supervisor(["php", *words])
    except Invalid:
        assert not "".join(words).isprintable()
        return
    read = supervised(f"[program:x]\ncommand={line}\n")["program:x"]["command"]
    assert shlex.split(read % {}) == ["php", *words]


@pytest.mark.parametrize("name", NAMES)
def test_an_application_url_of_any_kind_is_a_host_or_nothing(name: str, tmp_path: Path) -> None:
    env = {"APP_URL": '"https://' + re.sub(r'(["\\$])', r"\\\1", HOSTILE[name]) + '"'}
    for balancer in ("nginx", "cloudflare"):
        folder = shapes.make("slim-12", tmp_path / balancer, env=env)
        done = applied.planned(folder, SECTIONS, {**TYPED, "health.balancer": balancer})
        (text,) = (f.after for f in done.plan.files if f.path.endswith((NGINX, "cloudflare.md")))
        host = re.search(r'server_name "(.+)";|`Host: (.+)`', text)
        assert host
        assert re.fullmatch(r"_|[A-Za-z0-9.-]+", host[1] or host[2]), host[0]


@pytest.mark.parametrize("value", ["$host", "a\nb", "\x1b"])
def test_what_nginx_cannot_quote_is_refused(value: str) -> None:
    with pytest.raises(Invalid):
        quoting.nginx(value)


@pytest.mark.parametrize("value", ['a"; return 200; #', "a\\", "{};", "~^/", " "])
def test_nginx_reads_a_quoted_value_as_one(value: str) -> None:
    block = f"server {{ listen 127.0.0.1:$port; location / {{ return 200; add_header X {quoting.nginx(value)}; }} }}"
    with Nginx(block) as server, urllib.request.urlopen(server.url, timeout=5) as answer:  # noqa: S310  loopback
        assert answer.headers["X"].strip() == value.strip()


class Nodes:
    """Two nodes of PHP's own server behind the Nginx that the wizard has written down."""

    def __init__(self, folder: Path, text: str) -> None:
        self.ports = {name: free_port() for name in ("a", "b")}
        self.folders = {name: folder / name for name in self.ports}
        self.processes = {name: self.start(name) for name in self.ports}
        for name, address in zip(self.ports, ("10.0.0.11:80", "10.0.0.12:80"), strict=True):
            text = text.replace(address, f"127.0.0.1:{self.ports[name]}")
        text = text.replace("fail_timeout=10s", "fail_timeout=2s")  # nobody wants to wait that long
        text = text.replace("listen 80;", "listen 127.0.0.1:@port;").replace("$", "$$").replace("@port", "$port")
        assert Template(text).safe_substitute(port=1).count("server 127.0.0.1:") == 2
        self.server = Nginx(text)

    def start(self, name: str) -> Process:
        """Start a node, or start it again on its own port."""
        place = self.folders[name]
        place.mkdir(parents=True, exist_ok=True)
        (place / "index.php").write_text(NODE)
        port = self.ports[name]
        started = Process([lab.php(), "-S", f"127.0.0.1:{port}", "index.php"], place / "log",
                          lab.clean_env(NODE=name), cwd=place)  # fmt: skip
        started.wait_for_port("127.0.0.1", port)
        return started

    def get(
        self, path: str = "/", form: bytes | None = None, headers: Mapping[str, str] = NO_HEADERS
    ) -> tuple[int, dict[str, object]]:
        """Ask the balancer, as a visitor does, or send it a form."""
        request = urllib.request.Request(self.server.url + path, form, dict(headers))  # noqa: S310  loopback
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310  loopback
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)

    def served_by(self, form: bytes | None = None) -> str:
        """Return the node that answered; it must have answered well."""
        status, body = self.get(form=form)
        assert status == 200
        return str(body["server"])

    def stop(self) -> None:
        """End all three."""
        self.server.stop()
        for process in self.processes.values():
            process.kill()


@pytest.fixture
def nodes(tmp_path: Path) -> Iterator[Nodes]:
    project = shapes.make("slim-12", tmp_path / "shop", env={"APP_URL": "https://shop.test"})
    found = Nodes(tmp_path, files(project, TYPED)["nginx.conf"])
    try:
        yield found
    finally:
        found.stop()


@pytest.mark.xdist_group("nginx")
def test_nginx_goes_on_with_the_node_that_is_left_and_takes_the_other_back(nodes: Nodes) -> None:
    assert {nodes.served_by() for _ in range(6)} == {"a", "b"}
    nodes.processes["a"].kill()
    assert {nodes.served_by() for _ in range(6)} == {"b"}, "no request failed"
    assert {nodes.served_by(b"year=2026") for _ in range(6)} == {"b"}, "and no form"
    nodes.processes["a"] = nodes.start("a")
    wait_until(lambda: nodes.served_by() == "a", "node a is asked again", timeout=20, pause=0.3)


@pytest.mark.xdist_group("nginx")
def test_the_node_is_told_who_asked_and_believes_no_visitor(nodes: Nodes) -> None:
    lies = {"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.test",
            "X-Forwarded-Port": "1", "X-Forwarded-Prefix": "/evil", "Forwarded": "for=6.6.6.6"}  # fmt: skip
    _, body = nodes.get("/health?x=1", headers={"Host": "shop.test", **lies})
    assert body["uri"] == "/health?x=1"
    assert body["seen"] == {
        "HTTP_CONNECTION": "close",
        "HTTP_HOST": "shop.test",
        "HTTP_X_FORWARDED_FOR": "127.0.0.1",
        "HTTP_X_FORWARDED_PROTO": "http",
        "HTTP_X_FORWARDED_HOST": "shop.test",
        "HTTP_X_FORWARDED_PORT": str(nodes.server.port),
    }


@pytest.mark.xdist_group("nginx")
def test_with_its_tls_lines_in_force_the_plain_port_only_redirects(tmp_path: Path) -> None:
    made, port = certificates(tmp_path / "tls"), free_port()
    text = files(shapes.make("slim-12", tmp_path / "shop", env={"APP_URL": "https://shop.test"}), TYPED)["nginx.conf"]
    text = re.sub(r"^#(?! \w)", "", text, flags=re.MULTILINE)  # all that is no prose
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;")
    text = text.replace("/etc/nginx/certificate.pem", str(made.certificate))
    text = text.replace("/etc/nginx/certificate.key", str(made.key))
    assert text.count('server_name "shop.test";') == 2
    found = Nodes(tmp_path, text)
    try:
        plain = http.client.HTTPConnection("127.0.0.1", found.server.port, timeout=10)
        trusted = ssl.create_default_context(cafile=made.ca)
        safe = http.client.HTTPSConnection("127.0.0.1", port, timeout=10, context=trusted)
        for connection in (plain, safe):
            connection.request("GET", "/reports?x=1", headers={"Host": "shop.test"})
        redirect, answer = plain.getresponse(), safe.getresponse()
        assert (redirect.status, redirect.headers["Location"]) == (301, "https://shop.test/reports?x=1")
        assert answer.status == 200
        seen = json.load(answer)["seen"]
        assert (seen["HTTP_X_FORWARDED_PROTO"], seen["HTTP_X_FORWARDED_PORT"]) == ("https", str(port))
        plain.close()
        safe.close()
        assert "warn" not in (found.server.folder / "error.log").read_text()
    finally:
        found.stop()


@pytest.mark.xdist_group("nginx")
def test_the_maintenance_page_of_all_nodes_reaches_the_visitor(nodes: Nodes) -> None:
    for folder in nodes.folders.values():
        (folder / "down").touch()
    seen = {(status, str(body["server"])) for status, body in (nodes.get() for _ in range(12))}
    assert seen == {(503, "a"), (503, "b")}


def test_the_monitor_of_cloudflare_is_json_as_its_table_says(tmp_path: Path) -> None:
    env = {"APP_URL": "https://shop.test:8443/admin"}
    typed = {**TYPED, "health.balancer": "cloudflare", "health.uri": "/live"}
    text = files(shapes.make("slim-12", tmp_path, env=env), typed)["cloudflare.md"]
    block = re.search(r"```json\n(.+?)\n```", text, re.DOTALL)
    assert block
    monitor = json.loads(block[1])
    assert (monitor["path"], monitor["expected_codes"], monitor["header"]) == ("/live", "200", {"Host": ["shop.test"]})
    assert f"| {monitor['interval']} s, {monitor['timeout']} s, {monitor['retries']} |" in text


@pytest.mark.parametrize(
    ("shape", "framework", "words"),
    [
        ("classic-10", "10.50.3", "comes with Laravel 11"),
        ("slim-11", "11.10.0", "made a session at every probe"),
        ("slim-12", "12.67.0", "stays 200 during `artisan down`"),
    ],
)
def test_the_words_on_laravels_own_check_fit_its_version(
    shape: str, framework: str, words: str, tmp_path: Path
) -> None:
    folder = shapes.make(shape, tmp_path, packages={"laravel/framework": framework})
    text = files(folder, {**TYPED, "health.balancer": "alb"})["alb.md"]
    assert words in text
    assert text.count("`/up`") == 2


@pytest.mark.parametrize("horizon", [False, True])
def test_a_worker_file_for_another_connection_is_spoken_of(horizon: bool, tmp_path: Path) -> None:
    packages = {"laravel/horizon": "5.30.0"} if horizon else {}
    folder = shapes.make("slim-12", tmp_path, packages=packages)
    assert workers_other(applied.written(folder, SECTIONS, TYPED), folder) == []
    assert workers_other(applied.planned(folder, SECTIONS, TYPED), folder) == []
    redis = {**TYPED, "queue.connection": "redis", "redis.host": "10.0.0.10"}
    assert workers_other(applied.written(folder, SECTIONS, redis), folder) == [SUPERVISOR, WORKERS]
    for path in (SUPERVISOR, WORKERS):
        (folder / path).unlink()
    applied.written(folder, SECTIONS, redis)
    assert workers_other(applied.planned(folder, SECTIONS, redis), folder) == []


@pytest.mark.parametrize(
    ("line", "runs"),
    [
        ("command=/usr/bin/php8.3 /srv/shop/artisan queue:work database --tries=5 --timeout=60", True),
        ("command=php artisan queue:work 'database'", True),
        ("    command: ['php', 'artisan', 'queue:work', 'database']", True),
        ("command=php artisan queue:work database-slow", False),
        ("command=php artisan queue:work", False),
        ("; command=php artisan queue:work database", False),
        ("  # command: php artisan queue:work database", False),
    ],
)
def test_a_worker_file_may_be_mended_as_long_as_it_runs_the_connection(line: str, runs: bool, tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path, files={SUPERVISOR: f"[program:jobs]\n{line}\n"})
    assert workers_other(applied.planned(folder, SECTIONS, TYPED), folder) == ([] if runs else [SUPERVISOR])


@pytest.mark.parametrize("chosen", deploy.FILES)
def test_a_balancers_file_for_another_address_is_spoken_of(chosen: str, tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path)
    typed = {**TYPED, "health.balancer": chosen}
    for uri, wanted in (("/health", 0), ("/healthy", 1), ("/live", 1), ("/health", 0)):
        applied.written(folder, SECTIONS, {**typed, "health.uri": uri})
        project = Project.open(folder, environ={})
        found = list(deploy.advise(chosen, uri, project))
        assert [f.where for f in found] == [f"deploy/stateless/{deploy.FILES[chosen]}"] * wanted
    assert list(deploy.advise("other", "/live", project)) == []


def workers_other(done: Outcome, folder: Path) -> list[str]:
    """Return the worker files on the disk that do not fit these answers."""
    return [f.where for f in workers.advise(done.resolution.answers[Queue], Project.open(folder, environ={}))]


BOTH = {
    "docker/supervisord.conf": "[program:a]\ncommand=/usr/sbin/php-fpm8.2 -F\n[program:b]\ncommand = php artisan queue:work\n",
    "docker/8.3/supervisord.conf": "[program:php]\ncommand=php artisan serve\n[program:h]\ncommand=php artisan horizon\n",
    "Dockerfile": "FROM php:8.3-apache\nCMD php artisan queue:work & apache2-foreground\n",
    "docker/entrypoint.sh": "#!/bin/sh\nphp artisan queue:work --daemon &\nexec php-fpm\n",
}  # fmt: skip
APART = {
    "docker/supervisord.conf": "[program:web]\ncommand=nginx\n; command=php artisan queue:work\n",
    "docker/worker.conf": "[program:jobs]\ncommand=php artisan queue:work\n",
    "Dockerfile": 'FROM php:8.3-fpm\nRUN apt-get install -y nginx\nCMD ["php", "artisan", "queue:work"]\n',
    "docker/entrypoint.sh": "case $ROLE in\n web) exec php-fpm;;\n jobs) exec php artisan queue:work;;\nesac\n",
    "start.sh": "# php artisan queue:work &\nphp artisan migrate && php artisan queue:work\nexec php-fpm\n",
    "Procfile": "web: php artisan serve\nworker: php artisan queue:work\n",
}


@pytest.mark.parametrize("path", BOTH)
def test_a_worker_in_the_web_container_is_spoken_of(path: str, tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path, files={path: BOTH[path]})
    done = applied.planned(folder, SECTIONS, TYPED)
    assert [f.where for f in done.plan.findings if f.code == "queue.worker-in-web"] == [path]


@pytest.mark.parametrize("path", APART)
def test_a_worker_apart_from_the_web_is_not(path: str, tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path, files={path: APART[path]})
    applied.written(folder, SECTIONS, TYPED)
    assert "queue.worker-in-web" not in applied.codes(applied.planned(folder, SECTIONS, TYPED))


def test_every_step_of_the_files_is_said_in_the_checklist(tmp_path: Path) -> None:
    done = applied.planned(shapes.make("slim-12", tmp_path), SECTIONS, TYPED)
    assert "`deploy/stateless/nginx.conf` is an example" in applied.steps(done)
    assert "`deploy/stateless/` has the workers" in applied.steps(done)
