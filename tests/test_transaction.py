"""Writing: all files or none, a backup that really brings everything back, and nothing left lying about."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lab import ROOT, clean_env, need
from wizard.backup import KEPT
from wizard.finding import Stop
from wizard.target import Write
from wizard.transaction import Receipt, write

SECRET = "sentinel-9f2c"
OLD = f"APP_KEY={SECRET}\r\n# caf\udce9\n"
RAW = OLD.encode("utf-8", "surrogateescape")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with an env file, a config file and a link."""
    project = tmp_path / "toko kita"
    (project / "config").mkdir(parents=True)
    (project / ".env").write_bytes(RAW)
    (project / ".env").chmod(0o640)
    (project / "config/cache.php").write_text("<?php\nreturn [];\n")
    (project / "config/cache.php").chmod(0o664)
    return project


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state's folder"


def _env(after: str = "APP_KEY=other\n", before: str | None = OLD) -> Write:
    return Write(".env", before, after, secret=True, anywhere=True)


def _tree(folder: Path) -> dict[str, tuple[int, bytes | str | None]]:
    """Everything below a folder: mode, and content or where a link leads."""
    found: dict[str, tuple[int, bytes | str | None]] = {}
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode
        if path.is_symlink():
            content: bytes | str | None = str(path.readlink())
        else:
            content = path.read_bytes() if path.is_file() else None
        found[path.relative_to(folder).as_posix()] = (mode, content)
    return found


def _refused(root: Path, writes: list[Write], state: Path) -> Stop:
    """Write, expect a refusal, and find every file of the project as it was."""
    before = _tree(root)
    with pytest.raises(Stop) as stopped:
        write(root, writes, state)
    assert _tree(root) == before
    return stopped.value


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_every_file_is_written_and_nothing_else_is_left(root: Path, state: Path) -> None:
    receipt = write(root, [_env(), Write("routes/new/web.php", None, "<?php\n")], state)
    assert receipt.files == (".env", "routes/new/web.php")
    assert (root / ".env").read_bytes() == b"APP_KEY=other\n"
    assert (root / "routes/new/web.php").read_text() == "<?php\n"
    assert set(_tree(root)) == {
        ".env", "config", "config/cache.php", "routes", "routes/new", "routes/new/web.php",
    }  # fmt: skip


def test_bytes_that_are_not_utf8_survive(root: Path, state: Path) -> None:
    write(root, [_env(OLD + "NEW=1\n")], state)
    assert (root / ".env").read_bytes() == RAW + b"NEW=1\n"


def test_mode_and_owner_are_kept(root: Path, state: Path) -> None:
    if os.geteuid() == 0:
        os.chown(root / ".env", 12345, 54321)
    owner = (root / ".env").stat()
    write(root, [_env(), Write("config/cache.php", "<?php\nreturn [];\n", "<?php\nreturn [1];\n")], state)
    now = (root / ".env").stat()
    assert (now.st_uid, now.st_gid) == (owner.st_uid, owner.st_gid)
    assert (_mode(root / ".env"), _mode(root / "config/cache.php")) == (0o640, 0o664)


def test_a_new_env_file_is_for_its_owner_alone(root: Path, state: Path) -> None:
    (root / ".env").unlink()
    mask = os.umask(0o022)
    try:
        write(root, [_env(before=None), Write("stateless.toml", None, "schema = 1\n")], state)
    finally:
        os.umask(mask)
    assert (_mode(root / ".env"), _mode(root / "stateless.toml")) == (0o600, 0o644)


def test_a_failure_on_the_way_brings_everything_back(root: Path, state: Path) -> None:
    """`a` is to be a file, but `a/b` makes it a folder: the fourth file fails after three are replaced."""
    php = "<?php\nreturn [];\n"
    writes = [
        _env(), Write("config/cache.php", php, "<?php\nreturn [1];\n"), Write("made/by/us.php", None, "x"),
        Write("a", None, "x"), Write("a/b", None, "y"),
    ]  # fmt: skip
    assert "Nothing was changed" in _refused(root, writes, state).hint.en


def test_a_failure_brings_the_file_behind_a_link_back(root: Path, state: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared.env"
    (root / ".env").rename(shared)
    (root / ".env").symlink_to(shared)
    _refused(root, [_env(), Write("a", None, "x"), Write("a/b", None, "y")], state)
    assert (shared.read_bytes(), _mode(shared)) == (RAW, 0o640)


def test_an_immutable_file_brings_everything_back(root: Path, state: Path) -> None:
    chattr, cache = need("chattr"), root / "config/cache.php"
    if subprocess.run([chattr, "+i", cache], capture_output=True, check=False).returncode != 0:
        return  # only root may, and not on every file system
    try:
        stop = _refused(root, [_env(), Write("config/cache.php", "<?php\nreturn [];\n", "<?php\n")], state)
    finally:
        subprocess.run([chattr, "-i", cache], check=True)
    assert "config/cache.php` cannot be written: Operation not permitted" in stop.text.en


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (Write("config", None, "x"), "Is a directory"),
        (Write(".env/below.php", None, "x"), "Not a directory"),
        (Write("x" * 300, None, "x"), "File name too long"),
        (Write("gone.php", "was here", "x"), "has changed since the plan was made"),
        (Write("config/cache.php", None, "x"), "has changed since the plan was made"),
        (Write("config/cache.php", "other", "x"), "has changed since the plan was made"),
        (Write("../outside.php", None, "x"), "leads out of the project"),
        (Write("/etc/outside.php", None, "x"), "leads out of the project"),
        (Write("../outside.env", None, "x", anywhere=True), "leads out of the project"),
    ],
)
def test_a_target_that_cannot_be_written_stops_before_anything_is(
    item: Write, said: str, root: Path, state: Path
) -> None:
    assert said in _refused(root, [_env(), item], state).text.en
    assert not state.exists(), "no backup is made of nothing"


def test_a_link_of_the_env_file_is_followed_anywhere(root: Path, state: Path, tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (root / ".env").rename(tmp_path / "etc/app.env")
    (root / ".env").symlink_to("../etc/app.env")
    write(root, [_env()], state)
    assert (root / ".env").readlink() == Path("../etc/app.env")
    assert (tmp_path / "etc/app.env").read_bytes() == b"APP_KEY=other\n"
    assert [p.name for p in (tmp_path / "etc").iterdir()] == ["app.env"]


def test_a_link_inside_the_project_is_followed(root: Path, state: Path) -> None:
    (root / "cache.php").symlink_to("config/cache.php")
    write(root, [Write("cache.php", "<?php\nreturn [];\n", "<?php\n")], state)
    assert (root / "cache.php").is_symlink()
    assert (root / "config/cache.php").read_text() == "<?php\n"


@pytest.mark.parametrize("of_the_folder", [True, False])
def test_any_other_link_out_of_the_project_is_refused(
    of_the_folder: bool, root: Path, state: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/app.php").write_text("theirs")
    link, target = ("shared", "elsewhere") if of_the_folder else ("app.php", "elsewhere/app.php")
    (root / link).symlink_to(tmp_path / target)
    path = "shared/app.php" if of_the_folder else "app.php"
    stop = _refused(root, [_env(), Write(path, "theirs", "ours")], state)
    assert str(tmp_path / "elsewhere/app.php") in stop.text.en
    assert (tmp_path / "elsewhere/app.php").read_text() == "theirs"


@pytest.mark.parametrize("leads_to", ["nowhere/.env", ".env"])
def test_a_link_that_leads_nowhere_is_refused(leads_to: str, root: Path, state: Path) -> None:
    (root / ".env").unlink()
    (root / ".env").symlink_to(leads_to)
    assert "which is not there" in _refused(root, [_env(before=None)], state).text.en


def test_two_names_of_one_file_are_refused(root: Path, state: Path) -> None:
    (root / ".env.example").symlink_to(".env")
    stop = _refused(root, [_env(), Write(".env.example", OLD, "B=\n")], state)
    assert "are the same file" in stop.text.en


def _mounted_files() -> list[Path]:
    """Files that a container engine has mounted here, as it does with /etc/hosts."""
    points = [line.split(" ")[4] for line in Path("/proc/self/mountinfo").read_text().splitlines()]
    return [Path(point) for point in points if point.startswith("/etc/") and Path(point).is_file()]


def test_a_file_mounted_into_a_container_is_refused(root: Path, state: Path) -> None:
    """A rename over it fails with EBUSY, so it is found before anything is written."""
    code = (
        "import sys; from pathlib import Path; from wizard.finding import Stop\n"
        "from wizard.target import Write\n"
        "from wizard.transaction import write\n"
        "root, env = Path(sys.argv[1]), Path(sys.argv[1], '.env')\n"
        "try:\n write(root, [Write('.env', env.read_text(), 'A=1', anywhere=True)], Path(sys.argv[2]))\n"
        "except Stop as stop:\n print(stop.text.en, stop.hint.en)"
    )
    mount = [need("unshare"), "-rm", "sh", "-c", 'mount --bind /dev/null "$1/.env" && shift && exec "$@"', "-", str(root)]
    if mounted := _mounted_files():
        (root / ".env").unlink()
        (root / ".env").symlink_to(mounted[0])
        mount = []
    ran = subprocess.run(
        [*mount, sys.executable, "-c", code, root, state],
        capture_output=True, text=True, check=False, cwd=ROOT, env=clean_env(),
    )  # fmt: skip
    if mount and "Traceback" not in ran.stderr and ran.returncode != 0:
        pytest.skip("this machine has no file mounted and lets nobody mount one")
    assert "is mounted into this container as a file" in ran.stdout, ran.stderr
    assert "Run the wizard on the host" in ran.stdout


def test_a_backup_in_the_project_is_refused(root: Path) -> None:
    """`COPY . .` would bake it into an image."""
    assert "XDG_STATE_HOME" in _refused(root, [_env()], root / "storage/state").hint.en


def test_the_backup_lies_outside_and_is_for_its_owner_alone(root: Path, state: Path) -> None:
    receipt = write(root, [_env(), Write("new.php", None, "x")], state)
    assert not receipt.backup.is_relative_to(root)
    for path in (state, *state.rglob("*")):
        assert _mode(path) == (0o700 if path.is_dir() else 0o600), path
    manifest = json.loads((receipt.backup / "manifest.json").read_text())
    assert [(m["path"], m["existed"]) for m in manifest] == [(".env", True), ("new.php", False)]
    holding = {p.name for p in receipt.backup.iterdir() if SECRET.encode() in p.read_bytes()}
    assert holding == {"00-env"}


def _restored(receipt: Receipt) -> None:
    ran = subprocess.run(["sh", "-c", receipt.restore], capture_output=True, check=False, env=clean_env())
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_the_restoring_command_brings_back_every_byte(root: Path, state: Path, tmp_path: Path) -> None:
    (root / ".env").rename(tmp_path / "it's $HOME.env")
    (root / ".env").symlink_to(tmp_path / "it's $HOME.env")
    odd = "config/$(touch pwned) `x` \"q\" 'r'.php"
    (root / odd).write_text("old")
    before = _tree(tmp_path)
    receipt = write(root, [_env(), Write(odd, "old", "new"), Write("new.php", None, "x")], state)
    assert _tree(root) != {k: v for k, v in before.items() if k.startswith(root.name)}
    _restored(receipt)
    after = {k: v for k, v in _tree(tmp_path).items() if not k.startswith(state.name)}
    assert after == before
    _restored(receipt)  # and a second time harms nothing


def test_the_last_ten_backups_are_kept(root: Path, state: Path) -> None:
    text = OLD
    for number in range(KEPT + 3):
        receipt = write(root, [_env(f"N={number}\n", text)], state)
        text = f"N={number}\n"
        assert receipt.backup.is_dir(), "the newest is never thrown away"
    kept = sorted((p / "00-env").read_text() for p in receipt.backup.parent.iterdir())
    assert kept == sorted(f"N={number}\n" for number in range(2, KEPT + 2))


def test_a_backup_that_cannot_be_made_stops_the_writing(root: Path, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    assert str(tmp_path / "state") in _refused(root, [_env()], tmp_path / "state").text.en


def test_a_refusal_shows_no_secret(root: Path, state: Path) -> None:
    stop = _refused(root, [_env(before=f"APP_KEY={SECRET}-other")], state)
    assert SECRET not in stop.text.en + stop.text.id + stop.hint.en + stop.hint.id + repr(stop)
