"""What real PHP makes of many config files at once, and odd but valid files to edit."""

from __future__ import annotations

import base64
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import strategies as st

from tests.lab import run_php

_EVALUATE = r"""
function env($key, $default = null) { return ['env' => $key, 'default' => $default]; }
function packed($value) {
    if (is_string($value)) { return ['s', base64_encode($value)]; }
    if (is_float($value)) { return ['f', var_export($value, true)]; }
    if (!is_array($value)) { return ['v', is_object($value) ? 'object' : $value]; }
    $items = [];
    foreach ($value as $key => $inner) { $items[] = [base64_encode((string) $key), packed($inner)]; }
    return ['a', $items];
}
foreach (glob($argv[1] . '/*.php') as $file) { echo json_encode(packed((function () use ($file) {
    ob_start(); try { return require $file; } finally { ob_end_clean(); }
})())), "\n"; }
"""


def evaluated(texts: Sequence[str]) -> list[object]:
    """Return what each PHP file returns: arrays as dicts with text keys, `env()` as key and default."""
    with tempfile.TemporaryDirectory(prefix="php") as place:
        for number, text in enumerate(texts):
            (Path(place) / f"{number:06}.php").write_bytes(text.encode("utf-8", "surrogateescape"))
        ran = run_php(_EVALUATE, place)
    lines = ran.stdout.decode().splitlines()
    assert len(lines) == len(texts), ran.stderr.decode(errors="replace")
    return [_unpacked(json.loads(line)) for line in lines]


def value_of(text: str) -> object:
    """Return what one PHP file returns."""
    return evaluated([text])[0]


def as_php(value: object) -> object:
    """Return a Python value as `evaluated` would give it."""
    if isinstance(value, dict):
        return {str(key): as_php(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return {str(key): as_php(inner) for key, inner in enumerate(value)}
    return value


def _unpacked(packed: list[object]) -> object:
    kind, value = packed
    match kind:
        case "s":
            return base64.b64decode(str(value)).decode("utf-8", "surrogateescape")
        case "f":
            return float(str(value))
        case "a":
            assert isinstance(value, list)
            return {base64.b64decode(key).decode(): _unpacked(inner) for key, inner in value}
        case _:
            return value


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
    st.sampled_from(
        [
            "'); system('id');//",
            "?><?php echo 1;",
            "{{ 7*7 }}",
            "\x1b[2J",
            "${APP_KEY}",
            "{$x}",
            "<<<EOT\nx\nEOT;\n",
            "\\",
            "\\'",
            "\r\n",
            "*/",
            "\u202e",
            "$",
            "1.5",
            "0x1f",
        ]
    ),
)

_COMMENTS = ["// it's, 'a' => 1 ]", '# [ "x', "/* ), 'k' => 2, */", "/*\n | block's\n */"]
_KEYS = st.sampled_from(["driver", "host", "options", "a-b", "it's", "x.y", "7", "", "é", "$var", 'say "x"'])


@st.composite
def files(draw: st.DrawFn) -> tuple[str, dict[str, object]]:
    """Draw a config file in some odd but valid layout, and the value that PHP gives it."""
    unit = draw(st.sampled_from(["    ", "  ", "\t"]))
    source, model = _array(draw, unit, 0, inline=False)
    before = draw(
        st.sampled_from(["", "use A\\B;\n\n", "$x = [1, 'driver' => 2];\n", "/* 'a' */\n// return [];\n"])
    )
    after = draw(st.sampled_from([";", ";\n", ";\n\n// end ]\n", " ;\n?>\n", ";\n$y = ['driver' => 1];\n"]))
    text = f"<?php\n\n{before}return {source}{after}"
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"]))), model


def _array(draw: st.DrawFn, unit: str, depth: int, *, inline: bool) -> tuple[str, dict[str, object]]:
    short = draw(st.booleans())
    opening, closing = ("[", "]") if short else ("array(", ")")
    inline = inline or (depth > 0 and draw(st.booleans()))
    count = draw(st.integers(0, 4 if depth < 2 else 2))
    model: dict[str, object] = {}
    items: list[str] = []
    for _ in range(count):
        key = draw(_KEYS)
        source, model[key] = _value(draw, unit, depth + 1, inline=inline)
        arrow = draw(st.sampled_from([" => ", "=>", "     => "]))
        items.append(_string(draw, key) + arrow + source)
    if inline:
        comment = draw(st.sampled_from(["", "", " /* c, ] */"]))
        space = draw(st.sampled_from(("", " ")))
        trailing = draw(st.booleans())
        comma = "," if items and trailing else ""
        return opening + space + ", ".join(items) + comma + comment + space + closing, model
    return opening + _lines(draw, items, unit, depth) + closing, model


def _lines(draw: st.DrawFn, items: list[str], unit: str, depth: int) -> str:
    indent = unit * (depth + 1)
    out = ""
    for number, item in enumerate(items):
        if draw(st.integers(0, 4)) == 0:
            out += "\n" + indent + draw(st.sampled_from(_COMMENTS))
        joined = number and draw(st.integers(0, 5)) == 0 and not out.rsplit("\n", 1)[-1].count("// ")
        out += (" " if joined and "#" not in out.rsplit("\n", 1)[-1] else "\n" + indent) + item
        last = number == len(items) - 1
        comma = "" if last and draw(st.booleans()) else ","
        behind = draw(st.sampled_from(["", "", " " + _COMMENTS[0], " /* c */", " " + _COMMENTS[1]]))
        out += comma + behind
    if draw(st.integers(0, 4)) == 0:
        out += "\n" + indent + draw(st.sampled_from(_COMMENTS))
    blank = not items and not out and draw(st.booleans())
    ends_open = items and "//" not in out and "#" not in out and draw(st.integers(0, 5)) == 0
    return out if blank or ends_open else out + "\n" + unit * depth


def _value(draw: st.DrawFn, unit: str, depth: int, *, inline: bool) -> tuple[str, object]:
    if depth < 3 and draw(st.booleans()):
        return _array(draw, unit, depth, inline=inline)
    number = draw(st.integers(-9, 99))
    word = draw(_KEYS)
    return draw(
        st.sampled_from(
            [
                (str(number), number),
                (_string(draw, word), word),
                ("TRUE", True),
                ("null", None),
                ("(1.5)", 1.5),
                ("env('A_KEY', 'x')", {"env": "A_KEY", "default": "x"}),
                ("'a' . 'b'", "ab"),
                ("env(\n'B'\n)" if not inline else "env('B')", {"env": "B", "default": None}),
            ]
        )
    )


def _string(draw: st.DrawFn, value: str) -> str:
    if draw(st.integers(0, 3)) == 0:
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$") + '"'
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
