"""A value is as wanted where Laravel sees no difference, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.laravel.value import UNKNOWN, NodePath, Value
from wizard.laravel.wanted import is_wanted

SCALARS = st.none() | st.booleans() | st.integers() | st.text()


@pytest.mark.parametrize(
    ("current", "wanted"),
    [
        ("120", 120), (120, "120"), (120.0, 120), (True, 1), ("1", True),
        ("0", False), (("a", "b"), ("a", "b")), ({0: "a", 2: "b"}, ("a", "b")),
        ({"x": "1"}, {"x": 1}), ((), ()),
    ],
)  # fmt: skip
def test_differences_that_laravel_does_not_see_do_not_count(current: Value, wanted: Value) -> None:
    assert is_wanted("x.s", current, wanted)


@pytest.mark.parametrize(
    ("current", "wanted"),
    [
        ("0120", 120), (" 120", 120), ("120.0", 120), ("yes", True), ("", False), (None, False), (None, ""),
        ("", None), ("a", ("a",)), (("b", "a"), ("a", "b")), (("a",), ("a", "b")), ({"x": 1}, {"y": 1}),
        ({"x": "a"}, ("a",)), ("2", True), (True, "true"), (False, "(false)"), (None, "null"),
        ("", "(empty)"), (UNKNOWN, UNKNOWN), (NodePath("x"), "x"),
    ],
)  # fmt: skip
def test_other_differences_count(current: Value, wanted: Value) -> None:
    assert not is_wanted("x.s", current, wanted)


@given(SCALARS)
def test_a_value_is_as_wanted_when_it_is_the_wanted_one(value: Value) -> None:
    assert is_wanted("x.s", value, value)


@given(SCALARS, SCALARS)
def test_two_texts_differ(one: Value, other: Value) -> None:
    if isinstance(one, str) and isinstance(other, str):
        assert is_wanted("x.s", one, other) == (one == other)


@pytest.mark.parametrize(
    "setting",
    ["database.redis.default.password", "database.connections.mysql.url", "session.domain",
     "database.connections.mysql.options.ssl_ca"],
)  # fmt: skip
def test_empty_is_null_where_laravel_asks_for_empty(setting: str) -> None:
    assert is_wanted(setting, "", None)
    assert is_wanted(setting, None, "")


def test_one_host_is_a_list_of_one_where_laravel_takes_it_so() -> None:
    assert is_wanted("database.connections.mysql.read.host", "10.0.0.1", ("10.0.0.1",))
    assert not is_wanted("database.connections.mysql.read.host", "10.0.0.1", ("10.0.0.2",))
