"""The never-downgrade guard: whether a new mapping makes less of the risk in some submission than the old one did."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from mapping_dsl.comparing import words
from mapping_dsl.comparing.grades import Grades
from mapping_dsl.comparing.sides import Document
from mapping_dsl.comparing.subjects import Place, Subject, SubjectKind
from mapping_dsl.comparing.trials import Trial, Trials
from mapping_dsl.outcome import FlagLevel, FlagOutcome, FlagState, Outcome
from mapping_dsl.scopes import RISK_LEVELS


class DowngradeKind(StrEnum):
    """What falls."""

    VERSION_LOST = "version-lost"  #: a version of the form is not taken in any more
    FLAG_LOST = "flag-lost"  #: raised before, not raised now
    FLAG_UNCLEAR = "flag-unclear"  #: raised before, unclear now
    DOUBT_LOST = "doubt-lost"  #: unclear before, now neither unclear nor raised
    LEVEL_FELL = "level-fell"  #: a flag weighs less
    RISK_LEVEL_FELL = "risk-level-fell"  #: the highest level of all flags
    GRADE_FELL = "grade-fell"  #: a field that says how urgent it is
    PRIORITY_FELL = "priority-fell"  #: of the triage
    DUE_LATER = "due-later"  #: of the triage


@dataclass(frozen=True, slots=True)
class Fall:
    """One thing that falls in one submission."""

    kind: DowngradeKind
    what: str  #: the flag's name, the field's path; else empty
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Downgrade:
    """A fall with the submission that shows it, as few answers in it as can be."""

    kind: DowngradeKind
    what: str
    before: str
    after: str
    sample: Document
    sentence: str
    old_place: Place | None  #: the rule in the old texts
    new_place: Place | None  #: in the new ones, None where it is gone


@dataclass(frozen=True, slots=True)
class Guarded:
    """What the guard found, and what it could not look at, in words."""

    downgrades: tuple[Downgrade, ...]
    not_covered: tuple[str, ...]


_OF_ONE_FLAG: Final = frozenset(list(DowngradeKind)[:5])
_LEVELS: Final = tuple(FlagLevel)
#: parts of the triage that can fall
_FALLING_PARTS: Final = frozenset(("priority", "due"))


def guard(trials: Trials) -> Guarded:
    """Every kind of fall that a trial shows, each with its smallest trial. What follows from another fall of the same
    submission is told with it, and stands for itself only where it comes without one."""
    watch = _Watch(trials)
    shown: dict[tuple[DowngradeKind, str], Trial] = {}
    for trial in trials.all():
        for fall in watch.causes(trial):
            shown.setdefault((fall.kind, fall.what), trial)
    found = tuple(watch.downgrade(*key, trial) for key, trial in shown.items())
    return Guarded(found, tuple(watch.not_covered()))


class _Watch:
    def __init__(self, trials: Trials) -> None:
        self.trials = trials
        self.grades = Grades(trials.old)

    def falls(self, trial: Trial) -> list[Fall]:
        """Everything that falls in one trial, causes first."""
        if trial.old is None:
            return []
        if trial.new is None:
            version = trial.document["submission"].get("version") or ""
            return [Fall(DowngradeKind.VERSION_LOST, version, "taken in", "not taken in")]
        graded = self._of_grades(trial.old, trial.new)
        return [*_of_flags(trial.old, trial.new), *_of_risk(trial.old, trial.new), *graded,
                *_of_triage(trial.old, trial.new)]  # fmt: skip

    def causes(self, trial: Trial) -> list[Fall]:
        """The falls of a trial that do not follow from another one of it."""
        falls = self.falls(trial)
        of_flags = [fall for fall in falls if fall.kind in _OF_ONE_FLAG]
        of_risk = [fall for fall in falls if fall.kind is DowngradeKind.RISK_LEVEL_FELL]
        return of_flags or of_risk or falls

    def downgrade(self, kind: DowngradeKind, what: str, trial: Trial) -> Downgrade:
        """The fall, shown by a trial with as few answers as possible."""

        def find(one: Trial) -> Fall | None:
            return next((fall for fall in self.causes(one) if (fall.kind, fall.what) == (kind, what)), None)

        smallest = self.trials.smallest(trial, lambda one: find(one) is not None)
        fall = find(smallest)
        assert fall, "a smaller trial shows the same fall"
        old, new = self._places(fall)
        sentence = self._sentence(fall, smallest)
        return Downgrade(kind, what, fall.before, fall.after, smallest.document, sentence, old, new)

    def not_covered(self) -> Iterator[str]:
        """Changed flags that no trial raised, changes that no trial shows, and what was left out of the trials."""
        shown = (flag for trial in self.trials.all() if trial.old for flag in trial.old.flags)
        raised = {flag.name for flag in shown if flag.state is FlagState.RAISED}
        weighing = [changed for changed in self.trials.changed if self._weighs(changed.subject)]
        for changed in weighing:
            name = changed.subject.name
            if changed.old and changed.old.kind is SubjectKind.FLAG and name not in raised:
                yield f"no submission was found that raises {name}: look at its change yourself"
            elif changed.old and not changed.is_of_level and not self._shows(changed.old):
                yield f"no submission was found in which the change of {name} shows: look at it yourself"
        for changed in self.trials.left_out:
            if self._weighs(changed.subject):
                yield f"not all that bears on {changed.subject.name} could be tried: look at its change yourself"

    def _weighs(self, subject: Subject) -> bool:
        """Whether a subject can fall."""
        names = {SubjectKind.TRIAGE: _FALLING_PARTS, SubjectKind.FIELD: self.grades.fields}
        return subject.kind is SubjectKind.FLAG or subject.name in names[subject.kind]

    def _shows(self, subject: Subject) -> bool:
        """Whether some trial says another thing of a subject on the old side than on the new one."""
        both = ((trial.old, trial.new) for trial in self.trials.all())
        return any(old and new and self._said(subject, old) != self._said(subject, new) for old, new in both)

    def _said(self, subject: Subject, outcome: Outcome) -> object:
        match subject.kind:
            case SubjectKind.FLAG:
                return next((flag.state for flag in outcome.flags if flag.name == subject.name), None)
            case SubjectKind.TRIAGE:
                return getattr(outcome.triage, subject.name)
        return self.grades.of(outcome).get(subject.name)

    def _of_grades(self, old: Outcome, new: Outcome) -> Iterator[Fall]:
        after = {} if new.rejected else self.grades.of(new)
        for path, grade in self.grades.of(old).items() if not new.rejected else ():
            now = after.get(path)
            if now is None or now.place > grade.place:
                value = words.shown(now.value if now else None)
                yield Fall(DowngradeKind.GRADE_FELL, path, words.shown(grade.value), value)

    def _places(self, fall: Fall) -> tuple[Place | None, Place | None]:
        name = {DowngradeKind.PRIORITY_FELL: "priority", DowngradeKind.DUE_LATER: "due"}.get(fall.kind, fall.what)
        changed = next((one for one in self.trials.changed if one.subject.name == name), None)
        return (_place(changed.old), _place(changed.new)) if changed else (None, None)

    def _sentence(self, fall: Fall, trial: Trial) -> str:
        with_it = [self._told(one) for one in self.falls(trial) if one not in self.causes(trial)]
        follows = f". With it {words.joined(with_it)}" if with_it else ""
        told = self._told(fall)
        return f"{told[0].upper()}{told[1:]} {self._where(trial)}{follows}."

    def _where(self, trial: Trial) -> str:
        if trial in self.trials.kept:
            return f"in the kept submission {trial.document['submission'].get('reference', '')}".rstrip()
        return words.condition(trial.setting, self.trials.old.program.questions)

    def _told(self, fall: Fall) -> str:
        match fall.kind:
            case DowngradeKind.VERSION_LOST:
                return f"submissions of version {fall.what} are no longer taken in"
            case DowngradeKind.FLAG_LOST:
                return f"the flag {fall.what} is no longer raised"
            case DowngradeKind.FLAG_UNCLEAR:
                return f"the flag {fall.what} is unclear instead of raised"
            case DowngradeKind.DOUBT_LOST:
                return f"the flag {fall.what} is no longer shown as unclear"
            case DowngradeKind.LEVEL_FELL:
                return f"the flag {fall.what} falls from {fall.before} to {fall.after}"
            case DowngradeKind.DUE_LATER:
                return f"it is due at {fall.after} instead of {fall.before}"
            case DowngradeKind.GRADE_FELL:
                label = words.field_label(fall.what, self.trials.old.program.records)
                return f"{label} falls from {fall.before} to {fall.after}"
        what = "the risk level" if fall.kind is DowngradeKind.RISK_LEVEL_FELL else "the priority"
        return f"{what} falls from {fall.before} to {fall.after}"


def _of_flags(old: Outcome, new: Outcome) -> Iterator[Fall]:
    after = {flag.name: flag for flag in new.flags}
    for flag in old.flags:
        now = after.get(flag.name)
        if kind := _kind(flag, now):
            yield Fall(kind, flag.name, flag.state, now.state if now else "not raised")
        if now and _LEVELS.index(now.level) > _LEVELS.index(flag.level):
            yield Fall(DowngradeKind.LEVEL_FELL, flag.name, flag.level, now.level)


def _kind(flag: FlagOutcome, now: FlagOutcome | None) -> DowngradeKind | None:
    if now is None:
        return DowngradeKind.FLAG_LOST if flag.state is FlagState.RAISED else DowngradeKind.DOUBT_LOST
    fell = (flag.state, now.state) == (FlagState.RAISED, FlagState.UNCLEAR)
    return DowngradeKind.FLAG_UNCLEAR if fell else None


def _of_risk(old: Outcome, new: Outcome) -> Iterator[Fall]:
    if RISK_LEVELS.index(new.risk_level) > RISK_LEVELS.index(old.risk_level):
        yield Fall(DowngradeKind.RISK_LEVEL_FELL, "", old.risk_level, new.risk_level)


def _of_triage(old: Outcome, new: Outcome) -> Iterator[Fall]:
    before, after = old.triage, new.triage
    if after.priority < before.priority:
        yield Fall(DowngradeKind.PRIORITY_FELL, "", str(before.priority), str(after.priority))
    if after.due > before.due:
        yield Fall(DowngradeKind.DUE_LATER, "", _clock(before.due), _clock(after.due))


def _clock(instant: datetime) -> str:
    return instant.strftime("%H:%M on %d.%m.%Y").replace(" 0", " ")


def _place(subject: Subject | None) -> Place | None:
    return subject.place if subject else None
