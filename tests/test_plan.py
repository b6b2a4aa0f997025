"""The plan: exact new texts, each setting proved to take effect, nothing said of what is secret."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import shapes
from tests.tiny import BOTH
from wizard.changes import (
    ABSENT,
    Change,
    Insert,
    On,
    Phase,
    Render,
    Require,
    Route,
    Run,
    Set,
    SetConfig,
    SetEnv,
)  # fmt: skip
from wizard.finding import Finding, Invalid, Level, Stop
from wizard.formats import env
from wizard.outcome import outcome, write
from wizard.plan import Plan, build
from wizard.project import Project
from wizard.question import parse
from wizard.resolve import Given
from wizard.text import same

SECRET = "sentinel-5ec2"
GIVEN = Given(typed={("tiny", "driver"): "redis", ("tiny", "lifetime"): "90", ("tiny", "owner"): "toko",
                     ("tiny", "secure"): "yes", ("store", "host"): "10.0.0.7", ("store", "word"): "new-word"})  # fmt: skip
NOTHING: Mapping[str, str | None] = {}


def _open(folder: Path) -> Project:
    return Project.open(folder, environ={})


def _make(folder: Path, shape: str = "slim-12", env: Mapping[str, str | None] = NOTHING,
          files: Mapping[str, str | None] = NOTHING) -> Project:  # fmt: skip
    return _open(shapes.make(shape, folder, env=env, files=files))


def _plan(project: Project, *changes: Change) -> Plan:
    return build(project, [("session", change) for change in changes])


def _text(plan: Plan, path: str) -> str:
    return next(file.after for file in plan.files if file.path == path)


def _written(project: Project, plan: Plan) -> Project:
    for file in plan.files:
        (project.root / file.path).parent.mkdir(parents=True, exist_ok=True)
        (project.root / file.path).write_bytes(file.after.encode("utf-8", "surrogateescape"))
    return _open(project.root)


def _shown(plan: Plan) -> str:
    lines = [str(line) for file in plan.files for line in file.lines]
    return "\n".join([*lines, repr(plan.findings), repr(plan.checklist)])


# --- whole plans -------------------------------------------------------------


@pytest.mark.parametrize("shape", [*shapes.SHAPES, "upgraded-12", "own-keys", "db-url", "array-crlf", "code-around",
                                   "deleted-config", "two-env"])  # fmt: skip
def test_what_is_planned_takes_effect_and_a_second_plan_is_empty(
    shape: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    project = _make(tmp_path / "app", shape, {"SHOP_SECRET": SECRET, "REDIS_PASSWORD": SECRET})
    first = outcome(BOTH, project, GIVEN)
    assert not first.plan.blocked, first.plan.findings
    assert SECRET not in _shown(first.plan)
    write(first)
    again = _open(project.root)
    values = [again.configs.value(setting) for setting in (
        "session.driver", "session.secure", "database.redis.default.host", "database.redis.default.password")]  # fmt: skip
    assert values == ["redis", True, "10.0.0.7", "new-word"]
    assert again.configs.equals("session.lifetime", 90)
    second = outcome(BOTH, again, Given(found=GIVEN.typed))
    assert (second.plan.files, second.plan.blocked) == ((), False)


def test_the_same_answers_give_the_same_plan(tmp_path: Path) -> None:
    plans = [outcome(BOTH, _make(tmp_path / name), GIVEN).plan for name in "ab"]
    assert plans[0] == plans[1]
    assert plans[0].id == plans[1].id
    other = outcome(BOTH, _make(tmp_path / "c", env={"X": "1"}), GIVEN).plan
    assert other.id != plans[0].id


def test_a_project_that_already_obeys_is_left_alone(tmp_path: Path) -> None:
    project = _make(tmp_path, env={"SESSION_DRIVER": "'redis'  # ours", "SESSION_LIFETIME": '"90"'})
    plan = _plan(project, Set(setting="session.driver", value="redis", key="SESSION_DRIVER"),
                 Set(setting="session.lifetime", value=90, key="SESSION_LIFETIME"))  # fmt: skip
    assert plan.files == ()


def test_an_answer_not_given_yet_changes_nothing(tmp_path: Path) -> None:
    plan = _plan(_make(tmp_path), Set(setting="session.driver", value=None, key="SESSION_DRIVER"))
    assert (plan.files, plan.findings) == ((), ())


# --- settings and keys -------------------------------------------------------


def test_the_key_that_the_project_reads_is_written_not_ours(tmp_path: Path) -> None:
    plan = _plan(_make(tmp_path, "own-keys"), Set(setting="session.driver", value="redis", key="SESSION_DRIVER"))
    assert [file.path for file in plan.files] == [".env"]
    assert "\nOMNI_SESSION_DRIVER=redis\n" in _text(plan, ".env")


def test_a_literal_is_made_to_read_a_key_and_stays_its_default(tmp_path: Path) -> None:
    config = shapes.project("slim-12")["config/session.php"]
    line = next(line for line in config.splitlines() if "'driver' =>" in line)
    files = {"config/session.php": config.replace(line, "    'driver' => 'file', // as ever")}
    plan = _plan(_make(tmp_path, files=files), Set(setting="session.driver", value="redis", key="SESSION_DRIVER"))
    assert "    'driver' => env('SESSION_DRIVER', 'file'), // as ever\n" in _text(plan, "config/session.php")
    assert "\nSESSION_DRIVER=redis\n" in _text(plan, ".env")


def test_a_secret_literal_goes_to_the_env_file_and_is_no_default(tmp_path: Path) -> None:
    config = shapes.project("slim-12")["config/database.php"]
    files = {"config/database.php": config.replace("'password' => env('REDIS_PASSWORD')", f"'password' => '{SECRET}'")}
    project = _make(tmp_path, files=files)
    assert project.configs.value("database.redis.default.password") == SECRET
    plan = _plan(project, Set(setting="database.redis.default.password", value="new-word", key="REDIS_PASSWORD",
                              public=False))  # fmt: skip
    assert "'password' => env('REDIS_PASSWORD')" in _text(plan, "config/database.php")
    assert SECRET not in _text(plan, "config/database.php").partition("'cache' =>")[0]
    assert SECRET not in _shown(plan)
    assert "new-word" not in _shown(plan)
    assert "new-word" in _text(plan, ".env")


@pytest.mark.parametrize("now", ["url", "null", "''", None])
def test_absent_takes_a_setting_out_however_it_is_set(now: str | None, tmp_path: Path) -> None:
    """In the env file, as null there, as an empty text, or not at all."""
    value = {"url": "redis://a.test", "null": "null", "''": "", None: None}[now]
    project = _make(tmp_path, env={"REDIS_URL": value})
    plan = _plan(project, Set(setting="database.redis.default.url", value=ABSENT, key="REDIS_URL"))
    assert (".env" in [file.path for file in plan.files]) is (now == "url")
    after = _written(project, plan)
    assert after.configs.value("database.redis.default.url") in (None, "")
    assert now != "url" or "REDIS_URL" not in (after.env_text or "")


@pytest.mark.parametrize("key", ["REDIS_URL", ""])
@pytest.mark.parametrize("public", [True, False])
def test_absent_takes_a_literal_out(key: str, public: bool, tmp_path: Path) -> None:
    config = shapes.project("slim-12")["config/database.php"].replace("env('REDIS_URL')", "'redis://a.test'")
    project = _make(tmp_path, files={"config/database.php": config})
    change = Set(setting="database.redis.default.url", value=ABSENT, key=key, public=public)
    plan = _plan(project, change)
    assert plan.findings == ()
    assert _written(project, plan).configs.value("database.redis.default.url") is None
    assert _plan(_open(project.root), change).files == ()


def test_absent_beats_a_default_of_the_config(tmp_path: Path) -> None:
    """Without the key the config's own default would come back, so the key says null."""
    project = _make(tmp_path, env={"SESSION_DRIVER": None})
    plan = _plan(project, Set(setting="session.driver", value=ABSENT, key="SESSION_DRIVER"))
    assert "SESSION_DRIVER=null" in _text(plan, ".env")
    assert _written(project, plan).configs.value("session.driver") is None


def test_a_pinned_setting_is_written_even_when_a_default_agrees(tmp_path: Path) -> None:
    project = _make(tmp_path, env={"SESSION_LIFETIME": None})
    value = project.configs.value("session.lifetime")
    assert isinstance(value, int)
    wanted = Set(setting="session.lifetime", value=value, key="SESSION_LIFETIME")
    assert _plan(project, wanted).files == ()
    pinned = Set(setting="session.lifetime", value=value, key="SESSION_LIFETIME", pinned=True)
    assert f"SESSION_LIFETIME={value}" in _text(_plan(project, pinned), ".env")


@given(st.one_of(st.booleans(), st.integers(-5, 10**12), st.text(max_size=12),
                 st.sampled_from(("true", "null", "(empty)", "'q'", '"', "${APP_KEY}", "a b", "#", "'); system('id');//"))))
def test_any_value_is_read_as_it_was_wanted(value: bool | int | str) -> None:
    """Or refused with a reason: and nothing else in the file moves."""
    plan = _plan(_project(), Set(setting="app.name", value=value, key="APP_NAME"))
    if plan.blocked:
        assert [f.code for f in plan.findings] == ["plan.cannot-write"]
        assert isinstance(value, str)
        return
    text = _text(plan, ".env") if plan.files else _project().env_text or ""
    after = _project().configs.with_env(env.read(text, _project().rules))
    assert after.equals("app.name", value)
    assert text.partition("APP_ENV=")[2] == (_project().env_text or "").partition("APP_ENV=")[2]


@cache
def _project() -> Project:
    with tempfile.TemporaryDirectory() as folder:
        return _make(Path(folder))


def test_a_value_that_no_env_file_can_hold_is_one_error(tmp_path: Path) -> None:
    plan = _plan(_make(tmp_path), Set(setting="app.name", value="a\0b", key="APP_NAME"),
                 Set(setting="session.driver", value="redis", key="SESSION_DRIVER"))  # fmt: skip
    assert plan.blocked
    assert [f.code for f in plan.findings] == ["plan.cannot-write"], "what follows from it is not said again"


def test_two_settings_of_one_key_that_differ_are_an_error(tmp_path: Path) -> None:
    config = shapes.project("slim-12")["config/database.php"].replace("env('REDIS_PORT'", "env('REDIS_HOST'")
    plan = _plan(_make(tmp_path, files={"config/database.php": config}),
                 Set(setting="database.redis.default.host", value="10.0.0.7"),
                 Set(setting="database.redis.default.port", value=6379))  # fmt: skip
    shared = [f for f in plan.findings if f.code == "plan.key-shared"]
    assert [(f.level, f.where, f.section) for f in shared] == [(Level.ERROR, "REDIS_HOST", "session")]


def test_two_settings_of_one_key_of_which_one_already_fits_are_an_error_too(tmp_path: Path) -> None:
    config = shapes.project("slim-12")["config/database.php"].replace("env('REDIS_PORT'", "env('REDIS_HOST'")
    plan = _plan(_make(tmp_path, env={"REDIS_HOST": "6379"}, files={"config/database.php": config}),
                 Set(setting="database.redis.default.port", value=6379),
                 Set(setting="database.redis.default.host", value="10.0.0.7"))  # fmt: skip
    assert plan.blocked


# --- what cannot be edited ---------------------------------------------------


@pytest.mark.parametrize("setting", ["session.driver", "cache.default", "database.default", "queue.default"])
def test_what_code_computes_gives_lines_to_paste(setting: str, tmp_path: Path) -> None:
    project = _make(tmp_path, "computed")
    plan = _plan(project, Set(setting=setting, value="wanted", key="OUR_KEY"))
    (finding,) = plan.findings
    assert (finding.code, finding.level) == ("plan.cannot-edit", Level.ERROR)
    assert finding.where == f"config/{setting.split('.', maxsplit=1)[0]}.php"
    assert finding.paste == f"// {setting}\n'{setting.split('.')[1]}' => env('OUR_KEY'),"
    assert plan.files == ()


def test_a_broken_config_file_is_left_alone_with_the_reason(tmp_path: Path) -> None:
    plan = _plan(_make(tmp_path, "broken-config"), Set(setting="cache.default", value="redis", key="CACHE_STORE"))
    assert [(f.code, f.where) for f in plan.findings] == [("plan.cannot-edit", "config/cache.php")]
    assert all(file.path != "config/cache.php" for file in plan.files)


def test_a_setting_without_effect_becomes_an_error(tmp_path: Path) -> None:
    """The plain config reads the key, but a later line of the file decides: no write may pass for done."""
    config = shapes.project("slim-12")["config/session.php"]
    twice = config.replace("\n];\n", "\n    'driver' => 'file',\n];\n")
    project = _make(tmp_path, files={"config/session.php": twice})
    plan = _plan(project, SetConfig(setting="session.driver", code="env('SESSION_DRIVER', 'array')", value="redis"))
    dead = [f for f in plan.findings if f.code == "plan.dead-setting"]
    assert [(f.level, f.where) for f in dead] == [(Level.ERROR, "session.driver")]
    assert plan.blocked


def test_a_later_change_that_undoes_an_earlier_one_is_an_error(tmp_path: Path) -> None:
    plan = _plan(_make(tmp_path), Set(setting="session.driver", value="redis", key="SESSION_DRIVER"),
                 SetConfig(setting="session.driver", code="'file'", value="file"))  # fmt: skip
    assert [f.code for f in plan.findings] == ["plan.dead-setting"]


# --- env files ---------------------------------------------------------------


def test_the_example_gets_only_names_it_lacks_and_no_value_of_ours(tmp_path: Path) -> None:
    example = "# ours\nAPP_NAME=x\nSESSION_DRIVER=file\n"
    project = _make(tmp_path, env={"SESSION_LIFETIME": "5"}, files={".env.example": example})
    plan = _plan(project, Set(setting="session.driver", value="redis", key="SESSION_DRIVER", example="redis"),
                 Set(setting="session.lifetime", value=90, key="SESSION_LIFETIME", example="120"),
                 Set(setting="database.redis.default.host", value="10.9.8.7", key="REDIS_HOST"),
                 SetEnv(key="RABBITMQ_HOST", value="10.9.8.6", example="10.0.0.11"))  # fmt: skip
    text = _text(plan, ".env.example")
    read = env.read(text)
    assert text.startswith("# ours\nAPP_NAME=x\nSESSION_DRIVER=file\n")
    assert read["SESSION_LIFETIME"] == "120"
    assert read["RABBITMQ_HOST"] == "10.0.0.11"
    assert not read.get("REDIS_HOST")
    assert "10.9.8" not in text


def test_an_example_that_laravel_would_refuse_is_left_alone(tmp_path: Path) -> None:
    """Nobody loads it: it must not keep the project's own files from being written."""
    project = _make(tmp_path, files={".env.example": "MAIL_NAME=two words\n"})
    plan = _plan(project, SetEnv(key="RABBITMQ_HOST", value="10.0.0.7"))
    assert [file.path for file in plan.files] == [".env"]
    assert [(f.code, f.level) for f in plan.findings] == [("plan.example", Level.WARNING)]


def test_a_project_without_an_env_file_gets_its_example(tmp_path: Path) -> None:
    project = _make(tmp_path, files={".env": None, ".env.example": "# ours\nAPP_NAME=Toko\nSESSION_DRIVER=file\n"})
    plan = _plan(project, Set(setting="session.driver", value="redis", key="SESSION_DRIVER"))
    (file,) = plan.files
    assert (file.before, file.after) == (None, "# ours\nAPP_NAME=Toko\nSESSION_DRIVER=redis\n")


def test_a_project_with_neither_gets_the_template(tmp_path: Path) -> None:
    project = _make(tmp_path, files={".env": None, ".env.example": None})
    text = _text(_plan(project, Set(setting="session.driver", value="redis", key="SESSION_DRIVER")), ".env")
    read = env.read(text)
    assert (read["APP_ENV"], read["APP_DEBUG"], read["SESSION_DRIVER"]) == ("production", "false", "redis")
    assert not read["APP_KEY"], "a key of a template would be everybody's"


@pytest.mark.parametrize("value", ["true", "null", "(empty)", "plain", "two words", '"quoted"'])
def test_a_key_of_a_package_is_written_once(value: str, tmp_path: Path) -> None:
    change = SetEnv(key="RABBITMQ_VHOST", value=value, default="/")
    project = _make(tmp_path)
    after = _written(project, _plan(project, change))
    assert env.cast(after.configs.env["RABBITMQ_VHOST"] or "") == value
    assert _plan(after, change).files == ()


def test_a_key_of_a_package_that_has_its_default_is_not_written(tmp_path: Path) -> None:
    assert _plan(_make(tmp_path), SetEnv(key="RABBITMQ_VHOST", value="/", default="/")).files == ()


def test_a_key_of_a_package_is_taken_out(tmp_path: Path) -> None:
    project = _make(tmp_path, env={"RABBITMQ_VHOST": "x"})
    assert "RABBITMQ_VHOST" not in _text(_plan(project, SetEnv(key="RABBITMQ_VHOST", value=ABSENT)), ".env")
    assert _plan(_make(tmp_path / "b"), SetEnv(key="RABBITMQ_VHOST", value=ABSENT)).files == ()


# --- what may be seen --------------------------------------------------------


def test_only_public_values_can_be_read_in_the_diff(tmp_path: Path) -> None:
    near = (f"# SHOP_OLD={SECRET}\n# mysql://me:{SECRET}@db\nSHOP_TOKEN={SECRET}\nSESSION_DRIVER=file\n"
            f"SHOP_PASSWORD='{SECRET}' # ours\n")  # fmt: skip
    project = _make(tmp_path, files={".env": near})
    plan = _plan(project, Set(setting="session.driver", value="redis", key="SESSION_DRIVER"),
                 Set(setting="database.redis.default.password", value=f"{SECRET}-new", key="REDIS_PASSWORD",
                     public=False))  # fmt: skip
    shown = _shown(plan)
    assert SECRET not in shown
    assert "+SESSION_DRIVER=redis" in shown.splitlines()
    assert "-SESSION_DRIVER=file" in shown.splitlines()
    assert f"{SECRET}-new" in _text(plan, ".env")


def test_a_secret_beside_an_edited_line_of_the_config_is_not_seen(tmp_path: Path) -> None:
    config = shapes.project("slim-12")["config/session.php"]
    line = next(line for line in config.splitlines() if "'driver' =>" in line)
    files = {"config/session.php": config.replace(line, f"    'token' => '{SECRET}',\n    'driver' => 'file',")}
    plan = _plan(_make(tmp_path, files=files), Set(setting="session.driver", value="redis", key="SESSION_DRIVER"))
    shown = _shown(plan)
    assert SECRET not in shown
    assert "env('SESSION_DRIVER', 'file')" in shown


BREAKS = st.lists(st.sampled_from(("\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028")), min_size=4, max_size=4)


@given(BREAKS)
@settings(max_examples=40)
def test_what_is_shown_has_a_line_for_each_real_line(breaks: list[str]) -> None:
    """Or the diff would show one line under the mask of another."""
    a, b, c, d = breaks
    config = shapes.project("slim-12")["config/session.php"]
    files = {".env": f"# a{a}A='b{b}c'{c}# d{d}SESSION_DRIVER=file\nB={SECRET}\n",
             "config/session.php": config.replace("'lifetime' =>", f"/* {a}'x'{b} */ 'token' => '{SECRET}{c}', 'lifetime' =>")
                                         .replace("env('SESSION_DRIVER', 'database')", "'file'")}  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        try:
            project = _make(Path(folder), files=files)
        except Stop:  # phpdotenv refuses this one
            return
        plan = _plan(project, Set(setting="session.driver", value="redis", key="SESSION_DRIVER"))
    assert len(plan.files) > 1
    for file in plan.files:
        assert (len(file.old.real), len(file.new.real)) == (len(file.old.shown), len(file.new.shown))
    assert SECRET not in _shown(plan)


# --- files, code and the checklist -------------------------------------------


def test_a_file_is_made_once_and_never_changed(tmp_path: Path) -> None:
    values = {"table": "t", "user_id": "bigint", "connection": None, "class_name": None}
    change = Render(path="database/migrations/x.php", template="session/migration.php.jinja", values=values)
    project = _make(tmp_path)
    after = _written(project, _plan(project, change))
    assert (tmp_path / change.path).read_text().startswith("<?php")
    (tmp_path / change.path).write_text("<?php // theirs now\n")
    assert _plan(after, change).files == ()


def test_code_for_a_file_that_is_not_there_is_given_to_paste(tmp_path: Path) -> None:
    change = Insert(path="routes/none.php", template="env/block.jinja", place=Route(uri="/health"),
                    values={"section": "health"})  # fmt: skip
    (finding,) = _plan(_make(tmp_path), change).findings
    assert (finding.code, finding.where) == ("plan.cannot-edit", "routes/none.php")
    assert "Health" in finding.paste


def test_a_route_that_is_there_is_not_put_in_again(tmp_path: Path) -> None:
    routes = "<?php\n\nuse X;\n\nRoute::get(\"health/\", fn () => 'ok');\n"
    change = Insert(path="routes/web.php", template="env/block.jinja", place=Route(uri="/health"),
                    values={"section": "health"})  # fmt: skip
    assert _plan(_make(tmp_path, files={"routes/web.php": routes}), change).files == ()


def _steps() -> Iterator[Change]:
    yield Run(command="restart", why=same("w"), phase=Phase.WORKERS, on=On.EVERY)
    yield Run(command="php artisan migrate", why=same("a"), phase=Phase.MIGRATE, on=On.ONE)
    yield Require(package="league/flysystem-aws-s3-v3", constraint="^3.0", why=same("w"))
    yield Run(command="php artisan migrate", why=same("a"), phase=Phase.MIGRATE, on=On.ONE)
    yield Run(command="php artisan migrate", why=same("b"), phase=Phase.MIGRATE, on=On.ONE)


def test_the_checklist_is_in_order_with_each_step_once_and_every_reason(tmp_path: Path) -> None:
    steps = _plan(_make(tmp_path), *_steps()).checklist
    shown = [step.package if isinstance(step, Require) else (step.command, step.why.en) for step in steps]
    assert shown == ["league/flysystem-aws-s3-v3", ("php artisan migrate", "a; b"), ("restart", "w")]


@pytest.mark.parametrize(("version", "listed"), [("3.29.0", False), ("1.0.30", True)])
def test_a_package_that_is_installed_and_fits_is_not_asked_for(version: str, listed: bool, tmp_path: Path) -> None:
    project = _open(shapes.make("slim-12", tmp_path, packages={"league/flysystem-aws-s3-v3": version}))
    plan = _plan(project, *(step for step in _steps() if isinstance(step, Require)))
    assert bool(plan.checklist) is listed


def test_what_was_found_on_opening_is_part_of_the_plan(tmp_path: Path) -> None:
    project = _make(tmp_path, files={"bootstrap/cache/config.php": "<?php return [];"})
    mine = Finding("mine", Level.INFO, "x", same("a"), same("b"))
    assert [f.code for f in build(project, [], [mine]).findings] == ["project.config-cached", "mine"]


def test_a_question_that_was_answered_wrong_keeps_the_plan_from_being_written(tmp_path: Path) -> None:
    bad = Given(typed={**GIVEN.typed, ("tiny", "lifetime"): "soon"})
    out = outcome(BOTH, _make(tmp_path), bad)
    assert (out.ready, out.plan.blocked, len(out.resolution.problems)) == (False, False, 1)
    assert outcome(BOTH, _make(tmp_path), GIVEN).ready
    assert parse(BOTH[0].questions()["lifetime"], "90") == 90


# --- leaving files out -------------------------------------------------------

EXTRA = "deploy/stateless/extra.conf"
_ABOUT = Run(command="", why=same("mend it"), phase=Phase.BALANCER, on=On.BALANCER, files=(EXTRA,))


def _with_extra(folder: Path) -> Plan:
    project = _make(folder)
    return _plan(project, Set(setting="session.driver", value="redis", key="SESSION_DRIVER", example="redis"),
                 Render(path=EXTRA, template="deploy/nginx.conf.jinja", optional=True,
                        values={"uri": "/health", "health": "/health", "host": "_", "monitor": "", "up": ""}),
                 Run(command="php artisan config:clear", why=same("w"), phase=Phase.CONFIG, on=On.EVERY), _ABOUT)  # fmt: skip


def test_a_file_that_nothing_rests_on_is_left_out_with_its_step_and_the_plan_is_another(tmp_path: Path) -> None:
    plan = _with_extra(tmp_path)
    less = plan.without([EXTRA])
    assert EXTRA in {file.path for file in plan.files} - {file.path for file in less.files}
    assert _ABOUT in plan.checklist
    assert [step.command for step in less.checklist if isinstance(step, Run)] == ["php artisan config:clear"]
    assert (less.left_out, less.id != plan.id) == ((EXTRA,), True)


def test_a_file_that_settings_rest_on_cannot_be_left_out_and_it_is_said_which_can(tmp_path: Path) -> None:
    plan = _with_extra(tmp_path)
    with pytest.raises(Invalid) as refused:
        plan.without([".env"])
    assert "`.env` cannot be left out" in refused.value.text.en
    assert EXTRA in refused.value.text.en


def test_leaving_out_what_does_not_change_changes_nothing(tmp_path: Path) -> None:
    plan = _plan(_make(tmp_path), Set(setting="session.driver", value="redis", key="SESSION_DRIVER"))
    assert plan.without([".env.example"]) is plan


def test_the_env_file_itself_is_never_optional_whatever_its_name(tmp_path: Path) -> None:
    shapes.make("slim-12", tmp_path)
    project = Project.open(tmp_path, env_name="example", environ={})
    assert ".env.example" not in _plan(project, Set(setting="session.driver", value="redis", key="X")).optional


def test_a_step_about_two_files_stays_until_both_are_left_out(tmp_path: Path) -> None:
    other = "deploy/stateless/other.conf"
    values = {"uri": "/health", "health": "/health", "host": "_", "monitor": "", "up": ""}
    both = Run(command="", why=same("mend"), phase=Phase.WORKERS, on=On.WORKER, files=(EXTRA, other))
    plan = _plan(_make(tmp_path), both, *(
        Render(path=path, template="deploy/nginx.conf.jinja", optional=True, values=values) for path in (EXTRA, other)
    ))  # fmt: skip
    assert both in plan.without([EXTRA]).checklist
    assert plan.without([EXTRA]).without([other]).checklist == ()
