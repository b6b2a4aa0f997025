"""What we ask: four kinds of question, and how a typed answer is read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, assert_never

from wizard.finding import Invalid
from wizard.text import Text, printable, same, uncredentialed

Answer: TypeAlias = str | int | bool | None

NONE = "none"
_YES = frozenset({"true", "yes", "on", "1", "y", "ya"})
_NO = frozenset({"false", "no", "off", "0", "n", "tidak"})


@dataclass(frozen=True, slots=True)
class Option:
    """One row of a choice: the value that is written, its name, and what it means on many nodes."""

    value: str
    label: Text
    why: Text = same("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What every question has.

    `setting` names the Laravel setting that holds the project's present answer; a `{field}` in it is
    filled from earlier answers of the same section. `key` is the env key that is made when no file
    reads one. `public` says that the value may be shown in a diff; everything else is masked.
    `example` goes into `.env.example`.
    """

    label: Text
    help: Text
    setting: str = ""
    key: str = ""
    public: bool = True
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Asked):
    """One of a few. The options are the policy: only what is safe on many nodes is offered.

    `local` names the values that keep state on one node, each with the reason; a project's present
    value that is in neither is shared in a way we do not offer, and is kept.
    """

    options: tuple[Option, ...]
    default: str | None = None
    local: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Asked):
    """One line of text. `accept` returns the value to keep or raises `Invalid`.

    `local` returns the reason when a present value cannot be kept on many nodes (a loopback host).
    An optional line answers None when it is left out. `words` stand for a value that is made when
    the answer is given, once (`generate`); the section draws it.
    """

    default: str | None = None
    secret: bool = False
    optional: bool = False
    accept: Callable[[str], str] | None = None
    local: Callable[[str], Text | None] | None = None
    words: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Asked):
    """A whole number between two bounds, both allowed."""

    default: int | None = None
    minimum: int
    maximum: int
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Toggle(Asked):
    """Yes or no."""

    default: bool | None = None


Question: TypeAlias = Choice | Line | Number | Toggle


def parse(question: Question, raw: str) -> Answer:
    """Read a typed answer; raise `Invalid` with the reason and what would do.

    An empty text is never passed here: it means "the default". `none` leaves an optional one out.
    """
    if is_optional(question) and raw.strip().lower() == NONE:
        return None
    match question:
        case Choice():
            return _one_of(question, raw.strip())
        case Line():
            return _line(question, raw)
        case Number():
            return _number(question, raw.strip())
        case Toggle():
            return _toggle(raw.strip().lower())
        case _:
            assert_never(question)


def is_optional(question: Question) -> bool:
    """Tell whether the question may be left out."""
    return isinstance(question, Line | Number) and question.optional


def is_secret(question: Question) -> bool:
    """Tell whether the answer must never be shown."""
    return isinstance(question, Line) and question.secret


def spoken(value: Answer) -> str:
    """Return the text that `parse` reads as this answer."""
    match value:
        case None:
            return NONE
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)


def _one_of(question: Choice, raw: str) -> str:
    values = [option.value for option in question.options]
    if raw in values:
        return raw
    if raw in question.local:
        raise Invalid(question.local[raw])
    raise Invalid(
        Text("`{raw}` is not offered here. Choose one of: {values}",
             "`{raw}` tidak ditawarkan di sini. Pilih salah satu: {values}").fill(
            raw=shown(raw), values=", ".join(values))
    )  # fmt: skip


def _line(question: Line, raw: str) -> str:
    value = raw if question.secret else raw.strip()
    if not value.isprintable():
        _refuse_unseen(question, value)
    return question.accept(value) if question.accept else value


def _refuse_unseen(question: Line, value: str) -> None:
    """Refuse what a terminal would obey, or hide; a secret is shown to nobody and may hold what is only unseen."""
    for character in value:
        kind = unicodedata.category(character)
        if kind == "Cc":
            raise Invalid(
                Text("Control characters (code {code}) are not allowed. Type the value by hand",
                     "Karakter kontrol (kode {code}) tidak boleh. Ketik nilainya langsung").fill(
                    code=ord(character))
            )  # fmt: skip
        if kind == "Cs":
            raise Invalid(Text("The value is not valid UTF-8. Type it again",
                               "Nilainya bukan UTF-8 yang valid. Ketik ulang"))  # fmt: skip
        if kind == "Cf" and not question.secret:
            raise Invalid(
                Text("Invisible characters (code {code}) are not allowed. Type the value by hand",
                     "Karakter tak terlihat (kode {code}) tidak boleh. Ketik nilainya langsung").fill(
                    code=f"U+{ord(character):04X}")
            )  # fmt: skip


def _number(question: Number, raw: str) -> int:
    bounds = {"low": question.minimum, "high": question.maximum}
    if not raw.isascii() or not raw.isdigit():
        raise Invalid(
            Text("`{raw}` is not a whole number. Allowed: {low} to {high}",
                 "`{raw}` bukan bilangan bulat. Boleh: {low} sampai {high}").fill(
                raw=shown(raw), **bounds)
        )  # fmt: skip
    digits = raw.lstrip("0") or "0"
    if len(digits) > 18 or not question.minimum <= int(digits) <= question.maximum:
        raise Invalid(
            Text("{raw} is out of range. Allowed: {low} to {high}",
                 "{raw} di luar batas. Boleh: {low} sampai {high}").fill(raw=shown(digits), **bounds)
        )  # fmt: skip
    return int(digits)


def _toggle(raw: str) -> bool:
    if raw in _YES:
        return True
    if raw in _NO:
        return False
    raise Invalid(Text("`{raw}` is neither yes nor no", "`{raw}` bukan ya atau tidak").fill(raw=shown(raw)))


def shown(raw: str) -> str:
    """Return a public value fit for a message: no credentials, no control characters, at most 40 characters."""
    text = printable(uncredentialed(raw)).replace("\t", "\\t")
    return text if len(text) <= 40 else text[:39] + "…"
