"""The README's reference of every question, made from the sections: `python -m wizard.reference`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from wizard.question import NONE, Choice, Line, Number, Question, Toggle, is_optional, is_secret, spoken
from wizard.section import Section, flag
from wizard.sections import ALL

BEGIN = "<!-- reference: made by `make reference`, do not edit -->"
END = "<!-- end of reference -->"


def reference() -> str:
    """Return the reference as Markdown: a table a section, a row a question."""
    return "\n".join(line for section in ALL for line in _section(section))


def renewed(readme: str) -> str:
    """Return the README with its reference made anew."""
    before, rest = readme.split(BEGIN, 1)
    _, after = rest.split(END, 1)
    return f"{before}{BEGIN}\n{reference()}\n{END}{after}"


def _section(section: type[Section]) -> Iterator[str]:
    yield f"#### {section.title.en}: `[{section.name}]`"
    yield ""
    yield f"{section.problem.en} {section.solution.en}"
    yield ""
    yield "| flag | in `stateless.toml` | Laravel setting | answers | default | what it is |"
    yield "|---|---|---|---|---|---|"
    for name, question in section.questions().items():
        cells = (f"`{flag(section, name)}`", "by reference" if is_secret(question) else f"`{name}`",
                 f"`{question.setting}`" if question.setting else "", _answers(question),
                 _default(question), question.help.en)  # fmt: skip
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    yield ""


def _answers(question: Question) -> str:
    match question:
        case Choice(options=options):
            return ", ".join(f"`{option.value}`" for option in options)
        case Number(minimum=low, maximum=high):
            return f"{low} to {high}"
        case Toggle():
            return "`yes`, `no`"
        case Line(secret=True):
            return "name of a variable"
        case Line():
            return "text"


def _default(question: Question) -> str:
    if question.default is None:
        return f"`{NONE}`" if is_optional(question) else "asked"
    return f"`{spoken(question.default)}`"


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")
