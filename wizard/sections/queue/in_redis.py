"""Jobs in Redis: on a connection that all nodes reach and that nothing empties."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.changes import Change, Set
from wizard.laravel import redis as servers
from wizard.project import Project


def changes(connection: str, project: Project) -> Iterator[Change]:
    """Jobs wait on a Redis connection that all nodes reach and that `cache:clear` does not empty (LARAVEL.md §8.4)."""
    setting = f"queue.connections.{connection}.connection"
    name = project.configs.value(setting)
    if not isinstance(name, str) or name in ("", "default"):
        return
    if not servers.keeps(project.configs, name):
        yield Set(setting=setting, value="default", key="REDIS_QUEUE_CONNECTION")
