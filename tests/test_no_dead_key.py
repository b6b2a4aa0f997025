"""No dead key: every answer, in every shape of project, is what real PHP then reads; nothing else changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from tests import lab, shapes
from tests.judge import evaluate
from tests.profiles import Profile, profiles
from tests.table import Row, applied, fresh, probe, table
from tests.verdict import allowed, asked, changed, dead_keys, seen, unmet, unread, within, wrong
from wizard.changes import Change, Set, SetConfig, SetEnv
from wizard.finding import Level
from wizard.project import Project
from wizard.question import Choice, Line, Toggle, spoken
from wizard.section import Answers, Section, ask
from wizard.sections import ALL
from wizard.text import Text, same

pytestmark = pytest.mark.xdist_group("no-dead-key")  # one table is made for all of it

PROFILES = profiles(ALL)
NAMES = [
    f"{shape} {name}"
    for shape in shapes.SHAPES
    for name in (*(p.name for p in PROFILES), *(f"{p.name} after" for p in PROFILES[1:]))
]
NOT_THERE = {
    "classic-8": {"health.maintenance", "database.connection=mariadb", "database.resets_table"},
    "classic-9": {"database.connection=mariadb", "database.resets_table"},
    "classic-10": {"database.connection=mariadb", "database.resets_table"},
    **{f"classic-{major}": {"database.resets_table"} for major in (11, 12, 13)},
}
"""What an older Laravel does not have."""


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Row]]:
    lab.php()
    lab.illuminate()
    folder = tmp_path_factory.mktemp("table")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        yield {str(row.case): row for row in table(ALL, PROFILES, folder)}


@pytest.mark.parametrize("name", NAMES)
def test_php_reads_every_answer(name: str, rows: dict[str, Row]) -> None:
    row = rows[name]
    resolution = row.case.outcome.resolution
    errors = [f for f in row.case.outcome.plan.findings if f.level is Level.ERROR]
    assert (errors, resolution.problems, resolution.missing) == ([], (), ())
    assert wrong(row.case, row.after) == {}
    assert list(unmet(row.case.changes, row.after)) == []
    assert list(dead_keys(row.case, row.after)) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_key_is_written_that_nothing_reads(name: str, rows: dict[str, Row]) -> None:
    row = rows[name]
    assert unread(row.case, row.probed) == set()


@pytest.mark.parametrize("name", NAMES)
def test_everything_else_is_as_before(name: str, rows: dict[str, Row]) -> None:
    row = rows[name]
    may = allowed(row.case)
    assert {k: v for k, v in changed(row.before, row.after).items() if not within(k, may)} == {}


@pytest.mark.parametrize("name", NAMES)
def test_a_second_plan_is_empty_with_the_same_answers_and_with_none(name: str, rows: dict[str, Row]) -> None:
    told, untold = rows[name].case.again
    assert {f.path: [str(line) for line in f.lines] for f in told.plan.files} == {}
    assert {f.path: [str(line) for line in f.lines] for f in untold.plan.files} == {}
    assert untold.missing == ()


def test_php_compiles_every_file(rows: dict[str, Row]) -> None:
    texts: dict[str, str] = {}
    for row in rows.values():
        for file in row.case.outcome.plan.files:
            if file.path.endswith(".php"):
                texts.setdefault(file.after, f"{row.case}: {file.path}")
    kinds = {where.split("/")[0].split(": ")[1] for where in texts.values()}
    assert kinds == {"app", "config", "database", "deploy", "routes"}
    assert lab.php_lint({where: text for text, where in texts.items()}) == {}


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_every_question_and_every_option_comes_up(shape: str, rows: dict[str, Row]) -> None:
    come_up: set[str] = set()
    for row in rows.values():
        if row.case.shape == shape:
            come_up |= {f"{section.name}.{name}" for section, name in asked(row.case)}
            come_up |= {f"{s.name}.{name}={spoken(getattr(s, name))}" for s, name in asked(row.case)}
    assert set(_all_there_is()) - come_up == NOT_THERE.get(shape, set())


def _all_there_is() -> Iterator[str]:
    for section in ALL:
        for name, question in section.questions().items():
            full = f"{section.name}.{name}"
            yield full
            match question:
                case Choice(options=options):
                    yield from (f"{full}={option.value}" for option in options)
                case Toggle() if full != "health.maintenance":
                    yield from (f"{full}=true", f"{full}=false")


class Planted(Section):
    """A section with a dead key: Laravel 8 reads no SESSION_TABLE."""

    name: ClassVar[str] = "planted"
    title: ClassVar[Text] = same("Planted")
    problem: ClassVar[Text] = same("")
    solution: ClassVar[Text] = same("")
    apart: ClassVar[Text] = same("")
    shared: ClassVar[Text] = same("")

    table: str = ask(
        Line(label=same("Table"), help=same(""), setting="session.table", example="shop_sessions")
    )

    def changes(self, answers: Answers, project: Project) -> Iterator[Change]:
        yield SetEnv(key="SESSION_TABLE", value=self.table)


class Bypassed(Planted):
    """A section whose edit does not give the value that it promises."""

    def changes(self, answers: Answers, project: Project) -> Iterator[Change]:
        yield SetConfig(setting="session.table", code="'another'", value=self.table)


class Overruled(Planted):
    """A section that undoes what it has set."""

    def changes(self, answers: Answers, project: Project) -> Iterator[Change]:
        yield Set(setting="session.table", value=self.table, key="SESSION_TABLE")
        yield SetConfig(setting="session.table", code="'another'", value="another")


class Unjudged(Section):
    """A section that asks what nobody can judge, and nobody knows an answer to."""

    name: ClassVar[str] = "unjudged"
    title: ClassVar[Text] = same("Unjudged")
    problem: ClassVar[Text] = same("")
    solution: ClassVar[Text] = same("")
    apart: ClassVar[Text] = same("")
    shared: ClassVar[Text] = same("")

    colour: str | None = ask(Line(label=same("Colour"), help=same("")))


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_a_planted_dead_key_turns_the_table_red(tmp_path: Path, state: None) -> None:
    was = evaluate(fresh("classic-8", tmp_path / "shop"))
    case = applied([Planted], "classic-8", profiles([Planted])[0], tmp_path / "shop")
    row = Row(case, was, evaluate(case.root), evaluate(probe(case)))
    assert wrong(row.case, row.after) == {"planted.table": ("shop_sessions", "sessions")}
    assert list(dead_keys(case, row.after)) == ["SESSION_TABLE is 'read by nobody', not 'shop_sessions'"]
    assert unread(case, row.probed) == {"SESSION_TABLE"}


@pytest.mark.parametrize("section", [Bypassed, Overruled])
def test_the_plan_itself_refuses_a_setting_without_effect(
    section: type[Section], tmp_path: Path, state: None
) -> None:
    case = applied([section], "classic-8", profiles([section])[0], fresh("classic-8", tmp_path / "shop"))
    assert [f.code for f in case.outcome.plan.findings if f.level is Level.ERROR] == ["plan.dead-setting"]
    assert case.after is None
    assert evaluate(case.root) == evaluate(fresh("classic-8", tmp_path / "other"))


def test_a_question_without_a_judge_is_named(tmp_path: Path, state: None) -> None:
    colour = Profile("red", {("unjudged", "colour"): "red"})
    case = applied([Unjudged], "slim-12", colour, fresh("slim-12", tmp_path / "shop"))
    with pytest.raises(LookupError, match=r"unjudged\.colour"):
        seen(case.outcome.resolution.answers[Unjudged], "colour", case, {})


def test_a_question_that_no_profile_can_answer_is_named() -> None:
    with pytest.raises(LookupError, match=r"unjudged\.colour"):
        profiles([Unjudged])
