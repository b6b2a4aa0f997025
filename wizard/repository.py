"""The project's git repository, looked at without running any program of its own: a clone may come from anywhere."""

from __future__ import annotations

import os
from pathlib import Path

_NO_FILTER = ("clean=", "smudge=", "process=", "required=false")
_NO_PROGRAMS = ("--no-optional-locks", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false")


def standing(root: Path) -> tuple[str, int] | None:
    """Return the branch and how many files differ from it; None without git. The index stays as it is."""
    import subprocess

    try:
        filters = _git(root, "config", "-z", "--name-only", "--get-regexp", r"^filter\.", codes=(0, 1))
        names = {key.rpartition(".")[0] for key in filters.split("\0") if key}
        if any("=" in name for name in names):  # git cannot be told on its command line to leave that one out
            return None
        without = [word for name in sorted(names) for key in _NO_FILTER for word in ("-c", f"{name}.{key}")]
        head, *rest = _git(root, *without, "status", "--porcelain", "-b", "--no-renames",
                           "--ignore-submodules=all").splitlines() or ["## ?"]  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return head.removeprefix("## No commits yet on ").removeprefix("## ").split("...")[0], len(rest)


def _git(root: Path, *words: str, codes: tuple[int, ...] = (0,)) -> str:
    """Return what git says; it fetches nothing, by whatever program. Raises as `subprocess` does."""
    import subprocess

    environ = {**os.environ, "GIT_ALLOW_PROTOCOL": "", "GIT_NO_LAZY_FETCH": "1"}
    done = subprocess.run(["git", *_NO_PROGRAMS, "-C", str(root), *words], capture_output=True, text=True,
                          errors="surrogateescape", timeout=3, check=False, env=environ)  # fmt: skip
    if done.returncode not in codes:
        raise subprocess.SubprocessError
    return done.stdout
