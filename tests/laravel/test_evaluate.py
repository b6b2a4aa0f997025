"""What we say an expression gives is what PHP says, or we say that we cannot tell."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laravel.worker import Failed, Worker
from wizard.formats import php
from wizard.laravel.evaluate import Scope, evaluate
from wizard.laravel.value import UNKNOWN, Named, NodePath, Value, as_pairs

OPENING = "<?php\nuse Illuminate\\Support\\Str;\nuse Pdo\\Mysql as My;\nreturn "
WORDS = [
    "",
    "0",
    "1",
    "abc",
    "My Shop",
    " 12 ",
    "7",
    "07",
    "1e3",
    "-4.5x",
    "a,b, ,c",
    "true",
    "Ünïted",
    "/x/",
]
RAW = [*WORDS, "null", "(empty)", "FALSE", "'quoted'", "1,2"]
FUNCTIONS = ["trim", "rtrim", "strtolower", "strtoupper", "array_filter", "array_values", "Str::slug",
             "Str::snake", "\\Illuminate\\Support\\Str::lower", "array_unique"]  # fmt: skip
BINARY = [".", "??", "?:", "&&", "||", "===", "!==", "==", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/"]


def _scalars() -> st.SearchStrategy[str]:
    literals = st.one_of(
        st.sampled_from(WORDS).map(php.literal),
        st.integers(-9, 130).map(str),
        st.sampled_from(["0.5", "1.0", "1.25e3", "9223372036854775807", "true", "FALSE", "null"]),
    )
    keys = st.sampled_from(["'A'", "'B'", '"C"', "'ABSENT'", "'A' . 'B'"])
    env = st.builds("env({})".format, keys) | st.builds("env({}, {})".format, keys, literals)
    return literals | env


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    listed = st.lists(
        inner | st.builds("'k' => {}".format, inner) | st.builds("...[{}]".format, inner), max_size=3
    )
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(BINARY), inner),
        st.builds("({} ? {} : {})".format, inner, inner, inner),
        st.builds("({}) {}".format, st.sampled_from(["int", "bool", "string", "float", "array"]), inner),
        st.builds("{}({})".format, st.sampled_from(["!", "-"]), inner),
        st.builds("{}({})".format, st.sampled_from(FUNCTIONS), inner),
        st.builds("explode(',', {})".format, inner),
        st.builds("implode('-', {})".format, inner),
        st.builds("array_map('trim', {})".format, inner),
        st.builds("array_merge({}, {})".format, inner, inner),
        st.builds("in_array({}, {})".format, inner, inner),
        st.builds("str_replace('a', {}, {})".format, inner, inner),
        st.builds("env('ABSENT', {})".format, inner),
        listed.map(lambda items: f"[{', '.join(items)}]"),
    )


CODE = st.recursive(_scalars(), _larger, max_leaves=8)
ENV = st.dictionaries(st.sampled_from(["A", "B", "C", "AB"]), st.sampled_from(RAW))


def ours(code: str, env: dict[str, str] | None = None) -> Value:
    config = php.config(f"{OPENING}{code};", "config/x.php")
    return evaluate(config.root, Scope(env or {}, config.uses))


def agrees(mine: Value, theirs: object) -> bool:
    """Compare with PHP's JSON; what we do not know agrees with everything."""
    if mine is UNKNOWN:
        return True
    items = as_pairs(mine)
    if items is None:
        return type(mine) is type(theirs) and mine == theirs
    if isinstance(theirs, list):
        theirs = dict(enumerate(theirs))
    named = {str(key): value for key, value in items}
    others = {str(key): value for key, value in theirs.items()} if isinstance(theirs, dict) else {}
    return list(named) == list(others) and all(agrees(named[key], others[key]) for key in named)


def test_an_expression_gives_what_php_gives_or_is_unknown(laravel: Worker) -> None:
    seen: Counter[str] = Counter()

    @settings(max_examples=1500)
    @given(CODE, ENV)
    def law(code: str, env: dict[str, str]) -> None:
        mine = ours(code, env)
        try:
            theirs = laravel.config(f"{OPENING}{code};", env)
        except Failed:
            seen["refused by PHP"] += 1
            return
        seen["unknown" if mine is UNKNOWN else "known"] += 1
        assert agrees(mine, theirs), f"{mine!r} is not {theirs!r}"

    law()
    assert seen["known"] > 3 * seen["unknown"], seen


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("storage_path('logs') . '/x.log'", NodePath("storage_path(logs)/x.log")),
        ("\\PDO::MYSQL_ATTR_SSL_CA", Named("PDO::MYSQL_ATTR_SSL_CA")),
        ("My::ATTR_SSL_CA", Named("PDO::MYSQL_ATTR_SSL_CA")),
        ("My::class", "Pdo\\Mysql"),
        ("PHP_VERSION_ID >= 80500 ? \\Pdo\\Mysql::ATTR_SSL_CA : \\PDO::MYSQL_ATTR_SSL_CA",
         Named("PDO::MYSQL_ATTR_SSL_CA")),
        ("extension_loaded('pdo_mysql') ? 'a' : 'a'", "a"),
        ("extension_loaded('pdo_mysql') ? 'a' : 'b'", UNKNOWN),
        ("env('K', fn () => 1)", UNKNOWN),
        ("config('app.name')", UNKNOWN),
        ("parse_url(env('U', 'https://shop.example:8443/a'), PHP_URL_HOST)", "shop.example"),
        ("[2 => 'a', 'b', '1' => 'c']", {2: "a", 3: "b", 1: "c"}),
    ],
)  # fmt: skip
def test_what_php_alone_decides_is_named_or_unknown(code: str, value: Value) -> None:
    assert ours(code) == value


def test_a_class_that_is_not_imported_is_not_taken_for_laravels() -> None:
    config = php.config("<?php return Str::slug('A B');", "config/x.php")
    assert evaluate(config.root, Scope({}, config.uses)) is UNKNOWN


def test_a_name_without_a_value_counts_as_absent() -> None:
    config = php.config("<?php return env('A', 'd');", "config/x.php")
    assert evaluate(config.root, Scope({"A": None}, {})) == "d"


def test_the_env_file_is_not_shown_by_repr() -> None:
    assert "hunter2" not in repr(Scope({"A": "hunter2"}, {}))
