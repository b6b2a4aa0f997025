"""The texts that a new `.env` is made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sections.sketch import plan
from tests.shapes import SHAPES, make
from wizard.finding import Level
from wizard.formats import env, template
from wizard.section import Section
from wizard.sections.cache import Cache
from wizard.sections.database import Database
from wizard.sections.logs import Logs
from wizard.sections.queue import Queue
from wizard.sections.redis import Redis
from wizard.sections.session import Session
from wizard.sections.storage import Storage

ALL: tuple[type[Section], ...] = (Session, Cache, Storage, Database, Queue, Logs, Redis)
ANSWERS = {"session.driver": "redis", "cache.store": "redis", "redis.host": "10.0.0.10", "database.host": "10.0.0.5",
           "storage.bucket": "omniflow-assets", "queue.connection": "redis"}  # fmt: skip


@pytest.mark.parametrize("section", [*(s.name for s in ALL), "app", "health", "", "no such section"])
def test_a_block_is_headed_by_one_comment(section: str) -> None:
    text = template.render("env/block.jinja", section=section).strip()
    assert text.startswith("# ")
    assert "\n" not in text


def test_the_production_file_has_no_secret_no_host_and_nothing_that_is_dangerous() -> None:
    read = env.read(template.render("env/production.jinja"))
    assert read == {"APP_NAME": "Laravel", "APP_ENV": "production", "APP_KEY": "", "APP_DEBUG": "false"}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_project_without_any_env_file_gets_one_that_works(shape: str, tmp_path: Path) -> None:
    make(shape, tmp_path, files={".env": None, ".env.example": None})
    done = plan(ALL, tmp_path, ANSWERS)
    assert not [f.code for f in done.outcome.plan.findings if f.level is Level.ERROR]
    settings = ("session.driver", "cache.default", "filesystems.default", "logging.default", "queue.default")
    assert done.seen(*settings) == ["redis", "redis", "s3", "stderr", "redis"]
    assert done.seen("database.redis.default.host", "database.connections.mysql.host") == ["10.0.0.10", "10.0.0.5"]


@pytest.mark.parametrize("shape", SHAPES)
def test_defaults_alone_leave_no_setting_dead(shape: str, tmp_path: Path) -> None:
    make(shape, tmp_path, files={".env": None, ".env.example": None})
    assert "plan.dead-setting" not in plan(ALL, tmp_path, {}).codes


def test_new_names_come_under_the_heading_of_their_section(tmp_path: Path) -> None:
    make("classic-10", tmp_path, files={".env": None, ".env.example": None})
    text = plan(ALL, tmp_path, ANSWERS).text(".env")
    cache = text.partition("# Cache: one for all nodes\n")[2].partition("\n\n")[0]
    assert cache.splitlines() == ["CACHE_PREFIX=laravel_cache_", "CACHE_DRIVER=redis"]
