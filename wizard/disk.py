"""Reads the files of a project from disk: their texts, or a clear word why not."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from wizard.finding import Stop
from wizard.formats import env
from wizard.text import Text

_MAX_BYTES = 20_000_000


def is_file(path: Path) -> bool:
    """Tell whether a file is there; a folder that may not be searched has none for us."""
    try:
        return path.is_file()
    except OSError:
        return False


def is_folder(path: Path) -> bool:
    """Tell whether a folder is there; one above it that may not be searched has none for us."""
    try:
        return path.is_dir()
    except OSError:
        return False


def php_files(root: Path, folder: str) -> Iterator[tuple[str, str]]:
    """Yield the PHP files of a folder by name, without `.php`, with their texts."""
    try:
        paths = sorted((root / folder).glob("*.php"))
    except OSError:
        return
    for path in paths:
        text = text_of(root, f"{folder}/{path.name}")
        if text is not None:
            yield path.stem, text


def folders(root: Path, depth: int, without: frozenset[str]) -> Iterator[str]:
    """Yield the folders down to a depth, from the root; not hidden ones, links, and those named in `without`."""
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            inner = [entry.name for entry in os.scandir(root / folder) if entry.is_dir(follow_symlinks=False)]
        except OSError:
            continue
        for name in sorted(inner):
            path = f"{folder}{name}"
            if not name.startswith(".") and name not in without:
                yield path
                if path.count("/") + 1 < depth:
                    waiting.append(f"{path}/")


def text_of(root: Path, path: str) -> str | None:
    """Return a file's text, None when there is none; raises `Stop` when it cannot be read."""
    target = root / path
    try:
        _refuse_odd(path, target.stat())
        return env.decode(target.read_bytes())
    except FileNotFoundError:
        return None
    except NotADirectoryError:
        return None
    except OSError as error:
        raise Stop(
            Text("`{path}` cannot be read: {why}", "`{path}` tidak bisa dibaca: {why}").fill(
                path=path, why=error.strerror or "?"),
            Text("Give your user the right to read it, then start again",
                 "Beri hak baca ke user ini, lalu jalankan lagi"),
        ) from None  # fmt: skip


def _refuse_odd(path: str, status: os.stat_result) -> None:
    """Raise `Stop` for what would hang or drown us: a pipe, a device, a huge file."""
    if not stat.S_ISREG(status.st_mode):
        raise Stop(
            Text("`{path}` is not a file but a folder, a pipe or a device",
                 "`{path}` bukan file, melainkan folder, pipe, atau device").fill(path=path),
            Text("Put a real file there (some password managers make a pipe of `.env`)",
                 "Ganti dengan file biasa (beberapa password manager menjadikan `.env` pipe)"),
        )  # fmt: skip
    if status.st_size > _MAX_BYTES:
        raise Stop(
            Text("`{path}` is larger than 20 MB", "`{path}` lebih besar dari 20 MB").fill(path=path),
            Text("This is not a file of a Laravel project: move it away",
                 "Ini bukan file proyek Laravel: pindahkan"),
        )  # fmt: skip
