"""A real S3 server for tests: SeaweedFS, which checks signatures and rights."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import botocore.config
import botocore.exceptions

from tests.servers.process import Process, Server, forget_at_exit, free_port, program, remove

_PORTS = ("master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port", "filer.port.grpc",
          "s3.port.grpc")  # fmt: skip
_ALL = ("Admin", "Read", "Write", "List", "Tagging")


@dataclass(frozen=True)
class Identity:
    """Somebody whom the server knows, and what they may do: `Read`, or in one bucket only `Read:uploads`."""

    key: str
    secret: str
    actions: tuple[str, ...] = _ALL


class Seaweed(Server):
    """An S3 server on loopback, where `key` and `secret` may do everything; `others` are further identities."""

    def __init__(self, *, buckets: Iterable[str] = (), others: Iterable[Identity] = ()) -> None:
        super().__init__("sw")
        owner = Identity("labkey", "labsecret")
        self.host, self.port = "127.0.0.1", free_port()
        self.endpoint = f"http://{self.host}:{self.port}"
        self.key, self.secret, self.region = owner.key, owner.secret, "us-east-1"
        (self.folder / "data").mkdir()
        (self.folder / "s3.json").write_text(json.dumps({"identities": _identities((owner, *others))}))
        self._ports = [free_port() for _ in _PORTS]
        self._sockets = [*_sockets(zip(_PORTS, self._ports, strict=True)), Path(f"/tmp/seaweedfs-s3-{self.port}.sock")]
        for socket in self._sockets:
            forget_at_exit(socket)
        self.process = Process(self._command(), self.folder / "log", cwd=self.folder)
        self.process.wait_for_port(self.host, self.port)
        self.process.wait_until(self._ready, "S3", timeout=60)
        for bucket in buckets:
            self.make_bucket(bucket)

    def client(self, key: str | None = None, secret: str | None = None) -> Any:
        """Return a boto3 client; boto3 makes its classes at run time, so they have no type to name."""
        return boto3.client(
            "s3", endpoint_url=self.endpoint, region_name=self.region, aws_access_key_id=key or self.key,
            aws_secret_access_key=secret or self.secret,
            config=botocore.config.Config(
                s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}, connect_timeout=5,
                read_timeout=15, proxies={},
            ),
        )  # fmt: skip

    def make_bucket(self, name: str) -> None:
        """Make a bucket and wait until an object can be put in it."""
        client = self.client()
        client.create_bucket(Bucket=name)
        self.process.wait_until(lambda: _holds(client, name), f"bucket {name}")
        client.close()

    def _ready(self) -> bool:
        client = self.client()
        try:
            client.list_buckets()
        except (botocore.exceptions.ClientError, botocore.exceptions.BotoCoreError):
            return False
        finally:
            client.close()
        return True

    def _command(self) -> list[str]:
        ports = [f"-{name}={port}" for name, port in zip(_PORTS, self._ports, strict=True)]
        return [
            program("weed"), f"-logdir={self.folder}", "server", f"-dir={self.folder}/data", f"-ip={self.host}",
            f"-ip.bind={self.host}", *ports, "-filer", f"-filer.localSocket={self.folder}/f", "-s3",
            f"-s3.port={self.port}", f"-s3.config={self.folder}/s3.json", "-s3.iam=false", "-s3.port.iceberg=0",
            "-s3.port.lance=0", "-master.volumeSizeLimitMB=64", "-volume.max=100",  # a bucket takes seven
            "-master.telemetry=false",  # true by default: it would report to its maker
        ]  # fmt: skip

    def _end(self) -> None:
        self.process.kill()  # stopping politely takes it twenty seconds
        for socket in self._sockets:
            remove(socket)


def _sockets(ports: Iterable[tuple[str, int]]) -> Iterator[Path]:
    """Yield the sockets that it makes beside its ports, always in /tmp."""
    for name, port in ports:
        server, _, grpc = name.partition(".port")
        yield Path(f"/tmp/seaweedfs-{server}{grpc.replace('.', '-')}-{port}.sock")


def _identities(known: Iterable[Identity]) -> list[dict[str, object]]:
    return [
        {
            "name": one.key,
            "credentials": [{"accessKey": one.key, "secretKey": one.secret}],
            "actions": list(one.actions),
        }
        for one in known
    ]


def _holds(client: Any, bucket: str) -> bool:
    # Not an empty object: that one needs no room on any volume.
    try:
        client.put_object(Bucket=bucket, Key=".ready", Body=b".")
        client.delete_object(Bucket=bucket, Key=".ready")
    except botocore.exceptions.ClientError:
        return False
    return True
