"""Which Laravel a project has is read from the best file there is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.finding import Invalid
from wizard.laravel import version as laravel
from wizard.laravel.version import Constraint, Layout, Version, exact, layout, merges, package_versions

SLIM = "<?php return Application::configure(basePath: dirname(__DIR__))->create();"
CLASSIC = "<?php $app = new Illuminate\\Foundation\\Application(dirname(__DIR__)); return $app;"
VENDOR = "<?php class Application { const VERSION = '11.44.2'; }"
VERSIONS = st.builds(Version, st.integers(0, 99), st.integers(0, 999), st.integers(0, 999))


def lock(version: str) -> str:
    return json.dumps({"packages": [{"name": "laravel/framework", "version": version}], "packages-dev": []})


def composer(constraint: str) -> str:
    return json.dumps({"require": {"laravel/framework": constraint}})


@given(VERSIONS)
def test_a_version_reads_back_from_its_own_words(version: Version) -> None:
    assert Version.parse(str(version)) == Version.parse(f"v{version}") == version


@given(VERSIONS, VERSIONS)
def test_versions_are_in_the_order_of_their_numbers(one: Version, other: Version) -> None:
    numbers = [(v.major, v.minor, v.patch) for v in (one, other)]
    assert (one < other) == (numbers[0] < numbers[1])


@pytest.mark.parametrize("text", ["12.x-dev", "dev-master", "", "1.2.3.4", "^10.0", "١٢.0"])
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        Version.parse(text)


def test_composer_lock_comes_first() -> None:
    assert exact(lock("v10.48.2"), VENDOR, composer("^9.0")) == Version(10, 48, 2)


def test_vendor_comes_before_composer_json() -> None:
    assert exact(None, VENDOR, composer("^9.0")) == Version(11, 44, 2)
    assert exact(lock("12.x-dev"), VENDOR, None) == Version(11, 44, 2)


@pytest.mark.parametrize(
    ("constraint", "lowest"),
    [
        ("^10.10", Version(10, 10)), ("~11.2", Version(11, 2)), ("10.*", Version(10)), ("^9.0|^10.0", Version(9)),
        ("^12.0 || ^11.0", Version(11)), (">=9.1.3 <12", Version(9, 1, 3)), ("<12 >=9", Version(9)),
        ("v8.83.27", Version(8, 83, 27)), ("12.x-dev", Version(12)), ("!=9.0 ^9.2@beta", Version(9, 2)),
    ],
)  # fmt: skip
def test_composer_json_gives_the_lowest_it_allows(constraint: str, lowest: Version) -> None:
    assert exact(None, None, composer(constraint)) == Constraint(constraint, lowest)


def test_a_development_version_in_the_lock_is_inexact() -> None:
    assert exact(lock("12.x-dev"), None, composer("^9.0")) == Constraint("12.x-dev", Version(12))


@pytest.mark.parametrize(
    "text", [None, "", "{", "[]", "null", '{"require": []}', '{"packages": [1, {}]}', "[" * 9999]
)
def test_files_that_say_nothing_leave_it_to_be_asked(text: str | None) -> None:
    assert exact(text, text, text) is None


@given(st.text())
def test_any_text_is_read_without_a_crash(text: str) -> None:
    assert exact(text, text, text) is None or text
    assert isinstance(package_versions(text), dict)


def test_packages_are_named_with_their_versions() -> None:
    text = json.dumps({"packages": [{"name": "Predis/Predis", "version": "v2.2.2"}, {"name": "x/y"}],
                       "packages-dev": [{"name": "a/b", "version": "1.0"}]})  # fmt: skip
    assert package_versions(text) == {"predis/predis": "2.2.2"}


@pytest.mark.parametrize(
    ("bootstrap", "kernel", "shape"),
    [
        (SLIM, False, Layout.SLIM),
        (SLIM, True, Layout.SLIM),
        (CLASSIC, True, Layout.CLASSIC),
        (CLASSIC + "\n// Application::configure( is for later", True, Layout.CLASSIC),
        ("", True, Layout.CLASSIC),
    ],
)
def test_the_layout_is_told_by_the_bootstrap_file(bootstrap: str, kernel: bool, shape: Layout) -> None:
    assert layout(bootstrap, kernel) is shape


def test_merging_starts_at_11_and_can_be_switched_off_from_11_10() -> None:
    off = SLIM.replace("->create()", "->create()->dontMergeFrameworkConfiguration()")
    assert not merges(SLIM, Version(10, 50))
    assert merges(SLIM, Version(11))
    assert merges(off, Version(11, 9))
    assert not merges(off, Version(11, 10))
    assert merges(SLIM + "// dontMergeFrameworkConfiguration", Version(12))


@pytest.mark.parametrize(
    ("question", "first"),
    [
        (laravel.anonymous_migrations, "8.37"), (laravel.gcm_ciphers, "8.54"), (laravel.maintenance_driver, "9.0"),
        (laravel.session_serialization, "9.0"), (laravel.isolated_migrate, "9.38"),
        (laravel.closure_routes_unsigned, "10.0"), (laravel.config_show, "10.17"),
        (laravel.maintenance_exception_comes_first, "10.21"), (laravel.previous_keys, "11.0"),
        (laravel.migrations_array, "11.0"), (laravel.up_route_without_session, "11.16"),
        (laravel.up_route_in_maintenance, "11.35"), (laravel.sessions_read_primary, "11.39"),
        (laravel.star_trusts_every_hop, "13.20"),
    ],
)  # fmt: skip
def test_a_feature_is_there_from_its_first_version_on(question: object, first: str) -> None:
    assert callable(question)
    start = Version.parse(first)
    before = Version(start.major, start.minor - 1, 99) if start.minor else Version(start.major - 1, 99, 99)
    assert question(start)
    assert question(Version(14))
    assert not question(before)


def test_the_trusted_proxy_config_came_to_8_and_9_apart() -> None:
    told = [
        laravel.trusted_proxy_config(Version.parse(v))
        for v in ("8.83.2", "8.83.3", "9.0.0", "9.3.0", "9.3.1")
    ]
    assert told == [False, True, False, False, True]


def test_packages_are_asked_for_in_the_version_that_fits() -> None:
    eight, nine, ten, thirteen = Version(8), Version(9), Version(10), Version(13)
    assert [laravel.s3_package(v) for v in (eight, nine)] == ["^1.0", "^3.0"]
    assert [laravel.rabbitmq_package(v) for v in (eight, ten, thirteen)] == ["^11.0", "^14.0", "^14.5"]
    assert [laravel.predis_package(v) for v in (eight, ten, thirteen)] == ["^1.1.9", "^2.0.2", "^2.3"]
    assert laravel.cache_prefix_gets_colon(ten)
    assert not laravel.cache_prefix_gets_colon(Version(11))
    assert laravel.own_trust_proxies(nine)
