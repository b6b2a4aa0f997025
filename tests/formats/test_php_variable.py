"""Config files that build their array in a variable: what PHP returns is what we read, or we cannot tell."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.php_lab import evaluated, files, value_of
from tests.formats.test_php_edit import array_paths, as_lists, with_value
from tests.formats.test_php_read import computed
from wizard.finding import Invalid
from wizard.formats import php
from wizard.formats.expression import Array, Expression, Opaque
from wizard.formats.php_keys import Hidden, keyed

HEAD = """<?php

$config = [
    'default' => env('DISK', 'local'),
    'disks' => [
        'local' => ['driver' => 'local', 'root' => 'app'],
        'public' => ['driver' => 'local', 'root' => 'up'],
        's3' => [
            'driver' => 's3',
            'bucket' => 'b',
        ],
    ],
    'list' => ['x', 'y'],
];

"""


def built(code: str) -> php.Config:
    return php.config(HEAD + code + "\n\nreturn $config;\n", "config/x.php")


def told(config: php.Config) -> set[str]:
    """Return the settings below disks, and `default` and `list`, that can be told."""
    paths = ["default", "list", *(f"disks.{d}.{k}" for d in ("local", "public", "s3") for k in ("driver", "root"))]
    found = {path: php.find(config, path.split(".")) for path in paths}
    return {path for path, value in found.items() if not isinstance(value, Hidden)}


EVERY = told(built(""))


# Leaves it alone


@pytest.mark.parametrize(
    "code",
    [
        "",
        "if ($config['default'] === 'x' && isset($config['disks']['local']) && !empty($config)) { $y = 1; }",
        "$copy = $config; $copy['default'] = 1; $copy['disks']['local'] = 2;",
        "foreach ($config['disks'] as $name => $disk) { $disk['driver'] = 'x'; }",
        "$f = function () { $config['default'] = 1; }; $f();",
        "$f = function () use ($config) { $config['default'] = 1; }; $f();",
        "$f = fn () => $config['default'] = 1; $f();",
        "function g() { $config = 1; }",
        "class K { function m() { $config = 1; } }",
        "$n = count($config['list']) . \"{$config['list'][0]} $config[list]\";",
        "$z[$config['list'][0]] = 1;",
    ],
)
def test_what_only_reads_the_variable_hides_nothing(code: str) -> None:
    assert told(built(code)) == EVERY
    assert value_of(built(code).text) == value_of(built("").text)


@pytest.mark.parametrize(
    "code",
    [
        "$config = array_merge($config, ['default' => 'x']);",
        "if (PHP_SAPI) { $config = []; }",
        "$config[] = 'x';",
        "$config += ['z' => 1];",
        "spoil($config);",
        "$it->spoil($config);",
        "new Spoiler($config);",
        "new class($config) {};",
        "array_walk_recursive($config, 'strtolower');",
        "$r = &$config;",
        "$r = [&$config];",
        "$f = function () use (&$config) { $config['default'] = 1; };",
        "foreach ($config as &$v) { $v = 1; }",
        "foreach ($config as $k => &$v) { $v = 1; }",
        "foreach ([1] as $config) { }",
        "unset($config);",
        "[$config, $x] = [1, 2];",
        "list('a' => $config) = ['a' => 1];",
        "$config[PHP_SAPI] = 1;",
        "$n = 'config'; $$n = 1;",
        "${'config'} = 1;",
        "extract(['config' => 1]);",
        "include 'x.php';",
        "eval('$config = 1;');",
        "global $config;",
        "if (PHP_SAPI) { return ['x' => 1]; }",
        "goto end; end:",
    ],
)
def test_when_the_whole_may_become_something_else_nothing_can_be_told(code: str) -> None:
    config = built(code)
    assert not told(config) & EVERY or php.find(config, ["default"]) is None
    with pytest.raises(Invalid):
        php.inserted(config, ["disks", "zz"], "1")


@pytest.mark.parametrize(
    "before",
    [
        "$config = $x; $config = ['a' => 1]; return $config;",
        "$r = &$config; $config = ['a' => 1]; $r['a'] = 2; return $config;",
        "if (1) { $config = ['a' => 1]; } return $config;",
        "$config = $x = ['a' => 1]; return $config;",
        "$config = ['a' => 1] + $x; return $config;",
        "$config['x'] = ['a' => 1]; return $config;",
        "$config = ['a' => 1, 'b' => &$config]; return $config;",
        "return $config; $config = ['a' => 1];",
        "$config = ['a' => 1]; return $other;",
        "$config = ['a' => 1]; return $config['b'];",
    ],
)
def test_a_variable_that_is_not_simply_assigned_once_is_not_followed(before: str) -> None:
    assert isinstance(php.config(f"<?php {before}", "x").root, Opaque)


# What code below may change


@pytest.mark.parametrize(
    ("code", "hidden"),
    [
        ("$config['default'] = 1;", ["default"]),
        ("if (env('A')) {\n    $config['disks']['public']['root'] = 'x';\n}", ["disks.public.root"]),
        ("$config['disks']['public'] = $config['disks'][env('D')];", ["disks.public.driver", "disks.public.root"]),
        ("$config['list'][] = 'z';", ["list"]),
        ("unset($config['default'], $config['disks']['s3']['root']);", ["default", "disks.s3.root"]),
        ("$r = &$config['disks']['local']['root'];", ["disks.local.root"]),
        ("sort($config['list']);", ["list"]),
        ("foreach ($config['disks']['s3'] as &$v) { $v = 1; }", ["disks.s3.driver", "disks.s3.root"]),
        ("foreach ([1] as $config['default']) { }", ["default"]),
        ("[$config['default'], $x] = [1, 2];", ["default"]),
        ("$config['list'] ??= [];", ["list"]),
        ("$config['default'] .= 'x';", ["default"]),
        ("$config['default']++;", ["default"]),
        ("$config[\"default\"] = $config['list'] = 1;", ["default", "list"]),
        ("$config['disks'][$d]['root'] = 1;", [path for path in EVERY if path.startswith("disks.")]),
        ("$config['disks']['new']['root'] = 1;", []),
    ],
)
def test_what_code_below_may_change_cannot_be_told_and_the_rest_can(code: str, hidden: list[str]) -> None:
    assert EVERY - told(built(code)) == set(hidden)


def test_the_place_that_cannot_be_told_is_the_line_that_changes_it() -> None:
    found = php.find(built("if (env('A')) {\n    $config['default'] = 1;\n}"), ["default"])
    assert isinstance(found, Hidden)
    assert (found.text, found.span.line) == ("$config['default'] = 1;", HEAD.count("\n") + 2)


def test_an_edit_goes_into_the_array_and_the_code_below_stays() -> None:
    below = "if (env('A')) {\n    $config['disks']['public']['root'] = 'x';\n}"
    config = built(below)
    after = php.inserted(php.replaced(config, ["default"], "env('B')"), ["disks", "s3", "url"], "env('U')")
    head = HEAD.replace("env('DISK', 'local')", "env('B')")
    head = head.replace("'bucket' => 'b',\n", "'bucket' => 'b',\n            'url' => env('U'),\n")
    assert after.text == head + below + "\n\nreturn $config;\n"


@pytest.mark.parametrize("path", ["disks.public.root", "disks.public", "disks", "disks.public.root.x"])
def test_what_code_below_changes_is_not_edited(path: str) -> None:
    config = built("if (env('A')) {\n    $config['disks']['public']['root'] = 'x';\n}")
    for edit in (php.replaced, php.inserted):
        with pytest.raises(Invalid):
            edit(config, path.split("."), "1")
    if path != "disks.public.root.x":
        with pytest.raises(Invalid):
            php.removed(config, path.split("."))


# Laws, judged by PHP


_CHANGES = (
    "{at} = 'new';", "if (PHP_SAPI) {{ {at} = 'new'; }}", "unset({at});", "{array}[] = 'new';",
    "{at}['deep']['er'] = 'new';", "foreach ({array} as &$v) {{ $v = 'new'; }} unset($v);",
    "$r = &{at}; $r = 'new'; unset($r);", "{array}[strtolower('ZZ')] = 'new';",
    "array_push({array}, 'new');", "[{at}] = ['new'];", "{array} += ['zz' => 'new'];", "{array} = ['zz' => 'new'];",
    "$f = function () use (&$config) {{ {at} = 'new'; }}; $f();", "if (isset({at})) {{ $x = {array}; $x['zz'] = 1; }}",
)  # fmt: skip
_LAST = st.sampled_from(["zz", "driver", "host", "7"])


@st.composite
def building(draw: st.DrawFn) -> str:
    """Draw a file that builds its array in a variable, and then changes it here and there."""
    text, model = draw(files())
    paths = array_paths(php.config(text, "x"), model)
    code = ""
    for change in draw(st.lists(st.sampled_from(_CHANGES), max_size=2)):
        array = "$config" + "".join(f"[{php.literal(key)}]" for key in draw(st.sampled_from(paths)))
        code += _tried(change.format(array=array, at=f"{array}[{php.literal(draw(_LAST))}]"))
    whole = php.config(text, "x")
    span = whole.root.span
    array = whole.source[span.start : span.end].decode()
    return f"<?php\n$config = {array};\n{code}return $config;\n"


def _tried(code: str) -> str:
    return f"try {{ {code} }} catch (Error $e) {{ }}\n"  # a text is no array: PHP says so


def certain(value: Expression, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Yield the values of an array, with their paths, that we say we can tell."""
    if not isinstance(value, Array):
        if not isinstance(value, Opaque):
            yield path, computed(value)
        return
    for key, _ in keyed(value):
        held = php.find(php.Config("x", "", value, {}), [key]) if key is not None else None
        if held is not None:
            yield from certain(held, (*path, str(key)))


def within(value: object, path: tuple[str, ...]) -> object:
    for key in path:
        assert isinstance(value, dict)
        value = value[key]
    return value


@settings(max_examples=15, deadline=None)
@given(st.lists(building(), min_size=10, max_size=20))
def test_what_can_be_told_is_what_php_returns(texts: list[str]) -> None:
    for text, returned in zip(texts, evaluated(texts), strict=True):
        for path, value in certain(php.config(text, "x").root):
            assert within(returned, path) == value


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_an_edit_that_is_not_refused_is_what_php_then_returns(data: st.DataObject) -> None:
    texts = data.draw(st.lists(building(), min_size=10, max_size=15))
    before, after, edits = [], [], []
    for text, model in zip(texts, evaluated(texts), strict=True):
        assert isinstance(model, dict)
        config = php.config(text, "x")
        arrays = [()] if not isinstance(config.root, Array) else array_paths(config, model)
        path = (*data.draw(st.sampled_from(arrays)), data.draw(_LAST))
        value = data.draw(st.sampled_from(["redis", 7, None, ["a"]]))
        try:
            after.append(php.inserted(config, path, php.literal(value)).text)
        except Invalid:
            continue
        before.append(model)
        edits.append((path, as_lists(value)))
    wanted = [with_value(model, path, value) for model, (path, value) in zip(before, edits, strict=True)]
    assert evaluated(after) == wanted
