"""`.env` files: what Laravel reads from one, how to change it without losing a byte, how to show it."""

from __future__ import annotations

import io
from collections.abc import Collection

from wizard.formats.env_edit import drop, put
from wizard.formats.env_grammar import Kind, Line, Rules
from wizard.formats.env_mask import MASK, masked
from wizard.formats.env_read import Refused, ambiguous, cast, decode, lines, parsed, read, rules_for
from wizard.formats.env_write import encode, encode_for_env

__all__ = [
    "MASK",
    "Kind",
    "Line",
    "Refused",
    "Rules",
    "ambiguous",
    "cast",
    "decode",
    "differences",
    "drop",
    "encode",
    "encode_for_env",
    "lines",
    "masked",
    "put",
    "read",
    "rules_for",
]


def differences(text: str, names: Collection[str], rules: Rules = Rules.V56) -> tuple[str, ...]:
    """Return those of the names that python-dotenv reads otherwise than phpdotenv.

    Both readings are taken before `${NAME}` is filled in. Raises Refused.
    """
    from dotenv.parser import parse_stream

    second = {pair.key: pair.value for pair in parse_stream(io.StringIO(text)) if pair.key is not None}
    first = {entry.name: entry.value and entry.value.text for entry in parsed(text, rules).entries}
    return tuple(
        name for name in names if (name in first, first.get(name)) != (name in second, second.get(name))
    )
