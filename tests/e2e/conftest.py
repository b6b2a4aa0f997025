"""Services started once, and one shop for each Laravel, kept for the whole run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.cluster import Cluster
from tests.e2e.services import Services
from tests.e2e.shop import Shop
from tests.frameworks import NAMES, framework

# Everything in one worker: the services are started once.
GROUP = pytest.mark.xdist_group("e2e")


@pytest.fixture(scope="session")
def services() -> Iterator[Services]:
    """Start the services that every application shares."""
    with Services() as started:
        yield started


@pytest.fixture(scope="session", params=[pytest.param(name, id=f"laravel-{name}", marks=GROUP) for name in NAMES])
def shop(request: pytest.FixtureRequest, services: Services) -> Iterator[Shop]:
    """Return the application on each Laravel in turn."""
    made = Shop(framework(request.param), services)
    yield made
    made.stop()


@pytest.fixture
def stateful(shop: Shop) -> Cluster:
    """Return two nodes of the application as it was before the wizard."""
    return shop.stateful


@pytest.fixture(params=["plain", "cached"])
def way(request: pytest.FixtureRequest) -> str:
    """Return how the nodes run: with or without `config:cache` and `route:cache`."""
    return str(request.param)


@pytest.fixture(params=["redis", "database"])
def store(request: pytest.FixtureRequest) -> str:
    """Return where sessions and cache are kept after the wizard."""
    return str(request.param)


@pytest.fixture
def stateless(shop: Shop, store: str, way: str) -> Cluster:
    """Return two nodes of the application after the wizard."""
    return shop.cluster(store, cached=way == "cached")
