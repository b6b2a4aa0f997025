"""The Laravel application on disk: what it is, and the texts of its files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from wizard import repository
from wizard.config_folder import config_folder
from wizard.disk import is_file, php_files, text_of
from wizard.finding import Finding, Invalid, Level, Stop
from wizard.formats import env
from wizard.laravel import migrations
from wizard.laravel.config import Configs
from wizard.laravel.folder import BOOTSTRAP
from wizard.laravel.version import Constraint, Layout, Version, exact, layout, merges, package_versions
from wizard.target import changed
from wizard.text import Text

EXAMPLE = ".env.example"
DEPLOYMENT = "deploy/stateless"
"""The folder of what a person runs or mends by hand, when it was asked for."""


class VersionUnknown(Stop):
    """No file tells the Laravel version: the user has to say it."""


@dataclass(frozen=True)
class Project:
    """An application that was opened: its root, version, layout, env file and configs.

    Everything is read from texts; no PHP, Composer or vendor folder is needed.
    """

    root: Path
    version: Version
    inexact: bool
    layout: Layout
    env_path: str
    env_text: str | None
    config_folder: str
    packages: Mapping[str, str]
    configs: Configs
    findings: tuple[Finding, ...] = ()
    seen: dict[str, str | None] = field(default_factory=dict, repr=False, compare=False)
    """Every text as it was when first read: a plan must not mix it with what somebody wrote since."""

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        env_name: str | None = None,
        version: str | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> Project:
        """Read the application at or above a folder.

        `env_name` is Laravel's `--env`; `version` is what the user said when no file tells it.
        Raises `Stop` when this is not a Laravel application, or a file cannot be read.
        """
        root = _root(path)
        lock = text_of(root, "composer.lock")
        found = _version(root, lock, version)
        bootstrap = text_of(root, BOOTSTRAP) or ""
        env_path = _env_path(root, env_name, os.environ if environ is None else environ)
        packages = package_versions(lock or "")
        env_text = text_of(root, env_path)
        number = found.lowest if isinstance(found, Constraint) else found
        folder = config_folder(root, bootstrap, merges(bootstrap, number))
        rules = env.rules_for(packages.get("vlucas/phpdotenv"))
        env.put(env_text or "", {}, rules)  # stops here where the file cannot be changed, not at the first answer
        configs = Configs(
            files=dict(php_files(root, folder)),
            env=env.read(env_text, rules) if env_text is not None else _from_example(root, rules),
            version=number,
            base=dict(php_files(root, "vendor/laravel/framework/config")) or None,
            merges=merges(bootstrap, number),
            folder=folder,
        )
        project = cls(
            root=root,
            version=number,
            inexact=isinstance(found, Constraint),
            layout=layout(bootstrap, is_file(root / "app/Http/Kernel.php")),
            env_path=env_path,
            env_text=env_text,
            config_folder=folder,
            packages=packages,
            configs=configs,
            seen={env_path: env_text, **{f"{folder}/{name}.php": text for name, text in configs.files.items()}},
        )
        return replace(project, findings=tuple(_observe(project)))

    @property
    def rules(self) -> env.Rules:
        """The reading rules of the installed phpdotenv."""
        return env.rules_for(self.packages.get("vlucas/phpdotenv"))

    @cached_property
    def composer(self) -> str:
        """The text of composer.json."""
        return self.text("composer.json") or ""

    def has(self, package: str) -> bool:
        """Tell whether Composer has installed or is asked for a package (`ext-redis` too)."""
        return package in self.packages or f'"{package}"' in self.composer

    def text(self, path: str) -> str | None:
        """Return a file's text as first read, None when it was not there; raises `Stop` when it cannot be read."""
        if path not in self.seen:
            self.seen[path] = text_of(self.root, path)
        return self.seen[path]

    def refuse_changed(self) -> None:
        """Raise `Stop` when any text that a plan was made from is not on the disk as it was read."""
        for path, text in tuple(self.seen.items()):  # a thread may read another file meanwhile
            if text_of(self.root, path) != text:
                raise changed(path)

    def names(self, folder: str) -> tuple[str, ...]:
        """Return the names of the files in a folder, sorted; empty when there is none."""
        try:
            return tuple(sorted(p.name for p in (self.root / folder).iterdir() if p.is_file()))
        except OSError:
            return ()

    def makers(self, table: str, setting: str = "") -> tuple[str, ...]:
        """Return the migrations of this project that make a table, by its name or by a setting that holds it."""
        return migrations.makers(self.text, self.names(migrations.FOLDER), table, setting)

    def config_path(self, name: str) -> str:
        """Return where a config file is, from the root: `config/session.php`."""
        return f"{self.config_folder}/{name}.php"

    def git(self) -> tuple[str, int] | None:
        """Return the branch and how many files differ from it; None without git."""
        return repository.standing(self.root)


def _from_example(root: Path, rules: env.Rules) -> dict[str, str | None]:
    """Read what a new env file will start from; its key is everybody's, so it is none."""
    return {k: v for k, v in env.read(text_of(root, EXAMPLE) or "", rules).items() if k != "APP_KEY"}


def _root(path: Path) -> Path:
    start = _at_home(path).absolute()
    for folder in (start, *start.parents):
        if is_file(folder / "artisan") and is_file(folder / "composer.json"):
            return folder.resolve()
    raise Stop(
        Text("`{path}` is not a Laravel project: no `artisan` and `composer.json` here or above",
             "`{path}` bukan proyek Laravel: tidak ada `artisan` dan `composer.json` di sini atau di atasnya").fill(
            path=start),
        Text("Name the folder that holds `artisan`: stateless-wizard path/to/project",
             "Sebutkan folder yang berisi `artisan`: stateless-wizard path/ke/proyek"),
    )  # fmt: skip


def _at_home(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:  # `~nobody/x`: no such user, so a folder of that name
        return path


def _version(root: Path, lock: str | None, said: str | None) -> Version | Constraint:
    if said:
        return _supported(_parsed(said))
    application = text_of(root, "vendor/laravel/framework/src/Illuminate/Foundation/Application.php")
    found = exact(lock, application, text_of(root, "composer.json"))
    number = found.lowest if isinstance(found, Constraint) else found
    if found is None or number is None:
        raise VersionUnknown(
            Text("The Laravel version is in neither composer.lock, vendor/ nor composer.json",
                 "Versi Laravel tidak ada di composer.lock, vendor/, maupun composer.json"),
            Text("Say it: --laravel 12.4.0", "Sebutkan: --laravel 12.4.0"),
        )  # fmt: skip
    _supported(number)
    return found


def _parsed(said: str) -> Version:
    try:
        return Version.parse(said)
    except Invalid as error:
        raise Stop(error.text, Text("Mend --laravel", "Perbaiki --laravel")) from None


def _supported(version: Version) -> Version:
    if not 8 <= version.major <= 13:
        raise Stop(
            Text("Laravel {version} is not supported: this wizard knows 8 to 13",
                 "Laravel {version} tidak didukung: wizard ini mengenal 8 sampai 13").fill(version=version),
            Text("Upgrade the application first", "Upgrade aplikasinya dulu"),
        )  # fmt: skip
    return version


def _env_path(root: Path, name: str | None, environ: Mapping[str, str]) -> str:
    for wanted in (name, environ.get("APP_ENV")):
        if wanted and re.fullmatch(r"[\w.-]+", wanted) and is_file(root / f".env.{wanted}"):
            return f".env.{wanted}"
    if name:
        raise Stop(
            Text("There is no `.env.{name}` in this project", "Tidak ada `.env.{name}` di proyek ini").fill(name=name),
            Text("Leave --env out to work on `.env`", "Tanpa --env, `.env` yang dipakai"),
        )  # fmt: skip
    return ".env"


def _observe(project: Project) -> Iterator[Finding]:
    if project.inexact:
        yield Finding("project.version-inexact", Level.WARNING, "composer.json",
            Text("The exact Laravel version is unknown; taken for {version}, the lowest that composer.json allows",
                 "Versi Laravel yang tepat tidak diketahui; dianggap {version}, terendah menurut composer.json").fill(
                version=project.version),
            Text("Commit composer.lock, or say it: --laravel 12.4.0",
                 "Commit composer.lock, atau sebutkan: --laravel 12.4.0"))  # fmt: skip
    if project.config_folder != "config":
        yield Finding("project.config-moved", Level.INFO, project.config_folder,
            Text("The config files of this application are in `{folder}`, not in `config/`",
                 "File config aplikasi ini ada di `{folder}`, bukan di `config/`").fill(folder=project.config_folder),
            Text("If the application reads another folder, name it in bootstrap/app.php with useConfigPath()",
                 "Kalau aplikasinya membaca folder lain, sebutkan di bootstrap/app.php dengan useConfigPath()"))  # fmt: skip
    if is_file(project.root / "bootstrap/cache/config.php"):
        yield Finding("project.config-cached", Level.WARNING, "bootstrap/cache/config.php",
            Text("The config is cached: `.env` is not read until the cache is cleared",
                 "Config sedang di-cache: `.env` tidak dibaca sampai cache-nya dihapus"),
            Text("Run `php artisan config:clear` on every node after writing",
                 "Jalankan `php artisan config:clear` di setiap node setelah menulis"))  # fmt: skip
    others = [n for n in project.names(".") if re.fullmatch(r"\.env(\.[\w-]+)?", n)
              and n not in (project.env_path, ".env.example", ".env.testing", ".env.encrypted")]  # fmt: skip
    if others:
        yield Finding("project.two-env-files", Level.WARNING, ", ".join(others),
            Text("Laravel reads `.env.NAME` instead of `.env` where APP_ENV=NAME is in the environment; "
                 "this run works on `{path}`",
                 "Laravel membaca `.env.NAMA`, bukan `.env`, kalau APP_ENV=NAMA ada di environment; "
                 "kali ini yang dipakai `{path}`").fill(path=project.env_path),
            Text("For the other file run again with --env=NAME",
                 "Untuk file lainnya jalankan lagi dengan --env=NAMA"))  # fmt: skip
