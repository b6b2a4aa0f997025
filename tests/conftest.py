"""Rules for every test: a missing tool skips its tests on a person's machine, and fails them in CI."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Real PHP answers these laws: the time of one example says nothing on a shared machine.
settings.register_profile("lab", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("lab")

_TESTS = Path(__file__).parent
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


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each worker whole files, what shares servers or screens first: it takes longest, and is made once."""
    alone = {item for item in items if item.get_closest_marker("xdist_group") is None}
    for item in alone:
        item.add_marker(pytest.mark.xdist_group(item.path.relative_to(_TESTS).as_posix()))
    items.sort(key=lambda item: (item in alone, item.path.parent.name != "tui"))


def _reason(shown: object) -> str:
    return str(shown[2]) if isinstance(shown, tuple) else str(shown)
