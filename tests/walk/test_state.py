"""What the wizard knows, tested without a screen."""

from __future__ import annotations

from pathlib import Path

from tests.tui import small
from tests.tui.small import Key, Login, Server, Store
from wizard.project import Project
from wizard.walk.desk import again
from wizard.walk.shown import MASK, Heading, Link, Mark, Row


def test_a_part_is_asked_in_the_first_section_that_needs_it(tmp_path: Path) -> None:
    state = small.desk(tmp_path).state
    assert [type(item) for item in state.items(Login)] == [Row, Row, Row, Heading, Row, Row, Row]
    assert state.items(Store)[-1] == Link(Server, Login)


def test_a_part_moves_to_the_next_section_when_the_first_no_longer_needs_it(tmp_path: Path) -> None:
    state = small.desk(tmp_path).state.typed(("login", "driver"), "database").recomputed()
    assert not any(isinstance(item, Heading) for item in state.items(Login))
    assert Heading(Server) in state.items(Store)
    assert state.home("server") is Store


def test_a_question_that_matters_only_now_appears(tmp_path: Path) -> None:
    state = small.desk(tmp_path).state
    names = [item.name for item in state.items(Login) if isinstance(item, Row)]
    assert ("login", "table") not in names
    state = state.typed(("login", "driver"), "database").recomputed()
    assert ("login", "table") in [item.name for item in state.items(Login) if isinstance(item, Row)]


def test_an_invalid_answer_is_known_before_anything_is_recomputed(tmp_path: Path) -> None:
    state = small.desk(tmp_path).state.typed(("login", "lifetime"), "long")
    error = state.error(("login", "lifetime"))
    assert error is not None and "whole number" in error.en
    assert state.row(("login", "lifetime")).mark == "✗"
    assert state.mark(Login) is Mark.WRONG


def test_an_empty_answer_is_the_default_again(tmp_path: Path) -> None:
    state = small.desk(tmp_path).state.typed(("login", "lifetime"), "5").recomputed()
    assert state.row(("login", "lifetime")).value == "5"
    assert state.typed(("login", "lifetime"), "").recomputed().row(("login", "lifetime")).value == "120"


def test_a_changed_answer_is_marked_beside_what_it_was(tmp_path: Path) -> None:
    row = small.desk(tmp_path).state.typed(("login", "lifetime"), "5").recomputed().row(("login", "lifetime"))
    assert (row.mark, row.was, row.value) == ("~", "120", "5")


def test_a_public_row_shows_no_credentials(tmp_path: Path) -> None:
    login = f"redis://:{small.SECRET}@10.0.0.1"
    state = small.desk(tmp_path, env={"REDIS_HOST": login, "SESSION_DRIVER": login}).state
    assert state.row(("server", "host")).was == "redis://••••@10.0.0.1"
    row = state.row(("login", "driver"))
    assert (row.value, row.was, row.mark) == ("redis://••••@10.0.0.1", "redis://••••@10.0.0.1", "")


def test_a_secret_is_masked_in_its_row_but_for_what_was_typed(tmp_path: Path) -> None:
    desk = small.desk(tmp_path, env={"REDIS_PASSWORD": small.SECRET})
    row = desk.state.row(("server", "password"))
    assert (row.was, row.value, row.raw) == (MASK, MASK, "")
    typed = desk.state.typed(("server", "password"), "other-secret").recomputed().row(("server", "password"))
    assert (typed.was, typed.value, typed.raw) == (MASK, MASK, "other-secret")


def test_a_section_not_seen_yet_has_no_mark_of_praise_or_blame(tmp_path: Path) -> None:
    state = small.desk(tmp_path).state.at(0)
    assert [state.mark(s) for s in small.SECTIONS] == [Mark.TODO] * 3
    assert state.review_mark() is Mark.TODO


def test_a_section_that_was_left_shows_how_it_stands(tmp_path: Path) -> None:
    state = small.desk(tmp_path).state.at(0).at(1).at(2).at(1)
    assert [state.mark(s) for s in small.SECTIONS] == [Mark.WRONG, Mark.DONE, Mark.WRONG]


def test_a_section_opened_from_the_start_does_not_count_the_first_as_seen(tmp_path: Path) -> None:
    assert small.desk(tmp_path).state.at(2).left == frozenset()


def test_the_review_blames_sections_that_nobody_opened(tmp_path: Path) -> None:
    state = small.desk(tmp_path).state.on_review()
    assert state.mark(Key) is Mark.WRONG
    assert state.review_mark() is Mark.WRONG


def test_troubles_come_in_the_guides_order_with_the_section_that_shows_them(tmp_path: Path) -> None:
    troubles = small.desk(tmp_path).state.troubles()
    assert [(t.section, t.question) for t in troubles] == [(Login, ("server", "host")), (Key, ("key", "key"))]


def test_a_refused_answer_is_one_trouble_not_two(tmp_path: Path) -> None:
    state = small.desk(tmp_path).state.typed(("server", "host"), "http://x").recomputed()
    assert [t.question for t in state.troubles()] == [("server", "host"), ("key", "key")]


def test_no_trouble_is_left_when_all_is_answered(tmp_path: Path) -> None:
    desk = small.desk(tmp_path, typed={("server", "host"): "10.0.0.10"})
    desk.draw(Key, "key", "generate")
    desk.settle()
    assert desk.state.troubles() == ()
    assert desk.state.row(("key", "key")).drawn


def test_a_value_is_drawn_once_however_often_it_is_asked_for(tmp_path: Path) -> None:
    desk = small.desk(tmp_path)
    desk.draw(Key, "key", "generate")
    first = desk.state
    desk.draw(Key, "key", "generate")
    assert desk.state is first


def test_a_project_is_read_again_as_it_was_opened(tmp_path: Path) -> None:
    small.desk(tmp_path)
    (tmp_path / ".env.staging").write_text("SESSION_DRIVER=database\n")
    first = Project.open(tmp_path, env_name="staging", version="11.3.0", environ={})
    second = again(first)
    assert (second.env_path, second.version) == (".env.staging", first.version)


def test_what_keeps_state_here_is_found_with_its_value(tmp_path: Path) -> None:
    state = small.desk(tmp_path).state
    assert state.found(Login) == (Mark.WRONG, "file")
    assert state.found(Key) == (Mark.WRONG, "")
