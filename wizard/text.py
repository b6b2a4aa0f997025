"""Our words in English and Indonesian: every sentence a user reads is a `Text`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, get_args

Lang = Literal["en", "id"]
LANGS: tuple[Lang, ...] = get_args(Lang)
_QUERIED: Final = re.compile(r"""\A(["']?)(?:(?:[A-Za-z][A-Za-z0-9+.-]*:)?//|\$\{)[^?]*\?(?=.)""", re.DOTALL)
_PAIR: Final = re.compile(r"([^=&;]*=)[^&;]+|[^=&;]+(?=[&;]|\Z)")
_CREDENTIALS: Final = re.compile(r"""\A(["']?(?:[A-Za-z][A-Za-z0-9+.-]*://)?).*@""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages; `{name}` marks a place for a value."""

    en: str
    id: str

    def in_(self, lang: Lang) -> str:
        """Return the sentence in one language."""
        return self.id if lang == "id" else self.en

    def fill(self, **values: object) -> Text:
        """Put values in the marked places; a value is data and is never read as a mark.

        A value that is itself a `Text` is filled in the language of its sentence.
        """
        return Text(_filled(self.en, "en", values), _filled(self.id, "id", values))


def same(words: str) -> Text:
    """Return a text that reads the same in both languages: a name, a command, a product."""
    return Text(words, words)


def printable(words: str) -> str:
    """Return words fit for a terminal: control characters and broken bytes are spelt out, tabs stay."""
    if words.isprintable():
        return words
    return "".join(c if c.isprintable() or c == "\t" else c.encode("unicode_escape").decode() for c in words)


def uncredentialed(value: str) -> str:
    """Return a public value with what may be secret in it hidden: `https://••••@cdn`, `https://cdn/?token=••••`.

    Everything behind `scheme://` goes, up to the last `@` of the value: a password may hold `@`, `/` and `#`.
    Of an address's query only the names stay. Quotes stay, so that a value can be given as it stands in a file.
    """
    shown = _CREDENTIALS.sub(r"\1••••@", value)
    asked = _QUERIED.match(shown)
    if not asked:
        return shown
    query = shown[asked.end() :]
    end = asked[1] if asked[1] and query.endswith(asked[1]) else ""
    return asked[0] + _PAIR.sub(r"\1••••", query.removesuffix(end)) + end


def _filled(sentence: str, lang: Lang, values: dict[str, object]) -> str:
    words = {k: v.in_(lang) if isinstance(v, Text) else v for k, v in values.items()}
    return sentence.format_map(words)
