"""The diff: the lines that `diff -u` gives, with what is secret hidden."""

from __future__ import annotations

from difflib import unified_diff
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from wizard.diff import Kind, Line, around, beside, between, counted, partners, whole, words
from wizard.diff.match import matcher

LINES = st.lists(st.sampled_from(("a", "b", "c", "KEY=1", "KEY=2", "", "}")), max_size=25)


def _masked(line: str) -> str:
    return "KEY=••••" if line.startswith("KEY=") else line


@given(LINES, LINES)
def test_it_says_what_the_standard_diff_says(old: list[str], new: list[str]) -> None:
    ours = [str(line) for line in between(old, new, old, new)]
    theirs = list(unified_diff(old, new, lineterm=""))[2:]
    assert [line.removesuffix("  (changed)") for line in ours] == theirs


@given(LINES, LINES)
def test_it_shows_only_the_masked_lines(old: list[str], new: list[str]) -> None:
    shown = list(between(old, new, [*map(_masked, old)], [*map(_masked, new)]))
    assert not any("KEY=1" in line.text or "KEY=2" in line.text for line in shown)
    for line in shown:
        text = line.text.removesuffix("  (changed)")
        if line.kind in (Kind.SAME, Kind.NEW):
            assert text == _masked(new[line.number - 1])
        elif line.kind is Kind.OLD:
            assert text == _masked(old[line.number - 1])


@given(LINES)
def test_equal_texts_have_no_diff(lines: list[str]) -> None:
    assert list(between(lines, lines, lines, lines)) == []


def test_two_lines_that_look_the_same_once_masked_are_told_apart() -> None:
    shown = list(between(["a", "KEY=1"], ["a", "KEY=2"], ["a", "KEY=••••"], ["a", "KEY=••••"]))
    assert [str(line) for line in shown] == ["@@ -1,2 +1,2 @@", " a", "-KEY=••••", "+KEY=••••  (changed)"]


def test_a_new_file_is_all_plus() -> None:
    assert [*map(str, between([], ["x", "y"], [], ["x", "y"]))] == ["@@ -0,0 +1,2 @@", "+x", "+y"]


ANY_LINES = st.lists(st.text("ab=1 •'>é", max_size=12), max_size=12)
LONG = st.lists(st.integers(0, 3000), max_size=30)


def _shown(old: list[str], new: list[str]) -> tuple[Line, ...]:
    return tuple(between(old, new, old, new))


def _plain(line: Line) -> str:
    return line.text.removesuffix("  (changed)")


@given(LINES, LINES)
def test_what_stayed_and_what_is_new_make_the_new_text(old: list[str], new: list[str]) -> None:
    full = whole(_shown(old, new), new)
    assert [_plain(line) for line in full] == new
    assert {line.kind for line in full} <= {Kind.SAME, Kind.NEW}


@given(LINES, LINES)
def test_the_old_text_with_the_diff_put_in_is_the_new_text(old: list[str], new: list[str]) -> None:
    lines = _shown(old, new)
    gone = {line.number for line in lines if line.kind is Kind.OLD}
    come = {line.number: _plain(line) for line in lines if line.kind is Kind.NEW}
    stayed = iter([text for number, text in enumerate(old, 1) if number not in gone])
    assert [come[n] if n in come else next(stayed) for n in range(1, len(new) + 1)] == new


@given(LINES, LINES)
def test_the_count_is_that_of_the_diff(old: list[str], new: list[str]) -> None:
    lines = _shown(old, new)
    assert counted(old, new) == tuple(sum(line.kind is kind for line in lines) for kind in (Kind.NEW, Kind.OLD))


@given(LINES, LINES, st.integers(0, 30))
def test_any_line_of_the_new_text_can_be_seen_in_its_place(old: list[str], new: list[str], number: int) -> None:
    lines = around(_shown(old, new), new, number)
    numbers = [line.number for line in lines if line.kind in (Kind.SAME, Kind.NEW)]
    assert number in numbers or not 0 < number <= len(new)
    assert numbers == sorted(set(numbers))
    for line in lines:
        if line.kind is Kind.SAME:
            assert old[line.was - 1] == line.text == new[line.number - 1]


@given(ANY_LINES, ANY_LINES)
def test_marked_words_lie_in_their_line_and_never_on_dots(old: list[str], new: list[str]) -> None:
    lines = _shown(old, new)
    for here, there in partners(lines).items():
        if lines[here].kind is Kind.OLD:
            for text, spans in zip((lines[here].text, lines[there].text),
                                   words(lines[here].text, lines[there].text), strict=True):  # fmt: skip
                assert all(0 <= start < end <= len(text) for start, end in spans)
                assert all(a[1] <= b[0] for a, b in pairwise(spans))
                assert not any("•" in text[start:end] or text[start:end] != text[start:end].strip() for start, end in spans)


@given(ANY_LINES, ANY_LINES)
def test_side_by_side_every_line_stands_once_and_in_order(old: list[str], new: list[str]) -> None:
    lines = _shown(old, new)
    rows = beside(lines)
    for side, other in ((0, Kind.NEW), (1, Kind.OLD)):
        stand = [row[side] for row in rows if row[side] is not None and lines[row[side] or 0].kind is not other]
        assert stand == [n for n, line in enumerate(lines) if line.kind is not other]
    both = partners(lines)
    assert {(a, b) for a, b in rows if a in both or b in both} == {(a, b) for a, b in both.items() if a < b}


def test_a_value_is_marked_and_its_key_is_not() -> None:
    assert words("CACHE_STORE=file", "CACHE_STORE=redis") == (((12, 16),), ((12, 17),))


def test_lines_with_little_in_common_have_no_marks() -> None:
    assert words("CACHE_STORE=file", "}") == ((), ())


def test_a_key_finds_its_partner_among_new_lines() -> None:
    lines = _shown(["A=1", "B=1"], ["X=1", "B=2", "C=3"])
    assert {str(lines[a]): str(lines[b]) for a, b in partners(lines).items()} == {
        "-A=1": "+X=1", "+X=1": "-A=1", "-B=1": "+B=2", "+B=2": "-B=1"}  # fmt: skip


@given(LONG, LONG)
def test_a_long_file_is_compared_rightly_too(gone: list[int], come: list[int]) -> None:
    base = [f"LINE_{n}=1" if n % 5 else "" for n in range(1500)]
    old = [line for n, line in enumerate(base) if n not in gone]
    new = [text for n, line in enumerate(base) for text in ((f"NEW_{n}=2", line) if n in come else (line,))]
    blocks = matcher(old, new).get_matching_blocks()
    assert all(old[a : a + n] == new[b : b + n] for a, b, n in blocks)
    assert [_plain(line) for line in whole(_shown(old, new), new)] == new
    assert counted(old, new)[0] - counted(old, new)[1] == len(new) - len(old)
