"""The README's pictures, taken from the running wizard: `python -m tests.tui.screenshots` writes them."""

from __future__ import annotations

import asyncio
import html
import os
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, chdir
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from textual.pilot import Pilot

from tests.tui.small import TERMINAL
from wizard.outcome import Outcome
from wizard.project import Project
from wizard.resolve import Given, Name
from wizard.sample import unpack
from wizard.sections import PARTS, SECTIONS
from wizard.text import Lang
from wizard.transaction import Receipt
from wizard.tui.app import WizardApp
from wizard.walk.desk import Desk
from wizard.walk.state import State

FOLDER = Path(__file__).resolve().parent.parent.parent / "screenshots"
_FONT = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
_LINE = re.compile(r'<text[^>]* x="([\d.]+)" y="([\d.]+)"[^>]*>(.*?)</text>', re.DOTALL)


@dataclass(frozen=True)
class Picture:
    """A screen: the keys that lead to it, the answers already given, its size, seconds until it is at rest."""

    keys: Sequence[str] = ()
    answered: bool = False
    size: tuple[int, int] = (80, 24)
    lang: Lang = "en"
    rest: float = 0.3
    environ: Mapping[str, str] = field(default_factory=dict)


_REDIS = ("tab",) * 5  # from the first question of the session to the host of Redis
_WRITE = ("ctrl+s", "shift+tab", "enter", "down", "enter")
PICTURES: Mapping[str, Picture] = {
    "start": Picture(),
    "section-error": Picture(("2", *("pagedown",) * 3, "tab", *"db.internal", "tab", *"330600")),
    "live-diff": Picture(("2", *_REDIS, *"redis.internal"), size=(120, 36)),
    "why": Picture(("2", "f2")),
    "no-colour": Picture(("2", *("pagedown",) * 3, "tab", *"db.internal", "tab", *"330600"), environ={"NO_COLOR": "1"}),
    "section-tested": Picture(("2", *_REDIS, *"127.0.0.1", "tab", "9", "ctrl+t"), rest=2.5),
    "review": Picture(("ctrl+s",), answered=True, size=(100, 32)),
    "done": Picture(_WRITE, answered=True, size=(100, 32)),
    "indonesian": Picture(("2", "pagedown"), lang="id"),
}
ANSWERS: Mapping[Name, str] = {
    ("redis", "host"): "redis.internal",
    ("storage", "bucket"): "omniflow-assets",
    ("database", "host"): "db.internal",
    ("queue", "host"): "rabbit.internal",
    ("queue", "user"): "omniflow",
    ("app", "key"): "base64:YSBrZXkgZm9yIHBpY3R1cmVzIGlzIG5vIHNlY3JldCE=",
    ("app", "env"): "production",
    ("app", "debug"): "false",
}


@asynccontextmanager
async def opened(
    given: Given, lang: Lang, size: tuple[int, int], environ: Mapping[str, str] = TERMINAL
) -> AsyncIterator[tuple[WizardApp, Pilot[None]]]:
    """The wizard on the sample project, on a terminal of a size; Write writes nothing."""
    with tempfile.TemporaryDirectory() as place, patch.dict(os.environ, {"HOME": place}), chdir(place):
        project = Project.open(_sample(Path(place)), environ={})
        state = State.start(project, SECTIONS, PARTS, lang, given)
        app = WizardApp(Desk(state, _receipt, lambda: project), environ)
        async with app.run_test(size=size) as pilot:
            await pilot.pause(0.2)
            yield app, pilot


async def take(picture: Picture) -> str:
    """Return one picture as SVG, with no address in it."""
    given = Given(typed=ANSWERS if picture.answered else {})
    async with opened(given, picture.lang, picture.size, {**TERMINAL, **picture.environ}) as (app, pilot):
        for key in picture.keys:
            await pilot.press(key)
            await pilot.pause()
        await pilot.pause(picture.rest)
        return _FONT.sub("", app.export_screenshot())


def words(svg: str) -> str:
    """Return what a picture says, line by line: the ids and styles in it may differ from run to run."""
    lines: dict[float, list[tuple[float, str]]] = {}
    for x, y, text in _LINE.findall(svg):
        lines.setdefault(float(y), []).append((float(x), html.unescape(text).replace("\u00a0", " ")))
    return "\n".join("".join(text for _, text in sorted(lines[y])).rstrip() for y in sorted(lines))


def _sample(home: Path) -> Path:
    """Put the sample project where its path says nothing of this machine."""
    with patch.object(tempfile, "tempdir", str(home)):
        unpacked = unpack()
    folder = home / "code" / "omniflow"
    folder.parent.mkdir()
    return unpacked.rename(folder)


def _receipt(outcome: Outcome) -> Receipt:
    """Write nothing; say what a writing would, with a path that is the same each time."""
    backup = Path("~/.local/state/stateless-wizard/1f0e9c/backup/2026-01-02T03-04-05")
    return Receipt(tuple(f.path for f in outcome.plan.files), backup, f"sh {backup}/restore.sh")


def main() -> None:
    """Write every picture."""
    FOLDER.mkdir(exist_ok=True)
    for name, picture in PICTURES.items():
        (FOLDER / f"{name}.svg").write_text(asyncio.run(take(picture)), encoding="utf-8")
        sys.stdout.write(f"screenshots/{name}.svg\n")


if __name__ == "__main__":
    main()
