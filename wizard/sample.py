"""A throw-away sample project, stateful as a fresh install, to try the wizard on."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from wizard.formats import template

_DOTTED = ("env", "env.example", "gitignore")


def unpack() -> Path:
    """Copy the sample into a new temporary folder and return its path."""
    target = Path(tempfile.mkdtemp(prefix="stateless-wizard-demo-")) / "omniflow"
    shutil.copytree(template.folder() / "sample", target)
    for name in _DOTTED:
        (target / name).rename(target / f".{name}")
    return target
