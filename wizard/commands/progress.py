"""How live checks are told on the command line: what is asked, then each service as soon as it has answered."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from wizard import check, speak
from wizard.check import Check, Ended, Event, Result, Said, Told
from wizard.commands.options import Options
from wizard.commands.say import say
from wizard.text import Text

_ASKING = Text("Asking {labels} …", "Menanyai {labels} …")


def ask(checks: Sequence[Check], options: Options) -> tuple[Result, ...]:
    """Run the checks side by side; a person reads of each when it is over."""
    lang = options.lang
    said: dict[Check, list[Said]] = {one: [] for one in checks}

    def tell(event: Event) -> None:
        match event:
            case Told(check=one, said=words):
                said[one].append(words)
            case Ended(check=one) if options.speaks:
                say(speak.check_lines(Result(one, tuple(said[one])), lang))

    if checks and not options.quiet:
        labels = ", ".join(one.label.in_(lang) for one in checks)
        say(textwrap.wrap(_ASKING.fill(labels=labels).in_(lang), speak.WIDTH, subsequent_indent="  "), err=True)
    return check.run(checks, tell)
