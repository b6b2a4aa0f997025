"""A miniature project that a real Laravel boots: its own `artisan`, on a database file or a server."""

from __future__ import annotations

import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests import shapes
from tests.frameworks import Framework
from tests.lab import clean_env, illuminate, run_php

_PROVIDERS = """'providers' => [
        Illuminate\\Bus\\BusServiceProvider::class,
        Illuminate\\Cache\\CacheServiceProvider::class,
        Illuminate\\Database\\DatabaseServiceProvider::class,
        Illuminate\\Encryption\\EncryptionServiceProvider::class,
        Illuminate\\Filesystem\\FilesystemServiceProvider::class,
        Illuminate\\Foundation\\Providers\\ConsoleSupportServiceProvider::class,
        Illuminate\\Foundation\\Providers\\FoundationServiceProvider::class,
        Illuminate\\Queue\\QueueServiceProvider::class,
        App\\Providers\\AppServiceProvider::class,
    ],"""
_AUTOLOAD = """<?php

require_once LOADER;
spl_autoload_register(function ($class) {
    $file = dirname(__DIR__).'/app/'.str_replace('\\\\', '/', substr($class, 4)).'.php';
    if (strncmp($class, 'App\\\\', 4) === 0 && is_file($file)) {
        require $file;
    }
});
"""
_PACKAGE = "$this->loadMigrationsFrom(base_path('packages/audit/migrations'));"
SHAPES = {"8": "classic-8", "10": "classic-10", "13": "slim-13"}
KEPT = ("bootstrap/cache", "storage/logs", "storage/framework/views", "storage/framework/cache/data")


def make(folder: Path, laravel: Framework | None = None) -> Path:
    """Make an application that boots, of Laravel 8 unless told; one of its migrations is a package's."""
    shape = SHAPES[laravel.name] if laravel else "classic-8"
    text = shapes.project(shape)["config/app.php"]
    provider = shapes.project(shape)["app/Providers/AppServiceProvider.php"]
    loader = f"'{laravel.autoload}'" if laravel else "'Illuminate/autoload.php'"
    files = {
        "config/app.php": re.sub(r"'providers' => \[.*?\],", lambda _: _PROVIDERS, text, flags=re.DOTALL),
        "app/Providers/AppServiceProvider.php": re.sub(
            r"(boot\(\)(?:: void)?\s*\{)", lambda found: f"{found[1]}\n        {_PACKAGE}", provider),
        "vendor/autoload.php": _AUTOLOAD.replace("LOADER", loader),
        "packages/audit/migrations/2020_02_02_000000_create_audits_table.php": migration("audits"),
        "database/migrations/2021_03_03_000000_create_parts_table.php": migration("parts"),
    }  # fmt: skip
    if shape.startswith("classic-10"):
        files["config/app.php"] = re.sub(
            r"'providers' => .*?->toArray\(\),", lambda _: _PROVIDERS, text, flags=re.DOTALL)  # fmt: skip
    made = shapes.make(shape, folder, files=files)
    for kept in KEPT:
        (made / kept).mkdir(parents=True, exist_ok=True)
    return made


def migration(table: str) -> str:
    """Return a migration with an anonymous class that makes a table."""
    return f"""<?php

use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{{
    public function up()
    {{
        Schema::create('{table}', function ($table) {{
            $table->id();
        }});
    }}
}};
"""


def on_sqlite(folder: Path, name: str = "shop.sqlite") -> Path:
    """Point a project at a database file of its own, whatever it was told before, and return that file."""
    file = folder / name
    file.touch()
    env = folder / ".env"
    env.write_text(shapes.with_env(env.read_text(), {"DB_CONNECTION": "sqlite", "DB_DATABASE": str(file)}))
    return file


def php(folder: Path, script: str, *arguments: str, laravel: Framework | None = None) -> CompletedProcess[bytes]:
    """Run a PHP file of a project as a person would, in its root."""
    if laravel:
        command = [*laravel.php, "-d", "error_reporting=E_ALL&~E_DEPRECATED", str(folder / script), *arguments]
        return subprocess.run(command, capture_output=True, check=False, env=clean_env(), cwd=folder, timeout=60)
    ini = [f"include_path={illuminate()}", "error_reporting=E_ALL&~E_DEPRECATED"]
    done = run_php(folder / script, *arguments, ini=ini)
    if b"could not find driver" in done.stderr + done.stdout:
        pytest.skip("PHP has no SQLite: apt-get install php-sqlite3")
    return done


def artisan(folder: Path, *arguments: str, laravel: Framework | None = None) -> str:
    """Run `php artisan` and return what it says; it must go well."""
    done = php(folder, "artisan", *arguments, laravel=laravel)
    assert done.returncode == 0, (done.stdout + done.stderr).decode()
    return done.stdout.decode()


@contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a database file for a moment; what was done is committed."""
    with closing(sqlite3.connect(file)) as connection, connection:
        yield connection


def rows(file: Path, table: str) -> list[tuple[str, int]]:
    """Return the rows of a migrations table as Laravel orders them."""
    with opened(file) as database:
        return database.execute(f"SELECT migration, batch FROM [{table}] ORDER BY batch, migration").fetchall()  # noqa: S608
