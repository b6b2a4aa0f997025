"""What the wizard knows while a person walks through it: plain data, no screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from wizard.finding import Finding, Invalid
from wizard.outcome import Outcome, foreseen, outcome
from wizard.project import Project
from wizard.question import parse, spoken
from wizard.resolve import Given, Name
from wizard.section import Answers, Section
from wizard.text import Lang, Text, same
from wizard.walk import aim, rows, troubles
from wizard.walk.shown import Item, Mark, Row, Trouble


@dataclass(frozen=True)
class State:
    """The walk so far. Every change gives a new state; `recomputed` brings the outcome up to date."""

    project: Project
    sections: tuple[type[Section], ...]
    parts: tuple[type[Section], ...]
    lang: Lang
    given: Given
    findings: tuple[Finding, ...]
    outcome: Outcome
    current: int = -1
    left: frozenset[str] = frozenset()
    reviewed: bool = False
    drawn: Mapping[Name, str] = field(default_factory=dict)
    """Values that were made here, each with the word that stands for it (`generate`)."""
    refused: Mapping[Name, Text] = field(default_factory=dict)
    unfolded: frozenset[str] = frozenset()
    """Sections and parts whose lesson is shown in full."""
    left_out: frozenset[str] = frozenset()
    """Files that are not to be written; one that the present plan cannot spare is written all the same."""
    only_open: tuple[Name, ...] | None = None
    """The open questions that a walk through those alone began with; None during any other walk."""
    of_file: tuple[Finding, ...] = ()
    """What was found in the answers file that was loaded last."""

    @classmethod
    def start(
        cls,
        project: Project,
        sections: Sequence[type[Section]],
        parts: Sequence[type[Section]],
        lang: Lang,
        given: Given,
        findings: Iterable[Finding] = (),
    ) -> State:
        """Begin at the first section with what was found; raises `Stop` as the core does.

        The plan is left for when it is looked at, and raises its `Stop` then: no first screen shows any of it.
        """
        said = tuple(findings)
        first = foreseen((*sections, *parts), project, given, said)
        return cls(project, tuple(sections), tuple(parts), lang, given, said, first)

    @property
    def answers(self) -> Answers:
        """The answers in force."""
        return self.outcome.resolution.answers

    @property
    def section(self) -> type[Section]:
        """The section on screen (the first one on the start screen)."""
        return self.sections[max(self.current, 0)]

    @cached_property
    def chosen(self) -> Outcome:
        """What is written: the outcome without the files that were left out."""
        return self.outcome.without(self.spared)

    @property
    def spared(self) -> frozenset[str]:
        """Which of the files left out the plan can spare; where none are, it need not be made to tell."""
        return self.left_out & self.outcome.plan.optional if self.left_out else frozenset()

    def toggling(self, path: str) -> State:
        """Leave a file out, or take it in again."""
        return replace(self, left_out=self.left_out ^ {path})

    def folding(self, section: str) -> State:
        """Unfold the lesson of a section or part, or fold it again."""
        return replace(self, unfolded=self.unfolded ^ {section})

    def typed(self, name: Name, raw: str, *, drawn: str = "") -> State:
        """Take a raw answer; empty means the default. The outcome is not recomputed yet."""
        typed = {**self.given.typed, name: raw}
        if not raw:
            del typed[name]
        made = {k: v for k, v in self.drawn.items() if k != name} | ({name: drawn} if drawn else {})
        refused = {k: v for k, v in self.refused.items() if k != name}
        return replace(self, given=replace(self.given, typed=typed), drawn=made, refused=refused)

    def with_file(self, raws: Mapping[Name, str], findings: Iterable[Finding]) -> State:
        """Take the answers of a file in place of the file before it. The outcome is not recomputed yet."""
        said = tuple(findings)
        others = tuple(finding for finding in self.findings if finding not in self.of_file)
        return replace(self, given=replace(self.given, file=raws), findings=(*others, *said), of_file=said)

    def speaking(self, lang: Lang) -> State:
        """Go on in another language."""
        return replace(self, lang=lang)

    def asking_only(self, names: tuple[Name, ...] | None) -> State:
        """Begin to walk through open questions alone, or (None) end that."""
        return replace(self, only_open=names)

    def refusing(self, name: Name, why: Text) -> State:
        """Remember why a value could not be made for a question, until it is answered."""
        return replace(self, refused={**self.refused, name: why})

    def recomputed(self) -> State:
        """Work out what follows from what was typed."""
        return self.on(self.project)

    def on(self, project: Project) -> State:
        """Work out what follows in a project that was read again."""
        new = outcome((*self.sections, *self.parts), project, self.given, self.findings)
        return replace(self, project=project, outcome=new)

    def at(self, index: int) -> State:
        """Go to a section; the one that is left counts as seen."""
        left = self.left | {self.section.name} if self.current >= 0 else self.left
        return replace(self, current=index, left=left)

    def on_review(self) -> State:
        """Go to the review, which shows the troubles of every section, seen or not."""
        return replace(self, reviewed=True, left=self.at(self.current).left)

    def error(self, name: Name) -> Text | None:
        """Say what is wrong with what was typed for a question; None when nothing is, or nothing was typed."""
        if name in self.refused:
            return self.refused[name]
        raw, origin = self.given.typed.get(name, ""), self.outcome.resolution.origins[name]
        if not raw or (origin.kept and raw == spoken(origin.was)):
            return None
        try:
            parse(self.kind(name[0]).questions()[name[1]], raw)
        except Invalid as error:
            return error.text
        return None

    def kind(self, name: str) -> type[Section]:
        """Return the section or part of a name."""
        return next(s for s in (*self.sections, *self.parts) if s.name == name)

    def home(self, name: str) -> type[Section] | None:
        """Return the section in whose form the questions of a section or part are."""
        part = next((p for p in self.parts if p.name == name), None)
        if part is not None:
            return self.answers.asked_in(part, self.sections)
        return next((s for s in self.sections if s.name == name), None)

    def where(self, name: Name) -> Text:
        """Say where a question is asked: its section, the part it belongs to, its label."""
        kind, home = self.kind(name[0]), self.home(name[0])
        words_ = same("{home}, {title} {label}") if home not in (kind, None) else same("{title}, {label}")
        return words_.fill(home=home and home.title, title=kind.title, label=kind.questions()[name[1]].label)

    def field_of(self, finding: Finding) -> Name | None:
        """Return the question that a finding is about, if one that is asked now is."""
        return aim.field_of(self, finding)

    def home_of(self, finding: Finding) -> type[Section] | None:
        """Return the section in which a finding can be acted on; None when it is about files alone."""
        return aim.home_of(self, finding)

    def items(self, section: type[Section]) -> tuple[Item, ...]:
        """Return what the form of a section shows, in order: its questions, then the parts it needs."""
        return tuple(rows.items(self, section))

    def row(self, name: Name) -> Row:
        """Return one question as the form shows it."""
        return rows.row(self, name)

    def mark(self, section: type[Section]) -> Mark:
        """Say how a section stands."""
        if section not in self._marks:
            self._marks[section] = self._mark(section)
        return self._marks[section]

    def _mark(self, section: type[Section]) -> Mark:
        asked = [item for item in self.items(section) if isinstance(item, Row)]
        if any(row.error for row in asked):
            return Mark.WRONG
        seen = section.name in self.left
        if (seen or self.reviewed) and any(t.section is section for t in self.troubles()):
            return Mark.WRONG
        if not seen:
            return Mark.TODO
        return Mark.CHANGED if any(row.raw for row in asked) else Mark.DONE

    def review_mark(self) -> Mark:
        """Say whether the plan can be written, once the review was opened."""
        if not self.reviewed:
            return Mark.TODO
        return Mark.WRONG if self.troubles() else Mark.DONE

    def troubles(self) -> tuple[Trouble, ...]:
        """Return everything that keeps the plan from being written, in the guide's order."""
        return self._ordered_troubles

    @cached_property
    def _ordered_troubles(self) -> tuple[Trouble, ...]:
        order = {section: index for index, section in enumerate(self.sections)}
        return tuple(sorted(troubles.troubles(self), key=lambda t: order[t.section] if t.section else -1))

    @cached_property
    def _marks(self) -> dict[type[Section], Mark]:
        return {}  # one screen asks for each mark several times

    def found(self, section: type[Section]) -> tuple[Mark, str]:
        """Say what the project has now for a section: its mark, and the value that tells most."""
        kinds = (section, *self.answers[section].needs())  # a driver that is shared, on a server that is not
        asked = [self.row((kind.name, name)) for kind in kinds for name in self.answers[kind].asked(self.project)]
        wrong = [row for row in asked if row.changes] or [row for row in asked if row.missing]
        if wrong:
            return Mark.WRONG, wrong[0].was or (asked[0].was if wrong[0].missing else "")
        return (Mark.DONE, asked[0].was) if asked and asked[0].was else (Mark.TODO, "")

    def seen(self) -> int:
        """How many sections stand well."""
        return sum(self.mark(s) in (Mark.DONE, Mark.CHANGED) for s in self.sections)

