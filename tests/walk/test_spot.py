"""Where an answer is written: what the project's own config reads decides."""

from __future__ import annotations

from pathlib import Path

from tests import shapes
from tests.tui import small
from wizard.project import Project
from wizard.resolve import Given, Name
from wizard.sections import PARTS, SECTIONS
from wizard.walk.spot import Spot, spot
from wizard.walk.state import State


def state(folder: Path, typed: dict[Name, str] | None = None, config: tuple[str, str, str] | None = None) -> State:
    """The walk through three small sections; `config` replaces a text in a config file first."""
    made = small.desk(folder, typed=typed).state
    if config is None:
        return made
    file, old, new = config
    path = folder / "config" / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return made.on(Project.open(folder, environ={}))


def line(found: Spot | None) -> str:
    """The text of the line that was found."""
    assert found is not None and found.line is not None
    return found.file.new.shown[found.line - 1]


def test_an_answer_in_the_env_file_is_found_by_its_key(tmp_path: Path) -> None:
    found = spot(state(tmp_path), ("login", "driver"))
    assert found is not None and found.file.path == ".env"
    assert line(found) == "SESSION_DRIVER=redis"


def test_the_key_that_the_project_itself_reads_is_followed(tmp_path: Path) -> None:
    changed = ("session.php", "env('SESSION_DRIVER'", "env('OUR_LOGINS'")
    assert line(spot(state(tmp_path, {("login", "driver"): "redis"}, changed), ("login", "driver"))).startswith("OUR_LOGINS=")


def test_of_two_definitions_the_last_one_counts_and_a_comment_does_not(tmp_path: Path) -> None:
    desk = small.desk(tmp_path)
    env = tmp_path / ".env"
    env.write_text("SESSION_LIFETIME=1\n# SESSION_LIFETIME=2\nexport SESSION_LIFETIME=3\n" + env.read_text().replace(
        "SESSION_LIFETIME=", "OTHER="))  # fmt: skip
    found = spot(desk.state.on(Project.open(tmp_path, environ={})), ("login", "lifetime"))
    assert found is not None and found.line == 3


def test_a_secret_is_found_and_stays_hidden(tmp_path: Path) -> None:
    found = spot(state(tmp_path, {("key", "key"): small.SECRET}), ("key", "key"))
    assert line(found) == "APP_KEY=••••"


def test_a_key_that_is_not_written_yet_has_a_file_and_no_line(tmp_path: Path) -> None:
    found = spot(state(tmp_path), ("login", "table"))
    assert found is not None and found.line is None


def test_a_question_that_changes_nothing_is_nowhere(tmp_path: Path) -> None:
    assert spot(state(tmp_path), ("store", "prefix")) is None


def test_every_question_of_the_guide_has_a_line_of_the_text_it_names(tmp_path: Path) -> None:
    project = Project.open(shapes.make("slim-12", tmp_path), environ={})
    walk = State.start(project, SECTIONS, PARTS, "en", Given())
    for section in walk.answers:
        for name in section.questions():
            found = spot(walk, (section.name, name))
            assert found is None or found.line is None or 1 <= found.line <= len(found.file.new.shown)
            if found is not None and found.line is not None and found.file.path == ".env":
                assert "=" in line(found) and not line(found).startswith("#")
