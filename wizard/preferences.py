"""The user's own settings, in `$XDG_CONFIG_HOME/stateless-wizard/config.toml`: language, colours, signs, keys."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wizard.finding import Finding, Level, Stop
from wizard.text import LANGS, Lang, Text

THEMES = ("dark", "light", "ansi-dark", "ansi-light")
_LINE = re.compile(r"at line (\d+)")

_BAD = Text("`{where}` is not valid TOML: line {line}", "`{where}` bukan TOML yang valid: baris {line}")
_MEND = Text("Mend that line, or move the file away", "Perbaiki baris itu, atau pindahkan file-nya")
_UNREADABLE = Text("`{where}` cannot be read", "`{where}` tidak bisa dibaca")
_RIGHTS = Text("Look at its rights, or move it away", "Periksa hak aksesnya, atau pindahkan file-nya")
_UNKNOWN = Text("`{name}` is no setting of this version", "`{name}` bukan setting di versi ini")
_UNFIT = Text("`{name}` cannot have this value", "nilai `{name}` tidak bisa begini")
_NAMES = Text("Known: {names}", "Yang dikenal: {names}")


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the user prefers; None where nothing is said. `keymap` has the keys by the name of what they do."""

    lang: Lang | None = None
    theme: str | None = None
    ascii: bool | None = None
    plain: bool | None = None
    keymap: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def file(environ: Mapping[str, str]) -> Path:
    """Return the path of the file; it need not be there.

    Worked out here, not by platformdirs: the language is wanted at every start, and that import would double `--help`.
    """
    folder = environ.get("XDG_CONFIG_HOME", "")
    home = environ.get("HOME") or "~"
    base = Path(folder) if folder.startswith("/") else Path(home).expanduser() / ".config"
    return base / "stateless-wizard" / "config.toml"


def read(environ: Mapping[str, str] | None = None) -> Preferences:
    """Read the file; unknown names and unfit values become warnings. Raises `Stop` for bad TOML."""
    path = file(os.environ if environ is None else environ)
    try:
        text = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, RuntimeError):  # a `~` without a home is a RuntimeError
        return Preferences()
    except OSError:
        raise Stop(_UNREADABLE.fill(where=path), _RIGHTS) from None
    found = _parsed(text, path)
    findings = tuple(_strange(found, str(path)))
    fit = {name: found[name] for name, rule in _RULES.items() if name in found and rule(found[name])}
    keys = found.get("keymap", {})
    keymap = {name: joined for name, said in keys.items() if (joined := _joined(said))} if isinstance(keys, dict) else {}
    return Preferences(**fit, keymap=keymap, findings=findings)


def unknown(name: str, where: str, names: str) -> Finding:
    """Return the warning for a name that means nothing here."""
    return Finding("preferences.unknown", Level.WARNING, where, _UNKNOWN.fill(name=name), _NAMES.fill(names=names))


def _parsed(text: bytes, path: Path) -> dict[str, Any]:  # Any: TOML gives any of its types
    import tomllib

    try:
        return tomllib.loads(text.decode())
    except UnicodeDecodeError as error:
        line = text[: error.start].count(b"\n") + 1
    except (ValueError, RecursionError) as error:  # its own message may hold what stands there: only the line is said
        told = _LINE.search(str(error))
        line = int(told[1]) if told else text.rstrip().count(b"\n") + 1
    raise Stop(_BAD.fill(where=path, line=line), _MEND)


_RULES: Mapping[str, Callable[[object], bool]] = {
    "lang": lambda value: value in LANGS,
    "theme": lambda value: value in THEMES,
    "ascii": lambda value: isinstance(value, bool),
    "plain": lambda value: isinstance(value, bool),
}
_CHOICES = {"lang": ", ".join(LANGS), "theme": ", ".join(THEMES), "ascii": "true, false", "plain": "true, false",
            "keymap": '[keymap] review = "ctrl+s"'}  # fmt: skip


def _strange(found: Mapping[str, object], where: str) -> Iterator[Finding]:
    """Warn of every name that we do not know, and of every value that we cannot use."""
    for name, value in found.items():
        if name == "keymap":
            keys = value.items() if isinstance(value, dict) else (("", None),)
            yield from (_unfit(f"keymap.{key}".rstrip("."), "keymap", where) for key, said in keys if not _joined(said))
        elif name not in _RULES:
            yield unknown(name, where, ", ".join((*_RULES, "keymap")))
        elif not _RULES[name](value):
            yield _unfit(name, name, where)


def _unfit(name: str, kind: str, where: str) -> Finding:
    return Finding("preferences.unfit", Level.WARNING, where, _UNFIT.fill(name=name), _NAMES.fill(names=_CHOICES[kind]))


def _joined(said: object) -> str:
    """Return keys as Textual wants them, `f8,pagedown`; '' when they are none."""
    keys = said if isinstance(said, list) else [said]
    if not keys or not all(isinstance(key, str) and key.strip() for key in keys):
        return ""
    return ",".join(word.strip() for key in keys for word in str(key).split(","))
