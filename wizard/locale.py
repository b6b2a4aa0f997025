"""Which language to speak: what was asked for, else the locale, else English."""

from __future__ import annotations

import os
from collections.abc import Mapping

from wizard.text import LANGS, Lang


def language(wanted: str | None, environ: Mapping[str, str] | None = None) -> Lang:
    """Choose the language: what was asked for, else the locale, else English."""
    variables = os.environ if environ is None else environ
    first = next((variables[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if variables.get(n)), "")
    return next((lang for lang in LANGS if lang == (wanted or first[:2])), "en")
