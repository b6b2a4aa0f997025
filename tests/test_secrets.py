"""No secret is told: not by a plan, a refusal or a crash, on no command line, in no file but its own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab import ROOT, Tmux, clean_env, pty_run
from tests.seeded import FLAGS, GIVEN, SEEDED, SENTINEL, Watch, holders, leaks, seeded
from wizard import speak
from wizard.changes import Change
from wizard.cli import run
from wizard.commands.machine import as_json
from wizard.finding import Finding, Stop
from wizard.outcome import outcome, write
from wizard.project import Project
from wizard.resolve import Given
from wizard.section import Answers
from wizard.sections import ALL
from wizard.sections.redis import Redis
from wizard.sections.session import Session
from wizard.text import LANGS

PROGRAM = (sys.executable, "-m", "wizard")
RUNS = (
    ("plan",),
    ("plan", "--json", "--check"),
    ("plan", "--lang", "id"),
    ("apply", "--yes"),
    ("apply", "--yes", "--json"),
    ("apply", "-n"),
)
AT_HOME = {"shop/.env", "shop/config/database.php", "shop/config/services.php"}
"""Where the secrets were put, and may be."""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return seeded(tmp_path / "shop")


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    """An environment in which everything that is written lands in one folder."""
    folders = {name: tmp_path / name for name in ("home", "state", "temporary")}
    for folder in folders.values():
        folder.mkdir()
    return clean_env(
        HOME=str(folders["home"]),
        XDG_STATE_HOME=str(folders["state"]),
        TMPDIR=str(folders["temporary"]),
        **GIVEN,
    )


@pytest.fixture
def here(place: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for a run inside this process."""
    for name, value in place.items():
        monkeypatch.setenv(name, value)


def stray(tmp_path: Path) -> dict[str, int]:
    """Return the files that hold a secret and are neither its own nor a backup for the owner alone."""
    held = {name: mode for name, mode in holders(tmp_path).items() if name not in AT_HOME}
    backup = "state/stateless-wizard/"
    return {n: m for n, m in held.items() if m != 0o600 or not n.startswith(backup) or "/backup/" not in n}


@pytest.mark.parametrize("words", RUNS, ids=" ".join)
def test_a_run_through_pipes_tells_no_secret(
    words: tuple[str, ...], shop: Path, place: dict[str, str], tmp_path: Path
) -> None:
    command = [*PROGRAM, words[0], str(shop), *words[1:], *FLAGS]
    with Watch(tmp_path) as watch:
        ran = subprocess.run(command, capture_output=True, check=False, env=place, cwd=ROOT, timeout=60)
    assert ran.returncode in ({0, 3} if "-n" not in words else {2}), ran.stderr
    assert leaks([ran.stdout, ran.stderr]) == []
    assert watch.looks > 1
    assert watch.told == set()
    assert {n: m for n, m in watch.held.items() if n not in AT_HOME and not _may_hold(n, m)} == {}
    assert stray(tmp_path) == {}
    written = "--yes" in words
    assert (GIVEN["DATABASE_SECRET"] in (shop / ".env").read_text()) is written
    assert any("/backup/" in name for name in holders(tmp_path)) is written


def _may_hold(name: str, modes: set[int]) -> bool:
    """A temporary file beside its target holds what that holds, as the target may be read, or less."""
    if name.startswith(("shop/.env.", "shop/..env.")):
        return modes == {0o600}
    if name.startswith("shop/config/.database.php."):
        return modes <= {0o600, 0o644}
    return "/backup/" in name and modes <= {0o600, 0o644}


@pytest.mark.parametrize("words", [("plan",), ("apply",)])
def test_a_run_on_a_terminal_tells_no_secret(
    words: tuple[str, ...], shop: Path, place: dict[str, str], tmp_path: Path
) -> None:
    place["TERM"] = "xterm-256color"
    with Watch(tmp_path) as watch:
        code, seen = pty_run([*PROGRAM, *words, str(shop), *FLAGS], env=place, feed=[(0.1, b"y\n")], cwd=ROOT)
    assert code == 0, seen.decode()
    assert leaks([seen]) == []
    assert watch.told == set()
    assert stray(tmp_path) == {}


def test_what_is_typed_is_in_no_word_of_the_plan(shop: Path) -> None:
    secrets = {(s.name, n): GIVEN[v] for s, n, v in _secret_flags()}
    plain = {
        ("redis", "host"): "10.0.0.10",
        ("database", "host"): "10.0.0.5",
        ("storage", "bucket"): "omni-assets",
    }
    done = outcome(ALL, Project.open(shop, environ={}), Given(typed=secrets | plain))
    said = [str(as_json(done, lang)) for lang in LANGS]
    for lang in LANGS:
        said += [*speak.diff_lines(done.plan, lang), *speak.checklist_lines(done.plan, lang)]
        said += [line for f in done.plan.findings for line in speak.finding_lines(f, lang)]
    assert leaks(line.encode() for line in said) == []
    answers = next(f.after for f in done.plan.files if f.path == "stateless.toml")
    assert SENTINEL not in answers


def _secret_flags() -> Iterator[tuple[type[Redis], str, str]]:
    flags = dict(zip(FLAGS[::2], FLAGS[1::2], strict=True))
    for section in ALL:
        for name in section.questions():
            variable = flags.get(f"--{section.name}-{name}-env")
            if variable is not None:
                yield section, name, variable  # type: ignore[misc]  # any section will do


def test_a_file_that_changed_meanwhile_stops_it_without_a_secret(
    shop: Path,
    here: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    def meddle(self: Session, answers: Answers, project: Project) -> Iterator[Finding]:
        with (shop / ".env").open("a") as file:
            file.write("LATE=s3nt-z1-late\n")
        yield from ()

    monkeypatch.setattr(Session, "advise", meddle)
    assert run(["apply", str(shop), "--yes", *FLAGS]) == 1
    said = capfdbinary.readouterr()
    assert b"has changed since" in said.err
    assert leaks([said.out, said.err]) == []
    assert b"s3nt-z1" not in said.out + said.err
    assert set(holders(tmp_path)) == AT_HOME


def test_a_write_that_fails_half_way_leaves_no_secret_behind(
    shop: Path, here: None, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (shop / "config/trustedproxy.php").mkdir()
    before = (shop / ".env").read_bytes()
    assert run(["apply", str(shop), "--yes", *FLAGS]) in (1, 2)
    said = capfdbinary.readouterr()
    assert leaks([said.out, said.err]) == []
    assert (shop / ".env").read_bytes() == before
    assert stray(tmp_path) == {}


@pytest.mark.parametrize(
    "line", ["A B=s3nt-y1-bad", 'NAME="s3nt-y1-bad\nB C=s3nt-y1-bad\n', "=s3nt-y1-bad", "K='s3nt-y1-bad"]
)
def test_an_env_file_that_cannot_be_read_is_refused_without_its_words(
    line: str, shop: Path, here: None, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    with (shop / ".env").open("a") as file:
        file.write(f"{line}\n")
    code = run(["plan", str(shop), *FLAGS])
    said = capfdbinary.readouterr()
    assert code in (0, 1)
    assert b"s3nt-y1" not in said.out + said.err
    assert leaks([said.out, said.err]) == []


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (("--app-key-env", "BAD"), "base64:s3nt-x1-not-a-key"),
        (("--redis-password-env", "BAD"), "s3nt-x1-\x1b[2J-bell\x07"),
        (("--redis-password-env", "BAD"), "s3nt-x1-\udcff"),
        (("--redis-host", "s3nt-x1.of no use", "--redis-password-env", "BAD"), "s3nt-x1-fine"),
        (("--storage-endpoint", "https://me:s3nt-x1-pass@minio.test", "--storage-provider", "minio"), "x"),
    ],
)
def test_an_answer_that_is_refused_is_not_repeated_when_it_may_be_secret(
    words: tuple[str, ...],
    value: str,
    shop: Path,
    here: None,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.setenv("BAD", value)
    assert run(["plan", str(shop), *FLAGS, *words]) == 2
    said = capfdbinary.readouterr()
    assert b"s3nt-x1" not in said.out + said.err
    assert leaks([said.out, said.err]) == []
    assert b"\x1b" not in said.err


@pytest.mark.parametrize("words", [("plan",), ("plan", "--json"), ("apply", "--yes")], ids=" ".join)
def test_a_bug_that_knows_a_secret_tells_it_to_nobody(
    words: tuple[str, ...],
    shop: Path,
    here: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    def broken(self: Session, answers: Answers, project: Project) -> Iterator[Change]:
        secret = answers[Redis].password
        yield from ()
        raise RuntimeError(f"a bug that knows {secret} and {project.env_text}") from KeyError(secret)

    monkeypatch.setattr(Session, "changes", broken)
    assert run([words[0], str(shop), *words[1:], *FLAGS]) == 70
    said = capfdbinary.readouterr()
    assert b"Internal error (RuntimeError)" in said.err
    assert leaks([said.out, said.err]) == []
    assert set(holders(tmp_path)) == AT_HOME
    (report,) = (tmp_path / "state/stateless-wizard").glob("crash-*.log")
    assert report.stat().st_mode & 0o777 == 0o600


def test_an_error_carries_no_secret(shop: Path, here: None) -> None:
    project = Project.open(shop, environ={})
    typed = {(s.name, n): GIVEN[v] for s, n, v in _secret_flags()} | {("redis", "host"): "10.0.0.10"}
    done = outcome(ALL, project, Given(typed=typed))
    (shop / ".env").write_text("A=1\n")
    with pytest.raises(Stop) as stopped:
        write(done)
    stop = stopped.value
    assert SENTINEL not in f"{stop!r} {stop} {stop.text} {stop.hint} {stop.__cause__!r} {stop.__context__!r}"


def test_the_screen_shows_no_secret_from_the_start_to_the_end(
    shop: Path, place: dict[str, str], tmp_path: Path
) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text("".join(_answers(dict(zip(FLAGS[::2], FLAGS[1::2], strict=True)))))
    command = [*PROGRAM, str(shop), "--lang", "en", "--answers", str(answers)]
    with Watch(tmp_path) as watch, Tmux(command, 150, 50, env=place, cwd=ROOT) as term:
        term.wait("▸ [1] ")
        term.send("2")
        for number in range(1, 9):
            term.wait(f"{number} of 8")
            term.send("NPage")
        row = term.wait("▸M .env")
        while "▸> Checklist" not in row:
            term.send("NPage", "NPage", "Down")
            row = _moved_on(term, row)
        term.send("BTab")
        term.wait("▸[ Write")
        term.send("Enter")
        term.wait("▸[ Stay ]")
        term.send("Down", "Enter")
        term.wait("Done")
        term.send("Enter")
        assert term.wait_exit() == 0
        assert leaks([term.raw(), term.screen().encode()]) == []
        assert len(term.raw()) > 20_000
    assert GIVEN["REDIS_SECRET"][:8] in (shop / ".env").read_text()
    assert watch.told == set()
    assert stray(tmp_path) == {}


def _moved_on(term: Tmux, before: str) -> str:
    """Wait until the mark is on another row of the review; return the screen then."""
    end = time.monotonic() + 10
    while _marked(screen := term.screen()) in ("", _marked(before)):
        assert time.monotonic() < end, screen
        time.sleep(0.03)
    return screen


def _marked(screen: str) -> str:
    return screen.partition("▸")[2][:30]


def _answers(flags: dict[str, str]) -> Iterator[str]:
    for section in ALL:
        yield f"[{section.name}]\n"
        for name in section.questions():
            flag = f"--{section.name}-{name}"
            if f"{flag}-env" in flags:
                yield f'{name} = {{ env = "{flags[f"{flag}-env"]}" }}\n'
            elif flag in flags:
                yield f'{name} = "{flags[flag]}"\n'


def test_the_seeds_are_where_they_are_told_to_be(shop: Path, tmp_path: Path) -> None:
    assert set(holders(tmp_path)) == AT_HOME
    assert leaks([secret.encode() for secret in (*SEEDED.values(), *GIVEN.values())]) == [
        *SEEDED.values(),
        *GIVEN.values(),
    ]
