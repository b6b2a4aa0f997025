"""`stateless.toml`: every answer and no secret, read back as it was, with the user's own lines kept."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests import shapes
from tests.tiny import BOTH, Store, Tiny
from wizard import answers_file
from wizard.finding import Invalid, Stop
from wizard.project import Project
from wizard.question import Answer, parse, spoken
from wizard.resolve import Given, Name, Resolution, resolve

SECRET = "sentinel-77aa"
NOTHING: Mapping[str, str] = {}


@cache
def _project(**env: str) -> Project:
    with tempfile.TemporaryDirectory() as folder:
        return Project.open(shapes.make("slim-12", Path(folder), env=env), environ={})


def _resolution(typed: Mapping[Name, str], file: Mapping[Name, str] | None = None, **env: str) -> Resolution:
    return resolve(BOTH, _project(**env), Given(typed, file or {}))


def _read(text: str, environ: Mapping[str, str] = NOTHING) -> dict[Name, str]:
    return answers_file.read(text, "stateless.toml", BOTH, environ)[0]


def _written(old: str | None, typed: Mapping[Name, str], **env: str) -> str:
    return answers_file.written(old, _resolution(typed, None, **env), _project(**env))


FULL = {
    ("tiny", "driver"): "redis", ("tiny", "lifetime"): "90", ("tiny", "cookie"): "none", ("tiny", "secure"): "no",
    ("tiny", "owner"): "toko", ("store", "host"): "10.0.0.7", ("store", "word"): SECRET,
}  # fmt: skip


def test_every_effective_answer_is_written_and_no_secret() -> None:
    assert _written(None, FULL) == (
        "# Answers of stateless-wizard. Commit this file; it holds no secret.\n"
        "schema = 1\n\n"
        '[tiny]\ndriver = "redis"\nlifetime = 90\ncookie = "none"\nsecure = false\nowner = "toko"\n\n'
        '[store]\nhost = "10.0.0.7"\n'
    )


def test_what_is_not_asked_or_not_needed_or_not_answered_is_left_out() -> None:
    text = _written(None, {**FULL, ("tiny", "driver"): "database", ("tiny", "owner"): ""})
    assert "table = " in text
    assert "owner" not in text
    assert "[store]" not in text


OWN = """\
# ours

schema = 1   # first
[other]          # an unknown table
x    =  1
[store]
host = '10.0.0.7'  # literal quotes

[tiny]
 lifetime   =   90 # minutes
secure=false
driver = "database"
mystery = [1,
  2]
"""


def test_comments_order_and_spelling_stay_and_only_what_differs_changes() -> None:
    text = _written(OWN, FULL)
    assert text.startswith(OWN.replace('driver = "database"', 'driver = "redis"'))
    assert text.removeprefix(OWN.replace('"database"', '"redis"')) == 'cookie = "none"\nowner = "toko"\n'
    assert _written(text, FULL) == text


def test_windows_line_ends_stay() -> None:
    text = _written(None, FULL).replace("\n", "\r\n")
    assert _written(text, FULL) == text
    assert _read(text) == _read(text.replace("\r\n", "\n"))


def test_an_answer_kept_in_the_environment_stays_there() -> None:
    text = _written(None, FULL).replace('"10.0.0.7"', '{ env = "REDIS" }')
    assert _read(text, {"REDIS": "10.0.0.7"})["store", "host"] == "10.0.0.7"
    assert _written(text, FULL) == text


def test_a_secret_comes_from_the_environment_and_only_from_there() -> None:
    assert _read('[store]\nword = { env = "R" }', {"R": SECRET}) == {("store", "word"): SECRET}
    with pytest.raises(Stop) as stopped:
        _read(f'[store]\nword = "{SECRET}"')
    assert 'store.word: a secret must not be written here; use { env = "NAME" }' in stopped.value.text.en
    assert SECRET not in repr(stopped.value) + stopped.value.text.en


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[tiny]\nlifetime = \n", "not valid TOML: line 2"),
        ("\n\n[tiny\n", "not valid TOML: line 3"),
        ("a = 1\n\na = 2\n", "not valid TOML: line 3"),
        ("a = 1\0", "not valid TOML: line 1"),
        ("a = " + "9" * 5000, "not valid TOML"),
        ("a = " + "[" * 5000, "not valid TOML"),
        ("[tiny]\nlifetime = 1.5", "tiny.lifetime: write a text, a whole number, true or false"),
        ("[tiny]\nlifetime = 2020-01-01", "tiny.lifetime: write a text"),
        ("[tiny]\nlifetime = [1]", "tiny.lifetime: write a text"),
        ('[tiny]\nlifetime = { env = "NO_SUCH" }', "the environment variable NO_SUCH is not set"),
        ('[tiny]\nlifetime = { env = "A", b = 1 }', 'a table here must be { env = "NAME" }'),
        ("[tiny]\nlifetime = { env = 1 }", 'a table here must be { env = "NAME" }'),
        ("[store]\nword = true", "a secret must not be written here"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(text: str, said: str) -> None:
    with pytest.raises(Stop) as stopped:
        _read(text)
    assert said in stopped.value.text.en
    assert stopped.value.text.id != stopped.value.text.en


@pytest.mark.parametrize("text", ["tiny = 5\n", "[[tiny]]\nlifetime = 1\n", 'tiny = "x"\n'])
def test_a_section_that_is_no_table_stops_the_writing(text: str) -> None:
    assert [f.code for f in answers_file.read(text, "x", BOTH, {})[1]] == ["answers.unknown"]
    with pytest.raises(Stop, match="must be a table"):
        _written(text, FULL)


def test_a_broken_file_of_the_project_is_never_overwritten() -> None:
    with pytest.raises(Stop, match="line 1"):
        _written("oh no", FULL)


def test_unknown_names_are_warned_of_and_ignored() -> None:
    text = "schema = 1\nstray = 1\n[tiny]\nlifetime = 5\nlife = 6\n[storage]\nx = 1\n"
    answers, said = answers_file.read(text, "my.toml", BOTH, {})
    assert answers == {("tiny", "lifetime"): "5"}
    assert [(f.code, f.where) for f in said] == [("answers.unknown", "my.toml")] * 3
    assert ["`stray`" in said[0].why.en, "`tiny.life`" in said[1].why.en, "`storage`" in said[2].why.en] == [True] * 3


def test_a_value_kept_because_it_is_shared_comes_back() -> None:
    text = _written(None, {}, SESSION_DRIVER="dynamodb")
    assert 'driver = "dynamodb"' in text
    again = _resolution({}, _read(text), SESSION_DRIVER="dynamodb")
    assert (again.problems, again.answers[Tiny].driver) == ((), "dynamodb")


@st.composite
def _answers(draw: st.DrawFn) -> dict[Name, str]:
    """Draw answers as a person could give them: any text that each question takes."""
    raws: dict[Name, str] = {}
    for section in (Tiny, Store):
        for name, question in section.questions().items():
            raw = draw(st.one_of(st.just("none"), st.text(max_size=12), st.sampled_from(_LIKELY)))
            try:
                parse(question, raw)
            except Invalid:
                continue
            raws[section.name, name] = raw
    return raws


_LIKELY = ("redis", "database", "7", "0120", "yes", "no", "10.0.0.9", "::1", "a_b", '"""', "'''", "{ env = 1 }", "[x]",
           "# no comment", "\\u0041", "true", "1979-05-27", "\x85", "a\u2028b", "{{ 7*7 }}", "\U0001f600")  # fmt: skip


def _values(resolution: Resolution) -> dict[Name, Answer]:
    return {(s.name, q): getattr(s, q) for s in resolution.answers for q in s.questions()}


@given(_answers())
@example({("tiny", "cookie"): "NONE\\"})
def test_any_answers_come_back_as_they_were(typed: dict[Name, str]) -> None:
    first = _resolution(typed)
    text = answers_file.written(None, first, _project())
    again = _resolution({}, _read(text) | {k: v for k, v in typed.items() if k == ("store", "word")})
    asked = {(s, q) for s, q in _read(text)}
    old, new = _values(first), _values(again)
    assert {k: old[k] for k in asked if k in old} == {k: new[k] for k in asked if k in new}
    assert answers_file.written(text, again, _project()) == text
    assert answers_file.written(text, first, _project()) == text


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_no_text_at_all_ends_in_a_traceback(text: str) -> None:
    try:
        answers = _read(text)
        _written(text, FULL)
    except Stop:
        return
    assert all(spoken(value) == value for value in answers.values())


def test_a_file_of_a_schema_we_do_not_know_is_refused() -> None:
    with pytest.raises(Stop, match="schema"):
        answers_file.read("schema = 2\n", "stateless.toml", (), {})


def test_what_is_no_answer_cannot_be_read_in_a_diff() -> None:
    text = '# mine: sentinel-1\nschema = 1\n\n[mine]\ntoken = "sentinel-2"\n\n[tiny]\ndriver = "redis"\nx = "sentinel-3"\n'
    shown = answers_file.masked(text, BOTH)
    assert len(shown) == len(text.splitlines())
    assert "sentinel" not in "".join(shown)
    assert 'driver = "redis"' in shown


def test_an_answer_with_credentials_in_it_is_not_written() -> None:
    text = answers_file.written(None, _resolution({("tiny", "owner"): "app:sentinel@host"}), _project())
    assert "sentinel" not in text
