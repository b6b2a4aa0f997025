"""Routes: found by what they say, put where they are reached, once."""

from __future__ import annotations

import pytest

from tests.lab import php_lint
from tests.shapes import SHAPES, project
from wizard.finding import Invalid
from wizard.formats import php

HEALTH = """Route::get('/health', function () {
    return response()->json(['status' => 'ok']);
})->withoutMiddleware('web');"""
USE = "<?php\n\nuse Illuminate\\Support\\Facades\\Route;\n"


# Leaves it alone


def test_a_route_that_is_there_is_not_put_twice() -> None:
    text = USE + "\nRoute::get('/', 'a');\n"
    once = php.insert_route(text, HEALTH)
    assert once != text
    assert php.insert_route(once, HEALTH) == once
    assert php.insert_route(once.replace("    return", "\treturn"), HEALTH) == once.replace(
        "    return", "\treturn"
    )


def test_every_other_byte_stays() -> None:
    text = (USE + "\n/* it's ?> */\nRoute::get('/{any}', \"x\") ;\n\n\n?>\n html \n").replace(
        "\n", "\r\n"
    ) + "caf\udce9"
    edited = php.insert_route(text, HEALTH)
    code = HEALTH.replace("\n", "\r\n")
    assert edited.replace(code + "\r\n\r\n", "", 1) == text


@pytest.mark.parametrize("text", ["<?php\nRoute::get('SECRET', ;\n", "<?php\nRoute::get('SECRET\n"])
def test_a_broken_file_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(php.Broken) as broken:
        php.insert_route(text, HEALTH)
    assert "SECRET" not in broken.value.text.en + broken.value.hint.en
    assert "routes/web.php" in broken.value.text.en


@pytest.mark.parametrize("code", ["Route::get('/x'", "?> x <?php", "Route::get('/x'); }", "", "// x"])
def test_code_that_is_no_statement_is_refused(code: str) -> None:
    with pytest.raises(Invalid):
        php.insert_route(USE, code)


@pytest.mark.parametrize("text", ["", "<?php return [];", "just text", "<?php Foo::get('/x', 1);"])
def test_where_there_is_no_route_none_is_found(text: str) -> None:
    assert [route for route in php.routes(text) if route.uri == "/x"] == []


# Reading


def test_routes_are_read_in_any_spelling() -> None:
    text = (
        USE
        + r"""
Route::get("/health", function () { return Route::get('/inner', 1); })->withoutMiddleware('web')->name('h');
Route::match(['get', "post"], 'both/', 'x');
\Illuminate\Support\Facades\Route::any('/any', 'x');
Route::view('/v', 'welcome');
Route::redirect('/a', '/b');
Route::middleware('auth')->get($path, 'x');
Route::post("/p/$id", 'x');
Route::middleware(['web'])->prefix('admin')->group(function () {
    Route::get('/in', 'x');
    Route::group(['prefix' => 'y'], function () { Route::put('/deep', 'x'); });
});
if (app()->isLocal()) { Route::get('/debug', 'x'); }
Route::fallback('x');
"""
    )
    every = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    assert [(route.methods, route.uri, route.in_group, route.chained) for route in php.routes(text)] == [
        (("GET", "HEAD"), "/health", False, ("withoutMiddleware", "name")),
        (("GET", "POST"), "both/", False, ()),
        (every, "/any", False, ()),
        (("GET", "HEAD"), "/v", False, ()),
        (every, "/a", False, ()),
        (("GET", "HEAD"), None, False, ("middleware",)),
        (("POST",), None, False, ()),
        (("GET", "HEAD"), "/in", True, ()),
        (("PUT",), "/deep", True, ()),
        (("GET", "HEAD"), None, False, ()),
    ]
    health = php.routes(text)[0]
    assert text[health.span.start : health.span.end].endswith("->name('h');")
    assert (health.path, php.routes(text)[1].path, health.span.line) == ("/health", "/both", 5)


@pytest.mark.parametrize(
    ("route", "catches"),
    [
        ("'/{any}'", True),
        ("'{path?}'", True),
        ("'/{a}/b'", True),
        ("'/x/{any}'", False),
        ("'/'", False),
        ("''", False),
    ],
)
def test_a_route_that_may_take_any_address_is_marked(route: str, catches: bool) -> None:
    assert [found.catches_all for found in php.routes(f"<?php Route::get({route}, 1);")] == [catches]


# The place


@pytest.mark.parametrize(
    "catch_all",
    [
        "Route::get('/{any}', 'x')->where('any', '.*');",
        'Route::get("{path?}", "x");',
        "Route::fallback(fn () => 1);",
        "Route::any('/{all}', 'x');",
        "Route::match(['get'], '/{x}', 'y');",
        "Route::view('/{any}', 'spa');",
        "Route::middleware('auth')->group(function () {\n    Route::get('/{page}', 'x');\n});",
        "Route::prefix('{locale}')->group(function () {\n    Route::get('/', 'x');\n});",
        "Route::group(['prefix' => '{locale}'], function () {});",
        "if (true) {\n    Route::get('/{any}', 'x');\n}",
        "Route::middleware('a')->get('/{any?}', 'x');",
        "// takes the rest\nRoute::get('/{any}', 'x');",
    ],
)
def test_a_new_route_stands_above_what_would_swallow_it(catch_all: str) -> None:
    text = USE + f"\nRoute::get('/', 'x');\n\n{catch_all}\n\nRoute::get('/late', 'x');\n"
    code = "Route::get('/health', fn () => 1);"
    assert php.insert_route(text, code) == text.replace(catch_all, f"{code}\n\n{catch_all}")


def test_without_a_catch_all_it_stands_below_the_last_use() -> None:
    for eol in ("\n", "\r\n"):
        text = (USE + "use A\\B; // why\n\n/* Web Routes */\n\nRoute::get('/', 'x');\n").replace("\n", eol)
        wanted = (
            USE + f"use A\\B; // why\n\n{HEALTH}\n\n/* Web Routes */\n\nRoute::get('/', 'x');\n"
        ).replace("\n", eol)
        assert php.insert_route(text, HEALTH) == wanted


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "<?php\n\nX\n"),
        ("<?php\n", "<?php\n\nX\n"),
        ("<?php", "<?php\n\nX\n"),
        ("<?php\n\nuse A;", "<?php\n\nuse A;\n\nX\n"),
        ("<?php\nuse A;\necho 1;", "<?php\nuse A;\n\nX\n\necho 1;"),
        (
            "<?php\ndeclare(strict_types=1);\nnamespace A;\n\n\n\necho 1;",
            "<?php\ndeclare(strict_types=1);\nnamespace A;\n\nX\n\n\n\necho 1;",
        ),
        ("<?php use A; echo 1;", "<?php use A;\n\nX\n\n echo 1;"),
        ("<?php /* a\n b */ echo 1;", "<?php /* a\n b */\n\nX\n\n echo 1;"),
        (
            "<?php\nnamespace A {\n    use B;\n\n    echo 1;\n}\n",
            "<?php\nnamespace A {\n    use B;\n\n    X\n\n    echo 1;\n}\n",
        ),
        ("<?php\nnamespace A {\n    echo 1;\n}\n", "<?php\nnamespace A {\n\n    X\n\n    echo 1;\n}\n"),
        ("<?php Route::get('/{x}', 1);", "<?php \n\nX\n\nRoute::get('/{x}', 1);"),
        ("<?php // a\n// b\nRoute::get('/{x}', 1);", "<?php // a\n\nX\n\n// b\nRoute::get('/{x}', 1);"),
    ],
)
def test_odd_beginnings_have_a_place_too(before: str, after: str) -> None:
    code = "Route::get('/health', 'y');"
    edited = php.insert_route(before, code)
    assert edited == after.replace("X", code)
    assert php_lint({"web.php": edited}) == {}
    assert php.insert_route(edited, code) == edited


@pytest.mark.parametrize("shape", SHAPES)
def test_real_route_files_take_a_route_above_their_catch_alls(shape: str) -> None:
    edited = php.insert_route(project(shape)["routes/web.php"], HEALTH)
    found = php.routes(edited)
    at = [route.path for route in found].index("/health")
    assert not any(route.catches_all for route in found[:at])
    assert php_lint({"web.php": edited}) == {}
    assert php.insert_route(edited, HEALTH) == edited


@pytest.mark.parametrize("broken", ["Route::get(LIST, 'x');", "Route::get(...);", "Route::get(,);"])
def test_a_route_with_a_broken_argument_is_no_traceback(broken: str) -> None:
    assert all(route.uri is None for route in php.routes(f"<?php\n\n{broken}\n"))
