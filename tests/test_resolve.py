"""Where an answer comes from: the strongest source that is valid, with the reason kept."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

import pytest

from tests import shapes
from tests.tiny import BOTH, LOCAL, Store, Tiny
from wizard.finding import Level
from wizard.project import Project
from wizard.question import Answer
from wizard.resolve import Given, Name, Resolution, Source, resolve

SECRET = "sentinel-77aa"
LIFETIME = ("tiny", "lifetime")
NONE: Mapping[Name, str] = {}


def _project(folder: Path, shape: str = "slim-12", **env: str | None) -> Project:
    return Project.open(shapes.make(shape, folder, env=env), environ={})


def _resolved(project: Project, typed: Mapping[Name, str] = NONE, **more: Mapping[Name, str]) -> Resolution:
    return resolve(BOTH, project, Given(typed, **more))


def _source(resolution: Resolution, name: Name) -> Source:
    return resolution.origins[name].source


ORDER: tuple[tuple[Source, Answer], ...] = (
    (Source.TYPED, 1), (Source.FILE, 2), (Source.PROJECT, 3), (Source.FOUND, 4), (Source.DEFAULT, 120),
)  # fmt: skip


@pytest.mark.parametrize("present", [c for n in range(5) for c in combinations(range(4), n)])
def test_the_strongest_source_gives_the_answer(present: tuple[int, ...], tmp_path: Path) -> None:
    said = [({LIFETIME: str(value)} if n in present else {}) for n, (_, value) in enumerate(ORDER[:4])]
    # slim-12 reads SESSION_LIFETIME with a default of its own, so the line goes when the project is to be silent
    config = shapes.project("slim-12")["config/session.php"].replace("'lifetime' =>", "'lifetime' => null, 'old' =>")
    path = shapes.make("slim-12", tmp_path, env={"SESSION_LIFETIME": "3"},
                       files={} if 2 in present else {"config/session.php": config})  # fmt: skip
    found = _resolved(Project.open(path, environ={}), said[0], file=said[1], found=said[3])
    source, value = ORDER[min((*present, 4))]
    assert (_source(found, LIFETIME), found.answers[Tiny].lifetime) == (source, value)
    assert not found.problems


def test_a_computed_default_beats_the_fixed_one(tmp_path: Path) -> None:
    found = _resolved(_project(tmp_path, APP_URL="http://shop.test"))
    assert (_source(found, ("tiny", "secure")), found.answers[Tiny].secure) == (Source.COMPUTED, False)


def test_an_empty_text_means_the_default(tmp_path: Path) -> None:
    typed = {LIFETIME: "", ("tiny", "driver"): "", ("tiny", "cookie"): ""}
    assert _resolved(_project(tmp_path), typed) == _resolved(_project(tmp_path))


def test_none_leaves_an_optional_answer_out(tmp_path: Path) -> None:
    project = _project(tmp_path, SESSION_COOKIE="shop", REDIS_PASSWORD=SECRET)
    found = _resolved(project, {("tiny", "cookie"): "none", ("store", "word"): "None"})
    assert (found.answers[Tiny].cookie, found.answers[Store].word) == (None, None)
    assert _resolved(project).answers[Tiny].cookie == "shop"


def test_none_is_no_answer_where_one_is_needed(tmp_path: Path) -> None:
    found = _resolved(_project(tmp_path), {LIFETIME: "none", ("tiny", "table"): "none"})
    assert [p.question for p in found.problems] == ["lifetime"]
    assert found.answers[Tiny].table == "none", "a table may be called so"


def test_a_node_local_value_is_replaced_and_the_reason_kept(tmp_path: Path) -> None:
    found = _resolved(_project(tmp_path, SESSION_DRIVER="file", REDIS_HOST="127.0.0.1"))
    origin = found.origins["tiny", "driver"]
    assert (found.answers[Tiny].driver, origin.was, origin.replaced) == ("redis", "file", LOCAL)
    assert (origin.key, origin.where[:18]) == ("SESSION_DRIVER", "config/session.php")
    assert found.answers[Store].host is None
    said = {f.code: f for f in found.findings}
    assert said["tiny.driver.node-local"].level is Level.WARNING
    assert "`file`: kept on this node" in said["tiny.driver.node-local"].why.en
    assert "`127.0.0.1`: this is the node itself" in said["store.host.node-local"].why.en


def test_a_shared_value_that_is_not_offered_is_kept(tmp_path: Path) -> None:
    project = _project(tmp_path, SESSION_DRIVER="dynamodb")
    found = _resolved(project)
    assert (found.answers[Tiny].driver, found.origins["tiny", "driver"].kept) == ("dynamodb", True)
    assert [f.code for f in found.findings] == ["tiny.driver.kept"]
    again = _resolved(project, file={("tiny", "driver"): "dynamodb"})
    assert (again.answers[Tiny].driver, again.problems) == ("dynamodb", ())
    moved = _resolved(project, {("tiny", "driver"): "database"})
    assert (moved.answers[Tiny].driver, moved.findings) == ("database", ())
    elsewhere = _resolved(_project(tmp_path / "other"), {("tiny", "driver"): "dynamodb"})
    assert [p.question for p in elsewhere.problems] == ["driver"], "only what is in use is kept"


def test_a_present_value_of_control_characters_is_not_kept(tmp_path: Path) -> None:
    found = _resolved(_project(tmp_path, SESSION_DRIVER="'\x1b[2J'"))
    assert found.answers[Tiny].driver == "redis"
    assert all(line.isprintable() for f in found.findings for line in (f.why.en, f.where))


def test_every_bad_answer_is_reported_at_once_and_the_next_source_stands_in(tmp_path: Path) -> None:
    typed = {LIFETIME: "0", ("tiny", "table"): "a b", ("store", "host"): "http://x"}
    file = {LIFETIME: "60", ("tiny", "secure"): "maybe"}
    found = _resolved(_project(tmp_path), typed, file=file)
    assert [p.question for p in found.problems] == ["lifetime", "table", "secure", "host"]
    assert (found.answers[Tiny].lifetime, _source(found, LIFETIME)) == (60, Source.FILE)


def test_only_what_is_asked_and_needed_can_be_missing(tmp_path: Path) -> None:
    project = _project(tmp_path, SESSION_DRIVER="redis", REDIS_HOST="127.0.0.1")
    assert _resolved(project).missing == (("tiny", "owner"), ("store", "host"))
    asked = {("tiny", "driver"): "database", ("tiny", "owner"): "toko"}
    assert _resolved(project, asked).missing == ()
    assert _resolved(project, {**asked, ("tiny", "owner"): "no!"}).missing == (("tiny", "owner"),)


def test_a_value_that_no_longer_parses_is_replaced_with_its_reason(tmp_path: Path) -> None:
    found = _resolved(_project(tmp_path, "classic-10", SESSION_LIFETIME="soon"))
    origin = found.origins[LIFETIME]
    assert (found.answers[Tiny].lifetime, origin.was) == (120, "soon")
    assert origin.replaced is not None
    assert "`soon` is not a whole number" in origin.replaced.en


def test_a_secret_is_in_no_problem_and_no_finding(tmp_path: Path) -> None:
    project = _project(tmp_path, SESSION_DRIVER="redis", REDIS_USERNAME=f'"{SECRET} x"')
    found = _resolved(project, {("store", "word"): f"{SECRET}\x1b"}, file={("store", "word"): f"{SECRET}\x00"})
    assert len(found.problems) == 2
    assert "store.pin.invalid" in [f.code for f in found.findings]
    said = repr(found.problems) + repr(found.findings) + repr([o.words() for o in found.origins.values()])
    assert SECRET not in said


@pytest.mark.parametrize(
    ("key", "value", "code", "said"),
    [
        ("REDIS_HOST", f"redis://:{SECRET}@10.0.0.1:6379", "store.host.node-local", "redis://••••@10.0.0.1:6379"),
        ("REDIS_HOST", f"app:{SECRET}@10.0.0.1", "store.host.node-local", "••••@10.0.0.1"),
        ("SESSION_LIFETIME", f"redis://:{SECRET}@h", "tiny.lifetime.node-local", "redis://••••@h"),
        ("SESSION_DRIVER", f"redis://:{SECRET}@h", "tiny.driver.kept", "redis://••••@h"),
    ],
)
def test_credentials_in_a_public_value_are_in_no_finding(
    key: str, value: str, code: str, said: str, tmp_path: Path
) -> None:
    driver = {} if key == "SESSION_DRIVER" else {"SESSION_DRIVER": "redis"}
    found = _resolved(_project(tmp_path, "classic-10", **driver, **{key: value}))
    finding = next(f for f in found.findings if f.code == code)
    assert f"`{said}`" in finding.why.en
    assert SECRET not in repr(found.findings)


def test_a_refused_answer_is_not_repeated_with_its_credentials(tmp_path: Path) -> None:
    raw = f"redis://:{SECRET}@10.0.0.1"
    typed = dict.fromkeys([("tiny", "driver"), LIFETIME, ("tiny", "secure"), ("store", "host")], raw)
    found = _resolved(_project(tmp_path), typed)
    assert len(found.problems) == 4
    assert SECRET not in repr(found.problems)


@pytest.mark.parametrize("word", ["none", "NONE", "two\twords", "true", "  x ", "\x07"])
def test_a_secret_that_nobody_touches_is_kept_whatever_it_is(word: str, tmp_path: Path) -> None:
    found = _resolved(_project(tmp_path, SESSION_DRIVER="redis", REDIS_PASSWORD=f"'{word}'"))
    assert (found.answers[Store].word, _source(found, ("store", "word"))) == (word, Source.PROJECT)


def test_an_origin_says_in_words_where_the_answer_is_from(tmp_path: Path) -> None:
    found = _resolved(_project(tmp_path, SESSION_LIFETIME="30"), {("tiny", "cookie"): "a"})
    assert found.origins[LIFETIME].words().en.startswith("from config/session.php:")
    assert found.origins["tiny", "cookie"].words().id == "diketik"
    assert found.origins["tiny", "owner"].words().en == "not answered yet"
