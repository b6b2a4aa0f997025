"""The application of the end-to-end test: a fresh install's config, our own few pages, and real Laravel."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import shapes
from tests.frameworks import Framework
from tests.lab import clean_env

_HERE = Path(__file__).parent
_QUEUE_PACKAGE = "vladimir-yuldashev/laravel-queue-rabbitmq"
_PACKAGES = {
    8: {_QUEUE_PACKAGE: "11.3.0", "league/flysystem-aws-s3-v3": "1.0.30"},
    10: {_QUEUE_PACKAGE: "14.0.0", "league/flysystem-aws-s3-v3": "3.0.0"},
    13: {_QUEUE_PACKAGE: "14.5.0", "league/flysystem-aws-s3-v3": "3.0.0"},
}
# A fresh install of 11 and newer keeps everything in a SQLite file; its owner has moved to a server's schema,
# where the neighbour has a table `sessions` already, so sessions and cache are in files as they were before 11.
_MOVED = {
    "DB_CONNECTION": "mysql", "DB_HOST": "127.0.0.1", "SESSION_DRIVER": "file", "CACHE_STORE": "file",
    "QUEUE_CONNECTION": "sync",
}  # fmt: skip
_OWN_FOLDERS = (
    "storage/app", "storage/framework/cache/data", "storage/framework/sessions", "storage/framework/views",
    "storage/logs", "bootstrap/cache", "resources/views",
)  # fmt: skip
_AUTOLOAD = """<?php

require '{framework}';

// What Composer's loader does with the `autoload` of composer.json.
spl_autoload_register(function ($class) {{
    $file = dirname(__DIR__).'/app/'.str_replace('\\\\', '/', substr($class, 4)).'.php';
    if (strncmp($class, 'App\\\\', 4) === 0 && is_file($file)) {{
        require $file;
    }}
}});
"""
# Laravel 8 lists in config/app.php what newer ones bring by themselves.
_PROVIDERS = (
    "Auth\\Auth", "Bus\\Bus", "Cache\\Cache", "Foundation\\Providers\\ConsoleSupport", "Cookie\\Cookie",
    "Database\\Database", "Encryption\\Encryption", "Filesystem\\Filesystem", "Foundation\\Providers\\Foundation",
    "Hashing\\Hash", "Pagination\\Pagination", "Pipeline\\Pipeline", "Queue\\Queue", "Redis\\Redis",
    "Session\\Session", "Translation\\Translation", "Validation\\Validation", "View\\View",
)  # fmt: skip


@dataclass(frozen=True)
class Application:
    """A copy of the application on disk, and the Laravel that runs it."""

    folder: Path
    framework: Framework

    def artisan(self, *arguments: str, node: str = "desk", check: bool = True) -> str:
        """Run `php artisan …` in this copy and return what it said; unless `check` is off it must end well."""
        return self.php("artisan", *arguments, node=node, check=check)

    def php(self, *arguments: str, node: str = "desk", check: bool = True) -> str:
        """Run PHP in this copy, in a clean environment: a real variable would beat `.env`."""
        ran = subprocess.run(
            [*self.framework.php, *arguments], cwd=self.folder, env=clean_env(NODE_NAME=node),
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        said = ran.stdout + ran.stderr
        assert not check or ran.returncode == 0, f"{' '.join(arguments)}: {ran.returncode}\n{said}"
        return said

    def copied(self, folder: Path) -> Application:
        """Return a copy of this copy: what a deploy puts on another node."""
        shutil.copytree(self.folder, folder)
        return Application(folder, self.framework)

    def env(self) -> dict[str, str]:
        """Return the assignments of `.env` as they stand."""
        lines = (self.folder / ".env").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))

    def set_env(self, values: Mapping[str, str | None]) -> None:
        """Change `.env` by hand; None takes a key out."""
        path = self.folder / ".env"
        path.write_text(shapes.with_env(path.read_text(), values))

    def config(self) -> dict[str, Any]:
        """Return all that `config()` holds inside this application; what JSON cannot carry comes as None."""
        code = (
            "require 'vendor/autoload.php'; $app = require 'bootstrap/app.php';"
            "$app->make(Illuminate\\Contracts\\Console\\Kernel::class)->bootstrap();"
            "echo json_encode($app->make('config')->all(), JSON_PARTIAL_OUTPUT_ON_ERROR);"
        )
        told = json.loads(self.php("-r", code))
        assert isinstance(told, dict)
        return told

    def files(self) -> dict[str, bytes]:
        """Return every file of this copy by its path."""
        paths = (path for path in self.folder.rglob("*") if path.is_file())
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in paths}

    def log_files(self) -> list[str]:
        """Return the names of the log files that this copy has written."""
        return sorted(path.name for path in (self.folder / "storage/logs").iterdir())


def make(folder: Path, framework: Framework, env: Mapping[str, str | None]) -> Application:
    """Write a fresh, stateful application; `env` is what its owner has set in `.env`."""
    major = framework.major
    for name, text in _files(framework).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for name in _OWN_FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    for part in ("both", "classic" if major < 11 else "slim"):
        shutil.copytree(_HERE / part, folder, dirs_exist_ok=True)
    application = Application(folder, framework)
    application.set_env({"APP_NAME": "Toko", **(_MOVED if major >= 11 else {}), **env})
    return application


def _files(framework: Framework) -> dict[str, str]:
    """Return a fresh install of this Laravel with the lab's provider in it."""
    major = framework.major
    shape = f"classic-{major}" if major < 11 else f"slim-{min(major, 13)}"
    texts = shapes.project(shape, _PACKAGES[min(major, 13)])
    locked = re.compile(r'("name": "laravel/framework",\s*"version": )"[^"]*"')
    texts["composer.lock"] = locked.sub(rf'\1"v{framework.version}"', texts["composer.lock"])
    texts["vendor/autoload.php"] = _AUTOLOAD.format(framework=framework.autoload)
    texts[f"vendor/{_QUEUE_PACKAGE}/config/rabbitmq.php"] = shapes.rabbitmq(lazy=major < 10)
    # The schema's `users` is another application's: a guest makes none.
    texts = {name: text for name, text in texts.items() if "create_users_table" not in name}
    if major < 11:
        texts |= _classic(texts, major)
    return texts


def _classic(texts: Mapping[str, str], major: int) -> dict[str, str]:
    own = "        App\\Providers\\AppServiceProvider::class,\n"
    app = texts["config/app.php"].replace(own, f"{own}        App\\Providers\\LabServiceProvider::class,\n")
    kernel = texts["app/Http/Kernel.php"]
    if major == 8:
        listed = "".join(f"        Illuminate\\{name}ServiceProvider::class,\n" for name in _PROVIDERS)
        app = re.sub(r"(?:        Illuminate\\\w+\\\w+ServiceProvider::class,\n)+", lambda _: listed, app)
        # A package of its own, which no Debian release carries beside Laravel 8.
        kernel = kernel.replace("        \\Fruitcake\\Cors\\HandleCors::class,\n", "")
    return {"config/app.php": app, "app/Http/Kernel.php": kernel}
