"""Redis: every server that sessions, cache, locks or jobs are kept on is asked itself."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.check import Check
from wizard.laravel.redis_uses import Target, targets
from wizard.project import Project
from wizard.services.known import stated
from wizard.services.redis.findings import FINDINGS
from wizard.services.redis.probe import Probe
from wizard.services.redis.words import and_, roles_of
from wizard.services.wire import Address
from wizard.text import Text


def checks(project: Project) -> Iterator[Check]:
    """Yield a check for each Redis server that the project is configured to use; nothing where it uses none."""
    for one in targets(project.configs):
        yield _check(one) if isinstance(one, Target) else stated("redis", _UNTOLD, one, FINDINGS)


def _check(target: Target) -> Check:
    address = Address("redis", target.server.host, target.server.port)
    label = Text("Redis at `{address}`: {roles}", "Redis di `{address}`: {roles}").fill(
        address=target.server.host if target.server.host.startswith("/") else address,
        roles=and_(roles_of(target.roles)))  # fmt: skip
    return Check("redis", label, Probe(target))


_UNTOLD = Text("Redis of `{setting}`", "Redis dari `{setting}`")
