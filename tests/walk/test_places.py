"""Everything that is asked can be gone to, under its name, its env key, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import shapes
from wizard.laravel.config import EnvKey
from wizard.project import Project
from wizard.question import Line, Toggle, is_secret
from wizard.resolve import Given, Name
from wizard.sections import PARTS, SECTIONS
from wizard.text import LANGS, Lang
from wizard.walk.places import Place, env_key, places
from wizard.walk.shown import MASK, Row
from wizard.walk.state import State

SECRET = "sEnTiNeL-42"


def walk(shape: str, folder: Path, lang: Lang = "en", typed: dict[Name, str] | None = None) -> State:
    """The walk over a fresh project of a shape."""
    project = Project.open(shapes.make(shape, folder / "toko"), environ={})
    return State.start(project, SECTIONS, PARTS, lang, Given(typed=typed or {}))


def rows(state: State) -> list[tuple[int, Row]]:
    """Every question that is asked now, with the number of its section."""
    return [(n, item) for n, s in enumerate(state.sections) for item in state.items(s) if isinstance(item, Row)]


def of(state: State, name: Name) -> Place:
    """The place of a question."""
    return next(place for place in places(state) if place.question == name)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("shape", ["slim-12", "classic-8"])
def test_every_question_that_is_asked_is_a_place_with_its_label_and_its_key(
    tmp_path: Path, shape: str, lang: Lang
) -> None:
    state = walk(shape, tmp_path, lang)
    found = {place.question: place for place in places(state) if place.question}
    assert list(found) == [row.name for _, row in rows(state)]
    for number, row in rows(state):
        place = found[row.name]
        assert (place.index, place.label) == (number, row.question.label.in_(lang))
        assert place.key == (row.origin.key or row.question.key)
        assert state.sections[number].title.in_(lang) in place.where


@pytest.mark.parametrize("lang", LANGS)
def test_every_section_and_the_review_are_places(tmp_path: Path, lang: Lang) -> None:
    whole = [place for place in places(walk("slim-12", tmp_path, lang)) if place.question is None]
    assert [place.index for place in whole] == list(range(len(SECTIONS) + 1))
    assert [place.label for place in whole[:-1]] == [f"{n} {s.title.in_(lang)}" for n, s in enumerate(SECTIONS, 1)]


def test_a_question_that_does_not_matter_with_these_answers_is_no_place(tmp_path: Path) -> None:
    state = walk("slim-12", tmp_path, typed={("session", "driver"): "redis"})
    names = {place.question for place in places(state)}
    assert ("session", "table") not in names and ("redis", "host") in names
    assert "Redis" in of(state, ("redis", "host")).where


def test_an_upgraded_application_is_searched_by_the_key_that_it_reads(tmp_path: Path) -> None:
    assert of(walk("classic-8", tmp_path), ("cache", "store")).key == "CACHE_DRIVER"


def test_a_secret_is_masked(tmp_path: Path) -> None:
    typed = {("database", "password"): SECRET, ("app", "key"): SECRET}
    state = walk("slim-12", tmp_path, typed=typed)
    assert of(state, ("database", "password")).value == MASK
    assert SECRET not in repr(places(state))


@pytest.mark.parametrize("shape", ["slim-12", "slim-11", "classic-10", "classic-8"])
def test_the_key_that_is_shown_is_the_one_that_is_written(tmp_path: Path, shape: str) -> None:
    """Another answer to each question, one at a time: what the plan writes stands under the key that was named."""
    state = walk(shape, tmp_path)
    for _, row in rows(state):
        key = env_key(row)
        if not (key and row.question.setting) or is_secret(row.question) or not isinstance(row.question, Line | Toggle):
            continue
        after = state.typed(row.name, "true" if row.value == "false" else "false" if row.value == "true" else "x1")
        after = after.recomputed()
        setting = after.answers[after.kind(row.name[0])].setting(row.name[1])
        reading = after.outcome.after.configs.read(setting)
        if isinstance(reading, EnvKey):
            assert reading.key == key, row.name
