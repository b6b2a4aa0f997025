"""Opening a project: what it is, or a clear word why it cannot be one; never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from tests import shapes
from tests.lab import clean_env, need
from wizard.finding import Stop
from wizard.laravel.version import Layout
from wizard.project import Project

SECRET = "sentinel-31bd"


def _open(path: Path, env_name: str | None = None, version: str | None = None, **environ: str) -> Project:
    return Project.open(path, env_name=env_name, version=version, environ=environ)


def _stopped(path: Path, env_name: str | None = None, version: str | None = None) -> Stop:
    with pytest.raises(Stop) as stopped:
        _open(path, env_name, version)
    stop = stopped.value
    assert SECRET not in stop.text.en + stop.text.id + stop.hint.en + stop.hint.id + repr(stop)
    assert stop.text.en != stop.text.id
    return stop


def _codes(project: Project) -> list[str]:
    return [finding.code for finding in project.findings]


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_a_shape_is_known_for_what_it_is(shape: str, tmp_path: Path) -> None:
    project = _open(shapes.make(shape, tmp_path))
    layout, major = shape.split("-")
    assert (project.layout, project.version.major) == (Layout(layout), int(major))
    assert (project.inexact, project.env_path, project.config_folder, _codes(project)) == (False, ".env", "config", [])
    assert project.configs.value("app.env") == "local"


def test_a_folder_below_the_root_opens_the_root(tmp_path: Path) -> None:
    shapes.make("slim-12", tmp_path)
    assert _open(tmp_path / "app/Http").root == tmp_path.resolve()


def test_a_link_to_a_project_opens_it(tmp_path: Path) -> None:
    shapes.make("slim-12", tmp_path / "real")
    (tmp_path / "current").symlink_to("real")
    assert _open(tmp_path / "current").root == (tmp_path / "real").resolve()


@pytest.mark.parametrize("name", ["", "gone", "gone/deeper", "a\x1b[2J", "x" * 300])
def test_a_folder_that_is_no_laravel_project_stops(name: str, tmp_path: Path) -> None:
    stop = _stopped(shapes.make("not-laravel", tmp_path) / name)
    assert "is not a Laravel project" in stop.text.en
    assert "artisan" in stop.hint.en


def test_a_home_of_nobody_is_a_folder_that_is_not_there() -> None:
    assert "is not a Laravel project" in _stopped(Path("~nobody-here/x")).text.en


def test_the_version_is_taken_from_where_it_stands(tmp_path: Path) -> None:
    application = "vendor/laravel/framework/src/Illuminate/Foundation/Application.php"
    vendored = {application: "<?php class Application { const VERSION = '12.1.5'; }"}
    assert str(_open(shapes.make("slim-12", tmp_path / "a")).version) == "12.67.0"
    of_vendor = shapes.make("slim-12", tmp_path / "b", remove=["composer.lock"], files=vendored)
    assert str(_open(of_vendor).version) == "12.1.5"
    of_range = _open(shapes.make("slim-12", tmp_path / "c", remove=["composer.lock"]))
    assert (of_range.version.major, of_range.inexact, _codes(of_range)) == (12, True, ["project.version-inexact"])
    said = _open(tmp_path / "c", version="12.40.1")
    assert (str(said.version), said.inexact) == ("12.40.1", False)


def test_a_version_that_nobody_tells_is_asked_for(tmp_path: Path) -> None:
    path = shapes.make("slim-12", tmp_path, remove=["composer.lock"], files={"composer.json": "{}"})
    assert "--laravel" in _stopped(path).hint.en
    assert _open(path, version="11.2").version.major == 11


@pytest.mark.parametrize("version", ["7.30.4", "14.0.0", "twelve", "12.x", "", "\x1b[2J"])
def test_a_version_that_is_none_or_not_known_stops(version: str, tmp_path: Path) -> None:
    path = shapes.make("slim-12", tmp_path, remove=["composer.lock"], files={"composer.json": "{}"})
    assert _stopped(path, version=version).hint.en
    lock = shapes.project("slim-12")["composer.lock"].replace("12.67.0", "7.30.4")
    assert "knows 8 to 13" in _stopped(shapes.make("slim-12", tmp_path, files={"composer.lock": lock})).text.en


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"packages": 5}', '{"packages": [5, {}]}', "\udcff\x00"])
def test_a_spoilt_lock_file_is_as_good_as_none(text: str, tmp_path: Path) -> None:
    project = _open(shapes.make("slim-12", tmp_path, files={"composer.lock": text}))
    assert project.inexact
    assert project.packages == {}


def test_the_env_file_is_the_one_that_laravel_loads(tmp_path: Path) -> None:
    path = shapes.make("two-env", tmp_path)
    assert (_open(path).env_path, _open(path, APP_ENV="production").env_path) == (".env", ".env.production")
    named = _open(path, env_name="production", APP_ENV="staging")
    assert (named.env_path, named.configs.value("session.driver")) == (".env.production", "cookie")
    assert _codes(named) == _codes(_open(path)) == ["project.two-env-files"]
    assert _open(path, APP_ENV="staging").env_path == ".env", "Laravel falls back to it"


@pytest.mark.parametrize("name", ["staging", "../x", "x/y", "\x1b[2J"])
def test_an_env_file_that_is_not_there_stops(name: str, tmp_path: Path) -> None:
    assert "There is no" in _stopped(shapes.make("two-env", tmp_path), name).text.en


def test_a_cached_config_is_told(tmp_path: Path) -> None:
    path = shapes.make("slim-12", tmp_path, files={"bootstrap/cache/config.php": "<?php return [];"})
    assert _codes(_open(path)) == ["project.config-cached"]


def test_a_config_folder_that_was_moved_is_found(tmp_path: Path) -> None:
    moved = shapes.project("slim-12")
    bootstrap = moved["bootstrap/app.php"].replace(
        "return Application", "return tap(Application", 1).replace("->create();", "->create(), function ($app) {\n"
        "    $app->useConfigPath(__DIR__.'/../settings');\n});")  # fmt: skip
    files = {name.replace("config/", "settings/"): text for name, text in moved.items() if name[:7] == "config/"}
    path = shapes.make("slim-12", tmp_path, remove=[n for n in moved if n[:7] == "config/"],
                       files={**files, "bootstrap/app.php": bootstrap})  # fmt: skip
    project = _open(path)
    assert (project.config_path("session"), project.configs.value("session.driver")) == ("settings/session.php", "database")


def _config_at(folder: str, shape: str = "slim-12", **files: str) -> dict[str, str | None]:
    """Return the config files of a shape in another folder, and no `config/`."""
    texts = shapes.project(shape)
    config = [name for name in texts if name.startswith("config/")]
    return {f"{folder}/{name[7:]}": texts[name] for name in config} | dict.fromkeys(config) | files


CUSTOM = "<?php\n\n$app = new Toko\\Application(dirname(__DIR__));\n\nreturn $app;\n"
MOVING = """<?php

namespace Toko;

class Application extends \\Illuminate\\Foundation\\Application
{
    public function configPath($path = '')
    {
        return $this->basePath.'/app/Config'.($path ? DIRECTORY_SEPARATOR.$path : $path);
    }
}
"""


@pytest.mark.parametrize("also", ["", "config/shop.php"])
def test_a_config_folder_that_the_applications_class_moves_is_found(also: str, tmp_path: Path) -> None:
    composer = shapes.project("slim-12")["composer.json"].replace("App\\\\", "Toko\\\\")
    files = _config_at("app/Config") | {"bootstrap/app.php": CUSTOM, "app/Application.php": MOVING,
                                        "composer.json": composer}  # fmt: skip
    project = _open(shapes.make("slim-12", tmp_path, files=files | ({also: "<?php return [];"} if also else {})))
    assert project.config_path("session") == "app/Config/session.php"
    assert project.configs.value("session.driver") == "database"
    assert _codes(project) == ["project.config-moved"]


@pytest.mark.parametrize("shape", ["classic-9", "slim-12"])
@pytest.mark.parametrize("folder", ["settings", "app/Config", "a/b/c"])
def test_the_one_folder_that_looks_like_config_is_taken(shape: str, folder: str, tmp_path: Path) -> None:
    files = _config_at(folder, shape) | {f"{other}/{name}.php": "<?php return ['x' => env('X')];"
                                         for other in ("vendor/x/config", "node_modules/x", "storage/x", "a/b/c/d")
                                         for name in ("app", "database")}  # fmt: skip
    project = _open(shapes.make(shape, tmp_path, files=files | {"lang/en/app.php": "<?php return [];"}))
    assert (project.config_folder, _codes(project)) == (folder, ["project.config-moved"])


def test_several_folders_that_look_like_config_stop_by_name(tmp_path: Path) -> None:
    stop = _stopped(shapes.make("slim-12", tmp_path, files=_config_at("one") | _config_at("two/more")))
    assert "`one`, `two/more`" in stop.text.en


def test_a_config_folder_that_is_nowhere_stops_where_laravel_could_not_start(tmp_path: Path) -> None:
    without = {name: None for name in shapes.project("classic-10") if name.startswith("config/")}
    assert "no `config/`" in _stopped(shapes.make("classic-10", tmp_path / "10", files=without)).text.en
    slim = {name: None for name in shapes.project("slim-12") if name.startswith("config/")}
    based = _open(shapes.make("slim-12", tmp_path / "12", files=slim))
    assert (based.config_folder, based.configs.value("cache.default"), _codes(based)) == ("config", "database", [])
    unmerged = shapes.project("slim-12")["bootstrap/app.php"].replace(
        "->create()", "->create()->dontMergeFrameworkConfiguration()")  # fmt: skip
    _stopped(shapes.make("slim-12", tmp_path / "unmerged", files={**slim, "bootstrap/app.php": unmerged}))
    stranger = _stopped(shapes.make("slim-12", tmp_path / "x", files={**slim, "bootstrap/app.php": CUSTOM}))
    assert "Toko\\Application" in stranger.text.en


def test_a_config_folder_that_is_named_and_not_there_stops(tmp_path: Path) -> None:
    bootstrap = CUSTOM.replace("Toko", "Illuminate\\Foundation").replace("return", "$app->useConfigPath('gone');\nreturn")
    assert "`gone`" in _stopped(shapes.make("slim-12", tmp_path, files={"bootstrap/app.php": bootstrap})).text.en


def test_a_project_without_an_env_file_opens(tmp_path: Path) -> None:
    project = _open(shapes.make("slim-12", tmp_path, remove=[".env"]))
    assert (project.env_text, project.env_path) == (None, ".env")


def test_a_value_that_is_not_utf8_stops_with_its_line(tmp_path: Path) -> None:
    """phpdotenv refuses the whole file, so the application does not start either."""
    path = shapes.make("latin1", tmp_path)
    line = (path / ".env").read_bytes().split(b"\n").index(b'SHOP_OWNER="Ren\xe9"') + 1
    assert f"line {line}" in _stopped(path).text.en


def test_a_comment_that_is_not_utf8_is_read_byte_for_byte(tmp_path: Path) -> None:
    text = shapes.project("slim-12")[".env"] + "# caf\udce9\n"
    project = _open(shapes.make("slim-12", tmp_path, files={".env": text}))
    assert (project.env_text or "").encode("utf-8", "surrogateescape") == (tmp_path / ".env").read_bytes()


def test_a_broken_config_file_is_no_reason_not_to_open(tmp_path: Path) -> None:
    project = _open(shapes.make("broken-config", tmp_path))
    assert project.configs.value("session.driver") == "database"


def test_an_env_file_that_laravel_refuses_stops_with_its_line(tmp_path: Path) -> None:
    path = shapes.make("slim-12", tmp_path, files={".env": f"A=1\nB={SECRET} two words\n"})
    assert "line 2" in _stopped(path).text.en


@pytest.mark.parametrize("name", [".env", "config/session.php", "composer.lock", "bootstrap/app.php"])
@pytest.mark.parametrize("kind", ["folder", "pipe", "device", "huge", "loop"])
def test_what_is_not_a_file_stops_and_hangs_nobody(name: str, kind: str, tmp_path: Path) -> None:
    path = shapes.make("slim-12", tmp_path, remove=[name])
    match kind:
        case "folder":
            (path / name).mkdir()
        case "pipe":
            os.mkfifo(path / name)
        case "device":
            (path / name).symlink_to("/dev/zero")
        case "huge":
            with (path / name).open("wb") as file:
                file.truncate(30_000_000)
        case _:
            (path / name).symlink_to(Path(name).name)
    assert name in _stopped(path).text.en


def test_a_file_that_may_not_be_read_stops() -> None:
    code = (
        "import os, sys; from pathlib import Path; from wizard.project import Project; from wizard.finding import Stop\n"
        "os.geteuid() or os.setuid(65534)\n"
        "try:\n Project.open(Path(sys.argv[1]), environ={})\nexcept Stop as stop:\n print(stop.text.en)"
    )
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = shapes.make("slim-12", Path(folder) / "shop")
        (path / ".env").chmod(0)
        ran = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=False)
    assert ".env` cannot be read: Permission denied" in ran.stdout, ran.stderr


def test_git_tells_the_branch_and_what_differs(tmp_path: Path) -> None:
    path = shapes.make("slim-12", tmp_path, files={".git-is": "not here"})
    assert _open(path).git() is None
    subprocess.run([need("git"), "init", "-q", "-b", "deploy", path], check=True, env=clean_env())
    branch, count = _open(path).git() or ("", 0)
    assert branch == "deploy"
    assert count > 0


def test_git_runs_none_of_the_repositorys_programs_and_writes_nothing(tmp_path: Path) -> None:
    path = shapes.make("slim-12", tmp_path / "shop", files={".gitattributes": "* filter=evil\n*.php filter=a.B c\n"})

    def git(*words: str) -> None:
        subprocess.run([need("git"), "-C", path, "-c", "user.name=t", "-c", "user.email=t@t", *words], check=True,
                       env=clean_env(), capture_output=True)  # fmt: skip

    git("init", "-q", "-b", "deploy")
    git("add", ".")
    git("commit", "-q", "-m", "all")
    ran = tmp_path / "ran"
    evil = tmp_path / "evil"
    evil.write_text(f"#!/bin/sh\necho \"$0 $*\" >> {ran}\ncat\n")
    evil.chmod(0o700)
    for name in ("filter.evil.clean", "filter.evil.smudge", "filter.a.B c.clean", "filter.a.process", "core.fsmonitor",
                 "core.pager", "diff.external", "core.sshCommand"):  # fmt: skip
        git("config", name, str(evil))
    git("config", "filter.evil.required", "true")
    git("config", "core.hooksPath", str(tmp_path / "hooks"))
    (tmp_path / "hooks").mkdir()
    for hook in ("post-index-change", "fsmonitor-watchman", "query-watchman"):
        (tmp_path / "hooks" / hook).write_bytes(evil.read_bytes())
        (tmp_path / "hooks" / hook).chmod(0o700)
    for name in ("artisan", "composer.json", "bootstrap/app.php"):  # the same text, another time
        os.utime(path / name, (1, 1))
    (path / "composer.lock").write_text((path / "composer.lock").read_text() + "\n")
    before = (path / ".git/index").read_bytes()
    assert _open(path).git() == ("deploy", 1)
    assert not ran.exists(), ran.read_text()
    assert (path / ".git/index").read_bytes() == before
    git("config", "filter.x=y.clean", str(evil))
    assert _open(path).git() is None


def test_what_was_read_can_be_compared_while_a_thread_reads_on(tmp_path: Path) -> None:
    project = _open(shapes.make("slim-12", tmp_path))
    reader = threading.Thread(target=lambda: [project.text(f"app/{number}.php") for number in range(400)])
    reader.start()
    while reader.is_alive():
        project.refuse_changed()
    reader.join()
    assert "app/399.php" in project.seen


def test_a_package_is_seen_in_the_lock_or_among_the_wishes(tmp_path: Path) -> None:
    composer = shapes.project("slim-12")["composer.json"].replace('"php"', '"ext-redis": "*", "php"')
    project = _open(shapes.make("slim-12", tmp_path, packages={"predis/predis": "3.0.1"},
                                files={"composer.json": composer}))  # fmt: skip
    assert [project.has(name) for name in ("predis/predis", "ext-redis", "pda/pheanstalk")] == [True, True, False]
