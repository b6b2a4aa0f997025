"""The project as it will be: its texts while a plan is made, and what may be shown of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from wizard.changes import ABSENT, Absent, Set
from wizard.finding import Finding, Level
from wizard.formats import env, php, template
from wizard.formats import expression as ast
from wizard.laravel import layers
from wizard.laravel.config import Configs
from wizard.project import EXAMPLE, Project
from wizard.text import Text

BY_HAND = Text("Put these lines in by hand, then start again", "Tambahkan baris ini sendiri, lalu jalankan lagi")


@dataclass
class Draft:
    """Grows change by change: new texts by path, env keys to write, what is public, what went wrong."""

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
    unproved: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    maskers: Mapping[str, Callable[[str], tuple[str, ...]]] = field(default_factory=dict)

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

    def config(self, name: str) -> php.Config:
        """Return a config file as planned so far; raises `Broken` on a syntax error."""
        read = layers.parsed(self.configs.files[name], self.project.config_path(name))
        if isinstance(read, php.Broken):
            raise read
        return read

    def expression(self, setting: str) -> ast.Expression | None:
        """Return the code at a setting in the application's own file as planned so far, without casts round it."""
        name, *path = setting.split(".")
        found = php.find(self.config(name), path) if name in self.configs.files else None
        while isinstance(found, ast.Cast):
            found = found.operand
        return found

    def is_broken(self, name: str) -> bool:
        """Tell whether a config file has a syntax error: it is said once, for the whole file."""
        path = self.project.config_path(name)
        return name in self.configs.files and isinstance(layers.parsed(self.configs.files[name], path), php.Broken)

    def store(self, name: str, text: str) -> None:
        """Put a config file's new text in."""
        self.configs = self.configs.with_file(name, text)
        self.texts[self.project.config_path(name)] = text

    def heading(self, section: str) -> str:
        """Return the comment line that opens a section's block of new keys."""
        line = _heading(section)
        self.headings.add(line)
        return line

    def show(self, code: str) -> None:
        """Let the strings of code that we made be read in a diff."""
        self.public_strings.update(_strings(code))

    def know(self, key: str, change: Set, example: str | None) -> None:
        """Remember an env key: may its value be shown, and what goes into `.env.example` (None: nothing)."""
        if change.public:
            self.public_keys.add(key)
        if example is not None:
            self.examples.setdefault(key, example)

    def has_key(self, key: str) -> bool:
        """Tell whether the planned env file will have a key."""
        return self.env.get(key, ABSENT) is not ABSENT or (key not in self.env and key in self.configs.env)

    def write(self, section: str, key: str, value: str | Absent) -> None:
        """Plan an env key; two settings that need it differently are an error."""
        if key in self.env and self.env[key] != value:
            self.findings.append(Finding("plan.key-shared", Level.ERROR, key,
                Text("two settings that need different values read the same env key `{key}`",
                     "dua setting yang butuh nilai berbeda membaca env key yang sama, `{key}`").fill(key=key),
                Text("Give one of them a key of its own in config/",
                     "Beri salah satunya key sendiri di config/"), section))  # fmt: skip
            return
        self.env[key] = value
        self.owner[key] = section

    def paste(self, section: str, where: str, lines: str, why: Text, remedy: Text = BY_HAND) -> None:
        """Say what we could not do, with the lines to put in; one finding for one reason in one file."""
        for index, known in enumerate(self.findings):
            if (known.code, known.where, known.why) == ("plan.cannot-edit", where, why):
                self.findings[index] = replace(known, paste="\n".join(filter(None, (known.paste, lines))))
                return
        self.findings.append(Finding("plan.cannot-edit", Level.ERROR, where, why, remedy, section, lines))


@cache
def _heading(section: str) -> str:
    return template.render("env/block.jinja", section=section).strip()


def _strings(code: str) -> Iterator[str]:
    """Yield the contents of the quoted strings of a piece of code."""
    parts = code.replace('"', "'").split("'")
    yield from parts[1::2]
