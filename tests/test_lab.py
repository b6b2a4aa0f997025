"""The lab itself: the tools that judge our work are the real ones."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import lab, lab_apt, lab_fetch

READ = """
error_reporting(E_ALL & ~E_DEPRECATED);  // an old phpdotenv on a newer PHP
set_include_path('');
require $argv[1] . '/Dotenv/autoload.php';
$file = (new ReflectionClass('Dotenv\\\\Dotenv'))->getFileName();
try { $values = Dotenv\\Dotenv::parse(stream_get_contents(STDIN)); }
catch (Dotenv\\Exception\\InvalidFileException) { $values = 'refused'; }
echo json_encode([$file, $values]);
"""


@pytest.mark.parametrize("version", ["5.4", "5.6", "5.8"])
def test_each_phpdotenv_is_the_version_it_claims_and_reads_with_its_own_files(version: str) -> None:
    share = lab.dotenv_versions()[version]
    ran = lab.run_php(READ, str(share), input=b'NAME=Kopi\nTWO="a\\nb"\n')
    assert ran.stderr == b""
    assert json.loads(ran.stdout) == [str(share / "Dotenv/Dotenv.php"), {"NAME": "Kopi", "TWO": "a\nb"}]
    assert lab_fetch.SUITES[version].upstream(lab_fetch.DOTENV).startswith(f"{version}.")


def test_the_three_phpdotenvs_really_differ() -> None:
    def read(version: str, text: bytes) -> object:
        return json.loads(lab.run_php(READ, str(lab.dotenv_versions()[version]), input=text).stdout)[1]

    never_closed = b'A=1\nB="x\nC=3\n'
    assert read("5.6", never_closed) == {"A": "1"}
    assert read("5.8", never_closed) == "refused"
    assert read("5.6", b"export A=1\n") == "refused"
    assert read("5.8", b"export A=1\n") == {"A": "1"}
    assert read("5.4", "ÉTÉ=1\n".encode()) == "refused"
    assert read("5.6", "ÉTÉ=1\n".encode()) == {"ÉTÉ": "1"}


def test_laravels_own_str_answers() -> None:
    load = "set_include_path($argv[1]); require $argv[1].'/Illuminate/Support/autoload.php';"
    ran = lab.run_php(f"{load} echo Illuminate\\Support\\Str::slug('Toko Kopi', '_');", str(lab.illuminate()))
    assert (ran.stdout, ran.returncode) == (b"toko_kopi", 0), ran.stderr


def test_lint_names_exactly_the_files_that_php_cannot_compile() -> None:
    texts = {
        "config/app.php": "<?php declare(strict_types=1); return ['a' => env('A')];",
        "config/bad.php": "<?php return [",
        "Twice.php": "<?php class Twice {} ",
        "Again.php": "<?php class Twice {} function f() {} function f() {}",
        "Fine.php": "<?php class Twice {} function f() {}",
        "after.php": "<?php throw new Exception('never run');",
    }
    complaints = lab.php_lint(texts)
    assert set(complaints) == {"config/bad.php", "Again.php"}
    assert complaints["config/bad.php"] == "Unclosed '[' on line 1"
    assert re.search(r"Cannot redeclare (function )?f\(\)", complaints["Again.php"])


def test_a_terminal_shows_what_a_person_sees_and_keeps_every_byte() -> None:
    script = "printf '\\033[31mNama?\\033[0m '; read -r name; echo Halo $name; exit 7"
    with lab.Tmux(["sh", "-c", script], 40, 10) as term:
        term.wait("Nama?")
        term.type("Sari Enter")
        term.send("Enter")
        screen = term.wait("Halo Sari Enter")
        assert len(screen.splitlines()) <= 10
        assert term.wait_exit() == 7
        assert b"\x1b[31mNama?" in term.raw()


def test_a_terminal_has_the_size_it_is_given_also_after_a_resize() -> None:
    with lab.Tmux(["sh", "-c", "stty size; read -r _; stty size; read -r _"], 100, 30) as term:
        term.wait("30 100")
        term.resize(80, 24)
        term.send("Enter")
        term.wait("24 80")


def test_a_terminals_program_has_only_the_environment_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENTINEL", "must-not-be-seen")
    with lab.Tmux(["sh", "-c", "env | sort; echo end; read -r _"], 120, 40, {"GIVEN": "only-inside"}) as term:
        screen = term.wait("end")
        listed = subprocess.run([lab.need("ps"), "-eo", "args"], capture_output=True, check=True).stdout
    assert "GIVEN=only-inside" in screen
    names = {line.partition("=")[0] for line in screen.splitlines() if "=" in line}
    assert names <= {"GIVEN", "HOME", "LANG", "OLDPWD", "PATH", "PWD", "SHELL", "SHLVL", "TERM", "_"}
    assert "TERM=tmux-256color" in screen
    assert b"sort" in listed
    assert b"only-inside" not in listed


def test_a_pty_run_returns_the_exit_code_and_all_bytes() -> None:
    script = "import os, sys; print(os.get_terminal_size().columns); print(input()[::-1]); sys.exit(3)"
    code, seen = lab.pty_run([sys.executable, "-c", script], size=(100, 30), feed=[(0.3, b"ipok\r")])
    assert code == 3
    assert b"100\r\n" in seen
    assert b"kopi\r\n" in seen


def test_a_pty_run_tells_a_death_by_signal() -> None:
    script = f"import os; os.kill(os.getpid(), {int(signal.SIGTERM)})"
    assert lab.pty_run([sys.executable, "-c", script])[0] == -signal.SIGTERM


def test_fetching_again_asks_for_nothing(tmp_path: Path) -> None:
    lab.need("apt-get")
    lab.dotenv_versions()
    before = {file: file.stat().st_mtime_ns for file in lab_apt.LAB.rglob("*.php")}
    command = [sys.executable, str(lab.ROOT / "tests/lab_fetch.py")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "phpdotenv 5.4." in ran.stdout
    assert "phpdotenv 5.8." in ran.stdout
    assert before == {file: file.stat().st_mtime_ns for file in lab_apt.LAB.rglob("*.php")}


def test_a_suite_that_cannot_be_had_says_why_and_leaves_nothing(tmp_path: Path) -> None:
    lab.need("apt-get")
    suite = lab_apt.Suite("nowhere", ("php-none",), instead=("elsewhere",), lab=tmp_path)
    with pytest.raises(LookupError, match=r"nowhere: apt-get update: .*; elsewhere: apt-get update: "):
        lab_apt.fetch(suite, f"file:{tmp_path}/no-mirror")
    assert suite.versions() is None
    assert not suite.root.exists()


def test_services_stay_off_while_apt_installs_and_no_longer(tmp_path: Path) -> None:
    policy = tmp_path / "policy-rc.d"
    with pytest.raises(KeyboardInterrupt), lab_fetch.services_off([], policy):
        assert subprocess.run([policy, "redis-server", "start"], check=False).returncode == 101
        raise KeyboardInterrupt
    assert not policy.exists()


def test_a_machines_own_rule_for_services_is_left_alone(tmp_path: Path) -> None:
    policy = tmp_path / "policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 104\n")
    with lab_fetch.services_off(["false"], policy):
        pass
    assert policy.read_text() == "#!/bin/sh\nexit 104\n"
    policy.unlink()
    with lab_fetch.services_off([], policy):
        policy.write_text("somebody else's by now")
    assert policy.read_text() == "somebody else's by now"


@pytest.mark.parametrize("how", ["pytest.skip('no tool')", "pytest.xfail('one day')"])
@pytest.mark.parametrize(("in_ci", "code"), [("1", 1), ("0", 0)])
def test_a_skip_fails_in_ci_only(tmp_path: Path, how: str, in_ci: str, code: int) -> None:
    (tmp_path / "conftest.py").write_bytes((lab.ROOT / "tests/conftest.py").read_bytes())
    (tmp_path / "test_it.py").write_text(f"import pytest\n\ndef test_it():\n    {how}\n")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", tmp_path, tmp_path],
        capture_output=True, text=True, check=False, cwd=tmp_path, env={**os.environ, "WIZARD_CI": in_ci},
    )  # fmt: skip
    assert ran.returncode == code, ran.stdout
