"""How to ask: on screens, or line by line; and why nobody is asked at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress

from wizard.commands.options import Options, on_terminal
from wizard.preferences import Preferences
from wizard.text import Text

LEAST = (50, 15)
NO_TERMINAL = Text("The wizard needs a terminal. Without one use:", "Wizard butuh terminal. Tanpa terminal, pakai:")
_CI = Text("`CI` is set, so nobody is asked, as if there were no terminal. Use:",
           "`CI` terisi, jadi tidak ada yang ditanyakan, seperti tanpa terminal. Pakai:")  # fmt: skip
_TOLD = Text("With -n nothing is asked. Use:", "Dengan -n tidak ada yang ditanyakan. Pakai:")
_SCREENS = Text("{why}: asking line by line. Screens: `--no-plain`.", "{why}: bertanya per baris. Layar penuh: `--no-plain`.")
_SMALL = Text("The terminal is {width}x{height}, the screens need {least}x{lines}",
              "Terminalnya {width}x{height}, layar penuh perlu {least}x{lines}")  # fmt: skip
_ACCESSIBLE = Text("`ACCESSIBLE` is set", "`ACCESSIBLE` terisi")
_DUMB = Text("`TERM` names no terminal with a screen", "`TERM` bukan terminal dengan layar penuh")


def unasked(options: Options) -> Text | None:
    """Say why nobody may be asked; None when a person can be."""
    if "no_interaction" in options.switches:
        return _TOLD
    if not on_terminal():
        return NO_TERMINAL
    return _CI if os.environ.get("CI") else None


def asks_plainly(options: Options, chosen: Preferences, environ: Mapping[str, str]) -> tuple[bool, Text | None]:
    """Tell whether to ask line by line, and why, if the user did not say so: flag, environment, config, terminal."""
    if options.plain is not None:
        return options.plain, None
    accessible = environ.get("ACCESSIBLE", "")
    if accessible not in ("", "0"):
        return True, _SCREENS.fill(why=_ACCESSIBLE)
    if environ.get("TERM", "dumb") in ("", "dumb", "unknown"):
        return True, _SCREENS.fill(why=_DUMB)
    if chosen.plain and not accessible:
        return True, None
    width, height = _size()
    if 0 < width < LEAST[0] or 0 < height < LEAST[1]:
        small = _SMALL.fill(width=width, height=height, least=LEAST[0], lines=LEAST[1])
        return True, _SCREENS.fill(why=small)
    return False, None


def _size() -> tuple[int, int]:
    """Return columns and lines of the terminal; zeros when it does not tell."""
    with suppress(OSError):
        return os.get_terminal_size(sys.stderr.fileno())
    return 0, 0
