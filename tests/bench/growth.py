"""Work that must grow no faster than what it works on."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tests import lab, shapes
from tests.bench.measure import Figures, Row, alternate, timed
from wizard import speak
from wizard.formats import env, php
from wizard.outcome import outcome
from wizard.project import Project
from wizard.resolve import Given
from wizard.sections import ALL

T = TypeVar("T")

_LINES = 10_000
_ENTRIES = 200
_ANSWERS = {
    ("storage", "bucket"): "omniflow-assets",
    ("database", "host"): "10.0.0.5",
    ("database", "database"): "hris_onni",
    ("database", "username"): "omniflow",
    ("redis", "host"): "10.0.0.6",
}
_LOAD = r"""
spl_autoload_register(static function (string $class) use ($argv): void {
    $file = $argv[1] . '/' . strtr($class, '\\', '/') . '.php';
    if (is_file($file)) { require $file; }
});
$values = Dotenv\Repository\Adapter\ArrayAdapter::create()->get();
$repository = Dotenv\Repository\RepositoryBuilder::createWithNoAdapters()->addAdapter($values)->make();
echo count(Dotenv\Dotenv::create($repository, $argv[2])->load());
"""


def _env(lines: int) -> str:
    """Assignments of every kind that people write, and a comment here and there."""
    kinds = ("HOST=10.0.0.5", 'URL="https://service.example/path" # note', "NOTE='two words'", "EMPTY=")
    return "".join(
        f"# service {number}\n" if number % 7 == 0 else f"SERVICE_{number:06d}_{kinds[number % 4]}\n"
        for number in range(lines)
    )


def _edited(text: str) -> str:
    """Change a value in the middle and add a new name."""
    middle = text.count("\n") // 2 // 28 * 28 + 4
    return env.put(text, {f"SERVICE_{middle:06d}_HOST": "10.0.0.9", "SESSION_DRIVER": "redis"})


def _env_edit(pairs: int) -> Figures:
    """The real phpdotenv 5.6, whose time grows with the square of the lines: PHP's start is hardly seen in it."""
    text, folder = _env(_LINES), lab.dotenv_versions()["5.6"]
    with tempfile.TemporaryDirectory() as place:
        Path(place, ".env").write_text(text)

        def load() -> None:
            ran = lab.run_php(_LOAD, str(folder), place)
            if ran.returncode:
                raise RuntimeError("phpdotenv did not read the file")

        return alternate(lambda: timed(lambda: _edited(text)), lambda: timed(load), pairs)


def _env_growth(pairs: int) -> Figures:
    return _grown(_edited, _env(_LINES), _env(_LINES // 10), pairs)


def _config(entries: int) -> str:
    """A config file with many connections, as a multi-tenant application has."""
    items = "".join(
        f"        'tenant{number}' => ['driver' => 'mysql', 'host' => env('TENANT_{number}_HOST', '127.0.0.1')],\n"
        for number in range(entries)
    )
    return f"<?php\n\nreturn [\n    'default' => 'mysql',\n    'connections' => [\n{items}    ],\n];\n"


def _config_growth(pairs: int) -> Figures:
    def edit(text: str) -> str:
        read = php.config(text, "database")
        read = php.replaced(read, ("default",), "env('DB_CONNECTION', 'mysql')")
        return php.inserted(read, ("connections", "tenant7", "port"), "3306").text

    return _grown(edit, _config(_ENTRIES * 10), _config(_ENTRIES), pairs)


def _plan_growth(pairs: int) -> Figures:
    """Everything that `plan` does but its imports, in a project whose `.env` is ten times as long."""
    with tempfile.TemporaryDirectory() as place:
        long, short = (_opened(Path(place, str(lines)), lines) for lines in (_LINES, _LINES // 10))

        def plan(project: Project) -> list[str]:
            found = outcome(ALL, project, Given(_ANSWERS, {}, {}))
            return list(speak.diff_lines(found.plan, "en"))

        return _grown(plan, long, short, pairs)


def _opened(folder: Path, lines: int) -> Project:
    """Make a project with so many more lines in its `.env`."""
    text = shapes.project("slim-12")[".env"]
    return Project.open(shapes.make("slim-12", folder, files={".env": text + _env(lines)}))


def _grown(work: Callable[[T], object], long: T, short: T, pairs: int) -> Figures:
    return alternate(lambda: timed(lambda: work(long)), lambda: timed(lambda: work(short)), pairs)


ROWS = (
    # 1x at 10,000 lines is 0.02x at 100,000: ours grows with the lines, phpdotenv 5.6 with their square.
    Row("env-edit", f"edit of a `.env` of {_LINES:,} lines", "phpdotenv 5.6 reading it", 1, _env_edit),
    Row("env-growth", "edit of a `.env`, 10x the lines", "1x", 11, _env_growth),
    Row("config-growth", "edit of a config file, 10x the size", "1x", 11, _config_growth),
    Row("plan-growth", "the plan itself, 10x the `.env`", "1x", 11, _plan_growth),
)
