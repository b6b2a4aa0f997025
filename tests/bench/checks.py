"""Live checks: four healthy services asked together, against the slowest of them alone; each in a new process."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests import shapes
from tests.bench.measure import LAUNCHER, Figures, Place, Row, alternate, process
from tests.servers.mariadb import MariaDB
from tests.servers.rabbitmq import RabbitMQ
from tests.servers.redis import Redis
from tests.servers.seaweed import Seaweed

FAR = "0x7f.1"  # this machine, in a spelling that is not taken for the node itself
_SECRET = "bench-secret"
_NONE: Mapping[str, str] = {"SESSION_DRIVER": "file", "CACHE_STORE": "file", "QUEUE_CONNECTION": "sync",
                            "DB_CONNECTION": "sqlite", "FILESYSTEM_DISK": "local"}  # fmt: skip


@contextmanager
def _services() -> Iterator[dict[str, Mapping[str, str]]]:
    """Start four services; yield by service what a project's `.env` says to use it."""
    with ExitStack() as stack:
        mariadb = stack.enter_context(MariaDB())
        mariadb.run("create database shop character set utf8mb4", f"create user shop@'%' identified by '{_SECRET}'",
                    "grant all on shop.* to shop@'%'")  # fmt: skip
        redis = stack.enter_context(Redis(password=_SECRET))
        rabbitmq = stack.enter_context(RabbitMQ(users={"shop": _SECRET}))
        seaweed = stack.enter_context(Seaweed(buckets=["shop-files"]))
        yield {
            "mysql": {"DB_CONNECTION": "mariadb", "DB_HOST": FAR, "DB_PORT": str(mariadb.port), "DB_DATABASE": "shop",
                      "DB_USERNAME": "shop", "DB_PASSWORD": _SECRET},
            "redis": {"SESSION_DRIVER": "redis", "CACHE_STORE": "redis", "REDIS_HOST": FAR,
                      "REDIS_PORT": str(redis.port), "REDIS_PASSWORD": _SECRET},
            "rabbitmq": {"QUEUE_CONNECTION": "rabbitmq", "RABBITMQ_HOST": FAR, "RABBITMQ_PORT": str(rabbitmq.port),
                         "RABBITMQ_USER": "shop", "RABBITMQ_PASSWORD": _SECRET},
            "s3": {"FILESYSTEM_DISK": "s3", "AWS_ACCESS_KEY_ID": seaweed.key, "AWS_SECRET_ACCESS_KEY": seaweed.secret,
                   "AWS_DEFAULT_REGION": seaweed.region, "AWS_BUCKET": "shop-files",
                   "AWS_ENDPOINT": f"http://{FAR}:{seaweed.port}", "AWS_USE_PATH_STYLE_ENDPOINT": "true"},
        }  # fmt: skip


def _together(pairs: int) -> Figures:
    with tempfile.TemporaryDirectory() as folder, _services() as services:
        place = Place(Path(folder))
        packages = {"vladimir-yuldashev/laravel-queue-rabbitmq": "v14.5.3"}

        def project(name: str, *used: str) -> Path:
            env = {**_NONE, **{key: value for one in used for key, value in services[one].items()}}
            made = shapes.make("slim-12", place.folder / name, env=env, packages=packages)
            _refuse_ill(made, place, len(used))
            return made

        def asked(folder: Path) -> float:
            return process((LAUNCHER, "doctor", str(folder)), place)

        alone = {name: project(name, name) for name in services}
        all_four = project("all", *services)
        slowest = max(alone.values(), key=asked)
        return alternate(lambda: asked(all_four), lambda: asked(slowest), pairs)


def _refuse_ill(project: Path, place: Place, count: int) -> None:
    """Raise where a service is not well, or is not asked at all: its time would say nothing."""
    ran = subprocess.run([sys.executable, "-m", "wizard", "doctor", str(project), "--json"], cwd=Path.cwd(),
                         env=place.env, capture_output=True, text=True, check=False)  # fmt: skip
    checks = json.loads(ran.stdout)["checks"]
    if ran.returncode != 0 or len(checks) != count:
        raise RuntimeError(f"{len(checks)} of {count} checks, exit code {ran.returncode}")


ROWS = (Row("doctor", "`doctor`, four healthy services", "the slowest of the four alone", 1.3, _together),)
