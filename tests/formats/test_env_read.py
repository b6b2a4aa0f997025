"""Our reading of `.env` against the recorded answers and the real phpdotenv 5.4, 5.6 and 5.8."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.real_dotenv import Reading, every_version
from wizard.formats import env
from wizard.formats.env import Refused, Rules

RECORDED = json.loads((Path(__file__).parent / "env-files.json").read_text())
RULES = {"5.4": Rules.V56, "5.6": Rules.V56, "5.8": Rules.V58}

# Where phpdotenv 5.4 reads otherwise than 5.5 to 5.6.4, whose rules we use for it: names are ASCII only.
DIFFERENT: dict[str, set[str]] = {
    "5.4": {"name é", "name ß", "name ²", "name e\u0301"},
    "5.6": set(),
    "5.8": set(),
}

TOKENS = [
    "A", "B", "KEY", "export ", "export\t", "=", "=", '="', '"', '"', "'", "\\", "\\\\", "\n", "\r\n", "\r",
    "#", " ", "\t", "\f", "\v", "\0", "$", "${A}", "${", "}", "${KEY}", "${H}", "é", "²", "ß", "中", "x", "\\n",
    '\\"', "\\$", "KEY=", "A=", '\nA="', "\nB=", '"\n', '\n"', "# ", "\xa0", "\u2028", "\x85", "\x1c", "\ufeff", "1",
]  # fmt: skip
NAMES = ["A", "B", "KEY", "H", "export A", "export KEYY", " A", '"A"', "# A", "#B"]
VALUES = [
    "", "x", '"', '"x', "'x'", '"x"', "a#b", 'x"y', "${A}x", '"${B}$"', 'a="b', "# c", '# x # y="z', '"a\\nb"',
    '"\\$A"', "'a=\"b'", '"a=',
]  # fmt: skip
BEHIND = ["", " # x", '"', ' # x="y"', "'", "\n\"", '\nb"', '\n="']  # fmt: skip


def ours(raw: bytes, rules: Rules, environ: dict[str, str]) -> Reading:
    try:
        return env.read(env.decode(raw), rules, environ)
    except Refused:
        return None


def recorded(file: dict[str, object]) -> Reading:
    answer = file["phpdotenv"]
    return None if not isinstance(answer, dict) or "error" in answer else answer


def hostile_files() -> st.SearchStrategy[str]:
    rows = st.tuples(*map(st.sampled_from, (NAMES, ["=", "=", " = "], VALUES, BEHIND))).map("".join)
    breaks = st.sampled_from(["\n", "\n", "\r\n", "\r"])
    shaped = st.builds(lambda end, lines: end.join(lines), breaks, st.lists(rows, max_size=5))
    return st.one_of(st.lists(st.sampled_from(TOKENS), max_size=16).map("".join), shaped)


@pytest.mark.parametrize("file", RECORDED["files"], ids=lambda file: str(file["name"]))
def test_our_reading_by_the_5_6_rules_is_the_recorded_one(file: dict[str, object]) -> None:
    raw = base64.b64decode(str(file["text_b64"]))
    assert ours(raw, Rules.V56, RECORDED["environment"]) == recorded(file)


def test_each_real_phpdotenv_reads_the_recorded_files_as_we_do_but_for_the_named_ones() -> None:
    environ = RECORDED["environment"]
    differing: dict[str, set[str]] = {version: set() for version in RULES}
    with every_version() as real:
        for file in RECORDED["files"]:
            raw = base64.b64decode(file["text_b64"])
            for version, reader in real.items():
                if reader.read(raw, environ) != ours(raw, RULES[version], environ):
                    differing[version].add(file["name"])
    assert differing == DIFFERENT


def test_hostile_files_are_read_as_the_real_phpdotenv_5_6_and_5_8_read_them() -> None:
    with every_version() as real:

        @settings(max_examples=2_500)
        @given(hostile_files())
        def law(text: str) -> None:
            raw = text.encode()
            for version in ("5.6", "5.8"):
                assert ours(raw, RULES[version], {"H": "home"}) == real[version].read(raw, {"H": "home"})

        law()


@pytest.mark.parametrize(
    ("version", "rules"),
    [
        (None, Rules.V56), ("v5.4.1", Rules.V56), ("v5.6.4", Rules.V56), ("5.7.0", Rules.V57),
        ("v5.8.0", Rules.V58), ("v6.0.0", Rules.V58), ("dev-master", Rules.V56),
    ],
)  # fmt: skip
def test_the_installed_version_decides_the_rules(version: str | None, rules: Rules) -> None:
    assert env.rules_for(version) is rules


def test_decoding_keeps_every_byte() -> None:
    raw = b"\xef\xbb\xbfA=caf\xe9\r\nB=\x00\r"
    assert env.decode(raw).encode("utf-8", "surrogateescape") == raw


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ("true", True), ("(FALSE)", False), ("Null", None), ("(empty)", ""), ("empty", ""), ("", ""), (None, None),
        ("'x'", "x"), ('"null"', "null"), ("\"it's\"", "it's"), ("'x\"", "'x\""), ('"', '"'), ('"a\nb"', '"a\nb"'),
        ("120", "120"), (" true", " true"), ("ＴＲＵＥ", "ＴＲＵＥ"),
    ],
)  # fmt: skip
def test_laravel_s_env_makes_words_and_takes_one_pair_of_quotes_off(
    value: str | None, seen: str | bool | None
) -> None:
    assert env.cast(value) is seen or env.cast(value) == seen


@given(st.one_of(st.text(), st.sampled_from(["null", "TRUE", "(empty)", "'a'", '"null"', '"\n"', "''", '"'])))
def test_any_string_can_be_written_so_that_laravel_s_env_gives_it(value: str) -> None:
    assert env.cast(env.encode_for_env(value)) == value


def test_a_refused_file_names_its_line_and_no_value() -> None:
    with pytest.raises(Refused) as caught:
        env.read('A=1\nB="x\ny"\nPASSWORD=hunter2 sesame\n')
    assert caught.value.line == 4
    for text in (caught.value.text, caught.value.hint):
        assert "hunter2" not in text.en + text.id
        assert "4" in text.en
        assert "4" in text.id


def test_merge_conflict_markers_are_named_as_such() -> None:
    with pytest.raises(Refused, match="merge-conflict") as caught:
        env.read("A=1\n<<<<<<< HEAD\nB=1\n=======\nB=2\n>>>>>>> other\n")
    assert caught.value.line == 2


def test_names_that_two_versions_read_differently_are_reported() -> None:
    assert env.ambiguous('A=1\n# see X="y\nB=2\n') == ("B",)
    assert env.ambiguous("A=1\nexport B=2\n") == ("A", "B")
    assert env.ambiguous("A=1\n# see X='y'\nB=\"a b\" # c\n") == ()


def test_names_that_python_dotenv_reads_differently_are_reported(capsys: pytest.CaptureFixture[str]) -> None:
    text = "A=a#b\nB=\"\\$5\"\nC=plain\nD='x y'\nE=\"${C}\"\nF='a\\\\b'\n"
    assert env.differences(text, ["A", "B", "C", "D", "E", "F", "NONE"]) == ("A", "B", "F")
    assert capsys.readouterr() == ("", "")
