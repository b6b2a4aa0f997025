"""Both languages say the same thing, and every sentence exists in both."""

from __future__ import annotations

import ast
import importlib
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lab import ROOT
from wizard.section import Section
from wizard.text import Text, same, uncredentialed

FILES = tuple(sorted((ROOT / "wizard").rglob("*.py")))

# Words that are the same in both languages: read by a person, one by one.
REVIEWED = frozenset({
    "; {flush}", "{a}; {b}", "Backup: {path}", "Default", "Host", "Password", "Port", "Redis", "Session",
    "`{store}`: {why}", "`{was}`: {why}", "`{where}`: {name}: {why}", "default {value}", "error",
})  # fmt: skip
ENGLISH = frozenset({"please", "simply", "easily", "obviously"})
INDONESIAN = frozenset({"silakan", "mohon", "tolong"})


def _places(sentence: str) -> list[str]:
    """The names of the marked places, sorted; a sentence that cannot be filled raises."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None)


def literals(file: Path) -> Iterator[tuple[int, str, str]]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
            words = [ast.literal_eval(argument) for argument in node.args if isinstance(argument, ast.Constant)]
            if len(words) == 2:
                yield node.lineno, words[0], words[1]


SENTENCES = tuple(
    pytest.param(en, id_, id=f"{file.relative_to(ROOT)}:{line}")
    for file in FILES
    for line, en, id_ in literals(file)
)


def _sections() -> list[type[Section]]:
    return list(importlib.import_module("wizard.sections").ALL)


def _texts(found: object, seen: set[int]) -> Iterator[Text]:
    """Every `Text` that can be reached from an object, through its fields and collections."""
    if id(found) in seen:
        return
    seen.add(id(found))
    if isinstance(found, Text):
        yield found
    elif isinstance(found, dict):
        for value in found.values():
            yield from _texts(value, seen)
    elif isinstance(found, list | tuple | frozenset | set):
        for value in found:
            yield from _texts(value, seen)
    elif type(found).__module__.startswith("wizard"):
        for name in getattr(type(found), "__dataclass_fields__", {}):
            yield from _texts(getattr(found, name, None), seen)


def test_there_are_sentences_to_look_at() -> None:
    assert len(SENTENCES) > 200


@pytest.mark.parametrize(("en", "id_"), SENTENCES)
def test_a_sentence_is_in_both_languages_with_the_same_places(en: str, id_: str) -> None:
    assert en != id_ or en in REVIEWED, "not translated"
    assert bool(en) == bool(id_)
    assert set(_places(en)) == set(_places(id_))
    assert not ENGLISH & set(re.findall(r"[a-z]+", en.lower()))
    assert not INDONESIAN & set(re.findall(r"[a-z]+", id_.lower()))


def test_every_call_of_text_was_looked_at() -> None:
    """A sentence put together by code cannot be checked above: there is none but those with reason."""
    odd = set()
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text())):
            match node:
                case ast.Call(func=ast.Name(id="Text"), args=words):
                    if not all(isinstance(word, ast.Constant) for word in words):
                        odd.add(file.relative_to(ROOT).as_posix())
    assert odd <= {"wizard/text.py", "wizard/tui/words.py"}


def test_what_a_section_says_is_in_both_languages() -> None:
    said = [(s.name, text) for s in _sections() for q in s.questions().values() for text in _texts(q, set())]
    said += [(s.name, text) for s in _sections() for text in (s.title, s.problem, s.solution, s.apart, s.shared)]
    assert len(said) > 100
    for name, text in said:
        assert text.en.strip() == text.en, (name, text)
        assert text.id.strip() == text.id, (name, text)
        assert bool(text.en) == bool(text.id), (name, text)
        assert _places(text.en) == _places(text.id) == [], f"{name}: nothing fills {text}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_a_text_of_a_module_is_in_both_languages(file: Path) -> None:
    name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    module = importlib.import_module(name)
    for text in _texts([v for k, v in vars(module).items() if not k.startswith("__")], set()):
        assert set(_places(text.en)) == set(_places(text.id)), text


def test_a_value_is_data_and_never_a_mark() -> None:
    filled = Text("say {a}", "katakan {a}").fill(a="{b} {0} {{")
    assert (filled.en, filled.id) == ("say {b} {0} {{", "katakan {b} {0} {{")


def test_a_text_in_a_text_is_filled_in_its_language() -> None:
    filled = Text("because {why}", "karena {why}").fill(why=Text("it rains", "hujan"))
    assert (filled.in_("en"), filled.in_("id")) == ("because it rains", "karena hujan")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("https://user:hunter2@cdn", "https://••••@cdn"),
        ("redis://:hunter2@10.0.0.1:6379/0", "redis://••••@10.0.0.1:6379/0"),
        ("app:hunter2@10.0.0.1", "••••@10.0.0.1"),
        ("redis://:hun/t@er2@h", "redis://••••@h"),
        ("a:hunter2://x@h", "••••@h"),
        ("https://cdn/a:b", "https://cdn/a:b"),
        ("https://cdn/?token=hunter2&v=1#x", "https://cdn/?token=••••&v=••••"),
        ("'https://a:b@cdn/?v=&hunter2'", "'https://••••@cdn/?v=&••••'"),
        ("${APP_URL}/x?k=hunter2", "${APP_URL}/x?k=••••"),
        ("what?a=b", "what?a=b"),
        ("10.0.0.1", "10.0.0.1"),
        ("", ""),
    ],
)
def test_credentials_are_hidden_and_the_rest_of_a_value_stays(value: str, shown: str) -> None:
    assert uncredentialed(value) == shown


@given(st.text(), st.text(), st.text())
def test_nothing_of_a_password_is_left_whatever_it_is_made_of(user: str, password: str, host: str) -> None:
    end = host.replace("@", "").replace("?", "")
    assert uncredentialed(f"x://{user}:{password}@{end}") == f"x://••••@{end}"


@given(st.text())
def test_hiding_credentials_twice_changes_nothing(value: str) -> None:
    assert uncredentialed(uncredentialed(value)) == uncredentialed(value)


@given(st.text())
def test_any_value_is_put_in_as_it_is(value: str) -> None:
    assert Text("<{a}>", "[{a}]").fill(a=value) == Text(f"<{value}>", f"[{value}]")


def test_a_place_that_is_not_filled_is_our_bug() -> None:
    with pytest.raises(KeyError):
        same("{a}").fill(b=1)
