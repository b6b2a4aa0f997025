"""The command line: the wizard, `plan`, `apply`, `demo`, and their exit codes."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from types import FrameType
from typing import Any

import click

from wizard import locale, preferences
from wizard.commands.exits import CRASHED, DONE, FAILED, QUIT, USAGE
from wizard.finding import Stop
from wizard.text import Lang, Text, printable

COMMANDS = ("wizard", "plan", "apply", "doctor", "demo")

_PROJECT = click.argument("project", default=".", type=click.Path(), required=False)
_skip = click.option("--skip", metavar="FILE", multiple=True,
                     help="Leave out a file that nothing rests on (stateless.toml); may be given again.")  # fmt: skip
_ABOUT = Text(
    "Make a Laravel project run on many nodes behind a load balancer.\n\n"
    "  stateless-wizard [PROJECT]        the wizard, step by step\n\n"
    "  stateless-wizard plan [PROJECT]   show what would be written\n\n"
    "  stateless-wizard apply [PROJECT]  write it\n\n"
    "  stateless-wizard doctor [PROJECT] ask the services it is configured for\n\n"
    "  stateless-wizard demo             the wizard on a throw-away sample project\n\n"
    "Nothing is written before you say so. `COMMAND --help` lists its flags, one a question.",
    "Buat proyek Laravel berjalan di banyak node di belakang load balancer.\n\n"
    "  stateless-wizard [PROJECT]        wizard, langkah demi langkah\n\n"
    "  stateless-wizard plan [PROJECT]   tampilkan apa yang akan ditulis\n\n"
    "  stateless-wizard apply [PROJECT]  tulis\n\n"
    "  stateless-wizard doctor [PROJECT] cek layanan yang dipakainya\n\n"
    "  stateless-wizard demo             wizard pada proyek contoh sekali pakai\n\n"
    "Tidak ada yang ditulis sebelum disetujui. `PERINTAH --help` menampilkan flag-nya, satu per pertanyaan.",
)
_WIZARD = Text("The wizard, step by step.", "Wizard, langkah demi langkah.")
_PLAN = Text("Show what would be written, as a diff in which secrets cannot be read.",
             "Tampilkan apa yang akan ditulis, sebagai diff dengan secret ditutup.")  # fmt: skip
_APPLY = Text("Write the plan: all files or none, with a backup.",
              "Tulis plan-nya: semua file atau tidak sama sekali, dengan backup.")  # fmt: skip
_DOCTOR = Text("Ask every service that the project is configured for, and say what was seen.",
               "Cek setiap layanan yang dipakai proyek, dan laporkan hasilnya.")  # fmt: skip
_DEMO = Text("The wizard on a throw-away sample project.", "Wizard pada proyek contoh sekali pakai.")


class _Ended(BaseException):
    """The process was told to end by a signal."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class _Lost:
    """The first error of a thread: Python would print its message, and with it what it holds. It ends the process."""

    def __init__(self) -> None:
        self.error: BaseException | None = None

    def take(self, thrown: threading.ExceptHookArgs) -> None:
        """Keep it, and end as on a signal: the terminal is put back, a write rolled back."""
        if self.error is None:
            self.error = thrown.exc_value or RuntimeError()
            os.kill(os.getpid(), signal.SIGTERM)


class _Front(click.Group):
    """A first word that is a command is one; else it is the wizard's PROJECT."""

    def __init__(self, lang: Lang) -> None:
        super().__init__(name="stateless-wizard", help=_ABOUT.in_(lang),
                         context_settings={"help_option_names": ["-h", "--help"]})  # fmt: skip
        self.lang = lang

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in COMMANDS and args[0] not in ("--help", "-h")):
            args = ["wizard", *args]
        return super().parse_args(context, args)

    def invoke(self, context: click.Context) -> Any:  # Any: as in click
        """Run the command; a reader that has seen enough (`| head`) is no error."""
        try:
            return super().invoke(context)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return DONE

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name == "plan":
            return _plan(self.lang)
        if name == "apply":
            return _apply(self.lang)
        if name == "doctor":
            return _doctor(self.lang)
        return _wizard(self.lang, name) if name in COMMANDS else None

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands are in the text above already."""


def run(args: Sequence[str]) -> int:
    """Run the command line and return its exit code; an unforeseen error leaves no secret behind."""
    from wizard import crash

    wanted = _wanted(args)
    lang = locale.language(wanted)
    before = {number: signal.signal(number, _end) for number in (signal.SIGTERM, signal.SIGHUP)}
    lost, hook = _Lost(), threading.excepthook
    threading.excepthook = lost.take
    try:
        lang = lang if wanted else locale.language(preferences.read().lang)
        front = _Front(lang)
        result = front.main(list(args), prog_name="stateless-wizard", standalone_mode=False)
        return CRASHED if lost.error is not None else result if isinstance(result, int) else DONE
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as error:
        said = io.StringIO()
        error.show(said)
        _tell(said.getvalue().splitlines())
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        return QUIT
    except _Ended as ended:
        return 128 + ended.number if lost.error is None else CRASHED
    except Stop as stop:
        from wizard.speak import stop_lines

        _tell(stop_lines(stop, lang))
        return FAILED
    except Exception as error:  # noqa: BLE001  the last line of defence; the report names places, never values
        _tell(crash.report(error, lang))
        return CRASHED
    finally:
        threading.excepthook = hook
        if lost.error is not None:
            _tell(crash.report(lost.error, lang))
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, _frame: FrameType | None) -> None:
    """End by an exception: a write that is under way is rolled back first."""
    raise _Ended(number)


def _tell(lines: Iterable[str]) -> None:
    """Print to stderr; what a path or a value brings along never reaches the terminal raw."""
    for line in lines:
        click.echo(printable(line), err=True)


def _wanted(args: Sequence[str]) -> str | None:
    """Find the language that was asked for before click reads anything: help texts depend on it."""
    said = [a.removeprefix("--lang=") for a in args if a.startswith("--lang=")]
    said += [after for word, after in pairwise(args) if word == "--lang"]
    return said[-1] if said else None


def _shared(command: Callable[..., Any]) -> Callable[..., Any]:  # Any: click's callbacks
    for option in (
        click.option("--lang", type=click.Choice(["en", "id"]), help="Language / bahasa."),
        click.option("--laravel", metavar="VERSION", help="The Laravel version, when no file tells it."),
        click.option("--answers", metavar="FILE", type=click.Path(exists=True, dir_okay=False),
                     help="Take answers from this file (stateless.toml)."),
        click.option("--env", "env_name", metavar="NAME", help="Work on .env.NAME, as Laravel's --env does."),
        _PROJECT,
    ):  # fmt: skip
        command = option(command)
    return command


def _plan(lang: Lang) -> click.Command:
    from wizard import flags
    from wizard.commands.options import Options
    from wizard.commands.plan import plan
    from wizard.sections import ALL

    @_shared
    @_skip
    @click.option("--check", is_flag=True, help="Exit 3 when anything would change.")
    @click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
    @click.option("--defaults", is_flag=True, help="Accept every default (plan does so anyway).")
    @click.option("-n", "--no-interaction", is_flag=True, help="Never ask.")
    @click.option("-q", "--quiet", is_flag=True, help="Only errors and the exit code.")
    @click.option("--no-ansi", is_flag=True, help="No colour.")
    def callback(**options: Any) -> int:  # Any: click's values
        return plan(Options.of(options, lang))

    return click.command("plan", cls=flags.Grouped, sections=ALL, lang=lang, help=_PLAN.in_(lang))(
        flags.add(callback, ALL, lang)
    )


def _apply(lang: Lang) -> click.Command:
    from wizard import flags
    from wizard.commands.options import Options
    from wizard.commands.plan import apply
    from wizard.sections import ALL

    @_shared
    @_skip
    @click.option("--yes", "-y", is_flag=True, help="Write without asking.")
    @click.option("--defaults", is_flag=True, help="Accept every default when no answers are given.")
    @click.option("--require-checks", is_flag=True, help="Ask the services first; exit 5 and write nothing when one fails.")
    @click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
    @click.option("-n", "--no-interaction", is_flag=True, help="Never ask; needs --yes to write.")
    @click.option("-q", "--quiet", is_flag=True, help="Only errors and the exit code.")
    @click.option("--no-ansi", is_flag=True, help="No colour.")
    def callback(**options: Any) -> int:  # Any: click's values
        return apply(Options.of(options, lang))

    return click.command("apply", cls=flags.Grouped, sections=ALL, lang=lang, help=_APPLY.in_(lang))(
        flags.add(callback, ALL, lang)
    )


def _doctor(lang: Lang) -> click.Command:
    @_shared
    @click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
    @click.option("-n", "--no-interaction", is_flag=True, help="Never ask.")
    @click.option("-q", "--quiet", is_flag=True, help="Only the exit code, and a line when a check fails.")
    def callback(**options: Any) -> int:  # Any: click's values
        from wizard.commands.doctor import doctor
        from wizard.commands.options import Options

        return doctor(Options.of(options, lang))

    return click.command("doctor", help=_DOCTOR.in_(lang))(callback)


def _wizard(lang: Lang, name: str) -> click.Command:
    @click.option("-n", "--no-interaction", is_flag=True, help="Never ask: print the lines to use, exit 2.")
    @click.option("--plain/--no-plain", default=None, help="Ask line by line, as for a screen reader; or on screens.")
    @click.option("--ascii/--no-ascii", default=None, help="Draw with plain ASCII signs; or not.")
    @click.option("--theme", type=click.Choice(preferences.THEMES), help="The colours; `ansi-…` are the terminal's own.")
    @_shared
    def callback(**options: Any) -> int:  # Any: click's values
        from wizard.commands.options import Options
        from wizard.commands.wizard import demo, wizard

        opened = Options.of(options, lang)
        return demo(opened) if name == "demo" else wizard(opened)

    return click.command(name, help=(_DEMO if name == "demo" else _WIZARD).in_(lang))(callback)

