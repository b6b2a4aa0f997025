"""Writing: all files or none, with a backup outside the project and a way back."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from wizard.backup import back_up, forget_old, restoring
from wizard.finding import Stop
from wizard.target import Target, Write, bytes_of, failed, targets
from wizard.text import Text


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was written, where the backup is, and the shell command that brings it back."""

    files: tuple[str, ...]
    backup: Path
    restore: str


def write(root: Path, writes: Sequence[Write], state: Path) -> Receipt:
    """Write all files or none.

    Raises `Stop` when the disk is not as planned, a target lies outside the project or cannot be
    replaced; whatever was replaced by then has been put back.
    """
    found = targets(root, writes)
    backup = back_up(root, found, state)
    _replace_all(root, found, restoring(backup))
    forget_old(backup.parent)
    return Receipt(tuple(t.write.path for t in found), backup, restoring(backup))


def _replace_all(root: Path, found: Sequence[Target], restore: str) -> None:
    temporary: list[Path] = []
    made: list[Path] = []
    done: list[Target] = []
    try:
        for target in found:
            _make_folder(target.real.parent, made)
            temporary.append(_temporary(target))
        for target in found:
            target.check()
        for target, new in zip(found, temporary, strict=True):
            done.append(target)  # before the deed: a signal may come between the two
            new.replace(target.real)
        for folder in {t.real.parent for t in found}:
            _sync(folder)
    except BaseException as error:
        left = [target for target in reversed(done) if not _is_put_back(target)]
        _clear_away(temporary, made)
        if left:
            raise _half_done(left, restore) from None
        if isinstance(error, OSError):
            raise failed(Path(error.filename2 or error.filename or root), error) from None
        raise


def _clear_away(temporary: Iterable[Path], folders: Sequence[Path]) -> None:
    with contextlib.suppress(OSError):
        for new in temporary:
            new.unlink(missing_ok=True)
        for folder in reversed(folders):
            folder.rmdir()


def _temporary(target: Target) -> Path:
    """Write the new text beside its target, with the target's mode and owner, safely on the disk."""
    handle, name = tempfile.mkstemp(prefix=f".{target.real.name}.", suffix=".new", dir=target.real.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(target.after)
            _like(file.fileno(), target)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _like(handle: int, target: Target) -> None:
    if target.stat is None:
        os.fchmod(handle, 0o600 if target.write.secret else 0o666 & ~_umask())
        return
    mine = os.fstat(handle)
    if (mine.st_uid, mine.st_gid) != (target.stat.st_uid, target.stat.st_gid):
        os.fchown(handle, target.stat.st_uid, target.stat.st_gid)
    os.fchmod(handle, target.stat.st_mode & 0o7777)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _is_put_back(target: Target) -> bool:
    """Bring the old file back; False when even that fails."""
    try:
        if bytes_of(target.real) == target.before:
            return True
        if target.before is None:
            target.real.unlink()
        else:
            _temporary(replace(target, after=target.before)).replace(target.real)
    except (OSError, Stop):
        return target.before is None and target.real.is_dir()  # ours was never there
    return True


def _make_folder(folder: Path, made: list[Path]) -> None:
    """Make a folder and its parents; each joins `made` as soon as it is there."""
    for path in [p for p in (folder, *folder.parents) if not p.exists()][::-1]:
        path.mkdir()
        made.append(path)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _half_done(left: Iterable[Target], restore: str) -> Stop:
    return Stop(
        Text("writing failed, and {paths} could not be put back", "gagal menulis, dan {paths} gagal dikembalikan").fill(
            paths=", ".join(f"`{target.write.path}`" for target in left)),
        Text("Put everything back by hand: {command}", "Kembalikan semuanya manual: {command}").fill(
            command=restore),
    )  # fmt: skip
