"""The diff: the lines that `diff -u` gives, with what is secret hidden."""

from __future__ import annotations

from difflib import unified_diff

from hypothesis import given
from hypothesis import strategies as st

from wizard.diff import Kind, between

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
