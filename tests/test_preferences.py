"""The user's own settings: what is said holds, what is not known is told, and nothing is guessed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.asking import Ask
from tests.tui import small
from tests.tui.test_keys import seen
from wizard import preferences
from wizard.finding import Stop
from wizard.preferences import Preferences
from wizard.tui import keymap
from wizard.tui.app import WizardApp


def config(folder: Path, text: str | bytes) -> dict[str, str]:
    """An environment with this config file."""
    path = folder / "stateless-wizard/config.toml"
    path.parent.mkdir(parents=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return {"XDG_CONFIG_HOME": str(folder)}


def test_without_a_file_nothing_is_preferred(tmp_path: Path) -> None:
    assert preferences.read({"XDG_CONFIG_HOME": str(tmp_path)}) == Preferences()
    assert preferences.read({"HOME": str(tmp_path)}) == Preferences()


def test_everything_that_can_be_preferred(tmp_path: Path) -> None:
    text = 'lang = "id"\ntheme = "light"\nascii = true\nplain = false\n[keymap]\nreview = "f6"\nhelp = ["f1", "ctrl+n, f12"]\n'
    found = preferences.read(config(tmp_path, text))
    assert (found.lang, found.theme, found.ascii, found.plain) == ("id", "light", True, False)
    assert found.keymap == {"review": "f6", "help": "f1,ctrl+n,f12"}
    assert found.findings == ()


def test_without_xdg_it_is_below_home(tmp_path: Path) -> None:
    config(tmp_path / ".config", 'lang = "id"')
    assert preferences.read({"HOME": str(tmp_path)}).lang == "id"
    assert preferences.read({"HOME": str(tmp_path), "XDG_CONFIG_HOME": "relative"}).lang == "id"


@pytest.mark.parametrize(("text", "name"), [
    ('colour = "red"', "colour"), ('lang = "fr"', "lang"), ("theme = 3", "theme"), ('ascii = "yes"', "ascii"),
    ("keymap = 5", "keymap"), ("[keymap]\nreview = 7", "keymap.review"), ('[keymap]\nreview = ""', "keymap.review"),
    ("[keymap]\nreview = []", "keymap.review"), ("[lang]\nx = 1", "lang"),
])  # fmt: skip
def test_what_is_not_known_or_does_not_fit_is_told_and_left_out(text: str, name: str, tmp_path: Path) -> None:
    found = preferences.read(config(tmp_path, text))
    assert [f"`{name}`" in finding.why.en for finding in found.findings] == [True]
    assert (found.lang, found.theme, found.ascii, found.keymap) == (None, None, None, {})


@pytest.mark.parametrize(("text", "line"), [
    ('lang = "en"\ntheme = \n', 2), ("\n\n[keymap\n", 3), ("lang = 'en'\nlang = 'id'", 2), (b"a = 1\nb = '\xff'", 2),
    ('a = """\nb', 2),
])  # fmt: skip
def test_bad_toml_names_the_file_and_the_line_and_nothing_of_it(text: str | bytes, line: int, tmp_path: Path) -> None:
    with pytest.raises(Stop) as stopped:
        preferences.read(config(tmp_path, text))
    assert stopped.value.text.en.endswith(f"line {line}")
    assert "config.toml" in stopped.value.text.en


def test_the_language_is_flag_then_config_then_locale(tmp_path: Path) -> None:
    ask, place = Ask(tmp_path), config(tmp_path, 'lang = "id"')
    assert "Buat proyek Laravel" in ask("--help", env=place).stdout
    assert "Buat proyek Laravel" in ask("--help", env={**place, "LC_ALL": "en_US.UTF-8"}).stdout
    assert "Make a Laravel project" in ask("--help", env={"LC_ALL": "en_US.UTF-8"}).stdout


def test_a_broken_config_stops_in_a_line(tmp_path: Path) -> None:
    ran = Ask(tmp_path)("plan", env=config(tmp_path, "lang"))
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "config.toml` is not valid TOML: line 1" in ran.stderr


def test_keys_that_nobody_knows_and_letters_for_every_field_are_told_and_left_out() -> None:
    said = {"review": "f6", "reviw": "f7", "help": "x", "go-to": "space,f8", "review-split": "x"}
    fit, strange = keymap.fitting(said, "here")
    assert fit == {"review": "f6", "review-split": "x"}
    assert [finding.why.en for finding in strange] == [
        "`keymap.reviw` is no setting of this version",
        "`x` is a letter or sign that fields need, and `keymap.help` works in every field",
        "`space` is a letter or sign that fields need, and `keymap.go-to` works in every field",
    ]
    assert strange[0].remedy is not None
    assert "review" in strange[0].remedy.en


def test_every_binding_of_ours_can_be_mapped_otherwise() -> None:
    known = keymap.bindings()
    assert {"quit", "help", "go-to", "commands", "review", "field-undo", "diff-split", "list-1", "done-close"} <= set(known)


def test_the_help_shows_the_users_own_keys_and_they_work(tmp_path: Path) -> None:
    async def run() -> None:
        own = WizardApp(small.desk(tmp_path), small.TERMINAL, keymap={"start-review": "f6"})
        async with own.run_test(size=(80, 24)) as pilot:
            await pilot.press("f1")
            await pilot.pause(0.2)
            assert "`start-review`, instead of ^s" in seen(own)
            await pilot.press("escape", "f6")
            await pilot.pause(0.2)
            assert type(own.screen).__name__ == "ReviewScreen"

    asyncio.run(run())
