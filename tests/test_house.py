"""The house keeps its own rules: floors, a fast door, no loose ends, nothing of the builder's machine."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.lab import ROOT, clean_env, need

MODULES = tuple(sorted((ROOT / "wizard").rglob("*.py")))
HEAVY = ("boto3", "botocore", "cryptography", "jinja2", "pika", "pymysql", "redis", "textual", "tree_sitter", "wizard.services")


def _name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def _loaded(code: str, *arguments: str) -> set[str]:
    """Run code in a fresh process and return the heavy packages that it loaded."""
    spy = f"import sys\ntry:\n    {code}\nfinally:\n    print(*sys.modules, file=sys.stderr)"
    ran = subprocess.run(
        [sys.executable, "-c", spy, *arguments], capture_output=True, text=True, check=False, cwd=ROOT,
        env=clean_env(),
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout
    return set(HEAVY) & set(ran.stderr.split())


def test_the_floors_hold() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run([lint, "--no-logo"], capture_output=True, text=True, check=False, cwd=ROOT)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_importing_the_command_line_loads_no_textual() -> None:
    assert "textual" not in _loaded("import wizard.cli")


def test_the_version_is_answered_before_anything_is_loaded() -> None:
    assert _loaded("from wizard.__main__ import main; main()", "--version") == set()


@pytest.mark.parametrize("arguments", [["--help"], ["plan", "--help"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    assert _loaded("from wizard.__main__ import main; main()", *arguments) == set()


def test_a_plan_loads_no_screen_and_no_client() -> None:
    sample = str(ROOT / "templates" / "sample")
    loaded = _loaded("from wizard.cli import run; run(sys.argv[1:])", "plan", sample)
    assert "tree_sitter" in loaded
    assert loaded.isdisjoint({"textual", "boto3", "botocore", "redis", "pika", "pymysql", "wizard.services"})


@pytest.mark.parametrize("file", MODULES, ids=_name)
def test_a_module_opens_with_a_sentence_and_stays_short(file: Path) -> None:
    text = file.read_text()
    opening = (ast.get_docstring(ast.parse(text)) or "").split("\n\n")[0]
    assert re.fullmatch(r"\S.*[.!?]", opening, re.DOTALL), f"{_name(file)} opens with {opening!r}"
    assert len(text.splitlines()) <= 400


@pytest.mark.parametrize("file", MODULES, ids=_name)
def test_a_module_has_no_loose_ends(file: Path) -> None:
    loose = re.compile(r"#.*\b(TODO|FIXME|XXX|HACK)\b|\bNotImplementedError\b|\bbreakpoint\(", re.IGNORECASE)
    assert not loose.search(file.read_text())


def test_what_we_import_is_what_we_ask_pip_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = {_normal(re.split(r"[\s<>=\[;]", line)[0]) for line in project["dependencies"]}
    known = packages_distributions()
    used = {name for file in MODULES for name in _imported(file)} - sys.stdlib_module_names - {"wizard"}
    used -= {"rich", "pygments"}  # Textual brings them, and its version decides theirs
    assert {name for name in used if asked.isdisjoint(map(_normal, known.get(name, [])))} == set()


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _imported(file: Path) -> set[str]:
    """Return the top-level names of everything that a module imports, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    return names


def test_the_lock_names_no_server_and_has_a_hash_for_everything() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert "://" not in lock
    assert not re.search(r"^\s*-(?!-hash)|--(?!hash=sha256:)", lock, re.MULTILINE)
    pinned = re.findall(r"^([a-z0-9][a-z0-9._-]*)==", lock, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^\S+==.*\\\n\s+--hash=sha256:", lock, re.MULTILINE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    assert {_normal(re.split(r"[\s<>=\[;]", line)[0]) for line in wanted} <= set(pinned)


def test_nothing_of_the_builders_machine_is_in_a_file() -> None:
    listed = [need("git"), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    ran = subprocess.run(listed, capture_output=True, check=False, cwd=ROOT)
    if ran.returncode != 0:
        pytest.skip("this is not a git checkout")
    private = re.compile(rb"(?<![\w.$}*-])/(?:work|root|home/[a-z]\w*)/[\w.]")
    files = [ROOT / name.decode() for name in ran.stdout.split(b"\0") if name]
    found = {
        f"{_name(file)}:{number}"
        for file in files
        if file.is_file()
        for number, line in enumerate(file.read_bytes().splitlines(), 1)
        if private.search(line)
    }
    assert found == set()
