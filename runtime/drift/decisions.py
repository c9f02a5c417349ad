"""What somebody must decide when a form has changed: each difference with a proposal, how sure it is, and why."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from mapping_dsl.editing.parts import quoted
from mapping_dsl.forms import AnswerType, FormVersion, Option, Question
from runtime.drift.affected import Reader, Readers
from runtime.drift.forms_in.naming import free_name
from runtime.drift.patching import Patch, Patching, coalesced, ignored, joined
from runtime.intake.answers import type_answer
from runtime.likeness import DriftKind, DriftSeverity
from runtime.likeness.differences import Difference

#: from this confidence on a proposal that touches no question of danger counts as accepted until somebody refuses it
ACCEPTED_FROM: Final = 0.8
#: the same where only samples tell which question is which: they show neither options nor types
ACCEPTED_FROM_BY_SAMPLES: Final = 0.89

_SEPARATOR: Final = " "
_SEPARATOR_OF_LONG_TEXT: Final = ", "
#: what the mapping need not be changed for: it reads questions by their names, options by their consts, days as days
_ABSORBED: Final = frozenset(
    (
        DriftKind.REWORDED,
        DriftKind.MOVED,
        DriftKind.FORMAT_CHANGED,
        DriftKind.CONDITION_CHANGED,
        DriftKind.OPTIONS_REWORDED,
        DriftKind.OPTIONS_REMOVED,
    )
)
_PAIRINGS: Final = (DriftKind.RENAMED, DriftKind.REWORDED)
_YES_OR_NO: Final = Question("", "", AnswerType.BOOLEAN, 0)
_NO_PATCH: Final = Patch()
_INNER_CAPITAL: Final = re.compile(r"(?<!^)(?=[A-Z])")  #: before it a new word of a name begins
_CHOICES: Final = (AnswerType.CHOICE, AnswerType.CHOICES)


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody decided about one difference."""

    is_accepted: bool
    by: str = ""  #: who decided, for the audit
    lines: str = ""  #: statements of the mapping, written by hand instead of what was proposed
    is_risk: bool | None = None  #: whether the new question tells of danger, where that was asked


@dataclass(frozen=True, slots=True)
class Decision:
    """One difference, what is proposed for it, and what was decided."""

    id: str
    kind: DriftKind
    severity: DriftSeverity
    old: tuple[str, ...]  #: dotted names in the old version
    new: tuple[str, ...]  #: in the new one
    risk: bool
    sentence: str  #: what changed
    proposal: str  #: what would be done; empty where only a person can say
    because: str  #: why
    confidence: float
    affected: tuple[Reader, ...] = ()
    by_hand: tuple[str, ...] = ()  #: what no proposal can do
    asks_risk: bool = False  #: whether somebody must say if the new question tells of danger
    is_open: bool = False  #: whether the new version has it as the same question, and that is not sure
    choice: Choice | None = None  #: None: nobody has decided
    patch: Patch = _NO_PATCH

    @property
    def is_accepted(self) -> bool:
        """Whether the proposal is taken: as somebody decided, or by itself where that is safe."""
        return self.choice.is_accepted if self.choice else self.is_safe

    @property
    def is_safe(self) -> bool:
        """Whether it may count as accepted before anybody looked. Nothing that concerns danger ever is."""
        if self.needs_person or self.by_hand or self.confidence < ACCEPTED_FROM:
            return False
        does_something = bool(self.patch.edits or self.patch.statements) and self.kind is not DriftKind.ADDED
        return does_something or self.kind in _ABSORBED or not (self.affected or self.kind is DriftKind.ADDED)

    @property
    def is_no_question(self) -> bool:
        """Whether somebody said that what looks like a new question is none; only samples leave that open."""
        return self.kind is DriftKind.ADDED and self.choice is not None and not self.choice.is_accepted

    @property
    def is_undecided(self) -> bool:
        """Whether a person must decide before the repair can be accepted."""
        return self.choice is None and self.needs_person

    @property
    def needs_person(self) -> bool:
        """Whether a person must say yes or no: it concerns danger, or samples leave open which question was meant. To
        stand elsewhere changes no answer."""
        return self.asks_risk or self.is_open or (self.risk and self.kind is not DriftKind.MOVED)

    def to_json(self) -> dict[str, Any]:
        """The decision as JSON."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "severity": self.severity.value,
            "old": list(self.old),
            "new": list(self.new),
            "risk": self.risk,
            "asks_risk": self.asks_risk,
            "sentence": self.sentence,
            "proposal": self.proposal,
            "because": self.because,
            "confidence": self.confidence,
            "accepted": self.is_accepted,
            "decided_by": self.choice.by if self.choice else None,
            "affected": [one.to_json() for one in self.affected],
            "by_hand": list(self.by_hand),
        }


@dataclass(frozen=True)
class Changed:
    """Two form versions and the mapping that reads the old one."""

    old: FormVersion
    new: FormVersion
    readers: Readers  #: of the mapping once it takes in the new version
    patching: Patching | None  #: None where no mapping reads the form
    from_samples: bool = False

    def is_told(self, name: str) -> bool:
        """Whether the mapping says what becomes of a question: something reads it, or it is ignored."""
        ignored_names = self.patching.ignored if self.patching else frozenset[str]()
        return bool(self.readers.of([name])) or bool({name, name.partition(".")[0]} & ignored_names)


def decision_of(changed: Changed, difference: Difference, choice: Choice | None) -> Decision:
    """The difference as something to be decided."""
    undone = Decision(
        id=decision_id(difference),
        kind=difference.kind,
        severity=difference.severity,
        old=difference.old,
        new=difference.new,
        risk=difference.risk,
        sentence=difference.sentence,
        proposal="",
        because=_because(difference),
        confidence=round(difference.confidence, 2),
        affected=changed.readers.of((*difference.old, *difference.new)),
        is_open=changed.from_samples and _is_unsure(difference),
        choice=choice,
    )
    made = _PROPOSALS.get(difference.kind, _left)(undone, changed)
    if choice and choice.lines.strip():
        return replace(made, patch=Patch(statements=(choice.lines.strip("\n"),)))
    return made


def _is_unsure(difference: Difference) -> bool:
    return difference.kind in _PAIRINGS and difference.confidence < ACCEPTED_FROM_BY_SAMPLES


def decision_id(difference: Difference) -> str:
    """What a difference is known by, as long as the same is different: its kind and its questions."""
    return f"{difference.kind.name.lower()}:{'+'.join(difference.old)}>{'+'.join(difference.new)}"


def refused_pairs(choices: Mapping[str, Choice]) -> frozenset[str]:
    """The old questions of which somebody said that they are not what they were paired with."""
    kinds = [kind.name.lower() for kind in _PAIRINGS]
    refused = (id_.partition(":") for id_, choice in choices.items() if not choice.is_accepted)
    return frozenset(rest.partition(">")[0] for kind, _, rest in refused if kind in kinds)


def _because(difference: Difference) -> str:
    if difference.confidence >= 1.0:
        if difference.old and difference.old == difference.new:
            return "both versions call the question alike"
        return "only one of the versions asks it" if not (difference.old and difference.new) else "the versions say so"
    return f"words, place, section and answers fit each other ({difference.confidence:.0%})"


def _left(decision: Decision, _: Changed) -> Decision:
    """What needs no change of the mapping."""
    if decision.kind in _ABSORBED or not decision.affected:
        return replace(decision, proposal="Nothing need be changed: the mapping reads the question by its name.")
    return replace(decision, by_hand=("Look at what reads it, and write what the new answers are to become.",))


def _renamed(decision: Decision, changed: Changed) -> Decision:
    """A question that has another name in the new version: what reads the old one reads whichever there is."""
    if decision.old == decision.new or changed.patching is None:
        return replace(decision, proposal="It stays the same question, and its old words stay known.")
    old, new = decision.old[0], decision.new[0]
    if changed.readers.of([new]):
        return replace(decision, proposal=f"The mapping reads {new} already.")
    group, _, inner = new.rpartition(".")
    if group != old.rpartition(".")[0]:
        by_hand = f"Where the mapping reads {old}, read {inner} of each element of {group} too."
        return replace(decision, by_hand=(by_hand,) if decision.affected else ())
    expression = coalesced(_inside(old, new))
    patch = changed.patching.reading_instead(old, expression)
    said = f"Whatever reads {old} reads {new} where the new version was filled in."
    return _patched(decision, patch, said)


def _split(decision: Decision, changed: Changed) -> Decision:
    """One text that has become several is put together again; what is put together already is left so."""
    old, parts = decision.old[0], decision.new
    if changed.patching is None:
        return decision
    unread = [name for name in parts if not changed.is_told(name)]
    if len(unread) < len(parts):
        added = (ignored(unread, changed.new.version),) if unread else ()
        said = f"The mapping reads {_listed([one for one in parts if one not in unread])} already"
        left = f"; {_listed(unread)} is left out until somebody says where it goes" if unread else ""
        return replace(decision, proposal=f"{said}{left}.", patch=Patch(statements=added))
    texts = all(changed.new.by_name[name].type is AnswerType.STRING for name in parts)
    if not texts or any("." in name for name in (old, *parts)):
        return _left(decision, changed)
    separator = _SEPARATOR_OF_LONG_TEXT if changed.old.by_name[old].is_long_text else _SEPARATOR
    patch = changed.patching.reading_instead(old, joined(old, parts, separator))
    said = f"Whatever reads {old} reads {_listed(parts)} put together where the new version was filled in."
    return _patched(decision, patch, said)


def _added(decision: Decision, changed: Changed) -> Decision:
    """A new question goes nowhere until somebody says where; one that may tell of danger needs a flag."""
    name = decision.new[0]
    question = changed.new.by_name[name]
    asks_risk = changed.from_samples and question.type in _CHOICES
    group = name.rpartition(".")[0]
    if changed.patching is None or changed.is_told(name):
        return replace(decision, proposal="The mapping says already what becomes of it.", asks_risk=asks_risk)
    if group and not changed.is_told(group):
        by_hand = f"Nothing reads {group} yet: write what becomes of its elements, or ignore it."
        return replace(decision, by_hand=(by_hand,), asks_risk=asks_risk)
    if decision.risk or (decision.choice and decision.choice.is_risk):
        added, said = _flag(changed.patching, name, question), "Raise a flag for it; look at what it is raised by."
    else:
        added = ignored([name], changed.new.version)
        said = "Leave it out of the records, until somebody says where it goes."
    return replace(decision, proposal=said, patch=Patch(statements=(added,)), asks_risk=asks_risk)


def _removed(decision: Decision, changed: Changed) -> Decision:
    said = f"What reads it gets nothing from version {changed.new.version}."
    return replace(decision, proposal=said if decision.affected else "Nothing reads it.")


def _repeating(decision: Decision, changed: Changed) -> Decision:
    """What was answered once can be answered several times: only a person can say what each element becomes."""
    group = decision.new[0]
    if changed.is_told(group):
        return replace(decision, proposal=f"The mapping reads {group} already.")
    was = _listed(list(decision.old))
    sentence = f"Write what becomes of each element (`for each one in {group}`), beside what becomes of {was} now."
    return replace(decision, by_hand=(sentence,))


def _options(decision: Decision, changed: Changed) -> Decision:
    """New options of a question that tables sort: a person must fill in their rows."""
    name = decision.new[0]
    before = {one.const for one in changed.old.by_name[decision.old[0]].options}
    consts = [one.const for one in changed.new.by_name[name].options if one.const not in before]
    rows = changed.patching.rows_for(name, consts) if changed.patching else ()
    if rows:
        return replace(decision, by_hand=rows)
    return replace(
        decision, proposal="Nothing sorts by it: a new option goes where the others go." if decision.affected else ""
    )


def _patched(decision: Decision, patch: Patch, said: str) -> Decision:
    return replace(decision, proposal=said, patch=patch, by_hand=patch.by_hand)


def _flag(patching: Patching, name: str, question: Question) -> str:
    """A flag for a question of danger, raised by every answer but a no; under a name that is free."""
    consts = [quoted(one.const) for one in question.options if not _means_no(one)]
    condition = f"{name} in ({', '.join(consts)})" if len(consts) > 1 else f"{name} = {consts[0]}" if consts else ""
    title = free_name(_INNER_CAPITAL.sub("_", question.name).upper(), patching.flags)
    return f"flag {quoted(title)} high\n    when {condition or f'{name} != null'}\n    because {quoted(question.label)}"


def _means_no(option: Option) -> bool:
    return type_answer(_YES_OR_NO, option.title).value is False


def _inside(old: str, new: str) -> Sequence[str]:
    """Both names as an expression has them; `{0}` stands for the element where they are in a group."""
    return [f"{{0}}.{name.partition('.')[2]}" if "." in name else name for name in (old, new)]


def _listed(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


_PROPOSALS: Final[Mapping[DriftKind, Callable[[Decision, Changed], Decision]]] = {
    DriftKind.RENAMED: _renamed,
    DriftKind.REWORDED: _renamed,
    DriftKind.SPLIT: _split,
    DriftKind.REPEATING: _repeating,
    DriftKind.ADDED: _added,
    DriftKind.REMOVED: _removed,
    DriftKind.OPTIONS_ADDED: _options,
}
