"""One application on one Laravel: made stateful, put through our command line as a user does, and deployed."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from tests.e2e import legacy, services
from tests.e2e.application import Application, make
from tests.e2e.cluster import Cluster
from tests.frameworks import NAMES, Framework
from tests.lab import ROOT, clean_env
from tests.servers.process import Process, own_folder, remove

MIGRATIONS, SESSIONS, CACHE, MESSAGES = "toko_migrations", "toko_sessions", "toko_cache", "toko_messages"
SECRETS = {
    "DATABASE_SECRET": services.DATABASE_PASSWORD,
    "REDIS_SECRET": services.REDIS_PASSWORD,
    "QUEUE_SECRET": services.QUEUE_PASSWORD,
    "BUCKET_KEY": "labkey",
    "BUCKET_SECRET": "labsecret",
}
# Commands of the checklist that stay running, in a container of their own.
_STAY = ("queue:work", "schedule:work")
_NO_STEP = ("composer ", "app(")


class Shop:
    """The application on one Laravel, in a schema, virtual host and bucket of its own."""

    def __init__(self, framework: Framework, shared: services.Services) -> None:
        self.framework, self.services = framework, shared
        self.name = services.own_name(framework.name)
        self.folder = own_folder("shop")
        self._applied: dict[str, tuple[Application, list[str]]] = {}
        self._clusters: dict[tuple[str, bool], Cluster] = {}
        self._ends: list[Callable[[], None]] = []
        self._password_hash = framework.run("-r", f"echo password_hash('{legacy.PASSWORD}', 1, ['cost' => 4]);")

    def fresh(self, schema: str) -> Application:
        """Return a fresh application in a new schema where the neighbour lives already."""
        primary = self.services.database.primary
        self.services.make_schema(schema)
        legacy.make(primary, schema, self._password_hash)
        env = {
            "DB_PORT": str(primary.port), "DB_DATABASE": schema, "DB_USERNAME": services.USER,
            "DB_PASSWORD": f'"{services.DATABASE_PASSWORD}"', "BCRYPT_ROUNDS": "4",
        }  # fmt: skip
        return make(self.folder / f"{schema}-checkout", self.framework, env)

    def wizard(
        self, command: str, application: Application, *flags: str, **secrets: str
    ) -> CompletedProcess[str]:
        """Run our command line on this copy, as its owner would at a desk; flags may name `secrets`."""
        env = clean_env(HOME=str(self.folder / "home"), **SECRETS, **secrets)
        return subprocess.run(
            [sys.executable, "-m", "wizard", command, str(application.folder), *flags], cwd=ROOT, env=env,
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip

    def flags(self, store: str, schema: str) -> list[str]:
        """Return the answers of somebody who keeps sessions and cache in `store`: redis, or database."""
        shared = self.services
        number = 2 * NAMES.index(self.framework.name)
        return [
            *("--session-driver", store, "--session-table", SESSIONS, "--session-cookie", "toko_session"),
            *("--session-secure", "no", "--cache-store", store, "--cache-table", CACHE),
            *("--cache-lock-table", f"{CACHE}_locks", "--cache-prefix", f"{schema}_cache_"),
            *("--redis-host", "127.0.0.1", "--redis-port", str(shared.redis.port), "--redis-prefix", f"{schema}_"),
            *("--redis-password-env", "REDIS_SECRET", "--redis-database", str(number)),
            *("--redis-cache-database", str(number + 1)),
            *("--storage-provider", "minio", "--storage-endpoint", shared.bucket.endpoint, "--storage-bucket"),
            *(self.name, "--storage-key-env", "BUCKET_KEY", "--storage-secret-env", "BUCKET_SECRET"),
            *("--database-host", "127.0.0.1", "--database-split", "yes", "--database-read-hosts", "127.0.0.2"),
            *("--database-migrations-table", MIGRATIONS),
            *("--queue-host", "127.0.0.1", "--queue-port", str(shared.rabbit.port), "--queue-user", services.USER),
            *("--queue-password-env", "QUEUE_SECRET", "--queue-vhost", self.name, "--queue-publisher", "yes"),
            *("--queue-messages", MESSAGES, "--health-balancer", "nginx", "--health-deploy", "yes"),
            *("--health-proxies", "127.0.0.1", "--defaults"),
        ]

    def apply(self, application: Application, flags: Iterable[str]) -> list[str]:
        """Apply on this copy; return the commands of the checklist, in order."""
        ran = self.wizard("apply", application, *flags, "--yes", "--json")
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return [step["command"] for step in json.loads(ran.stdout)["checklist"] if step["command"]]

    def deploy(self, application: Application, checklist: Iterable[str]) -> None:
        """Run the checklist's commands in this copy, in its order, as a person on one node does.

        What Composer would install is there already; a line of PHP is for the application's own code.
        """
        for command in checklist:
            if not command.startswith(_NO_STEP) and not any(word in command for word in _STAY):
                ran = self.shell(command, application)
                assert ran.returncode == 0, f"{command}\n{ran.stdout}{ran.stderr}"
        self.services.database.wait_caught_up()

    def shell(self, command: str, application: Application) -> CompletedProcess[str]:
        """Run a line of the checklist in this copy; its `php` is the one that runs this Laravel."""
        programs = self.folder / "bin"
        if not programs.exists():
            programs.mkdir()
            (programs / "php").write_text(f'#!/bin/sh\nexec {shlex.join(self.framework.php)} "$@"\n')
            (programs / "php").chmod(0o755)
        env = clean_env()
        env["PATH"] = f"{programs}:{env['PATH']}"
        return subprocess.run(
            ["sh", "-c", command], cwd=application.folder, env=env, capture_output=True, text=True, check=False,
            timeout=120,
        )  # fmt: skip

    @property
    def failed_table(self) -> str:
        """Return where failed jobs are kept: from 11 on, a fresh install comes with a table of its own."""
        return "laravel_cms_failed_jobs" if self.framework.major < 11 else "failed_jobs"

    @property
    def own_tables(self) -> set[str]:
        """Return the tables that the application's own migrations make, and the one for failed jobs."""
        brought = set() if self.framework.major < 11 else {"cache", "cache_locks", "jobs"}
        return {"notes", self.failed_table, *brought}

    @cached_property
    def migrated(self) -> Application:
        """The stateful application, which has migrated: among the neighbour's rows, as guests do by default."""
        application = self.fresh(self.name)
        application.artisan("migrate", "--force")
        self.services.database.wait_caught_up()
        return application

    @cached_property
    def stateful(self) -> Cluster:
        """Two nodes of the application before the wizard."""
        return self._kept(Cluster(self.migrated))

    @cached_property
    def before_wizard(self) -> dict[str, tuple[Any, ...]]:
        """The neighbour's tables when the application had migrated, and the wizard had not been run."""
        schema = self.migrated.env()["DB_DATABASE"]
        return legacy.state(self.services.database.primary, schema)

    def stateless(self, store: str) -> Application:
        """Return the application after the wizard and its checklist, sessions and cache in `store`.

        First in Redis; then, after a change of mind, in the database.
        """
        if store not in self._applied:
            before = self.migrated if store == "redis" else self.stateless("redis")
            assert len(self.before_wizard) == len(legacy.TABLES)  # looked at now, or it would be too late
            application = before.copied(self.folder / store)
            checklist = self.apply(application, self.flags(store, self.name))
            self.deploy(application, checklist)
            self._applied[store] = application, checklist
        return self._applied[store][0]

    def notes(self, text: str) -> list[tuple[Any, ...]]:
        """Return which node wrote this note, and on which database server: (node, server_id)."""
        sql = f"select node, server_id from {self.name}.notes where text = %s"  # noqa: S608 - a schema of ours
        return self.services.database.primary.query(sql, (text,))

    def sessions(self, store: str) -> int:
        """Return how many sessions there are."""
        if store == "database":
            sql = f"select count(*) from {self.name}.{SESSIONS}"  # noqa: S608 - a schema of ours
            return int(self.services.database.primary.query(sql)[0][0])
        with self.services.redis.client(database=2 * NAMES.index(self.framework.name)) as client:
            return sum(1 for _ in client.scan_iter(f"{self.name}_*"))

    @contextmanager
    def lagging_replica(self) -> Iterator[None]:
        """Let the replica apply nothing for a while."""
        database = self.services.database
        database.wait_caught_up()
        database.stop_sql_thread()
        try:
            yield
        finally:
            database.start_sql_thread()

    def worker(self, folder: Path, store: str) -> Process:
        """Start the worker that the checklist names, on a machine of its own."""
        self.stateless(store).copied(folder)
        command = next(command for command in self._applied[store][1] if "queue:work" in command)
        words = [*self.framework.php, *command.split()[1:], "--sleep=0.1"]
        return Process(words, folder.parent / "worker.log", clean_env(NODE_NAME="worker"), folder)

    def cluster(self, store: str, *, cached: bool = False) -> Cluster:
        """Return two nodes of the application after the wizard, made once for each store and way."""
        if (store, cached) not in self._clusters:
            cluster = self._kept(Cluster(self.stateless(store)))
            if cached:
                cluster.artisan("config:cache")
                cluster.artisan("route:cache")
            self._clusters[store, cached] = cluster
        return self._clusters[store, cached]

    def _kept(self, cluster: Cluster) -> Cluster:
        self._ends.append(cluster.stop)
        return cluster

    def stop(self) -> None:
        """End all nodes and remove every copy."""
        for end in self._ends:
            end()
        remove(self.folder)
