"""The verdict on one project: does PHP see every answer, and nothing else changed?"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.judge import dotted
from wizard.changes import ABSENT, Change, Render, Set, SetConfig, SetEnv
from wizard.laravel.config import Missing
from wizard.outcome import Outcome
from wizard.project import Project
from wizard.question import Answer
from wizard.resolve import Name, is_active
from wizard.section import Section

Config = Mapping[str, object]
NOTHING = "nothing there"
_HOST = "queue.connections.rabbitmq.hosts.0"
PACKAGES = {
    "RABBITMQ_QUEUE": "queue.connections.rabbitmq.queue",
    **{
        f"RABBITMQ_{part.upper()}": f"{_HOST}.{part}"
        for part in ("host", "port", "user", "password", "vhost")
    },
}
"""The keys that a package's own config reads, and where it puts them: LARAVEL.md, section 8.6."""
CAST = {"APP_DEBUG", "SESSION_LIFETIME"}
"""Keys whose text is cast on the way: a probe would be `true` or 0. Their settings are judged by value."""
_JSON = "Monolog\\Formatter\\JsonFormatter"


@dataclass(frozen=True)
class Case:
    """A project that a profile was applied to: how it was, how it is, what was said on the way."""

    shape: str
    profile: str
    root: Path
    project: Project
    outcome: Outcome
    changes: tuple[Change, ...]
    after: Project | None = None
    again: tuple[Outcome, ...] = ()

    def __str__(self) -> str:
        return f"{self.shape} {self.profile}"

    def text(self, path: str) -> str:
        """Return a file as it is now, empty when there is none."""
        file = self.root / path
        return file.read_text() if file.is_file() else ""


Judge = Callable[[Answer, Section, Case, Config], object]
"""Returns what is seen of an answer: the answer itself when all is well."""


def asked(case: Case) -> Iterator[tuple[Section, str]]:
    """Return the questions that mattered, each with its section, which holds the answers."""
    answers = case.outcome.resolution.answers
    for section in answers:
        if is_active(answers, section):
            yield from ((section, name) for name in section.asked(case.project))


def wrong(case: Case, config: Config) -> dict[str, tuple[object, object]]:
    """Return each question whose answer is not what is seen: what was wanted, what is there."""
    both = {f"{s.name}.{name}": seen(s, name, case, config) for s, name in asked(case)}
    return {name: pair for name, pair in both.items() if pair[0] != pair[1]}


def seen(section: Section, name: str, case: Case, config: Config) -> tuple[object, object]:
    """Return what was wanted of a question and what PHP sees; raise `LookupError` without a judge."""
    answer: Answer = getattr(section, name)
    judge = JUDGES.get((section.name, name))
    if judge is not None:
        return answer, judge(answer, section, case, config)
    setting = section.setting(name)
    if not setting:
        raise LookupError(f"`{section.name}.{name}` has no judge: add one to JUDGES")
    got = dotted(config, setting)
    return answer, answer if alike(answer, got) else got


def alike(wanted: object, got: object) -> bool:
    """Tell whether Laravel does the same with both: `env()` gives digits as texts, and no text as none."""
    match wanted:
        case bool():
            return got is wanted
        case int():
            return got is not True and got in (wanted, str(wanted))
        case tuple():
            return got == list(wanted)
        case None:
            return got in (None, "")
    return got is None or got == "" if wanted is ABSENT else got == wanted


def unmet(changes: tuple[Change, ...], config: Config) -> Iterator[str]:
    """Say of every change which PHP does not see."""
    for change in changes:
        if isinstance(change, Set | SetConfig) and change.value is not None:
            got = at(config, change.setting)
            if not alike(change.value, got):
                yield f"{change.setting} is {got!r}, not {change.value!r}"


def at(config: Config, setting: str) -> object:
    """Return a setting as PHP has it; `ssl_ca` is our name for the one option that MySQL is given."""
    if not setting.endswith(".options.ssl_ca"):
        return dotted(config, setting)
    options = dotted(config, setting.removesuffix(".ssl_ca"))
    return next(iter(options.values()), None) if isinstance(options, dict) else None


def dead_keys(case: Case, config: Config) -> Iterator[str]:
    """Say of every key that is written for a package what nobody reads as it was meant."""
    assert case.after is not None
    read = case.after.configs.keys_read()
    for change in case.changes:
        if not isinstance(change, SetEnv) or change.value is ABSENT or change.key in read:
            continue
        setting = PACKAGES.get(change.key)
        got = dotted(config, setting) if setting else "read by nobody"
        if str(got) != change.value:
            yield f"{change.key} is {got!r}, not {change.value!r}"


def changed(before: Config, after: Config) -> dict[str, tuple[object, object]]:
    """Return every leaf of the config that is not what it was."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    both = ((name, old.get(name, NOTHING), new.get(name, NOTHING)) for name in {**old, **new})
    return {name: (was, now) for name, was, now in both if was != now or type(was) is not type(now)}


def allowed(case: Case) -> tuple[str, ...]:
    """Return the settings that may change: those asked for, and all that read a key that was asked for."""
    assert case.after is not None
    asked = [c.setting for c in case.changes if isinstance(c, Set | SetConfig) and c.value is not None]
    keys = {key for key, readers in case.after.configs.keys_read().items() if {*readers} & {*asked}}
    keys |= {c.key for c in case.changes if isinstance(c, SetEnv)} | {"MYSQL_ATTR_SSL_CA"}
    asked += [setting for key, setting in PACKAGES.items() if key in keys]
    asked += list(_new_configs(case))
    for configs in (case.project.configs, case.after.configs):
        asked += [s for key, readers in configs.keys_read().items() if key in keys for s in readers]
    return tuple(s.removesuffix(".ssl_ca") for s in asked)


def _new_configs(case: Case) -> Iterator[str]:
    """Return the config files that were made whole where neither project nor framework had one."""
    for change in case.changes:
        folder, _, file = change.path.rpartition("/") if isinstance(change, Render) else ("", "", "")
        name = file.removesuffix(".php")
        if folder == case.project.config_folder and isinstance(case.project.configs.read(name), Missing):
            yield name


def keys_written(before: Project, after: Project) -> set[str]:
    """Return the keys of `.env` that are new or have another value."""
    old, new = before.configs.env, after.configs.env
    return {key for key, value in new.items() if key not in old or old[key] != value}


def unread(case: Case, probed: Config) -> set[str]:
    """Return the keys that were written although PHP's config is the same whatever they hold."""
    assert case.after is not None
    held = json.dumps(probed)
    written = keys_written(case.project, case.after)
    return {k for k in written if f"<{k}>" not in held and k.removeprefix("OMNI_") not in CAST}


def within(name: str, settings: tuple[str, ...]) -> bool:
    """Tell whether a leaf is one of these settings, or a part of one, or the empty list it grew from."""
    return any(f"{name}.".startswith(f"{s}.") or s.startswith(f"{name}.") for s in settings)


def _leaves(value: object, name: str = "") -> Iterator[tuple[str, object]]:
    items = (
        value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    )
    parts = [part for key, item in items for part in _leaves(item, f"{name}.{key}".lstrip("."))]
    yield from parts or [(name, value)]


def _provider(answer: Answer, _: Section, __: Case, config: Config) -> object:
    disk = dotted(config, "filesystems.disks.s3")
    if dotted(config, "filesystems.default") != "s3" or not isinstance(disk, dict) or disk["driver"] != "s3":
        return disk
    host = str(disk.get("endpoint") or "")
    services = {"r2.cloudflarestorage.com": "r2", "storage.googleapis.com": "gcs", "minio": "minio"}
    found = next((name for part, name in services.items() if part in host), "s3")
    careful = (
        disk.get("request_checksum_calculation")
        == disk.get("response_checksum_validation")
        == "when_required"
    )
    styled = disk["use_path_style_endpoint"] is True or answer == "minio"
    return found if found == "s3" or (careful and styled) else disk


def _connection(answer: Answer, _: Section, __: Case, config: Config) -> object:
    name = dotted(config, "database.default")
    return name if isinstance(dotted(config, f"database.connections.{name}.driver"), str) else NOTHING


def _migrations(_: Answer, __: Section, ___: Case, config: Config) -> object:
    table = dotted(config, "database.migrations")
    return table["table"] if isinstance(table, dict) else table


def _split(_: Answer, section: Section, __: Case, config: Config) -> object:
    base = section.setting("host").removesuffix(".host")
    read, write = (dotted(config, f"{base}.{side}") for side in ("read", "write"))
    if write is not None and dotted(config, f"{base}.write.host.0") != getattr(section, "host"):  # noqa: B009
        return write
    return read is not None and write is not None


def _replicas(_: Answer, section: Section, __: Case, config: Config) -> object:
    hosts = dotted(config, section.setting("read_hosts"))
    return ",".join(hosts) if isinstance(hosts, list) else hosts


def _ca(_: Answer, section: Section, __: Case, config: Config) -> object:
    return at(config, section.setting("ca"))


def _formatter(_: Answer, section: Section, __: Case, config: Config) -> object:
    got = dotted(config, section.setting("formatter"))
    return "plain" if got is None else "json" if got == _JSON else got


def _user_id(answer: Answer, section: Section, case: Case, _: Config) -> object:
    """The newest migration may have been there before: then its column is what it is."""
    table = getattr(section, "table")  # noqa: B009
    text = next((f.after for f in case.outcome.plan.files if f"create_{table}_table" in f.path), None)
    columns = {"bigint": "foreignId('user_id')", "uuid": "uuid('user_id')", "ulid": "char('user_id', 26)"}
    columns["string"] = "string('user_id', 191)"
    return answer if text is None else next((k for k, c in columns.items() if f"$table->{c}" in text), text)


def _uri(answer: Answer, _: Section, case: Case, __: Config) -> object:
    return answer if f"'{answer}'" in case.text("routes/web.php") else NOTHING


def _balancer(answer: Answer, _: Section, case: Case, __: Config) -> object:
    """Only the checklist tells: each balancer has a step that no other one has."""
    marks = {"nginx": "max_fails", "alb": "elbv2", "cloudflare": "`Host`", "other": "GET"}
    steps = [f"{getattr(step, 'command', '')} {step.why.en}" for step in case.outcome.plan.checklist]
    return answer if any(marks[str(answer)] in step for step in steps) else NOTHING


def _maintenance(answer: Answer, _: Section, __: Case, config: Config) -> object:
    return dotted(config, "app.maintenance.driver") == "cache"


def _publisher(answer: Answer, _: Section, case: Case, config: Config) -> object:
    """The class stays once it is there; whether it has a queue to publish to is the answer."""
    there = case.text("app/Services/MessagePublisher.php") != ""
    return there and dotted(config, "publisher.queue") is not None


def _processes(answer: Answer, _: Section, case: Case, __: Config) -> object:
    """Laravel has no such setting: the next run's live check reads it from the answers file."""
    kept = tomllib.loads(case.text("stateless.toml"))["database"].get("processes", "none")
    return None if kept == "none" else kept


def _files(*names: str) -> Judge:
    """What was written stays: a later no is not seen, and a yes by every file."""
    def judge(answer: Answer, _: Section, case: Case, __: Config) -> object:
        return answer is True and any(case.text(f"deploy/stateless/{name}") for name in names)

    return judge


JUDGES: Mapping[Name, Judge] = {
    ("session", "user_id"): _user_id,
    ("storage", "provider"): _provider,
    ("database", "connection"): _connection,
    ("database", "ca"): _ca,
    ("database", "migrations_table"): _migrations,
    ("database", "split"): _split,
    ("database", "read_hosts"): _replicas,
    ("database", "processes"): _processes,
    ("logs", "formatter"): _formatter,
    ("queue", "publisher"): _publisher,
    ("queue", "deploy"): _files("workers.yaml"),
    ("health", "deploy"): _files("nginx.conf", "alb.md", "cloudflare.md"),
    ("health", "uri"): _uri,
    ("health", "balancer"): _balancer,
    ("health", "maintenance"): _maintenance,
}
"""How an answer is seen that is not, word for word, the value of its setting."""
