"""The exit codes, as the README lists them."""

from __future__ import annotations

from typing import Final

DONE: Final = 0
FAILED: Final = 1
USAGE: Final = 2
PENDING: Final = 3
UNWELL: Final = 5
CRASHED: Final = 70
QUIT: Final = 130
