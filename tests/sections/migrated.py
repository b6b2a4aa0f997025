"""Runs a migration of ours with Laravel's real schema builder, on a database in memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab import illuminate, run_php

_SCRIPT = r"""
require 'Illuminate/autoload.php';

if (! extension_loaded('pdo_sqlite')) {
    exit('no sqlite');
}
$capsule = new Illuminate\Database\Capsule\Manager;
$settings = ['driver' => 'sqlite', 'database' => ':memory:', 'prefix' => $argv[2]];
$capsule->addConnection($settings);
$capsule->setAsGlobal();
Illuminate\Support\Facades\Facade::setFacadeApplication(['db' => $capsule->getDatabaseManager()]);
$database = $capsule->getConnection();
if ($argv[3] !== '') {
    $database->statement($argv[3]);
}
$classes = get_declared_classes();
$found = require $argv[1];
$named = array_values(array_filter(
    array_diff(get_declared_classes(), $classes),
    fn ($class) => strpos($class, 'Create') === 0
));
$migration = is_object($found) ? $found : new $named[0];

$state = function () use ($database) {
    $tables = $database->select("select name from sqlite_master where type = 'table' order by rowid");
    return implode(' ', array_map(function ($table) use ($database) {
        $columns = array_column($database->select("pragma table_info({$table->name})"), 'name');
        return $table->name.'('.implode(',', $columns).')';
    }, $tables));
};
foreach (['up' => 'up', 'up again' => 'up', 'down' => 'down'] as $step => $method) {
    try {
        $migration->$method();
        echo "$step: ", $state(), "\n";
    } catch (Throwable $error) {
        echo "$step: ", get_class($error), ': ', $error->getMessage(), "\n";
    }
}
"""


def migrated(path: Path, *, prefix: str = "", before: str = "") -> list[str]:
    """Return the tables after `up()`, after a second `up()` and after `down()`; `before` is SQL to begin with."""
    folder = illuminate()
    done = run_php(f"set_include_path('{folder}'); error_reporting(E_ALL & ~E_DEPRECATED);\n{_SCRIPT}",
                   str(path), prefix, before)  # fmt: skip
    if done.stdout == b"no sqlite":
        pytest.skip("PHP has no SQLite: apt-get install php-sqlite3")
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().splitlines()
