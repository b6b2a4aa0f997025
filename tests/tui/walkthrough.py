"""The README's moving picture: a real run in a real terminal, on the sample project: `python -m tests.tui.walkthrough`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from tests.lab import ROOT, Tmux
from tests.tui.moving_picture import Shot, svg
from tests.tui.screenshots import FOLDER
from wizard.sample import unpack

FILE = FOLDER / "walkthrough.svg"
SIZE = (120, 34)


@dataclass(frozen=True)
class Step:
    """Keys by tmux's names, or text to type; what is on screen then; how long it is shown, and what is said of it."""

    said: str
    wait: str
    keys: Sequence[str] = ()
    typed: str = ""
    seconds: float = 3.0


STEPS = (
    Step("What keeps state on this server now, and four ways on.", "How do you want to go on?", seconds=4),
    Step("Recommended: only what cannot be guessed is asked.", "1 of ", ("1",)),
    Step("The diff follows what is typed; nothing is written yet.", "REDIS_HOST=10.0.0.10", typed="10.0.0.10"),
    Step("Why? The lesson of the section.", "[A: own Redis]", ("F2",), seconds=4),
    Step("On to the next answer that only a person knows.", "2 of ", ("F2", *("Enter",) * 8)),
    Step("A wrong value is explained at once.", "✗", typed="Omniflow Assets"),
    Step("And put right.", "AWS_BUCKET=omniflow-assets", ("C-u",), typed="omniflow-assets"),
    Step("Go to any section, field or env key.", "DB_DATABASE", ("C-g",), typed="db_dat"),
    Step("And back.", "of 6", ("Escape",), seconds=1),
    Step("The same from the command line, ready for CI.", "--storage-bucket omniflow-assets", ("F5",), seconds=4),
    Step("The review: every file, what blocks, what to decide.", "plan ", ("F5", "C-s"), seconds=4),
    Step("In Indonesian, too.", "EN [ID]", ("F3",), seconds=4),
)  # fmt: skip


def walked() -> list[Shot]:
    """Return what the terminal showed after each step."""
    shots = []
    with _terminal() as term:
        for step in STEPS:
            for key in step.keys:
                term.send(key)
            if step.typed:
                term.type(step.typed)
            term.wait(step.wait, timeout=20)
            term.rested(0.6)
            shots.append(Shot(term.screen(colours=True, whole=True), step.seconds, step.said))
    return shots


@contextmanager
def _terminal() -> Iterator[Tmux]:
    with tempfile.TemporaryDirectory() as home, patch.object(tempfile, "tempdir", home):
        folder = Path(home) / "code" / "omniflow"
        folder.parent.mkdir()
        unpack().rename(folder)
        program = [sys.executable, "-m", "wizard", ".", "--lang", "en"]
        env = {"HOME": home, "COLORTERM": "truecolor", "PYTHONPATH": str(ROOT)}
        with Tmux(program, *SIZE, env=env, cwd=folder) as term:
            yield term


def main() -> None:
    """Write the picture."""
    FILE.write_text(svg(walked(), *SIZE), encoding="utf-8")
    sys.stdout.write(f"{FILE.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
