"""The equivalent command line gives the plan that is on screen, and holds no secret."""

from __future__ import annotations

import io
import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import shapes
from tests.profiles import KEY, SAMPLES, Profile, profiles
from wizard import answers_file, cli
from wizard.project import Project
from wizard.question import NONE, Choice, Line, Number, Question, Toggle
from wizard.resolve import Given, Name
from wizard.sections import ALL, PARTS, SECTIONS
from wizard.walk.command import Command, command, notes
from wizard.walk.state import State

SECRET = "sEnTiNeL-42"
QUESTIONS: dict[Name, Question] = {(s.name, n): q for s in ALL for n, q in s.questions().items()}
ODD = ("a b", "it's", '"q"', "$HOME", "`id`", "-x", "--yes", "ünï 日本", "#no", "a\\b", "!x", "a;b|c", "*", "~", "u:p@h",
       "x\u00a0y", "'", "\\", "=", "x y  z" * 20)  # fmt: skip


def raws(name: Name) -> st.SearchStrategy[str]:
    """What a person may type for a question: mostly what is right, now and then what is not."""
    match QUESTIONS[name]:
        case Choice(options=options):
            return st.sampled_from([*(option.value for option in options), "nonsense"])
        case Toggle():
            return st.sampled_from(("true", "no", "ya"))
        case Number(minimum=low, maximum=high):
            return st.sampled_from((str(low), str(high), f" {low + 1} ", "-1"))
        case Line(example=example):
            typed = [*SAMPLES.get(name, ()), *ODD, *([example] if example else []), NONE]
            return st.sampled_from(typed)


ANSWERS = st.fixed_dictionaries({}, optional={name: raws(name) for name in QUESTIONS})


def walked(root: Path, typed: Mapping[Name, str], file: Mapping[Name, str] | None = None) -> State:
    """The walk over a project after these answers."""
    project = Project.open(root, environ={})
    return State.start(project, SECTIONS, PARTS, "en", Given(typed=dict(typed), file=file or {}))


def secrets(state: State, told: Command) -> dict[str, str]:
    """What the environment must hold: the value behind every variable."""
    given_ = {**state.given.file, **state.given.typed}
    held = {}
    for variable in told.variables:
        names = [n for n, q in QUESTIONS.items() if n in given_ and variable in (
            q.key, state.outcome.resolution.origins[n].key, "_".join(n).upper())]  # fmt: skip
        held[variable] = given_[names[0]]
    return held


def split(text: str, environ: Mapping[str, str]) -> list[str]:
    """The words that a real shell makes of a command."""
    done = subprocess.run(["sh", "-c", f"printf '%s\\0' {text}"], env={"PATH": os.environ["PATH"], **environ},
                          capture_output=True, check=True, timeout=10)  # fmt: skip
    return done.stdout.decode().split("\0")[:-1]


def plan_id(words: Sequence[str], root: Path, environ: Mapping[str, str]) -> str:
    """The id of the plan that the real command line makes of the words."""
    program, apply, *rest = words
    assert (program, apply, rest[-1]) == ("stateless-wizard", "apply", "--yes")
    out = io.StringIO()
    with patch.dict(os.environ, environ), redirect_stdout(out):
        cli.run(["plan", *rest[:-1], "--json"])
    said = json.loads(out.getvalue())
    return str(said["plan"])


@pytest.fixture(scope="module", params=["slim-12", "classic-8"])
def root(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that nobody writes to."""
    return shapes.make(request.param, tmp_path_factory.mktemp("it is") / "my shop's")


@settings(max_examples=25, deadline=None)
@given(typed=ANSWERS)
def test_the_command_gives_the_same_plan(root: Path, typed: dict[Name, str]) -> None:
    state = walked(root, typed)
    told = command(state, Path("/nowhere"))
    environ = secrets(state, told)
    words = split(told.line, environ)
    assert plan_id(words, root, environ) == state.outcome.plan.id
    for width in (40, 72):
        assert split("\n".join(told.lines(width)), environ) == words


@pytest.mark.parametrize("profile", profiles(ALL), ids=lambda profile: profile.name)
def test_a_whole_profile_gives_the_same_plan(root: Path, profile: Profile) -> None:
    state = walked(root, profile.typed)
    told = command(state, Path("/nowhere"))
    environ = secrets(state, told)
    assert plan_id(split(told.line, environ), root, environ) == state.outcome.plan.id
    assert told.wrong == ()


NOWHERE = Path("/nowhere")


def test_with_nothing_answered_it_takes_the_defaults(root: Path) -> None:
    assert command(walked(root, {}), root).line == "stateless-wizard apply --defaults --yes"


def test_answers_stand_in_the_order_of_the_guide(root: Path) -> None:
    typed = {("app", "env"): "staging", ("redis", "port"): "7000", ("session", "driver"): "redis"}
    assert command(walked(root, typed), root).line == (
        "stateless-wizard apply --session-driver redis --redis-port 7000 --app-env staging --yes"
    )


def test_what_no_longer_matters_is_left_out(root: Path) -> None:
    typed = {("session", "driver"): "redis", ("session", "table"): "my_sessions"}
    assert "my_sessions" not in command(walked(root, typed), root).line


def test_no_secret_is_on_it_and_its_variable_is_named_like_its_key(root: Path) -> None:
    told = command(walked(root, {("database", "password"): SECRET, ("app", "key"): SECRET}), root)
    assert SECRET not in repr(told) and SECRET not in str([note.en for note in notes(told)])
    assert "--database-password-env DB_PASSWORD" in told.line
    assert "DB_PASSWORD" in told.variables


def test_an_optional_secret_that_is_left_out_is_none(root: Path) -> None:
    told = command(walked(root, {("database", "password"): " None "}), root)
    assert "--database-password-env none" in told.line and told.variables == ()


def test_a_drawn_value_is_the_word_that_makes_one(root: Path) -> None:
    told = command(walked(root, {}).typed(("app", "key"), KEY, drawn="generate").recomputed(), root)
    assert told.line == "stateless-wizard apply --app-key generate --yes"
    assert "--app-key" in str([note.en for note in notes(told)]) and KEY not in repr(told)


def test_a_public_value_that_may_hold_a_password_comes_from_the_environment(root: Path) -> None:
    told = command(walked(root, {("database", "username"): f"root:{SECRET}@db"}), root)
    assert '--database-username "${DB_USERNAME:?}"' in told.line
    assert SECRET not in repr(told) and told.variables == ("DB_USERNAME",)
    with pytest.raises(subprocess.CalledProcessError):
        split(told.line, {})  # not set: the shell refuses to run it


def test_a_value_that_looks_like_a_flag_is_tied_to_its_own(root: Path) -> None:
    assert "--database-username=--yes" in command(walked(root, {("database", "username"): "--yes"}), root).line


def test_an_answer_that_cannot_be_taken_is_left_out_and_named(root: Path) -> None:
    told = command(walked(root, {("session", "lifetime"): "long", ("database", "host"): "bad host"}), root)
    assert told.line == "stateless-wizard apply --defaults --yes"
    assert told.wrong == ("--session-lifetime", "--database-host")
    assert "--storage-bucket" in told.missing and not {*told.wrong} & {*told.missing}


def test_the_answers_of_a_file_are_on_it_below_what_was_typed(root: Path) -> None:
    file = {("session", "lifetime"): "5", ("app", "env"): "staging"}
    state = walked(root, {("session", "lifetime"): "6"}, file)
    told = command(state, root)
    assert told.line == "stateless-wizard apply --session-lifetime 6 --app-env staging --yes"


def test_the_project_is_named_as_it_is_found_from_the_folder_one_is_in(root: Path) -> None:
    state = walked(root, {})
    assert split(command(state, root / "config").line, {})[2] == "--defaults"
    assert split(command(state, root.parent).line, {})[2] == "./my shop's"
    assert split(command(state, NOWHERE).line, {})[2] == str(root)


def test_another_env_file_and_a_version_that_no_file_tells_are_named(tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path / "toko")
    (folder / ".env.staging").write_text((folder / ".env").read_text())
    for name in ("composer.lock", "composer.json"):
        (folder / name).write_text("{}")
    project = Project.open(folder, env_name="staging", version="11.2.0", environ={})
    state = State.start(project, SECTIONS, PARTS, "en", Given())
    assert command(state, folder).line == "stateless-wizard apply --env staging --laravel 11.2.0 --defaults --yes"


@settings(max_examples=40, deadline=None)
@given(value=st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")),
                     min_size=1, max_size=150)
       .map(str.strip).filter(bool), width=st.integers(30, 80))  # fmt: skip
def test_a_shell_reads_any_value_as_it_was_typed_also_from_many_lines(root: Path, value: str, width: int) -> None:
    state = walked(root, {("database", "username"): value})
    told = command(state, root)
    environ = {"DB_USERNAME": value}
    words = split(told.line, environ)
    assert words[2] == f"--database-username={value}" or words[2:4] == ["--database-username", value]
    assert split("\n".join(told.lines(width)), environ) == words


def test_no_line_is_wider_than_it_may_be(root: Path) -> None:
    typed = {("database", "username"): "日本" * 40, ("queue", "connection"): "database", ("app", "env"): "staging"}
    told = command(walked(root, typed), root)
    lines = told.lines(40)
    assert all(len(line) + sum(c in "日本" for c in line) <= 40 for line in lines)
    assert all(line.endswith("\\") for line in lines[:-1]) and not lines[-1].endswith("\\")


def test_a_file_that_was_left_out_is_skipped_by_the_command(root: Path) -> None:
    state = walked(root, {})
    path = min(state.outcome.plan.optional)
    assert f"--skip {path} --yes" in command(state.toggling(path), root).line


def test_a_value_that_zsh_would_expand_is_quoted(root: Path) -> None:
    told = command(walked(root, {("database", "username"): "=ls"}), root)
    assert "--database-username '=ls'" in told.line
    assert all("'=ls'" in "\n".join(told.lines(width)) for width in (30, 80))


def test_a_value_that_the_answers_file_takes_from_the_environment_is_taken_from_there_again(root: Path) -> None:
    text = '[database]\nusername = { env = "MY_USER" }\n[app]\nenv = { env = "MY ENV" }\n'
    raws, _ = answers_file.read(text, "f", ALL, {"MY_USER": SECRET, "MY ENV": "staging"})
    told = command(walked(root, {}, raws), root)
    assert '--database-username "${MY_USER:?}"' in told.line
    assert SECRET not in repr(told) and told.variables == ("MY_USER",)
    assert "--app-env" in told.line
    assert split(told.line, {"MY_USER": SECRET})[2:4] == ["--database-username", SECRET]
