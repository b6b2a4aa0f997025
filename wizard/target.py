"""A file to write: the real path behind any link, what it holds now, and whether it may be replaced."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wizard.finding import Stop
from wizard.text import Text

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
class Target:
    """A file to replace: the real path behind any link, its bytes before and after, its owner and mode."""

    write: Write
    real: Path
    before: bytes | None
    after: bytes
    stat: os.stat_result | None

    def check(self) -> None:
        """Raise `Stop` when the disk is not as planned."""
        if bytes_of(self.real) != self.before:
            raise changed(self.write.path)


def changed(path: str) -> Stop:
    """Say that a file is no longer what the plan was made from."""
    return Stop(
        Text("`{path}` has changed since the plan was made", "`{path}` berubah sejak plan dibuat").fill(path=path),
        Text("Look at the new plan first", "Lihat dulu plan yang baru"),
    )


def targets(root: Path, writes: Sequence[Write]) -> tuple[Target, ...]:
    """Find the real files; raises `Stop` when one may not be replaced, or is not as planned."""
    found = tuple(_target(root, item) for item in writes)
    _refuse_twins(found)
    for target in found:
        target.check()
    return found


def _target(root: Path, item: Write) -> Target:
    path = root / item.path
    real = Path(os.path.realpath(path))
    try:
        _refuse_link(root, item, path, real)
        stat = real.stat() if real.exists() else None
    except OSError as error:
        raise failed(path, error) from None
    return Target(item, real, _encoded(item.before), item.after.encode("utf-8", "surrogateescape"), stat)


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


def _refuse_twins(targets: Iterable[Target]) -> None:
    """Two names of one file would each overwrite what the other wrote."""
    seen: dict[Path, str] = {}
    for target in targets:
        twin = seen.setdefault(target.real, target.write.path)
        if twin != target.write.path:
            raise Stop(
                Text("`{path}` and `{twin}` are the same file", "`{path}` dan `{twin}` adalah file yang sama").fill(
                    path=target.write.path, twin=twin),
                Text("Make them two files, then start again", "Jadikan dua file, lalu ulangi"))  # fmt: skip


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


def bytes_of(path: Path) -> bytes | None:
    """Return a file's bytes, None when there is none; raises `Stop` when it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise failed(path, error) from None


def _encoded(text: str | None) -> bytes | None:
    return None if text is None else text.encode("utf-8", "surrogateescape")


def failed(path: Path, error: OSError) -> Stop:
    """Say that a path cannot be written, and why."""
    return Stop(
        Text("`{path}` cannot be written: {why}", "`{path}` tidak bisa ditulis: {why}").fill(
            path=path, why=error.strerror or "?"),
        Text("Nothing was changed. Mend that, then start again", "Tidak ada yang berubah. Perbaiki, lalu ulangi"),
    )  # fmt: skip
