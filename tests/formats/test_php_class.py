"""One property of a class: read, set, and nothing else touched."""

from __future__ import annotations

import pytest

from tests.lab import php_lint, run_php
from wizard.finding import Invalid
from wizard.formats import php
from wizard.formats.expression import Array, Literal

TRUST = """<?php

namespace App\\Http\\Middleware;

class TrustProxies extends Middleware
{
    /** @var array|string|null $proxies */
    protected $proxies;

    protected array|string|null $other = ['x' => '$proxies'], $third;

    public function handle() { $proxies = 1; return $this->proxies; }
}
"""


def test_the_same_default_again_changes_nothing() -> None:
    once = php.set_property(TRUST, "proxies", "'*'", "TrustProxies.php")
    assert php.set_property(once, "$proxies", "'*'", "TrustProxies.php") == once


@pytest.mark.parametrize("name", ["x", "handle", "proxie", "Proxies"])
def test_an_absent_property_is_absent(name: str) -> None:
    assert php.property_default(TRUST, name) is None
    with pytest.raises(Invalid):
        php.set_property(TRUST, name, "1", "TrustProxies.php")


@pytest.mark.parametrize("code", ["1; public $x = 2", "1, $y = 3", "", "'", "1 ?> x"])
def test_code_that_is_not_one_expression_is_refused(code: str) -> None:
    with pytest.raises(Invalid):
        php.set_property(TRUST, "proxies", code, "TrustProxies.php")


def test_a_broken_class_is_refused() -> None:
    with pytest.raises(php.Broken):
        php.set_property(TRUST.replace("class ", "class class "), "proxies", "1", "TrustProxies.php")


def test_a_property_without_a_default_is_null() -> None:
    value = php.property_default(TRUST, "proxies")
    assert isinstance(value, Literal)
    assert value.value is None
    assert isinstance(php.property_default(TRUST, "other"), Array)


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_a_default_is_set_and_replaced(eol: str) -> None:
    text = TRUST.replace("\n", eol)
    once = php.set_property(text, "proxies", "'*'", "TrustProxies.php")
    assert once == text.replace("protected $proxies;", "protected $proxies = '*';")
    twice = php.set_property(once, "proxies", "[\n    '10.0.0.0/8',\n]", "TrustProxies.php")
    wanted = f"protected $proxies = [{eol}        '10.0.0.0/8',{eol}    ];"
    assert twice == text.replace("protected $proxies;", wanted)
    assert php_lint({"a": once, "b": twice}) == {}


def test_php_sees_the_default_that_was_set() -> None:
    text = php.set_property(
        TRUST.replace(" extends Middleware", ""), "proxies", php.literal(["'", "$x"]), "x"
    )
    code = text.removeprefix("<?php") + "echo json_encode((new TrustProxies)->handle());"
    assert run_php(code).stdout == b'["\'","$x"]'
