"""What a config gives for a setting: None where no file at hand has it, UNKNOWN only where code makes it."""

from __future__ import annotations

from wizard.laravel.config import Configs, Missing
from wizard.laravel.value import Value


def given(configs: Configs, setting: str) -> Value:
    """Return a setting's value; one that is in no file is None, even where the framework's base is not at hand."""
    return None if isinstance(configs.read(setting), Missing) else configs.value(setting)
