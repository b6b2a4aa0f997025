"""An answers file that is named during the walk is read as `--answers FILE` is."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from wizard import answers_file
from wizard.finding import Finding, Stop
from wizard.resolve import Name
from wizard.text import Text, printable
from wizard.walk.state import State

LONGEST = 1_000_000  # bytes; no answers file is near it, and a wrong path may lead to anything
_ANOTHER = Text("Name an answers file, such as `stateless.toml`", "Sebutkan file jawaban, misalnya `stateless.toml`")
_NOT_THERE = Text("`{path}` is not there", "`{path}` tidak ada")
_NO_FILE = Text("`{path}` is not a file of answers", "`{path}` bukan file jawaban")
_UNREADABLE = Text("`{path}` cannot be read ({error})", "`{path}` tidak bisa dibaca ({error})")


def loaded(state: State, named: str, environ: Mapping[str, str]) -> State:
    """Return the walk with the answers of a file, worked out; the path starts at the project, or with `~`.

    Raises `Stop` when the file cannot be read as answers, or when the project cannot be planned with them.
    """
    raws, findings = _read(state, named.strip(), environ)
    return state.with_file(raws, findings).recomputed()


def proposed(state: State) -> str:
    """Return the path to begin with: the project's own answers file when there is one."""
    return answers_file.NAME if state.project.text(answers_file.NAME) is not None else ""


def _read(state: State, named: str, environ: Mapping[str, str]) -> tuple[dict[Name, str], tuple[Finding, ...]]:
    shown = printable(named)
    try:
        path = state.project.root / Path(named).expanduser()
        if not path.exists() or not named:
            raise _stop(_NOT_THERE, shown)
        data = _bytes(path) if path.is_file() else None
        if data is None:
            raise _stop(_NO_FILE, shown)
    except RuntimeError:  # `~nobody/x`: there is no such user
        raise _stop(_NOT_THERE, shown) from None
    except (OSError, ValueError) as error:  # ValueError: a path that no file can have
        raise _stop(_UNREADABLE, shown, error=type(error).__name__) from None
    kinds = (*state.sections, *state.parts)
    text = data.decode("utf-8", "surrogateescape").replace("\r\n", "\n").replace("\r", "\n")
    return answers_file.read(text, shown, kinds, environ)


def _bytes(path: Path) -> bytes | None:
    """Return what is in a file; None where it is too long, or waits for more: the system has files without an end."""
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        data: bytes | None = file.read(LONGEST + 1)
    return data if data is not None and len(data) <= LONGEST else None


def _stop(why: Text, path: str, **values: object) -> Stop:
    return Stop(why.fill(path=path, **values), _ANOTHER)
