"""What the command line said: the project, the language, the answers, the switches."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

import click

from wizard import answers_file, flags
from wizard.finding import Finding
from wizard.locale import language
from wizard.outcome import answers_found
from wizard.project import Project, VersionUnknown
from wizard.resolve import Given, Name
from wizard.sections import ALL
from wizard.text import Lang, Text

_VERSION = Text("Which Laravel is it (12.4.0)?", "Laravel versi berapa (12.4.0)?")


@dataclass(frozen=True)
class Options:
    """What the command line said, besides the answers."""

    project: str
    lang: Lang
    laravel: str | None
    answers: str | None
    env_name: str | None
    flags: Mapping[str, str | None]
    switches: frozenset[str]
    plain: bool | None = None
    ascii: bool | None = None
    theme: str | None = None
    skip: tuple[str, ...] = ()

    @classmethod
    def of(cls, options: dict[str, Any], lang: Lang) -> Options:  # Any: click's values
        """Sort click's values."""
        plain = {k: options.get(k) for k in ("laravel", "answers", "env_name", "plain", "ascii", "theme")}
        return cls(
            project=options["project"],
            lang=language(options.get("lang")) if options.get("lang") else lang,
            flags={k: v for k, v in options.items() if "__" in k},
            switches=frozenset(k for k, v in options.items() if v is True),
            skip=tuple(str(PurePosixPath(path)) for path in options.get("skip") or ()),
            **plain,
        )

    @property
    def asks(self) -> bool:
        """May we ask? Only on a terminal, and not with -n or in CI."""
        return on_terminal() and "no_interaction" not in self.switches and not os.environ.get("CI")

    @property
    def quiet(self) -> bool:
        """Only errors and the exit code are wanted."""
        return "quiet" in self.switches

    @property
    def speaks(self) -> bool:
        """True when a person reads what is printed: neither JSON nor silence was asked for."""
        return not self.quiet and "as_json" not in self.switches

    def open(self) -> Project:
        """Open the project; the Laravel version is asked for when no file tells it."""
        try:
            return Project.open(Path(self.project), env_name=self.env_name, version=self.laravel)
        except VersionUnknown as unknown:
            if not self.asks:
                raise
            said = click.prompt(f"{unknown.text.in_(self.lang)}\n{_VERSION.in_(self.lang)}", err=True)
            return Project.open(Path(self.project), env_name=self.env_name, version=said)

    def given(self, project: Project) -> tuple[Given, tuple[Finding, ...]]:
        """Collect every answer given: flags, the answers file, the project's own."""
        file: dict[Name, str] = {}
        said: tuple[Finding, ...] = ()
        if self.answers:
            text = Path(self.answers).read_text(encoding="utf-8", errors="surrogateescape")
            file, said = answers_file.read(text, self.answers, ALL, os.environ)
        found, more = answers_found(ALL, project, os.environ)
        return Given(flags.typed(self.flags, ALL, project), file, found), tuple(dict.fromkeys(said + more))


def on_terminal() -> bool:
    """Tell whether a person can be asked: keys come from a terminal, and what is asked goes to one."""
    return _is_terminal(sys.stdin) and _is_terminal(sys.stderr)


def _is_terminal(stream: IO[str] | None) -> bool:
    """Tell whether a stream is a terminal; one that was closed before the start is None."""
    return stream is not None and not stream.closed and stream.isatty()
