"""Trials: submissions that are run through both mappings, chosen by what has changed between them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest
from typing import Final

from mapping_dsl import nodes
from mapping_dsl.comparing.contrasts import Contrasts
from mapping_dsl.comparing.documents import Documents, setting_of
from mapping_dsl.comparing.reading import Reading
from mapping_dsl.comparing.settings import NOTHING_SAID, OF_SUBMISSION, Setting, Special, distinct, pairs
from mapping_dsl.comparing.sides import Document, Side
from mapping_dsl.comparing.subjects import Subject, SubjectKind, subjects
from mapping_dsl.comparing.ways import Ways
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.outcome import Outcome
from mapping_dsl.program import Unit

_MOST_TRIALS: Final = 900
_MOST_OF_ONE: Final = 200  #: trials that one subject gets
_MOST_PAIRED: Final = 12

#: names that an expression binds by itself
_BOUND: Final = frozenset(("item", "?", "partial"))


@dataclass(frozen=True, slots=True)
class Trial:
    """A submission, and what both mappings make of it; None where it is not one of a mapping's own."""

    setting: Setting
    document: Document
    old: Outcome | None
    new: Outcome | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A subject that does not mean the same on both sides; None where a side has it not."""

    old: Subject | None
    new: Subject | None

    @property
    def subject(self) -> Subject:
        """The old one if there is one."""
        subject = self.old or self.new
        assert subject, "one of both is there"
        return subject

    @property
    def is_of_level(self) -> bool:
        """Whether a flag weighs more or less, under the same conditions."""
        return bool(self.old and self.new and self.old.fingerprint == self.new.fingerprint)


@dataclass
class Trials:
    """Everything that was tried on two sides."""

    old: Side
    new: Side
    samples: Sequence[Document] = ()
    tried: dict[str, Trial] = field(default_factory=dict)
    changed: list[Changed] = field(default_factory=list)
    left_out: list[Changed] = field(default_factory=list)  #: of which not all could be tried that bears on them

    def __post_init__(self) -> None:
        self.documents = Documents(self.old, self._weight)
        self.ways = (Ways(self.old, self.documents), Ways(self.new, self.documents))
        self.contrasts = Contrasts(*self.ways)
        self.changed = _changed(self.old, self.new)
        self.kept: list[Trial] = []
        if self.changed or self.lost_versions:
            kept = {repr(one): one for one in (*self.old.samples, *self.new.samples, *self.samples)}
            self.kept = [self.run(setting_of(one), one) for one in kept.values()]
            self._search()

    @property
    def lost_versions(self) -> list[str]:
        """Versions of the form that only the old mapping takes in."""
        versions = (one.version for one in self.old.program.questions.versions)
        return [version for version in versions if not self.new.takes(version)]

    def all(self) -> Iterator[Trial]:
        """Every trial, small settings first, kept samples last."""
        yield from sorted(self.tried.values(), key=lambda trial: trial.setting.weight)
        yield from self.kept

    def of(self, setting: Setting) -> Trial:
        """The trial of a setting, made once."""
        key = setting.key
        if key not in self.tried:
            self.tried[key] = self.run(setting, self.documents.of(setting))
        return self.tried[key]

    def run(self, setting: Setting, document: Document) -> Trial:
        """Runs a submission through both mappings."""
        return Trial(setting, document, self.old.run(document), self.new.run(document))

    def values_for(self, name: str) -> list[Setting]:
        """All that is worth trying for one answer, by what the changed rules weigh it against."""
        return self.ways[0].trials(name, self._all_read)

    @cached_property
    def _all_read(self) -> Reading:
        return Reading().joined(one for changed in self.changed for one in self._readings(changed))

    def smallest(self, trial: Trial, shows: Callable[[Trial], bool]) -> Trial:
        """A trial that shows the same with as few answers as possible."""
        setting = trial.setting
        if not shows(self.of(setting)):
            return trial
        for name in sorted(setting.said, key=lambda one: not one.startswith(OF_SUBMISSION)):
            smaller = setting.without(name)
            if shows(self.of(smaller)):
                setting = smaller
        return self.of(setting)

    def _weight(self, document: Document) -> int:
        outcome = self.old.run(document)
        return len(outcome.flags) if outcome else 0

    def _search(self) -> None:
        self.of(NOTHING_SAID)
        for version in self.old.program.questions.versions:
            self.of(Setting({f"{OF_SUBMISSION}version": version.version}))
        for changed in sorted(self.changed, key=lambda one: list(SubjectKind).index(one.subject.kind)):
            self._try(changed)

    def _try(self, changed: Changed) -> None:
        """Tries what bears on a subject: what it reads on the old side and on the new one, in turns."""
        if len(self.tried) >= _MOST_TRIALS:
            self.left_out.append(changed)
            return
        sides = [
            list(self._probes(ways, subject))
            for ways, subject in zip(self.ways, (changed.old, changed.new), strict=True)
            if subject
        ]
        probes = distinct(one for both in zip_longest(*sides) for one in both if one)
        together = pairs(probes[:_MOST_PAIRED], probes, _MOST_OF_ONE)
        room = min(_MOST_OF_ONE, _MOST_TRIALS - len(self.tried))
        contrasts = self._contrasts(changed)
        for setting in [*probes[: max(room - len(contrasts), 0)], *contrasts, *together][:room]:
            self.of(setting)
        if room < len(probes) or any(ways.tries_left <= 0 for ways in self.ways):
            self.left_out.append(changed)

    def _contrasts(self, changed: Changed) -> list[Setting]:
        """Settings that raise a flag on one side only."""
        if not changed.old or not changed.new or changed.old.kind is not SubjectKind.FLAG or changed.is_of_level:
            return []
        return self.contrasts.of(changed.old, changed.new, Reading().joined(self._readings(changed)))

    def _probes(self, ways: Ways, subject: Subject) -> Iterator[Setting]:
        """Settings in which the subject's conditions hold, and do not, and in which what it reads is in doubt."""
        reading = self._reading(ways, subject)
        for condition in _conditions(ways, subject):
            yield from ways.to(condition, wanted=True)
            yield from ways.to(condition, wanted=False)[:_MOST_PAIRED]
        for name in sorted(reading.answers):
            if not name.startswith(OF_SUBMISSION):
                yield Setting({name: Special.IN_DOUBT})
        if subject.kind is not SubjectKind.FLAG:
            for decision, unit in _decisions(ways, subject):
                yield from ways.to_hit(decision, unit)
            yield from (setting for axis in ways.axes(reading) for setting in axis)

    def _readings(self, changed: Changed) -> Iterator[Reading]:
        for ways, subject in zip(self.ways, (changed.old, changed.new), strict=True):
            if subject:
                yield self._reading(ways, subject)

    def _reading(self, ways: Ways, subject: Subject) -> Reading:
        known = ((unit, one, ways.side.meanings.of(unit, one)) for unit, one in subject.roots)
        answers = frozenset().union(*(meaning.answers for _, _, meaning in known if meaning))
        nodes_read = (ways.side.node(unit, one) for unit, one in subject.roots)
        return Reading(answers).joined(map(ways.readings.of, nodes_read))


def _changed(old: Side, new: Side) -> list[Changed]:
    before, after = subjects(old), subjects(new)
    keys = dict.fromkeys((*before, *after))
    both = [Changed(before.get(key), after.get(key)) for key in keys]
    return [one for one in both if _meant(one.old) != _meant(one.new)]


def _meant(subject: Subject | None) -> tuple[str, str] | None:
    return (subject.level, subject.fingerprint) if subject else None


def _conditions(ways: Ways, subject: Subject) -> Iterator[feel_nodes.Node]:
    """A flag's conditions; of all else the conditions of `if` and what is true or false, through all names."""
    for node in _reached(ways.side, subject):
        if subject.kind is SubjectKind.FLAG:
            yield node
        for part, _ in feel_nodes.walk(node):
            if isinstance(part, feel_nodes.Conditional) and _is_whole(ways, part.condition):
                yield part.condition


def _decisions(ways: Ways, subject: Subject) -> Iterator[tuple[nodes.Decide, Unit]]:
    for name in _names(ways.side, subject):
        unit, node = ways.side.program.named[name]
        if isinstance(node, nodes.Decide):
            yield node, unit


def _reached(side: Side, subject: Subject) -> Iterator[feel_nodes.Node]:
    """The expressions of a subject; of what is no flag also those of lets that they lead to."""
    yield from (side.node(unit, one) for unit, one in subject.roots)
    if subject.kind is not SubjectKind.FLAG:
        for name in _names(side, subject):
            unit, node = side.program.named[name]
            if isinstance(node, nodes.Let):
                yield side.node(unit, node.value)


def _names(side: Side, subject: Subject) -> Iterable[str]:
    """The lets and decisions that a subject leads to."""
    waiting = [side.node(unit, one) for unit, one in subject.roots]
    found: dict[str, None] = {}
    while waiting:
        for part, _ in feel_nodes.walk(waiting.pop()):
            if isinstance(part, feel_nodes.Name) and part.name in side.program.named and part.name not in found:
                found[part.name] = None
                unit, node = side.program.named[part.name]
                expressions = [node.value] if isinstance(node, nodes.Let) else _cells(node)
                waiting += (side.node(unit, one) for one in expressions)
    return found


def _cells(node: nodes.Statement) -> list[nodes.Expression]:
    if not isinstance(node, nodes.Decide):
        return []
    return [*node.inputs, *(cell for row in node.rows for cell in row.outputs if cell)]


def _is_whole(ways: Ways, node: feel_nodes.Node) -> bool:
    """Whether an expression can be computed by itself, not for each element of something."""
    parts = [part for part, _ in feel_nodes.walk(node)]
    bound = {one.name for one in parts if isinstance(one, feel_nodes.Iteration | feel_nodes.FormalParameter)} | _BOUND
    known = ways.run(NOTHING_SAID).names
    names = {one.name for one in parts if isinstance(one, feel_nodes.Name)} - bound
    calls = (one.function for one in parts if isinstance(one, feel_nodes.Call))
    called = {one.name for one in calls if isinstance(one, feel_nodes.Name)}
    return all(name in known for name in names - called)
