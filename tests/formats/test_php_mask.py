"""Showing PHP in a diff: what is not known to be harmless is dots, on as many lines as there were."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.php_lab import files
from tests.shapes import ODD, SHAPES, project
from wizard.formats import php

SENTINEL = "hunter2"


def shown(text: str, *public: str) -> str:
    return "\n".join(php.masked(text, public))


# Leaves it readable


@pytest.mark.parametrize(
    "line",
    [
        "'driver' => env('SESSION_DRIVER'),",
        "'lifetime' => 120,",
        "'secure' => true, 'x' => null, 'y' => 1.5,",
        "PDO::ATTR => StreamHandler::class,",
        '"key" => array(),',
        "// The application's driver, it doesn't matter",
        "'a' => '',",
        "/* Here you may say which */",
    ],
)
def test_what_is_harmless_is_shown(line: str) -> None:
    assert php.masked(f"<?php\nreturn [\n    {line}\n];\n") == ("<?php", "return [", f"    {line}", "];")


def test_public_values_are_shown() -> None:
    text = "<?php return ['a' => env('A', 'redis'), 'b' => 'file', 'c' => \"redis\"];"
    assert shown(text, "redis") == text.replace("file", "••••")


def test_a_public_value_with_credentials_is_not_shown() -> None:
    text = "<?php return ['a' => 'redis://:hunter2@h'];"
    assert shown(text, "redis://:hunter2@h") == "<?php return ['a' => '••••'];"


def test_a_file_without_strings_is_shown_as_it_is() -> None:
    assert shown("<?php\r\n\r\n$a = 1;\r\n\tfoo($b);\r\n") == "<?php\n\n$a = 1;\n\tfoo($b);"


# Hides


@pytest.mark.parametrize(
    "code",
    [
        "'k' => 'hunter2'",
        "'k' => \"hunter2\"",
        "'k' => env('K', 'hunter2')",
        "'k' => \"a{$x['hunter2']}b\"",
        "'k' => <<<X\n  hunter2 $y\n  hunter2\n  X",
        "'k' => <<<'X'\nhunter2\nX",
        "'k' => 'a\nhunter2\r\nb'",
        "'k' => `hunter2`",
        "'k' => f('hunter2')",
        "'hunter2'",
        "['hunter2', 2]",
        "'k' => $x['hunter2']",
        '"$hunter2" => 1',
        "'k' => b'hunter2'",
        "'k' => ('a' . 'hunter2')",
        "'k' => env(f('hunter2'))",
        "'k' => env('hunter2 x')",
        "'k' => it('K', 'hunter2')",
        "// 'k' => 'hunter2',\n",
        "# DB_PASSWORD=hunter2\n",
        "// $password = hunter2;\n",
        "/* 'a' => 'x\nhunter2',\n*/",
        "// 'k' => 'it is\n// hunter2',\n",
        '// it\'s "hunter2"\n',
        "/* password: hunter2 */",
        "// api_key:hunter2\n",
        "// redis://u:hunter2@host\n",
        "// base64:hunter2hunter2hunter2=\n",
        "// 'k' => 'don\\'t hunter2'\n",
        '// "it\'s hunter2"\n',
        "/* unclosed ' quote hunter2 */",
        "// k =>hunter2\n",
        "// KEY= hunter2 it's\n",
    ],
)
def test_a_secret_is_hidden_wherever_a_string_may_stand(code: str) -> None:
    for eol in ("\n", "\r\n"):
        text = f"<?php\nreturn [\n    {code}\n];\n".replace("\n", eol)
        lines = php.masked(text)
        assert SENTINEL not in "".join(lines)
        assert len(lines) == text.count("\n")
        assert "••••" in "".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        "hunter2\n",
        "<?php echo 1; ?>\nhunter2 <b>\n<?= 1 ?> hunter2",
        "<?php __halt_compiler(); hunter2 + 1;",
        "<?php $a = 'hunter2",
        "<?php return ['a' => 'x, 'b' => 'hunter2'];",
        "<?php return ['a' => => 'hunter2'];",
        "<?php // ?> hunter2\n<?php",
        "DB_PASSWORD=hunter2",
    ],
)
def test_a_secret_is_hidden_outside_php_and_in_broken_php(text: str) -> None:
    assert SENTINEL not in shown(text)
    assert len(php.masked(text)) == len(text.removesuffix("\n").split("\n"))


@settings(max_examples=30, deadline=None)
@given(files(), st.sampled_from(["\n", "\r\n", ""]), st.integers(0, 200))
def test_a_sentinel_never_survives_also_in_damaged_files(
    drawn: tuple[str, object], tail: str, cut: int
) -> None:
    config = php.config(drawn[0], "x")
    text = php.inserted(config, ["zz"], f"env('A', '{SENTINEL}')").text + tail
    for damaged in (text, text[cut % len(text) :], text[: len(text) - cut % len(text)]):
        lines = php.masked(damaged)
        assert SENTINEL not in "".join(lines)
        assert len(lines) == len(
            (damaged + "\n").removesuffix("\n\n" if damaged.endswith("\n") else "\n").split("\n")
        )


def test_control_characters_are_shown_as_escapes() -> None:
    text = "<?php\n$a = 1; /* \x1b[2J \u202e \udce9 */\n$b = 'x\x1b';\n"
    assert php.masked(text, ["x\x1b"])[1:] == ("$a = 1; /* \\x1b[2J \\u{202e} \\xe9 */", "$b = 'x\\x1b';")


def test_nothing_has_no_lines() -> None:
    assert php.masked("") == ()
    assert php.masked("\n") == ("",)


@pytest.mark.parametrize("shape", [*SHAPES, *ODD])
def test_all_lines_of_real_files_are_there(shape: str) -> None:
    for name, text in project(shape).items():
        if name.endswith(".php"):
            assert len(php.masked(text)) == len(text.removesuffix("\n").split("\n")) * bool(text)


def test_a_huge_comment_is_no_trap() -> None:
    assert php.masked("<?php // " + "a" * 100_000 + "\n// " + "key:" * 20_000)
