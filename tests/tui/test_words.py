"""Every word of the screens is there in both languages."""

from __future__ import annotations

import re

import pytest

from tests.tui.small import KEYS
from wizard.text import Text
from wizard.tui import words as tui
from wizard.walk import words as walk

# Names, and words that Indonesian developers say in English.
SAME = frozenset({
    "ENV", "KEY_DEFAULT", "KEY_EDITOR", "KEY_PREVIEW", "KEY_REVIEW", "KEY_SCROLL", "NAME", "PLAN", "PREVIEW",
    "PREVIEW_LIVE", "RESTORE", "REVIEW", "TEST_PASSED", "TO_REVIEW", "WRAP",
})  # fmt: skip
ALL = {name: text for module in (tui, walk) for name, text in vars(module).items() if isinstance(text, Text)}


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_sentence_is_in_both_languages_with_the_same_places_for_values(name: str) -> None:
    text = ALL[name]
    assert sorted(re.findall(r"\{(\w*)\}", text.en)) == sorted(re.findall(r"\{(\w*)\}", text.id))
    assert (text.en == text.id) is False or name in SAME


def test_every_key_of_the_help_is_explained_in_both_languages() -> None:
    assert all(text.en != text.id for _, text in KEYS)
