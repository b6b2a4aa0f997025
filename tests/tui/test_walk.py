"""A person walks all eight sections with the keyboard; the same answers without a screen give the same bytes."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.lab import ROOT, Tmux, clean_env
from wizard.question import Choice, Line, Number, Question, Toggle
from wizard.resolve import Name
from wizard.sample import unpack
from wizard.section import Section, flag
from wizard.sections import PARTS, SECTIONS
from wizard.text import Lang

SECRETS = {
    "APP_KEY_FOR_TEST": "base64:c2VjcmV0LWJ1dC1vbmx5LWZvci10aGUtdGVzdHMhISE=",
    "REDIS_PASSWORD_FOR_TEST": "r3dis [/b] #pass",
    "MINIO_KEY_FOR_TEST": "toko-uploads-key",
    "MINIO_SECRET_FOR_TEST": "m1nio=${SECRET}",
    "RABBIT_PASSWORD_FOR_TEST": "r@bb1t$x'\"",
}
ANSWERS: Mapping[Name, str] = {
    ("session", "lifetime"): "90",
    ("session", "cookie"): "toko_session",
    ("session", "secure"): "true",
    ("redis", "host"): "10.0.0.10",
    ("redis", "password"): "REDIS_PASSWORD_FOR_TEST",
    ("cache", "prefix"): "toko_cache_",
    ("storage", "provider"): "minio",
    ("storage", "bucket"): "toko-assets",
    ("storage", "key"): "MINIO_KEY_FOR_TEST",
    ("storage", "secret"): "MINIO_SECRET_FOR_TEST",
    ("storage", "endpoint"): "https://minio.internal:9000",
    ("database", "host"): "10.0.0.5",
    ("database", "split"): "true",
    ("database", "read_hosts"): "10.0.0.6,10.0.0.7",
    ("queue", "host"): "10.0.0.20",
    ("queue", "user"): "toko",
    ("queue", "password"): "RABBIT_PASSWORD_FOR_TEST",
    ("logs", "formatter"): "json",
    ("app", "key"): "APP_KEY_FOR_TEST",
    ("app", "env"): "production",
    ("app", "debug"): "false",
    ("health", "balancer"): "alb",
}
_FOCUSED = re.compile(r"│▸ (\S.*?)\s*(?:  |▏|\[[x ?]\]|$)", re.MULTILINE)


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file with its mode and bytes."""
    files = (p for p in sorted(folder.rglob("*")) if p.is_file())
    return {str(p.relative_to(folder)): (p.stat().st_mode, p.read_bytes()) for p in files}


def kind(name: str) -> type[Section]:
    """The section or part of a name."""
    return next(s for s in (*SECTIONS, *PARTS) if s.name == name)


class Walker:
    """Reads the screen as a person does, and answers what it asks."""

    def __init__(self, term: Tmux, lang: Lang) -> None:
        self.term = term
        self.lang = lang
        self.asked: list[Name] = []

    def walk(self) -> None:
        """Answer everything, section by section."""
        for section in SECTIONS:
            self.term.wait(f"{SECTIONS.index(section) + 1} {'dari' if self.lang == 'id' else 'of'} 8")
            self.term.wait("│▸ ")
            while (label := self.focused()) is not None:
                name, question = self.asks(section, label)
                self.answer(name, question)
                self.go_on(label)
            self.term.send("Enter")
            self.gone(f"  {section.title.in_(self.lang)}  {SECTIONS.index(section) + 1} ")

    def focused(self) -> str | None:
        """The label of the question that has the focus; None when it is the Next button."""
        end = time.monotonic() + 10
        while time.monotonic() < end:
            screen = self.term.screen()
            found = _FOCUSED.search(screen)
            if found:
                return found[1]
            if re.search(r"▸\[ \S+ › \]\s*$", screen, re.MULTILINE):
                return None
            time.sleep(0.03)
        raise AssertionError(f"nothing has the focus:\n{self.term.screen()}")

    def asks(self, section: type[Section], label: str) -> tuple[Name, Question]:
        """Find the question by its label; a label that is broken into lines shows its beginning."""
        for owner in (section, *PARTS):
            for name, question in owner.questions().items():
                full = (owner.name, name)
                if full not in self.asked and question.label.in_(self.lang).startswith(label):
                    self.asked.append(full)
                    return full, question
        raise AssertionError(f"{section.name} has no question {label!r}:\n{self.term.screen()}")

    def answer(self, name: Name, question: Question) -> None:
        """Type, choose or switch."""
        raw = ANSWERS.get(name)
        if raw is None:
            return
        match question:
            case Choice():
                self.term.send(str([o.value for o in question.options].index(raw) + 1))
                self.term.wait(f"(•) {next(o for o in question.options if o.value == raw).label.in_(self.lang)}")
            case Toggle():
                self.switch("[x]" if raw == "true" else "[ ]")
            case Line() | Number():
                self.term.type(SECRETS.get(raw, raw))

    def switch(self, wanted: str) -> None:
        """Press Space if the box of the focused line is not as wanted, and wait until it is."""
        if wanted in self.line():
            return
        self.term.send("Space")
        end = time.monotonic() + 10
        while wanted not in self.line():
            assert time.monotonic() < end, f"it cannot be switched to {wanted}:\n{self.term.screen()}"
            time.sleep(0.03)

    def line(self) -> str:
        """The line of the question that has the focus."""
        return next(x for x in self.term.screen().splitlines() if "│▸ " in x)

    def go_on(self, label: str) -> None:
        """Press Enter and wait until something else has the focus."""
        self.term.send("Enter")
        end = time.monotonic() + 10
        while self.focused() == label:
            assert time.monotonic() < end, f"Enter does not leave {label!r}:\n{self.term.screen()}"
            time.sleep(0.03)

    def gone(self, text: str) -> None:
        """Wait until a text is no longer on screen."""
        end = time.monotonic() + 10
        while text in self.term.screen():
            assert time.monotonic() < end, f"{text!r} is still there:\n{self.term.screen()}"
            time.sleep(0.03)


def applied(folder: Path, state: Path) -> None:
    """Give the same answers as flags."""
    words = []
    for (section, question), raw in ANSWERS.items():
        words += [flag(kind(section), question), raw]
    ran = subprocess.run(
        [sys.executable, "-m", "wizard", "apply", str(folder), "--yes", *words],
        env=clean_env(HOME=str(state), XDG_STATE_HOME=str(state), **SECRETS), cwd=ROOT, check=False,
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("lang", ["id"])
def test_the_walk_gives_the_same_bytes_as_apply(tmp_path: Path, lang: Lang, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    walked, flagged = unpack(), unpack()
    applied(flagged, tmp_path / "state")
    argv = [sys.executable, "-m", "wizard", str(walked), "--lang", lang]
    env = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state"), "COLORTERM": "truecolor"}
    with Tmux(argv, 80, 24, env=env, cwd=ROOT) as term:
        term.wait("▸ [1] ")
        term.send("2")
        walker = Walker(term, lang)
        walker.walk()
        assert set(ANSWERS) <= set(walker.asked)
        term.wait("▸M .env")
        write(term, lang)
        done = term.wait("Done" if lang == "en" else "Selesai")
        assert "✓ .env" in done
        term.send("Enter")
        assert term.wait_exit() == 0
        assert b"php artisan" in term.raw().rpartition(b"\x1b[?1049l")[2]
        for secret in SECRETS.values():
            assert secret.encode() not in term.raw()
    assert tree(walked) == tree(flagged)


def write(term: Tmux, lang: Lang) -> None:
    """Press Write on the review, and again in the window that asks."""
    term.send("BTab")
    term.wait("▸[ Write" if lang == "en" else "▸[ Tulis")
    term.send("Enter")
    term.wait("▸[ Stay ]" if lang == "en" else "▸[ Tetap di sini ]")
    term.send("Down", "Enter")
