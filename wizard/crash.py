"""A crash report that names places, never values: a secret cannot be in it."""

from __future__ import annotations

import os
import time
import traceback
from pathlib import Path

from wizard import VERSION
from wizard.text import Lang, Text

_SORRY = Text("Internal error ({kind}). Nothing more was written.",
              "Error internal ({kind}). Tidak ada lagi yang ditulis.")  # fmt: skip
_REPORT = Text("Report, without values: {path}", "Laporan, tanpa isi nilai: {path}")


def report(error: BaseException, lang: Lang) -> list[str]:
    """Write the report into the user's state folder (0600) and return the lines to show."""
    lines = [_SORRY.fill(kind=type(error).__name__).in_(lang)]
    try:
        lines.append(_REPORT.fill(path=_save(places(error))).in_(lang))
    except OSError:
        lines += places(error)
    return lines


def places(error: BaseException) -> list[str]:
    """Return the error's kind and, for each frame, file, line and function: no message, no source, no locals."""
    package = Path(__file__).parent.parent
    lines = [f"stateless-wizard {VERSION}: {type(error).__name__}"]
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        shown = path.relative_to(package) if path.is_relative_to(package) else path.name
        lines.append(f"  {shown}:{frame.lineno} {frame.name}")
    cause = error.__cause__ or error.__context__
    return lines + (["caused by", *places(cause)] if cause else [])


def _save(lines: list[str]) -> Path:
    from wizard.backup import state_folder

    folder = state_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"crash-{time.strftime('%Y-%m-%dT%H-%M-%S')}-{os.getpid()}.log"
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", errors="backslashreplace")
    return path
