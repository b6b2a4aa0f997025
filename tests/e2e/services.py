"""The services that all nodes share: a database and its replica, Redis, RabbitMQ and a bucket."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from tests.frameworks import NAMES
from tests.servers.closing import Closing
from tests.servers.mariadb import pair
from tests.servers.rabbitmq import RabbitMQ
from tests.servers.redis import Redis
from tests.servers.seaweed import Seaweed

Started = TypeVar("Started")

USER = "toko"
DATABASE_PASSWORD = "database#secret 1"
REDIS_PASSWORD = "redis$secret"
QUEUE_PASSWORD = 'queue"secret'


def own_name(framework: str) -> str:
    """Return the name of a framework's own schema, virtual host, bucket and prefixes."""
    return f"toko{framework}"


class Services(Closing):
    """All of them, started at the same time, with a place for each framework."""

    def __init__(self) -> None:
        names = [own_name(name) for name in NAMES]
        with ThreadPoolExecutor() as pool:
            rabbit = pool.submit(RabbitMQ, users={USER: QUEUE_PASSWORD}, vhosts=names)
            bucket = pool.submit(Seaweed, buckets=names)
            database = pool.submit(pair)
            redis = pool.submit(Redis, password=REDIS_PASSWORD)
        started = [future for future in (rabbit, bucket, database, redis) if future.exception() is None]
        self._ends: list[Callable[[], None]] = [future.result().stop for future in started]
        try:
            self.rabbit, self.bucket = _result(rabbit), _result(bucket)
            self.database, self.redis = _result(database), _result(redis)
            self._let_in()
        except BaseException:
            self.stop()
            raise

    def _let_in(self) -> None:
        self.database.primary.run(f"create user {USER}@'%' identified by '{DATABASE_PASSWORD}'")

    def make_schema(self, name: str) -> None:
        """Make an empty schema that the application may work in, on both database servers."""
        self.database.primary.run(
            f"create database {name} character set utf8mb4 collate utf8mb4_unicode_ci",
            f"grant all on {name}.* to {USER}@'%'",
        )
        self.database.wait_caught_up()

    def stop(self) -> None:
        """End all of them."""
        with ThreadPoolExecutor() as pool:
            for future in [pool.submit(end) for end in self._ends]:
                future.result()


def _result(future: Future[Started]) -> Started:
    return future.result()
