"""Writing: all files or none, with a backup outside the project and a way back."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shlex
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from wizard.finding import Stop
from wizard.text import Text

KEPT = 10
_UNCHANGED = Text("Nothing was written", "Tidak ada yang ditulis")


@dataclass(frozen=True, slots=True)
class Write:
    """One file to write: its path from the root, the text it must have now (None: no file), the new one.

    `secret` makes a new file readable by its owner alone; `anywhere` lets a link lead out of the project.
    """

    path: str
    before: str | None
    after: str
    secret: bool = False
    anywhere: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was written, where the backup is, and the shell command that brings it back."""

    files: tuple[str, ...]
    backup: Path
    restore: str


@dataclass(frozen=True, slots=True)
class _Target:
    """A file to replace: the real path behind any link, its bytes before and after, its owner and mode."""

    write: Write
    real: Path
    before: bytes | None
    after: bytes
    stat: os.stat_result | None

    def check(self) -> None:
        """Raise `Stop` when the disk is not as planned."""
        if _bytes(self.real) != self.before:
            raise Stop(
                Text("`{path}` has changed since the plan was made", "`{path}` berubah sejak rencana dibuat").fill(
                    path=self.write.path), Text("Look at the new plan first", "Lihat dulu rencana yang baru"))  # fmt: skip


def state_folder() -> Path:
    """Return the user's folder for backups and crash reports (`$XDG_STATE_HOME/stateless-wizard`)."""
    import platformdirs

    return platformdirs.user_state_path("stateless-wizard", appauthor=False)


def write(root: Path, writes: Sequence[Write], state: Path) -> Receipt:
    """Write all files or none.

    Raises `Stop` when the disk is not as planned, a target lies outside the project or cannot be
    replaced; whatever was replaced by then has been put back.
    """
    _refuse_inside(root, state)
    targets = [_target(root, item) for item in writes]
    _refuse_twins(targets)
    for target in targets:
        target.check()
    try:
        backup = _back_up(root, targets, state)
    except OSError as error:
        raise _failed(state, error) from None
    restore = f"sh {shlex.quote(str(backup / 'restore.sh'))}"
    _replace_all(root, targets, restore)
    _forget_old(backup.parent)
    return Receipt(tuple(t.write.path for t in targets), backup, restore)


def _refuse_inside(root: Path, state: Path) -> None:
    """A backup in the project would be baked into an image by `COPY . .`, old secrets and all."""
    if Path(os.path.realpath(state)).is_relative_to(root.resolve()):
        raise Stop(
            Text("the backup folder `{path}` lies in the project", "folder backup `{path}` ada di dalam proyek").fill(
                path=state),
            Text("Point XDG_STATE_HOME at a folder outside of it, then start again",
                 "Arahkan XDG_STATE_HOME ke folder di luar proyek, lalu ulangi"))  # fmt: skip


def _refuse_twins(targets: Iterable[_Target]) -> None:
    """Two names of one file would each overwrite what the other wrote."""
    seen: dict[Path, str] = {}
    for target in targets:
        twin = seen.setdefault(target.real, target.write.path)
        if twin != target.write.path:
            raise Stop(
                Text("`{path}` and `{twin}` are the same file", "`{path}` dan `{twin}` adalah berkas yang sama").fill(
                    path=target.write.path, twin=twin),
                Text("Make them two files, then start again", "Jadikan dua berkas, lalu ulangi"))  # fmt: skip


def _target(root: Path, item: Write) -> _Target:
    path = root / item.path
    real = Path(os.path.realpath(path))
    try:
        _refuse_link(root, item, path, real)
        stat = real.stat() if real.exists() else None
    except OSError as error:
        raise _failed(path, error) from None
    return _Target(item, real, _encoded(item.before), item.after.encode("utf-8", "surrogateescape"), stat)


def _refuse_link(root: Path, item: Write, path: Path, real: Path) -> None:
    """Raise `Stop` when the real file is not one that we may, or can, replace."""
    if not real.is_relative_to(root.resolve()) and not (item.anywhere and path.is_symlink()):
        raise Stop(
            Text("`{path}` leads out of the project, to `{real}`", "`{path}` mengarah ke luar proyek, ke `{real}`").fill(
                path=item.path, real=real), _UNCHANGED)  # fmt: skip
    if path.is_symlink() and not real.exists():
        raise Stop(Text("`{path}` is a link to `{real}`, which is not there",
                        "`{path}` adalah link ke `{real}`, yang tidak ada").fill(path=item.path, real=real),
                   _UNCHANGED)  # fmt: skip
    if str(real) in _mounts():
        raise Stop(
            Text("`{path}` is mounted into this container as a file and cannot be replaced from here",
                 "`{path}` di-mount sebagai file ke container ini dan tidak bisa diganti dari sini").fill(path=real),
            Text("Run the wizard on the host, where that file lies",
                 "Jalankan wizard di host, tempat file itu berada"))  # fmt: skip


def _replace_all(root: Path, targets: Sequence[_Target], restore: str) -> None:
    temporary: list[Path] = []
    made: list[Path] = []
    done: list[_Target] = []
    try:
        for target in targets:
            _make_folder(target.real.parent, made)
            temporary.append(_temporary(target))
        for target in targets:
            target.check()
        for target, new in zip(targets, temporary, strict=True):
            done.append(target)  # before the deed: a signal may come between the two
            new.replace(target.real)
        for folder in {t.real.parent for t in targets}:
            _sync(folder)
    except BaseException as error:
        left = [target for target in reversed(done) if not _is_put_back(target)]
        _clear_away(temporary, made)
        if left:
            raise _half_done(left, restore) from None
        if isinstance(error, OSError):
            raise _failed(Path(error.filename2 or error.filename or root), error) from None
        raise


def _clear_away(temporary: Iterable[Path], folders: Sequence[Path]) -> None:
    with contextlib.suppress(OSError):
        for new in temporary:
            new.unlink(missing_ok=True)
        for folder in reversed(folders):
            folder.rmdir()


def _temporary(target: _Target) -> Path:
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


def _like(handle: int, target: _Target) -> None:
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


def _is_put_back(target: _Target) -> bool:
    """Bring the old file back; False when even that fails."""
    try:
        if _bytes(target.real) == target.before:
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


def _back_up(root: Path, targets: Iterable[_Target], state: Path) -> Path:
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


def _restoring(target: _Target, saved: Path) -> str:
    real = shlex.quote(str(target.real))
    return f"rm -f -- {real}" if target.before is None else f"cat -- {shlex.quote(str(saved))} > {real}"


def _save(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8", errors="surrogateescape")


def _forget_old(folder: Path) -> None:
    """Keep the last ten by their age: names made in one second have no order."""
    with contextlib.suppress(OSError):
        for old in sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)[:-KEPT]:
            shutil.rmtree(old, ignore_errors=True)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _mounts() -> set[str]:
    try:
        lines = Path("/proc/self/mountinfo").read_text(errors="surrogateescape").splitlines()
    except OSError:
        return set()
    return set(_mount_points(lines))


def _mount_points(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        fields = line.split(" ")
        if len(fields) > 4:  # a blank is written \040
            yield re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[4])


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _failed(path, error) from None


def _encoded(text: str | None) -> bytes | None:
    return None if text is None else text.encode("utf-8", "surrogateescape")


def _half_done(left: Iterable[_Target], restore: str) -> Stop:
    return Stop(
        Text("writing failed, and {paths} could not be put back", "gagal menulis, dan {paths} gagal dikembalikan").fill(
            paths=", ".join(f"`{target.write.path}`" for target in left)),
        Text("Put everything back by hand: {command}", "Kembalikan semuanya dengan tangan: {command}").fill(
            command=restore),
    )  # fmt: skip


def _failed(path: Path, error: OSError) -> Stop:
    return Stop(
        Text("`{path}` cannot be written: {why}", "`{path}` tidak bisa ditulis: {why}").fill(
            path=path, why=error.strerror or "?"),
        Text("Nothing was changed. Mend that, then start again", "Tidak ada yang berubah. Perbaiki, lalu ulangi"),
    )  # fmt: skip
