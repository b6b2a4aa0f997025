"""Everything that the check of an S3 disk may find, with its cause and its remedy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wizard.finding import Finding
from wizard.services.known import Known
from wizard.services.s3.known_addresses import ADDRESSES
from wizard.services.s3.known_refusals import REFUSALS
from wizard.services.s3.known_rights import RIGHTS
from wizard.services.s3.known_settings import SETTINGS

FINDINGS: Final[Mapping[str, Known]] = {**SETTINGS, **REFUSALS, **RIGHTS, **ADDRESSES}
"""By code; the causes that every service shares are in `wire`."""


def finding(code: str, where: str, **values: object) -> Finding:
    """Return one of these findings with its places filled."""
    return FINDINGS[code].at(code, where, **values)
