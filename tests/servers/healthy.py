"""Four healthy services side by side, and what a project's `.env` says to use them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Final

from tests.servers.mariadb import MariaDB
from tests.servers.rabbitmq import RabbitMQ
from tests.servers.redis import Redis
from tests.servers.seaweed import Identity, Seaweed

FAR: Final = "0x7f.1"
"""This machine in a spelling that nobody would use: it stands for a server that other nodes reach as well."""
BUCKET: Final = "shop-files"
PACKAGES: Final = {"vladimir-yuldashev/laravel-queue-rabbitmq": "v14.5.3", "league/flysystem-aws-s3-v3": "3.29.0"}
"""What Composer has installed in a project that uses them all."""


@contextmanager
def healthy(password: str) -> Iterator[Mapping[str, Mapping[str, str]]]:
    """Start MariaDB, Redis, RabbitMQ and SeaweedFS with one password; yield the keys of `.env` by service."""
    with ExitStack() as stack:
        mariadb = stack.enter_context(MariaDB())
        mariadb.run("create database shop character set utf8mb4",
                    f"create user shop@'%' identified by '{password}'", "grant all on shop.* to shop@'%'")  # fmt: skip
        redis = stack.enter_context(Redis(password=password, extra=("--appendonly", "yes")))
        rabbitmq = stack.enter_context(RabbitMQ(users={"shop": password}))
        owner = Identity("shopkey", password, ("Admin", "Read", "Write", "List", "Tagging"))
        seaweed = stack.enter_context(Seaweed(buckets=[BUCKET], others=[owner]))
        yield {
            "mysql": {"DB_CONNECTION": "mariadb", "DB_HOST": FAR, "DB_PORT": str(mariadb.port), "DB_DATABASE": "shop",
                      "DB_USERNAME": "shop", "DB_PASSWORD": password},
            "redis": {"SESSION_DRIVER": "redis", "CACHE_STORE": "redis", "CACHE_PREFIX": "shop_cache_",
                      "REDIS_PREFIX": "shop_", "REDIS_HOST": FAR, "REDIS_PORT": str(redis.port),
                      "REDIS_PASSWORD": password},
            "rabbitmq": {"QUEUE_CONNECTION": "rabbitmq", "RABBITMQ_HOST": FAR, "RABBITMQ_PORT": str(rabbitmq.port),
                         "RABBITMQ_USER": "shop", "RABBITMQ_PASSWORD": password, "RABBITMQ_VHOST": "/"},
            "s3": {"FILESYSTEM_DISK": "s3", "AWS_ACCESS_KEY_ID": "shopkey", "AWS_SECRET_ACCESS_KEY": password,
                   "AWS_DEFAULT_REGION": seaweed.region, "AWS_BUCKET": BUCKET,
                   "AWS_ENDPOINT": f"http://{FAR}:{seaweed.port}", "AWS_USE_PATH_STYLE_ENDPOINT": "true"},
        }  # fmt: skip
