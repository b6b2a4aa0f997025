"""How the uses of Redis are called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from wizard.laravel.redis_uses import CACHE, LOCKS, QUEUE, SESSIONS
from wizard.text import Text, same

ROLES: Final = {
    SESSIONS: Text("sessions", "session"),
    CACHE: same("cache"),
    LOCKS: Text("locks", "lock"),
    QUEUE: same("queue"),
}


def roles_of(roles: Iterable[str]) -> tuple[Text, ...]:
    """Return the words for these roles, each once."""
    return tuple(ROLES[role] for role in dict.fromkeys(roles))


def and_(words: Sequence[Text]) -> Text:
    """Join words: `a, b`."""
    joined = words[0]
    for word in words[1:]:
        joined = same("{a}, {b}").fill(a=joined, b=word)
    return joined
