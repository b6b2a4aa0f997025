"""No dead key, said by Laravel itself: a booted application's `config()` is what we planned and what we say."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests import lab, shapes
from tests.frameworks import Framework, framework
from tests.laravel.test_config import leaves
from tests.profiles import profiles
from tests.table import applied, fresh
from tests.verdict import dead_keys, unmet
from wizard.changes import Set, SetConfig
from wizard.laravel.config import UNKNOWN, Configs, Named, NodePath, Value
from wizard.laravel.value import as_pairs
from wizard.project import Project
from wizard.sections import ALL

PROFILES = {profile.name: profile for profile in profiles(ALL)}
REAL = {"classic-8": "8", "classic-10": "10", "classic-13": "13", "slim-13": "13"}
FILES = ("app", "cache", "database", "filesystems", "logging", "queue", "session")

_PROVIDER = "Lab\\LabProvider"
_FRAMEWORK = (
    "Bus\\BusServiceProvider", "Cookie\\CookieServiceProvider", "Encryption\\EncryptionServiceProvider",
    "Filesystem\\FilesystemServiceProvider", "Foundation\\Providers\\ConsoleSupportServiceProvider",
    "Foundation\\Providers\\FoundationServiceProvider", "Queue\\QueueServiceProvider",
    "Redis\\RedisServiceProvider", "View\\ViewServiceProvider",
)  # fmt: skip
"""What a miniature's own list of providers leaves out; Laravel finds them the way it finds packages."""

Told = Mapping[str, dict[str, object]]


def made(shape: str, folder: Path, laravel: Framework, *, vendor: bool = True) -> Path:
    """Make a project that this very Laravel can boot, with the config of the RabbitMQ package in vendor/.

    `vendor`: the framework's own config lies there, too, as in a project that composer has filled.
    """
    root = fresh(shape, folder)
    for name in ("bootstrap/cache", "storage/framework/views", "vendor/composer", "vendor/lab"):
        (root / name).mkdir(parents=True)
    lock = json.loads((root / "composer.lock").read_text())
    for package in lock["packages"]:
        if package["name"] == "laravel/framework":
            package["version"] = f"v{laravel.version}"
    (root / "composer.lock").write_text(json.dumps(lock))
    (root / "vendor/lab/rabbitmq.php").write_text(shapes.rabbitmq(lazy=laravel.major < 10))
    if vendor and laravel.config is not None:
        shutil.copytree(laravel.config, root / "vendor/laravel/framework/config")
    providers = [*(f"Illuminate\\{name}" for name in _FRAMEWORK if shape == "classic-8"), _PROVIDER]
    package = {"name": "lab/rabbitmq", "extra": {"laravel": {"providers": providers}}}
    (root / "vendor/composer/installed.json").write_text(json.dumps({"packages": [package]}))
    return root


def told(laravel: Framework, root: Path) -> Told:
    """Return what `config()` says in the booted application: `live`, and `cached` after `config:cache`."""
    script = lab.ROOT / "tests/php/real_laravel.php"
    said = json.loads(laravel.run(str(script), str(laravel.autoload), str(root)))
    assert said.pop("version") == laravel.version
    return {how: dict(config) for how, config in said.items()}


def settings(theirs: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Yield each setting that Laravel has from the project's config and its own, under our name for it.

    What Laravel runs and what a package brings are none; `ssl_ca` is our name for a constant of PDO.
    """
    for name, value in leaves({file: theirs[file] for file in FILES}):
        if not name.startswith(("app.providers.", "app.aliases.", "queue.connections.rabbitmq.")):
            yield re.sub(r"\.options\.\d+$", ".options.ssl_ca", name), value


def agrees(ours: Value, theirs: object, root: Path) -> bool:
    """Tell whether both are the same; a path on the node and a named constant are known by their kind."""
    if isinstance(ours, NodePath):
        return isinstance(theirs, str) and theirs.startswith(f"{root}/")
    if isinstance(ours, Named):
        return isinstance(theirs, int)
    return not theirs if as_pairs(ours) == [] else type(ours) is type(theirs) and ours == theirs


def judged(ours: Configs, said: Told, root: Path, least: float = 0.95) -> None:
    """Compare our resolver with Laravel, live and cached; `least` is the share of settings we must tell."""
    for how, theirs in said.items():
        there = dict(settings(theirs))
        known = {name: our for name in there if (our := ours.value(name)) is not UNKNOWN}
        differ = {n: (our, there[n]) for n, our in known.items() if not agrees(our, there[n], root)}
        assert differ == {}, how
        assert len(there) > 150, how
        assert len(known) >= least * len(there), f"{how}: only {len(known)} of {len(there)} were compared"


@pytest.mark.parametrize("shape", REAL)
@pytest.mark.parametrize("name", PROFILES)
def test_laravel_reads_every_answer_and_every_setting_as_we_do(
    shape: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    laravel = framework(REAL[shape])
    case = applied(ALL, shape, PROFILES[name], made(shape, tmp_path / "shop", laravel))
    assert case.after is not None, case.outcome.plan.findings
    said = told(laravel, case.root)
    for how, config in said.items():
        assert (how, list(unmet(case.changes, config))) == (how, [])
        assert (how, list(dead_keys(case, config))) == (how, [])
    assert sum(isinstance(c, Set | SetConfig) and c.value is not None for c in case.changes) >= 20
    judged(case.after.configs, said, case.root)


@pytest.mark.parametrize(("vendor", "least"), [(True, 0.95), (False, 0.4)])
def test_a_newer_laravel_fills_in_what_the_project_has_deleted_as_we_say(
    vendor: bool, least: float, tmp_path: Path
) -> None:
    laravel = framework("13")
    root = made("slim-13", tmp_path / "shop", laravel, vendor=vendor)
    for file in (root / "config").iterdir():
        file.unlink()
    judged(Project.open(root, environ={}).configs, told(laravel, root), root, least)


def test_a_newer_laravel_fills_in_nothing_where_the_project_forbids_it(tmp_path: Path) -> None:
    laravel = framework("13")
    root = made("slim-13", tmp_path / "shop", laravel)
    bootstrap = root / "bootstrap/app.php"
    bootstrap.write_text(
        bootstrap.read_text().replace("->create()", "->create()->dontMergeFrameworkConfiguration()")
    )
    for name in ("broadcasting", "view"):
        (root / f"config/{name}.php").write_text(shapes.base(13)[f"{name}.php"])
    session = root / "config/session.php"
    session.write_text(re.sub(r"\n *'table' => .*", "", session.read_text()))
    said = told(laravel, root)
    assert "table" not in dict(leaves(said["live"]["session"]))
    judged(Project.open(root, environ={}).configs, said, root)


def test_a_value_that_we_read_wrong_would_be_seen(tmp_path: Path) -> None:
    laravel = framework("10")
    root = made("classic-10", tmp_path / "shop", laravel)
    ours, said = Project.open(root, environ={}).configs, told(laravel, root)
    judged(ours, said, root)
    with pytest.raises(AssertionError, match=r"session\.lifetime"):
        judged(ours.with_env({**ours.env, "SESSION_LIFETIME": "121"}), said, root)
