"""The big table: every profile written into every shape, and what real PHP then makes of each project."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.judge import evaluate_all
from tests.odd_shapes import ODD
from tests.profiles import Profile, fit
from tests.shapes import SHAPES, make, vendored, with_env
from tests.verdict import Case, Config, keys_written
from wizard.outcome import answers_found, outcome, write
from wizard.project import Project
from wizard.resolve import Given, is_active
from wizard.section import Section

RABBITMQ = {8: "11.4.0", 9: "13.1.0", 10: "14.0.0", 11: "14.1.0", 12: "14.2.0", 13: "14.5.0"}


@dataclass(frozen=True)
class Row:
    """A case with the whole config before and after it, and with probes for values, as PHP has them."""

    case: Case
    before: Config
    after: Config
    probed: Config


def ordinary(shape: str) -> str:
    """Return the ordinary shape that an odd one was made of."""
    return ODD[shape][0] if shape in ODD else shape


def fresh(shape: str, folder: Path) -> Path:
    """Make a project of a shape whose queue package is there, and whose key may still be given."""
    major = int(ordinary(shape).partition("-")[2])
    packages = {"vladimir-yuldashev/laravel-queue-rabbitmq": RABBITMQ[major]}
    key = {} if major >= 11 else {"APP_KEY": ""}
    files = vendored(major) if shape == "deleted-config" else {}
    return make(shape, folder, packages=packages, env=key, files=files)


def applied(sections: Sequence[type[Section]], shape: str, profile: Profile, root: Path) -> Case:
    """Write a profile into a project, when nothing forbids it, and plan twice more: as told, and untold."""
    given = Given(typed=fit(profile, ordinary(shape)).typed)
    project = Project.open(root, environ={})
    first = outcome(sections, project, given)
    active = [s for s in first.resolution.answers if is_active(first.resolution.answers, s)]
    changes = tuple(c for s in active for c in s.changes(first.resolution.answers, project))
    if not first.ready:
        return Case(shape, profile.name, root, project, first, changes)
    if first.plan.files:
        write(first)
    after = Project.open(root, environ={})
    found, said = answers_found(sections, after, {})
    again = (outcome(sections, after, given), outcome(sections, after, Given(found=found), said))
    return Case(shape, profile.name, root, project, first, changes, after, again)


def table(
    sections: Sequence[type[Section]],
    profiles: Sequence[Profile],
    folder: Path,
    shapes: Sequence[str] = SHAPES,
) -> list[Row]:
    """Apply each profile to each fresh shape, and all of them, one after the other, to one project of it."""
    found = list(_cases(sections, profiles, folder, shapes))
    folders = list(dict.fromkeys(path for case, was, probe in found for path in (was, case.root, probe)))
    configs = dict(zip(folders, evaluate_all(folders), strict=True))
    return [Row(case, configs[was], configs[case.root], configs[probe]) for case, was, probe in found]


def _cases(
    sections: Sequence[type[Section]], profiles: Sequence[Profile], folder: Path, shapes: Sequence[str]
) -> Iterator[tuple[Case, Path, Path]]:
    for shape in shapes:
        was = fresh(shape, folder / shape / "fresh")
        for profile in profiles:
            root = shutil.copytree(was, folder / shape / profile.name)
            case = applied(sections, shape, profile, root)
            yield case, was, probe(case)
        last = folder / shape / profiles[0].name
        for profile in profiles[1:]:
            again = Profile(f"{profile.name} after", profile.typed)
            root = shutil.copytree(last, folder / shape / again.name)
            case = applied(sections, shape, again, root)
            yield case, last, probe(case)
            last = root


def probe(case: Case) -> Path:
    """Copy a project, with the name of each key in place of the value that was written for it."""
    copy = shutil.copytree(case.root, case.root.with_name(f"{case.profile} probed"))
    written = keys_written(case.project, case.after or case.project)
    env = copy / ".env"
    env.write_text(with_env(env.read_text(), {key: f"<{key}>" for key in written}))
    return copy
