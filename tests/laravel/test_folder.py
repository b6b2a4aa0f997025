"""Where the code says that the config files are, as PHP computes it; or that it cannot be told."""

from __future__ import annotations

import json

import pytest

from tests.lab import run_php
from wizard.laravel.folder import Home, Stranger, home

COMPOSER = json.dumps({"autoload": {"psr-4": {"Toko\\": "app/", "Toko\\Core\\": ["gone/", "core/src"]}}})
STARTED = "<?php\n$app = new {name}(dirname(__DIR__));\nreturn $app;\n"
CLASS = """<?php
namespace Toko\\Core;
class Application extends \\Illuminate\\Foundation\\Application
{{
    public function path($path = '') {{ return 'no return of configPath'; }}
    public function configPath($path = '') {{ return {code}; }}
}}
"""
NONE: dict[str, str] = {}
OURS = STARTED.format(name="Illuminate\\Foundation\\Application")


def stated(code: str) -> Home | Stranger | None:
    """Say where a class of the application puts its config files."""
    files = {"core/src/Application.php": CLASS.format(code=code)}
    return home(STARTED.format(name="\\Toko\\Core\\Application"), COMPOSER, files.get)


def by_php(code: str) -> str:
    """Return the folder that PHP computes, from the root."""
    stub = """
        function base_path($p = '') { return '/base' . ($p ? "/$p" : ''); }
        function app_path($p = '') { return '/base/app' . ($p ? "/$p" : ''); }
        function join_paths($a, ...$b) { return implode('/', array_filter([$a, ...$b])); }
        class A {
            public $basePath = '/base';
            function basePath($p = '') { return base_path($p); }
            function path($p = '') { return app_path($p); }
            function configPath($path = '') { return eval('return ' . $GLOBALS['argv'][1] . ';'); }
        }
        echo (new A)->configPath();
    """
    ran = run_php(stub, code.replace("__DIR__", "'/base/core/src'").replace("realpath", ""))
    parts: list[str] = []
    for part in ran.stdout.decode().split("/"):
        if part == "..":
            parts.pop()
        elif part:
            parts.append(part)
    assert parts[:1] == ["base"], ran.stderr
    return "/".join(parts[1:])


@pytest.mark.parametrize(
    ("code", "folder"),
    [
        ("$this->basePath.DIRECTORY_SEPARATOR.'app'.DIRECTORY_SEPARATOR.'Config'.($path ? '/'.$path : $path)", "app/Config"),
        ("$this->basePath . '/app/Config/' . $path", "app/Config"),
        ("$this->basePath('settings').($path != '' ? DIRECTORY_SEPARATOR.$path : '')", "settings"),
        ("$this->path('Config')", "app/Config"),
        ("base_path('etc/config')", "etc/config"),
        ("app_path('Config/')", "app/Config"),
        ("join_paths($this->basePath('conf'), $path)", "conf"),
        ("__DIR__.'/../config'", "core/config"),
        ("dirname(__DIR__).'/config'", "core/config"),
        ("dirname(dirname(__DIR__)).'/settings'", "settings"),
        ("realpath(__DIR__ . '/../../settings')", "settings"),
    ],
)
def test_a_folder_that_a_class_names_is_what_php_computes(code: str, folder: str) -> None:
    assert stated(code) == Home("core/src/Application.php", folder)
    assert by_php(code) == folder


@pytest.mark.parametrize(
    "code", ["$this->configPath", "$path", "getenv('X').'/config'", "$this->basePath", "'../outside'", "__DIR__", "5"]
)
def test_a_folder_that_is_computed_otherwise_is_not_guessed(code: str) -> None:
    assert stated(code) == Home("core/src/Application.php", None)


@pytest.mark.parametrize(
    ("code", "folder"),
    [
        ("__DIR__.'/../settings'", "settings"),
        ("dirname(__DIR__).'/settings'", "settings"),
        ("base_path('app/Config')", "app/Config"),
        ("$app->basePath('app/Config')", "app/Config"),
        ("'settings'", "settings"),
        ("$where", None),
    ],
)
def test_the_bootstrap_has_the_first_word(code: str, folder: str | None) -> None:
    bootstrap = OURS.replace("return", f"$app->useConfigPath({code});\nreturn")
    assert home(bootstrap, COMPOSER, NONE.get) == Home("bootstrap/app.php", folder)


@pytest.mark.parametrize(
    "bootstrap",
    [
        "",
        "<?php",
        "not PHP <?php [",
        OURS,
        OURS.replace("Illuminate", "\\Illuminate"),
        "<?php\nuse Illuminate\\Foundation\\Application;\nreturn Application::configure(basePath: 'x')->create();",
        "<?php\nuse Illuminate\\Foundation\\Application as App;\n$app = new App('x');\nreturn $app;",
        OURS + "// $app->useConfigPath('x');\n// $app = new Toko\\Core\\Application();",
    ],
)
def test_laravels_own_application_keeps_its_config_where_it_is(bootstrap: str) -> None:
    assert home(bootstrap, COMPOSER, NONE.get) is None


def test_a_class_that_leaves_the_folder_alone_is_no_news() -> None:
    files = {"app/Shop.php": "<?php\nnamespace Toko;\nclass Shop extends \\Illuminate\\Foundation\\Application {}\n"}
    bootstrap = "<?php\nuse Toko\\Shop;\nreturn Shop::configure(basePath: dirname(__DIR__))->create();\n"
    assert home(bootstrap, COMPOSER, files.get) is None


@pytest.mark.parametrize("composer", ["", "{", "[]", '{"autoload": 1}', '{"autoload": {"psr-4": [1]}}', COMPOSER])
def test_a_class_whose_file_is_not_at_hand_may_put_it_anywhere(composer: str) -> None:
    assert home(STARTED.format(name="Toko\\Core\\Application"), composer, NONE.get) == Stranger("Toko\\Core\\Application")
