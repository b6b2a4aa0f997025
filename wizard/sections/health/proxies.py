"""Trusted proxies: whose word on the visitor's address the application takes, and where that is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from wizard.changes import Change, Insert, Property, Render, Set
from wizard.finding import Finding, Level
from wizard.formats import php
from wizard.formats.expression import Array, Expression, Literal
from wizard.formats.php_tree import children, loosely_parsed, source_of, to_bytes, walked
from wizard.laravel import version
from wizard.project import Project
from wizard.text import Text

if TYPE_CHECKING:
    from tree_sitter import Node

MIDDLEWARE: Final = "app/Http/Middleware/TrustProxies.php"
_BOOTSTRAP: Final = "bootstrap/app.php"
_PROVIDERS: Final = "app/Providers"
_SETTING: Final = "trustedproxy.proxies"
_CALLS: Final = ("member_call_expression", "nullsafe_member_call_expression", "scoped_call_expression")


def in_class(project: Project) -> bool:
    """Tell whether only the class's property counts: the releases without the config (LARAVEL.md §6)."""
    framework = version.own_trust_proxies(project.version) and not version.trusted_proxy_config(project.version)
    return framework and "Fideloper\\" not in (project.text(MIDDLEWARE) or "")


def set_elsewhere(project: Project) -> str | None:
    """Return the file where the application says it already, in a way that beats the config."""
    for path in (_BOOTSTRAP, *(f"{_PROVIDERS}/{name}" for name in project.names(_PROVIDERS))):
        if path.endswith(".php") and _is_said(project.text(path) or ""):
            return path
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
                 "trusted proxy diatur di sini dan menimpa config: dibiarkan"),
            Text("See that the balancer's addresses are in it", "Pastikan alamat load balancer ada di dalamnya"),
            "health")  # fmt: skip
    elif proxies == "*":
        chain = version.star_trusts_every_hop(project.version)
        yield Finding("health.proxies-star", Level.WARNING, "TRUSTED_PROXIES",
            Text("`*` trusts every hop that a request names: anybody can claim any address",
                 "`*` mempercayai semua hop yang disebut request: siapa pun bisa mengaku beralamat apa pun")
            if chain else
            Text("`*` trusts whoever connects: a request that goes round the balancer can claim any address",
                 "`*` mempercayai siapa pun yang tersambung: request yang tidak lewat load balancer bisa mengaku "
                 "beralamat apa pun"),
            Text("Name the balancer's ranges", "Sebutkan rentang alamat load balancer"), "health")  # fmt: skip


def _is_said(text: str) -> bool:
    """Look for `trustProxies(…)` and `TrustProxies::at(…)` that name proxies, in whatever form they are given."""
    if "trustproxies" not in text.lower():
        return False
    source = to_bytes(text)
    return any(_names_proxies(node, source) for node in walked(loosely_parsed(source)) if node.type in _CALLS)


def _names_proxies(call: Node, source: bytes) -> bool:
    """Tell whether a call is one of the two; headers alone, null and nothing leave the word to the config."""
    parts = {part: call.child_by_field_name(part) for part in ("scope", "name", "arguments")}
    words = {part: "" if node is None else source_of(node, source).lower() for part, node in parts.items()}
    static = words["scope"].rpartition("\\")[2] == "trustproxies" and words["name"] == "at"
    if words["name"] != "trustproxies" and not static:
        return False
    for place, argument in enumerate(children(parts["arguments"]) if parts["arguments"] else ()):
        label = argument.child_by_field_name("name")
        name = "" if label is None else source_of(label, source)
        if (place == 0 or name) and name != "headers":
            value = [argument, *children(argument)][-1]  # what is broken may have nothing in it
            return source_of(value, source).lower() != "null"
    return False


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
