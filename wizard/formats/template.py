"""Templates: the files that the wizard renders whole. A value is data and is never read as a template."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.formats.php_literal import literal

if TYPE_CHECKING:
    from jinja2 import Environment


def folder() -> Path:
    """Return the folder of templates: inside the package (a wheel), or else beside it (a checkout)."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def render(name: str, /, **values: object) -> str:
    """Return a template (`session/migration.php.jinja`) filled in; a value that is missing raises."""
    return engine(folder()).get_template(name).render(values)


@cache
def engine(templates: Path) -> Environment:
    """Return a strict Jinja environment: no undefined names, no HTML escapes; `|php` quotes for PHP."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(templates),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  what is rendered is PHP and .env, not HTML
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["php"] = literal
    return environment
