"""The command line, run as a person or a pipeline runs it: what it says, where, and the exit code."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests import shapes
from tests.asking import SECRET, Ask, files
from tests.lab import ROOT, clean_env, pty_run
from wizard import VERSION
from wizard.cli import run
from wizard.finding import Invalid
from wizard.formats import env
from wizard.question import Line, parse
from wizard.section import flag
from wizard.sections import ALL

ANSWERS = (
    "--redis-host", "10.0.0.7", "--database-host", "10.0.0.8", "--database-connection", "mysql",
    "--database-database", "shop", "--database-username", "shop", "--storage-bucket", "shop-files",
)  # fmt: skip
IN_REDIS = {"SESSION_DRIVER": "redis", "CACHE_STORE": "redis", "QUEUE_CONNECTION": "redis"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return shapes.make("slim-12", tmp_path / "shop", env={**IN_REDIS, "SHOP_TOKEN": SECRET, "DB_CONNECTION": "mysql"})


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    return Ask(tmp_path)


# --- the front door ----------------------------------------------------------


@pytest.mark.parametrize("word", ["--version", "-V"])
def test_the_version_is_told(word: str, ask: Ask) -> None:
    ran = ask(word)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"stateless-wizard {VERSION}\n", "")


@pytest.mark.parametrize("word", ["--help", "-h"])
def test_help_tells_the_commands(word: str, ask: Ask) -> None:
    ran = ask(word)
    assert (ran.returncode, ran.stderr) == (0, "")
    for command in ("[PROJECT]", "plan [PROJECT]", "apply [PROJECT]", "demo"):
        assert f"stateless-wizard {command}" in ran.stdout
    assert "di belakang load balancer" in ask(word, env={"LANG": "id_ID.UTF-8"}).stdout


@pytest.mark.parametrize("lang", ["en", "id"])
@pytest.mark.parametrize("command", ["plan", "apply"])
def test_help_of_a_command_has_a_flag_a_question_by_section_in_80_columns(command: str, lang: str, ask: Ask) -> None:
    ran = ask(command, "--help", "--lang", lang, env={"COLUMNS": "80"})
    assert (ran.returncode, ran.stderr) == (0, "")
    for section in ALL:
        title = section.title.en if lang == "en" else section.title.id
        _, _, block = ran.stdout.partition(f"\n{title}:\n")
        block = re.split(r"\n\S", block)[0]
        for name in section.questions():
            assert re.search(rf"^  {flag(section, name)}\b", block, re.MULTILINE), (section.name, name)
    assert [line for line in ran.stdout.splitlines() if len(line) > 80 and "|" not in line] == []
    assert "--redis-password-env NAME" in ran.stdout


@pytest.mark.parametrize("words", [("--nonsense",), ("plan", "--nonsense"), ("plan", "a", "b"), ("apply", "--lang", "fr"),
                                   ("plan", "--answers", "no-such-file"), ("plan", "--redis-password", "x"),
                                   ("plan", "--session-driver"), ("plan", "--\x1b[2J"), ("\x1b[2J", "b"),
                                   ("plan", "--app-key", "x\x1b]0;x\x07")])  # fmt: skip
def test_a_word_that_is_not_known_is_a_mistake_of_usage(words: tuple[str, ...], ask: Ask) -> None:
    ran = ask(*words)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "Error: " in ran.stderr


def test_a_first_word_is_a_command_or_else_the_project(project: Path, ask: Ask) -> None:
    project.rename(project.parent / "plan")
    assert ask("plan", project.parent / "plan", *ANSWERS, "--app-key", "generate").stdout.startswith("--- a/.env\n")
    bare = ask("./plan", cwd=project.parent)
    assert bare.returncode == 2
    assert "stateless-wizard plan ./plan\n" in bare.stderr


@pytest.mark.parametrize("words", [(), ("some where",), ("wizard", "x"), ("demo",), ("-n",)])
def test_off_a_terminal_the_wizard_writes_nothing_and_says_what_to_use(words: tuple[str, ...], ask: Ask) -> None:
    ran = ask(*words)
    assert (ran.returncode, ran.stdout) == (2, "")
    shown = {"some where": "'some where'", "x": "x"}.get(words[-1] if words else "", ".")
    first = "With -n nothing is asked. Use:" if words == ("-n",) else "The wizard needs a terminal. Without one use:"
    assert ran.stderr.splitlines()[:3] == [
        first, f"  stateless-wizard plan {shown}", f"  stateless-wizard apply {shown} --defaults --yes",
    ]  # fmt: skip
    assert ("docker exec -it" in ran.stderr) is (words != ("-n",))
    assert not ask.state.exists()


@pytest.mark.parametrize("closed", ["</dev/null", "<&-", "<&- >&-", "</dev/null 2>&-", "<&- >&- 2>&-"])
def test_the_wizard_survives_closed_streams_and_asks_nobody(closed: str, project: Path, ask: Ask) -> None:
    before = files(project)
    line = f'exec "$0" -m wizard "$1" {closed}'
    ran = subprocess.run(["sh", "-c", line, sys.executable, project], check=False, cwd=ROOT, env=ask.env,
                         capture_output=True, timeout=20)  # fmt: skip
    assert ran.returncode == 2
    assert files(project) == before
    assert not ask.state.exists()


def test_without_a_terminal_the_missing_answers_are_told_by_their_flags_within_a_second(project: Path, ask: Ask) -> None:
    began = time.monotonic()
    ran = ask(project)
    took = time.monotonic() - began
    assert ran.returncode == 2
    assert re.search(r"^  --redis-host  ", ran.stderr, re.MULTILINE)
    assert "For example:" in ran.stderr
    assert "docker compose run" in ran.stderr
    assert took < 1 or os.getloadavg()[0] > 2, "on a machine that does nothing else"


# --- which surface, and how it looks -------------------------------------------


def on_a_terminal(project: Path, home: Path, *words: str, size: tuple[int, int] = (80, 24), **env: str) -> bytes:
    """What the wizard shows first on a terminal; it is left by ^c twice."""
    place = {"XDG_STATE_HOME": str(home / "state"), "XDG_CONFIG_HOME": str(home), "PYTHONPATH": str(ROOT),
             "TERM": "xterm-256color", **env}  # fmt: skip
    _, seen = pty_run([sys.executable, "-m", "wizard", str(project), *words], env=clean_env(**place), size=size,
                      feed=[(2.5, b"\x03"), (0.7, b"\x03"), (0.5, b"\x04")], timeout=40)  # fmt: skip
    return seen


SCREEN = b"\x1b[?1049h"


@pytest.mark.parametrize(("words", "size", "env", "plain"), [
    ((), (80, 24), {}, False), (("--plain",), (80, 24), {}, True), ((), (49, 24), {}, True), ((), (80, 14), {}, True),
    ((), (80, 24), {"ACCESSIBLE": "1"}, True), ((), (80, 24), {"ACCESSIBLE": "0"}, False),
    ((), (80, 24), {"TERM": "dumb"}, True), (("--no-plain",), (49, 14), {}, False),
    (("--no-plain",), (80, 24), {"ACCESSIBLE": "1"}, False),
])  # fmt: skip
def test_screens_or_lines(
    words: tuple[str, ...], size: tuple[int, int], env: dict[str, str], plain: bool, project: Path, tmp_path: Path
) -> None:
    seen = on_a_terminal(project, tmp_path, *words, size=size, **env)
    assert (SCREEN not in seen) is plain
    assert (b"--no-plain" in seen) is (plain and not words), "why, and the way to the screens"


def test_the_config_may_wish_for_lines_and_a_flag_for_screens(project: Path, tmp_path: Path) -> None:
    (tmp_path / "stateless-wizard").mkdir()
    (tmp_path / "stateless-wizard/config.toml").write_text("plain = true\nlang = 'id'\nsound = 'loud'\n")
    seen = on_a_terminal(project, tmp_path)
    assert SCREEN not in seen
    assert b"`sound` bukan setting" in seen
    assert SCREEN in on_a_terminal(project, tmp_path, "--no-plain")


def test_in_ci_a_terminal_is_no_terminal(project: Path, tmp_path: Path) -> None:
    env = clean_env(CI="1", XDG_STATE_HOME=str(tmp_path), PYTHONPATH=str(ROOT), TERM="xterm-256color")
    code, seen = pty_run([sys.executable, "-m", "wizard", str(project)], env=env)
    assert code == 2
    assert b"`CI` is set" in seen


# --- plan --------------------------------------------------------------------


def test_a_plan_is_a_diff_with_findings_and_a_checklist_and_writes_nothing(project: Path, ask: Ask) -> None:
    before = files(project)
    ran = ask("plan", project, *ANSWERS)
    assert ran.returncode == 0
    assert ran.stdout.startswith("--- a/.env\n+++ b/.env\n@@ -")
    assert "+REDIS_HOST=10.0.0.7\n" in ran.stdout
    assert re.search(r"^What is left to do, in this order:\n\n[^\n]+:\n 1\. ", ran.stdout, re.MULTILINE)
    assert re.search(r"^\d+ files would change, plan [0-9a-f]{8}$", ran.stdout, re.MULTILINE)
    assert files(project) == before
    assert not ask.state.exists()


def test_check_says_that_changes_are_pending(project: Path, ask: Ask) -> None:
    assert ask("plan", project, *ANSWERS, "--check", "-q").returncode == 3
    assert ask("apply", project, *ANSWERS, "--yes").returncode == 0
    assert ask("plan", project, "--check").returncode == 0


def test_a_file_that_nothing_rests_on_can_be_skipped_and_is_proposed_again(project: Path, ask: Ask) -> None:
    skip = ("--skip", "stateless.toml", "--skip", "./.env.example")
    told = ask("plan", project, *ANSWERS, *skip)
    assert "Left out: `.env.example`, `stateless.toml`. The next plan has them again." in " ".join(told.stdout.split())
    assert json.loads(ask("plan", project, *ANSWERS, *skip, "--json").stdout)["left_out"] == [
        ".env.example", "stateless.toml"]  # fmt: skip
    before = (project / ".env.example").read_bytes()
    assert ask("apply", project, *ANSWERS, *skip, "--yes").returncode == 0
    assert not (project / "stateless.toml").exists()
    assert (project / ".env.example").read_bytes() == before
    assert ask("plan", project, *ANSWERS, "--check", "-q").returncode == 3
    assert ask("plan", project, *ANSWERS, "--check", "-q", *skip).returncode == 0


@pytest.mark.parametrize("path", [".env", "config/cache.php", "no/such/file"])
@pytest.mark.parametrize("command", [("plan",), ("apply", "--yes")])
def test_what_the_plan_rests_on_cannot_be_skipped(
    project: Path, ask: Ask, path: str, command: tuple[str, ...]
) -> None:
    before = files(project)
    ran = ask(*command, project, *ANSWERS, "--skip", path)
    assert ran.returncode == 2
    assert f"`{path}` cannot be left out" in ran.stderr
    assert "`stateless.toml`" in ran.stderr
    assert files(project) == before


def test_what_nobody_has_answered_is_listed_with_a_line_that_works(project: Path, ask: Ask) -> None:
    ran = ask("plan", project)
    assert ran.returncode == 2
    assert ran.stdout.startswith("--- a/"), "the partial plan is shown"
    (line,) = re.findall(r"^  stateless-wizard (apply .*)$", ran.stderr, re.MULTILINE)
    assert "--redis-host" in line
    words = [word.replace("…", "shop") for word in line.split()]
    assert ask(*words, "--yes").returncode == 0


def test_every_bad_answer_is_told_at_once(project: Path, ask: Ask) -> None:
    ran = ask("plan", project, *ANSWERS, "--session-lifetime", "0", "--session-driver", "file",
              "--redis-host", "http://\x1b[2Jx")  # fmt: skip
    assert ran.returncode == 2
    assert "x --session-lifetime: 0 is out of range. Allowed: 1 to 525600\n" in ran.stderr
    assert "x --session-driver: kept on this node alone" in ran.stderr
    assert "x --redis-host: " in ran.stderr


def test_an_error_finding_is_exit_1_and_nothing_is_written(tmp_path: Path, ask: Ask) -> None:
    computed = shapes.make("computed", tmp_path / "app", env={"DB_CONNECTION": "mysql"})
    before = files(computed)
    for command in (("plan",), ("apply", "--yes")):
        ran = ask(*command, computed, *ANSWERS, "--queue-host", "10.0.0.9", "--queue-user", "shop")
        assert ran.returncode == 1, ran.stderr
        assert "x error config/session.php: " in ran.stdout
        assert "'driver' => env('SESSION_DRIVER')," in ran.stdout
        assert "Nothing was written: see the errors above." in ran.stderr
    assert files(computed) == before


def test_machines_get_valid_json_with_the_same_masks(project: Path, ask: Ask) -> None:
    ran = ask("plan", project, *ANSWERS, "--json", "--redis-password-env", "WORD", env={"WORD": SECRET})
    assert (ran.returncode, ran.stderr) == (0, "")
    found = json.loads(ran.stdout)
    assert set(found) == {"plan", "files", "findings", "missing", "invalid", "checklist", "left_out"}
    assert (found["missing"], found["invalid"]) == ([], [])
    assert "+REDIS_PASSWORD=••••  (changed)" in next(f for f in found["files"] if f["path"] == ".env")["diff"]
    assert ran.stdout.isascii()


@pytest.mark.parametrize("command", ["plan", "apply"])
def test_json_tells_what_is_missing_and_wrong(command: str, project: Path, ask: Ask) -> None:
    ran = ask(command, project, "--json", "--session-lifetime", "soon")
    assert ran.returncode == 2
    found = json.loads(ran.stdout)
    assert {"section": "redis", "question": "host", "flag": "--redis-host"} in found["missing"]
    assert [wrong["flag"] for wrong in found["invalid"]] == ["--session-lifetime"]


def test_the_language_is_what_was_asked_for_else_the_locale(project: Path, ask: Ask) -> None:
    for words, place in ((("--lang", "id"), {}), (("--lang=id",), {}), ((), {"LC_ALL": "id_ID.UTF-8"})):
        ran = ask("plan", project, *ANSWERS, *words, env=place)
        assert "Yang masih harus dijalankan, sesuai urutan:" in ran.stdout
    ran = ask("plan", project, *ANSWERS, "--lang", "en", env={"LC_ALL": "id_ID.UTF-8"})
    assert "What is left to do" in ran.stdout


def test_quiet_says_only_what_is_wrong(project: Path, ask: Ask) -> None:
    ran = ask("apply", project, *ANSWERS, "--yes", "-q")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert ask("plan", project, "-q", "--session-lifetime", "0").stderr.startswith("These answers cannot be taken:")


def test_a_reader_that_has_seen_enough_is_no_error(project: Path, ask: Ask) -> None:
    line = f'{sys.executable} -m wizard plan "$1" {" ".join(ANSWERS)} | head -n 1; echo "${{PIPESTATUS[0]}}"'
    ran = subprocess.run(["bash", "-c", line, "-", project], capture_output=True, text=True, check=False, cwd=ROOT,
                         env=ask.env | {"PYTHONUNBUFFERED": "1"})  # fmt: skip
    assert (ran.stdout, ran.stderr) == ("--- a/.env\n0\n", "")


# --- apply -------------------------------------------------------------------


def test_apply_writes_and_tells_the_way_back(project: Path, ask: Ask) -> None:
    before = files(project)
    ran = ask("apply", project, *ANSWERS, "--yes", "--redis-password-env", "WORD", env={"WORD": SECRET})
    assert (ran.returncode, ran.stderr) == (0, "")
    assert files(project) != before
    assert SECRET.encode() in (project / ".env").read_bytes()
    assert SECRET.encode() not in (project / "stateless.toml").read_bytes()
    (command,) = re.findall(r"^To put everything back: (.*)$", ran.stdout, re.MULTILINE)
    again = ask("apply", project, "--yes")
    assert (again.returncode, "Nothing to do" in again.stdout) == (0, True)
    subprocess.run(["sh", "-c", command], check=True)
    assert files(project) == before


@pytest.mark.parametrize(("words", "said"), [
    (ANSWERS, "apply writes only with --yes"),
    ((*ANSWERS, "-n"), "apply writes only with --yes"),
    (ANSWERS[:2], "Not answered yet"),
])  # fmt: skip
def test_apply_does_not_write_without_a_yes_and_all_answers(
    words: tuple[str, ...], said: str, project: Path, ask: Ask
) -> None:
    before = files(project)
    ran = ask("apply", project, *words)
    assert ran.returncode == 2
    assert said in ran.stderr
    assert files(project) == before
    assert not ask.state.exists()


def test_apply_without_any_answer_needs_defaults(tmp_path: Path, ask: Ask) -> None:
    env = {"REDIS_HOST": "10.0.0.7", "DB_HOST": "10.0.0.8", "DB_CONNECTION": "mysql", "DB_DATABASE": "shop",
           "DB_USERNAME": "shop", "AWS_BUCKET": "shop-files"}  # fmt: skip
    path = shapes.make("slim-12", tmp_path / "shop", env=env)
    ran = ask("apply", path, "--yes")
    assert (ran.returncode, "no answers were given" in ran.stderr) == (2, True)
    assert ask("apply", path, "--yes", "--defaults").returncode == 0


def test_an_absent_app_key_is_a_question_even_under_defaults(project: Path, ask: Ask) -> None:
    (project / ".env").write_text((project / ".env").read_text().replace(shapes.APP_KEY, ""))
    ran = ask("apply", project, *ANSWERS, "--defaults", "--yes")
    assert (ran.returncode, "--app-key" in ran.stderr) == (2, True)


@pytest.mark.parametrize(("pause", "key", "code"), [
    (0.2, b"y\n", 0), (0.2, b"n\n", 130), (0.2, b"\x04", 130), (3.0, b"\x03", 130),
])  # fmt: skip
def test_on_a_terminal_apply_asks_first(pause: float, key: bytes, code: int, project: Path, tmp_path: Path) -> None:
    env = clean_env(XDG_STATE_HOME=str(tmp_path / "state"), PYTHONPATH=str(ROOT), TERM="xterm-256color")
    before = files(project)
    words = [sys.executable, "-m", "wizard", "apply", str(project), *ANSWERS]
    ended, seen = pty_run(words, env=env, feed=[(pause, key)])
    assert re.search(rb"Write \d+ files\? \[y/N\]: ", seen)
    assert (ended, files(project) != before) == (code, code == 0)
    assert SECRET.encode() not in seen


# --- answers and secrets -----------------------------------------------------


@pytest.mark.parametrize(("text", "said"), [
    ("[session\n", "is not valid TOML: line 1"), (f'[redis]\npassword = "{SECRET}"', "a secret must not be written"),
    ('[redis]\npassword = { env = "NO_SUCH" }', "the environment variable NO_SUCH is not set"),
    ("\udcff\udcfe", "is not valid TOML"), ("session = 5", "this must be a table"),
])  # fmt: skip
def test_a_bad_answers_file_is_told_in_a_line(text: str, said: str, project: Path, tmp_path: Path, ask: Ask) -> None:
    for path in (tmp_path / "my.toml", project / "stateless.toml"):
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        given = () if path.parent == project or text == "session = 5" else ("--answers", path)
        if given or path.parent == project:
            ran = ask("plan", project, *given)
            assert (ran.returncode, ran.stdout) == (1, "")
            assert said in ran.stderr
            assert "\n  > " in ran.stderr


def test_an_answers_file_gives_the_same_plan_as_flags(project: Path, tmp_path: Path, ask: Ask) -> None:
    by_flags = ask("plan", project, *ANSWERS).stdout
    copy = tmp_path / "copy"
    subprocess.run(["cp", "-r", project, copy], check=True)
    assert ask("apply", copy, *ANSWERS, "--yes").returncode == 0
    assert ask("plan", project, "--answers", copy / "stateless.toml").stdout == by_flags


def test_a_named_variable_that_is_not_set_stops(project: Path, ask: Ask) -> None:
    ran = ask("plan", project, *ANSWERS, "--redis-password-env", SECRET.replace("-", "_"))
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "x --redis-password-env: the environment variable it names is not set" in ran.stderr
    assert SECRET.replace("-", "_") not in ran.stderr, "it may be the secret itself"


# --- hostile surroundings ----------------------------------------------------


@pytest.mark.parametrize("name", ["a\x1b[2J", "b\udce9", "c\nd", "e\u202ef", "-x"])
def test_a_path_never_reaches_the_terminal_raw(name: str, tmp_path: Path, ask: Ask) -> None:
    path = tmp_path / name
    assert ask("plan", path).returncode == 1
    project = shapes.make("slim-12", path, env={"DB_CONNECTION": "mysql"})
    ran = ask("apply", project, *ANSWERS, "--yes")
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize("value", ["'\x1b[2J'", "'\x9b2J'", '"\x07"', "'\udce9'", "'\u202e'", "'[/red]{{ 7*7 }}'"])
def test_a_value_never_reaches_the_terminal_raw(value: str, tmp_path: Path, ask: Ask) -> None:
    env = {"SESSION_DRIVER": value, "SESSION_COOKIE": value, "REDIS_HOST": value, "LOG_LEVEL": value,
           "DB_CONNECTION": "mysql", "APP_NAME": value}  # fmt: skip
    project = shapes.make("slim-12", tmp_path / "shop", env=env)
    for words in (("plan",), ("plan", "--json"), ("apply", "--yes", "--json")):
        assert ask(*words, project, *ANSWERS).returncode in (0, 1)


def test_hostile_answers_are_data_or_refused(project: Path, ask: Ask) -> None:
    hostile = "${APP_KEY} {{ 7*7 }} \\ \" ' #"
    ran = ask("apply", project, *ANSWERS, "--yes", "--database-username", "'); system('id');//",
              "--redis-password-env", "P", env={"P": hostile})  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    text = (project / ".env").read_text()
    assert env.read(text)["REDIS_PASSWORD"] == hostile
    assert env.read(text)["DB_USERNAME"] == "'); system('id');//"


@pytest.mark.parametrize("locale", [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}])
def test_a_terminal_without_utf8_is_no_crash(locale: Mapping[str, str], project: Path, ask: Ask) -> None:
    assert ask("plan", project, *ANSWERS, env=locale).returncode == 0


# --- the last line of defence ------------------------------------------------


def _bug(line: Line) -> str:
    def accept(raw: str) -> str:
        if raw == "10.66.6.6":
            raise RuntimeError(f"bug with {SECRET} and {raw}")
        return raw

    object.__setattr__(line, "accept", accept)
    return "10.66.6.6"


def test_a_bug_is_exit_70_with_a_report_and_no_value(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A question whose own rule breaks: the program itself has no way in for a test."""
    host = next(s for s in ALL if s.name == "redis").questions()["host"]
    assert isinstance(host, Line)
    was = host.accept
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    before = files(project)
    try:
        code = run(["apply", str(project), "--yes", "--redis-host", _bug(host)])
    finally:
        object.__setattr__(host, "accept", was)
    out, err = capsys.readouterr()
    (report,) = (tmp_path / "state/stateless-wizard").iterdir()
    assert code == 70
    assert "Internal error (RuntimeError). Nothing more was written." in err
    assert str(report) in err
    assert SECRET not in out + err + report.read_text()
    assert "10.66.6.6" not in out + err + report.read_text()
    assert "tests/test_cli.py" in report.read_text()
    assert files(project) == before
    with pytest.raises(Invalid):
        parse(host, "a b")


def test_the_environment_of_this_test_is_left_alone() -> None:
    assert SECRET not in "".join(os.environ.values())
