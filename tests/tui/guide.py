"""The guide's own sections on screens, over a small project: every question is asked in one of two ways."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from types import MappingProxyType

from textual.pilot import Pilot

from tests import shapes
from tests.tui.small import TERMINAL
from wizard.outcome import write
from wizard.project import Project
from wizard.resolve import Given, Name
from wizard.sections import PARTS, SECTIONS
from wizard.tui.app import WizardApp
from wizard.tui.terminal import Terminal
from wizard.walk.desk import Desk
from wizard.walk.shown import Row
from wizard.walk.state import State

WAYS: Mapping[str, Mapping[Name, str]] = {
    "in the database": {
        ("session", "driver"): "database", ("cache", "store"): "database", ("queue", "connection"): "database",
        ("storage", "provider"): "s3", ("database", "connection"): "mysql",
    },
    "on servers": {
        ("session", "driver"): "redis", ("cache", "store"): "redis", ("queue", "connection"): "rabbitmq",
        ("queue", "publisher"): "true", ("storage", "provider"): "minio", ("database", "connection"): "mysql",
        ("database", "split"): "true",
    },
}  # fmt: skip
NEEDED: Mapping[Name, str] = {
    ("redis", "host"): "10.0.0.10", ("storage", "bucket"): "omni-assets", ("storage", "key"): "a-key",
    ("storage", "secret"): "a-secret", ("storage", "endpoint"): "https://minio.test:9000",
    ("database", "host"): "10.0.0.5", ("database", "read_hosts"): "10.0.0.6", ("queue", "host"): "10.0.0.20",
    ("queue", "user"): "omni", ("queue", "password"): "a-password",
}  # fmt: skip
"""What nobody can guess."""


def desk(folder: Path, typed: Mapping[Name, str], shape: str = "slim-12") -> Desk:
    """A desk over the guide's sections and a fresh project."""
    package = {"vladimir-yuldashev/laravel-queue-rabbitmq": "14.2.0"}
    shapes.make(shape, folder, packages=package)
    project = Project.open(folder, environ={})
    state = State.start(project, SECTIONS, PARTS, "en", Given(typed=typed))
    return Desk(state, write, lambda: Project.open(folder, environ={}))


def asked(desk: Desk) -> list[tuple[int, Name]]:
    """Every question that is asked now, with the number of the section that asks it."""
    state = desk.state
    return [(n, item.name) for n, s in enumerate(state.sections) for item in state.items(s) if isinstance(item, Row)]


@asynccontextmanager
async def opened(
    desk: Desk, size: tuple[int, int] = (80, 24), terminal: Terminal | None = None,
    environ: Mapping[str, str] = MappingProxyType({}),
) -> AsyncIterator[tuple[WizardApp, Pilot[None]]]:  # fmt: skip
    """The wizard on that desk."""
    app = WizardApp(desk, {**TERMINAL, **environ}, terminal)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot
