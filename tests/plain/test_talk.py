"""What is said and what an answer does, line by line, over three small sections."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.lab import ROOT, clean_env
from tests.plain.script import Script
from tests.tui import small
from tests.tui.small import SECRET
from wizard.finding import Stop
from wizard.outcome import Outcome
from wizard.plain.app import DONE, QUIT, walk
from wizard.plain.typed import Pick, read, signs
from wizard.text import LANGS, Lang, Text
from wizard.transaction import Receipt
from wizard.walk.desk import Desk

ANSWERED = ["", "1", "90", "y", "10.0.0.10", "", "", "", "generate"]
"""Begin; driver, minutes, https; the server's host, port, password; prefix; key."""


@pytest.fixture(autouse=True)
def state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep backups of these tests to themselves."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))


def talk(desk: Desk, typed: Sequence[str], width: int = 78) -> tuple[int, str, Script]:
    """Type the lines one after the other."""
    script = Script(typed, width=width)
    code, farewell = walk(desk, script)
    return code, farewell, script


def files(folder: Path) -> dict[str, bytes]:
    """Every file with its bytes."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_beginning_says_what_was_found_and_that_nothing_is_written(tmp_path: Path) -> None:
    code, farewell, script = talk(small.desk(tmp_path), ["q", "y"])
    assert (code, farewell) == (QUIT, "Nothing was written.")
    assert "1. Login: file. Needs a change." in script.text
    assert "Nothing is written before you say yes in the review." in script.text
    assert script.text.endswith("Nothing has been written, and answers are not kept.")


def test_a_question_says_its_key_what_was_what_holds_and_the_rows(tmp_path: Path) -> None:
    _, _, script = talk(small.desk(tmp_path), [""])
    assert "Section 1 of 3: Login. Type ? for help, < to go back, > to skip on, ! for review, q to leave." in script.text
    assert "Where are logins kept? (SESSION_DRIVER). Was: file. Default: redis, the wizard's default." in script.text
    assert "1 redis: fast. Recommended. 2 database: no new server." in script.text
    assert "Not to be chosen: file, in use now: on this node alone." in script.text
    assert script.prompts[-1] == "Number, 1 to 2 [1]: "


def test_all_answers_and_a_yes_write_everything(tmp_path: Path) -> None:
    code, farewell, script = talk(small.desk(tmp_path), [*ANSWERED, "w", "y"])
    assert code == DONE
    assert "files written:" in farewell
    assert "php artisan config:clear" in farewell
    written = (tmp_path / ".env").read_text()
    wanted = {"SESSION_DRIVER=redis", "SESSION_LIFETIME=90", "REDIS_HOST=10.0.0.10", f"APP_KEY={SECRET}"}
    assert wanted <= {*written.splitlines()}
    assert SECRET not in "\n".join([*script.heard, *script.prompts, farewell])


@pytest.mark.parametrize("no", ["", "n", "no", "tidak"])
def test_nothing_is_written_without_a_yes(tmp_path: Path, no: str) -> None:
    desk = small.desk(tmp_path)
    before = files(tmp_path)
    code, _, script = talk(desk, [*ANSWERED, "w", no])
    assert code == QUIT
    assert "Nothing was written so far." in script.text
    assert files(tmp_path) == before


def test_writing_names_the_warnings_first(tmp_path: Path) -> None:
    _, _, script = talk(small.desk(tmp_path), [*ANSWERED, "w"])
    assert script.prompts[-1].endswith("? [no]: ")
    assert "Know this before you do: everybody is signed out once. A backup is made first" in script.text


def test_a_part_is_asked_once_and_then_said_where(tmp_path: Path) -> None:
    _, _, script = talk(small.desk(tmp_path), ANSWERED)
    assert len([line for line in script.asked() if line.startswith("Server: Host")]) == 1
    assert "Server: asked in section 1, Login." in script.text


def test_a_question_that_no_longer_matters_is_not_asked_and_a_new_one_is(tmp_path: Path) -> None:
    _, _, script = talk(small.desk(tmp_path), ["", "2", "", "cms", "", "", "!"])
    assert any(line.startswith("Table (SESSION_TABLE)") for line in script.asked())
    login = script.text[: script.text.index("Section 2 of 3")]
    assert "Server: Host" not in login


def test_a_wrong_answer_says_why_asks_again_and_leaves_the_old_one(tmp_path: Path) -> None:
    desk = small.desk(tmp_path)
    _, _, script = talk(desk, ["", "", "0", "x", "<"])
    assert "Not taken: 0 is out of range. Allowed: 1 to 525600." in script.text
    assert "Not taken: `x` is not a whole number." in script.text
    assert desk.state.row(("login", "lifetime")).value == "120"
    assert desk.state.troubles() == small.desk(tmp_path).state.troubles()


@pytest.mark.parametrize(("sign", "next_"), [("<", "Where are logins kept?"), (">", "Prefix"), ("!", "Review: ")])
def test_every_way_on_is_open_after_a_wrong_answer(tmp_path: Path, sign: str, next_: str) -> None:
    _, _, script = talk(small.desk(tmp_path), ["", "", "wrong", sign])
    after = script.heard[script.heard.index("Not taken: `wrong` is not a whole number. Allowed: 1 to 525600.") :]
    assert next_ in " ".join(after)


def test_back_goes_over_the_border_of_a_section_and_to_the_beginning(tmp_path: Path) -> None:
    _, _, script = talk(small.desk(tmp_path), ["2", "<", "<", "<", "<", "<", "<", "<"])
    asked = [line.split(" (")[0] for line in script.asked()]
    assert asked[asked.index("Prefix. Default: omni_, the wizard's default.") + 1 :] == [
        "Section 1 of 3: Login. Type ? for help, < to go back, > to skip on, ! for",
        "Server. One server for all nodes.", "Server: Password", "Server: Port",
        "Server: Host", "Over HTTPS only", "Minutes", "Where are logins kept?", "This is the beginning.",
    ]  # fmt: skip


def test_help_says_what_it_is_for_its_key_and_the_signs(tmp_path: Path) -> None:
    _, _, script = talk(small.desk(tmp_path), ["", "", "?"])
    assert "How long. Sets SESSION_LIFETIME. Laravel reads it as session.lifetime." in script.text
    assert "< the question before > the next section ! the review - back to the default t test the servers" in script.text
    assert "put a backslash before it" in script.text


def test_a_minus_brings_the_default_back(tmp_path: Path) -> None:
    desk = small.desk(tmp_path)
    _, _, script = talk(desk, ["", "", "90", "<", "-"])
    assert "Your answer: 90." in script.text
    assert "Back to the default. In use and kept: 120" in script.text
    assert script.prompts[-1] == "1 to 525600 [120]: "


def test_a_value_is_made_by_number_or_word_once(tmp_path: Path) -> None:
    for word in ("1", "generate"):
        desk = small.desk(tmp_path / word)
        _, _, script = talk(desk, ["3", word, "<"])
        assert desk.state.drawn == {("key", "key"): "generate"}
        assert "1 Make one: here, once." in script.text
        assert script.prompts[-1] == "Answer, not shown [as made]: "
        assert SECRET not in script.text


def test_a_secret_is_asked_unseen_and_said_nowhere(tmp_path: Path) -> None:
    desk = small.desk(tmp_path)
    typed = ["", "", "", "", "10.0.0.10", "", "p@ss w0rd", "<", "<", "!", "f", "c", "e", "?", "3"]
    _, _, script = talk(desk, typed)
    assert desk.state.given.typed["server", "password"] == "p@ss w0rd"
    assert "p@ss" not in script.text
    assert "Taken, not shown." in script.text
    assert "Answer or none, not shown [as typed]: " in script.unseen


def test_an_answer_that_is_owed_is_not_passed_by_enter(tmp_path: Path) -> None:
    _, _, script = talk(small.desk(tmp_path), ["3", "", ">"])
    assert "This one needs an answer. Type > to leave it for later." in script.text
    assert "Key, Application key: needs an answer." in script.text


def test_the_numbers_of_the_review_lead_to_questions_and_files(tmp_path: Path) -> None:
    _, _, script = talk(small.desk(tmp_path), ["!", "1", "10.0.0.9", "!", "2", "1"])
    assert [line.split(" (")[0] for line in script.asked()][-1] == "Application key"
    assert any(line.startswith("Server: Host") for line in script.asked())
    assert "1. Login, Server Host: needs an answer." in script.text
    assert any(line.startswith("+REDIS_HOST=10.0.0.9") for line in script.heard)


def test_nothing_is_written_while_something_blocks(tmp_path: Path) -> None:
    _, _, script = talk(small.desk(tmp_path), ["!", "w"])
    assert "Not yet: 2 problems. A number goes there." in script.text


def test_a_file_that_nothing_rests_on_can_be_left_out_and_taken_in_again(tmp_path: Path) -> None:
    desk = small.desk(tmp_path)
    _, _, script = talk(desk, [*ANSWERED, "x3", "x1"])
    assert [file.path for file in desk.state.chosen.plan.files] != [file.path for file in desk.state.outcome.plan.files]
    assert "Left out. x3 takes it in again." in script.text
    assert "`.env`" not in script.heard[-1]
    assert "cannot be left out" in script.text


def test_a_file_that_changed_meanwhile_stops_the_writing_and_the_project_is_read_again(tmp_path: Path) -> None:
    desk = small.desk(tmp_path)

    def think(script: Script) -> str:
        typed = [*ANSWERED, "w", "CHANGE", "", "w", "y"]
        said = typed[len(script.prompts) - 1] if len(script.prompts) <= len(typed) else "q"
        if said == "CHANGE":
            with (tmp_path / ".env").open("a") as file:
                file.write("ADDED=later\n")
            return "y"
        return said

    script = Script(think=think)
    code, _ = walk(desk, script)
    assert code == DONE
    assert "The answers are still here." in script.text
    assert any(prompt.startswith("Read the project again? [yes]") for prompt in script.prompts)
    written = (tmp_path / ".env").read_text()
    assert "ADDED=later" in written
    assert "REDIS_HOST=10.0.0.10" in written


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", [20, 40, 78])
def test_every_sentence_fits_and_both_languages_are_spoken(tmp_path: Path, lang: Lang, width: int) -> None:
    desk = small.desk(tmp_path, lang=lang)
    _, _, script = talk(desk, [*(x for word in ANSWERED for x in ("?", word)), "?", "f", "q"], width)
    wide = [line for line in script.heard if len(line) > width and len(line.split()) > 1]
    assert wide == []
    if lang == "id":
        assert not {"Section", "Answer", "Default:", "needs", "the"} & {*script.text.split()}


def test_the_recommended_way_asks_only_what_cannot_be_guessed(tmp_path: Path) -> None:
    code, _, script = talk(small.desk(tmp_path), ["r", "bad host", "10.0.0.10", "<", "", "generate", "w", "y"])
    assert code == DONE
    heads = [line.split(" (")[0] for line in script.asked() if " (" in line]
    assert heads == ["Server: Host", "Application key", "Server: Host", "Application key"]
    assert "REDIS_HOST=10.0.0.10" in (tmp_path / ".env").read_text()


def test_a_stop_that_is_not_answered_by_reading_again_leaves_everything_as_it_is(tmp_path: Path) -> None:
    desk = small.desk(tmp_path)
    before = files(tmp_path)

    def refuse(out: Outcome) -> Receipt:
        raise Stop(Text("the disk is full", "disk penuh"), Text("Make room", "Beri ruang"))

    desk.write = refuse
    code, farewell, script = talk(desk, [*ANSWERED, "w", "y", "n", "w", "y", "y"])
    assert (code, farewell) == (QUIT, "Nothing was written.")
    assert "the disk is full. Make room. The answers are still here." in script.text
    assert files(tmp_path) == before


SIGNS = ["?", "r", "<", ">", "!", "-", "t", "q", "y", "n", "", "1", "2", "3", "9", "x1", "x3", "f", "c", "e", "none",
         "generate", "10.0.0.1", "abc", "\\?", "\x01", "\udcff", "file", "test", "w"]  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.lists(st.sampled_from(SIGNS), max_size=30))
def test_whatever_is_typed_it_never_crashes_and_never_writes_without_a_yes(
    tmp_path_factory: pytest.TempPathFactory, typed: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("law")
    desk = small.desk(folder)
    before = files(folder)
    script = Script(typed)
    code, farewell = walk(desk, script)
    agreed = any(p.startswith("Write ") and said == "y" for p, said in zip(script.prompts, typed, strict=False))
    if not agreed:
        assert files(folder) == before
        assert (code, farewell) == (QUIT, "Nothing was written.")
    assert all("\x1b" not in line and "\x01" not in line for line in script.heard)


@given(value=st.text())
def test_every_value_can_be_typed(value: str) -> None:
    known = signs()
    spelt = value if read(value, known, 9) == value else f"\\{value}"
    assert read(spelt, known, 9) == value


def test_the_test_is_no_sign_where_it_may_be_an_answer(tmp_path: Path) -> None:
    desk = small.desk(tmp_path, lang="id")
    _, _, script = talk(desk, ["", "", "", "t", "test", "y", "10.0.0.9", "", "test"])
    assert "Tidak diterima: `t` bukan ya atau tidak." in script.text
    assert script.text.count("Tidak ada yang dites di bagian ini") == 1
    assert desk.state.given.typed["server", "password"] == "test"


def test_a_backslash_before_other_words_stays() -> None:
    known = signs()
    assert read("\\password", known) == "\\password"
    assert read("\\?", known) == "?"
    assert read("\\\\?", known) == "\\?"
    assert read("\\2", known, 3) == "2"
    assert read("2", known, 3) == Pick(1)
    assert read("4", known, 3) == "4"


def test_it_loads_no_screen() -> None:
    code = "import sys, wizard.plain.app; sys.exit(any(m in sys.modules for m in ('textual', 'rich', 'curses')))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=clean_env(), check=False)
    assert ran.returncode == 0
