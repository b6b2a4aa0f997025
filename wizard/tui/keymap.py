"""The user's own keys, from config.toml: which of them can be had, and what is said of the others."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import key_to_character

from wizard import tui
from wizard.finding import Finding, Level
from wizard.preferences import unknown
from wizard.text import Text

_PRINTABLE = Text("`{key}` is a letter or sign that fields need, and `{name}` works in every field",
                  "`{key}` huruf atau tanda yang dipakai di field, sedangkan `{name}` berlaku di semua field")  # fmt: skip
_OTHER = Text('Use a key like "f6" or "ctrl+n"', 'Pakai tombol seperti "f6" atau "ctrl+n"')
_SIGNS = {"question_mark": "?", "pagedown": "PgDn", "pageup": "PgUp", "escape": "Esc", "space": "Space",
          "up": "↑", "down": "↓", "left": "←", "right": "→"}  # fmt: skip


def fitting(keymap: Mapping[str, str], where: str) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Return the part of a keymap that can be had, and a warning for each of the rest."""
    if not keymap:
        return {}, ()
    known, fit, strange = bindings(), dict(keymap), list[Finding]()
    for name, keys in keymap.items():
        if name not in known:
            near = get_close_matches(name, known, n=5, cutoff=0.5)
            strange.append(unknown(f"keymap.{name}", where, ", ".join(near or sorted(known))))
        elif known[name].priority and (typed := [key for key in keys.split(",") if _is_printable(key)]):
            why = _PRINTABLE.fill(key=typed[0], name=f"keymap.{name}")
            strange.append(Finding("preferences.printable", Level.WARNING, where, why, _OTHER))
        else:
            continue
        del fit[name]
    return fit, tuple(strange)


def bindings() -> dict[str, Binding]:
    """Return what every screen and widget binds, by its id; reads them all."""
    for module in pkgutil.walk_packages(tui.__path__, f"{tui.__name__}."):
        importlib.import_module(module.name)
    found: dict[str, Binding] = {}
    for kind in _kinds(DOMNode):
        if kind.__module__.startswith(f"{tui.__name__}."):
            own = Binding.make_bindings(kind.__dict__.get("BINDINGS", ()))
            for binding in own:
                if binding.id:  # several keys of one id are one entry
                    before = found.get(binding.id)
                    keys = f"{before.key},{binding.key}" if before is not None and before.key != binding.key else binding.key
                    found[binding.id] = Binding(keys, binding.action, priority=binding.priority, id=binding.id)
    return found


def shown(keys: str) -> str:
    """Return keys as the help shows them: `^s  F6`."""
    return "  ".join(_shown(key.strip()) for key in keys.split(","))


def _shown(key: str) -> str:
    if key.startswith("ctrl+"):
        return f"^{key.removeprefix('ctrl+')}"
    return _SIGNS.get(key, key.title() if len(key) > 1 else key)


def _is_printable(key: str) -> bool:
    character = key_to_character(key.strip().removeprefix("shift+"))
    return character is not None and character.isprintable()


def _kinds(kind: type[DOMNode]) -> Iterator[type[DOMNode]]:
    for child in kind.__subclasses__():
        yield child
        yield from _kinds(child)
