"""Questions: what may be typed, what it means, and that every answer can be typed again."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wizard.finding import Invalid
from wizard.question import (
    Answer,
    Choice,
    Line,
    Number,
    Option,
    Question,
    Toggle,
    is_optional,
    parse,
    shown,
    spoken,
)
from wizard.sections import ALL
from wizard.text import Text, same

WORDS = same("words")
WHY = Text("kept on one node", "hanya di satu node")
CHOICE = Choice(label=WORDS, help=WORDS, options=(Option("redis", WORDS), Option("database", WORDS)),
                local={"file": WHY})  # fmt: skip
LINE = Line(label=WORDS, help=WORDS)
OPTIONAL = Line(label=WORDS, help=WORDS, optional=True)
SECRET = Line(label=WORDS, help=WORDS, secret=True, public=False)
NUMBER = Number(label=WORDS, help=WORDS, minimum=1, maximum=65535)
TOGGLE = Toggle(label=WORDS, help=WORDS)
KINDS: tuple[Question, ...] = (CHOICE, LINE, OPTIONAL, SECRET, NUMBER, TOGGLE)
QUESTIONS = [pytest.param(q, id=f"{s.name}.{n}") for s in ALL for n, q in s.questions().items()]
HOSTILE = ("'); system('id');//", "{{ 7*7 }}", "[/red]", "${APP_KEY}", "$(id)", "`id`", "x" * 4096, "none of it", "-1")


def _parsed(question: Question, raw: str) -> Answer | Invalid:
    try:
        return parse(question, raw)
    except Invalid as error:
        return error


@pytest.mark.parametrize("question", KINDS, ids=lambda q: type(q).__name__)
@given(raw=st.one_of(st.text(max_size=30), st.sampled_from(("redis", "80", "0080", "yes", "none", *HOSTILE))))
@example(raw="")
@example(raw="９")
def test_what_can_be_answered_can_be_answered_again(question: Question, raw: str) -> None:
    answer = _parsed(question, raw)
    if not isinstance(answer, Invalid):
        assert parse(question, spoken(answer)) == answer
        assert type(parse(question, spoken(answer))) is type(answer)


@pytest.mark.parametrize("question", QUESTIONS)
@given(raw=st.one_of(st.text(max_size=20), st.sampled_from(("10.0.0.1", "a,b", "https://a.b/", "a_b", "1", *HOSTILE))))
def test_every_answer_of_the_guide_can_be_typed_again(question: Question, raw: str) -> None:
    answer = _parsed(question, raw)
    if not isinstance(answer, Invalid):
        assert parse(question, spoken(answer)) == answer


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_default_is_an_answer(question: Question) -> None:
    if question.default is not None:
        assert parse(question, spoken(question.default)) == question.default


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_example_is_an_answer(question: Question) -> None:
    """It goes into `.env.example`, and into the command line that we propose."""
    if question.example and not (isinstance(question, Line) and question.secret):
        parse(question, question.example)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_secret_is_never_public(question: Question) -> None:
    """And what is not secret goes into the answers file, which the diff shows."""
    secret = isinstance(question, Line) and question.secret
    assert question.public is not secret


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_node_local_value_is_not_offered(question: Question) -> None:
    if isinstance(question, Choice):
        assert not {option.value for option in question.options} & set(question.local)


def test_a_choice_takes_what_is_offered_and_gives_the_reason_for_what_is_not() -> None:
    assert parse(CHOICE, " redis ") == "redis"
    refused = _parsed(CHOICE, "file")
    assert isinstance(refused, Invalid)
    assert refused.text == WHY
    refused = _parsed(CHOICE, "Redis")
    assert isinstance(refused, Invalid)
    assert refused.text.en == "`Redis` is not offered here. Choose one of: redis, database"


@pytest.mark.parametrize("raw", ["", "-1", "+1", "1.0", "1e3", "0x10", "１２", "١٢", "²", "1_000", "1 000", "ten", "0",
                                 "65536", "9" * 5000, "1\x00"])  # fmt: skip
def test_a_number_refuses_what_is_not_a_plain_number_in_bounds(raw: str) -> None:
    refused = _parsed(NUMBER, raw)
    assert isinstance(refused, Invalid)
    assert "1" in refused.text.en
    assert len(refused.text.en) < 120


@pytest.mark.parametrize(("raw", "value"), [("1", 1), (" 65535 ", 65535), ("007", 7), ("0" * 5000 + "7", 7)])
def test_a_number_reads_digits(raw: str, value: int) -> None:
    assert parse(NUMBER, raw) == value


@pytest.mark.parametrize("raw", ["true", "YES", " on ", "1", "y", "ya"])
def test_yes_in_many_words(raw: str) -> None:
    assert parse(TOGGLE, raw) is True


@pytest.mark.parametrize("raw", ["false", "No", "off", "0", "n", "tidak"])
def test_no_in_many_words(raw: str) -> None:
    assert parse(TOGGLE, raw) is False


@pytest.mark.parametrize("raw", ["", "maybe", "2", "null", "none"])
def test_anything_else_is_neither(raw: str) -> None:
    assert isinstance(_parsed(TOGGLE, raw), Invalid)


@pytest.mark.parametrize("code", [*range(32), *range(127, 160)])
@pytest.mark.parametrize("question", [LINE, SECRET], ids=["line", "secret"])
def test_a_line_holds_no_control_character(code: int, question: Line) -> None:
    refused = _parsed(question, f"a{chr(code)}b")
    assert isinstance(refused, Invalid)
    assert refused.text.en.isprintable()
    assert f"code {code}" in refused.text.en


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\u00ad"])
def test_a_line_holds_nothing_that_hides_but_a_secret_may(hidden: str) -> None:
    refused = _parsed(LINE, f"a{hidden}b")
    assert isinstance(refused, Invalid)
    assert refused.text.en.isprintable()
    assert f"code U+{ord(hidden):04X}" in refused.text.en
    assert parse(SECRET, f"a{hidden}b") == f"a{hidden}b"


def test_a_line_holds_only_utf8() -> None:
    assert isinstance(_parsed(LINE, "a\udce9"), Invalid)


@pytest.mark.parametrize("raw", HOSTILE)
def test_a_hostile_line_is_data(raw: str) -> None:
    assert parse(LINE, raw) == raw


def test_blanks_round_a_line_are_cut_but_a_secret_is_kept_whole() -> None:
    assert parse(LINE, "  a b ") == "a b"
    assert parse(SECRET, "  a b ") == "  a b "


def test_none_leaves_out_only_what_is_optional() -> None:
    assert parse(OPTIONAL, " None ") is None
    assert parse(LINE, "none") == "none"
    assert (is_optional(OPTIONAL), is_optional(LINE), is_optional(CHOICE)) == (True, False, False)


@given(st.text())
def test_what_is_shown_of_a_value_is_short_and_harmless(raw: str) -> None:
    assert shown(raw).isprintable()
    assert len(shown(raw)) <= 40


def test_what_is_shown_of_a_value_holds_no_credentials() -> None:
    assert shown(f"https://u:{'x' * 40}sentinel@cdn") == "https://••••@cdn"


def test_what_is_wrong_with_a_secret_does_not_repeat_it() -> None:
    refused = _parsed(SECRET, "sentinel-77aa\x1b")
    assert isinstance(refused, Invalid)
    assert "sentinel" not in repr(refused) + refused.text.en + refused.text.id
