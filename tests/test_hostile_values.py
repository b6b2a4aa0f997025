"""Whatever is typed is data everywhere, or refused with a reason: no value becomes code, markup or an order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import lab
from tests.judge import evaluate_all
from tests.profiles import Profile, profiles
from tests.table import applied, fresh
from tests.verdict import Case, Config, allowed, asked, changed, unmet, within, wrong
from wizard.cli import run
from wizard.finding import Invalid, Level
from wizard.question import Line, Question, parse
from wizard.resolve import Name
from wizard.sections import ALL
from wizard.text import LANGS

pytestmark = pytest.mark.xdist_group("hostile-values")  # one table is made for all of it

HOSTILE: Mapping[str, str] = {
    "php": "'); system('id');//",
    "php tags": "?><?php system('id'); /* */ __HALT_COMPILER();",
    "template": "{{ 7*7 }}{% raw %}{# x #}",
    "markup": "[/red][bold]x[@click=quit]y[/]",
    "terminal": "\x1b[2J\x1b]0;owned\x07",
    "dotenv": "${APP_KEY}",
    "nested dotenv": "$APP_KEY ${A:-${B}} \\$C \\${D}",
    "shell": "$(id) `id` ; id | id && id > x",
    "4 KB": ("'\"\\$`#{}=; é" * 400)[:4096],
    "nul": "a\0b",
    "lone surrogate": "a\ud800b",
    "raw byte": "a\udcffb",
    "quotes": "\"a' \"\"b'' \\\"c\\'",
    "one quote": '"',
    "outer quotes": '"a"',
    "outer single quotes": "'a'",
    "hash": "#a #b#c # d",
    "spaces": "  a  b  ",
    "backslashes": "\\\\n\\t\\x41\\u0041\\",
    "word for null": "null",
    "word for true": "(true)",
    "word for empty": "(empty)",
    "number": "0123",
    "float": "1e3",
    "equals": "A=b=c",
    "comment": "/* x */ // y",
    "line feed": "a\nEVIL=1",
    "carriage return": "a\rEVIL=1",
    "line separator": "a\u2028EVIL=1",
    "right to left": "a\u202eb\u2066c",
    "wide": "日本語 😀 e\u0301 \u00a0",
    "regex": "\\1 \\g<0> $0 $1 %s {0} {name}",
}
LINES: Mapping[Name, Line] = {
    (s.name, n): q for s in ALL for n, q in s.questions().items() if isinstance(q, Line)
}
SHAPES = ("classic-8", "slim-13")
ELSEWHERE = {
    ("app", "key"), ("session", "table"), ("queue", "table"), ("queue", "batches_table"), ("database", "resets_table"),
}  # fmt: skip
"""Answers that are judged by themselves: a key of 16 bytes may be any text; these tables are not asked here."""
ASKING: Mapping[Name, str] = {
    ("session", "driver"): "redis",
    ("cache", "store"): "database",
    ("storage", "provider"): "minio",
    ("database", "connection"): "mysql",
    ("database", "split"): "true",
    ("queue", "connection"): "rabbitmq",
}


@dataclass(frozen=True)
class Seen:
    """A case with the config before and after it."""

    case: Case
    before: Config
    after: Config


def taken(question: Question, raw: str) -> bool:
    """Tell whether a question takes an answer."""
    try:
        parse(question, raw)
    except Invalid:
        return False
    return True


def told(name: str) -> dict[Name, str]:
    """Type a hostile value wherever it is taken, and ordinary answers elsewhere."""
    ordinary = {**profiles(ALL)[0].typed, **ASKING}
    hostile = {n: HOSTILE[name] for n, question in LINES.items() if taken(question, HOSTILE[name])}
    return ordinary | {n: raw for n, raw in hostile.items() if n not in ELSEWHERE}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Seen]]:
    lab.php()
    lab.illuminate()
    folder = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        untouched = [fresh(shape, folder / shape) for shape in SHAPES]
        cases = [
            applied(ALL, shape, Profile(name, told(name)), fresh(shape, folder / f"{shape} {name}"))
            for shape in SHAPES
            for name in HOSTILE
        ]
    configs = evaluate_all([*untouched, *(case.root for case in cases)])
    before = dict(zip(SHAPES, configs, strict=False))
    after = configs[len(SHAPES) :]
    yield {str(c): Seen(c, before[c.shape], a) for c, a in zip(cases, after, strict=True)}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("shape", SHAPES)
def test_php_reads_exactly_what_was_typed_and_nothing_more(
    shape: str, name: str, written: dict[str, Seen]
) -> None:
    seen = written[f"{shape} {name}"]
    case, may = seen.case, allowed(seen.case)
    assert [f for f in case.outcome.plan.findings if f.level is Level.ERROR] == []
    assert wrong(case, seen.after) == {}
    assert list(unmet(case.changes, seen.after)) == []
    assert {k: v for k, v in changed(seen.before, seen.after).items() if not within(k, may)} == {}
    assert [again.plan.files for again in case.again] == [(), ()]
    assert "EVIL" not in case.outcome.plan.files[0].after.replace("A=b=c", "") or name == "line separator"


def test_php_compiles_every_file(written: dict[str, Seen]) -> None:
    files = [
        (s.case, f) for s in written.values() for f in s.case.outcome.plan.files if f.path.endswith(".php")
    ]
    assert lab.php_lint({f"{case}: {f.path}": f.after for case, f in files}) == {}


def test_no_value_is_typed_where_nobody_asks(written: dict[str, Seen]) -> None:
    """Else a question that takes hostile values would not be judged here."""
    for seen in written.values():
        questions = {(section.name, name) for section, name in asked(seen.case)}
        hostile = HOSTILE[seen.case.profile]
        assert {n for n, raw in told(seen.case.profile).items() if raw == hostile} - questions == set()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_table_or_a_key_is_a_plain_word_or_refused(name: str) -> None:
    for full in ELSEWHERE:
        if taken(LINES[full], HOSTILE[name]):
            assert re.fullmatch(r"\w+", HOSTILE[name]) or (
                full == ("app", "key") and len(HOSTILE[name]) == 16
            )


@pytest.mark.parametrize("name", HOSTILE)
def test_a_value_that_is_refused_is_refused_with_a_reason_fit_to_be_shown(name: str) -> None:
    raw = HOSTILE[name]
    refused = 0
    for section in ALL:
        for question in section.questions().values():
            try:
                parse(question, raw)
            except Invalid as error:
                refused += 1
                for lang in LANGS:
                    reason = error.text.in_(lang)
                    assert len(reason) > 10
                    assert reason.isprintable()
                    assert raw not in reason or (not getattr(question, "secret", False) and len(raw) <= 40)
    assert refused > 20


@pytest.mark.parametrize(
    "name", ["terminal", "nul", "lone surrogate", "raw byte", "line feed", "right to left", "4 KB"]
)
def test_nothing_that_a_terminal_obeys_is_printed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("NO_COLOR", "1")
    root = fresh("slim-13", tmp_path / "shop")
    flags = [
        "--database-username",
        HOSTILE[name],
        "--redis-host",
        HOSTILE[name],
        "--session-driver",
        HOSTILE[name],
    ]
    assert run(["plan", str(root), *flags]) == 2
    assert run(["plan", str(root), "--database-connection", "mysql", *flags[:2]]) in (0, 2)
    said = "".join(capfd.readouterr())
    assert [c for c in said if not c.isprintable() and c not in "\n\t"] == []


def test_values_of_a_project_are_not_obeyed_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("NO_COLOR", "1")
    root = fresh("slim-13", tmp_path / "shop")
    with (root / ".env").open("a") as file:
        file.write(
            "DB_USERNAME='\x1b[2J'\nSESSION_COOKIE=\"\x1b]0;x\x07\"\nAPP_NAME='[/red]\x1b[1m'\nLOG_LEVEL='\u202e'\n"
        )
        file.write("QUEUE_CONNECTION='\x1b[31m'\n# \x1b[2J\nREDIS_HOST='\x9b2J'\n")
    assert run(["plan", str(root)]) in (0, 1, 2)
    said = "".join(capfd.readouterr())
    assert [c for c in said if not c.isprintable() and c not in "\n\t"] == []
