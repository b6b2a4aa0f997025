"""Names that Laravel derives from another: the slug and the snake form of APP_NAME."""

from __future__ import annotations

import re
import unicodedata

from wizard.laravel.value import UNKNOWN, Unknown

# Letters whose ASCII form Laravel takes from a table, and which are no base letter with an accent.
_LETTERS = {"Æ": "AE", "æ": "ae", "Ø": "O", "ø": "o", "ß": "ss", "Þ": "TH", "þ": "th", "Ð": "D", "ð": "d",
            "Đ": "D", "đ": "d", "Ł": "L", "ł": "l", "Œ": "OE", "œ": "oe", "ı": "i"}  # fmt: skip
_ACCENTED = frozenset("ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿĀāĂăĄąĆćĈĉĊċČčĎďĒēĔĕĖėĘęĚě"
                      "ĜĝĞğĠġĢģĤĥĨĩĪīĬĭĮįİĴĵĹĺĻļĽľŃńŅņŇňŌōŎŏŐőŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽž"
                      "ȘșȚț")  # fmt: skip
_UNSURE_LOWER = frozenset("ΣİẞϴΩKÅ")  # PHP versions, or PHP and Python, fold these differently


def slug(title: str, separator: str = "-") -> str | Unknown:
    """Return what `Str::slug` gives (LARAVEL.md §9.5); letters outside the Latin ones are unknown."""
    plain = ascii_of(title)
    if plain is UNKNOWN or len(separator) > 1 or separator not in "-_.":
        return UNKNOWN
    flip = "_" if separator == "-" else "-"
    plain = re.sub(f"[{re.escape(flip)}]+", separator, plain).replace("@", f"{separator}at{separator}")
    kept = re.sub(rf"[^{re.escape(separator)}a-z0-9\s]+", "", plain.lower(), flags=re.ASCII)
    if not separator:
        return re.sub(r"\s+", "", kept, flags=re.ASCII)
    return re.sub(rf"[{re.escape(separator)}\s]+", separator, kept, flags=re.ASCII).strip(separator)


def ascii_of(title: str) -> str | Unknown:
    """Return what `Str::ascii` gives for ASCII and the Latin letters of Europe, else unknown."""
    out = []
    for letter in title:
        if letter in "\n\r\t":
            out.append(" ")
        elif letter.isascii():
            out.append(letter if letter.isprintable() else "")
        elif letter in _LETTERS:
            out.append(_LETTERS[letter])
        elif letter in _ACCENTED:
            out.append(unicodedata.normalize("NFD", letter)[0])
        else:
            return UNKNOWN
    return "".join(out)


def snake(value: str, delimiter: str = "_") -> str | Unknown:
    """Return what `Str::snake` gives: `My Shop` is `my_shop`, `HRIS` is `h_r_i_s`."""
    if re.fullmatch(r"[a-z]+", value):
        return value
    if not value.isascii():
        return UNKNOWN
    words = re.sub(r"(^|[ \t\r\n\f\v])([a-z])", lambda found: found[1] + found[2].upper(), value)
    joined = re.sub(r"\s+", "", words, flags=re.ASCII)
    return re.sub(r"(.)(?=[A-Z])", lambda found: found[1] + delimiter, joined).lower()


def lower(value: str) -> str | Unknown:
    """Return what `Str::lower` gives."""
    return UNKNOWN if _UNSURE_LOWER & set(value) else value.lower()


def kebab(value: str) -> str | Unknown:
    """Return what `Str::kebab` gives."""
    return snake(value, "-")
