"""What was found in the project before anything is asked: its files, its packages, git, its sections."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.project import Project
from wizard.text import Text, printable, same
from wizard.walk import words
from wizard.walk.shown import Mark
from wizard.walk.state import State

_PACKAGES = ("predis/predis", "ext-redis", "league/flysystem-aws-s3-v3", "vladimir-yuldashev/laravel-queue-rabbitmq")
_CONFIGS = ("session", "cache", "filesystems", "database", "queue", "logging")


@dataclass(frozen=True, slots=True)
class Cell:
    """A section as the project has it now: its mark, and the value that tells most, empty without one."""

    title: Text
    mark: Mark
    value: str


def cells(state: State) -> tuple[Cell, ...]:
    """Return how every section stands in the project now."""
    found = ((section, *state.found(section)) for section in state.sections)
    return tuple(Cell(section.title, mark, printable(value)) for section, mark, value in found)


def files(project: Project) -> Text:
    """Name the env file and the config files that were read."""
    env = words.NO_ENV.fill(path=project.env_path) if project.env_text is None else words.ENV.fill(path=project.env_path)
    read = [name for name in _CONFIGS if project.text(project.config_path(name)) is not None]
    configs = f"  {project.config_folder}/{{{','.join(read)}}}.php" if read else ""
    return same("{env}{configs}").fill(env=env, configs=configs)


def packages(project: Project) -> str:
    """Name the packages that matter here, with their versions."""
    named = (f"{name} {project.packages.get(name, '')}".strip() for name in _PACKAGES if project.has(name))
    return printable(", ".join(named))
