"""Values as PHP: real PHP reads back exactly what was given, and nothing becomes code."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.php_lab import as_php, evaluated, scalars, value_of
from wizard.finding import Invalid
from wizard.formats import php
from wizard.formats.php_literal import Value

nested = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5), inner, max_size=3
        )
        | st.dictionaries(st.integers(-5, 5), inner, max_size=3)
    ),
    max_leaves=5,
)


@settings(max_examples=25, deadline=None)
@given(st.lists(nested, min_size=20, max_size=60))
def test_php_reads_back_what_was_quoted(values: list[Value]) -> None:
    sources = [f"<?php return {php.literal(value)};" for value in values]
    assert [repr(value) for value in evaluated(sources)] == [repr(as_php(value)) for value in values]


@settings(max_examples=100, deadline=None)
@given(scalars)
def test_a_literal_is_one_line_without_control_characters_or_a_closing_tag(value: str | int | None) -> None:
    source = php.literal(value)
    assert source.isprintable() or not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in source)
    assert "?>" not in source


@pytest.mark.parametrize("value", ["redis", "10.0.0.1", "it", "a b", "{{ 7*7 }}", "$x", 'say "x"'])
def test_plain_text_stays_in_single_quotes(value: str) -> None:
    assert php.literal(value) == f"'{value}'"


def test_a_quote_and_a_backslash_are_escaped() -> None:
    assert php.literal("it's \\") == r"'it\'s \\'"


def test_control_characters_are_written_as_escapes() -> None:
    assert php.literal("a\n\x1b[2J$x\x7f\u202e") == r'"a\n\x1b[2J\$x\x7f\u{202e}"'


@pytest.mark.parametrize(
    "value", ["a\0b", "\ud800", "\udce9", 2**63, float("nan"), float("inf"), ["x", "\0"]]
)
def test_what_php_cannot_hold_is_refused_without_showing_it(value: Value) -> None:
    with pytest.raises(Invalid) as refused:
        php.literal(value)
    assert str(value) not in refused.value.text.en


def test_env_calls_have_their_default_as_code() -> None:
    assert php.env_call("A", None) == "env('A')"
    assert php.env_call("A", "3600") == "env('A', 3600)"
    call = php.env_call("A'), system('id'", php.literal("x"))
    assert value_of(f"<?php return [{call}];") == {"0": {"env": "A'), system('id'", "default": "x"}}
