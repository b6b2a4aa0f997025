"""PHP files, losslessly: read a config value, change it, put a route in, quote a value, hide secrets."""

from __future__ import annotations

from wizard.formats.php_class import property_default, set_property
from wizard.formats.php_config import Config, config, find
from wizard.formats.php_edit import inserted, removed, replaced
from wizard.formats.php_literal import Value, env_call, literal
from wizard.formats.php_mask import masked
from wizard.formats.php_route_edit import insert_route
from wizard.formats.php_routes import Route, routes
from wizard.formats.php_tree import Broken, lint

__all__ = [
    "Broken",
    "Config",
    "Route",
    "Value",
    "config",
    "env_call",
    "find",
    "insert_route",
    "inserted",
    "lint",
    "literal",
    "masked",
    "property_default",
    "removed",
    "replaced",
    "routes",
    "set_property",
]
