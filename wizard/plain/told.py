"""What a question says of itself before it is answered: label, key, what was, what holds, the rows to choose from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wizard.plain import words
from wizard.plain.teller import ended
from wizard.question import Choice, Line, Number, Toggle, is_optional, is_secret, shown, spoken
from wizard.resolve import Source
from wizard.text import Lang, Text, same, uncredentialed
from wizard.walk.places import env_key
from wizard.walk.shown import Row
from wizard.walk.state import State


@dataclass(frozen=True, slots=True)
class Offer:
    """One numbered row: the answer it gives, or the word for a value that is made here; and what is said of it."""

    said: str
    raw: str = ""
    word: str = ""
    holds: bool = False


def is_open(row: Row, state: State) -> bool:
    """Tell whether an answer is still owed: there is none, or the given one could not be taken."""
    return row.missing or problem(row, state) is not None


def problem(row: Row, state: State) -> Text | None:
    """Return why an answer that was given from outside cannot be taken."""
    given = (p.why for p in state.outcome.resolution.problems if (p.section, p.question) == row.name)
    return next(given, None)


def heading(row: Row, state: State) -> str:
    """Return the question's name: its part where it belongs to one, its label, its env key."""
    kind, lang = state.kind(row.name[0]), state.lang
    label = row.question.label.in_(lang)
    label = f"{kind.title.in_(lang)}: {label}" if kind.part else label
    key = env_key(row)
    return ended(f"{label} ({key})" if key and key != row.question.label.in_(lang) else label)


def standing(row: Row, state: State) -> Iterator[str]:
    """Say what was, what holds now, and where that comes from."""
    lang, why = state.lang, problem(row, state)
    if why is not None:
        yield words.PROBLEM.fill(why=why).in_(lang)
    origin, value, was = row.origin, _value(row, row.value, lang), _value(row, row.was, lang)
    kept = origin.source is Source.PROJECT and row.was == row.value
    if origin.replaced and not isinstance(row.question, Choice):
        yield words.WAS_BUT.fill(value=was, why=origin.replaced).in_(lang)
    elif row.was and not kept:
        yield words.WAS.fill(value=was).in_(lang)
    if origin.source is Source.NOBODY:
        yield words.NO_DEFAULT.in_(lang)
        if row.question.example and not is_secret(row.question):
            yield words.EXAMPLE.fill(value=row.question.example).in_(lang)
    elif row.drawn:
        yield words.DRAWN.in_(lang)
    elif origin.source is Source.TYPED:
        yield words.ANSWER.fill(value=value).in_(lang)
    else:
        said = words.IN_USE if kept else words.DEFAULT
        yield said.fill(value=value, source=origin.words()).in_(lang)


def offers(row: Row, lang: Lang) -> tuple[Offer, ...]:
    """Return the numbered rows of a question."""
    match row.question:
        case Choice():
            return tuple(_options(row, row.question, lang))
        case Line(words=made):
            return tuple(Offer(_named(o.label, o.why, lang), word=o.value) for o in made)
        case _:
            return ()


def refused(row: Row) -> Text | None:
    """Name the value in use that is no option, with the reason."""
    if not isinstance(row.question, Choice) or row.origin.replaced is None:
        return None
    return words.NOT_OFFERED.fill(value=shown(spoken(row.origin.was)), why=row.origin.replaced)


def prompt(row: Row, state: State) -> str:
    """Return the line that asks; in brackets stands what Enter takes."""
    lang = state.lang
    match row.question:
        case Choice():
            rows = offers(row, lang)
            asked = words.ASK_CHOICE.fill(count=len(rows)).in_(lang)
            held = next((str(n) for n, offer in enumerate(rows, 1) if offer.holds), "")
        case Toggle():
            asked, held = words.ASK_TOGGLE.in_(lang), _value(row, row.value, lang)
        case Number() as number:
            asked = words.ASK_NUMBER.fill(low=number.minimum, high=number.maximum).in_(lang)
            held = shown(row.value)
        case Line(secret=True):
            asked = (words.ASK_SECRET_OPTIONAL if is_optional(row.question) else words.ASK_SECRET).in_(lang)
            held = _unseen(row, lang)
        case Line():
            asked = (words.ASK_OPTIONAL if is_optional(row.question) else words.ASK_LINE).in_(lang)
            held = shown(row.value)
    return f"{asked}: " if is_open(row, state) or not held else f"{asked} [{held}]: "


def _options(row: Row, question: Choice, lang: Lang) -> Iterator[Offer]:
    if row.origin.kept:
        was = spoken(row.origin.was)
        yield Offer(_named(same(shown(was)), words.KEPT, lang), was, holds=uncredentialed(was) == row.value)
    for option in question.options:
        said = _named(option.label, option.why, lang)
        if option.value == row.recommended:
            said = f"{said} {words.RECOMMENDED.in_(lang)}"
        yield Offer(said, option.value, holds=option.value == row.value)


def _named(label: Text, why: Text, lang: Lang) -> str:
    reason = why.in_(lang)
    return ended(f"{label.in_(lang)}: {reason}" if reason else label.in_(lang))


def _value(row: Row, value: str, lang: Lang) -> str:
    """Return an answer as it is said: yes and no are words, a long one is cut, a secret is called so."""
    if isinstance(row.question, Toggle) and value in ("true", "false"):
        return (words.YES if value == "true" else words.NO).in_(lang)
    if is_secret(row.question) and value not in ("", "none"):
        return words.SECRET.in_(lang)
    return shown(value)


def _unseen(row: Row, lang: Lang) -> str:
    if row.value == "none":
        return row.value
    if row.drawn:
        return words.MADE.in_(lang)
    return (words.TYPED if row.raw else words.KEEP).in_(lang)
