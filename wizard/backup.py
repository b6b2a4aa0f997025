"""Backups: what a write replaces is kept outside the project, with a script that brings it back."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shlex
import shutil
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from wizard.finding import Stop
from wizard.target import Target, failed
from wizard.text import Text

KEPT = 10


def state_folder() -> Path:
    """Return the user's folder for backups and crash reports (`$XDG_STATE_HOME/stateless-wizard`)."""
    import platformdirs

    return platformdirs.user_state_path("stateless-wizard", appauthor=False)


def back_up(root: Path, targets: Iterable[Target], state: Path) -> Path:
    """Copy what will be replaced into a new folder (0700) under `state`; raises `Stop` when it cannot be."""
    _refuse_inside(root, state)
    try:
        return _copied(root, targets, state)
    except OSError as error:
        raise failed(state, error) from None


def restoring(backup: Path) -> str:
    """Return the shell command that puts everything back."""
    return f"sh {shlex.quote(str(backup / 'restore.sh'))}"


def _copied(root: Path, targets: Iterable[Target], state: Path) -> Path:
    project = hashlib.sha256(str(root.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    parent = state / project / "backup"
    parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for folder in (state, state / project, parent):
        folder.chmod(0o700)
    stamp = time.strftime("%Y-%m-%dT%H-%M-%SZ", time.gmtime())
    backup = Path(tempfile.mkdtemp(prefix=f"{stamp}-", dir=parent))
    lines, manifest = ["#!/bin/sh", "# Puts back what the last write changed.", "set -e"], []
    for number, target in enumerate(targets):
        name = f"{number:02d}-{target.real.name.lstrip('.')}"
        lines.append(_restoring(target, backup / name))
        manifest.append({"path": target.write.path, "real": str(target.real), "backup": name,
                         "existed": target.before is not None})  # fmt: skip
        if target.before is not None:
            shutil.copy2(target.real, backup / name)
            (backup / name).chmod(0o600)
    _save(backup / "manifest.json", json.dumps(manifest, indent=1))
    _save(backup / "restore.sh", "\n".join(lines) + "\n")
    return backup


def _restoring(target: Target, saved: Path) -> str:
    real = shlex.quote(str(target.real))
    return f"rm -f -- {real}" if target.before is None else f"cat -- {shlex.quote(str(saved))} > {real}"


def _save(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8", errors="surrogateescape")


def forget_old(folder: Path) -> None:
    """Keep the last ten by their age: names made in one second have no order."""
    with contextlib.suppress(OSError):
        for old in sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)[:-KEPT]:
            shutil.rmtree(old, ignore_errors=True)


def _refuse_inside(root: Path, state: Path) -> None:
    """A backup in the project would be baked into an image by `COPY . .`, old secrets and all."""
    if Path(os.path.realpath(state)).is_relative_to(root.resolve()):
        raise Stop(
            Text("the backup folder `{path}` lies in the project", "folder backup `{path}` ada di dalam proyek").fill(
                path=state),
            Text("Point XDG_STATE_HOME at a folder outside of it, then start again",
                 "Arahkan XDG_STATE_HOME ke folder di luar proyek, lalu ulangi"))  # fmt: skip
