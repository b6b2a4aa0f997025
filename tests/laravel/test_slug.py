"""A derived name is the one Laravel derives, or none is given."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laravel.worker import Worker
from wizard.laravel import slug
from wizard.laravel.value import UNKNOWN

NAMES = st.one_of(
    st.text(st.characters(max_codepoint=0x7F, exclude_characters="\0")),
    st.text(st.sampled_from("aBz09 -_@.&'\t\nÀéñÖßæØŁžİıΩ中£²\u00a0")),
)
SEPARATORS = st.sampled_from(["-", "_", ".", "", "x", "--"])


def test_a_slug_is_laravels_or_unknown(laravel: Worker) -> None:
    @settings(max_examples=600)
    @given(NAMES, SEPARATORS)
    def law(name: str, separator: str) -> None:
        ours = slug.slug(name, separator)
        assert ours in (UNKNOWN, laravel.ask("str", method="slug", arguments=[name, separator]))

    law()


def test_the_letters_of_western_names_are_known(laravel: Worker) -> None:
    letters = [chr(code) for code in range(0x20, 0x180)]
    known = [letter for letter in letters if slug.slug(letter) is not UNKNOWN]
    assert len(known) > 200
    for letter in known:
        assert slug.ascii_of(letter) == laravel.ask("str", method="ascii", arguments=[letter])


def test_a_snake_form_is_laravels_or_unknown(laravel: Worker) -> None:
    @settings(max_examples=300)
    @given(NAMES, st.sampled_from(["_", "-", ""]))
    def law(name: str, delimiter: str) -> None:
        ours = slug.snake(name, delimiter)
        assert ours in (UNKNOWN, laravel.ask("str", method="snake", arguments=[name, delimiter]))

    law()


def test_lower_case_is_laravels_or_unknown(laravel: Worker) -> None:
    @settings(max_examples=300)
    @given(st.one_of(NAMES, st.text(st.characters(codec="utf-8"))))
    def law(name: str) -> None:
        assert slug.lower(name) in (UNKNOWN, laravel.ask("str", method="lower", arguments=[name]))

    law()


def test_the_guides_names_are_known() -> None:
    assert slug.slug("My Shop", "_") == "my_shop"
    assert slug.slug("Omniflow Admin") == "omniflow-admin"
    assert slug.snake("MyShop") == "my_shop"
    assert slug.slug("中文") is UNKNOWN
