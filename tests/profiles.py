"""Answers for the big table: a few people who between them choose every option of every question."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wizard.question import NONE, Choice, Line, Number, Question, Toggle
from wizard.resolve import Name
from wizard.section import Section

COUNT = 8  # more when a question has more options
KEY = "base64:" + b64encode(b"made for tests, nobody's secret.").decode()

SAMPLES: Mapping[Name, Sequence[str]] = {
    ("session", "table"): ("shop_sessions", "omni_sessions"),
    ("session", "cookie"): ("omniflow_session", "Shop-2"),
    ("session", "domain"): (".shop.test", NONE),
    ("cache", "prefix"): ("omniflow_admin_", "shop:"),
    ("storage", "key"): ("AKIAEXAMPLE", "#A key, with $signs"),
    ("storage", "secret"): ("abc/def+0123456789=", 'it\'s "quoted" \\ and # not a comment'),
    ("storage", "endpoint"): ("https://minio.shop.test:9000",),
    ("storage", "url"): ("https://cdn.shop.test", "https://img.shop.test/files"),
    ("database", "database"): ("hris_onni", "shop-2"),
    ("database", "username"): ("omni", "o'neil $1 #2"),
    ("database", "password"): ("${APP_KEY}", "p'a\"s s#w\\or$d", NONE),
    ("database", "ca"): ("/etc/ssl/db ca.pem", NONE),
    ("database", "read_hosts"): ("10.0.0.6,10.0.0.7", "replica.shop.test"),
    ("queue", "user"): ("omni", "null"),
    ("queue", "password"): ("a # b", "true", 'x="y"'),
    ("queue", "vhost"): ("/", "shop vhost"),
    ("queue", "queue"): ("default", "shop.jobs"),
    ("app", "key"): (KEY,),
    ("app", "env"): ("production", "staging-2"),
    ("health", "uri"): ("/health", "/up/node"),
    ("redis", "host"): ("10.0.0.10", "tls://redis.shop.test"),
    ("redis", "username"): ("omni", NONE),
    ("redis", "password"): ("0123", "12 $HOME {x}", NONE),
    ("redis", "database"): ("0", "4"),
    ("redis", "cache_database"): ("1", "5"),
    ("redis", "prefix"): ("omniflow_", "shop-redis:", NONE),
}
"""What is typed where a default or an example would not do: texts that a careless writer gets wrong."""


@dataclass(frozen=True)
class Profile:
    """What one person types, by question."""

    name: str
    typed: Mapping[Name, str]


def profiles(sections: Sequence[type[Section]]) -> tuple[Profile, ...]:
    """Return profiles in which every value of every question comes up, in many combinations.

    Raises `LookupError` with the name of a question for which nobody knows what to type.
    """
    values = {(s.name, name): _values(s, name, q) for s in sections for name, q in s.questions().items()}
    count = max(COUNT, *map(len, values.values()))
    return tuple(Profile(f"p{number}", _fitted(dict(_typed(values, number)))) for number in range(count))


def fit(profile: Profile, shape: str) -> Profile:
    """Take mysql where a shape's own config has no mariadb: before 11, or for the sake of a split."""
    layout, _, major = shape.partition("-")
    split = profile.typed.get(("database", "split")) == "true"
    lacks = int(major) < 11 or (layout == "classic" and split)
    if not lacks or profile.typed.get(("database", "connection")) != "mariadb":
        return profile
    return Profile(profile.name, {**profile.typed, ("database", "connection"): "mysql"})


def _values(section: type[Section], name: str, question: Question) -> Sequence[str]:
    sample = SAMPLES.get((section.name, name))
    if sample:
        return sample
    match question:
        case Choice(options=options):
            return [option.value for option in options]
        case Toggle():
            return ["true", "false"]
        case Number(minimum=low, maximum=high):
            return [str(n) for n in (question.default, low + 1, high) if n is not None]
        case Line():
            given = [text for text in (question.example, question.default) if text]
            if not given:
                raise LookupError(f"nobody knows what to type for `{section.name}.{name}`: add it to SAMPLES")
            return [*dict.fromkeys(given), NONE] if question.optional else list(dict.fromkeys(given))


def _typed(values: Mapping[Name, Sequence[str]], number: int) -> Iterator[tuple[Name, str]]:
    """Pick a value for each question, so that under one option of four the others still vary."""
    for place, (name, texts) in enumerate(values.items()):
        mixed = (number & (4 + place % 4)).bit_count() if len(texts) == 2 else number + place
        yield name, texts[mixed % len(texts)]


def _fitted(typed: dict[Name, str]) -> dict[Name, str]:
    """Mend what nobody would type together."""
    if typed.get(("storage", "provider")) == "r2":
        typed["storage", "endpoint"] = "https://abc123.r2.cloudflarestorage.com"
    if typed.get(("redis", "database")) == typed.get(("redis", "cache_database")):
        typed["redis", "cache_database"] = "7"
    return typed
