"""Templates: strict, found in a checkout and in a wheel, and values stay data."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from tests.lab import ROOT, clean_env
from wizard.formats import template
from wizard.formats.template import engine


def filled(folder: Path, source: str, **values: object) -> str:
    (folder / "x.jinja").write_text(source)
    return engine(folder).get_template("x.jinja").render(values)


def test_a_value_is_never_read_as_a_template(tmp_path: Path) -> None:
    for value in ("{{ 7*7 }}", "{% raw %}", "<b>&'\"", "{# x #}"):
        assert filled(tmp_path, "[{{ value }}]", value=value) == f"[{value}]"


def test_a_missing_value_raises(tmp_path: Path) -> None:
    with pytest.raises(UndefinedError):
        filled(tmp_path, "{{ absent }}")


def test_layout_is_kept(tmp_path: Path) -> None:
    source = "a\n    {% if yes %}\n    b\n    {% endif %}\nc\n"
    assert filled(tmp_path, source, yes=True) == "a\n    b\nc\n"


def test_the_php_filter_quotes(tmp_path: Path) -> None:
    assert filled(tmp_path, "{{ table|php }}", table="x'); system('id');//") == r"'x\'); system(\'id\');//'"


def test_a_checkout_has_its_templates_beside_the_package() -> None:
    assert template.folder() == ROOT / "templates"
    assert template.folder().is_dir()


@pytest.mark.parametrize("inside", [True, False])
def test_templates_are_found_in_a_wheel_and_in_a_checkout(tmp_path: Path, inside: bool) -> None:
    package = shutil.copytree(
        ROOT / "wizard", tmp_path / "wizard", ignore=shutil.ignore_patterns("__pycache__")
    )
    place = (package if inside else tmp_path) / "templates" / "session"
    place.mkdir(parents=True)
    (place / "a.php.jinja").write_text("<?php {{ name|php }};\n")
    code = """
from wizard.formats import template
print(template.render('session/a.php.jinja', name='it'), end='')
"""
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=clean_env(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.stdout, ran.stderr) == ("<?php 'it';\n", "")


def test_neither_jinja_nor_tree_sitter_is_loaded_before_it_is_needed() -> None:
    code = """
import sys, wizard.formats.template
print([name for name in ('jinja2', 'tree_sitter') if name in sys.modules])
"""
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
