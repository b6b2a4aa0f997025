"""What a probe may find: a table a service, so that each finding has one place and one test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wizard.check import Check
from wizard.finding import Finding, Level
from wizard.laravel.untold import Untold
from wizard.text import Text


@dataclass(frozen=True, slots=True)
class Known:
    """A finding whose places are still empty: how grave it is, why it matters, what to do."""

    level: Level
    why: Text
    remedy: Text

    def at(self, code: str, where: str, **values: object) -> Finding:
        """Return the finding with its places filled; no value may be a secret."""
        return Finding(code, self.level, where, self.why.fill(**values), self.remedy.fill(**values))


@dataclass(frozen=True, slots=True)
class Stated:
    """A probe that says what the config alone tells: there is no server to ask."""

    finding: Finding

    def __call__(self) -> Iterator[Finding]:
        """Yield the finding."""
        yield self.finding


def stated(service: str, label: Text, untold: Untold, findings: Mapping[str, Known]) -> Check:
    """Return the check of a server that the config does not lead to: it says why, by `<service>.<cause>`."""
    code = f"{service}.{untold.cause}"
    finding = findings[code].at(code, untold.setting, setting=untold.setting, value=untold.value)
    return Check(service, label.fill(setting=untold.setting), Stated(finding))
