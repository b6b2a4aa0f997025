"""Our own commands, each with its key and what it does: the palette shows no others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.dom import DOMNode

from wizard.text import Lang, Text, same
from wizard.tui import words
from wizard.tui.picker import Entry


@dataclass(frozen=True, slots=True)
class Command:
    """What it is called, the key that does the same, the name of the action, and where that can be done."""

    label: Text
    key: str
    action: str
    where: Text = words.ELSEWHERE_ONLY


COMMANDS = (
    Command(Text("Go to…", "Ke…"), "^g", "go_to"),
    Command(same("Review"), "^s", "review"),
    Command(Text("Test connection", "Tes koneksi"), "^t", "test", words.IN_SECTIONS),
    Command(same("Live diff"), "^o", "preview", words.IN_SECTIONS),
    Command(Text("Why", "Kenapa"), "F2", "why", words.IN_SECTIONS),
    Command(Text("Equivalent command", "Perintah yang sama"), "F5", "command_line"),
    Command(Text("Language: Indonesian", "Bahasa: Inggris"), "F3", "language"),
    Command(Text("Undo in the field", "Undo di field"), "^y", "undo", words.IN_FIELD),
    Command(Text("Reveal the secret", "Lihat secret"), "^r", "reveal", words.IN_SECTIONS),
    Command(Text("Default for this field", "Default untuk field ini"), "^u", "clear", words.IN_FIELD),
    Command(Text("Help: all keys", "Bantuan: semua tombol"), "F1", "help_keys"),
    Command(Text("Draw again", "Gambar ulang"), "^l", "redraw"),
    Command(same("Suspend"), "^z", "suspend_process"),
    Command(Text("Leave", "Keluar"), "^c", "leave"),
)


def doer(command: Command, focus: DOMNode) -> DOMNode | None:
    """Return who does it: what has the focus, or the nearest above it that can; None when nobody can here."""
    return next((node for node in focus.ancestors_with_self if hasattr(node, f"action_{command.action}")), None)


def entries(focus: DOMNode, lang: Lang) -> Iterator[Entry[tuple[DOMNode, str]]]:
    """Yield the commands; one that cannot be done here says where it can."""
    found = [(command, doer(command, focus)) for command in COMMANDS]
    for command, node in sorted(found, key=lambda one: one[1] is None):
        other = command.label.in_("en" if lang == "id" else "id")
        yield Entry(command.label.in_(lang), command.key, "" if node else command.where.in_(lang),
                    (node or focus, command.action), node is not None, other)  # fmt: skip
