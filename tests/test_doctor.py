"""`doctor` and `apply --require-checks`: a project against four real services, through the command line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests import shapes
from tests.asking import SECRET, Ask, files
from tests.lab import ROOT
from tests.servers.healthy import BUCKET, FAR, PACKAGES, healthy
from tests.servers.odd import Odd

pytestmark = pytest.mark.xdist_group("doctor")

Env = Mapping[str, str]


@pytest.fixture(scope="module")
def services() -> Iterator[Env]:
    """What a project's `.env` says when everything is well: the four services have one password, the sentinel."""
    own = {"APP_ENV": "production", "APP_KEY": shapes.APP_KEY, "LOG_CHANNEL": "stderr"}
    with healthy(SECRET) as started:
        yield {**own, **{key: value for env in started.values() for key, value in env.items()}}


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    return Ask(tmp_path)


def _project(folder: Path, services: Env, env: Mapping[str, str | None] | None = None) -> Path:
    return shapes.make("slim-12", folder / "shop", env={**services, **(env or {})}, packages=PACKAGES)


def test_doctor_says_of_each_service_what_it_saw(tmp_path: Path, ask: Ask, services: Env) -> None:
    project = _project(tmp_path, services)
    before = files(project)
    ran = ask("doctor", project)
    assert ran.returncode == 0, ran.stdout
    for name in ("MariaDB 10", "Redis 7", "RabbitMQ 3", BUCKET):
        assert name in ran.stdout
    assert "All checks passed: 4." in ran.stdout
    assert ran.stderr.count("\n") == 5
    assert files(project) == before


def test_doctor_speaks_indonesian(tmp_path: Path, ask: Ask, services: Env) -> None:
    ran = ask("doctor", _project(tmp_path, services), "--lang", "id")
    assert ran.returncode == 0
    assert "Semua check lolos: 4." in ran.stdout
    assert "Mengecek" in ran.stderr


def test_doctor_speaks_to_machines(tmp_path: Path, ask: Ask, services: Env) -> None:
    ran = ask("doctor", _project(tmp_path, services), "--json")
    told = json.loads(ran.stdout)
    assert {check["service"] for check in told["checks"]} == {"mysql", "redis", "rabbitmq", "s3"}
    assert not any(check["failed"] for check in told["checks"])
    assert all(check["seen"] for check in told["checks"])
    assert told["local"] == []


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("REDIS_PASSWORD", "wrong", "redis.password"),
        ("DB_DATABASE", "nowhere", "mysql.database-denied"),
        ("RABBITMQ_PASSWORD", "wrong", "rabbitmq.login"),
        ("AWS_SECRET_ACCESS_KEY", "wrong", "s3.secret"),
    ],
)
def test_one_service_that_fails_is_exit_5_and_the_others_are_still_asked(
    key: str, value: str, code: str, tmp_path: Path, ask: Ask, services: Env
) -> None:
    project = _project(tmp_path, services, {key: value})
    ran = ask("doctor", project, "--json")
    told = json.loads(ran.stdout)
    assert ran.returncode == 5
    assert [check["service"] for check in told["checks"] if check["failed"]] == [code.split(".", maxsplit=1)[0]]
    assert code in [f["code"] for check in told["checks"] for f in check["findings"]]
    text = ask("doctor", project)
    assert text.returncode == 5
    assert "1 of 4 checks failed" in text.stdout


def test_quiet_says_only_that_a_check_failed(tmp_path: Path, ask: Ask, services: Env) -> None:
    well = ask("doctor", _project(tmp_path / "well", services), "-q")
    assert (well.returncode, well.stdout, well.stderr) == (0, "", "")
    ill = ask("doctor", _project(tmp_path / "ill", services, {"REDIS_PASSWORD": "wrong"}), "-q")
    assert (ill.returncode, ill.stdout) == (5, "")
    assert "1 of 4 checks failed: Redis at" in ill.stderr


def test_the_real_environment_beats_the_env_file_as_in_laravel(
    tmp_path: Path, ask: Ask, services: Env
) -> None:
    project = _project(tmp_path, services, {"REDIS_PASSWORD": "wrong", "RABBITMQ_PASSWORD": "wrong"})
    ran = ask("doctor", project, env={"REDIS_PASSWORD": SECRET, "RABBITMQ_PASSWORD": SECRET})
    assert ran.returncode == 0, ran.stdout


def test_a_variable_of_the_environment_serves_in_the_env_file_too(
    tmp_path: Path, ask: Ask, services: Env
) -> None:
    project = _project(tmp_path, services, {"REDIS_HOST": "${CENTRAL}"})
    ran = ask("doctor", project, env={"CENTRAL": FAR})
    assert ran.returncode == 0, ran.stdout


def test_what_the_database_holds_is_local_when_the_database_is(tmp_path: Path, ask: Ask) -> None:
    env = {"SESSION_DRIVER": "database", "CACHE_STORE": "database", "QUEUE_CONNECTION": "database",
           "DB_CONNECTION": "sqlite", "LOG_CHANNEL": "stderr"}  # fmt: skip
    ran = ask("doctor", shapes.make("slim-12", tmp_path / "shop", env=env), "--json")
    assert json.loads(ran.stdout)["local"] == ["session", "cache", "storage", "database", "queue"]


def test_a_driver_in_the_environment_counts_as_in_laravel(tmp_path: Path, ask: Ask, services: Env) -> None:
    ran = ask("doctor", _project(tmp_path, services), "--json", env={"SESSION_DRIVER": "file"})
    assert json.loads(ran.stdout)["local"] == ["session"]


def test_a_stateful_project_has_nobody_to_ask_and_hears_what_is_local(tmp_path: Path, ask: Ask) -> None:
    local = {"SESSION_DRIVER": "file", "CACHE_STORE": "file", "QUEUE_CONNECTION": "sync", "DB_CONNECTION": "sqlite"}
    ran = ask("doctor", shapes.make("slim-12", tmp_path / "shop", env=local))
    assert ran.returncode == 0
    assert "No service to ask" in ran.stdout
    assert "Session, Cache, Storage, Database, Queue, Logs" in ran.stdout
    assert "stateless-wizard plan" in ran.stdout


def test_a_loopback_address_fails_because_every_node_would_see_its_own(
    tmp_path: Path, ask: Ask, services: Env
) -> None:
    ran = ask("doctor", _project(tmp_path, services, {"REDIS_HOST": "127.0.0.1"}), "--json")
    found = [f["code"] for check in json.loads(ran.stdout)["checks"] for f in check["findings"]]
    assert ran.returncode == 5
    assert "redis.loopback" in found


# --- apply --require-checks ----------------------------------------------------


def test_apply_writes_when_every_service_that_the_plan_names_is_well(
    tmp_path: Path, ask: Ask, services: Env
) -> None:
    project = _project(tmp_path, services, {"SESSION_LIFETIME": "60"})
    ran = ask("apply", project, "--require-checks", "--defaults", "--yes")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert (project / "stateless.toml").exists()
    assert "Redis 7" in ran.stdout


def test_apply_asks_the_services_of_the_plan_and_not_those_of_today(
    tmp_path: Path, ask: Ask, services: Env
) -> None:
    project = _project(tmp_path, services, {"REDIS_PASSWORD": "wrong"})
    ran = ask("apply", project, "--require-checks", "--redis-password-env", "GIVEN", "--defaults", "--yes",
              env={"GIVEN": SECRET})  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_apply_takes_a_password_that_only_the_environment_brings(
    tmp_path: Path, ask: Ask, services: Env
) -> None:
    project = _project(tmp_path, services, {"REDIS_PASSWORD": None})
    ran = ask("apply", project, "--require-checks", "--defaults", "--yes", env={"REDIS_PASSWORD": SECRET})
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_apply_asks_nobody_when_it_may_not_write_anyway(tmp_path: Path, ask: Ask, services: Env) -> None:
    project = _project(tmp_path, services, {"SESSION_LIFETIME": "60"})
    ran = ask("apply", project, "--require-checks", "--defaults")
    assert ran.returncode == 2
    assert "--yes" in ran.stderr
    assert "Asking" not in ran.stderr


def test_apply_writes_nothing_when_a_service_is_ill(tmp_path: Path, ask: Ask, services: Env) -> None:
    project = _project(tmp_path, services)
    before = files(project)
    with Odd("close") as odd:
        words = ("apply", project, "--require-checks", "--redis-port", str(odd.port), "--defaults", "--yes")
        ran, told = ask(*words), ask(*words, "--json")
    assert (ran.returncode, told.returncode) == (5, 5)
    assert "a live check failed" in ran.stderr
    assert [check["failed"] for check in json.loads(told.stdout)["checks"] if check["service"] == "redis"] == [True]
    assert files(project) == before


# --- bad company -----------------------------------------------------------------


def test_services_that_never_answer_cost_three_seconds_in_all_not_each(
    tmp_path: Path, ask: Ask, services: Env
) -> None:
    with Odd("hang") as odd:
        port = str(odd.port)
        hanging = {"REDIS_PORT": port, "DB_PORT": port, "RABBITMQ_PORT": port,
                   "AWS_ENDPOINT": f"http://{FAR}:{port}"}  # fmt: skip
        project = _project(tmp_path, services, hanging)
        began = time.monotonic()
        ran = ask("doctor", project, "--json")
    assert time.monotonic() - began < 8
    checks = json.loads(ran.stdout)["checks"]
    assert ran.returncode == 5
    assert all(f"{c['service']}.silent" in [f["code"] for f in c["findings"]] for c in checks), checks


def test_an_interrupt_leaves_a_hanging_service_behind_at_once(
    tmp_path: Path, ask: Ask, services: Env
) -> None:
    with Odd("hang") as odd:
        project = _project(tmp_path, services, {"REDIS_PORT": str(odd.port)})
        command = [sys.executable, "-m", "wizard", "doctor", str(project)]
        running = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, cwd=ROOT, env=ask.env)  # fmt: skip
        assert running.stderr is not None
        assert "Asking" in running.stderr.readline()
        while not odd.connections:
            time.sleep(0.01)
        os.kill(running.pid, signal.SIGINT)
        began = time.monotonic()
        out, err = running.communicate(timeout=10)
    assert time.monotonic() - began < 1.5
    assert running.returncode == 130
    assert SECRET not in out + err
    assert "Traceback" not in err
