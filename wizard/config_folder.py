"""Finds the folder of an application's config files: where its code says, `config/`, or one that looks like it."""

from __future__ import annotations

from pathlib import Path

from wizard.disk import folders, is_file, is_folder, text_of
from wizard.finding import Stop
from wizard.laravel.folder import Home, Stranger, home
from wizard.text import Text

_TELLING = ("app", "cache", "database", "filesystems", "logging", "queue", "session")
_NO_CONFIG = frozenset({"vendor", "node_modules", "storage", "public", "tests"})
_SAY_WHERE = Text("Keep the config files in `config/`, or name their folder in bootstrap/app.php: "
                  "`$app->useConfigPath($app->basePath('folder'));` (Laravel 10 and newer)",
                  "Simpan file config di `config/`, atau sebutkan folder-nya di bootstrap/app.php: "
                  "`$app->useConfigPath($app->basePath('folder'));` (Laravel 10 ke atas)")  # fmt: skip


def config_folder(root: Path, bootstrap: str, base_is_enough: bool) -> str:
    """Return the folder, from the root; raises `Stop` when it cannot be told.

    `base_is_enough`: an application without config files starts, from the framework's own.
    """
    said = home(bootstrap, text_of(root, "composer.json") or "", lambda path: text_of(root, path))
    if isinstance(said, Home) and said.folder is not None:
        if is_folder(root / said.folder):
            return said.folder
        raise Stop(_not_there(said.by, said.folder), _SAY_WHERE)
    if not isinstance(said, Home) and is_folder(root / "config"):
        return "config"
    alike = [folder for folder in folders(root, 3, _NO_CONFIG) if _looks_like_config(root, folder)]
    if len(alike) == 1:
        return alike[0]
    if not alike and said is None and base_is_enough:
        return "config"
    raise Stop(_several(alike) if alike else _none(said), _SAY_WHERE)


def _looks_like_config(root: Path, folder: str) -> bool:
    texts = (text_of(root, f"{folder}/{name}.php") for name in _TELLING if is_file(root / folder / f"{name}.php"))
    return sum("env(" in (text or "") for text in texts) > 1


def _not_there(by: str, folder: str) -> Text:
    return Text("`{by}` says that the config files are in `{folder}`, and that folder is not there",
                "Menurut `{by}` file config ada di `{folder}`, tapi folder itu tidak ada").fill(
        by=by, folder=folder)  # fmt: skip


def _several(folders: list[str]) -> Text:
    return Text("The config files are in one of {folders}: which one cannot be told",
                "File config ada di salah satu dari {folders}: tidak bisa dipastikan yang mana").fill(
        folders=", ".join(f"`{folder}`" for folder in sorted(folders)))  # fmt: skip


def _none(said: Home | Stranger | None) -> Text:
    match said:
        case Home(by=by):
            return Text("`{by}` says where the config files are in a way that is not followed here",
                        "`{by}` menentukan letak file config dengan cara yang tidak ditelusuri di sini").fill(
                by=by)  # fmt: skip
        case Stranger(by=by):
            return Text("There is no `config/`, and the file of the class `{by}`, which may say where it is, is missing",
                        "Tidak ada `config/`, dan file class `{by}`, yang mungkin menentukan letaknya, tidak ada").fill(
                by=by)  # fmt: skip
        case None:
            return Text("There is no `config/`, and no other folder looks like it: this Laravel cannot start",
                        "Tidak ada `config/`, dan tidak ada folder lain yang mirip: Laravel ini tidak bisa jalan")  # fmt: skip
