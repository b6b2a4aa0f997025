"""The fold: changes, one after the other, become the new texts of the project's files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import assert_never

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
from wizard.finding import Finding, Invalid, Level, Stop
from wizard.formats import env, php, template
from wizard.formats.expression import Array
from wizard.laravel import layers
from wizard.laravel.config import CannotTell, Configs, EnvKey, Literal, Missing
from wizard.project import Project
from wizard.text import Text

EXAMPLE = ".env.example"


@dataclass
class Draft:
    """The project as it will be: grows change by change, knows what may be shown of it."""

    project: Project
    configs: Configs
    env_before: str
    texts: dict[str, str] = field(default_factory=dict)
    env: dict[str, str | Absent] = field(default_factory=dict)
    owner: dict[str, str] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)
    public_keys: set[str] = field(default_factory=set)
    public_strings: set[str] = field(default_factory=set)
    headings: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    @classmethod
    def of(cls, project: Project) -> Draft:
        """Start from the project; without an env file from its example, else from ours."""
        if project.env_text is not None:
            return cls(project, project.configs, project.env_text)
        text = project.text(EXAMPLE) or template.render("env/production.jinja")
        return cls(project, project.configs.with_env(env.read(text, project.rules)), text)

    def text(self, path: str) -> str | None:
        """Return a file's text as planned so far."""
        return self.texts[path] if path in self.texts else self.project.text(path)

    def heading(self, section: str) -> str:
        """Return the comment line that opens a section's block of new keys."""
        line = _heading(section)
        self.headings.add(line)
        return line

    def apply(self, section: str, change: Change) -> None:
        """Take one change in."""
        match change:
            case Set(value=None):
                pass
            case Set():
                self._set(section, change)
            case SetEnv():
                self._set_env(section, change)
            case SetConfig():
                self._set_config(section, change)
            case Render():
                self._render(change)
            case Insert():
                self._insert(section, change)
            case Require() | Run():
                pass
            case _:
                assert_never(change)

    def _render(self, change: Render) -> None:
        if self.text(change.path) is not None:
            return
        text = template.render(change.template, **change.values)
        self.texts[change.path] = text
        folder, _, name = change.path.rpartition("/")
        if folder == self.project.config_folder:
            self.configs = self.configs.with_file(name.removesuffix(".php"), text)

    def _set(self, section: str, change: Set) -> None:
        reading = self.configs.read(change.setting)
        if isinstance(reading, EnvKey):
            self._know(reading.key, change)
        holds = is_as_wanted(self.configs, change.setting, change.value)
        match reading:
            case EnvKey():
                if not holds or (change.pinned and not self._in_env(reading.key)):
                    self._write(section, reading.key, _raw(change.value, reading.default))
                elif self._in_env(reading.key):
                    self.owner.setdefault(reading.key, section)
            case _ if holds and not (change.pinned and isinstance(reading, Missing)):
                return
            case Missing() if change.value is ABSENT:
                return
            case Literal():
                in_file = change.setting.split(".", maxsplit=1)[0] in self.configs.files  # else in the base
                old = php.find(self._config(change.setting), _path(change.setting)) if in_file else None
                kept = change.public and old and change.value is not ABSENT
                self._make_live(section, change, _source(self._config(change.setting), old) if kept else None)
            case Missing():
                self._make_live(section, change, None)
            case CannotTell():
                self._cannot(section, change, reading.why)

    def _make_live(self, section: str, change: Set, default: str | None) -> None:
        """Edit the config so that it reads an env key, then write that key."""
        code = php.env_call(change.key, default) if change.key else php.literal(_scalar(change.value))
        if change.key:
            self._know(change.key, change)
        if self._edit(section, change.setting, code) and change.key:
            raw = _raw(change.value, None)
            if raw is not ABSENT:
                self._write(section, change.key, raw)

    def _set_env(self, section: str, change: SetEnv) -> None:
        if change.public:
            self.public_keys.add(change.key)
        self.examples.setdefault(change.key, change.example)
        has = self.configs.env.get(change.key)
        now = change.default if has is None else env.cast(has)
        if change.value is ABSENT:
            if self._in_env(change.key):
                self._write(section, change.key, ABSENT)
        elif now != change.value:
            self._write(section, change.key, _raw(change.value, None))

    def _set_config(self, section: str, change: SetConfig) -> None:
        self.public_strings.update(_strings(change.code))
        if is_as_wanted(self.configs, change.setting, change.value):
            return
        name = change.setting.split(".")[0]
        if change.value is not ABSENT:
            self._edit(section, change.setting, change.code)
        elif name in self.configs.files and php.find(self._config(change.setting), _path(change.setting)):
            self._store(name, php.removed(self._config(change.setting), _path(change.setting)).text)

    def _edit(self, section: str, setting: str, code: str) -> bool:
        """Put PHP code at a setting; when that cannot be done, say so with the lines to paste."""
        name = setting.split(".", maxsplit=1)[0]
        self.public_strings.update(_strings(code))
        if name not in self.configs.files:
            return self._cannot_edit(section, setting, code, _NO_FILE.fill(name=name))
        try:
            config, path = self._config(setting), _path(setting)
            if php.find(config, path) is not None:
                config = php.replaced(config, path, code)
            elif self._has_room(config, setting):
                config = php.inserted(config, path, code)
            else:
                return self._cannot_edit(section, setting, code, _NO_ROOM)
        except (Stop, Invalid) as error:
            return self._cannot_edit(section, setting, code, error.text)
        self._store(name, config.text)
        return True

    def _has_room(self, config: php.Config, setting: str) -> bool:
        """An item fits where its array is in this file, or where nobody has such an array yet."""
        parents = _path(setting)[:-1]
        if not parents or isinstance(php.find(config, parents), Array):
            return True
        return isinstance(self.configs.read(setting.rsplit(".", 1)[0]), Missing) and bool(
            isinstance(php.find(config, parents[:-1]) if parents[:-1] else config.root, Array)
        )

    def _insert(self, section: str, change: Insert) -> None:
        text = self.text(change.path)
        code = template.render(change.template, **change.values)
        self.public_strings.update(_strings(code))
        if text is None:
            self._paste(section, change.path, code, _NO_PATH.fill(path=change.path))
            return
        try:
            match change.place:
                case Route(uri=uri):
                    if not any((r.uri or "").strip("/") == uri.strip("/") for r in php.routes(text)):
                        self.texts[change.path] = php.insert_route(text, code, change.path)
                case Property(name=name):
                    self.texts[change.path] = php.set_property(text, name, code.strip(), change.path)
        except (Stop, Invalid) as error:
            self._paste(section, change.path, code, error.text)

    def _config(self, setting: str) -> php.Config:
        name = setting.split(".", maxsplit=1)[0]
        read = layers.parsed(self.configs.files[name], self.project.config_path(name))
        if isinstance(read, php.Broken):
            raise read
        return read

    def _store(self, name: str, text: str) -> None:
        self.configs = self.configs.with_file(name, text)
        self.texts[self.project.config_path(name)] = text

    def _know(self, key: str, change: Set) -> None:
        if change.public:
            self.public_keys.add(key)
        self.examples.setdefault(key, change.example)

    def _in_env(self, key: str) -> bool:
        return self.env.get(key, ABSENT) is not ABSENT or (key not in self.env and key in self.configs.env)

    def _write(self, section: str, key: str, value: str | Absent) -> None:
        if key in self.env and self.env[key] != value:
            self.findings.append(Finding("plan.key-shared", Level.ERROR, key,
                Text("two settings that need different values read the same env key `{key}`",
                     "dua setting yang butuh nilai berbeda membaca env key yang sama, `{key}`").fill(key=key),
                Text("Give one of them a key of its own in config/",
                     "Beri salah satunya key sendiri di config/"), section))  # fmt: skip
            return
        self.env[key] = value
        self.owner[key] = section

    def _cannot(self, section: str, change: Set, why: Text) -> None:
        code = php.env_call(change.key, None) if change.key else php.literal(_scalar(change.value))
        self._cannot_edit(section, change.setting, code, why)

    def _cannot_edit(self, section: str, setting: str, code: str, why: Text) -> bool:
        path = self.project.config_path(setting.split(".", maxsplit=1)[0])
        lines = f"// {setting}\n{php.literal(_path(setting)[-1] if _path(setting) else setting)} => {code},"
        self._paste(section, path, lines, why)
        return False

    def _paste(self, section: str, where: str, lines: str, why: Text) -> None:
        self.findings.append(Finding("plan.cannot-edit", Level.ERROR, where, why,
            Text("Put these lines in by hand, then start again",
                 "Masukkan baris ini dengan tangan, lalu jalankan lagi"), section, lines))  # fmt: skip


_NO_FILE = Text("there is no config/{name}.php to edit: make it with `php artisan config:publish {name}` (11+)",
                "tidak ada config/{name}.php untuk diedit: buat dengan `php artisan config:publish {name}` (11+)")  # fmt: skip
_NO_ROOM = Text("the array this setting belongs to is not in this file",
                "array tempat setting ini tidak ada di berkas ini")  # fmt: skip
_NO_PATH = Text("`{path}` is not there", "`{path}` tidak ada")


@cache
def _heading(section: str) -> str:
    return template.render("env/block.jinja", section=section).strip()


def is_as_wanted(configs: Configs, setting: str, value: Wanted | Absent) -> bool:
    """Tell whether Laravel would see this value; ABSENT means null, empty or not there."""
    if value is ABSENT:
        return isinstance(configs.read(setting), Missing) or configs.value(setting) in (None, "")
    return configs.equals(setting, value)


def _path(setting: str) -> tuple[str, ...]:
    return tuple(setting.split(".")[1:])


def _raw(value: Wanted | Absent, default: object) -> str | Absent:
    """Return the text phpdotenv must read so that Laravel's `env()` gives the value."""
    match value:
        case Absent.ABSENT:
            return ABSENT if default in (None, "") else "null"
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case tuple():
            return ",".join(value)
        case str():
            return env.encode_for_env(value)


def _scalar(value: Wanted | Absent) -> Wanted:
    return None if value is ABSENT else value


def _source(config: php.Config, expression: object) -> str:
    span = expression.span  # type: ignore[attr-defined]
    return config.text.encode("utf-8", "surrogateescape")[span.start : span.end].decode("utf-8", "surrogateescape")


def _strings(code: str) -> Iterator[str]:
    """Yield the contents of the quoted strings of code that we made: they may be shown."""
    parts = code.replace('"', "'").split("'")
    yield from parts[1::2]
