"""The plan: the exact new text of every file, and the proof that every setting takes effect."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

from wizard import diff
from wizard.changes import ABSENT, Change, Render, Require, Run, Set, SetConfig
from wizard.checklist import is_about, ordered
from wizard.draft import Draft
from wizard.finding import Finding, Invalid, Level, Stop
from wizard.fold import apply, is_as_wanted
from wizard.formats import env, php
from wizard.laravel import named
from wizard.laravel.config import Configs
from wizard.project import EXAMPLE, Project
from wizard.text import Text

Owned: TypeAlias = tuple[str, Change]
"""A change and the name of the section it comes from."""

_NEEDED = Text("{paths} cannot be left out of this plan. These can: {may}",
               "{paths} tidak bisa dilewati dalam plan ini. Yang bisa: {may}")  # fmt: skip
_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Page:
    """A text line by line: as it is, and as it may be shown; both have the same count."""

    real: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()


@dataclass(frozen=True)
class FileChange:
    """One file: its text before (None when it is new) and after, and both as they may be shown."""

    path: str
    before: str | None
    after: str
    draft: Draft = field(repr=False, compare=False)
    optional: bool = False
    """Nothing of the plan rests on it: it may be left out."""

    @cached_property
    def old(self) -> Page:
        """The lines before. Masked when they are asked for: a screen plans anew far more often than it shows."""
        return Page() if self.before is None else _page(self.draft, self.path, self.before)

    @cached_property
    def new(self) -> Page:
        """The lines after."""
        return _page(self.draft, self.path, self.after)

    @cached_property
    def lines(self) -> tuple[diff.Line, ...]:
        """The unified diff, masked."""
        return tuple(diff.between(self.old.real, self.new.real, self.old.shown, self.new.shown))

    def count(self, kind: diff.Kind) -> int:
        """How many lines of a kind the diff has."""
        return sum(line.kind is kind for line in self.lines)


@dataclass(frozen=True)
class Plan:
    """What will be written, what there is to say about it, and what a person must still do."""

    files: tuple[FileChange, ...]
    findings: tuple[Finding, ...]
    checklist: tuple[Require | Run, ...]
    configs: Configs = field(repr=False, compare=False)
    """What Laravel will read once this is written."""
    optional: frozenset[str] = frozenset()
    """Paths that may be left out, changed or not."""
    left_out: tuple[str, ...] = ()
    """Files that would change and were left out: the next plan has them again."""

    @property
    def blocked(self) -> bool:
        """True when an error finding forbids writing."""
        return any(f.level is Level.ERROR for f in self.findings)

    @cached_property
    def id(self) -> str:
        """Eight hex digits that change when any text of the plan does."""
        digest = hashlib.sha256()
        for file in self.files:
            for text in (file.path, file.before or "", file.after):
                digest.update(hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest())
        return digest.hexdigest()[:8]

    def without(self, paths: Iterable[str]) -> Plan:
        """Leave files out, with the steps that are about them alone. Raises `Invalid` for one that others rest on."""
        out = dict.fromkeys(paths)
        wrong = [path for path in out if path not in self.optional]
        if wrong:
            raise Invalid(_NEEDED.fill(paths=_listed(wrong), may=_listed(sorted(self.optional))))
        left = (*self.left_out, *(file.path for file in self.files if file.path in out))
        if left == self.left_out:
            return self
        files = tuple(file for file in self.files if file.path not in out)
        steps = tuple(step for step in self.checklist if not is_about(step, left))
        return replace(self, files=files, checklist=steps, left_out=left)


def build(
    project: Project,
    changes: Iterable[Owned],
    findings: Iterable[Finding] = (),
    extra: Mapping[str, str] | None = None,
    maskers: Mapping[str, Callable[[str], tuple[str, ...]]] | None = None,
) -> Plan:
    """Fold changes into the new texts; settings that would not take effect become error findings.

    `extra` are whole files of ours (the answers file) by path, `maskers` say how each may be shown.
    """
    owned = tuple(changes)
    draft = replace(Draft.of(project), maskers=maskers or {})
    for section, change in owned:
        apply(draft, section, change)
    problems: list[Finding] = list(draft.findings)
    env_text = _env_after(draft, problems)
    blocked = {finding.where for finding in problems}
    problems += _dead(draft, env_text, owned, blocked)
    problems += _second_readers(draft, env_text)
    after = draft.configs.with_env(env.read(env_text, project.rules))
    problems += named.dangling(after)
    texts = {**draft.texts, **_examples(draft, env_text, problems), **(extra or {})}
    if env_text != project.env_text:
        texts = {project.env_path: env_text, **texts}
    optional = {c.path for _, c in owned if isinstance(c, Render) and c.optional} | {EXAMPLE, *(extra or {})}
    optional -= {project.env_path}
    files = tuple(
        FileChange(path, before, after, draft, path in optional)
        for path, after in texts.items()
        if after != (before := project.text(path))
    )
    steps = [c for _, c in owned if isinstance(c, Require | Run)]
    return Plan(files, (*project.findings, *problems, *findings), ordered(project, steps), after,
                frozenset(optional))  # fmt: skip


def _env_after(draft: Draft, problems: list[Finding]) -> str:
    project = draft.project
    before = draft.env_before
    values = {k: v for k, v in draft.env.items() if v is not ABSENT}
    blocks = {k: draft.heading(draft.owner[k]) for k in values}
    try:
        text = env.drop(before, [k for k, v in draft.env.items() if v is ABSENT], project.rules)
        return env.put(text, values, project.rules, blocks=blocks)
    except Invalid as error:
        problems.append(Finding("plan.cannot-write", Level.ERROR, project.env_path, error.text,
            Text("Choose a value without it", "Pilih nilai tanpa itu")))  # fmt: skip
        return before


def _dead(draft: Draft, env_text: str, owned: Iterable[Owned], blocked: set[str]) -> Iterable[Finding]:
    """Resolve every setting again from the planned texts: none may be without effect."""
    if draft.project.env_path in blocked:  # nothing was written there: all of it would be said again
        return
    after = draft.configs.with_env(env.read(env_text, draft.project.rules))
    for section, change in owned:
        if not isinstance(change, Set | SetConfig) or change.value is None:
            continue
        if change.setting in draft.unproved or is_as_wanted(after, change.setting, change.value):
            continue
        path = draft.project.config_path(change.setting.split(".")[0])
        if path not in blocked:
            yield Finding("plan.dead-setting", Level.ERROR, change.setting,
                Text("`{setting}` would not take effect: Laravel would read something else",
                     "`{setting}` tidak akan berlaku: Laravel membaca nilai lain").fill(setting=change.setting),
                Text("Look at how `{path}` makes this setting", "Lihat cara `{path}` membuat setting ini").fill(
                    path=path), section)  # fmt: skip


def _second_readers(draft: Draft, env_text: str) -> Iterable[Finding]:
    """Warn where another reader of the same file, or another phpdotenv, reads something else."""
    project = draft.project
    ours = [key for key, value in draft.env.items() if value is not ABSENT]
    other = env.differences(env_text, ours, project.rules)
    if other:
        yield Finding("env.python-reads-otherwise", Level.WARNING, project.env_path,
            Text("Python's dotenv reads these otherwise than Laravel: {names}",
                 "dotenv milik Python membaca key ini berbeda dari Laravel: {names}").fill(names=", ".join(other)),
            Text("Matters only when a Python worker shares this file: give it these values another way",
                 "Hanya penting kalau worker Python memakai file ini: beri nilainya lewat cara lain"))  # fmt: skip
    doubtful = env.ambiguous(env_text)
    if doubtful:
        yield Finding("env.versions-differ", Level.WARNING, project.env_path,
            Text("phpdotenv 5.6 and older, 5.7, and 5.8 read these differently: {names}",
                 "phpdotenv 5.6 ke bawah, 5.7, dan 5.8 membaca key ini berbeda: {names}").fill(
                names=", ".join(doubtful)),
            Text("A quote that is never closed, perhaps in a comment, stands above them: close it",
                 "Ada tanda kutip yang tidak ditutup di atasnya, mungkin di komentar: tutup"))  # fmt: skip


def _examples(draft: Draft, env_text: str, problems: list[Finding]) -> dict[str, str]:
    """Names that `.env.example` lacks, with the guide's example; never a value of this project."""
    before = draft.project.text(EXAMPLE)
    if before is None:
        return {}
    ours = env.read(env_text, draft.project.rules).keys()
    try:
        have = env.read(before, draft.project.rules).keys()
        missing = {k: v for k, v in draft.examples.items() if k in ours and k not in have}
        blocks = {k: draft.heading(draft.owner.get(k, "")) for k in missing}
        return {EXAMPLE: env.put(before, missing, draft.project.rules, blocks=blocks)}
    except Stop as error:  # Laravel never loads it, so it must not keep the rest from being written
        problems.append(Finding("plan.example", Level.WARNING, EXAMPLE, error.text,
            Text("No name is added to it until that line is mended",
                 "Tidak ada nama yang ditambahkan sampai baris itu diperbaiki")))  # fmt: skip
        return {}


def _page(draft: Draft, path: str, text: str) -> Page:
    if path.endswith(".php"):
        real = tuple(text.removesuffix("\n").split("\n")) if text else ()
        made_by_us = draft.project.text(path) is None
        return Page(real, tuple(line.removesuffix("\r") for line in real) if made_by_us
                    else php.masked(text, draft.public_strings))  # fmt: skip
    real = tuple(_BREAK.split(_BREAK.sub("\n", text).removesuffix("\n"))) if text else ()
    if path in (draft.project.env_path, EXAMPLE):
        return Page(real, env.masked(text, draft.public_keys, ours=draft.headings))
    return Page(real, draft.maskers[path](text) if path in draft.maskers else real)


def _listed(paths: Iterable[str]) -> str:
    return ", ".join(f"`{path}`" for path in paths)
