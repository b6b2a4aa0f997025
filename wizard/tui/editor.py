"""The result of a file in a person's own editor: a copy for reading, without secrets, that is gone afterwards."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from textual.app import App, SuspendNotSupported

from wizard.plan import FileChange
from wizard.text import Lang, Text, printable
from wizard.tui import words

_KNOWN = ("nano", "vi")


def read_in_editor(app: App[None], file: FileChange, environ: Mapping[str, str], lang: Lang) -> Text:
    """Open what may be shown of a file's new text; return what there is to say afterwards."""
    command = editor(environ)
    if not command:
        return words.NO_EDITOR
    try:
        with app.suspend():
            print(words.EDITOR_OPENS.fill(path=printable(file.path)).in_(lang), flush=True)  # noqa: T201
            return opened(command, file)
    except SuspendNotSupported:
        return words.EDITOR_NOT_HERE


def editor(environ: Mapping[str, str]) -> Sequence[str]:
    """Return the editor's command as words: what the person named, else a known one; empty when there is none."""
    for name in ("VISUAL", "EDITOR"):
        try:
            said = shlex.split(environ.get(name, ""))
        except ValueError:  # a quote that is never closed
            said = []
        if said:
            return said
    return next(([name] for name in _KNOWN if shutil.which(name)), [])


def opened(command: Sequence[str], file: FileChange) -> Text:
    """Run an editor on a copy that only this user can read; no shell ever sees its name."""
    text = "\n".join((*file.new.shown, "")).encode("utf-8", "surrogateescape")
    try:
        with tempfile.TemporaryDirectory(prefix="stateless-") as folder:  # 0700
            copy = Path(folder) / Path(file.path).name
            with os.fdopen(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(text)
            return _read(command, copy, text)
    except OSError as error:  # no folder for it, a full disk; or it could not be taken away again
        return words.EDITOR_NO_COPY.fill(error=type(error).__name__)


def _read(command: Sequence[str], copy: Path, text: bytes) -> Text:
    name = printable(Path(command[0]).name)
    try:
        code = _run([*command, str(copy)])
    except OSError:
        return words.EDITOR_BROKEN.fill(name=name)
    if code:
        return words.EDITOR_FAILED.fill(name=name, code=code)
    return words.EDITOR_READ if _text_of(copy) == text else words.EDITOR_CHANGED


def _run(command: Sequence[str]) -> int:
    """Run a program; `^C` in it is its own: the wizard does not hear it until the program has ended.

    It is ignored only once the program runs, which would ignore it too: what is ignored is inherited.
    """
    process = subprocess.Popen(command)
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return process.wait()
    finally:
        signal.signal(signal.SIGINT, heard)


def _text_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
