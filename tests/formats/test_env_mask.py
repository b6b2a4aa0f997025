"""Showing a `.env` file: its shape stays, its secrets do not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.formats import env
from wizard.formats.env import MASK

SECRET = "hunter2"
PUBLIC = {"SESSION_DRIVER", "APP_NAME"}
ROWS = [
    "PASSWORD={}", "PASSWORD='{}'", 'PASSWORD="{}"', "export db_password = {}", "# PASSWORD={}", "#PASSWORD='{} x'",
    "## OLD_PASSWORD: {}", "# password = {} or so", "# root:{}@db", "# mysql://root:{}@db/x", "A=1 # PASSWORD={}",
    "A=#{}", "A=x#{}", "A='x'#{}", "SESSION_DRIVER=file#{}", "SESSION_DRIVER=file # old=({})", "PASSWORD=x # was {}",
    "E='' # {}", "PASSWORD: {}",
    "SESSION_DRIVER=redis://:{}@h", "APP_NAME='u:{}/{}@h'", "# SESSION_DRIVER=a:{}@h # x", "APP_NAME=a:{}#{}@h",
    "set PASSWORD={}", "{}", "{}=", "x {}", "PASSWORD=a {}", "SESSION_DRIVER=redis {}", "- PASSWORD={}", '"{}',
    'KEY="-----BEGIN\n{}\n{}==\n-----END"', 'APP_NAME="a\n{}\nb"', '# KEY="a\n{}\n{}=\nb"', "PASSWORD=\"{}", "\f{}",
    "PASSWORD={}\\", "'PASSWORD'='{}'", "PASSWORD=${{A}}{}", "  #  SESSION_DRIVER={} x y",
]  # fmt: skip
PLAIN = [
    "SESSION_DRIVER=redis",
    "# just a note",
    "",
    "A=",
    'APP_NAME="x',
    '# X="y',
    '"',
    'B="c"',
    "MORE='a=\"b'",
]


def test_public_values_and_comments_are_shown_and_the_rest_is_not() -> None:
    text = (
        "# Session settings\nSESSION_DRIVER=redis # shared\nexport PASSWORD = 'x y'  # why\nEMPTY=\nE2=\"\" # c\n"
        '# DB_HOST=10.0.0.1 # note\n#SESSION_DRIVER=file\nAPP_NAME="${OTHER} app"\nKEY="a\nb"\nBARE\nAPP_NAME\n'
        "# see https://laravel.com/docs/session#config for more\n\nbroken line\n"
    )
    assert env.masked(text, PUBLIC) == (
        "# Session settings", "SESSION_DRIVER=redis # shared", f"export PASSWORD = {MASK}  # {MASK}", "EMPTY=",
        f'E2="" # {MASK}', f"# DB_HOST={MASK} # {MASK}", "#SESSION_DRIVER=file", 'APP_NAME="${OTHER} app"', f"KEY={MASK}",
        MASK, MASK,
        "APP_NAME", "# see https://laravel.com/docs/session#config for more", "", MASK,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("U=https://user:{}@cdn/x", f"U=https://{MASK}@cdn/x"),
        ('U="https://user:{}@cdn"', f'U="https://{MASK}@cdn"'),
        ("U='redis://:{}@10.0.0.1:6379' # shared", f"U='redis://{MASK}@10.0.0.1:6379' # shared"),
        ("export U = app:{}@10.0.0.1", f"export U = {MASK}@10.0.0.1"),
        ("# U=amqp://u:{}@h", f"# U=amqp://{MASK}@h"),
        ("U=a:{}@h1,b:{}@h2", f"U={MASK}@h2"),
        ("U=redis://:a/{}@h", f"U=redis://{MASK}@h"),
        ("U=redis://:a@{}@h", f"U=redis://{MASK}@h"),
        ("U=app:{}#b@h", f"U={MASK}"),
        ("U=app:a#{}@h", f"U={MASK}"),
        ("U=h # was redis://:{}@h", f"U=h # was redis:{MASK}"),
    ],
)
def test_credentials_in_a_public_value_are_not_shown(line: str, shown: str) -> None:
    assert env.masked(line.replace("{}", SECRET), {"U"}) == (shown,)


@pytest.mark.parametrize("line", ["U=https://cdn.test/a:b", "U=redis://10.0.0.1:6379", "U=10.0.0.1", 'U=""'])
def test_a_public_value_without_credentials_is_shown_as_it_is(line: str) -> None:
    assert env.masked(line, {"U"}) == (line,)


def test_our_own_comment_lines_are_shown_as_they_are() -> None:
    text = "# Session: shared by all nodes\n# Cache: x\n"
    assert env.masked(text, (), ours={"# Session: shared by all nodes"}) == (
        "# Session: shared by all nodes",
        f"# Cache: {MASK}",
    )


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"# \x1b[2J\x07\t\x7f\xc2\x9b", r"# \x1b[2J\x07\x09\x7f\x9b"),
        (b"# caf\xe9", r"# caf\xe9"),
        (b"\xef\xbb\xbfSESSION_DRIVER=a\xe2\x80\xaeb", r"\ufeffSESSION_DRIVER=a\u202eb"),
    ],
)
def test_characters_that_a_terminal_obeys_are_shown_as_escapes(raw: bytes, shown: str) -> None:
    assert env.masked(env.decode(raw), PUBLIC) == (shown,)


def test_a_file_in_a_comment_trap_still_shows_its_public_values() -> None:
    assert env.masked('# see X="y\nSESSION_DRIVER=redis\nPASSWORD=p\nabcd==\n', PUBLIC) == (
        f'# see X={MASK}', "SESSION_DRIVER=redis", f"PASSWORD={MASK}", MASK,
    )  # fmt: skip


@settings(max_examples=800)
@given(st.lists(st.sampled_from(ROWS + PLAIN), max_size=8), st.sampled_from(["\n", "\r\n", "\r"]))
def test_no_secret_survives_in_any_mixture_of_lines(rows: list[str], ending: str) -> None:
    text = "\n".join(row.replace("{}", SECRET) for row in rows).replace("\n", ending)
    shown = env.masked(text, PUBLIC)
    assert SECRET not in "\n".join(shown)
    assert len(shown) == len(re.split("\r\n|\n|\r", text)) - (text.endswith(("\r", "\n")) or not text)


@given(st.text(st.characters(codec=None), max_size=60))
def test_any_text_has_as_many_lines_when_masked_and_none_can_steer_a_terminal(text: str) -> None:
    shown = env.masked(text, PUBLIC)
    assert len(shown) == len(re.split("\r\n|\n|\r", text)) - (text.endswith(("\r", "\n")) or not text)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", "".join(shown))


def test_a_long_token_in_a_comment_is_taken_for_a_secret_but_a_ruler_is_not() -> None:
    text = "# MIIEowIBAAKCAQEAhunter2hunter2 x\n# ------------------------------\n# was hunter2hunter2hunter2hunter2\n"
    assert env.masked(text, ()) == (f"# {MASK}", "# ------------------------------", f"# was {MASK}")
