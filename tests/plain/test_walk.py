"""A person walks all eight sections line by line; the same answers as flags give the same bytes."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab import ROOT, need
from tests.plain.terminal import Lines
from tests.tui import test_walk as walked
from tests.tui.test_walk import ANSWERS, SECRETS, applied, tree
from wizard.plain.typed import read, signs
from wizard.question import Choice, Line, Number, Question, Toggle
from wizard.resolve import Name
from wizard.sample import unpack
from wizard.section import Section
from wizard.sections import PARTS, SECTIONS
from wizard.text import LANGS, Lang

LONG = "".join(f"[/b]#{n} 'x' \"é\" $HOME ${{X}} 中\\ " for n in range(200))[:4000].strip()


class Walker:
    """Hears what is asked as a person does, and answers it."""

    def __init__(self, term: Lines, lang: Lang) -> None:
        self.term = term
        self.lang = lang
        self.asked: list[Name] = []

    def walk(self) -> str:
        """Answer everything; return what the review says."""
        self.term.asked()
        self.term.type("")
        while True:
            said = self.term.asked()
            if self.prompt(said) == "Review: ":
                return said
            self.term.type(self.answer(said))

    @staticmethod
    def prompt(said: str) -> str:
        """The line that asks."""
        return said.rpartition("\n")[2]

    def answer(self, said: str) -> str:
        """What a person types: Enter where they have nothing to say."""
        if self.prompt(said).startswith(("t tests", "t mengetes")):
            return ""
        name, question = self.question(" ".join(said.rpartition("\n\n")[2].split()))
        return self.spelt(ANSWERS.get(name, ""), question)

    def question(self, said: str) -> tuple[Name, Question]:
        """Find the question that was not asked before by what it says of itself."""
        for owner in (*SECTIONS, *PARTS):
            for name, question in owner.questions().items():
                if (owner.name, name) not in self.asked and said.startswith(self.head(owner, question)) and self.near(owner):
                    self.asked.append((owner.name, name))
                    return (owner.name, name), question
        raise AssertionError(f"nobody asks {said!r}")

    def near(self, owner: type[Section]) -> bool:
        """Tell whether the walk stands in this section, or it is a part."""
        heads = re.findall(r"(?:Section|Bagian) (\d) (?:of|dari) 8:", self.term.text)
        return owner.part or SECTIONS[int(heads[-1]) - 1] is owner

    def head(self, owner: type[Section], question: Question) -> str:
        """How a question begins."""
        label = question.label.in_(self.lang)
        return f"{owner.title.in_(self.lang)}: {label}" if owner.part else label

    def spelt(self, raw: str, question: Question) -> str:
        """Spell an answer as it is typed."""
        match question:
            case Choice():
                return str([o.value for o in question.options].index(raw) + 1) if raw else ""
            case Toggle():
                return {"": "", "true": "ya" if self.lang == "id" else "y", "false": "n"}[raw]
            case Line() | Number():
                value = SECRETS.get(raw, raw)
                return value if read(value, signs(question)) == value else f"\\{value}"


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, Path]]:
    """Two sample projects: one to walk through, one for flags."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    yield unpack(), unpack()


def opened(folder: Path, *more: str, term: str = "dumb", size: tuple[int, int] = (80, 24)) -> Lines:
    """The wizard as lines, in a terminal."""
    home = folder.parent
    env = {"HOME": str(home), "XDG_STATE_HOME": str(home / "state")}
    return Lines([sys.executable, "-m", "wizard", str(folder), "--plain", *more], env, ROOT, term=term, size=size)


def write(term: Lines) -> int:
    """Say `w`, and yes; return the exit code."""
    term.type("w")
    assert term.asked().endswith(("[no]: ", "[tidak]: "))
    term.type("y")
    return term.ended()


@pytest.mark.parametrize("lang", LANGS)
def test_the_walk_gives_the_same_bytes_as_apply(folders: tuple[Path, Path], tmp_path: Path, lang: Lang) -> None:
    here, flagged = folders
    applied(flagged, tmp_path / "state")
    with opened(here, "--lang", lang) as term:
        walker = Walker(term, lang)
        walker.walk()
        assert set(ANSWERS) <= set(walker.asked)
        before = term.text
        assert write(term) == 0
        assert "php artisan" in term.text
        for secret in SECRETS.values():
            assert secret.encode() not in term.raw
    assert tree(here) == tree(flagged)
    assert b"\x1b" not in term.raw
    wide = [line for line in before.split("\n") if len(line) > 78 and " " in line.strip()]
    assert wide == []


def test_hostile_values_arrive_as_they_were_typed(
    folders: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = {("queue", "user"): LONG, ("redis", "host"): "fd00::10", ("redis", "username"): "t"}
    secrets = {
        "REDIS_PASSWORD_FOR_TEST": "?", "MINIO_KEY_FOR_TEST": "\\?", "MINIO_SECRET_FOR_TEST": "é中\"'$ {X} `#` \\n",
        "RABBIT_PASSWORD_FOR_TEST": "\\backslash [/b] -",
    }  # fmt: skip
    assert len(LONG.encode()) > 4096
    for name, value in hostile.items():
        monkeypatch.setitem(walked.ANSWERS, name, value)
    for variable, value in secrets.items():
        monkeypatch.setitem(SECRETS, variable, value)
    here, flagged = folders
    applied(flagged, tmp_path / "state")
    with opened(here, "--lang", "en") as term:
        Walker(term, "en").walk()
        assert write(term) == 0
    assert tree(here) == tree(flagged)
    assert b"\x1b" not in term.raw


def test_a_secret_of_more_than_a_terminal_passes_on_is_not_taken_cut_off(folders: tuple[Path, Path]) -> None:
    with opened(folders[0], "--lang", "en") as term:
        to_password(term)
        term.type("x" * 5000)
        assert "was cut off. Nothing was taken" in " ".join(term.asked().split())
        term.type("short")
        assert "Taken, not shown." in term.asked()
        assert b"xxxxx" not in term.raw


def to_password(term: Lines) -> None:
    """Go to the password of Redis."""
    for line in ("", "", "", "", "", "", "10.0.0.9", "", ""):
        assert "not shown" not in term.asked().rpartition("\n")[2]
        term.type(line)
    assert term.asked().rpartition("\n")[2].startswith("Answer or none, not shown")


def test_a_secret_stays_unseen_when_a_shell_stops_the_wizard_and_takes_it_up_again(folders: tuple[Path, Path]) -> None:
    place = {"HOME": str(folders[0].parent), "XDG_STATE_HOME": str(folders[0].parent / "state"), "PS1": "shell> "}
    with Lines([need("bash"), "--norc", "--noediting", "-i"], place, ROOT) as term:
        term.heard("shell> ")
        term.type(f"{sys.executable} -m wizard {folders[0]} --plain --lang en")
        to_password(term)
        term.press(b"\x1a\x1c\x15")
        bash = term.process.pid
        [wizard] = Path(f"/proc/{bash}/task/{bash}/children").read_text().split()
        time.sleep(0.3)
        assert not term.echoes(), "^Z has left the prompt to the shell"
        os.kill(int(wizard), signal.SIGSTOP)
        term.heard("shell> ")
        assert term.echoes()
        term.type("fg")
        end = time.monotonic() + 20
        while term.echoes():
            assert time.monotonic() < end, "it echoes"
            time.sleep(0.05)
        term.type("s3ntinel-w0rd")
        assert "Taken, not shown." in term.asked()
        assert b"s3ntinel" not in term.raw
        term.press(b"\x1a")  # it leaves again, as in every program
        term.heard("shell> ")
        assert term.echoes()
        os.kill(int(wizard), signal.SIGKILL)


def test_no_secret_is_shown_on_any_way_through_the_review(folders: tuple[Path, Path]) -> None:
    with opened(folders[0], "--lang", "en") as term:
        to_password(term)
        term.type("s3ntinel-w0rd")
        for line in ("<", "-", "s3ntinel-w0rd", "!", "f", "c", "e", "?", "6", "7", "8", "9"):
            said = term.asked()
            assert "s3ntinel" not in said
            term.type(line)
        said = term.asked()
        assert b"s3ntinel" not in term.raw


@pytest.mark.parametrize("term_", ["dumb", "xterm-256color", "linux", ""])
def test_no_terminal_is_sent_a_sequence(folders: tuple[Path, Path], term_: str) -> None:
    with opened(folders[0], "--lang", "id", term=term_) as term:
        for line in ("", "?", "1", "?", "<", "!", "7", "f", "q", "y"):
            term.asked()
            term.type(line)
        assert term.ended() == 130
        assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", term.raw)


def test_it_wraps_where_a_narrow_window_ends(folders: tuple[Path, Path]) -> None:
    with opened(folders[0], "--lang", "id", size=(40, 10)) as term:
        for line in ("", "?", "", "<", "!", "q", "y"):
            term.asked()
            term.type(line)
        assert term.ended() == 130
        assert [line for line in term.text.split("\n") if len(line) > 40 and " " in line.strip() and ": " not in line] == []


def test_without_unicode_only_ascii_is_sent(folders: tuple[Path, Path], tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "LANG": "C", "LC_ALL": "C"}
    with Lines([sys.executable, "-m", "wizard", str(folders[0]), "--plain", "--lang", "id"], env, ROOT) as term:
        for line in ("!", "7", "f", "c", "q", "y"):
            term.asked()
            term.type(line)
        assert term.ended() == 130
        assert term.raw.isascii()


@pytest.mark.parametrize("keys", [b"\x04", b"\x03"])
@pytest.mark.parametrize("hidden", [False, True])
def test_the_end_of_the_input_and_an_interrupt_leave(folders: tuple[Path, Path], keys: bytes, hidden: bool) -> None:
    here = folders[0]
    before = tree(here)
    with opened(here, "--lang", "en") as term:
        if hidden:
            to_password(term)
        else:
            term.asked()
        term.press(keys)
        assert term.ended() == 130
        assert term.text.endswith("\nNothing was written.\n")
        assert term.echoes()
    assert tree(here) == before


@pytest.mark.parametrize(("number", "code"), [(15, 143), (1, 129)])
@pytest.mark.parametrize("hidden", [False, True])
def test_a_signal_leaves_the_terminal_as_it_was(
    folders: tuple[Path, Path], number: int, code: int, hidden: bool
) -> None:
    with opened(folders[0], "--lang", "en") as term:
        if hidden:
            to_password(term)
            assert not term.echoes()
        else:
            term.asked()
        term.process.send_signal(number)
        assert term.ended() == code
        assert term.echoes()


@pytest.mark.parametrize("hidden", [False, True])
def test_a_window_that_is_closed_ends_it_without_a_crash(folders: tuple[Path, Path], hidden: bool) -> None:
    with opened(folders[0], "--lang", "en") as term:
        if hidden:
            to_password(term)
        else:
            term.asked()
        assert term.hang_up() == 129
    assert list((folders[0].parent / "state").rglob("crash-*")) == []


def test_lines_that_are_pasted_together_are_answers_one_after_the_other(folders: tuple[Path, Path]) -> None:
    with opened(folders[0], "--lang", "en") as term:
        term.asked()
        term.press(b"\n\n\n\n\n\n10.0.0.9\n\n\ns3ntinel\n!\n")
        said = term.heard("q leave\n")
        assert "Taken, not shown." in said
        assert "Redis Host: needs an answer" not in said
        assert "Redis" not in said.rpartition("What keeps it from being written:")[2].partition("Files:")[0]
