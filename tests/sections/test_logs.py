"""Logs: lines leave the node, and channels that leave it already stay."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.sections.sketch import Planned, edited, plan, planned
from tests.shapes import NO_PACKAGES, NOTHING, SHAPES
from wizard.sections.logs import Logs

STDERR = "logging.channels.stderr"
JSON = "Monolog\\Formatter\\JsonFormatter"


def logs(
    shape: str,
    folder: Path,
    typed: Mapping[str, str] = NO_PACKAGES,
    env: Mapping[str, str | None] = NOTHING,
    files: Mapping[str, str | None] = NOTHING,
) -> Planned:
    return planned((Logs,), shape, folder, typed, env=env, files=files)


def channel(code: str) -> dict[str, str | None]:
    """Return a config with one more channel."""
    return edited("classic-10", "config/logging.php", "'channels' => [\n\n", f"'channels' => [\n        {code}\n")


def stacked(members: str) -> dict[str, str | None]:
    """Return a config whose stack has these members."""
    return edited("classic-10", "config/logging.php", "'channels' => ['single']", f"'channels' => {members}")


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("form", "formatter"), [("plain", None), ("json", JSON)])
def test_stderr_takes_effect(shape: str, form: str, formatter: str | None, tmp_path: Path) -> None:
    done = logs(shape, tmp_path, {"logs.level": "warning", "logs.formatter": form})
    assert done.seen("logging.default", f"{STDERR}.level", f"{STDERR}.formatter") == ["stderr", "warning", formatter]
    assert "config/logging.php" not in done.paths


def test_a_second_plan_writes_nothing(tmp_path: Path) -> None:
    logs("slim-11", tmp_path, {"logs.formatter": "json"}).written()
    assert plan((Logs,), tmp_path, {}).outcome.plan.files == ()


def test_json_goes_back_to_plain(tmp_path: Path) -> None:
    done = logs("slim-12", tmp_path, {"logs.formatter": "plain"}, env={"LOG_STDERR_FORMATTER": f"'{JSON}'"})
    assert done.seen(f"{STDERR}.formatter") == [None]


def test_an_empty_formatter_goes_since_laravel_takes_it_for_a_class(tmp_path: Path) -> None:
    done = logs("slim-12", tmp_path, env={"LOG_STDERR_FORMATTER": ""})
    assert done.seen(f"{STDERR}.formatter") == [None]


def test_another_formatter_is_kept(tmp_path: Path) -> None:
    name = "Monolog\\Formatter\\LogstashFormatter"
    done = logs("slim-12", tmp_path, env={"LOG_STDERR_FORMATTER": f"'{name}'"})
    assert done.seen(f"{STDERR}.formatter") == [name]


def test_the_present_level_stays_and_without_one_it_is_info(tmp_path: Path) -> None:
    assert logs("classic-10", tmp_path).env["LOG_LEVEL"] == "debug"
    rest = "            'handler' => StreamHandler"
    files = edited("classic-8", "config/logging.php", f"            'level' => env('LOG_LEVEL', 'debug'),\n{rest}", rest)
    old = logs("classic-8", tmp_path / "b", env={"LOG_LEVEL": None}, files=files)
    assert old.seen(f"{STDERR}.level") == ["info"]


def test_a_level_that_laravel_does_not_know_is_replaced(tmp_path: Path) -> None:
    done = logs("slim-12", tmp_path, env={"LOG_LEVEL": "WARN"})
    assert done.env["LOG_LEVEL"] == "info"


@pytest.mark.parametrize("name", ["single", "daily", "stack", "null", "emergency", "nowhere"])
def test_a_channel_of_one_node_is_replaced(name: str, tmp_path: Path) -> None:
    done = logs("classic-10", tmp_path, env={"LOG_CHANNEL": name if name != "null" else "'\"null\"'"})
    assert done.env["LOG_CHANNEL"] == "stderr"
    assert "logs.channel.node-local" in done.codes


@pytest.mark.parametrize("stack", ["single", "stderr,daily", "null"])
def test_a_stack_with_a_file_in_it_is_replaced(stack: str, tmp_path: Path) -> None:
    assert logs("slim-12", tmp_path, env={"LOG_STACK": stack}).env["LOG_CHANNEL"] == "stderr"


@pytest.mark.parametrize("stack", ["stderr", "stderr,slack", "stderr, null"])
def test_a_stack_that_leaves_the_node_is_kept(stack: str, tmp_path: Path) -> None:
    done = logs("slim-12", tmp_path, env={"LOG_STACK": f'"{stack}"'})
    assert done.env["LOG_CHANNEL"] == "stack"
    assert "logs.channel.kept" in done.codes
    assert ".env" not in done.paths


@pytest.mark.parametrize(("stack", "mended"), [
    ("'daily', 'bugsnag', 'sentry'", ["stderr", "bugsnag", "sentry"]),
    ("'single', 'flare'", ["stderr", "flare"]),
    ("'slack', 'nowhere', 'daily'", ["slack", "stderr"]),
])  # fmt: skip
def test_in_a_stack_with_error_trackers_stderr_takes_the_place_of_the_files(
    stack: str, mended: list[str], tmp_path: Path
) -> None:
    done = logs("classic-10", tmp_path, {"logs.level": "warning"}, files=stacked(f"[{stack}]"))
    assert done.seen("logging.default", "logging.channels.stack.channels", f"{STDERR}.level") == [
        "stack", mended, "warning"]  # fmt: skip
    assert "logs.stack-mended" in done.codes
    again = plan((Logs,), tmp_path, {})
    assert again.outcome.plan.files == ()
    assert "logs.stack-mended" not in again.codes


def test_a_stack_listed_in_env_is_mended_there(tmp_path: Path) -> None:
    done = logs("slim-12", tmp_path, env={"LOG_STACK": "daily,sentry"})
    assert done.env["LOG_STACK"] == "stderr,sentry"
    assert done.seen("logging.default", "logging.channels.stack.channels") == ["stack", ["stderr", "sentry"]]
    assert "config/logging.php" not in done.paths


def test_a_stack_with_nothing_but_files_gives_way_to_stderr(tmp_path: Path) -> None:
    done = logs("classic-10", tmp_path, files=stacked("['single', 'daily', 'stderr']"))
    assert done.env["LOG_CHANNEL"] == "stderr"
    assert "config/logging.php" not in done.paths


@pytest.mark.parametrize("listed", ["['sentry', 'daily']", "array_merge(['sentry', 'daily'], [])"])
def test_error_trackers_that_fall_silent_are_named(listed: str, tmp_path: Path) -> None:
    done = logs("classic-10", tmp_path, {"logs.channel": "stderr"}, files=stacked(listed))
    assert done.seen("logging.default") == ["stderr"]
    assert "`sentry`" in done.finding("logs.reporters-silent").why.en


@pytest.mark.parametrize("listed", ["$members", "['stderr', $more]", "members('stack')"])
def test_a_stack_that_cannot_be_told_is_not_taken_for_shared(listed: str, tmp_path: Path) -> None:
    done = logs("classic-10", tmp_path, files=stacked(listed))
    assert done.env["LOG_CHANNEL"] == "stderr"
    assert "cannot be told" in done.finding("logs.channel.node-local").why.en
    assert "logs.channel.kept" not in done.codes


@pytest.mark.parametrize("name", ["syslog", "errorlog", "papertrail", "slack"])
def test_a_shared_channel_that_is_not_offered_is_kept(name: str, tmp_path: Path) -> None:
    assert logs("classic-10", tmp_path, env={"LOG_CHANNEL": name}).env["LOG_CHANNEL"] == name


@pytest.mark.parametrize(("code", "is_kept"), [
    ("'own' => ['driver' => 'custom', 'via' => 'App\\Log'],", True),
    ("'own' => ['driver' => 'monolog', 'with' => ['stream' => 'php://stdout']],", True),
    ("'own' => ['driver' => 'monolog', 'with' => ['stream' => storage_path('logs/x.log')]],", False),
    ("'own' => ['driver' => 'monolog', 'handler_with' => ['stream' => '/var/log/x.log']],", False),
    ("'own' => ['driver' => 'single', 'path' => 'php://stdout'],", True),
    ("'own' => ['driver' => 'stack', 'channels' => ['own', 'stderr']],", True),
    ("'own' => ['driver' => 'stack', 'channels' => ['stack']],", False),
])  # fmt: skip
def test_what_is_behind_the_name_of_a_channel_decides(code: str, is_kept: bool, tmp_path: Path) -> None:
    done = logs("classic-10", tmp_path, env={"LOG_CHANNEL": "own"}, files=channel(code))
    assert (done.env["LOG_CHANNEL"] == "own") is is_kept


def test_a_config_without_the_channel_gets_one(tmp_path: Path) -> None:
    files = edited("classic-9", "config/logging.php", "'stderr' => [", "'other' => [")
    done = logs("classic-9", tmp_path, {"logs.level": "error"}, files=files)
    settings = (f"{STDERR}.driver", f"{STDERR}.handler", f"{STDERR}.with.stream", f"{STDERR}.level")
    assert done.seen(*settings) == ["monolog", "Monolog\\Handler\\StreamHandler", "php://stderr", "error"]


def test_deprecations_in_a_file_are_told(tmp_path: Path) -> None:
    assert "logs.deprecations-node-local" in logs("slim-12", tmp_path, env={"LOG_DEPRECATIONS_CHANNEL": "single"}).codes
    assert "logs.deprecations-node-local" not in logs("slim-12", tmp_path / "b").codes


def test_php_fpm_must_hand_the_lines_on(tmp_path: Path) -> None:
    assert "catch_workers_output = yes" in logs("slim-12", tmp_path).said()
