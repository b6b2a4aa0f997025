"""A finding leads to the field it is about, in every section; one about files alone leads nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import shapes
from wizard.finding import Finding, Level
from wizard.project import Project
from wizard.resolve import Given, Name
from wizard.sections import PARTS, SECTIONS
from wizard.text import same
from wizard.walk.state import State

LOCAL: dict[str, str | None] = {
    "SESSION_DRIVER": "file", "CACHE_STORE": "file", "QUEUE_CONNECTION": "sync", "LOG_CHANNEL": "single",
    "FILESYSTEM_DISK": "local", "REDIS_HOST": "127.0.0.1", "DB_HOST": "127.0.0.1", "APP_KEY": "x", "APP_ENV": "local",
}  # fmt: skip
TYPED: dict[Name, str] = {("health", "proxies"): "*", ("database", "migrations_table"): "other_migrations"}


def walked(folder: Path, shape: str = "slim-12") -> State:
    """A walk over a project that keeps everything on its node."""
    project = Project.open(shapes.make(shape, folder, env=LOCAL), environ={})
    return State.start(project, SECTIONS, PARTS, "en", Given(typed=TYPED))


def finding(where: str, section: str, code: str = "some.code") -> Finding:
    """A finding with nothing but a place."""
    return Finding(code, Level.WARNING, where, same("why"), same("remedy"), section)


def test_every_finding_of_a_section_leads_into_a_section_and_most_to_a_field(tmp_path: Path) -> None:
    state = walked(tmp_path)
    ours = [f for f in state.outcome.plan.findings if f.section]
    assert {f.section for f in ours} >= {"session", "cache", "storage", "database", "queue", "logs", "app", "health", "redis"}
    assert [f.code for f in ours if state.home_of(f) is None] == []
    led = {f.code: state.field_of(f) for f in ours}
    assert led["session.driver.node-local"] == ("session", "driver")
    assert led["redis.host.node-local"] == ("redis", "host")
    assert led["database.migrations-renamed"] == ("database", "migrations_table")
    assert led["health.proxies-star"] == ("health", "proxies")


def test_a_finding_leads_only_to_what_is_asked_now(tmp_path: Path) -> None:
    state = walked(tmp_path)
    for found in state.outcome.plan.findings:
        name = state.field_of(found)
        if name is not None:
            home = state.home_of(found)
            assert home is not None
            assert name in [item.name for item in state.items(home) if hasattr(item, "name")]


@pytest.mark.parametrize("where", ["session.driver", "SESSION_DRIVER"])
def test_a_setting_and_an_env_key_lead_to_their_question(tmp_path: Path, where: str) -> None:
    assert walked(tmp_path).field_of(finding(where, "session")) == ("session", "driver")


def test_a_setting_leads_there_also_when_no_section_is_named(tmp_path: Path) -> None:
    assert walked(tmp_path).field_of(finding("session.driver", "")) == ("session", "driver")


def test_a_place_in_a_file_leads_to_the_question_that_is_read_there(tmp_path: Path) -> None:
    state = walked(tmp_path)
    where = state.outcome.resolution.origins["session", "driver"].where
    assert where.startswith("config/session.php:")
    assert state.field_of(finding(where, "session")) == ("session", "driver")


def test_a_file_leads_to_its_section_and_without_one_nowhere(tmp_path: Path) -> None:
    state = walked(tmp_path)
    about = finding("routes/web.php", "health")
    assert (state.field_of(about), state.home_of(about)) == (None, state.kind("health"))
    assert state.home_of(finding(".env.production", "")) is None
