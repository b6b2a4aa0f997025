"""Client libraries log on their own: what a probe has to say, it yields."""

from __future__ import annotations

import logging


def hush(library: str) -> None:
    """Keep a library's loggers silent: without a handler Python prints its warnings on stderr."""
    logging.getLogger(library).setLevel(logging.CRITICAL + 1)
