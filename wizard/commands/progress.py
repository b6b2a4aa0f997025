"""How live checks are told on the command line: a line as each service has answered, then what was seen."""

from __future__ import annotations

from collections.abc import Sequence

from wizard import check, speak
from wizard.check import Check, Ended, Event, Result, Said, Told
from wizard.commands.options import Options
from wizard.commands.say import say
from wizard.text import Text

_ASKING = Text("Asking, side by side ({count}):", "Mengecek bersamaan ({count}):")


def ask(checks: Sequence[Check], options: Options) -> tuple[Result, ...]:
    """Run the checks side by side: on stderr a line as each is over, on stdout what they said, in their order."""
    lang, found = options.lang, dict[Check, list[Said]]()

    def tell(event: Event) -> None:
        match event:
            case Told(check=one, said=words):
                found.setdefault(one, []).append(words)
            case Ended(check=one) if not options.quiet:
                result = Result(one, tuple(found.get(one, ())))
                say([f"  {speak.check_mark(result)} {one.label.in_(lang)}"], err=True)

    if checks and not options.quiet:
        say([_ASKING.fill(count=len(checks)).in_(lang)], err=True)
    results = check.run(checks, tell)
    if options.speaks:
        for result in results:
            say(speak.check_lines(result, lang))
    return results
