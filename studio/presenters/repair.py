"""A repair as its page shows it: what must be decided, what is taken by itself, and what comes of it."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import mapping_dsl
from mapping_dsl.forms import AnswerType
from mapping_dsl.problems import Problem
from runtime.drift.decisions import Choice, Decision
from runtime.drift.repair import Repair
from runtime.drift.replay import Effect
from runtime.likeness import DriftKind, DriftSeverity
from studio.presenters.changes import WEIGHTS, reader_words
from studio.presenters.difference import Place, difference
from studio.presenters.preview import ProblemRow, problem_row
from studio.presenters.records import labels
from studio.presenters.values import words_of

GONE = "-"
PAIR = "pair:"
LINES = "lines:"
_PAIRED = (DriftKind.RENAMED, DriftKind.REWORDED, DriftKind.REMOVED)


@dataclass(frozen=True, slots=True)
class Said:
    """What the person said so far of the decisions, by their marks. It travels in the page's form."""

    accepted: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    dangerous: frozenset[str] = frozenset()
    harmless: frozenset[str] = frozenset()
    pairs: Mapping[str, str] = field(default_factory=dict)  #: which question an old one is; GONE: none of those found
    lines: Mapping[str, str] = field(default_factory=dict)  #: statements written by hand, by the marks
    schema: str = ""  #: of the new version as a definition told it; empty where it is told by samples

    def choice(self, decision: Decision, by: str) -> Choice | None:
        """What they said of one; None where nothing. A question that may tell of danger is accepted with the answer."""
        mark = mark_of(decision)
        lines = self.lines.get(mark, "")
        if decision.asks_risk and mark in self.dangerous | self.harmless:
            return Choice(True, by, lines, is_risk=mark in self.dangerous)
        if mark in self.refused or (mark in self.accepted and not decision.asks_risk):
            return Choice(mark in self.accepted, by, lines)
        return None


@dataclass(frozen=True, slots=True)
class Other:
    """A question that could be meant instead."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One difference with what would be done."""

    mark: str
    sentence: str
    weight: str
    proposal: str
    because: str
    readers: tuple[str, ...]
    by_hand: tuple[str, ...]
    stands: str
    is_risk: bool
    asks_risk: bool
    is_open: bool  #: whether a person must decide
    refuse_words: str  #: of the button that refuses it; empty where it is refused
    may_accept: bool
    pair_name: str  #: of the list of questions that could be meant instead; empty where there is none
    others: tuple[Other, ...]
    lines_name: str  #: of the field for statements by hand; empty where there is no mapping to write them in
    lines: str

    @property
    def is_told_otherwise(self) -> bool:
        """Whether the person has said something else than what is proposed."""
        return bool(self.lines) or any(other.is_chosen and other.value for other in self.others)


@dataclass(frozen=True, slots=True)
class RepairPage:
    """The page."""

    title: str
    change_address: str
    told_by: str  #: what shows the new version
    to_decide: tuple[DecisionRow, ...]
    safe: tuple[DecisionRow, ...]
    decided: tuple[DecisionRow, ...]
    hidden: tuple[tuple[str, str], ...]  #: what was said so far, as fields of the form
    safe_marks: tuple[str, ...]  #: of those that can be accepted in one go
    new_marks: tuple[str, ...]  #: of new questions that can be left out of the records in one go
    remarks: tuple[str, ...]
    outcome: str
    places: tuple[Place, ...]
    mapping_title: str
    problems: tuple[ProblemRow, ...]
    failing: tuple[str, ...]
    effects: tuple[str, ...]
    replayed: str
    stops: str  #: why it cannot be accepted yet; empty where it can
    is_publishable: bool  #: whether a second person could publish it as it is


def mark_of(decision: Decision) -> str:
    """What a decision is known by in the form: what was said of another sentence or proposal does not count for it."""
    said = "\n".join((decision.id, decision.sentence, decision.proposal))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def repair_page(repair: Repair, said: Said, change_address: str) -> RepairPage:
    """The page of a repair, those first that a person must decide."""
    rows = [(one, _row(one, repair, said)) for one in repair.decisions]
    safe = [one for one, _ in rows if one.choice is None and one.is_safe]
    source = repair.source
    return RepairPage(
        title=f"{repair.new.title}: version {repair.change.old.version} becomes {repair.new.version}",
        change_address=change_address,
        told_by=_told_by(repair),
        to_decide=tuple(row for one, row in rows if one.is_undecided),
        safe=tuple(row for one, row in rows if one in safe),
        decided=tuple(row for one, row in rows if not one.is_undecided and one not in safe),
        hidden=tuple(_hidden(said)),
        safe_marks=tuple(mark_of(one) for one in safe),
        new_marks=tuple(mark_of(one) for one in repair.decisions if _can_be_left_out(one)),
        remarks=repair.remarks,
        outcome=_outcome(repair),
        places=difference(source.text, repair.text) if source else (),
        mapping_title=source.id if source else "",
        problems=tuple(_problem(one, source) for one in repair.problems),
        failing=tuple(f"{one.name}: {'; '.join(one.sentences)}" for one in repair.examples if not one.holds),
        effects=tuple(_effect(one) for one in repair.replayed.effects),
        replayed=_replayed(repair),
        stops=_stops(repair.undecided),
        is_publishable=not repair.problems and all(one.holds for one in repair.examples),
    )


def _row(one: Decision, repair: Repair, said: Said) -> DecisionRow:
    pair_name = _pair_name(one, repair)
    return DecisionRow(
        mark=mark_of(one),
        sentence=one.sentence,
        weight="" if one.severity is DriftSeverity.HARMLESS else WEIGHTS.get(one.severity.value, ""),
        proposal=one.proposal,
        because=one.because,
        readers=reader_words(one.affected),
        by_hand=one.by_hand,
        stands=_stands(one),
        is_risk=one.risk or one.asks_risk,
        asks_risk=one.asks_risk,
        is_open=one.is_undecided,
        refuse_words=_refuse_words(one, repair),
        may_accept=bool(one.proposal) and not one.asks_risk,
        pair_name=pair_name,
        others=tuple(_others(one, repair, said)) if pair_name else (),
        lines_name=f"{LINES}{mark_of(one)}" if repair.source else "",
        lines=said.lines.get(mark_of(one), ""),
    )


def _problem(problem: Problem, source: mapping_dsl.Source | None) -> ProblemRow:
    line = f"Line {problem.span.line}"
    return problem_row(problem, line if source and problem.file == source.path else f"{line} of {problem.file}")


def _told_by(repair: Repair) -> str:
    return "the submissions that came" if repair.change.samples else "the definition that you gave"


def _stands(one: Decision) -> str:
    if one.is_no_question:
        return "you say that it is no question of the form"
    if one.choice:
        danger = {True: ", it may tell of danger", False: ", it tells of no danger", None: ""}[one.choice.is_risk]
        return f"{'accepted' if one.choice.is_accepted else 'refused'} by you{danger}"
    if one.needs_person:
        return "a person must decide"
    return "taken unless you refuse it" if one.is_safe else "nothing is done unless you accept it"


def _refuse_words(one: Decision, repair: Repair) -> str:
    """What samples show as a question may be a line that somebody wrote."""
    if one.choice and not one.choice.is_accepted:
        return ""
    return "It is no question" if one.kind is DriftKind.ADDED and repair.change.samples else "Refuse"


def _can_be_left_out(one: Decision) -> bool:
    """A new question that the mapping does not name yet, and of which nobody has to say whether it tells of danger."""
    return one.kind is DriftKind.ADDED and one.choice is None and not one.needs_person and bool(one.patch.statements)


def _pair_name(one: Decision, repair: Repair) -> str:
    """The field that says what an old question is now; only samples leave that open."""
    is_open = repair.change.samples is not None and one.kind in _PAIRED and len(one.old) == 1
    return f"{PAIR}{one.old[0]}" if is_open else ""


def _others(one: Decision, repair: Repair, said: Said) -> Iterator[Other]:
    chosen = said.pairs.get(one.old[0], "")
    assert repair.change.samples
    yield Other("", "as proposed", not chosen)
    yield Other(GONE, "none: it is gone, and what came is a new question", chosen == GONE)
    # What stands in a group is one of a group's questions: what is asked once for each element cannot be asked once.
    is_inner = "." in one.old[0]
    for name, question in repair.change.samples.form.every_question():
        if question.type is not AnswerType.GROUP and is_inner == ("." in name):
            yield Other(name, f"“{question.label}”", chosen == name)


def _hidden(said: Said) -> Iterator[tuple[str, str]]:
    for name in ("accepted", "refused", "dangerous", "harmless"):
        yield from ((name, mark) for mark in sorted(getattr(said, name)))
    if said.schema:
        yield "schema", said.schema


def _outcome(repair: Repair) -> str:
    if repair.source is None:
        return "No mapping reads this form: only its new version is saved."
    holding = sum(one.holds for one in repair.examples)
    if not repair.examples:
        return "The mapping's examples could not be run on it."
    return f"{holding} of {len(repair.examples)} examples hold."


def _replayed(repair: Repair) -> str:
    tried = repair.replayed
    left = f"; {tried.left_out} could not be run" if tried.left_out else ""
    if tried.effects:
        return f"What comes out differently over the latest {tried.run} submissions{left}:"
    return f"Nothing comes out differently over the latest {tried.run} submissions{left}."


def _effect(one: Effect) -> str:
    record = ".".join(one.place.split(".")[:2])
    place = ": ".join(filter(None, labels(one.place, record))) if one.place.startswith(f"{record}.") else one.place
    count = "1 submission" if one.count == 1 else f"{one.count} submissions"
    shown = (
        f"{reference or 'one'} from {words_of(before)} to {words_of(after)}" for reference, before, after in one.shown
    )
    return f"{place}, {count}: {next(shown, '')}"


def _stops(undecided: Iterable[Decision]) -> str:
    count = len(tuple(undecided))
    if not count:
        return ""
    return f"{'One question' if count == 1 else f'{count} questions'} must be decided first."
