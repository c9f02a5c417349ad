"""One mail's reading beside its truth: what is right, what is wrong and nobody was told, what was told in vain."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bench.changes.changing import Kind
from bench.changes.making import Declared, Mail
from bench.changes.stock import answers_stock
from mapping_dsl.forms import Question
from runtime.intake import Disposition, Drift, DriftSeverity, Reading, SubmissionReading

_IN_OTHER_WORDS: Final = frozenset({Kind.RENAMED, Kind.RENAMED_RISK, Kind.REWORDED})
_TELLING: Final = 8  #: letters that a label must have to be known again within a sentence
_WORD: Final = re.compile(r"\w+")
_EDGES: Final = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class Wrong:
    """An answer that is not as it truly was."""

    question: str
    expected: Any
    got: Any
    is_silent: bool  #: nothing in the reading names the question


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one mail."""

    mail: Mail
    is_lost: bool  #: no submission was found in it
    is_headed: bool  #: reference and minute of submission are right
    readable: frozenset[str]  #: questions whose answers can rightly be read
    wrong: tuple[Wrong, ...]
    needless: tuple[str, ...]  #: questions named though their answers came out right and they have not changed
    dangers: int
    unnoticed: tuple[str, ...]  #: dangerous answers of which nobody would hear
    missed: tuple[str, ...]  #: broken questions and strange labels that nothing names
    is_alarmed: bool  #: somebody must look, or a question is said to be spoilt
    is_called: bool  #: somebody must decide something: it is held, or an answer is in doubt
    proposals: int  #: renamed and reworded questions
    proposed: int  #: of these, with the right question proposed first
    accepted: tuple[str, ...]  #: risk questions whose answer is relied on, and is another question's

    @property
    def right(self) -> frozenset[str]:
        """Questions whose answers can be read, and were read rightly."""
        return self.readable - {one.question for one in self.wrong}

    @property
    def silent(self) -> tuple[str, ...]:
        """Questions with answers silently wrong."""
        return tuple(one.question for one in self.wrong if one.is_silent)

    @property
    def is_found(self) -> bool:
        """Whether a change that breaks something was told whole."""
        return not self.missed

    @property
    def badness(self) -> tuple[int, ...]:
        """For sorting: what must never happen counts most."""
        never = len(self.silent) + len(self.unnoticed) + len(self.accepted)
        return never, len(self.wrong), len(self.missed), len(self.needless)


def judged(mail: Mail, reading: Reading) -> Verdict:
    """The mail's reading, judged. Of several submissions in one mail, the first counts."""
    found = reading.submissions[0] if reading.submissions else SubmissionReading()
    return _Judge(mail, found, is_lost=not reading.submissions).verdict(reading.disposition)


def folded(value: Any) -> Any:
    """What compares equal: blanks in a text do not count, nor do answers of a group that are blank."""
    match value:
        case str():
            return " ".join(value.split())
        case []:
            return None
        case list():
            return [folded(one) for one in value]
        case Mapping():
            return {name: folded(one) for name, one in value.items() if one is not None}
    return value


class _Judge:
    """A mail and its submission as read."""

    def __init__(self, mail: Mail, found: SubmissionReading, *, is_lost: bool) -> None:
        self.mail, self.found, self.is_lost = mail, found, is_lost
        self.change = mail.change
        self.tops = {name.partition(".")[0] for name in self.change.lost}

    def verdict(self, disposition: Disposition) -> Verdict:
        wrong = tuple(self._wrong())
        dangers = list(self._dangers())
        is_reviewed = disposition is not Disposition.PROCESS
        return Verdict(
            mail=self.mail,
            is_lost=self.is_lost,
            is_headed=self._is_headed(),
            readable=frozenset(self.mail.answers.keys() - self.tops),
            wrong=wrong,
            needless=tuple(self._needless({one.question for one in wrong})),
            dangers=len(dangers),
            unnoticed=tuple(name for name in dangers if not self._is_noticed(name, is_reviewed=is_reviewed)),
            missed=tuple(self._missed()),
            is_alarmed=self._is_alarmed(is_reviewed=is_reviewed),
            is_called=self._is_called(is_reviewed=is_reviewed),
            proposals=len(self.change.meanings) if self.change.kind in _IN_OTHER_WORDS else 0,
            proposed=self._proposed(),
            accepted=tuple(one.question for one in wrong if self._is_relied_on(one)),
        )

    def _is_headed(self) -> bool:
        submitted = f"{self.mail.submitted:%Y-%m-%dT%H:%M}"
        return self.found.reference == self.mail.reference and (self.found.submitted_at or "").startswith(submitted)

    def _wrong(self) -> Iterator[Wrong]:
        for name, expected in self.mail.answers.items():
            got = self.found.answers.get(name)
            if folded(got) != folded(expected):
                yield Wrong(name, expected, got, is_silent=not self.is_lost and not self._is_named(name))

    def _needless(self, wrong: set[str]) -> Iterator[str]:
        changed = {name.partition(".")[0] for name in (*self.change.breaks, *self.change.meanings.values())}
        for name in self.mail.answers.keys() - wrong - changed - self.tops:
            hangs_on_changed = changed & set(_WORD.findall(self.mail.form.by_name[name].show_if))
            if self._is_warned_of(name) and not hangs_on_changed:
                yield name

    def _is_warned_of(self, name: str) -> bool:
        """Whether a person must look for this question's sake.

        A group without elements, or a risk question left blank, may as well be gone: to say so is no warning. Nor is
        doubt over what tells of danger in a version that is not known: that is the rule.
        """
        return not self._may_be_gone(name) and (self._is_doubted(name) or self._is_named(name, _spoils))

    def _may_be_gone(self, name: str) -> bool:
        question = self.mail.form.by_name[name]
        return (question.risk or bool(question.questions)) and self.mail.answers[name] is None

    def _is_doubted(self, name: str) -> bool:
        return name in self.found.doubts and (self.found.version_known or not self.mail.form.by_name[name].risk)

    def _dangers(self) -> Iterator[str]:
        for name, consts in answers_stock()["dangerous"].items():
            if self.mail.answers.get(name) in consts:
                yield name

    def _is_noticed(self, name: str, *, is_reviewed: bool) -> bool:
        is_told = self._is_named(name) or name in self.found.doubts
        consts = answers_stock()["dangerous"][name]
        return self.found.answers.get(name) in consts or (is_reviewed and is_told)

    def _missed(self) -> Iterator[str]:
        yield from (name for name in self.change.breaks if not self._is_named(name))
        yield from (label for label in self.change.strange if not self._says({_plain(label)}, self.found.drift))

    def _is_alarmed(self, *, is_reviewed: bool) -> bool:
        """A new version is looked at whatever it has changed, so a review is no alarm there."""
        is_spoilt = any(map(self._is_warned_of, self.mail.answers))
        return is_spoilt or (is_reviewed and self.mail.declared is Declared.SAME)

    def _is_called(self, *, is_reviewed: bool) -> bool:
        """As with alarms, but sentences that only tell are none."""
        is_held = is_reviewed and self.mail.declared is Declared.SAME
        return is_held or any(self._is_doubted(name) and not self._may_be_gone(name) for name in self.mail.answers)

    def _proposed(self) -> int:
        if self.change.kind not in _IN_OTHER_WORDS:
            return 0
        return sum(self._meant(label) == question for label, question in self.change.meanings.items())

    def _meant(self, label: str) -> str | None:
        """Which question a label was taken for."""
        told = [one for one in self.found.drift if _plain(one.label) == _plain(label)]
        proposals = [one.proposal.question for one in told if one.proposal]
        return next(iter([*proposals, *(one.question for one in told if one.question)]), None)

    def _is_relied_on(self, wrong: Wrong) -> bool:
        is_risk = self.mail.form.by_name[wrong.question].risk
        return is_risk and wrong.got is not None and wrong.question not in self.found.doubts

    def _is_named(self, name: str, counts: Callable[[Drift], bool] = lambda _: True) -> bool:
        """Whether drift, conflicts, cautions or unmapped words name the question, by its name or a label of it."""
        labels = set(self._labels(name))
        drift = [one for one in self.found.drift if counts(one)]
        meant = [one.proposal.question for one in drift if one.proposal]
        told = [*(one.question for one in drift if one.question), *(one.question for one in self.found.conflicts)]
        is_there = any(_same(name, one) for one in (*meant, *told)) or self._says(labels, drift)
        return is_there or any(_cautions(one, name, labels) for one in self.found.cautions)

    def _says(self, labels: set[str], drift: Iterable[Drift]) -> bool:
        """Whether a label stands in drift, or in a line of the words that answer nothing."""
        told = [line for one in self.found.unmapped for line in (one.label, *one.text.split("\n"))]
        lines = {_plain(line) for line in (*told, *(one.label for one in drift))}
        return any(_holds(line, label) for label in labels for line in lines)

    def _labels(self, name: str) -> Iterator[str]:
        question = self.mail.form.by_name[name]
        yield from map(_plain, _own_labels(question))
        yield from (_plain(label) for label, meant in self.change.meanings.items() if _same(name, meant))


def _own_labels(question: Question) -> Iterator[str]:
    yield question.label
    if question.label_cy:
        yield question.label_cy
    for inner in question.questions:
        yield from _own_labels(inner)


def _spoils(drift: Drift) -> bool:
    return drift.severity is not DriftSeverity.HARMLESS


def _same(name: str, other: str) -> bool:
    """Whether the names are one, or one is of the other's group."""
    return name == other or other.startswith(f"{name}.") or name.startswith(f"{other}.")


def _plain(label: str) -> str:
    """A label without case and without what stands around it."""
    return _EDGES.sub("", " ".join(label.split()).casefold())


def _holds(line: str, label: str) -> bool:
    """Whether the line has the label in it, and first where it is as short as a common word."""
    is_first = line.startswith(label) and not line[len(label) :].lstrip()[:1].isalnum()
    return is_first or (len(label) >= _TELLING and label in line)


def _cautions(sentence: str, name: str, labels: set[str]) -> bool:
    """Whether a sentence names the question; labels as short as a common word name it in quotation marks alone."""
    plain = " ".join(sentence.split()).casefold()
    is_told = any(f"“{label}”" in plain or (len(label) >= _TELLING and label in plain) for label in labels)
    return is_told or bool(re.search(rf"\b{re.escape(name)}\b", sentence))
