"""What the screens say at three sizes in two languages, kept as text: `python -m tests.tui.snapshots` writes them."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from textual.pilot import Pilot
from textual.strip import Strip

from tests.tui.screenshots import ANSWERS, opened
from tests.tui.small import TERMINAL
from wizard.resolve import Given
from wizard.text import LANGS, Lang
from wizard.tui.app import WizardApp

FOLDER = Path(__file__).with_name("snapshots")
SIZES = ((60, 20), (80, 24), (120, 40))
MODES: Mapping[str, Mapping[str, str]] = {
    "colour": TERMINAL, "none": {**TERMINAL, "NO_COLOR": "1"}, "ascii": {**TERMINAL, "LANG": "C"},
}  # fmt: skip
Keys = Sequence[str]
_BACK = ("escape",)
_UNANSWERED: Mapping[str, tuple[Keys, Keys]] = {  # the keys that lead there, and those that lead back
    "start": ((), ()),
    "keys": (("f1",), _BACK),
    "what is kept here now": (("4",), _BACK),
    "an answers file": (("3",), _BACK),
    "session": (("2",), ()),
    "why": (("f2",), ("f2",)),
    "go to": (("ctrl+g", *"redis_p"), _BACK),
    "commands": (("ctrl+p",), _BACK),
    "the same without questions": (("f5",), _BACK),
    "leave": (("ctrl+c",), _BACK),
    "an error": ((*("pagedown",) * 3, "tab", *"db.internal", "tab", *"330600"), ()),
    "the diff": (("ctrl+o",), ("ctrl+o",)),
    "a link to a part": (("pageup", "pageup"), ()),
    "review": (("ctrl+s",), ()),
    "nearest problem": (("enter",), ()),
}
_ANSWERED: Mapping[str, tuple[Keys, Keys]] = {
    "ready": (("ctrl+s",), ()),
    "really": (("shift+tab", "enter"), ()),
    "done": (("down", "enter"), ()),
}


def name(size: tuple[int, int], lang: Lang) -> str:
    """Return the name of the file that holds what the screens say."""
    return f"{size[0]}x{size[1]}-{lang}.txt"


async def seen(size: tuple[int, int], lang: Lang, mode: str) -> list[tuple[str, list[Strip]]]:
    """Return every scene with its lines, as they would be sent to the terminal."""
    scenes = await _walked(size, lang, mode, _UNANSWERED, Given())
    return scenes + await _walked(size, lang, mode, _ANSWERED, Given(typed=ANSWERS))


def told(scenes: Sequence[tuple[str, list[Strip]]]) -> str:
    """Return the scenes as text."""
    return "".join(f"== {scene} ==\n{_text(strips)}\n" for scene, strips in scenes)


async def _walked(
    size: tuple[int, int], lang: Lang, mode: str, scenes: Mapping[str, tuple[Keys, Keys]], given: Given
) -> list[tuple[str, list[Strip]]]:
    walked = []
    async with opened(given, lang, size, MODES[mode]) as (app, pilot):
        for scene, (there, back) in scenes.items():
            await _press(pilot, there)
            walked.append((scene, list(_strips(app))))
            await _press(pilot, back)
    return walked


async def _press(pilot: Pilot[None], keys: Keys) -> None:
    """Press keys, and wait until what follows from them is on screen."""
    if keys:
        await pilot.press(*keys)
        await pilot.pause(0.2)


def _strips(app: WizardApp) -> Iterator[Strip]:
    yield from app.screen._compositor.render_strips()


def _text(strips: Sequence[Strip]) -> str:
    return "\n".join(strip.text.rstrip() for strip in strips)


def main() -> None:
    """Write every file."""
    FOLDER.mkdir(exist_ok=True)
    for size in SIZES:
        for lang in LANGS:
            text = told(asyncio.run(seen(size, lang, "colour")))
            (FOLDER / name(size, lang)).write_text(text, encoding="utf-8")
            sys.stdout.write(f"{name(size, lang)}\n")


if __name__ == "__main__":
    main()
