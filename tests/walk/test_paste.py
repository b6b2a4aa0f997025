"""Pasted `KEY=value` lines answer the questions that this project reads from those keys."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests import shapes
from tests.tui import small
from tests.tui.small import SECRET
from wizard.project import Project
from wizard.question import spoken
from wizard.resolve import Given
from wizard.sections import PARTS, SECTIONS
from wizard.walk.paste import Fill, Left, is_several, pasted, single
from wizard.walk.shown import MASK
from wizard.walk.state import State

ENOUGH = {
    ("redis", "host"): "10.0.0.5", ("database", "host"): "10.0.0.6", ("database", "database"): "hris",
    ("database", "username"): "app", ("storage", "bucket"): "omniflow", ("app", "key"): "base64:" + "A" * 43 + "=",
    ("queue", "connection"): "redis", ("database", "password"): SECRET,
}  # fmt: skip


def of(fills: tuple[Fill, ...]) -> dict[str, str]:
    return {f"{fill.name[0]}.{fill.name[1]}": fill.raw for fill in fills}


def why(left: tuple[Left, ...]) -> dict[str, str]:
    return {one.line.en: one.why.en for one in left}


@pytest.mark.parametrize("text", ["A_B=1\nC_D=2", "A_B=1\rC_D=2\r", "export AB=1\r\n# why\r\nexport CD='x y'", "  AB=1\n  CD="])
def test_two_assignments_are_several_lines(text: str) -> None:
    assert is_several(text)


@pytest.mark.parametrize("text", ["", "a\nb", "AB=1", "AB=1\nAB=2", "# AB=1\n# CD=2", "MIIBzz==\nabcd=\n", "AB\nCD",
                                  "x AB=1\ny CD=2"])  # fmt: skip
def test_other_lines_are_not(text: str) -> None:
    assert not is_several(text)


@pytest.mark.parametrize(("text", "value"), [
    ("REDIS_HOST=10.0.0.5", "10.0.0.5"), (' export REDIS_HOST="10.0.0.5" # main', "10.0.0.5"),
    ("REDIS_PORT=1", None), ("10.0.0.5", None), ("REDIS_HOST", None), ("REDIS_HOST=", ""),
    ("REDIS_HOST=a${X}b", "a${X}b"),
])  # fmt: skip
def test_one_line_with_the_fields_own_key_is_its_value(text: str, value: str | None) -> None:
    assert single("REDIS_HOST", text) == value


def test_a_field_without_a_key_takes_a_line_as_it_is() -> None:
    assert single("", "A_B=1") is None


def test_lines_answer_the_questions_of_every_section_and_part(tmp_path: Path) -> None:
    state = small.desk(tmp_path).state
    found = pasted(f"REDIS_HOST=10.0.0.9\nREDIS_PORT=6380\nAPP_KEY={SECRET}\nSESSION_SECURE_COOKIE=false\n", state)
    assert of(found.fills) == {"login.secure": "false", "key.key": SECRET, "server.host": "10.0.0.9", "server.port": "6380"}
    assert found.left == ()


def test_a_secret_is_neither_shown_nor_in_a_repr(tmp_path: Path) -> None:
    found = pasted(f"APP_KEY={SECRET}\nREDIS_PORT=1", small.desk(tmp_path).state)
    assert next(fill.shown for fill in found.fills if fill.key == "APP_KEY") == MASK
    assert SECRET not in repr(found)


def test_what_cannot_be_taken_is_named_with_the_reason(tmp_path: Path) -> None:
    text = "REDIS_PORT=99999\nREDIS_HOST=127.0.0.1\nMAIL_FROM=x\nSESSION_TABLE=t\nFOO BAR\nAPP_KEY=\n"
    found = pasted(text, small.desk(tmp_path).state)
    assert found.fills == ()
    said = why(found.left)
    assert "Allowed: 1 to 65535" in said["REDIS_PORT"]
    assert said["MAIL_FROM"] == "nothing here asks for it"
    assert said["SESSION_TABLE"] == "not asked with these answers"
    assert said["line 5"] == "not a `KEY=value` line"
    assert said["APP_KEY"] == "empty: the default holds"
    assert "REDIS_HOST" in said


def test_a_line_makes_the_question_matter_that_another_line_answers(tmp_path: Path) -> None:
    found = pasted("SESSION_DRIVER=database\nSESSION_TABLE=cms", small.desk(tmp_path).state)
    assert of(found.fills) == {"login.driver": "database", "login.table": "cms"}


def test_an_answer_in_force_is_not_filled_again(tmp_path: Path) -> None:
    found = pasted("REDIS_PORT=6379\nSESSION_LIFETIME=45", small.desk(tmp_path).state)
    assert found.already == ("REDIS_PORT",)
    assert of(found.fills) == {"login.lifetime": "45"}


def test_a_reference_is_filled_in_from_the_lines_and_the_projects_public_answers(tmp_path: Path) -> None:
    state = small.desk(tmp_path, env={"SESSION_TABLE": "redis"}).state
    found = pasted('DOMAIN=corp.internal\nREDIS_HOST="${SESSION_TABLE}.${DOMAIN}"\n', state)
    assert of(found.fills) == {"server.host": "redis.corp.internal"}


@pytest.mark.parametrize("value", ["${APP_KEY}", '"x-${APP_KEY}"', "${OTHER}", "${REDIS_PASSWORD}", "${NOWHERE}"])
def test_a_secret_of_the_project_is_never_pulled_into_a_public_answer(tmp_path: Path, value: str) -> None:
    env: dict[str, str | None] = {"APP_KEY": SECRET, "REDIS_PASSWORD": SECRET, "OTHER": SECRET}
    found = pasted(f"REDIS_HOST={value}\nREDIS_PORT=6380\n", small.desk(tmp_path, env=env).state)
    assert of(found.fills) == {"server.port": "6380"}
    assert "refers to another key" in why(found.left)["REDIS_HOST"]
    assert SECRET not in str([(one.raw, one.shown) for one in found.fills])


def test_a_quoted_dollar_refers_to_nothing(tmp_path: Path) -> None:
    found = pasted("SESSION_TABLE='${x}'\nSESSION_DRIVER=database", small.desk(tmp_path).state)
    assert "refers" not in str(why(found.left))


def test_thousands_of_lines_are_read_in_no_time_and_refused_in_words(tmp_path: Path) -> None:
    text = "".join(f"KEY_{number}=value {number}\n".replace(" ", "_") for number in range(8_000))
    state, began = small.desk(tmp_path).state, time.monotonic()
    assert is_several(text)
    found = pasted(text, state)
    assert time.monotonic() - began < 1
    assert why(found.left) == {"8000 lines": "at most 2000 are read at once"}
    assert found.fills == ()


def test_a_choice_that_is_not_offered_says_why(tmp_path: Path) -> None:
    found = pasted("SESSION_DRIVER=file\nREDIS_PORT=1", small.desk(tmp_path).state)
    assert why(found.left)["SESSION_DRIVER"] == "on this node alone"


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_a_projects_own_planned_env_answers_exactly_what_is_answered_already(tmp_path: Path, shape: str) -> None:
    shapes.make(shape, tmp_path)
    project = Project.open(tmp_path, environ={})
    state = State.start(project, SECTIONS, PARTS, "en", Given(typed=ENOUGH))
    planned = next(f for f in state.outcome.plan.files if f.path == ".env")
    found = pasted(planned.after, state)
    assert of(found.fills) == {}, why(found.left)
    fresh = State.start(project, SECTIONS, PARTS, "en", Given())
    for fill in pasted(planned.after, fresh).fills:
        section, question = fill.name
        assert fill.raw == spoken(getattr(state.answers[state.kind(section)], question)), fill.key
