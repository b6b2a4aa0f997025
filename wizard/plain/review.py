"""The review: what is in the way, what would be written, what to know; nothing is written before a yes."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.diff import Kind
from wizard.finding import gravest_first
from wizard.plain import words
from wizard.plain.findings import tell_finding, tell_steps
from wizard.plain.sections import START, Place
from wizard.plain.teller import Teller, ended
from wizard.plan import FileChange
from wizard.speak import file_lines
from wizard.text import Text
from wizard.walk.command import command
from wizard.walk.shown import Trouble

Entry = Trouble | FileChange


@dataclass
class Review:
    """Says the plan whenever it is come to; `visit` returns where to go, None when all is done."""

    teller: Teller

    def visit(self) -> Place | None:
        """Show what the person wants to see, until they write or go elsewhere."""
        desk = self.teller.desk
        desk.state = desk.state.on_review()
        self._tell()
        while not desk.finished:
            said = self.teller.ask(words.REVIEW_ASK).strip()
            if said == "<":
                current = desk.state.current
                return Place(current, last=True) if current >= 0 else Place(START)
            entry = self._numbered(said)
            if isinstance(entry, Trouble):
                place = self._to(entry)
                if place is not None:
                    return place
            else:
                self._do(said, entry)
        return None

    def _do(self, said: str, file: FileChange | None) -> None:
        """Show something, leave a file out, write, or leave."""
        desk, out = self.teller.desk, self._numbered(said[1:]) if said[:1] == "x" else None
        if file is not None:
            self.teller.lines(file_lines(file, desk.lang))
        elif isinstance(out, FileChange):
            self._leave_out(out)
        elif said == "f":
            self._findings()
        elif said == "c":
            self._steps()
        elif said == "e":
            self._command()
        elif said == "w":
            self._write()
        elif said == "q":
            self.teller.leave()
        elif said in ("?", "!", "-", ">"):
            self._tell()
        else:
            self.teller.tell(words.REVIEW_WRONG)

    def _entries(self) -> tuple[Entry, ...]:
        state = self.teller.desk.state
        return (*state.troubles(), *state.outcome.plan.files)

    def _numbered(self, said: str) -> Entry | None:
        entries = self._entries()
        right = said.isascii() and said.isdigit() and len(said) < 4 and 1 <= int(said) <= len(entries)
        return entries[int(said) - 1] if right else None

    def _tell(self) -> None:
        teller, state = self.teller, self.teller.desk.state
        troubles, files = state.troubles(), state.outcome.plan.files
        teller.voice.say("")
        teller.tell(self._head())
        if troubles:
            teller.tell(words.BLOCKS)
        for number, trouble in enumerate(troubles, 1):
            teller.tell(f"{number}. {self._where(trouble)}{ended(teller.in_(trouble.why))}", indent="  ")
        if files:
            teller.tell(words.FILES)
        for number, file in enumerate(files, len(troubles) + 1):
            teller.tell(*self._file(number, file), indent="  ")
        self._more()

    def _more(self) -> None:
        """Say what can be typed."""
        desk, plan = self.teller.desk, self.teller.desk.state.chosen.plan
        self.teller.tell(words.MORE)
        for said in (
            words.MORE_FINDINGS.fill(count=len(desk.findings())), words.MORE_STEPS.fill(count=len(plan.checklist)),
            words.MORE_COMMAND, words.MORE_WRITE if plan.files else words.MORE_FINISH, words.MORE_BACK, words.MORE_LEAVE,
        ):  # fmt: skip
            self.teller.tell(said, indent="  ")

    def _head(self) -> Text:
        teller, state = self.teller, self.teller.desk.state
        plan, troubles = state.chosen.plan, state.troubles()
        warned = len(teller.desk.to_know())
        parts = [words.files(len(plan.files)) if plan.files else words.NOTHING_TO_WRITE]
        parts += [words.problems(len(troubles))] if troubles else []
        parts += [words.warnings(warned)] if warned else []
        return words.REVIEW.fill(what=", ".join(map(teller.in_, parts)), id=plan.id)

    def _file(self, number: int, file: FileChange) -> list[Text]:
        state = self.teller.desk.state
        said = words.NEW_FILE if file.before is None else words.CHANGED_FILE
        filled = said.fill(number=number, path=file.path, added=file.count(Kind.NEW), removed=file.count(Kind.OLD))
        if not file.optional:
            return [filled]
        if file.path in state.left_out:
            return [filled, words.LEFT_OUT, words.CAN_BE_TAKEN.fill(number=number)]
        return [filled, words.CAN_BE_LEFT.fill(number=number)]

    def _where(self, trouble: Trouble) -> str:
        if trouble.question is not None:
            return f"{self.teller.in_(self.teller.desk.state.where(trouble.question))}: "
        return f"{self.teller.in_(trouble.section.title)}: " if trouble.section is not None else ""

    def _to(self, trouble: Trouble) -> Place | None:
        """Go to where a trouble is answered, if it is anywhere."""
        if trouble.question is None:
            self.teller.tell(ended(self.teller.in_(trouble.why)), ended(self.teller.in_(trouble.remedy)))
        if trouble.section is None:
            return None
        return Place(self.teller.desk.state.sections.index(trouble.section), trouble.question)

    def _leave_out(self, file: FileChange) -> None:
        desk = self.teller.desk
        if not file.optional:
            self.teller.tell(words.NOT_LEFT_OUT.fill(path=file.path))
            return
        desk.state = desk.state.toggling(file.path)
        self._tell()

    def _findings(self) -> None:
        found = gravest_first(self.teller.desk.findings())
        for finding in found:
            tell_finding(self.teller, finding)
        if not found:
            self.teller.tell(words.NO_FINDINGS)

    def _steps(self) -> None:
        steps = self.teller.desk.state.chosen.plan.checklist
        self.teller.tell(words.STEPS if steps else words.NO_STEPS)
        tell_steps(self.teller, steps)

    def _command(self) -> None:
        """Say the command that does the same without questions: it must stay fit to paste."""
        same = command(self.teller.desk.state)
        self.teller.lines(same.lines(self.teller.voice.width))
        if same.missing or same.wrong:
            self.teller.tell(words.STILL_OPEN.fill(flags=", ".join((*same.wrong, *same.missing))))
        if same.variables:
            self.teller.tell(words.VARIABLES.fill(names=", ".join(same.variables)))

    def _write(self) -> None:
        """Write after a yes. When it cannot be done, or the project was read again, the plan is looked at first."""
        desk, teller = self.teller.desk, self.teller
        troubles = desk.state.troubles()
        if troubles:
            teller.tell(words.NOT_YET.fill(problems=words.problems(len(troubles))))
            return
        if desk.state.chosen.plan.files and not self._sure():
            teller.tell(words.NOT_WRITTEN)
            return
        if teller.attempt(desk.put) and not desk.finished:
            self._tell()

    def _sure(self) -> bool:
        desk, teller = self.teller.desk, self.teller
        known = desk.to_know()
        if known:
            teller.tell(words.SURE_WHY)
        for finding in known:
            teller.tell(ended(teller.in_(finding.why)), indent="  ")
        teller.tell(words.SURE_BACKUP)
        files = words.files(len(desk.state.chosen.plan.files))
        return teller.sure(words.SURE.fill(files=files), otherwise=False)
