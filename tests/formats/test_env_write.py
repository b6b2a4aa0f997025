"""Twenty thousand values through our writing and the real phpdotenv: what is written is what is read."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.formats.real_dotenv import RealDotenv, every_version
from wizard.finding import Invalid
from wizard.formats import env

ROUNDS, EACH = 4_000, 5
NUL, NOT_UTF8, SPOILED = "NUL", "not UTF-8", "CR before 999 bytes that PHP 8.3 cuts"

PIECES = [
    "a", "Z9", " ", "  ", "\t", "\n", "\n\n", "\r", "\r\n", "=", '="', "='", '"', "'", '"""', "\\", "\\\\", "\\n", "\\\"",
    "$", "$5", "${APP_KEY}", "${A", "${KEY}", "}", "#", " #", "# x", "`id`", "$(id)", "'); system('id');//",
    "{{ 7*7 }}", "[/red]", "\x1b[2J", "é", "中", "😀", "\x7f", "\x85", "\xa0", "\u2028", "\ufeff", "\f", "\v", "null",
    "true", "export A=1", "\nA=1", '\nA="', '"\nB=', "://user:p@h:1/0?a=b&c", "base64:+/==", "&", ";", "|", "!", "*",
]  # fmt: skip
LONG = ["x" * 4096, "é" * 501, "x" + "é" * 600, "é" * 499 + "x", "\x1b" * 999 + "é", "€" * 334, "=" * 1200]


def values() -> st.SearchStrategy[str]:
    """Anything: any characters, lone surrogates and NUL among them, hostile pieces, very long runs."""
    pieces = st.lists(st.sampled_from(PIECES), max_size=7).map("".join)
    anything = st.text(st.characters(codec=None), max_size=12)
    long = st.tuples(
        pieces, st.sampled_from(["\r", "\n", "\r\n", "\n\r", "", "\r "]), st.sampled_from(LONG), pieces
    )
    spiced = st.tuples(pieces, st.sampled_from(["", "", "", "\0", "\ud800"]), anything)
    return st.one_of(pieces, anything, spiced.map("".join), pieces, long.map("".join))


# What stands before and behind the old value of KEY0, KEY1, ...: every way a line is written by hand.
BEFORE = ["{}=", "{}=", "{}=", "export {}=", "  {} = ", '"{}"=', "\t'{}'\t=\t", "{}= "]
OLD = [
    "",
    "old",
    '"old"',
    "'old'",
    '"a\\nb"',
    '"${BEFORE}"',
    "${BEFORE}x",
    '"a\nb c\n"',
    '"\\"q\\""',
    '"\\$5"',
]
BEHIND = ["", "", "", " # note", '  # x="y"', "\t# it's", ' # "q"', " #", "  "]
BETWEEN = ["", "", "# a comment\n", "\n\n", "# KEY=old\n", "# x='y'\n", 'MORE="a\nb=c"\n', "BARE\n"]


@st.composite
def layouts(draw: st.DrawFn) -> tuple[list[str], str]:
    """Draw what stands round the values of a file, and the file."""
    fixed, text = ["BEFORE=ok\n"], ""
    for number in range(draw(st.integers(0, EACH))):
        old, before = draw(st.sampled_from(OLD)), draw(st.sampled_from(BEFORE))
        if old.startswith('"a\nb') or (not old and before == "{}= "):
            before = "{}="  # phpdotenv wants `="` together; blanks behind an empty value stay behind it
        fixed[-1] += draw(st.sampled_from(BETWEEN)) + before.format(f"KEY{number}")
        text += fixed[-1] + old
        fixed.append(("" if old.startswith('"a\nb') else draw(st.sampled_from(BEHIND))) + "\n")
    fixed[-1] += 'AFTER="${BEFORE}x" # end' + draw(st.sampled_from(["\n", ""]))
    ending = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    whole = draw(st.sampled_from(["", "\ufeff"])) + text + fixed[-1]
    return [piece.replace("\n", ending) for piece in fixed], whole.replace("\n", ending)


def refusal(value: str) -> str | None:
    """Say which of the three reasons there is to refuse a value, found without the code under test."""
    if "\0" in value:
        return NUL
    if any(0xD800 <= ord(char) <= 0xDFFF for char in value):
        return NOT_UTF8
    return SPOILED if cut(value, "\r") else None


def cut(value: str, escaped: str) -> bool:
    """Say whether PHP 8.3 would cut a character in two, 1,000 bytes behind this escaped character."""
    for run in re.findall(escaped + r"([^\s\\'\"#$]*)", value, re.ASCII):
        kept = run.encode()[:999]
        if len(run.encode()) > 999 and kept.decode(errors="ignore").encode() != kept:
            return True
    return False


def written(value: str) -> bool:
    try:
        text = env.encode(value)
    except Invalid:
        return False
    # PHP 8.3 and newer would spoil such a run behind an escape; this machine's PHP may be older.
    assert not (text[:1] == '"' and cut(text.replace("\\\\", '"'), r"\\[nr]")), value
    return True


@pytest.mark.xdist_group("20,000 values")  # begun early
def test_20_000_values_are_read_back_by_every_phpdotenv_and_nothing_else_changes() -> None:
    counts: dict[str, Counter[str]] = {}
    with every_version() as real:
        counts = {version: Counter() for version in real}

        @settings(max_examples=ROUNDS, phases=[Phase.explicit, Phase.generate])
        @given(layouts(), st.lists(values(), min_size=EACH, max_size=EACH), st.sampled_from(env.Rules))
        def law(layout: tuple[list[str], str], drawn: list[str], rules: env.Rules) -> None:
            fixed, before = layout
            reasons = [refusal(value) for value in drawn]
            for value, reason in zip(drawn, reasons, strict=True):
                assert written(value) is (reason is None), f"refused without cause, or not refused: {value!r}"
            wanted = {f"KEY{n}": v for n, v in enumerate(drawn) if reasons[n] is None}
            after = env.put(before, wanted, rules)
            assert env.put(after, wanted, rules) == after
            check_bytes(fixed, before, after, wanted)
            for version, reader in real.items():
                check_reading(reader, before, after, wanted)
                counts[version]["written"] += len(wanted)
                counts[version].update(reason for reason in reasons if reason)

        law()
    for version, count in counts.items():
        print(f"\nphpdotenv {version}: {dict(count)}, 0 wrong")
        assert count.total() >= 20_000
        assert set(count) <= {"written", NUL, NOT_UTF8, SPOILED}
        assert count["written"] > 15_000


def check_reading(reader: RealDotenv, before: str, after: str, wanted: dict[str, str]) -> None:
    old = reader.read(before.encode())
    new = reader.read(after.encode())
    assert old is not None
    assert new == {**old, **wanted}


def check_bytes(fixed: list[str], before: str, after: str, wanted: dict[str, str]) -> None:
    """What stood round the values stands there still; a refused value leaves the old one."""
    pieces = []
    for number, piece in enumerate(fixed[:-1]):
        name = f"KEY{number}"
        pieces.append(re.escape(piece))
        if cut(wanted.get(name, ""), "\n"):  # wants a raw line break: blanks and quotes round the name may go
            above = re.match(r"(.*[\r\n])?", piece, re.DOTALL)
            pieces[-1] = f"(?:{pieces[-1]}|{re.escape(above[0] if above else '')}{name}=)"
        pieces.append("(.*)" if name in wanted else re.escape(_old(fixed, before, number)))
    shape = "".join([*pieces, re.escape(fixed[-1].rstrip("\r\n")), "(.*)"])
    assert re.fullmatch(shape, after.removeprefix("\ufeff"), re.DOTALL), (before, after)
    assert after.startswith("\ufeff") == before.startswith("\ufeff")
    assert after.endswith(("\n", "\r")) == before.endswith(("\n", "\r"))


def _old(fixed: list[str], before: str, number: int) -> str:
    shape = "(.*?)".join(re.escape(piece) for piece in fixed)
    found = re.fullmatch(shape, before.removeprefix("\ufeff"), re.DOTALL)
    assert found is not None
    return found[number + 1]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("", ""), ("redis", "redis"), ("base64:a+/=", "base64:a+/="), ("a b", "'a b'"), ("p#w", "'p#w'"),
        ("it's", '"it\'s"'), ("$x", "'$x'"), ("it's $x", '"it\'s \\$x"'), ("a\\b", "'a\\b'"), ("a\\\\b", '"a\\\\\\\\b"'),
        ("a\\", '"a\\\\"'), ('a="b', '"a=\\"b"'), ("a\nb", '"a\\nb"'), ("a\rb", '"a\\rb"'), ("${A}", "'${A}'"),
    ],
)  # fmt: skip
def test_a_value_takes_the_plainest_form_that_every_reader_understands(value: str, text: str) -> None:
    assert env.encode(value) == text


def test_a_line_break_before_a_long_wide_run_stays_a_line_break() -> None:
    value = "a\n" + "é" * 501 + "\nz"
    assert env.encode(value) == '"a\n' + "é" * 501 + '\\nz"'


@pytest.mark.parametrize(
    ("value", "said"), [("a\0b", "NUL"), ("a\ud800", "UTF-8"), ("\r" + "é" * 501, "PHP 8.3")]
)
def test_what_cannot_be_written_is_refused_with_the_reason_and_without_the_value(
    value: str, said: str
) -> None:
    with pytest.raises(Invalid) as caught:
        env.put("KEY=1\n", {"KEY": value})
    assert said in caught.value.text.en
    assert said in caught.value.text.id
    assert value not in caught.value.text.en


@pytest.mark.parametrize("name", ["A-B", "A B", "", "A[0]", "é", "A\n", "A=B"])
def test_a_name_that_phpdotenv_does_not_take_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        env.put("", {name: "x"})
