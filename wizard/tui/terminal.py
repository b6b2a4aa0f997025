"""What the terminal can do, read from the environment: colours, background, signs, and whether it is far away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from wizard.walk.ascii import needs_ascii


class Colours(IntEnum):
    """How many colours may be sent."""

    NONE = 0
    SIXTEEN = 16
    MANY = 256
    TRUE = 1 << 24


@dataclass(frozen=True, slots=True)
class Terminal:
    """What may be sent to the terminal. `theme` is named as users know it; `slow` is a line where every byte counts."""

    colours: Colours = Colours.TRUE
    theme: str = "dark"
    ascii: bool = False
    slow: bool = False

    @classmethod
    def of(cls, environ: Mapping[str, str], *, theme: str | None = None, plain_signs: bool | None = None) -> Terminal:
        """Look at the environment; what the user asked for goes before it, but for NO_COLOR."""
        colours = _colours(environ)
        background = theme.removeprefix("ansi-") if theme else "light" if _is_light(environ) else "dark"
        few = colours is Colours.NONE or (theme is None and colours is Colours.SIXTEEN)
        return cls(
            colours=colours,
            theme=f"ansi-{background}" if few else theme or background,
            ascii=needs_ascii(environ) if plain_signs is None else plain_signs,
            slow=bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY")),
        )

    @property
    def pause(self) -> float:
        """The seconds without a key after which what follows is worked out and shown."""
        return 0.3 if self.slow else 0.12

    @property
    def settings(self) -> Mapping[str, str]:
        """What Textual wants in the environment before it is imported: fewer frames where every byte counts."""
        return {"TEXTUAL_FPS": "15", "TEXTUAL_SMOOTH_SCROLL": "0"} if self.slow else {}


def _colours(environ: Mapping[str, str]) -> Colours:
    if environ.get("NO_COLOR"):
        return Colours.NONE
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return Colours.TRUE
    term = environ.get("TERM", "")
    return Colours.MANY if "256" in term or "kitty" in term else Colours.SIXTEEN


def _is_light(environ: Mapping[str, str]) -> bool:
    """Tell whether the terminal says that its background is light: the last number of COLORFGBG."""
    return environ.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15")
