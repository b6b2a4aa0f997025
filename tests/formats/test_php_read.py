"""Reading config files: what we read as a value is what PHP computes; the rest we do not pretend to know."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.php_lab import evaluated, files, value_of
from tests.shapes import ODD, SHAPES, project
from wizard.formats import php
from wizard.formats.expression import (
    Array,
    Binary,
    Call,
    Cast,
    Constant,
    Expression,
    Literal,
    Opaque,
    Ternary,
    Unary,
)
from wizard.formats.php_keys import keyed


def computed(value: Expression) -> object:
    """Compute the few shapes that the drawn files hold."""
    match value:
        case Literal():
            return value.value
        case Array():
            return {key: computed(item.value) for key, item in keyed(value) if key is not None}
        case Unary(operator="-", operand=Literal(value=int() | float() as number)):
            return -number
        case Binary(operator="."):
            return f"{computed(value.left)}{computed(value.right)}"
        case Call(name="env"):
            given_ = [computed(argument) for argument in value.arguments]
            return {"env": given_[0], "default": given_[1] if len(given_) > 1 else None}
        case _:
            raise AssertionError(value)


def at(code: str, *path: str) -> Expression | None:
    return php.find(php.config(f"<?php\nreturn {code};\n", "config/x.php"), path)


def shape(value: Expression | None) -> str:
    """Write an expression without its spans."""
    match value:
        case None:
            return "absent"
        case Literal(value=inner):
            return repr(inner)
        case Call():
            return f"{value.name}({', '.join(map(shape, value.arguments))})"
        case Array():
            return "[" + ", ".join(shape(item.value) for item in value.items) + "]"
        case Constant():
            return value.name
        case Opaque():
            return f"<{value.text}>"
        case _:
            return operation(value)


def operation(value: Cast | Unary | Binary | Ternary) -> str:
    match value:
        case Cast():
            return f"({value.type}) {shape(value.operand)}"
        case Unary():
            return f"{value.operator}{shape(value.operand)}"
        case Binary():
            return f"({shape(value.left)} {value.operator} {shape(value.right)})"
        case Ternary():
            return f"({shape(value.test)} ? {shape(value.yes)} : {shape(value.no)})"


@settings(max_examples=20, deadline=None)
@given(st.lists(files(), min_size=10, max_size=20))
def test_a_file_is_read_as_php_reads_it(drawn: list[tuple[str, dict[str, object]]]) -> None:
    texts = [text for text, _ in drawn]
    ours = [computed(php.config(text, "x").root) for text in texts]
    assert ours == [model for _, model in drawn] == evaluated(texts)


_DOUBLE = st.lists(
    st.sampled_from(
        ["\\", "n", "x4", "1", "01", "$", "{", "}", "u{e9}", "e", "a", "[0]", "->b", "x", '\\"', "é", "\r\n"]
    ),
    max_size=6,
).map("".join)


@settings(max_examples=15, deadline=None)
@given(st.lists(_DOUBLE, min_size=30, max_size=60))
def test_a_double_quoted_string_is_read_as_php_reads_it_or_not_at_all(contents: list[str]) -> None:
    texts = [f'<?php return "{content.rstrip(chr(92))}";' for content in contents]
    known = []
    for text in texts:
        try:
            root = php.config(text, "x").root
        except php.Broken:
            continue
        if isinstance(root, Literal):
            known.append((text, root.value))
    assert [value for _, value in known] == evaluated([text for text, _ in known])


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("0x1F", "31"),
        ("017", "15"),
        ("0o17", "15"),
        ("0b11", "3"),
        ("1_000", "1000"),
        ("0", "0"),
        ("1.5e3", "1500.0"),
        (".5", "0.5"),
        ("9223372036854775808", "9.223372036854776e+18"),
        ("-3", "-3"),
        ("TRUE", "True"),
        ("False", "False"),
        ("NULL", "None"),
        ("b'x'", "'x'"),
        ('B"\\x41"', "'A'"),
        (r"'a\'b\\c\n'", repr("a'b\\c\\n")),
        ("('a')", "'a'"),
        ("env('A', 'x')", "env('A', 'x')"),
        ("\\env('A')", "env('A')"),
        ("(bool) env('A', false)", "(bool) env('A', False)"),
        ("(integer) '5'", "(int) '5'"),
        ("Str::slug(env('N'), '_').'_x'", "(Str::slug(env('N'), '_') . '_x')"),
        ("\\A\\Str::slug('x')", "A\\Str::slug('x')"),
        ("PDO::ATTR", "PDO::ATTR"),
        ("Foo::class", "Foo::class"),
        ("\\PHP_VERSION_ID", "PHP_VERSION_ID"),
        ("!env('A')", "!env('A')"),
        ("$a ?? 1", "(<$a> ?? 1)"),
        ("env('A') ?: 1", "(env('A') ?: 1)"),
        ("env('A') ? 1 : 2", "(env('A') ? 1 : 2)"),
        ("'a' . 1 + 2", "('a' . (1 + 2))"),
        ("1 ?: 2 ?? 3", "(1 ?: (2 ?? 3))"),
        ("env('A', env('B', 1))", "env('A', env('B', 1))"),
        ("env(/* c */ 'A', // d\n 'b',)", "env('A', 'b')"),
    ],
)
def test_what_config_files_are_made_of_is_read(code: str, wanted: str) -> None:
    assert shape(at(code)) == wanted


@pytest.mark.parametrize(
    "code",
    [
        "fn() => 1",
        "function () { return 1; }",
        "$x",
        '"a$x"',
        "$x->y('z')",
        "env(...$a)",
        "env(key: 'A')",
        "new A('b')",
        "-2 ** 2",
        "$a instanceof B",
        "<<<'X'\nabc\nX",
        "static::A",
        "match(1) { 1 => 2 }",
        "`ls`",
        "(object) ['a' => 1]",
    ],
)
def test_code_that_computes_is_not_guessed(code: str) -> None:
    assert isinstance(at(f"['k' => {code}]", "k"), Opaque)


def test_the_last_of_two_equal_keys_wins() -> None:
    text = "<?php return ['a' => ['b' => 1], 'a' => ['c' => 2], \"a\" => ['b' => 3, 'b' => 4]];"
    cfg = php.config(text, "x")
    assert shape(php.find(cfg, ["a", "b"])) == "4"
    assert php.find(cfg, ["a", "c"]) is None
    assert value_of(text) == {"a": {"b": 4}}


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("['x', 'y']", "1"),
        ("[5 => 'x', 'y']", "6"),
        ("[true => 'y']", "1"),
        ("[null => 'y']", ""),
        ("['7' => 'x', 'y']", "8"),
        ("[1.7 => 'y']", "1"),
        ("[0x1 => 'y']", "1"),
    ],
)
def test_keys_are_what_php_makes_of_them(code: str, key: str) -> None:
    assert shape(at(code, key)) == "'y'"
    found = value_of(f"<?php return @{code};")
    assert isinstance(found, dict)
    assert found[key] == "y"


@pytest.mark.parametrize(
    "code",
    [
        "['a' => 1, ...$more]",
        "['a' => 1, $key => 2]",
        "[strtolower('A') => 1]",
        "array_merge($x, ['a' => 1])",
        "$x",
        "require 'y.php'",
    ],
)
def test_a_key_that_may_hide_cannot_be_told(code: str) -> None:
    assert isinstance(at(code, "a"), Opaque)


@pytest.mark.parametrize(
    "code",
    ["['b' => 1]", "[]", "[1, 2]", "['a.b' => 1]", "null", "'text'", "[['a' => 1]]", "['b' => [...$x]]"],
)
def test_an_absent_key_is_absent(code: str) -> None:
    assert at(code, "a") is None


def test_a_key_after_a_spread_is_certain() -> None:
    assert shape(at("[...$x, PDO::A => 2, 'a' => 1]", "a")) == "1"


def test_only_the_return_of_the_file_counts() -> None:
    before = "$f = function () { return ['a' => 1]; };\nfunction g() { return ['a' => 2]; }\n"
    assert shape(php.find(php.config(f"<?php\n{before}return ['a' => 3];\n$z = 4;", "x"), ["a"])) == "3"
    guarded = "<?php if (PHP_SAPI) { return ['a' => 1]; } return ['a' => 2];"
    assert isinstance(php.find(php.config(guarded, "x"), ["a"]), Opaque)
    assert isinstance(php.config("<?php echo 1;", "x").root, Opaque)
    assert isinstance(php.config("", "x").root, Opaque)


def test_imports_are_known_by_their_short_names() -> None:
    classes = "use A\\B;\nuse C\\D as E, \\F;\nuse G\\{H, I\\J as K};"
    others = "use function L\\m, L\\o;\nuse const L\\{P};\nuse L\\{function n, Q};"
    text = f"<?php\n{classes}\n{others}\nreturn [];"
    uses = php.config(text, "x").uses
    assert uses == {"B": "A\\B", "E": "C\\D", "F": "F", "H": "G\\H", "K": "G\\I\\J", "Q": "L\\Q"}


@pytest.mark.parametrize(
    ("text", "line"),
    [("<?php\n\nreturn [\n  'a' => 'SECRET',\n  'b' => => 1,\n];\n", 5), ("<?php return ['SECRET'", 1)],
)
def test_a_syntax_error_stops_with_its_line_and_shows_nothing_of_the_file(text: str, line: int) -> None:
    with pytest.raises(php.Broken) as broken:
        php.config(text, "config/session.php")
    assert broken.value.line == line
    said = broken.value.text.en + broken.value.text.id + broken.value.hint.en + broken.value.hint.id
    assert "config/session.php" in said
    assert "SECRET" not in said


@pytest.mark.parametrize("shape_name", [*SHAPES, *(shape for shape in ODD if shape != "broken-config")])
def test_every_php_file_of_every_shape_is_readable(shape_name: str) -> None:
    for name, text in project(shape_name).items():
        if name.endswith(".php"):
            php.lint(text, name)


def test_spans_are_bytes_also_behind_bytes_that_are_not_utf_8() -> None:
    text = b"<?php // caf\xe9 \xc3\xa9\nreturn ['a' => 'x\xe9'];".decode("utf-8", "surrogateescape")
    value = php.find(php.config(text, "x"), ["a"])
    assert isinstance(value, Literal)
    assert text.encode("utf-8", "surrogateescape")[value.span.start : value.span.end] == b"'x\xe9'"
    assert (value.value, value.span.line) == ("x\udce9", 2)


def test_a_thousand_levels_are_no_traceback() -> None:
    deep = "[" * 1000 + "]" * 1000
    assert isinstance(at(deep), Array)
    assert isinstance(at("'a' . " * 2000 + "'b'"), Binary)
