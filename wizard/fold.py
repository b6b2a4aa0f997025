"""The fold: changes, one after the other, become the new texts of the project's files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from wizard import written
from wizard.changes import (
    ABSENT,
    Absent,
    Change,
    Insert,
    Property,
    Render,
    Require,
    Route,
    Run,
    Set,
    SetConfig,
    SetEnv,
    Wanted,
)
from wizard.draft import Draft
from wizard.finding import Finding, Invalid, Level, Stop
from wizard.formats import env, php, template
from wizard.formats import expression as ast
from wizard.laravel import routing
from wizard.laravel.config import CannotTell, Configs, EnvKey, Literal, Missing
from wizard.laravel.value import array
from wizard.text import Text

_NO_FILE = Text("there is no `{path}` to edit", "tidak ada `{path}` untuk diedit")
_PUBLISH = Text("Make it with `php artisan config:publish {name}` (Laravel 11+), then start again",
                "Buat dengan `php artisan config:publish {name}` (Laravel 11+), lalu jalankan lagi")  # fmt: skip
_NO_ROOM = Text("the array this setting belongs to is not in this file",
                "array induk setting ini tidak ada di file ini")  # fmt: skip
_NO_PATH = Text("`{path}` is not there", "`{path}` tidak ada")
_BROKEN = Text("this file has a PHP syntax error, at or before line {line}",
               "file ini punya syntax error PHP, di baris {line} atau sebelumnya")  # fmt: skip
_MEND = Text("Mend it, then start again", "Perbaiki, lalu jalankan lagi")


def apply(draft: Draft, section: str, change: Change) -> None:
    """Take one change of a section into the draft."""
    match change:
        case Set(value=None):
            pass
        case Set():
            _set(draft, section, change)
        case SetEnv():
            _set_env(draft, section, change)
        case SetConfig():
            _set_config(draft, section, change)
        case Render():
            _render(draft, change)
        case Insert():
            _insert(draft, section, change)
        case Require() | Run():
            pass
        case _:
            assert_never(change)


def is_as_wanted(configs: Configs, setting: str, value: Wanted | Absent | Mapping[str, str]) -> bool:
    """Tell whether Laravel would see this value; ABSENT means null, empty or not there."""
    if value is ABSENT:
        return isinstance(configs.read(setting), Missing) or configs.value(setting) in (None, "")
    return configs.equals(setting, array(value.items()) if isinstance(value, Mapping) else value)


def _set(draft: Draft, section: str, change: Set) -> None:
    reading = draft.configs.read(change.setting)
    holds = is_as_wanted(draft.configs, change.setting, change.value)
    match reading:
        case EnvKey():
            _set_key(draft, section, change, reading, holds=holds)
        case _ if holds and not (change.pinned and isinstance(reading, Missing)):
            return
        case Missing() if change.value is ABSENT:
            return
        case Literal():
            _make_live(draft, section, change, _old_source(draft, change))
        case Missing():
            _make_live(draft, section, change, written.fallback(change, reading))
        case CannotTell():
            _set_by_own_function(draft, section, change, reading.why)


def _set_key(draft: Draft, section: str, change: Set, reading: EnvKey, *, holds: bool) -> None:
    inner = _inner_key(draft, change.setting)
    draft.know(reading.key, change, None if inner else written.example(change, reading))
    has = draft.has_key(reading.key) or (inner is not None and draft.has_key(inner))
    if not holds or (change.pinned and not has):
        draft.write(section, reading.key, written.raw(change.value, reading.default))
    elif has:
        draft.owner.setdefault(reading.key, section)


def _make_live(draft: Draft, section: str, change: Set, default: str | None) -> None:
    """Edit the config so that it reads an env key, then write that key."""
    code = php.env_call(change.key, default) if change.key else php.literal(written.scalar(change.value))
    if _edit(draft, section, change.setting, code) and change.key:
        reading = draft.configs.read(change.setting)
        draft.know(change.key, change, written.example(change, reading) if isinstance(reading, EnvKey) else None)
        text = written.raw(change.value, None)
        if text is not ABSENT or draft.has_key(change.key):  # a key that nothing read until now comes alive
            draft.write(section, change.key, text)


def _set_by_own_function(draft: Draft, section: str, change: Set, why: Text) -> None:
    """Write the key that a function of the application's own reads, such as `envOr('CACHE_DRIVER')`.

    What it makes of the value cannot be told, so that is said and nothing is taken for proved.
    """
    name = change.setting.split(".", maxsplit=1)[0]
    call = None if draft.is_broken(name) else draft.expression(change.setting)
    match call:
        case ast.Call(name=function, arguments=(ast.Literal(value=str(key)), *_)) if (
            "env" in function.lower() and key.isupper()
        ):
            draft.know(key, change, None)
            draft.unproved.add(change.setting)
            text = written.raw(change.value, None)
            if draft.configs.env.get(key, ABSENT) == text:
                return
            draft.write(section, key, text)
            draft.findings.append(Finding("plan.own-function", Level.WARNING, draft.project.config_path(name),
                Text("`{key}` is read by `{function}()`, which is not Laravel's: what it makes of it cannot be told",
                     "`{key}` dibaca oleh `{function}()`, bukan milik Laravel: hasilnya tidak bisa dipastikan").fill(
                    key=key, function=function),
                Text("Look at `{setting}` in `php artisan tinker` after writing",
                     "Periksa `{setting}` di `php artisan tinker` setelah menulis").fill(setting=change.setting),
                section))  # fmt: skip
        case _:
            code = php.env_call(change.key, None) if change.key else php.literal(written.scalar(change.value))
            _cannot_edit(draft, section, change.setting, code, why)


def _set_env(draft: Draft, section: str, change: SetEnv) -> None:
    if change.public:
        draft.public_keys.add(change.key)
    draft.examples.setdefault(change.key, change.example)
    has = draft.configs.env.get(change.key)
    now = change.default if has is None else env.cast(has)
    if change.value is ABSENT:
        if draft.has_key(change.key):
            draft.write(section, change.key, ABSENT)
    elif now != change.value:
        draft.write(section, change.key, written.raw(change.value, None))


def _set_config(draft: Draft, section: str, change: SetConfig) -> None:
    draft.show(change.code)
    made = change.value is None and isinstance(draft.configs.read(change.setting), Missing)
    if not made and is_as_wanted(draft.configs, change.setting, change.value):
        return
    name, *path = change.setting.split(".")
    if change.value is not ABSENT:
        _edit(draft, section, change.setting, change.code)
    elif name in draft.configs.files and php.find(draft.config(name), path):
        draft.store(name, php.removed(draft.config(name), path).text)


def _render(draft: Draft, change: Render) -> None:
    if draft.text(change.path) is not None:
        return
    text = template.render(change.template, **change.values)
    draft.texts[change.path] = text
    folder, _, name = change.path.rpartition("/")
    if folder == draft.project.config_folder:
        draft.configs = draft.configs.with_file(name.removesuffix(".php"), text)


def _insert(draft: Draft, section: str, change: Insert) -> None:
    text = draft.text(change.path)
    code = template.render(change.template, **change.values)
    draft.show(code)
    if text is None:
        draft.paste(section, change.path, code, _NO_PATH.fill(path=change.path))
        return
    try:
        match change.place:
            case Route(uri=uri):
                if routing.answering(text, uri) is None:
                    draft.texts[change.path] = php.insert_route(text, code, change.path)
            case Property(name=name):
                draft.texts[change.path] = php.set_property(text, name, code.strip(), change.path)
    except (Stop, Invalid) as error:
        draft.paste(section, change.path, code, error.text)


def _edit(draft: Draft, section: str, setting: str, code: str) -> bool:
    """Put PHP code at a setting; when that cannot be done, say so with the lines to paste."""
    name, *path = setting.split(".")
    draft.show(code)
    if name not in draft.configs.files:
        where = draft.project.config_path(name)
        draft.paste(section, where, "", _NO_FILE.fill(path=where), _PUBLISH.fill(name=name))
        return False
    try:
        config = draft.config(name)
        if php.find(config, path) is not None:
            config = php.replaced(config, path, code)
        elif _has_room(draft, config, setting):
            config = php.inserted(config, path, code)
        else:
            return _cannot_edit(draft, section, setting, code, _NO_ROOM)
    except (Stop, Invalid) as error:
        return _cannot_edit(draft, section, setting, code, error.text)
    draft.store(name, config.text)
    return True


def _has_room(draft: Draft, config: php.Config, setting: str) -> bool:
    """An item fits where its array is in this file, or where nobody has such an array yet."""
    parents = setting.split(".")[1:-1]
    if not parents or isinstance(php.find(config, parents), ast.Array):
        return True
    return isinstance(draft.configs.read(setting.rsplit(".", 1)[0]), Missing) and isinstance(
        php.find(config, parents[:-1]) if parents[:-1] else config.root, ast.Array
    )


def _cannot_edit(draft: Draft, section: str, setting: str, code: str, why: Text) -> bool:
    name, *path = setting.split(".")
    where = draft.project.config_path(name)
    if draft.is_broken(name):
        line = next((b.line for b in draft.configs.broken() if b.name == where), "?")
        draft.paste(section, where, "", _BROKEN.fill(line=line), _MEND)
    else:
        draft.paste(section, where, f"// {setting}\n{php.literal(path[-1])} => {code},", why)
    return False


def _inner_key(draft: Draft, setting: str) -> str | None:
    """Return the key behind another in `env('A', env('B'))`: B serves while A is not set."""
    match draft.expression(setting):
        case ast.Call(arguments=(_, ast.Call(name="env", arguments=(ast.Literal(value=str(key)), *_)))):
            return key
    return None


def _old_source(draft: Draft, change: Set) -> str | None:
    """Return the literal in the file as the default of the new `env()`; never a secret."""
    name, *path = change.setting.split(".")
    if not change.public or change.value is ABSENT or name not in draft.configs.files:
        return None
    config = draft.config(name)
    old = php.find(config, path)
    return None if old is None else config.code(old.span)
