"""Lines for a terminal or a pipe: nothing in them means anything to a terminal but colour."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Final

import click

from wizard.text import printable

_COLOURS: Final = {"+": "green", "-": "red", "@": "cyan"}


def say(lines: Iterable[str], *, err: bool = False, colour: bool = False) -> None:
    """Print lines; control characters in them are shown, never sent to the terminal."""
    colour = colour and not os.environ.get("NO_COLOR")
    for line in lines:
        clean = printable(line)
        click.echo(click.style(clean, fg=_COLOURS.get(clean[:1])) if colour else clean, err=err)
