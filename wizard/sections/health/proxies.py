"""Trusted proxies: whose word on the visitor's address the application takes, and where that is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from wizard.changes import Change, Insert, Property, Render, Set
from wizard.finding import Finding, Level
from wizard.formats import php
from wizard.formats.expression import Array, Expression, Literal
from wizard.laravel import version
from wizard.laravel.release import without_comments
from wizard.project import Project
from wizard.text import Text

MIDDLEWARE: Final = "app/Http/Middleware/TrustProxies.php"
_BOOTSTRAP: Final = "bootstrap/app.php"
_SETTING: Final = "trustedproxy.proxies"


def in_class(project: Project) -> bool:
    """Tell whether only the class's property counts: the releases without the config (LARAVEL.md §6)."""
    framework = version.own_trust_proxies(project.version) and not version.trusted_proxy_config(project.version)
    return framework and "Fideloper\\" not in (project.text(MIDDLEWARE) or "")


def set_elsewhere(project: Project) -> str | None:
    """Return the file where the application says it already, in a way that beats the config."""
    if re.search(r"trustProxies\(\s*(?:at\s*:|['\"\[])", without_comments(project.text(_BOOTSTRAP) or "")):
        return _BOOTSTRAP
    default = _property(project)
    said = default is not None and not (isinstance(default, Literal) and default.value is None)
    readable = in_class(project) and (default is None or _written(default) is not None)
    return MIDDLEWARE if said and not readable else None


def present(project: Project) -> str | None:
    """Return the proxies that are trusted now, as one text; None when there are none."""
    if in_class(project):
        default = _property(project)
        return None if default is None else _written(default)
    value = project.configs.value(_SETTING)
    if isinstance(value, tuple):
        return ",".join(str(part) for part in value) or None
    return value if isinstance(value, str) and value else None


def changes(proxies: str, project: Project) -> Iterator[Change]:
    """Say what must be done so that these proxies are trusted."""
    if present(project) == proxies and isinstance(project.configs.value(_SETTING), tuple):
        return
    if not in_class(project):
        yield Render(path=project.config_path("trustedproxy"), template="health/trustedproxy.php.jinja")
        yield Set(setting=_SETTING, value=proxies, key="TRUSTED_PROXIES", example="10.0.0.0/8")
    elif present(project) != proxies:
        value = proxies if proxies == "*" else proxies.split(",")
        yield Insert(path=MIDDLEWARE, template="health/proxies.jinja", place=Property(name="proxies"),
            values={"proxies": value})  # fmt: skip


def advise(proxies: str | None, project: Project) -> Iterator[Finding]:
    """Say what is worth knowing about the proxies that are trusted."""
    where = set_elsewhere(project)
    if where is not None:
        yield Finding("health.proxies-kept", Level.INFO, where,
            Text("trusted proxies are set here, and this beats the config: left as it is",
                 "proxy tepercaya diatur di sini dan mengalahkan config: dibiarkan"),
            Text("See that the balancer's addresses are in it", "Pastikan alamat load balancer ada di dalamnya"),
            "health")  # fmt: skip
    elif proxies == "*":
        chain = version.star_trusts_every_hop(project.version)
        yield Finding("health.proxies-star", Level.WARNING, "TRUSTED_PROXIES",
            Text("`*` trusts every hop that a request names: anybody can claim any address",
                 "`*` mempercayai semua hop yang disebut request: siapa pun bisa mengaku beralamat apa pun")
            if chain else
            Text("`*` trusts whoever connects: a request that goes round the balancer can claim any address",
                 "`*` mempercayai siapa pun yang tersambung: request yang melewati load balancer dari samping bisa "
                 "mengaku beralamat apa pun"),
            Text("Name the balancer's ranges", "Sebutkan rentang alamat load balancer"), "health")  # fmt: skip


def _property(project: Project) -> Expression | None:
    text = project.text(MIDDLEWARE)
    return None if text is None else php.property_default(text, "proxies")


def _written(default: Expression) -> str | None:
    match default:
        case Literal(value=str(value)):
            return value
        case Array(items=items):
            parts = [i.value.value for i in items if isinstance(i.value, Literal) and isinstance(i.value.value, str)]
            return ",".join(parts) if parts and len(parts) == len(items) else None
    return None
