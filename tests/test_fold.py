"""The fold in the projects that people really have: own functions, fallbacks, broken files, examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import judge, shapes
from wizard.changes import ABSENT, Change, Insert, Set
from wizard.changes import Route as RouteAt
from wizard.finding import Stop
from wizard.plan import Plan, build
from wizard.project import Project

OWN = "<?php\n\nreturn [\n    'default' => envNonEmpty('CACHE_DRIVER', 'file'),\n];\n"
NESTED = "<?php\n\nreturn [\n    'driver' => env('MY_DRIVER', env('SESSION_DRIVER', 'file')),\n];\n"
BROKEN = "<?php\n\nreturn [\n    'driver' => env('SESSION_DRIVER',, 'file'),\n];\n"


def _project(folder: Path, shape: str, **changed: str) -> Project:
    files = {name.replace("__", "/") + ".php": text for name, text in changed.items()}
    return Project.open(shapes.make(shape, folder, files=files), environ={})


def _plan(project: Project, *changes: Change) -> Plan:
    return build(project, [("session", change) for change in changes])


def _after(plan: Plan, path: str) -> str:
    return next((file.after for file in plan.files if file.path == path), "")


def _write(project: Project, plan: Plan) -> None:
    for file in plan.files:
        (project.root / file.path).write_text(file.after, encoding="utf-8")


def test_a_new_key_falls_back_to_what_laravel_did_before(tmp_path: Path) -> None:
    text = shapes.project("classic-10")["config/app.php"]
    start, end = text.index("    'maintenance' => ["), text.index("    'providers'")
    project = _project(tmp_path, "classic-10", config__app=text[:start] + text[end:])
    plan = _plan(project, Set(setting="app.maintenance.driver", value="cache", key="APP_MAINTENANCE_DRIVER"))
    assert "env('APP_MAINTENANCE_DRIVER', 'file')" in _after(plan, "config/app.php")
    _write(project, plan)
    assert judge.dotted(judge.evaluate(project.root), "app.maintenance.driver") == "cache"


def test_a_secret_never_becomes_a_fallback_in_a_config_file(tmp_path: Path) -> None:
    plan = _plan(_project(tmp_path, "classic-8"), Set(setting="database.redis.cache.token", value="sentinel-7",
                                                      key="REDIS_TOKEN", public=False))  # fmt: skip
    assert "env('REDIS_TOKEN')" in _after(plan, "config/database.php")
    assert "sentinel-7" not in _after(plan, "config/database.php")


def test_a_function_of_the_applications_own_gets_its_key_written_and_a_warning(tmp_path: Path) -> None:
    plan = _plan(_project(tmp_path, "classic-10", config__cache=OWN),
                 Set(setting="cache.default", value="redis", key="CACHE_DRIVER"))  # fmt: skip
    assert "\nCACHE_DRIVER=redis\n" in _after(plan, ".env")
    assert [f.code for f in plan.findings] == ["plan.own-function"]
    assert not plan.blocked


def test_a_key_that_serves_as_the_fallback_of_another_counts_as_pinned(tmp_path: Path) -> None:
    plan = _plan(_project(tmp_path, "classic-10", config__session=NESTED),
                 Set(setting="session.driver", value="file", key="SESSION_DRIVER", pinned=True))  # fmt: skip
    assert plan.files == ()


def test_the_example_gets_no_key_whose_empty_text_would_beat_another_key(tmp_path: Path) -> None:
    plan = _plan(_project(tmp_path, "classic-10", config__session=NESTED),
                 Set(setting="session.driver", value="redis", key="SESSION_DRIVER", example="redis"))  # fmt: skip
    assert "\nMY_DRIVER=redis\n" in _after(plan, ".env")
    assert "MY_DRIVER" not in _after(plan, ".env.example")


def test_the_example_gets_no_empty_key_where_the_config_has_a_default(tmp_path: Path) -> None:
    plan = _plan(_project(tmp_path, "slim-12"), Set(setting="cache.stores.redis.connection", value="other",
                                                    key="REDIS_CACHE_CONNECTION"))  # fmt: skip
    assert "REDIS_CACHE_CONNECTION=other" in _after(plan, ".env")
    assert "REDIS_CACHE_CONNECTION" not in _after(plan, ".env.example")


def test_the_example_shows_the_driver_that_was_chosen(tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path, files={".env.example": "APP_NAME=Toko\n"})
    plan = _plan(Project.open(folder, environ={}),
                 Set(setting="session.driver", value="redis", key="SESSION_DRIVER", example="database"))  # fmt: skip
    assert "SESSION_DRIVER=redis" in _after(plan, ".env.example")


def test_a_broken_file_is_said_once_with_its_line_and_nothing_to_paste(tmp_path: Path) -> None:
    plan = _plan(_project(tmp_path, "classic-10", config__session=BROKEN),
                 *(Set(setting=f"session.{name}", value="x", key=name.upper()) for name in ("driver", "table")))  # fmt: skip
    found = [f for f in plan.findings if f.code == "plan.cannot-edit"]
    assert [(f.where, f.paste) for f in found] == [("config/session.php", "")]
    assert "4" in found[0].why.en


def test_one_reason_in_one_file_is_one_finding_with_all_its_lines(tmp_path: Path) -> None:
    made = "<?php\n\nreturn make(['driver' => 'file']);\n"
    plan = _plan(_project(tmp_path, "classic-10", config__session=made),
                 *(Set(setting=f"session.{name}", value="x", key=name.upper()) for name in ("driver", "table")))  # fmt: skip
    assert len(plan.findings) == 1
    assert "'driver' => env('DRIVER')," in plan.findings[0].paste
    assert "'table' => env('TABLE')," in plan.findings[0].paste


def test_a_key_that_nothing_read_until_now_does_not_come_alive(tmp_path: Path) -> None:
    text = shapes.project("classic-10")["config/session.php"].replace("env('SESSION_CONNECTION')", "'mysql'")
    folder = shapes.make("classic-10", tmp_path, env={"SESSION_CONNECTION": "stale"},
                         files={"config/session.php": text})  # fmt: skip
    plan = _plan(Project.open(folder, environ={}),
                 Set(setting="session.connection", value=ABSENT, key="SESSION_CONNECTION"))  # fmt: skip
    assert "SESSION_CONNECTION" not in _after(plan, ".env")
    assert not plan.blocked


@pytest.mark.parametrize("other", [
    "Route::prefix('admin')->group(function () { Route::get('/health', fn () => 'x'); });",
    "Route::domain('a.example')->group(function () { Route::get('/health', fn () => 'x'); });",
    "Route::post('/health', fn () => 'x');",
])  # fmt: skip
def test_a_route_that_answers_something_else_does_not_stand_for_the_health_check(tmp_path: Path, other: str) -> None:
    text = shapes.project("slim-12")["routes/web.php"] + f"\n{other}\n"
    folder = shapes.make("slim-12", tmp_path, files={"routes/web.php": text})
    plan = _plan(Project.open(folder, environ={}),
                 Insert(path="routes/web.php", template="health/route.php.jinja", place=RouteAt(uri="/health"),
                        values={"uri": "/health", "facade": "Route"}))  # fmt: skip
    assert "withoutMiddleware('web')" in _after(plan, "routes/web.php")


def test_a_new_env_file_starts_from_the_example_names_and_all(tmp_path: Path) -> None:
    folder = shapes.make("classic-9", tmp_path, files={".env.example": "APP_NAME=Omni\nAPP_KEY=everybodys\n"})
    (folder / ".env").unlink()
    project = Project.open(folder, environ={})
    assert project.configs.value("session.cookie") == "omni_session"
    assert project.configs.value("app.key") is None


def test_a_config_that_changed_after_it_was_read_stops_the_writing(tmp_path: Path) -> None:
    project = Project.open(shapes.make("classic-10", tmp_path), environ={})
    path = tmp_path / "config/cache.php"
    path.write_text(path.read_text().replace("CACHE_DRIVER", "CACHE_STORE"))
    with pytest.raises(Stop, match=r"config/cache\.php"):
        project.refuse_changed()
