"""Projects that are not as they come out of the box: obeyed as the others are, or left alone with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import lab, shapes
from tests.judge import dotted, evaluate
from tests.profiles import Profile, profiles
from tests.table import Row, applied, fresh, table
from tests.verdict import allowed, changed, dead_keys, unmet, unread, within, wrong
from wizard.finding import Finding, Level, Stop
from wizard.outcome import outcome, write
from wizard.project import Project
from wizard.resolve import Given
from wizard.sections import ALL

pytestmark = pytest.mark.xdist_group("odd-shapes")  # one table is made for all of it

READABLE = (
    "upgraded-12", "own-keys", "db-url", "array-crlf", "code-around", "deleted-config", "two-env",
)  # fmt: skip
PROFILES = tuple(Profile(p.name, {**p.typed, ("database", "connection"): "mysql"}) for p in profiles(ALL)[:3])
NAMES = [
    f"{shape} {name}"
    for shape in READABLE
    for name in (*(p.name for p in PROFILES), *(f"{p.name} after" for p in PROFILES[1:]))
]


def tree(root: Path) -> dict[str, bytes]:
    """Return every file of a project."""
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def errors(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    """Return the findings that forbid writing, by code."""
    return {f.code: f for f in findings if f.level is Level.ERROR}


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Row]]:
    lab.php()
    lab.illuminate()
    folder = tmp_path_factory.mktemp("odd")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        yield {str(row.case): row for row in table(ALL, PROFILES, folder, READABLE)}


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.mark.parametrize("name", NAMES)
def test_php_reads_every_answer_and_nothing_else_changes(name: str, rows: dict[str, Row]) -> None:
    row = rows[name]
    resolution, may = row.case.outcome.resolution, allowed(row.case)
    assert (errors(row.case.outcome.plan.findings), resolution.problems, resolution.missing) == ({}, (), ())
    assert wrong(row.case, row.after) == {}
    assert list(unmet(row.case.changes, row.after)) == []
    assert list(dead_keys(row.case, row.after)) == []
    assert unread(row.case, row.probed) == set()
    assert {k: v for k, v in changed(row.before, row.after).items() if not within(k, may)} == {}


@pytest.mark.parametrize("name", NAMES)
def test_a_second_plan_is_empty(name: str, rows: dict[str, Row]) -> None:
    for again in rows[name].case.again:
        assert {f.path: [str(line) for line in f.lines] for f in again.plan.files} == {}


def test_php_compiles_every_file(rows: dict[str, Row]) -> None:
    files = [
        (row, f) for row in rows.values() for f in row.case.outcome.plan.files if f.path.endswith(".php")
    ]
    assert lab.php_lint({f"{row.case}: {f.path}": f.after for row, f in files}) == {}


def test_windows_line_ends_stay_and_none_of_another_kind_comes_in(rows: dict[str, Row]) -> None:
    cases = [row.case for row in rows.values() if row.case.shape == "array-crlf"]
    texts = {
        (c.profile, f.path): f.after for c in cases for f in c.outcome.plan.files if "\r" in (f.before or "")
    }
    assert len(texts) > 10
    assert {where for where, text in texts.items() if "\n" in text.replace("\r\n", "")} == set()


def test_code_before_and_after_the_config_keeps_every_byte(rows: dict[str, Row]) -> None:
    for row in rows.values():
        if row.case.shape == "code-around":
            config = {f.path: f for f in row.case.outcome.plan.files if f.path.startswith("config/")}
            for file in config.values():
                if file.before is not None:
                    before, after = (text.partition("return [\n\n") for text in (file.before, file.after))
                    assert before[0] == after[0]
                    assert before[2].partition("\n];")[2] == after[2].partition("\n];")[2]


def test_an_application_with_keys_of_its_own_gets_no_second_set(rows: dict[str, Row]) -> None:
    case = rows["own-keys p0"].case
    assert case.after is not None
    env = case.after.configs.env
    assert "OMNI_SESSION_DRIVER" in env
    assert {"SESSION_DRIVER", "CACHE_STORE", "DB_HOST", "LOG_CHANNEL", "QUEUE_CONNECTION"} & set(env) == set()


def test_the_env_file_of_the_environment_is_the_one_that_changes(tmp_path: Path) -> None:
    root = shapes.make("two-env", tmp_path / "shop")
    was, there = (root / ".env").read_bytes(), {"APP_ENV": "production"}
    project = Project.open(root, environ=there)
    done = outcome(ALL, project, Given(typed=PROFILES[0].typed))
    write(done)
    assert (root / ".env").read_bytes() == was
    driver = PROFILES[0].typed["session", "driver"]
    assert dotted(evaluate(root, there), "session.driver") == driver
    assert dotted(evaluate(root), "session.driver") == "database"


def test_a_config_that_only_running_it_can_tell_is_named_and_left_alone(tmp_path: Path) -> None:
    root = fresh("computed", tmp_path / "shop")
    before = tree(root)
    case = applied(ALL, "computed", PROFILES[0], root)
    blocking = [f for f in case.outcome.plan.findings if f.level is Level.ERROR]
    assert {f.code for f in blocking} == {"plan.cannot-edit"}
    pasted = "\n".join(f.paste for f in blocking)
    wanted = ("session.driver", "cache.default", "database.default", "queue.default", "logging.default")
    assert [setting for setting in wanted if f"// {setting}\n" not in pasted] == []
    assert all(f.where.startswith("config/") and "env('" in f.paste for f in blocking)
    assert case.after is None
    assert tree(root) == before


def test_a_config_with_a_syntax_error_is_named_and_left_alone(tmp_path: Path) -> None:
    root = fresh("broken-config", tmp_path / "shop")
    before = tree(root)
    case = applied(ALL, "broken-config", PROFILES[0], root)
    blocking = [f for f in case.outcome.plan.findings if f.level is Level.ERROR]
    assert {f.where for f in blocking} == {"config/cache.php"}
    assert tree(root) == before


def test_an_env_file_that_is_not_utf_8_is_refused_with_its_line(tmp_path: Path) -> None:
    root = fresh("latin1", tmp_path / "shop")
    line = (root / ".env").read_bytes().count(b"\n")
    with pytest.raises(Stop, match=rf"line {line}: .*not UTF-8"):
        Project.open(root, environ={})


def test_another_houses_project_is_refused(tmp_path: Path) -> None:
    root = shapes.make("not-laravel", tmp_path / "pages")
    with pytest.raises(Stop, match="not a Laravel project"):
        Project.open(root, environ={})


@pytest.mark.parametrize("shape", ["classic-8", "classic-11", "classic-12", "classic-13"])
def test_replicas_of_a_connection_that_only_the_framework_has_are_refused(shape: str, tmp_path: Path) -> None:
    root = fresh(shape, tmp_path / "shop")
    before = tree(root)
    typed = {**PROFILES[0].typed, ("database", "connection"): "mariadb", ("database", "split"): "true"}
    project = Project.open(root, environ={})
    done = outcome(ALL, project, Given(typed=typed))
    assert {f.section for f in errors(done.plan.findings).values()} == {"database"}
    assert not done.ready
    assert tree(root) == before
