"""Everything we tell the user: a finding to weigh, a bad answer, a reason to stop."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from wizard.text import Text


class Level(StrEnum):
    """How much a finding weighs: an error blocks writing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something worth saying: a stable code, where it is, why it matters, what to do.

    `where` is a file (with line when known), a setting or an env key; never a secret.
    `paste` holds lines for the user to put in by hand where we cannot.
    """

    code: str
    level: Level
    where: str
    why: Text
    remedy: Text
    section: str = ""
    paste: str = ""


def gravest_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings by their weight; those of one weight stay in their order."""
    order = list(Level)
    return sorted(findings, key=lambda finding: order.index(finding.level))


class Invalid(Exception):
    """An answer that cannot be taken: says what is wrong with it and what would do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class Stop(Exception):
    """We cannot go on: says why and what to do. Each surface catches it once."""

    def __init__(self, text: Text, hint: Text) -> None:
        super().__init__(text.en)
        self.text = text
        self.hint = hint
