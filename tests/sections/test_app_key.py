"""App key: a valid one is kept, none is made unasked, and an old one goes on opening what it sealed."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from tests import judge, shapes
from tests.sections import applied
from wizard.finding import Invalid, Level
from wizard.laravel.encrypter import Key
from wizard.project import Project
from wizard.question import parse
from wizard.section import Section
from wizard.sections.app_key import AppKey

SECTIONS = (AppKey,)
OTHER = "base64:" + base64.b64encode(b"another key, 32 bytes long, too!").decode()
SHORT = "base64:" + base64.b64encode(b"sixteen bytes ok").decode()
LATE = tuple(shape for shape in shapes.SHAPES if int(shape.partition("-")[2]) >= 11)
EARLY = tuple(shape for shape in shapes.SHAPES if shape not in LATE)


def drawn(word: str, folder: Path) -> str:
    """Draw the key that a word stands for, as a surface does when the question is answered."""
    kind: type[Section] = AppKey
    return kind().draw("key", word, Project.open(folder, environ={}))


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_a_valid_key_is_kept_and_seen_as_a_fingerprint_only(shape: str, tmp_path: Path) -> None:
    done = applied.written(shapes.make(shape, tmp_path), SECTIONS, {})
    said = "\n".join(f.why.en for f in done.plan.findings)
    assert Key.parse(shapes.APP_KEY).fingerprint in said
    assert shapes.APP_KEY not in repr(done.plan.findings)
    assert not any(shapes.APP_KEY in str(line) for file in done.plan.files for line in file.lines)
    assert applied.env(tmp_path)["APP_KEY"] == shapes.APP_KEY


@pytest.mark.parametrize("value", ["", "null", None])
def test_an_absent_key_is_an_unanswered_question(value: str | None, tmp_path: Path) -> None:
    done = applied.planned(shapes.make("slim-12", tmp_path, env={"APP_KEY": value}), SECTIONS, {})
    assert done.missing == (("app", "key"),)
    assert not done.ready


@pytest.mark.parametrize("value", ["tooshort", SHORT, "base64:***"])
def test_an_invalid_key_is_replaced_with_the_reason_and_never_shown(value: str, tmp_path: Path) -> None:
    done = applied.planned(shapes.make("slim-12", tmp_path, env={"APP_KEY": value}), SECTIONS, {})
    assert done.missing == (("app", "key"),)
    assert "app.key.invalid" in applied.codes(done)
    assert value not in repr(done.plan.findings)


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_a_drawn_key_is_valid_bare_and_not_in_the_example(shape: str, tmp_path: Path) -> None:
    folder = shapes.make(shape, tmp_path, env={"APP_KEY": ""})
    key = drawn("generate", folder)
    applied.written(folder, SECTIONS, {"app.key": key, "app.env": "production", "app.debug": "no"})
    assert f"\nAPP_KEY={key}\n" in (folder / ".env").read_text()
    assert key not in (folder / ".env.example").read_text()
    config = applied.config(folder)
    assert judge.dotted(config, "app.key") == key
    assert judge.dotted(config, "app.env") == "production"
    assert judge.dotted(config, "app.debug") is False


def test_two_draws_differ_and_fit_the_cipher(tmp_path: Path) -> None:
    text = shapes.project("slim-12")["config/app.php"].replace("AES-256-CBC", "aes-128-gcm")
    folder = shapes.make("slim-12", tmp_path, env={"APP_KEY": ""}, files={"config/app.php": text})
    first, second = (drawn("generate", folder) for _ in range(2))
    assert first != second
    assert len(Key.parse(first, "AES-128-GCM").raw) == 16


def test_generate_keeps_a_valid_key(tmp_path: Path) -> None:
    folder = shapes.make("classic-8", tmp_path)
    assert drawn("generate", folder) == shapes.APP_KEY


@pytest.mark.parametrize("shape", LATE)
def test_a_rotation_keeps_the_old_key_for_opening(shape: str, tmp_path: Path) -> None:
    folder = shapes.make(shape, tmp_path, env={"APP_PREVIOUS_KEYS": OTHER})
    key = drawn("rotate", folder)
    assert key != shapes.APP_KEY
    done = applied.written(folder, SECTIONS, {"app.key": key})
    assert "app.key-rotated" in applied.codes(done)
    assert not any(secret in str(line) for f in done.plan.files for line in f.lines for secret in (key, OTHER))
    config = applied.config(folder)
    assert judge.dotted(config, "app.key") == key
    assert judge.dotted(config, "app.previous_keys") == [shapes.APP_KEY, OTHER]
    assert shapes.APP_KEY not in (folder / ".env.example").read_text()


@pytest.mark.parametrize("shape", EARLY)
def test_before_eleven_there_is_no_rotation(shape: str, tmp_path: Path) -> None:
    folder = shapes.make(shape, tmp_path)
    with pytest.raises(Invalid):
        drawn("rotate", folder)
    done = applied.planned(folder, SECTIONS, {"app.key": OTHER})
    assert done.plan.blocked
    assert "app.key-replaced" in applied.codes(done)


def test_nothing_is_rotated_where_there_is_no_key(tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path, env={"APP_KEY": ""})
    with pytest.raises(Invalid):
        drawn("rotate", folder)


def test_a_rotation_that_config_would_not_obey_stops_the_plan(tmp_path: Path) -> None:
    text = shapes.project("slim-12")["config/app.php"]
    start, end = text.index("    'previous_keys' => ["), text.index("    /*\n    | How \"php artisan down\"")
    text = text[:start] + "    'previous_keys' => [],\n\n" + text[end:]
    folder = shapes.make("slim-12", tmp_path, files={"config/app.php": text})
    done = applied.planned(folder, SECTIONS, {"app.key": OTHER})
    assert "app.no-previous-keys" in applied.codes(done)
    assert done.plan.blocked


def test_a_typed_key_of_the_wrong_length_stops_the_plan(tmp_path: Path) -> None:
    done = applied.planned(shapes.make("slim-12", tmp_path, env={"APP_KEY": ""}), SECTIONS, {"app.key": SHORT})
    assert "app.key-invalid" in applied.codes(done)
    assert SHORT not in repr(done.plan.findings)


@pytest.mark.parametrize("line", [f'APP_KEY="{shapes.APP_KEY}"', f"export APP_KEY={shapes.APP_KEY}",
                                  f" APP_KEY={shapes.APP_KEY}"])  # fmt: skip
def test_a_key_that_key_generate_cannot_find_is_spoken_of(line: str, tmp_path: Path) -> None:
    text = shapes.project("slim-12")[".env"].replace(f"APP_KEY={shapes.APP_KEY}", line)
    done = applied.planned(shapes.make("slim-12", tmp_path, files={".env": text}), SECTIONS, {})
    assert "app.key-not-bare" in applied.codes(done)


def test_a_bare_key_is_not_spoken_of(tmp_path: Path) -> None:
    text = shapes.project("slim-12")[".env"].replace(shapes.APP_KEY, f"{shapes.APP_KEY} # old: APP_KEY=\"x\"")
    for number, body in enumerate((text, text.replace("\n", "\r\n"))):
        folder = shapes.make("slim-12", tmp_path / str(number), files={".env": body})
        assert "app.key-not-bare" not in applied.codes(applied.planned(folder, SECTIONS, {}))


def test_the_present_environment_is_the_answer_and_production_is_proposed(tmp_path: Path) -> None:
    done = applied.planned(shapes.make("slim-12", tmp_path), SECTIONS, {})
    answers = done.resolution.answers[AppKey]
    assert (answers.env, answers.debug) == ("local", True)
    assert {"app.env", "app.debug"} <= applied.codes(done)
    assert AppKey.questions()["env"].default == "production"


def test_a_pasted_key_may_have_blanks_round_it() -> None:
    assert parse(AppKey.questions()["key"], f" {OTHER} ") == OTHER
    with pytest.raises(Invalid):
        parse(AppKey.questions()["key"], "base64:short")


def published(shape: str, folder: Path, key: str) -> Path:
    """Make a project whose `.env` still has the key that its `.env.example` shows to everybody."""
    text = shapes.with_env(shapes.project(shape)[".env.example"], {"APP_KEY": key})
    return shapes.make(shape, folder, env={"APP_KEY": key}, files={".env.example": text})


@pytest.mark.parametrize("key", [OTHER, "SomeRandomStringOf32CharsExactly", "ChangeMeBy32KeyLengthOrGenerated"])
@pytest.mark.parametrize(("shape", "way"), [("slim-12", "else say `rotate`"), ("classic-10", "upgrade to Laravel 11")])
def test_a_key_that_the_repository_shows_is_no_secret(shape: str, way: str, key: str, tmp_path: Path) -> None:
    done = applied.planned(published(shape, tmp_path, key), SECTIONS, {})
    found = next(f for f in done.plan.findings if f.code == "app.key-published")
    assert found.level is Level.WARNING
    assert way in found.remedy.en
    assert key not in repr(done.plan.findings)
    assert not done.plan.blocked


def test_a_placeholder_is_no_secret_where_no_example_shows_it(tmp_path: Path) -> None:
    env = {"APP_KEY": "SomeRandomStringOf32CharsExactly"}
    folder = shapes.make("slim-12", tmp_path, env=env, remove=[".env.example"])
    assert "app.key-published" in applied.codes(applied.planned(folder, SECTIONS, {}))


@pytest.mark.parametrize("key", [shapes.APP_KEY, "k3Jx9QwP7sLmZ2vB5nYt8RcF4hGd6TaE"])
def test_a_drawn_key_is_not_called_a_placeholder(key: str, tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path, env={"APP_KEY": key})
    assert "app.key-published" not in applied.codes(applied.planned(folder, SECTIONS, {}))


def test_a_broken_example_is_no_reason_to_stop(tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path, files={".env.example": "A='open\n"})
    assert "app.key-published" not in applied.codes(applied.planned(folder, SECTIONS, {}))


def test_a_published_key_still_opens_after_a_rotation_and_that_is_said(tmp_path: Path) -> None:
    folder = published("slim-12", tmp_path, OTHER)
    done = applied.planned(folder, SECTIONS, {"app.key": drawn("rotate", folder)})
    assert {"app.key-rotated", "app.key-published-opens"} <= applied.codes(done)
    assert "app.key-published" not in applied.codes(done)
