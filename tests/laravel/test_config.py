"""Every setting of every shape resolves to what real PHP makes of it, or to "cannot tell"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests import judge, lab, shapes
from wizard.formats import env as env_file
from wizard.formats import php
from wizard.laravel import base
from wizard.laravel.config import (
    UNKNOWN,
    CannotTell,
    Configs,
    EnvKey,
    Literal,
    Missing,
    Named,
    NodePath,
    Place,
    Value,
)
from wizard.laravel.value import as_pairs
from wizard.laravel.version import Version, exact, merges

TWELVE = Version(12, 67)
EIGHT = Version(8, 83, 29)


def configs(code: str, env: Mapping[str, str | None] | None = None, version: Version = EIGHT) -> Configs:
    """One config file, `config/x.php`, with this code behind `return`."""
    return Configs({"x": f"<?php\nuse Illuminate\\Support\\Str;\n\nreturn {code};\n"}, env or {}, version)


def opened(project: Path, *, vendor: bool) -> Configs:
    """The configs of a miniature project; with `vendor`, the framework's own files are at hand."""
    version = exact((project / "composer.lock").read_text(), None, None)
    assert isinstance(version, Version)
    bootstrap = project / "bootstrap/app.php"
    at_hand = {name.removesuffix(".php"): text for name, text in shapes.base(version.major).items()}
    raw = (project / ".env").read_bytes() if (project / ".env").is_file() else b""
    return Configs(
        files={path.stem: env_file.decode(path.read_bytes()) for path in (project / "config").glob("*.php")},
        env=env_file.read(env_file.decode(raw)),
        version=version,
        base=at_hand if vendor and version.major >= 11 else None,
        merges=merges(bootstrap.read_text() if bootstrap.is_file() else "", version),
    )


def leaves(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, object]]:
    """Every setting of a config that PHP gave, by its dotted name."""
    inner = dict(enumerate(value)) if isinstance(value, (list, tuple)) else value
    if isinstance(inner, dict) and inner:
        for key, item in inner.items():
            if str(key) and "." not in str(key):
                yield from leaves(item, (*path, str(key)))
    elif path:
        yield ".".join(path), [] if inner == {} else inner


def agrees(ours: Value, theirs: object) -> bool:
    if isinstance(ours, NodePath):
        return isinstance(theirs, str) and theirs.startswith("/project")
    if isinstance(ours, Named):
        return isinstance(theirs, int)
    return not theirs if as_pairs(ours) == [] else type(ours) is type(theirs) and ours == theirs


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, dict[str, object]]]:
    """Each readable project, ordinary and odd, with the config that PHP makes of it."""
    lab.illuminate()
    folder = tmp_path_factory.mktemp("configs")
    found = {}
    for shape in (*shapes.SHAPES, *shapes.ODD):
        project = shapes.make(shape, folder / shape)
        try:
            found[shape] = (project, judge.evaluate(project))
        except (judge.Unreadable, FileNotFoundError):
            assert shape not in shapes.SHAPES
    return found


@pytest.mark.parametrize("vendor", [True, False])
def test_a_value_is_what_php_gives_or_unknown(
    judged: dict[str, tuple[Path, dict[str, object]]], vendor: bool
) -> None:
    for shape, (project, theirs) in judged.items():
        ours = opened(project, vendor=vendor)
        settings = list(leaves(theirs))
        known = {name: value for name, _ in settings if (value := ours.value(name)) is not UNKNOWN}
        wrong = {n: (known[n], value) for n, value in settings if n in known and not agrees(known[n], value)}
        assert not wrong, shape
        if vendor and shape in shapes.SHAPES:
            assert len(known) > 0.93 * len(settings), shape


def test_each_env_key_found_is_live_and_alone_decides(
    judged: dict[str, tuple[Path, dict[str, object]]], tmp_path: Path
) -> None:
    """Write every key that we say is read, then let PHP say whether its setting took the value."""
    probes = {}
    for shape in shapes.SHAPES:
        project, theirs = judged[shape]
        ours = opened(project, vendor=False)
        readings = {name: ours.read(name) for name, _ in leaves(theirs)}
        probes[shape] = {n: r.key for n, r in readings.items() if isinstance(r, EnvKey) and r.cast is None}
    made = [
        shapes.make(shape, tmp_path / shape, env={key: f"<{key}>" for key in set(keys.values())})
        for shape, keys in probes.items()
    ]
    for (shape, keys), config in zip(probes.items(), judge.evaluate_all(made), strict=True):
        dead = {name: key for name, key in keys.items() if judge.dotted(config, name) != f"<{key}>"}
        assert not dead, shape
        assert len(keys) > 80


@pytest.mark.parametrize("major", shapes.MERGING)
def test_our_table_of_the_frameworks_base_says_what_the_framework_says(major: int, tmp_path: Path) -> None:
    project = shapes.make(f"slim-{major}", tmp_path / "app")
    for path in (project / "config").glob("*.php"):
        path.unlink()
    theirs = judge.evaluate(project)
    ours = opened(project, vendor=False)
    known = {name: value for name, _ in leaves(theirs) if (value := ours.value(name)) is not UNKNOWN}
    assert len(known) > 90
    for name, value in known.items():
        assert agrees(value, judge.dotted(theirs, name)), name
    for name, text in base.texts(major).items():
        for setting, _ in leaves(Configs({name: text}, {}, EIGHT).value(name), (name,)):
            assert judge.dotted(theirs, setting, default="nowhere") != "nowhere", setting


@pytest.mark.parametrize(
    ("code", "key", "value", "default", "cast"),
    [
        ("env('K')", "K", "7", None, None),
        ("env('K', 'd')", "K", "7", "d", None),
        ("env(\n  'K',\n  'd',\n)", "K", "7", "d", None),
        ("env('ABSENT', env('K', 'd'))", "ABSENT", "7", "7", None),
        ("env('K', env('ABSENT', 'd'))", "K", "7", "d", None),
        ("(int) env('K', 120)", "K", 7, 120, "int"),
        ("(bool) env('K', false)", "K", True, False, "bool"),
        ("(string) env('K')", "K", "7", "", "string"),
        ("env('K', Str::slug(env('ABSENT', 'My Shop'), '_').'_session')", "K", "7", "my_shop_session", None),
        ("env('K', fn () => 1)", "K", "7", UNKNOWN, None),
        ("env('K', storage_path('x'))", "K", "7", NodePath("storage_path(x)"), None),
        ("\\env('K')", "K", "7", None, None),
        ("Illuminate\\Support\\Env::get('K', 'd')", "K", "7", "d", None),
        ("env('A_' . 'B', 1)", "A_B", 1, 1, None),
        ("explode(',', env('L', ''))", "L", ("a", " b", ""), ("",), "list"),
        ("explode(',', (string) env('L', 'single'))", "L", ("a", " b", ""), ("single",), "list"),
        ("[...array_filter(explode(',', env('L', '')))]", "L", ("a", " b"), (), "list"),
        ("array_values(array_filter(array_map('trim', explode(',', env('L', 'x')))))", "L", ("a", "b"), ("x",),
         "list"),
    ],
)  # fmt: skip
def test_an_env_call_is_read_as_its_key(code: str, key: str, value: Value, default: Value, cast: str) -> None:
    reading = configs(f"['s' => {code}]", {"K": "7", "L": "a, b,"}).read("x.s")
    assert reading == EnvKey(key, value, default, Place("config/x.php", 4), cast)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("'a'", "a"), ("'a' . 'b'", "ab"), ("60 * 24", 1440), ("['single']", ("single",)), ("null", None),
        ("storage_path('logs')", NodePath("storage_path(logs)")), ("array('a' => true)", {"a": True}),
    ],
)  # fmt: skip
def test_what_no_env_key_has_a_say_in_is_a_literal(code: str, value: Value) -> None:
    assert configs(f"['s' => {code}]").read("x.s") == Literal(value, Place("config/x.php", 4))


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("env('K') . '_x'", "7_x"),
        ("Str::slug(env('K'))", "7"),
        ("env('K') === '7' ? 'redis' : 'file'", "redis"),
        ("explode(' ', env('K'))", ("7",)),
        ("env('K_' . env('K'), 'd')", "d"),
        ("env($name, 'd')", UNKNOWN),
        ("$value", UNKNOWN),
        ("fn () => 1", UNKNOWN),
        ("match (env('K')) { '7' => 'a', default => 'b' }", UNKNOWN),
        ("['a' => env('K')]", {"a": "7"}),
    ],
)
def test_what_no_one_key_sets_cannot_be_told(code: str, value: Value) -> None:
    reading = configs(f"['s' => {code}]", {"K": "7"}).read("x.s")
    assert isinstance(reading, CannotTell)
    assert reading.value == value
    assert str(reading.place) == "config/x.php:4"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("['s' => 'a', 's' => env('K')]", EnvKey),
        ("[...$more, 's' => env('K')]", EnvKey),
        ("['s' => env('K'), ...$more]", CannotTell),
        ("['s' => env('K'), ...['s' => 'a']]", Literal),
        ("['s' => env('K'), $key => 1]", CannotTell),
        ("array_merge(['s' => env('K')], [])", CannotTell),
        ("array_merge(['s' => null], [])", CannotTell),
        ("array_merge(['t' => 1], [])", Missing),
        ("['s' => 1, ...array_merge(['s' => null], [])]", CannotTell),
        ("(array) ['s' => env('K')]", EnvKey),
        ("[]", Missing),
        ("'text'", Missing),
    ],
)
def test_the_item_php_would_keep_is_the_one_that_is_read(code: str, kind: type) -> None:
    assert isinstance(configs(code).read("x.s"), kind)


@pytest.mark.parametrize(
    "constant",
    ["PDO::MYSQL_ATTR_SSL_CA", "\\Pdo\\Mysql::ATTR_SSL_CA",
     "(PHP_VERSION_ID >= 80500 ? \\Pdo\\Mysql::ATTR_SSL_CA : \\PDO::MYSQL_ATTR_SSL_CA)"],
)  # fmt: skip
def test_the_ca_file_is_found_under_every_spelling_of_its_constant(constant: str) -> None:
    code = f"['options' => extension_loaded('pdo_mysql') ? array_filter([{constant} => env('CA')]) : []]"
    found = configs(code, {"CA": "/ca.pem"})
    assert found.read("x.options.ssl_ca") == EnvKey("CA", "/ca.pem", None, Place("config/x.php", 4))
    assert found.value("x.options.ssl_ca") == "/ca.pem"
    assert found.with_env({"CA": ""}).value("x.options.ssl_ca") is None
    assert found.value("x.options") is UNKNOWN


def test_a_missing_file_on_11_is_read_from_the_frameworks_base() -> None:
    reading = Configs({}, {"SESSION_TABLE": "mine"}, TWELVE).read("session.table")
    assert reading == EnvKey(
        "SESSION_TABLE",
        "mine",
        "sessions",
        Place("laravel/framework: config/session.php"),
        from_base=True,
    )


def test_a_missing_key_on_11_is_filled_and_a_present_one_wins() -> None:
    literal = "<?php return ['table' => 'mine'];"
    found = Configs({"session": literal}, {}, TWELVE)
    assert found.read("session.table") == Literal("mine", Place("config/session.php", 1))
    assert isinstance(found.read("session.cookie"), EnvKey)


def test_named_groups_are_merged_by_name_and_no_deeper() -> None:
    own = "<?php return ['connections' => ['mysql' => ['driver' => 'mysql']], 'redis' => ['client' => 'predis']];"
    found = Configs({"database": own}, {}, TWELVE)
    assert isinstance(found.read("database.connections.mysql.host"), Missing)
    assert isinstance(found.read("database.connections.mariadb.host"), EnvKey)
    assert isinstance(found.read("database.redis.default.host"), Missing)
    assert found.value("database.redis.default.host") is None


@pytest.mark.parametrize(("version", "merging"), [(Version(10, 50), True), (TWELVE, False)])
def test_without_merging_a_missing_setting_is_missing(version: Version, merging: bool) -> None:
    found = Configs({"session": "<?php return [];"}, {}, version, merges=merging)
    assert found.read("session.table") == Missing(UNKNOWN, "config/session.php", file_exists=True)
    assert found.read("cache.default") == Missing(UNKNOWN, "config/cache.php", file_exists=False)
    assert found.value("session.table") is None
    assert found.read("queue.batching.table") == Missing("job_batches", "config/queue.php", file_exists=False)


def test_vendors_base_wins_over_our_table() -> None:
    vendor = {"session": "<?php return ['table' => env('OTHER', 'x')];"}
    found = Configs({}, {}, TWELVE, base=vendor)
    assert found.read("session.table") == EnvKey(
        "OTHER", "x", "x", Place("vendor/laravel/framework/config/session.php", 1), from_base=True
    )
    assert found.value("session.driver") is None
    assert Configs({}, {}, TWELVE).value("session.no_such_thing") is UNKNOWN


def test_the_base_is_only_told_apart_by_its_major() -> None:
    cookies = [Configs({}, {"APP_NAME": "My Shop"}, Version(m)).value("session.cookie") for m in (11, 12, 13)]
    assert cookies == ["my_shop_session", "my_shop_session", "my_shop_session"]
    prefixes = [Configs({}, {"APP_NAME": "My Shop"}, Version(m)).value("cache.prefix") for m in (11, 12, 13)]
    assert prefixes == ["my_shop_cache_", "my_shop_cache_", "my-shop-cache-"]


def test_a_whole_file_and_a_whole_group_are_merged() -> None:
    vendor = {"cache": "<?php return ['default' => 'x', 'stores' => ['a' => 1, 'b' => 2]];"}
    found = Configs({"cache": "<?php return ['stores' => ['b' => 3]];"}, {}, TWELVE, base=vendor)
    assert found.value("cache") == {"default": "x", "stores": {"a": 1, "b": 3}}
    assert found.value("cache.stores") == {"a": 1, "b": 3}
    assert isinstance(found.read("cache.stores"), CannotTell)


def test_a_file_with_a_syntax_error_is_told_and_the_others_are_read() -> None:
    found = Configs({"bad": "<?php return [;", "x": "<?php return ['s' => 1];"}, {}, EIGHT)
    assert [type(error) for error in found.broken()] == [php.Broken]
    assert isinstance(found.read("bad.s"), CannotTell)
    assert found.value("bad.s") is UNKNOWN
    assert found.value("x.s") == 1


def test_a_key_that_several_settings_read_is_told_with_all_of_them() -> None:
    own = "<?php return ['s3' => ['key' => env('AWS_KEY')], 'ses' => [env('AWS_KEY')], 'f' => fn () => env('IN')];"
    assert Configs({"x": own}, {}, EIGHT).keys_read() == {"AWS_KEY": ("x.s3.key", "x.ses.0"), "IN": ("x.f",)}


def test_keys_of_the_base_count_only_where_the_base_decides() -> None:
    keys = Configs({"session": "<?php return ['table' => 'mine'];"}, {}, TWELVE).keys_read()
    assert "SESSION_TABLE" not in keys
    assert keys["SESSION_COOKIE"] == ("session.cookie",)
    assert "queue.failed.database" in keys["DB_CONNECTION"]


def test_another_env_or_file_makes_another_configs() -> None:
    one = configs("['s' => env('K')]", {"K": "a"})
    assert one.with_env({"K": "b"}).value("x.s") == "b"
    assert one.with_file("x", "<?php return ['s' => 'c'];").value("x.s") == "c"
    assert one.value("x.s") == "a"


def test_values_are_kept_out_of_repr() -> None:
    found = configs("['s' => env('K'), 't' => 'hunter2']", {"K": "hunter2"})
    assert "hunter2" not in repr((found, found.read("x.s"), found.read("x.t")))


def test_a_setting_that_code_below_the_array_may_change_cannot_be_told_and_the_others_can() -> None:
    text = (
        "<?php\n$config = ['default' => env('DISK', 'local'), 'disks' => ['a' => ['root' => 'x', 'url' => env('U')]]];\n"
        "if (env('ELSEWHERE')) {\n    $config['disks']['a']['root'] = env('ROOT');\n    $config['disks']['b']['c'] = 1;\n}\n"
        "return $config;\n"
    )
    found = Configs({"x": text}, {"DISK": "s3"}, Version(10))
    assert found.read("x.default") == EnvKey("DISK", "s3", "local", Place("config/x.php", 2))
    assert found.read("x.disks.a.url") == EnvKey("U", None, None, Place("config/x.php", 2))
    changed = found.read("x.disks.a.root")
    assert isinstance(changed, CannotTell)
    assert (changed.value, changed.place) == (UNKNOWN, Place("config/x.php", 4))
    assert isinstance(found.read("x.disks.b.c"), CannotTell)
    assert (found.value("x.disks.a.root"), found.value("x.disks.b.c")) == (UNKNOWN, UNKNOWN)
    assert found.read("x.disks.z") == Missing(UNKNOWN, "config/x.php", file_exists=True)
    assert found.keys_read().keys() == {"DISK", "U", "ROOT"}
