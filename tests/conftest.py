"""Rules for every test: a missing tool skips its tests on a person's machine, and fails them in CI."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

# Real PHP answers these laws: the time of one example says nothing on a shared machine.
settings.register_profile("lab", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("lab")

_IN_CI = os.environ.get("WIZARD_CI") == "1"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip, or an expected failure, into a failure in CI."""
    report = yield
    if _IN_CI and report.skipped:
        report.outcome, report.longrepr = "failed", f"CI skips nothing: {_reason(report.longrepr)}"
        report.__dict__.pop("wasxfail", None)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a skipped module into a failure in CI."""
    report = yield
    if _IN_CI and report.skipped:
        report.outcome, report.longrepr = "failed", f"CI skips nothing: {_reason(report.longrepr)}"
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what is done by one worker as a whole, servers and all: it takes longest."""
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)


def _reason(shown: object) -> str:
    return str(shown[2]) if isinstance(shown, tuple) else str(shown)
