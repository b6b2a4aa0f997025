"""The README's reference is made from the sections, and is up to date."""

from __future__ import annotations

import re

from tests.lab import ROOT
from wizard.commands.faults import FLAGS
from wizard.reference import reference, renewed

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_reference_in_the_readme_is_up_to_date() -> None:
    assert renewed(README) == README, "run `make reference`"


def test_every_flag_is_in_the_reference() -> None:
    made = reference()
    assert [flag for flag in FLAGS.values() if f"`{flag}`" not in made] == []


def test_every_picture_of_the_readme_is_there() -> None:
    pictures = re.findall(r"\]\((screenshots/[^)]+)\)", README)
    assert pictures
    assert [name for name in pictures if not (ROOT / name).is_file()] == []
