"""Figures over many mails, as tables: all together, by layout, by kind of change and by type of answer."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bench.changes.changing import Kind
from bench.changes.judging import Verdict
from bench.report import table
from mapping_dsl.forms import AnswerType


@dataclass(slots=True)
class Figures:
    """Sums over verdicts."""

    mails: int = 0
    lost: int = 0
    headed: int = 0
    illegible: int = 0
    answers: int = 0
    right: int = 0
    silent: int = 0
    needless: int = 0
    dangers: int = 0
    unnoticed: int = 0
    breaking: int = 0
    found: int = 0
    harmless: int = 0
    alarmed: int = 0
    called: int = 0
    proposals: int = 0
    proposed: int = 0
    accepted: int = 0

    def add(self, verdict: Verdict) -> None:
        """Counts one mail."""
        is_harmless = verdict.mail.change.is_harmless
        self.mails += 1
        self.lost += verdict.is_lost
        self.headed += verdict.is_headed
        self.illegible += 2 * len(verdict.right) < len(verdict.readable)
        self.answers += len(verdict.readable)
        self.right += len(verdict.right)
        self.silent += len(verdict.silent)
        self.needless += len(verdict.needless)
        self.dangers += verdict.dangers
        self.unnoticed += len(verdict.unnoticed)
        self.breaking += not is_harmless
        self.found += not is_harmless and verdict.is_found
        self.harmless += is_harmless
        self.alarmed += is_harmless and verdict.is_alarmed
        self.called += is_harmless and verdict.is_called
        self.proposals += verdict.proposals
        self.proposed += verdict.proposed
        self.accepted += len(verdict.accepted)


@dataclass(slots=True)
class Typed:
    """Sums over the answers of one type."""

    answers: int = 0
    right: int = 0
    silent: int = 0


@dataclass(slots=True)
class Measure:
    """Figures of all mails, and of parts of them."""

    known: Figures = field(default_factory=Figures)
    changed: Figures = field(default_factory=Figures)
    by_layout: dict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))
    by_kind: dict[Kind, Figures] = field(default_factory=lambda: defaultdict(Figures))
    by_type: dict[AnswerType, Typed] = field(default_factory=lambda: defaultdict(Typed))

    def add(self, verdict: Verdict) -> None:
        """Counts one mail wherever it belongs."""
        mail = verdict.mail
        part = self.known if mail.change.kind is Kind.NONE else self.changed
        for figures in (part, self.by_layout[mail.family], self.by_kind[mail.change.kind]):
            figures.add(verdict)
        for name in verdict.readable:
            typed = self.by_type[mail.form.by_name[name].type]
            typed.answers += 1
            typed.right += name in verdict.right
            typed.silent += name in verdict.silent


def measured(verdicts: Iterable[Verdict]) -> Measure:
    """The figures of all these mails."""
    measure = Measure()
    for verdict in verdicts:
        measure.add(verdict)
    return measure


def tables(measure: Measure) -> str:
    """What is aimed at and reached, then the same by layout and by kind of change, and the answers by their type."""
    known, changed = measure.known, measure.changed
    aims = [[what, aim, tell(known), tell(changed)] for what, aim, tell in _AIMS]
    layouts = [[name, *_row(one)] for name, one in sorted(measure.by_layout.items())]
    kinds = [[kind, *_row(measure.by_kind[kind])] for kind in Kind if kind in measure.by_kind]
    types = [
        [kind, str(one.answers), share(one.right, one.answers), str(one.silent)]
        for kind, one in sorted(measure.by_type.items())
    ]
    return "\n".join(
        (
            table(["", "aim", "known versions", "changed forms"], aims),
            table(["layout", *_COLUMNS], layouts),
            table(["change", *_COLUMNS], kinds),
            table(["answer", "answers", "right", "silently wrong"], types),
        )
    )


def _row(one: Figures) -> Sequence[str]:
    return [tell(one) for tell in _COLUMNS.values()]


def share(part: int, whole: int) -> str:
    """A share in percent; empty of nothing."""
    return f"{100 * part / whole:.1f} %" if whole else ""


_COLUMNS: Final[Mapping[str, Callable[[Figures], str]]] = {
    "mails": lambda one: str(one.mails),
    "right": lambda one: share(one.right, one.answers),
    "silently wrong": lambda one: str(one.silent),
    "needless": lambda one: share(one.needless, one.right),
    "dangers unnoticed": lambda one: str(one.unnoticed),
    "found": lambda one: share(one.found, one.breaking),
    "false alarms": lambda one: share(one.alarmed, one.harmless),
    "first proposal": lambda one: share(one.proposed, one.proposals),
}

_AIMS: Final[Sequence[tuple[str, str, Callable[[Figures], str]]]] = (
    ("mails", "", lambda one: str(one.mails)),
    ("mails in which no submission was found", "0", lambda one: str(one.lost)),
    ("reference and time of submission right", "", lambda one: share(one.headed, one.mails)),
    ("mails in which less than half was right", "0", lambda one: str(one.illegible)),
    ("answers", "", lambda one: str(one.answers)),
    ("answers right", ">= 99 % known, >= 90 % changed", lambda one: share(one.right, one.answers)),
    ("answers silently wrong", "0", lambda one: str(one.silent)),
    ("needless warnings on right answers", "<= 1 %", lambda one: share(one.needless, one.right)),
    ("dangerous answers", "", lambda one: str(one.dangers)),
    ("dangerous answers unnoticed", "0", lambda one: str(one.unnoticed)),
    ("breaking changes found", ">= 99 %", lambda one: share(one.found, one.breaking)),
    ("false alarms where nothing is broken", "<= 1 %", lambda one: share(one.alarmed, one.harmless)),
    ("of these, somebody must decide something", "", lambda one: share(one.called, one.harmless)),
    ("first proposal right", ">= 90 %", lambda one: share(one.proposed, one.proposals)),
    ("risk answers relied on wrongly", "0", lambda one: str(one.accepted)),
)
