"""The wizard with a bug planted in it: as soon as a key is typed, a section raises with the key in its message.

Run as `python -m tests.tui.broken FOLDER`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.tui import small
from wizard.finding import Finding
from wizard.project import Project
from wizard.resolve import Given
from wizard.section import Answers
from wizard.tui.app import run


class BrokenKey(small.Key):
    """Fails on a key that is long enough to be a secret."""

    def advise(self, answers: Answers, project: Project) -> Iterator[Finding]:
        """Raise, with the secret in the message and in a local variable."""
        secret = self.key or ""
        if len(secret) >= len(small.SECRET):
            raise RuntimeError(f"a bug that knows {secret}")
        yield from ()


def main(folder: Path) -> int:
    """Open the wizard; print what it says afterwards."""
    desk = small.desk(folder)
    code, said = run(
        desk.state.project, lang="en", given=Given(), findings=(), sections=(small.Login, small.Store, BrokenKey),
        parts=small.PARTS, write=desk.write,
    )  # fmt: skip
    print(said)
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
