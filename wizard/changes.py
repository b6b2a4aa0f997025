"""What a section asks to be done to a project: data for the plan, nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from typing import Final, TypeAlias

from wizard.text import Text


class Absent(Enum):
    """The one value that means: this setting must not be set at all."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT
Wanted: TypeAlias = str | int | bool | tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """A Laravel setting must have a value, under whatever env key the project's own config reads.

    None is an answer not given yet: nothing is done. ABSENT takes the setting out (null in Laravel).
    A tuple is a list that one key holds between commas.
    `key` is the env key to make when none reads it. `pinned` writes it even when a default happens
    to give the same value now (defaults differ between Laravel versions and node names).
    `public` values are readable in a diff. `example` goes into `.env.example`.
    """

    setting: str
    value: Wanted | Absent
    key: str = ""
    public: bool = True
    pinned: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEnv:
    """An env key that a package's own config reads (`RABBITMQ_HOST`); `default` is the package's.

    It is written only when what the package would read differs. ABSENT takes the key out.
    """

    key: str
    value: str | Absent
    default: str | None = None
    public: bool = True
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetConfig:
    """A setting holds this PHP expression; evaluated with the planned `.env` it gives `value`.

    `value` is compared as Laravel would see it: a scalar, a tuple for a list, a mapping for a whole
    array. ABSENT takes the item out of the file; None puts a missing item in and compares nothing.
    """

    setting: str
    code: str
    value: Wanted | Absent | Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Render:
    """A file made whole from a template; one that is there already is left alone.

    `optional` says that nothing of the plan rests on it: a person may leave it out.
    """

    path: str
    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where code goes: above the catch-all routes, unless a route answers this URI already."""

    uri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """Where code goes: the default value of a class property (`proxies`)."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Insert:
    """Code rendered from a template, put at a place in a file of the user's."""

    path: str
    template: str
    place: Route | Property
    values: Mapping[str, object] = field(default_factory=dict)


class Phase(IntEnum):
    """When a step of the checklist is due: the order in which a person runs them."""

    PACKAGES = 10
    FILES = 20
    CONFIG = 30  # before all that boots Laravel: with a cached config it would work on the old database and names
    BEFORE_MIGRATE = 35
    MIGRATE = 40
    CACHE = 60
    WORKERS = 70
    BALANCER = 80
    WATCH = 90


class On(Enum):
    """Where a step of the checklist runs."""

    BUILD = "build"
    WORKER = "worker"
    ONE = "one"
    EVERY = "every"
    BALANCER = "balancer"
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Require:
    """A Composer package the project needs; skipped in the checklist when it is installed and fits."""

    package: str
    constraint: str
    why: Text
    flags: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A step for a person: a command or a thing to see to, why, when and on which node.

    `command` may be empty when the step is not a command; it never holds a secret.
    `files` are optional files that it is about: when all of them are left out there is no such step.
    """

    command: str
    why: Text
    phase: Phase
    on: On
    files: tuple[str, ...] = ()


Change: TypeAlias = Set | SetEnv | SetConfig | Render | Insert | Require | Run
