"""The wheel: what pip installs works alone, away from the repository and from every tool of its makers."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement

from tests.lab import ROOT, clean_env
from wizard import VERSION

SCREEN = """
import asyncio, os, sys
from pathlib import Path
import wizard.tui.app
from wizard.project import Project
from wizard.resolve import Given
from wizard.sections import PARTS, SECTIONS
from wizard.walk.desk import Desk
from wizard.walk.state import State

async def opened():
    project = Project.open(Path(sys.argv[1]), environ={})
    state = State.start(project, SECTIONS, PARTS, "en", Given())
    app = wizard.tui.app.WizardApp(Desk(state, None, None), os.environ)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("2")
        await pilot.pause()
        print(Path(wizard.tui.app.__file__).with_name("wizard.tcss"))
        print(app.export_screenshot())

asyncio.run(opened())
"""
"""Opens the wizard on the project that is named, goes to its first section, and prints that screen."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with what is installed here."""
    target = tmp_path_factory.mktemp("wheel")
    _run(ROOT, sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target))
    return next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an empty venv that sees what the wheel asks for, and nothing else."""
    venv = tmp_path_factory.mktemp("venv")
    _run(venv.parent, sys.executable, "-m", "venv", "--without-pip", str(venv))
    packages = next(venv.glob("lib/python*/site-packages"))
    python = str(venv / "bin" / "python")
    pip = [sys.executable, "-m", "pip", "--python", python]
    _run(venv.parent, *pip, "install", "--no-deps", "--no-index", str(wheel))
    for needed in _closure(wheel):
        for entry in _entries(needed):
            if not (packages / entry.name).exists():
                (packages / entry.name).symlink_to(entry)
    return venv


@pytest.fixture
def sample(installed: Path, tmp_path: Path) -> Path:
    """Unpack the sample project that the wheel carries."""
    made = _run(tmp_path, installed / "bin/python", "-c", "from wizard.sample import unpack; print(unpack())")
    return Path(made.stdout.strip())


def _run(cwd: Path, *command: str | Path, code: int = 0) -> CompletedProcess[str]:
    env = clean_env(HOME=str(cwd), TMPDIR=str(cwd))
    ran = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == code, ran.stdout + ran.stderr
    return ran


def _closure(wheel: Path) -> Iterator[Distribution]:
    """Yield every distribution that the wheel asks for, and those that they ask for."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        lines = archive.read(name).decode().splitlines()
    asked = [Requirement(line.partition(":")[2]) for line in lines if line.startswith("Requires-Dist:")]
    left, seen = _applying(asked, {""}), set[tuple[str, str]]()
    while left:
        requirement = left.pop()
        key = (requirement.name.lower(), ",".join(sorted(requirement.extras)))
        if key in seen:
            continue
        seen.add(key)
        found = distribution(requirement.name)
        yield found
        further = [Requirement(line) for line in found.requires or ()]
        left += _applying(further, {"", *requirement.extras})


def _applying(requirements: list[Requirement], extras: set[str]) -> list[Requirement]:
    """Keep what is needed on this Python and platform with these extras."""
    def applies(marker: Marker | None) -> bool:
        return marker is None or any(marker.evaluate({"extra": extra}) for extra in extras)

    return [requirement for requirement in requirements if applies(requirement.marker)]


def _entries(found: Distribution) -> set[Path]:
    """Return the top-level files and folders of a distribution in this Python's site-packages."""
    tops = {file.parts[0] for file in found.files or () if file.parts[0] not in ("..", "__pycache__")}
    return {Path(str(found.locate_file(top))) for top in tops}


def test_the_wheel_holds_the_package_its_templates_and_its_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    code = [file for file in (ROOT / "wizard").rglob("*") if file.suffix in (".py", ".tcss")]
    templates = [file for file in (ROOT / "templates").rglob("*") if file.is_file()]
    assert {str(file.relative_to(ROOT)) for file in code} <= names
    assert {f"wizard/{file.relative_to(ROOT)}" for file in templates} <= names
    assert {name.split("/")[0] for name in names} == {"wizard", f"stateless_wizard-{VERSION}.dist-info"}
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert f"-{VERSION}-" in wheel.name


def test_the_installed_program_tells_its_version(installed: Path, tmp_path: Path) -> None:
    ran = _run(tmp_path, installed / "bin/stateless-wizard", "--version")
    assert (ran.stdout, ran.stderr) == (f"stateless-wizard {VERSION}\n", "")


def test_the_installed_package_finds_its_own_templates(installed: Path, tmp_path: Path) -> None:
    code = "import wizard.formats.template as t; print(t.__file__); print(t.folder())"
    for line in _run(tmp_path, installed / "bin/python", "-c", code).stdout.splitlines():
        assert Path(line).is_relative_to(installed), line


def test_the_installed_program_sees_no_tool_of_its_makers(installed: Path, tmp_path: Path) -> None:
    tools = ("hatchling", "hypothesis", "mypy", "packaging", "pytest")
    code = f"import importlib.util as u; print([tool for tool in {tools} if u.find_spec(tool)])"
    assert _run(tmp_path, installed / "bin/python", "-c", code).stdout == "[]\n"


def test_the_installed_program_plans_and_writes_away_from_the_repository(
    installed: Path, sample: Path, tmp_path: Path
) -> None:
    program = installed / "bin/stateless-wizard"
    answers = [
        "--storage-bucket", "uploads", "--database-host", "10.0.0.5", "--queue-host", "10.0.0.20",
        "--queue-user", "omniflow", "--redis-host", "10.0.0.10", "--app-key", "generate", "--no-interaction",
    ]  # fmt: skip
    planned = _run(tmp_path, program, "plan", sample, *answers).stdout
    assert "+SESSION_DRIVER=" in planned
    assert "health" in planned
    before = (sample / "routes/web.php").read_text()
    _run(tmp_path, program, "apply", sample, *answers, "--defaults", "--yes")
    assert (sample / "routes/web.php").read_text() != before
    _run(tmp_path, program, "plan", sample, "--check")


def test_the_installed_program_opens_its_screen(installed: Path, sample: Path, tmp_path: Path) -> None:
    seen = _run(tmp_path, installed / "bin/python", "-c", SCREEN, sample).stdout
    style, screen = seen.split("\n", 1)
    assert Path(style).is_relative_to(installed), style
    assert "1 of 8" in screen.replace("\u00a0", " ").replace("&#160;", " ")


def test_a_screen_without_its_styles_does_not_open(installed: Path, sample: Path, tmp_path: Path) -> None:
    style = next(installed.glob("lib/python*/site-packages/wizard/tui/wizard.tcss"))
    away = style.rename(tmp_path / style.name)
    try:
        refused = _run(tmp_path, installed / "bin/python", "-c", SCREEN, sample, code=1)
    finally:
        away.rename(style)
    assert style.name in refused.stdout + refused.stderr


def test_a_checkout_finds_its_templates_too() -> None:
    from wizard.formats import template

    assert (template.folder() / "sample" / "artisan").is_file()
