"""What the tests of this floor share: one PHP process with Laravel in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.laravel.worker import Worker


@pytest.fixture(scope="session")
def laravel() -> Iterator[Worker]:
    """Laravel's own classes, to be asked."""
    with Worker() as worker:
        yield worker
