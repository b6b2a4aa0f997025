"""Editing config files: PHP then reads the wanted value, and every other byte is as it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.php_lab import evaluated, files
from tests.lab import php_lint
from tests.shapes import ODD, SHAPES, project
from wizard.finding import Invalid
from wizard.formats import php
from wizard.formats.expression import Array
from wizard.formats.php_literal import Value

HOSTILE = ["'); system('id');//", "?>", "{{ 7*7 }}", "\x1b[2J", "<<<X\nX;", "*/ 1 /*", "\\", "], 'a' => ["]


def insert(text: str, path: str, code: str) -> str:
    return php.inserted(php.config(text, "config/x.php"), path.split("."), code).text


def replace(text: str, path: str, code: str) -> str:
    return php.replaced(php.config(text, "config/x.php"), path.split("."), code).text


def remove(text: str, path: str) -> str:
    return php.removed(php.config(text, "config/x.php"), path.split(".")).text


# Leaves it alone


def test_the_same_value_again_changes_nothing() -> None:
    text = "<?php\nreturn [\n    'a' => env('A', 'x'), // why\n];\n"
    assert replace(text, "a", "env('A', 'x')") == text
    assert insert(text, "a", "env('A', 'x')") == text


def test_removing_what_is_absent_changes_nothing() -> None:
    text = "<?php return ['a' => ['b' => 1], 'c' => null];"
    for path in ("x", "a.x", "a.b.x", "c.x"):
        assert remove(text, path) == text


@pytest.mark.parametrize(
    "text",
    [
        "<?php return $config;",
        "<?php return ['a' => env('A')];",
        "<?php return ['a' => [...$x]];",
        "<?php return ['a' => array_merge($x, ['b' => ['c' => 1]])];",
        "<?php return ['a' => fn () => ['b' => 1]];",
        "<?php return ['a' => 'text'];",
        "<?php return [$a => ['b' => 1]];",
        "<?php if (1) { return []; } return [];",
        "<?php return ['a' => null];",
    ],
)
def test_a_place_that_is_computed_is_refused(text: str) -> None:
    for edit in (insert, replace):
        with pytest.raises(Invalid) as refused:
            edit(text, "a.b.c", "1")
        assert "a.b.c" in refused.value.text.en


@pytest.mark.parametrize(
    "code",
    [
        "",
        "1, 'b' => 2",
        "1; system('id')",
        "1]; //",
        "1 ?> x",
        "'",
        "/* x",
        "$a = ",
        "<<<X\n",
        "return 1",
        "1 // x\n, 2",
    ],
)
def test_code_that_is_not_one_expression_is_refused(code: str) -> None:
    text = "<?php return ['a' => 1];"
    with pytest.raises(Invalid):
        replace(text, "a", code)
    with pytest.raises(Invalid):
        insert(text, "b", code)


def test_list_items_are_not_taken_out() -> None:
    with pytest.raises(Invalid):
        remove("<?php return ['a' => ['x', 'y']];", "a.0")


# Laws


def paths(model: dict[str, object], here: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return the paths of every value that PHP sees, arrays included; `env()` counts as one value."""
    found: list[tuple[str, ...]] = []
    for key, value in model.items():
        found.append((*here, key))
        if isinstance(value, dict) and "env" not in value:
            found += paths(value, (*here, key))
    return found


def with_value(model: dict[str, object], path: tuple[str, ...], value: object) -> dict[str, object]:
    inner = model.get(path[0], {})
    if len(path) > 1:
        assert isinstance(inner, dict)
        value = with_value(inner, path[1:], value)
    return model | {path[0]: value}


def without(model: dict[str, object], path: tuple[str, ...]) -> dict[str, object]:
    inner = model[path[0]]
    if len(path) == 1:
        return {key: value for key, value in model.items() if key != path[0]}
    assert isinstance(inner, dict)
    return model | {path[0]: without(inner, path[1:])}


def array_paths(config: php.Config, model: dict[str, object]) -> list[tuple[str, ...]]:
    return [path for path in [(), *paths(model)] if isinstance(php.find(config, path), Array)]


def only_added(before: str, after: str) -> bool:
    """Say whether `after` is `before` with one piece of text more, and at most one comma before it."""
    before, after = (
        before.removesuffix(suffix := common(before[::-1], after[::-1])[::-1]),
        after.removesuffix(suffix),
    )
    start = len(common(before, after))
    rest_before, rest_after = before[start:], after[start:]
    if rest_before and rest_after.startswith(","):
        rest_after = rest_after[1:]
        rest_before = rest_before[len(common(rest_before, rest_after)) :]
    return not rest_before.strip()


def common(one: str, other: str) -> str:
    length = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return one[:length]


VALUES: st.SearchStrategy[Value] = st.sampled_from([*HOSTILE, "redis", 7, True, None, 1.5, ["a", {"b": "c"}]])
NEW = st.sampled_from([("zz",), ("zz", "y'y"), ("zz", "y", "x")])


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_an_inserted_key_is_there_and_nothing_else_changed(data: st.DataObject) -> None:
    edited, wanted = [], []
    for _ in range(12):
        text, model = data.draw(files())
        config = php.config(text, "x")
        path = data.draw(st.sampled_from(array_paths(config, model))) + data.draw(NEW)
        value = data.draw(VALUES)
        after = php.inserted(config, path, php.literal(value))
        again = php.inserted(after, path, php.literal(value))
        assert again.text == after.text
        assert only_added(text, after.text)
        assert ("\r\n" in text) == ("\r\n" in after.text)
        assert not ("\r\n" in text and "\n" in after.text.replace("\r\n", ""))
        gone = php.removed(after, path)
        parent = php.find(config, path[:-1])
        if isinstance(parent, Array) and parent.items:
            assert gone.text == text
        edited += [after.text, gone.text]
        wanted += [with_value(model, path, as_lists(value))]
        wanted += [
            model if len(path) == 1 or parent is not None else without(with_value(model, path, 1), path)
        ]
    assert evaluated(edited) == wanted
    assert php_lint(dict(zip(map(str, range(99)), edited, strict=False))) == {}


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_replaced_value_is_there_and_nothing_else_changed(data: st.DataObject) -> None:
    edited, wanted = [], []
    for _ in range(15):
        text, model = data.draw(files())
        config = php.config(text, "x")
        if not (there := paths(model)):
            continue
        path, value = data.draw(st.sampled_from(there)), data.draw(VALUES)
        target = php.find(config, path)
        assert target is not None
        after = php.replaced(config, path, php.literal(value))
        before_bytes = text.encode()
        start, end = target.span.start, target.span.end
        new = php.literal(value).encode()
        assert after.text.encode() == before_bytes[:start] + new + before_bytes[end:]
        edited.append(after.text)
        wanted.append(with_value(model, path, as_lists(value)))
    assert evaluated(edited) == wanted


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_removed_key_is_gone_and_nothing_else_changed(data: st.DataObject) -> None:
    edited, wanted = [], []
    for _ in range(15):
        text, model = data.draw(files())
        config = php.config(text, "x")
        if not (there := paths(model)):
            continue
        path = data.draw(st.sampled_from(there))
        after = php.removed(config, path)
        assert php.find(after, path) is None
        edited.append(after.text)
        wanted.append(without(model, path))
    assert evaluated(edited) == wanted


def as_lists(value: object) -> object:
    if isinstance(value, list):
        return {str(number): as_lists(inner) for number, inner in enumerate(value)}
    return value


@pytest.mark.parametrize(
    "shape", [*SHAPES, *(shape for shape in ODD if shape not in {"broken-config", "computed"})]
)
def test_real_shapes_take_a_setting_and_stay_php(shape: str) -> None:
    edited = {}
    for name, text in project(shape).items():
        if name.startswith("config/"):
            config = php.config(text, name)
            edited[name] = php.inserted(config, ["zz", "y"], "env('ZZ', [\n    'a',\n])").text
            assert only_added(text, edited[name])
            assert php.removed(php.config(edited[name], name), ["zz"]).text == text
    assert php_lint(edited) == {}


# How it looks


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ("[\n    'a' => 1,\n]", "b", "[\n    'a' => 1,\n    'b' => 2,\n]"),
        ("[\n    'a' => 1\n]", "b", "[\n    'a' => 1,\n    'b' => 2\n]"),
        ("[\n    'a' => 1, // why\n]", "b", "[\n    'a' => 1, // why\n    'b' => 2,\n]"),
        (
            "[\n    'a' => 1 // why, it's\n    // 'c' => 3,\n]",
            "b",
            "[\n    'a' => 1, // why, it's\n    'b' => 2\n    // 'c' => 3,\n]",
        ),
        ('[\n\t"a" => 1,\n]', "b", '[\n\t"a" => 1,\n\t"b" => 2,\n]'),
        ("array(\n  'a' => 1,\n)", "b.c", "array(\n  'a' => 1,\n  'b' => array(\n    'c' => 2,\n  ),\n)"),
        ("['a' => 1]", "b", "['a' => 1, 'b' => 2]"),
        ("[ 'a' => 1, ]", "b", "[ 'a' => 1, 'b' => 2, ]"),
        ("['a' => 1]", "b.c", "['a' => 1, 'b' => ['c' => 2]]"),
        ("['a' => ['x' => []]]", "a.x.b", "['a' => ['x' => ['b' => 2]]]"),
        ("[]", "b", "[\n    'b' => 2,\n]"),
        (
            "[\n    'a' => [],\n]",
            "a.b.c",
            "[\n    'a' => [\n        'b' => [\n            'c' => 2,\n        ],\n    ],\n]",
        ),
        ("[\n    'a' => [\n    ],\n]", "a.b", "[\n    'a' => [\n        'b' => 2,\n    ],\n]"),
        ("[\n    // none yet\n]", "b", "[\n    // none yet\n    'b' => 2,\n]"),
        ("[/* none */]", "b", "[/* none */ 'b' => 2]"),
        ("[\n    'a' => 1, 'x' => 3]", "b", "[\n    'a' => 1, 'x' => 3, 'b' => 2]"),
        ("[\n    ...$base,\n]", "b", "[\n    ...$base,\n    'b' => 2,\n]"),
        (
            "['a' => ['x' => 1,\n    'y' => 2,\n]]",
            "a.b",
            "['a' => ['x' => 1,\n    'y' => 2,\n    'b' => 2,\n]]",
        ),
    ],
)
def test_a_new_key_looks_like_its_neighbours(before: str, path: str, after: str) -> None:
    for eol in ("\n", "\r\n"):
        text = f"<?php\nreturn {before};\n".replace("\n", eol)
        assert insert(text, path, "2") == f"<?php\nreturn {after};\n".replace("\n", eol)


@pytest.mark.parametrize(
    ("before", "new"),
    [
        ("'a'    => 1,\n'name' => 2,", "'b'    => 2,"),
        ("'a' => 1,\n'c' => 2,", "'b' => 2,"),
        ("'a'    => 1,\n'long' => [\n    'x' => 1,\n],", "'b'    => 2,"),
        ("'a'    => 1, // é\n// none => here\n'é'    => 2,", "'b'    => 2,"),
        ("'a'  => 1,\n'c'  => 2,", "'b'  => 2,"),
        # left as it was: one item, no one column, a list among them, several on a line, no room
        ("'a'    => 1,", "'b' => 2,"),
        ("'a' => 1,\n'name' => 2,", "'b' => 2,"),
        ("'a' => 1,\n'name' => 2,\n'x'    => 3,", "'b' => 2,"),
        ("'a'    => 1,\n'name' => 2,\n3,", "'b' => 2,"),
        ("'a'    => 1, 'name' => 2,\n'name' => 2,", "'b' => 2,"),
    ],
)
def test_a_new_key_keeps_the_column_of_its_neighbours_arrows(before: str, new: str) -> None:
    for unit in ("    ", "\t"):
        lines = before.replace("    'x'", f"{unit}'x'").split("\n")
        text = "<?php\nreturn [\n" + "".join(f"{unit}{line}\n" for line in lines) + "];\n"
        assert insert(text, "b", "2") == text.removesuffix("];\n") + f"{unit}{new}\n];\n"
        assert remove(insert(text, "b", "2"), "b") == text


def test_a_new_key_that_is_longer_than_the_column_stands_out() -> None:
    text = "<?php\nreturn [\n    'a'   => 1,\n    'b'   => 2,\n];\n"
    assert "\n    'abc' => 3," in insert(text, "abc", "3")
    assert "\n    'abcd' => 3," in insert(text, "abcd", "3")
    assert "\n    'x'   => [\n        'abcd' => 3,\n    ],\n" in insert(text, "x.abcd", "3")


def test_code_of_several_lines_is_indented_to_its_place() -> None:
    text = "<?php\r\nreturn [\r\n\t'a' => [\r\n\t\t'x' => 1,\r\n\t],\r\n];\r\n"
    code = "env('B', [\n    'c' => 'd',\n])"
    wanted = "\t\t'b' => env('B', [\r\n\t\t\t'c' => 'd',\r\n\t\t]),\r\n"
    edited = insert(text, "a.b", code)
    assert wanted in edited
    assert insert(edited, "a.b", code) == edited
    assert replace(edited, "a.b", code) == edited


def test_lines_inside_a_string_are_not_indented() -> None:
    text = "<?php\nreturn [\n    'a' => [\n        'x' => 1,\n    ],\n];\n"
    code = "['k' => 'one\n  two',\n    'l' => 3]"
    edited = insert(text, "a.b.c", code)
    assert "'one\n  two'" in edited
    assert evaluated([edited]) == [{"a": {"x": 1, "b": {"c": {"k": "one\n  two", "l": 3}}}}]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[\n    'a' => 1,\n    'b' => 2, // gone\n    'c' => 3,\n]", "[\n    'a' => 1,\n    'c' => 3,\n]"),
        ("[\n    'a' => 1,\n    'b' => 2\n]", "[\n    'a' => 1\n]"),
        ("['b' => 2, 'c' => 3]", "['c' => 3]"),
        ("['a' => 1, 'b' => 2]", "['a' => 1]"),
        ("['b' => 2]", "[]"),
        ("[\n    'b' => [\n        'x',\n    ],\n]", "[]"),
        ("['b' => 1, 'a' => 1, 'b' => 2]", "['a' => 1]"),
        ("['a' => 1, /* kept */ 'b' => 2]", "['a' => 1 /* kept */]"),
        ("[/* kept */ 'b' => 2]", "[/* kept */]"),
    ],
)
def test_a_key_is_taken_out_with_its_comma_and_line(before: str, after: str) -> None:
    for eol in ("\n", "\r\n"):
        text = f"<?php\nreturn {before};\n".replace("\n", eol)
        assert remove(text, "b") == f"<?php\nreturn {after};\n".replace("\n", eol)


def test_bytes_that_are_not_utf_8_are_kept() -> None:
    text = b"<?php // caf\xe9\nreturn [\n    'a' => 'x\xe9',\n];\n".decode("utf-8", "surrogateescape")
    edited = insert(text, "b", "2").encode("utf-8", "surrogateescape")
    assert edited == b"<?php // caf\xe9\nreturn [\n    'a' => 'x\xe9',\n    'b' => 2,\n];\n"


def test_a_byte_order_mark_and_text_around_are_kept() -> None:
    text = "\ufeffhtml\n<?php return ['a' => 1] ?>\nfoot's ]\n"
    assert insert(text, "b", "2") == "\ufeffhtml\n<?php return ['a' => 1, 'b' => 2] ?>\nfoot's ]\n"
