"""Logs: a line written on one node must be found without going there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from wizard.changes import ABSENT, Change, On, Phase, Run, Set, SetConfig, SetEnv
from wizard.finding import Finding, Level
from wizard.formats import php
from wizard.laravel import log_channels
from wizard.laravel.config import EnvKey, Missing
from wizard.laravel.log_channels import Keeps
from wizard.project import Project
from wizard.question import Answer, Choice, Option
from wizard.section import Answers, Section, Sharing, ask
from wizard.text import Text, same

_STDERR = "logging.channels.stderr"
_JSON = "Monolog\\Formatter\\JsonFormatter"
_LEVELS = ("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency")
_NODE = Text("a file on this node: it is lost with the container, and each node has only its own part",
             "file di node ini: hilang bersama container-nya, dan tiap node hanya punya bagiannya sendiri")  # fmt: skip
_NOTHING = Text("throws every line away", "membuang semua baris log")
_NOWHERE = Text("there is no such channel: lines fall back to a file on the node",
                "channel ini tidak ada: log jatuh ke file di node")  # fmt: skip
_UNTOLD = Text("code makes this channel: whether it keeps lines on the node cannot be told from here",
               "channel ini dibuat oleh kode: tidak bisa dipastikan apakah log-nya tinggal di node")  # fmt: skip
_WHY = {Keeps.ON_NODE: _NODE, Keeps.NOTHING: _NOTHING, Keeps.NOWHERE: _NOWHERE, Keeps.UNTOLD: _UNTOLD}
_LOCAL = {"single": _NODE, "daily": _NODE, "emergency": _NODE, "null": _NOTHING}


class Logs(Section):
    """Where log lines go."""

    name: ClassVar[str] = "logs"
    title: ClassVar[Text] = same("Logs")
    problem: ClassVar[Text] = Text(
        "`storage/logs/laravel.log` dies with its container, and an error is in the file of one node of many.",
        "`storage/logs/laravel.log` hilang bersama container-nya, dan error tercatat di file salah satu node saja.",
    )
    solution: ClassVar[Text] = Text(
        "Log to stderr: `docker logs`, Datadog, CloudWatch and Promtail read it from every node.",
        "Kirim log ke stderr: `docker logs`, Datadog, CloudWatch, dan Promtail membacanya dari semua node.",
    )
    apart: ClassVar[Text] = same("laravel.log")
    shared: ClassVar[Text] = same("log collector")
    sharing: ClassVar[Sharing] = Sharing.COLLECTED

    channel: str = ask(Choice(
        label=Text("Where do log lines go?", "Log dikirim ke mana?"),
        help=Text("stderr: the platform collects it from every node, no file is written.",
                  "stderr: dikumpulkan platform dari setiap node, tanpa file."),
        setting="logging.default", key="LOG_CHANNEL", example="stderr", default="stderr",
        options=(Option("stderr", same("stderr"), Text("collected by the platform", "dikumpulkan platform")),),
        local=_LOCAL,
    ))  # fmt: skip
    level: str = ask(Choice(
        label=Text("From which level on?", "Mulai dari level apa?"),
        help=Text("Lines below it are not written. In production `info` or `warning`; `debug` is loud.",
                  "Di bawah level ini tidak ditulis. Di production `info` atau `warning`; `debug` terlalu ramai."),
        setting=f"{_STDERR}.level", key="LOG_LEVEL", example="info", default="info",
        options=tuple(Option(level, same(level)) for level in _LEVELS),
    ))  # fmt: skip
    formatter: str = ask(Choice(
        label=Text("Form of a line", "Bentuk baris log"),
        help=Text("JSON: one object a line, stack trace included, for a log collector. Plain: for people.",
                  "JSON: satu objek per baris termasuk stack trace, untuk log collector. Plain: untuk dibaca orang."),
        setting=f"{_STDERR}.formatter", key="LOG_STDERR_FORMATTER", default="plain",
        options=(
            Option("plain", same("plain"), Text("Laravel's usual lines", "baris Laravel biasa")),
            Option("json", same("json"), Text("one JSON object a line", "satu objek JSON per baris")),
        ),
    ))  # fmt: skip

    def asked(self, project: Project) -> Iterable[str]:
        """A stack that is mended writes to stderr too: its lines have a level and a form."""
        return tuple(self.questions()) if self._uses_stderr(project) else ("channel",)

    def present(self, name: str, project: Project) -> Answer:
        value = super().present(name, project)
        if name == "formatter" and isinstance(value, str):
            return "json" if value.lstrip("\\") == _JSON else value
        return value

    def local(self, name: str, value: Answer, project: Project) -> Text | None:
        if name == "channel":
            return None if log_channels.mended(project.configs, str(value)) else _why_local(project, str(value))
        if name == "level" and value not in _LEVELS:
            return Text("not a level Laravel knows: it would fall back to a file on the node",
                        "bukan level yang dikenal Laravel: log-nya jadi jatuh ke file di node")  # fmt: skip
        return super().local(name, value, project)

    def _uses_stderr(self, project: Project) -> bool:
        members = log_channels.mended(project.configs, self.channel) or log_channels.members(project.configs, self.channel)
        return "stderr" in (self.channel, *(members or ()))

    def changes(self, answers: Answers, project: Project) -> Iterator[Change]:
        yield Set(setting="logging.default", value=self.channel, key="LOG_CHANNEL", pinned=True, example="stderr")
        yield from self._mend(project)
        if self._uses_stderr(project):
            if isinstance(project.configs.read(f"{_STDERR}.driver"), Missing):
                yield from _new_channel()
            yield Set(setting=f"{_STDERR}.level", value=self.level, key="LOG_LEVEL", example="info")
            yield from self._form(project)
            yield Run(command="",
                why=Text("Where PHP-FPM runs, put `catch_workers_output = yes` and `decorate_workers_output = no` into "
                         "the pool's config: without the first it throws away what workers write to stderr, the second "
                         "keeps lines whole",
                         "Kalau memakai PHP-FPM, isi `catch_workers_output = yes` dan `decorate_workers_output = no` di "
                         "config pool: tanpa yang pertama output stderr worker dibuang, yang kedua menjaga baris "
                         "tetap utuh"),
                phase=Phase.FILES, on=On.EVERY)  # fmt: skip
        yield Run(command="",
            why=Text("In code, `Log::channel('daily')` and other channels named there still write files on the node",
                     "Di kode, `Log::channel('daily')` dan channel lain yang disebut di sana tetap menulis file di "
                     "node"),
            phase=Phase.FILES, on=On.CODE)  # fmt: skip

    def _mend(self, project: Project) -> Iterator[Change]:
        """In a stack with error trackers, stderr takes the place of the files: the trackers go on hearing."""
        members = log_channels.mended(project.configs, self.channel)
        setting = f"logging.channels.{self.channel}.channels"
        if members is None:
            return
        if isinstance(project.configs.read(setting), EnvKey):
            yield Set(setting=setting, value=members, key="LOG_STACK")
        else:
            yield SetConfig(setting=setting, code=php.literal(members), value=members)

    def _form(self, project: Project) -> Iterator[Change]:
        """Laravel takes an empty formatter for the name of a class and falls back to a file: it must go."""
        setting, reading = f"{_STDERR}.formatter", project.configs.read(f"{_STDERR}.formatter")
        if self.formatter == "plain":
            if isinstance(reading, EnvKey) and reading.value == "":
                yield SetEnv(key=reading.key, value=ABSENT)
            yield Set(setting=setting, value=ABSENT, key="LOG_STDERR_FORMATTER")
        else:
            value = _JSON if self.formatter == "json" else self.formatter
            yield Set(setting=setting, value=value, key="LOG_STDERR_FORMATTER")

    def advise(self, answers: Answers, project: Project) -> Iterator[Finding]:
        yield from self._about_stack(project)
        setting = "logging.deprecations.channel"
        if isinstance(project.configs.read(setting), Missing):
            setting = "logging.deprecations"
        channel = project.configs.value(setting)
        named = isinstance(channel, str) and channel != "null"
        if named and log_channels.why_not(project.configs, str(channel)) not in (None, Keeps.UNTOLD):
            yield Finding("logs.deprecations-node-local", Level.WARNING, setting,
                Text("warnings of deprecated code go to `{channel}`, a file on the node",
                     "peringatan deprecated masuk ke `{channel}`, file di node").fill(channel=channel),
                Text("Set LOG_DEPRECATIONS_CHANNEL to `stderr` or `null`",
                     "Isi LOG_DEPRECATIONS_CHANNEL dengan `stderr` atau `null`"), self.name)  # fmt: skip

    def _about_stack(self, project: Project) -> Iterator[Finding]:
        configs, now = project.configs, project.configs.value("logging.default")
        members = log_channels.mended(configs, self.channel)
        if members is not None:
            files = [m for m in log_channels.members(configs, self.channel) or () if m not in members]
            yield Finding("logs.stack-mended", Level.INFO, f"logging.channels.{self.channel}.channels",
                Text("{files}: files on the node, no channel at all, or made by code; `stderr` takes their place, the "
                     "rest stays",
                     "{files}: file di node, channel yang tidak ada, atau dibuat oleh kode; diganti `stderr`, "
                     "sisanya tetap").fill(files=_quoted(files)),
                Text("Choose `stderr` if the others are not used", "Pilih `stderr` kalau yang lain tidak dipakai"),
                self.name)  # fmt: skip
        lost = log_channels.reporters(configs, now) if isinstance(now, str) and now != self.channel else ()
        if lost:
            yield Finding("logs.reporters-silent", Level.WARNING, "logging.default",
                Text("{names} get log lines through `{stack}` alone: with `{channel}` they hear nothing more",
                     "{names} menerima log hanya lewat `{stack}`: dengan `{channel}` tidak menerima apa-apa lagi").fill(
                    names=_quoted(lost), stack=now, channel=self.channel),
                Text("Keep `{stack}` with `stderr` in the place of its files", "Pertahankan `{stack}` dengan `stderr` "
                     "sebagai ganti file-nya").fill(stack=now), self.name)  # fmt: skip


def _why_local(project: Project, channel: str) -> Text | None:
    reason = log_channels.why_not(project.configs, channel)
    return _WHY[reason] if reason else None


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _new_channel() -> Iterator[Change]:
    """An old config may lack the channel: make it (LARAVEL.md §8.7)."""
    yield Set(setting=f"{_STDERR}.driver", value="monolog")
    yield SetConfig(setting=f"{_STDERR}.handler", code="\\Monolog\\Handler\\StreamHandler::class",
                    value="Monolog\\Handler\\StreamHandler")  # fmt: skip
    yield Set(setting=f"{_STDERR}.with.stream", value="php://stderr")
