"""What changed between two form versions, question by question."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from mapping_dsl.forms import FormVersion, Question
from runtime.likeness.kinds import DriftKind, DriftSeverity
from runtime.likeness.matching import Match, match
from runtime.likeness.question_changes import changes, severity_of
from runtime.likeness.wordings import NO_HISTORY, Wordings


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between an old and a new form version."""

    kind: DriftKind
    severity: DriftSeverity
    old: tuple[str, ...]  #: dotted names in the old version; none where something was added
    new: tuple[str, ...]  #: in the new version; none where something was removed
    risk: bool  #: whether one of them tells of danger
    sentence: str
    confidence: float = 1.0  #: that these are the same questions; 1 where their name says so


def differences(
    old: FormVersion, new: FormVersion, wordings: Wordings = NO_HISTORY, gone: Collection[str] = ()
) -> tuple[Difference, ...]:
    """All that is different in the new version: first which question is which, then what changed in each.

    A name that is in both versions is the same question. Of the others those are matched that are surely the same,
    but none of which somebody said that it is `gone`.
    """
    matches = match(old, new, wordings, gone)
    told = _Comparison(old, new, wordings)
    return (
        *(difference for one in matches for difference in told.matched(one)),
        *told.removed({name for one in matches for name in one.old}),
        *told.added({name for one in matches for name in (*one.new, *(inner for _, inner in one.inner))}),
        *(difference for name in old.by_name if name in new.by_name for difference in told.changed(name, name)),
        *told.moved(),
    )


_SAID = {
    DriftKind.RENAMED: "{old} is now {new}.",
    DriftKind.SPLIT: "{old} was split into {new}.",
    DriftKind.MERGED: "{old} were merged into {new}.",
    DriftKind.REPEATING: "{old} can now be answered several times, in {new}.",
}


class _Comparison:
    """Two form versions side by side."""

    def __init__(self, old: FormVersion, new: FormVersion, wordings: Wordings) -> None:
        self._old, self._new = old.by_name, new.by_name
        self._thesaurus = wordings.thesaurus

    def matched(self, one: Match) -> Iterator[Difference]:
        """Questions with other names, and what else changed in those that are one question still."""
        old, new = [self._old[name] for name in one.old], [self._new[name] for name in one.new]
        said = _SAID[one.kind].format(old=_labels(old), new=_labels(new))
        risk = _tells_danger(*old, *new)
        yield Difference(one.kind, severity_of(*old, *new), one.old, one.new, risk, said, one.confidence)
        if one.kind is DriftKind.RENAMED:
            yield from self.changed(one.old[0], one.new[0], one.confidence)
        for before, after in one.inner:
            inside = self.changed(before, after, one.confidence)
            yield from (
                change for change in inside if change.kind is not DriftKind.CONDITION_CHANGED
            )  # the group has it

    def removed(self, matched: Collection[str]) -> Iterator[Difference]:
        """What the new version does not put; a group counts once."""
        for name, question in self._old.items():
            if name not in self._new and name not in matched and _is_outermost(name, self._new, matched):
                severity = severity_of(question, *question.questions)
                said = f"“{question.label}” is no longer put."
                yield Difference(DriftKind.REMOVED, severity, (name,), (), _tells_danger(question), said)

    def added(self, matched: Collection[str]) -> Iterator[Difference]:
        """What only the new version puts. Nothing reads it yet, so that what tells of danger goes unheard."""
        for name, question in self._new.items():
            if name not in self._old and name not in matched and _is_outermost(name, self._old, matched):
                risk = _tells_danger(question)
                severity = DriftSeverity.DEGRADES if risk else DriftSeverity.HARMLESS
                said = f"“{question.label}” is new."
                yield Difference(DriftKind.ADDED, severity, (), (name,), risk, said)

    def changed(self, before: str, after: str, confidence: float = 1.0) -> Iterator[Difference]:
        """What changed in a question."""
        old, new = self._old[before], self._new[after]
        risk = _tells_danger(old, new)
        for one in changes(old, new, self._thesaurus):
            yield Difference(one.kind, one.severity, (before,), (after,), risk, one.sentence, confidence)

    def moved(self) -> Iterator[Difference]:
        """Questions that stand under another heading, or that others have overtaken."""
        kept = [name for name in self._old if name in self._new]
        order = {name: place for place, name in enumerate(self._new)}
        stayed = _longest_rise([order[name] for name in kept])
        for name in kept:
            old, new = self._old[name], self._new[name]
            if old.section != new.section or order[name] not in stayed:
                where = f", under {new.section}" if old.section != new.section else ""
                said = f"“{new.label}” stands in another place{where}."
                yield Difference(DriftKind.MOVED, DriftSeverity.HARMLESS, (name,), (name,), _tells_danger(new), said)


def _labels(questions: Sequence[Question]) -> str:
    *others, last = (f"“{one.label}”" for one in questions)
    return f"{', '.join(others)} and {last}" if others else last


def _tells_danger(*questions: Question) -> bool:
    return any(one.risk or _tells_danger(*one.questions) for one in questions)


def _is_outermost(name: str, there: Collection[str], matched: Collection[str]) -> bool:
    """Whether what holds the question is told of already: of a whole group that came or went, only the group is."""
    group, inside, _ = name.rpartition(".")
    return not inside or group in there or group in matched


def _longest_rise(numbers: Sequence[int]) -> frozenset[int]:
    """The largest part of the numbers that rises from first to last (patience sorting)."""
    tops: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        pile = bisect_left(tops, number)
        before[number] = tops[pile - 1] if pile else None
        tops[pile : pile + 1] = [number]
    rise: set[int] = set()
    top = tops[-1] if tops else None
    while top is not None:
        rise.add(top)
        top = before[top]
    return frozenset(rise)
