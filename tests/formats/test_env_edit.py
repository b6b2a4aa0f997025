"""Changing a `.env` file: where things go, what stays, what is refused."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.real_dotenv import every_version
from tests.formats.test_env_read import RULES, hostile_files
from wizard.formats import env
from wizard.formats.env import Refused, Rules


@pytest.mark.parametrize(
    "text",
    [
        "KEY=v\n", "KEY='v'\n", 'KEY="v"\n', " export KEY = v # c\n", "KEY=old\nKEY=v", "\ufeffKEY=v\r\nA=1\r",
        'A=v\nKEY="${A}"\n', "KEY=v\n# caf\udce9\n", "KEY=v # caf\udce9",
    ],
)  # fmt: skip
def test_a_value_that_reads_right_already_is_left_alone(text: str) -> None:
    assert env.put(text, {"KEY": "v"}) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("KEY=old\n", "KEY=new\n"),
        ("KEY=\n", "KEY=new\n"),
        ("KEY\n", "KEY=new\n"),
        ("KEY='old'\n", "KEY='new'\n"),
        ('KEY="old"\n', 'KEY="new"\n'),
        ("  export KEY = old  # why\n", "  export KEY = new  # why\n"),
        ("KEY=old#c\n", "KEY=new #c\n"),
        ("KEY= # c\n", "KEY=new # c\n"),
        ("KEY=1\nA=2\nKEY=3\nB=4\n", "KEY=1\nA=2\nKEY=new\nB=4\n"),
        ('KEY="a\nb"\nA=1\n', 'KEY="new"\nA=1\n'),
        ("A=1\r\nKEY=old\r\n", "A=1\r\nKEY=new\r\n"),
        ("A=1\rKEY=old", "A=1\rKEY=new"),
        ('"KEY"=old', '"KEY"=new'),
        ("# KEY=old\nKEY=old\n", "# KEY=old\nKEY=new\n"),
    ],
)
def test_only_the_value_of_the_last_definition_changes(before: str, after: str) -> None:
    assert env.put(before, {"KEY": "new"}) == after


def test_the_application_key_is_written_as_artisan_finds_it() -> None:
    key = "base64:c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0Cg="
    assert env.put(' export APP_KEY="" # c\n', {"APP_KEY": key}) == f"APP_KEY={key} # c\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A=1\n# KEY=old\nB=2\n", "A=1\nKEY=new\nB=2\n"),
        ("#KEY=old # why\n", "KEY=new # why\n"),
        ("  # export KEY='old'\n", "export KEY='new'\n"),
        ("# KEY=\n", "KEY=new\n"),
    ],
)
def test_a_commented_key_is_revived(before: str, after: str) -> None:
    assert env.put(before, {"KEY": "new"}) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# set KEY=x to win\n", "# set KEY=x to win\n\nKEY=new\n"),
        ("# KEY=is what you want\n", "# KEY=is what you want\n\nKEY=new\n"),
        ("# KEY=a\n# KEY=b\nA=1\n", "# KEY=a\n# KEY=b\nKEY=new\nA=1\n"),
        ("# OTHER_KEY=a\n", "# OTHER_KEY=a\n\nKEY=new\n"),
    ],
)
def test_a_comment_that_is_not_the_one_assignment_is_left_alone(before: str, after: str) -> None:
    assert env.put(before, {"KEY": "new"}) == after


def test_a_new_key_joins_its_relatives() -> None:
    before = "SESSION_DRIVER=file\nCACHE_STORE=file\nSESSION_PATH=/ # p\n\nMAIL=x\n"
    after = env.put(before, {"SESSION_TABLE": "s", "SESSION_DOMAIN": "d", "CACHE_PREFIX": "c"})
    assert after == (
        "SESSION_DRIVER=file\nCACHE_STORE=file\nCACHE_PREFIX=c\n"
        "SESSION_PATH=/ # p\nSESSION_TABLE=s\nSESSION_DOMAIN=d\n\nMAIL=x\n"
    )


def test_relatives_that_are_commented_out_below_count_too() -> None:
    before = "DB_CONNECTION=sqlite\n# DB_HOST=127.0.0.1\n# DB_PORT=3306\n\nMAIL=x"
    after = env.put(before, {"DB_HOST": "db", "DB_SOCKET": ""})
    assert after == "DB_CONNECTION=sqlite\nDB_HOST=db\n# DB_PORT=3306\nDB_SOCKET=\n\nMAIL=x"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_other_new_keys_come_as_blocks_under_one_comment_line(ending: str) -> None:
    blocks = {
        "AWS_KEY": "# Storage: one bucket",
        "AWS_URL": "# Storage: one bucket",
        "LOG_STACK": "# Logs: stderr",
    }
    after = env.put(
        f"A=1{ending}", {"AWS_KEY": "k", "LOG_STACK": "x", "AWS_URL": "u", "AWS_B": "b"}, blocks=blocks
    )
    lines = ["A=1", "", "# Storage: one bucket", "AWS_KEY=k", "AWS_URL=u", "AWS_B=b", "", "# Logs: stderr"]
    assert after == ending.join([*lines, "LOG_STACK=x", ""])
    assert env.put(after, {"FILESYSTEM_DISK": "s3"}, blocks={"FILESYSTEM_DISK": "# Storage: one bucket"}) == (
        after.replace("AWS_B=b", f"AWS_B=b{ending}FILESYSTEM_DISK=s3")
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "# B: b\nKEY=new\n"),
        ("\ufeff", "\ufeff# B: b\nKEY=new\n"),
        ("A=1", "A=1\n\n# B: b\nKEY=new"),
        ("A=1\r\n", "A=1\r\n\r\n# B: b\r\nKEY=new\r\n"),
        ("A=1\n\n", "A=1\n\n# B: b\nKEY=new\n"),
    ],
)
def test_a_block_keeps_the_end_of_the_file_as_it_was(before: str, after: str) -> None:
    assert env.put(before, {"KEY": "new"}, blocks={"KEY": "# B: b"}) == after


@pytest.mark.parametrize("rules", Rules)
def test_a_new_key_comes_before_a_quote_that_is_never_closed(rules: Rules) -> None:
    text = 'A=1\n# see X="quoted\n# and more\n'
    after = env.put(text, {"KEY": "new", "A_B": "2"}, rules)
    assert after == 'A=1\nA_B=2\n\nKEY=new\n# see X="quoted\n# and more\n'
    assert [env.read(after, each) for each in Rules] == [{"A": "1", "A_B": "2", "KEY": "new"}] * 3


def test_a_quote_never_closed_on_the_first_line_leaves_room_above_it() -> None:
    assert env.put('# X="y\nB=1\n', {"KEY": "new"}) == 'KEY=new\n# X="y\nB=1\n'


def test_a_value_made_of_another_that_changes_too_is_written_out() -> None:
    after = env.put('A=1\nB="${A}"\n', {"A": "2", "B": "1"})
    assert after == 'A=2\nB="1"\n'


def test_a_value_that_needs_an_environment_variable_is_written_out() -> None:
    assert env.put("A=${HOME}\n", {"A": "${HOME}"}) == "A='${HOME}'\n"


def test_all_definitions_of_a_dropped_key_go() -> None:
    before = 'A=1\nKEY=x\nB=2\nexport KEY="a\nb" # c\n# KEY=z\nKEY\nC=3\n'
    assert env.drop(before, ["KEY", "NONE"]) == "A=1\nB=2\n# KEY=z\nC=3\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A=1\nKEY=x", "A=1"),
        ("A=1\r\nKEY=x", "A=1"),
        ("KEY=x", ""),
        ("\ufeffKEY=x\nA=1", "\ufeffA=1"),
        ("A=1", "A=1"),
    ],
)
def test_dropping_keeps_the_end_of_the_file_as_it_was(before: str, after: str) -> None:
    assert env.drop(before, ["KEY"]) == after


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("A=1\nB=a b\n", 2),
        ("A=1\n\nB=caf\udce9\n", 3),
        ("A=1\n<<<<<<< x\nB=1\n", 2),
        ('A="x\ny"\nKEY: v\n', 3),
    ],
)
def test_a_file_that_php_refuses_or_that_holds_other_bytes_is_not_touched(text: str, line: int) -> None:
    with pytest.raises(Refused) as caught:
        env.put(text, {"A": "2"})
    assert caught.value.line == line
    with pytest.raises(Refused):
        env.drop(text, ["A"])


@pytest.mark.parametrize("heading", ["no comment", "# a\nB=1", '# X="y'])
def test_a_heading_that_is_no_plain_comment_is_our_bug(heading: str) -> None:
    with pytest.raises(ValueError, match="comment line"):
        env.put("", {"A": "1"}, blocks={"A": heading})


@pytest.mark.parametrize("version", ["5.6", "5.8"])
def test_in_hostile_files_an_edit_is_exact_or_refused(version: str) -> None:
    counts: Counter[str] = Counter()
    edits = st.dictionaries(
        st.sampled_from(["A", "B", "KEY", "H", "A_B"]),
        st.sampled_from(["", "x", "a b", "it's", 'a="b', "${A}", "a\nb", "#", "\\"]),
        min_size=1,
        max_size=3,
    )
    with every_version() as real:

        @settings(max_examples=1_500)
        @given(hostile_files(), edits, st.booleans())
        def law(text: str, wanted: dict[str, str], dropping: bool) -> None:
            before = real[version].read(text.encode())
            try:
                after = (
                    env.drop(text, wanted, RULES[version])
                    if dropping
                    else env.put(text, wanted, RULES[version])
                )
            except Refused:
                counts["refused"] += before is not None
                return
            assert before is not None
            counts["done"] += 1
            kept = {n: v for n, v in before.items() if n not in wanted}
            found = real[version].read(after.encode()) or {}
            touched = {n: found.pop(n) for n in list(found) if n in wanted}
            assert touched == ({} if dropping else wanted)
            assert found.keys() == kept.keys()
            assert all("${" in str(kept[n]) or "${" in text or found[n] == kept[n] for n in kept)

        law()
    assert counts["refused"] * 20 < counts["done"]
