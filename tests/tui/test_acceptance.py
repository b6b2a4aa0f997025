"""The acceptance list of the wizard: no field keeps anybody, everything can be read as plain text, nobody is asked
where nobody is there, all surfaces write the same bytes, and every value arrives as it was typed."""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from tests import shapes
from tests.judge import dotted, evaluate_all
from tests.lab import ROOT, Tmux, clean_env, pty_run
from tests.plain import test_walk as plain_walk
from tests.tui import guide
from tests.tui.guide import asked, desk, opened
from tests.tui.test_fits import all_keys_fit, wizard
from tests.tui.test_keys import press, seen
from tests.tui.test_walk import ANSWERS, SECRETS, Walker, applied, kind, tree, write
from wizard.finding import Invalid
from wizard.outcome import outcome
from wizard.project import Project
from wizard.question import Line, Number, Question, parse
from wizard.resolve import Given, Name
from wizard.sample import unpack
from wizard.section import flag
from wizard.sections import ALL, SECTIONS
from wizard.text import LANGS, Lang, printable
from wizard.tui.app import WizardApp
from wizard.tui.review import ReviewScreen
from wizard.tui.start import StartScreen
from wizard.tui.terminal import Terminal
from wizard.tui.widgets.choice import Choice
from wizard.tui.widgets.field import Field
from wizard.tui.widgets.form import Form, control_of
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.toggle import Toggle
from wizard.tui.wizard_screen import WizardScreen
from wizard.walk.ascii import PLAIN

PROGRAM = (sys.executable, "-m", "wizard")


# --- 4: no field keeps anybody ---------------------------------------------------

TYPED: Mapping[str, str] = {
    "": "", "   ": "   ", "9x": "9x", "[/b]": "[/b]", "a\x07b\x1b[2J": "ab[2J", "x" * 5000: "x" * 5000, "€": "€",
    "-1": "-1", '"': '"', "${X}": "${X}",
}  # fmt: skip
"""What is typed or pasted, and what the field then holds."""
WAYS_OUT: Sequence[tuple[str, ...]] = (
    ("pagedown",), ("pageup",), ("ctrl+g", *"log_lev", "enter"), ("ctrl+s",), ("back",), ("escape", "escape"),
)  # fmt: skip


def field(app: WizardApp) -> Field:
    """The field that has the focus."""
    found = control_of(app.focused)
    assert isinstance(found, Field)
    return found


async def put(app: WizardApp, pilot: Pilot[None], text: str) -> None:
    """Put a text into the focused field: paste what is long or has control characters in it, type the rest."""
    await pilot.press("ctrl+u")
    if len(text) > 99 or not text.isprintable():
        app.post_message(events.Paste(text))
    for letter in text if len(text) <= 99 and text.isprintable() else "":
        app.post_message(events.Key(_character_to_key(letter), letter))
    end = time.monotonic() + 5
    while field(app).input.value != TYPED.get(text, text) and time.monotonic() < end:
        await pilot.pause(0.01)


async def leave(app: WizardApp, pilot: Pilot[None], way: Sequence[str]) -> None:
    """Leave the field."""
    if way == ("back",):
        app.screen.query_one("#back", Press).focus()
        await pilot.press("enter")
    else:
        await pilot.press(*way)
    await pilot.pause()


async def come_back(app: WizardApp, pilot: Pilot[None], index: int, name: Name) -> None:
    """Go to a question from wherever one is."""
    if isinstance(app.screen, ReviewScreen):
        await pilot.press("escape")
    elif isinstance(app.screen, StartScreen):
        await pilot.press("2")
    end = time.monotonic() + 10
    while not isinstance(app.screen, WizardScreen) or app.focused is None:
        assert time.monotonic() < end, seen(app)
        await pilot.pause(0.02)
    await app.screen.go(index, name)
    await pilot.pause()


def is_gone(app: WizardApp, index: int, way: Sequence[str]) -> bool:
    """Tell whether one is where a way leads to."""
    at = app.desk.state.current
    match way[0]:
        case "pagedown":
            return at == index + 1 or isinstance(app.screen, ReviewScreen)
        case "pageup" | "back":
            return at == index - 1 or isinstance(app.screen, StartScreen)
        case "ctrl+s":
            return isinstance(app.screen, ReviewScreen)
        case "ctrl+g":
            return app.focused is not None and app.focused.id == "logs-level"
    return app.focused is not None and app.focused.id == "sidebar"


def refused(question: Question, raw: str) -> bool:
    """Tell whether a question takes a text."""
    try:
        parse(question, raw)
    except Invalid:
        return True
    return False


@pytest.mark.parametrize(
    "way", [pytest.param(way, marks=pytest.mark.xdist_group(f"leaving {way}")) for way in guide.WAYS]
)
async def test_every_field_can_be_left_whatever_is_typed_and_keeps_it(way: str, tmp_path: Path) -> None:
    async with opened(desk(tmp_path, guide.WAYS[way])) as (app, pilot):
        await come_back(app, pilot, *asked(app.desk)[0])
        fields = [(at, name) for at, name in asked(app.desk) if isinstance(question(name), Line | Number)]
        first = 30 * list(guide.WAYS).index(way)  # between them each text meets each way out
        for turn, (index, name) in enumerate(fields, first):
            text, held = list(TYPED.items())[turn % len(TYPED)]
            way_out = WAYS_OUT[(turn + turn // len(TYPED)) % len(WAYS_OUT)]
            await come_back(app, pilot, index, name)
            before = field(app).input.value
            await put(app, pilot, text)
            assert field(app).input.value == held, (name, text)
            await leave(app, pilot, way_out)
            assert is_gone(app, index, way_out), (name, text, way_out, seen(app))
            await come_back(app, pilot, index, name)
            kept = before if way_out[0] == "escape" and held != before else held
            assert field(app).input.value == kept, (name, text, way_out)
            wrong = bool(kept) and refused(question(name), kept)
            assert ("✗ " in "\n".join(seen(app).splitlines()[1:])) >= wrong
            assert (app.desk.state.error(name) is not None) is wrong, (name, kept)
    assert app.return_code is None


def test_both_ways_together_ask_every_question(tmp_path: Path) -> None:
    found = {name for way, typed in guide.WAYS.items() for _, name in asked(desk(tmp_path / way, typed))}
    every = {(s.name, name) for s in ALL for name in s.questions()}
    assert every - found == {("queue", "batches_table")}, "asked only where batches of jobs are in use"


def question(name: Name) -> Question:
    """The question of a name."""
    return kind(name[0]).questions()[name[1]]


# --- 5: a large terminal ----------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
async def test_a_large_terminal_shows_every_question_of_every_section(lang: Lang, tmp_path: Path) -> None:
    async with wizard(tmp_path, lang) as (app, pilot):
        await pilot.resize_terminal(200, 60)
        await press(pilot, "2")
        for section in SECTIONS:
            text = seen(app)
            assert all_keys_fit(app)
            assert max(map(cell_len, text.splitlines())) <= 200
            shown = app.screen.query_one(f"#form-{section.name}", Form).controls()
            labels = [one.row.question.label.in_(lang) for one in shown]
            assert labels
            assert [word for label_ in labels for word in label_.split() if word not in text] == []
            await press(pilot, "pagedown")


# --- 6: focus and state as plain text --------------------------------------------

MODES: Mapping[str, tuple[Mapping[str, str], Terminal | None]] = {
    "NO_COLOR": ({"NO_COLOR": "1"}, None),
    "linux": ({"TERM": "linux", "COLORTERM": ""}, None),
    "LANG=C": ({"LANG": "C", "LC_ALL": "C"}, None),
    "--ascii": ({}, Terminal(ascii=True)),
}


@pytest.mark.parametrize(
    "mode", [pytest.param(mode, marks=pytest.mark.xdist_group(f"plain text {mode}")) for mode in MODES]
)
async def test_focus_and_every_state_can_be_read_as_plain_text(mode: str, tmp_path: Path) -> None:
    environ, terminal = MODES[mode]
    for way, typed in guide.WAYS.items():
        if mode != "NO_COLOR" and (list(MODES).index(mode) + list(guide.WAYS).index(way)) % 2:
            continue  # the plain signs are the same however they were asked for
        async with opened(desk(tmp_path / way, typed), terminal=terminal, environ=environ) as (app, pilot):
            await come_back(app, pilot, *asked(app.desk)[0])
            for index in range(len(app.desk.state.sections)):
                assert isinstance(app.screen, WizardScreen)
                await app.screen.go(index)
                await pilot.pause()
                for _ in range(len(app.screen.focus_chain)):
                    readable(app, ascii_signs=mode != "NO_COLOR")
                    app.screen.focus_next()
                    await pilot.pause()


def readable(app: WizardApp, *, ascii_signs: bool) -> None:
    """What has the focus is marked, it alone; a choice and a switch say how they stand."""
    text, here = seen(app), app.focused
    assert here is not None
    assert not ascii_signs or text.isascii()
    sign, chosen = ("▸".translate(PLAIN), "(*)") if ascii_signs else ("▸", "(•)")
    lines = text.splitlines()[1:-5]
    left = here.screen.query_one("#right").region.x
    marked = [y for y, line in enumerate(lines, 1)
              if line[:1] == sign or line[left:].lstrip(" │|").startswith(sign) or f"{sign}[ " in line[left:]]  # fmt: skip
    control = control_of(here) or here
    heads = [y for y in marked if not lines[y - 1][left:].lstrip(" │|").startswith(f"{sign}(")]
    assert len(heads) == 1, (here, marked, text)
    assert control.region.y <= heads[0] < control.region.bottom, (here, text)
    shown = [line[left:] for line in text.splitlines()[control.region.y : control.region.bottom]]
    if isinstance(control, Choice):
        row = control.row
        taken = [line for line in shown if chosen in line]
        assert [line.split(chosen)[1].split("  ")[0].strip() for line in taken] == ([] if row.missing else [label(control)])
        assert sum(f"{sign}(" in line for line in shown) == 1
    if isinstance(control, Toggle):
        box = "[?]" if control.row.missing else "[x]" if control.row.value == "true" else "[ ]"
        assert box in shown[0]


def label(choice: Choice) -> str:
    """The words of the option in force."""
    return next(o.label for o in choice.options if o.offered and o.value == choice.row.value)


# --- 7: nobody is asked where nobody is there ------------------------------------


@pytest.mark.parametrize("how", ["no terminal", "closed", "CI"])
def test_where_nobody_is_there_the_missing_answers_are_named_at_once(how: str, tmp_path: Path) -> None:
    project = shapes.make("slim-12", tmp_path / "shop", env={"APP_KEY": "", "SESSION_DRIVER": "redis"})
    before = tree(project)
    missing = outcome(ALL, Project.open(project, environ={}), Given()).missing
    env = clean_env(HOME=str(tmp_path), XDG_STATE_HOME=str(tmp_path / "state"), TERM="xterm-256color")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    if how == "CI":
        code, said = pty_run([*PROGRAM, str(project)], env={**env, "CI": "1"}, cwd=ROOT)
    else:
        line = 'exec "$@" <&-' if how == "closed" else 'exec "$@" </dev/null'
        ran = subprocess.run(["sh", "-c", line, "sh", *PROGRAM, str(project)], env=env, cwd=ROOT, check=False,
                             capture_output=True, timeout=30)  # fmt: skip
        code, said = ran.returncode, ran.stdout + ran.stderr
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert code == 2, said.decode()
    assert missing
    for name in missing:
        assert re.search(rf"{flag(kind(name[0]), name[1])}\b", said.decode()), (name, said.decode())
    assert b"\x1b" not in said
    assert not said.rstrip(b" \r\n").endswith((b":", b"?"))
    assert now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime <= 1.0
    assert tree(project) == before
    assert not (tmp_path / "state").exists()


# --- 8: all surfaces write the same bytes ----------------------------------------


def base(shape: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project to answer for."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    if shape == "sample":
        return unpack()
    package = {"vladimir-yuldashev/laravel-queue-rabbitmq": "11.4.0"}
    return shapes.make(shape, tmp_path / "base" / "omniflow", packages=package, env={"APP_KEY": ""})


def on_screens(folder: Path, home: Mapping[str, str]) -> None:
    """Give the answers on screens, in a terminal."""
    with Tmux([*PROGRAM, str(folder), "--lang", "en"], 80, 24, env={**home, "COLORTERM": "truecolor"}, cwd=ROOT) as term:
        term.wait("▸ [1] ")
        term.send("2")
        Walker(term, "en").walk()
        term.wait("▸M .env")
        write(term, "en")
        term.wait("Done")
        term.send("Enter")
        assert term.wait_exit() == 0


def in_lines(folder: Path) -> None:
    """Give the answers line by line, in a terminal."""
    with plain_walk.opened(folder, "--lang", "en") as term:
        plain_walk.Walker(term, "en").walk()
        assert plain_walk.write(term) == 0


def by_file(folder: Path, home: Mapping[str, str]) -> None:
    """Give the answers in a file; secrets by the name of their variable."""
    spelt: dict[str, list[str]] = {}
    for (section, name), raw in ANSWERS.items():
        spelt.setdefault(section, []).append(f'{name} = {{ env = "{raw}" }}' if raw in SECRETS else f'{name} = "{raw}"')
    answers = folder.parent / "answers.toml"
    answers.write_text("".join(f"[{section}]\n" + "\n".join(lines) + "\n" for section, lines in spelt.items()))
    ran = subprocess.run([*PROGRAM, "apply", str(folder), "--yes", "--answers", str(answers)], check=False, cwd=ROOT,
                         env=clean_env(**home, **SECRETS), capture_output=True, text=True, timeout=60)  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize(
    "shape", [pytest.param(s, marks=pytest.mark.xdist_group(f"surfaces {s}")) for s in ("sample", "classic-8")]
)
def test_screens_lines_an_answers_file_and_flags_write_the_same_bytes(
    shape: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = base(shape, tmp_path, monkeypatch)
    places = {name: tmp_path / name / "omniflow" for name in ("screens", "lines", "file", "flags")}
    for place in places.values():
        shutil.copytree(made, place)
    home = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}
    on_screens(places["screens"], home)
    in_lines(places["lines"])
    by_file(places["file"], home)
    applied(places["flags"], tmp_path / "state")
    written = {name: tree(place) for name, place in places.items()}
    assert written["flags"] != tree(made)
    for name in ("screens", "lines", "file"):
        assert written[name] == written["flags"], name


# --- 10: every value arrives as it was typed --------------------------------------

HOSTILE = ("[/b]x[red]", "# a #b", "'a' \"b\"", "$HOME ${APP_NAME} $$", "a  b c", "fd00::10", "é中文€ ñ", "k$#'\"é [/b]" * 360)
PAIRS: Sequence[tuple[Name, Name]] = (
    (("redis", "username"), ("redis", "password")),
    (("database", "username"), ("database", "password")),
    (("queue", "user"), ("queue", "password")),
    (("queue", "vhost"), ("storage", "secret")),
)
"""A field that everybody may see, and one that nobody may."""


async def test_php_reads_every_value_as_it_was_typed_and_only_public_ones_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert len(HOSTILE[-1].encode()) >= 4096
    runs = [dict(zip(PAIRS, HOSTILE[start : start + 4], strict=True)) for start in (0, 4)]
    folders = [tmp_path / str(number) for number in range(len(runs))]
    settings: dict[Name, str] = {}
    for folder, values in zip(folders, runs, strict=True):
        one = desk(folder, {**guide.NEEDED, **guide.WAYS["on servers"]})
        async with opened(one, size=(150, 50)) as (app, pilot):
            for (public, secret), value in values.items():
                await typed_and_shown(app, pilot, public, value, hidden=False)
                await typed_and_shown(app, pilot, secret, f"~{value}~", hidden=True)
            await pilot.press("ctrl+s")
            await pilot.pause(0.2)
            shown_in_review(app, values)
            settings |= {name: app.desk.state.answers[kind(name[0])].setting(name[1]) for pair in PAIRS for name in pair}
            app.desk.put()
    for config, values in zip(evaluate_all(folders), runs, strict=True):
        for (public, secret), value in values.items():
            assert dotted(config, settings[public]) == value
            assert dotted(config, settings[secret]) == f"~{value}~"


async def typed_and_shown(app: WizardApp, pilot: Pilot[None], name: Name, value: str, *, hidden: bool) -> None:
    """Type a value; see it in its field and in the live diff, or see that it is not to be seen."""
    index = next(index for index, one in asked(app.desk) if one == name)
    await come_back(app, pilot, index, name)
    await put(app, pilot, value)
    await pilot.pause(0.3)
    held = field(app).input
    assert held.value == value
    region, text = held.content_region, seen(app)
    inside = text.splitlines()[region.y][region.x : region.right].rstrip()
    if hidden:
        assert set(inside) == {"•"}
        assert value not in text
    elif value.isascii():
        assert value.endswith(inside) and inside, (value, inside)
    assert app.desk.state.error(name) is None
    key = app.desk.state.row(name).origin.key or question(name).key or ""
    line = next(x for f in app.desk.state.outcome.plan.files if f.path == ".env" for x in f.after.splitlines()
                if x.startswith(f"{key}="))  # fmt: skip
    in_diff = f"{key}=••••" if hidden else printable(line)[:24]
    assert in_diff in text, (in_diff, text)


def shown_in_review(app: WizardApp, values: Mapping[tuple[Name, Name], str]) -> None:
    """The review says no secret."""
    assert isinstance(app.screen, ReviewScreen)
    for value in values.values():
        assert f"~{value}"[:20] not in seen(app)
