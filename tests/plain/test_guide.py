"""The guide's own questions: each can be left with a wrong answer typed, forwards and backwards, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plain.script import Script
from wizard.outcome import write
from wizard.plain import told
from wizard.plain.app import QUIT, walk
from wizard.project import Project
from wizard.resolve import Given, Name
from wizard.sample import unpack
from wizard.sections import PARTS, SECTIONS
from wizard.text import LANGS, Lang
from wizard.walk.desk import Desk, again
from wizard.walk.shown import Row
from wizard.walk.state import State

WRONG = "\x01\udcff"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The sample project."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return Project.open(unpack(), environ={})


def desk(project: Project, lang: Lang, given: Given | None = None) -> Desk:
    """A desk over the guide's sections."""
    return Desk(State.start(project, SECTIONS, PARTS, lang, given or Given()), write, lambda: again(project))


def names(desk: Desk) -> list[Name]:
    """Every question in the order it is asked, without what other answers would bring."""
    return [item.name for s in SECTIONS for item in desk.state.items(s) if isinstance(item, Row)]


@pytest.mark.parametrize("lang", LANGS)
def test_every_question_can_be_left_backwards_with_a_wrong_answer(project: Project, lang: Lang) -> None:
    one = desk(project, lang)
    untouched, asked = one.state.given, list[str]()
    heads = [told.heading(one.state.row(name), one.state) for name in names(one) if name[0] != "health"]

    def think(script: Script) -> str:
        """From the last section back to the beginning, with something wrong typed everywhere; then leave."""
        prompt, since = script.prompts[-1], " ".join("\n".join(script.since).rpartition("\n\n")[2].split())
        if "[1]: " in prompt and "8" not in asked:
            asked.append("8")
            return "8"
        if prompt.startswith(("Start", "Mulai")):
            return "q"
        if prompt.startswith(("Leave", "Keluar")):
            return "y"
        if prompt.startswith(("t tests", "t mengetes")) or "Not taken: " in since or "Tidak diterima: " in since:
            return "<"
        asked.append(since)
        return WRONG

    assert walk(one, Script(think=think))[0] == QUIT
    assert one.state.given == untouched
    assert [head for said in asked[2:] for head in heads if said.startswith(head)] == heads[::-1]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", [20, 50, 78])
def test_every_sentence_of_the_guide_fits(project: Project, lang: Lang, width: int) -> None:
    one = desk(project, lang)
    signs = ["", *["?", ">"] * 8, "f", "?", "1", "?", "!", "2", "!", "q", "y"]
    script = Script(signs, width=width)
    assert walk(one, script)[0] == QUIT
    assert [line for line in script.heard if len(line) > width and len(line.split()) > 2] == []


def test_an_answer_of_a_file_that_cannot_be_taken_is_said_and_asked_for(project: Project) -> None:
    one = desk(project, "en", Given(file={("session", "lifetime"): "soon"}))
    script = Script(["", "", "", "90", "!"])
    walk(one, script)
    assert "The answer given for this cannot be taken: `soon` is not a whole number." in script.text
    assert "This one needs an answer." in script.text
    assert one.state.row(("session", "lifetime")).value == "90"


def test_a_key_is_made_when_asked_for_and_rotated_only_where_there_is_one(project: Project) -> None:
    one = desk(project, "en")
    script = Script(["7", "2", "rotate", "1"])
    walk(one, script)
    assert "Not taken: " in script.text
    assert "Made just now, kept in memory until it is written." in script.text
    assert one.state.given.typed["app", "key"].startswith("base64:")
    assert "base64:" not in script.text
