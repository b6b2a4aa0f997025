"""A crash report names places, never values."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from wizard import crash
from wizard.accept import host
from wizard.formats import env
from wizard.question import Line, parse
from wizard.text import same

SECRET = "sentinel-c0de"


def _bug(password: str) -> None:
    """A bug as it would be: the value is in the message, in the cause and in the locals."""

    def deeper() -> None:
        raise RuntimeError(f"bad {password}")

    try:
        deeper()
    except RuntimeError as error:
        raise ValueError(password) from error


def _failed(password: str) -> ValueError:
    with pytest.raises(ValueError, match=password) as raised:
        _bug(password)
    return raised.value


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_the_report_has_the_places_and_no_value(tmp_path: Path) -> None:
    lines = crash.report(_failed(SECRET), "en")
    (file,) = (tmp_path / "state/stateless-wizard").iterdir()
    text = file.read_text()
    assert SECRET not in text + "\n".join(lines)
    assert "ValueError" in text
    assert "caused by" in text
    assert f"{Path(__file__).name}:" in text
    assert " deeper\n" in text
    assert lines == [f"Internal error ({'ValueError'}). Nothing more was written.", f"Report, without values: {file}"]


def test_the_report_is_for_its_owner_alone(tmp_path: Path) -> None:
    crash.report(_failed(SECRET), "id")
    folder = tmp_path / "state/stateless-wizard"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()] == [0o600]


def test_where_no_report_can_be_saved_the_places_are_shown(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    lines = crash.report(_failed(SECRET), "id")
    assert lines[0] == "Error internal (ValueError). Tidak ada lagi yang ditulis."
    assert any(Path(__file__).name in line for line in lines)
    assert SECRET not in "\n".join(lines)


def test_our_own_errors_hold_no_value() -> None:
    for wrong in (
        lambda: parse(Line(label=same("a"), help=same("a"), secret=True), f"{SECRET}\0"),
        lambda: host(f"{SECRET}!"),
        lambda: env.read(f"A={SECRET} b"),
    ):
        with pytest.raises(Exception) as raised:
            wrong()
        assert SECRET not in repr(raised.value) + str(raised.value) + "\n".join(crash.places(raised.value))
