"""What of a submission is in doubt: where its witnesses disagree, what of its form changed, words of risk, alarms; and
the press by which a person settles it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from runtime.drift.alarms import AlarmRow
from runtime.drift.causes import DifferenceShown
from runtime.models import AlarmStatus
from runtime.settling import CAME, NOBODY, Offer, Settled
from runtime.shown.readings import ConflictShown, RiskWordShown, WitnessShown
from runtime.shown.submissions import FieldShown, SubmissionDetail
from studio.presenters.changes import alarm_sentence
from studio.presenters.marks import record_title
from studio.presenters.moments import NOTHING, moment
from studio.presenters.records import answer_anchor, field_anchor, field_labels
from studio.presenters.values import words_of
from studio.roles import may_open

WITNESSES = {
    "body": "the text",
    "html": "the HTML text",
    "pdf": "the PDF",
    "info": "the service's information",
    "json": "the JSON",
}
STATES = {"read": "read", "kept": "kept, not needed", "missing": "missing"}
HARMLESS = "harmless"
FIELDS_SHOWN = 6  #: of each record that hang on one question


@dataclass(frozen=True, slots=True)
class Take:
    """The press that takes one reading."""

    question: str
    said_by: str
    why: str  #: as the log will have it
    about: str  #: which reading of what, for those who do not see where the button stands


@dataclass(frozen=True, slots=True)
class FieldLink:
    """A field that hangs on what is in doubt."""

    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a doubt stands."""

    sentence: str  #: by whom it was settled, what a press fills, or what counts until then
    is_settled: bool = False
    fields: tuple[tuple[str, tuple[FieldLink, ...]], ...] = ()  #: those that hang on it, by their records
    undo: Take | None = None  #: the press that leaves it in doubt again


@dataclass(frozen=True, slots=True)
class Said:
    """What one witness says."""

    who: str
    words: str
    is_feared: bool  #: the more dangerous of the readings, while nobody has settled which counts
    is_taken: bool
    take: Take | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A question that witnesses answer differently."""

    anchor: str
    label: str
    is_risk: bool
    said: tuple[Said, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Changed:
    """A difference between the form and what came."""

    anchor: str  #: of the question's answer; empty where the form has no such question
    sentence: str
    typed: str
    proposal: str
    is_risk: bool
    take: Take | None
    standing: Standing | None  #: None where no answer can be taken from it


@dataclass(frozen=True, slots=True)
class AlarmLink:
    """The alarm that the submission stands under."""

    address: str  #: empty where the visitor may not open it
    sentence: str
    stands: str


@dataclass(frozen=True, slots=True)
class InDoubt:
    """All that a person must look at before they rely on what was read."""

    disagreements: tuple[Disagreement, ...]
    changes: tuple[Changed, ...]
    risk_words: tuple[str, ...]
    alarms: tuple[AlarmLink, ...]
    witnesses: tuple[str, ...]  #: how each stands, "the PDF: missing"
    read_as: str  #: by which version, where that is not the one it says it is
    address: str  #: where a reading is taken

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in doubt."""
        return not (self.disagreements or self.has_list)

    @property
    def has_list(self) -> bool:
        """Whether there is more than what witnesses disagree on."""
        return bool(self.changes or self.risk_words or self.alarms or self.read_as)


def in_doubt(detail: SubmissionDetail, offers: Sequence[Offer] | None = None) -> InDoubt:
    """What is in doubt of a submission, questions of danger first.

    `offers` are what its holder can settle; None to everybody else.
    """
    read, doubts = detail.read, _Doubts(detail, offers)
    conflicts = sorted(read.conflicts, key=lambda one: not one.is_risk)
    weighty = (one for one in read.differences if one.severity != HARMLESS or one.is_risk)
    return InDoubt(
        disagreements=tuple(doubts.disagreement(one) for one in conflicts),
        changes=tuple(doubts.changed(one) for one in sorted(weighty, key=lambda one: not one.is_risk)),
        risk_words=tuple(dict.fromkeys(_risk_word(one) for one in read.risk_words)),
        alarms=tuple(_alarm(one) for one in read.alarms if one.status is not AlarmStatus.CLOSED),
        witnesses=tuple(_witness(one) for one in read.witnesses),
        read_as=f"Its version is not known: it was read as version {read.read_as}."
        if read.read_as and not read.version_known
        else "",
        address=url_for("submissions.settle", submission_id=detail.id),
    )


def open_reasons(detail: SubmissionDetail) -> Iterator[str]:
    """Why a person must look first, a sentence each, or the one that it waits with. What witnesses disagree on stands
    below with the press that settles it, and what is settled needs nobody."""
    reasons = [reason.rstrip(".") for reason in detail.read.reasons]
    if detail.sentence != "; ".join(reasons):
        yield detail.sentence or ""
        return
    settled = {one.question for one in detail.settled}
    told = [one.label for one in detail.read.conflicts]
    told += [one.label for section in detail.sections for one in section.answers if one.name in settled]
    yield from (reason for reason in reasons if not any(f"“{label}”" in reason for label in told))


def remarks_on(
    conflicts: Iterable[tuple[str, Mapping[str, str]]], differences: Iterable[DifferenceShown]
) -> Mapping[str, tuple[str, ...]]:
    """What is to be said at each question's answer, by names without dots."""
    found: dict[str, list[str]] = {}
    for question, readings in conflicts:
        found.setdefault(question.partition(".")[0], []).append(_in_words(readings))
    for one in differences:
        if one.question:
            found.setdefault(one.question.partition(".")[0], []).append(f"{one.sentence}.")
    return {name: tuple(dict.fromkeys(sentences)) for name, sentences in found.items()}


def witness_words(name: str) -> str:
    """A witness as people call it."""
    return WITNESSES.get(name, name)


def _in_words(readings: Mapping[str, str]) -> str:
    said = "; ".join(f"{witness_words(witness)} says {_quoted(words)}" for witness, words in readings.items())
    return f"{said[:1].upper()}{said[1:]}."


def _quoted(words: str) -> str:
    return f"“{words}”" if words else "nothing"


@dataclass(frozen=True, slots=True)
class _Doubts:
    """A submission's doubts, with what of them is settled or can be."""

    detail: SubmissionDetail
    offers: Sequence[Offer] | None

    def disagreement(self, one: ConflictShown) -> Disagreement:
        """A question that witnesses answer differently."""
        settled = self._settled(one.question)
        said = tuple(
            Said(
                who=witness_words(each.witness),
                words=each.text or NOTHING,
                is_feared=each.is_feared and not settled,
                is_taken=bool(settled and settled.said_by == each.witness),
                take=self._take(one.question, each.witness, one.label),
            )
            for each in one.said
        )
        anchor = answer_anchor(one.question.partition(".")[0])
        counts = "The more dangerous one counts" if one.feared is not None else "No rule relies on either"
        standing = self._standing(one.question, one.label, f"{counts} until an operator takes one.")
        return Disagreement(anchor, one.label, one.is_risk, said, standing)

    def changed(self, one: DifferenceShown) -> Changed:
        """A difference between the form and what came."""
        is_other = bool(one.proposed) and one.proposed != one.question
        question = one.question or ""
        take = self._take(question, CAME, one.sentence)
        return Changed(
            anchor=answer_anchor(question.partition(".")[0]) if question else "",
            sentence=one.sentence,
            typed=one.text,
            proposal=f"“{one.proposed_label}” is probably meant." if is_other else "",
            is_risk=one.is_risk,
            take=take,
            standing=self._standing(question, one.sentence) if take or self._settled(question) else None,
        )

    def _settled(self, question: str) -> Settled | None:
        return next((one for one in self.detail.settled if one.question == question), None)

    def _offer(self, question: str) -> Offer | None:
        return next((one for one in self.offers or () if one.question == question), None)

    def _take(self, question: str, said_by: str, about: str) -> Take | None:
        """The press; None where it is taken already, or cannot be."""
        offer, settled = self._offer(question), self._settled(question)
        if offer is None or said_by not in offer.said_by or (settled and settled.said_by == said_by):
            return None
        if said_by == CAME:
            return Take(question, CAME, "it stands there in other words", about)
        who = witness_words(said_by)
        return Take(question, said_by, f"{who} says so", f"{about}, {who}")

    def _standing(self, question: str, about: str, counts: str = "") -> Standing:
        """How a doubt stands; `counts` is told those who cannot settle it."""
        settled, offer = self._settled(question), self._offer(question)
        if self.offers is None and settled is None:
            return Standing(counts)
        fields = tuple(self._fields(offer.paths if offer else tuple(self._reading(question))))
        if settled:
            at = moment(settled.at)
            undo = Take(question, NOBODY, "it is in doubt again", about) if offer else None
            return Standing(f"Settled by {settled.by}, {at.words if at else ''}", True, fields, undo)
        if not fields:
            return Standing("No field of a record hangs on it.")
        return Standing("Fills" if offer else "Correct by hand", fields=fields)

    def _reading(self, question: str) -> Iterator[str]:
        """The fields that read a question, or others of its group."""
        group = question.partition(".")[0]
        for record in self.detail.records:
            yield from (one.path for one in record.fields if any(name.partition(".")[0] == group for name in one.reads))

    def _fields(self, paths: Sequence[str]) -> Iterator[tuple[str, tuple[FieldLink, ...]]]:
        for record in self.detail.records:
            hanging = [one for one in record.fields if one.path in paths]
            if hanging:
                filled = {one.path for one in record.fields if words_of(one.value) != NOTHING}
                is_whole = len(hanging) > FIELDS_SHOWN and filled <= {*paths}
                yield record_title(record.target), _links(hanging, record.target, is_whole=is_whole)


def _links(fields: Sequence[FieldShown], record: str, *, is_whole: bool) -> tuple[FieldLink, ...]:
    """The first few by name; of a record that hangs on it as a whole, the record."""
    if is_whole:
        return (FieldLink(field_anchor(fields[0].path), "the whole record"),)
    named = [
        FieldLink(field_anchor(one.path), ": ".join(filter(None, field_labels(one, record))))
        for one in fields[:FIELDS_SHOWN]
    ]
    rest = fields[FIELDS_SHOWN:]
    return (*named, FieldLink(field_anchor(rest[0].path), f"and {len(rest)} more")) if rest else tuple(named)


def _risk_word(one: RiskWordShown) -> str:
    return f"“{one.term}” stands where no rule reads; it is a word of {one.flag} ({one.level})."


def _alarm(row: AlarmRow) -> AlarmLink:
    """Where it leads, what the cause is; who cannot open it has read what changed in the lines above."""
    address = url_for("changes.show", alarm_id=row.id) if may_open("changes.show") else ""
    holder = f"{row.taken_by} looks at it" if row.taken_by else "nobody looks at it yet"
    came = "This one came so" if row.submissions == 1 else f"{row.submissions} came so"
    return AlarmLink(address, alarm_sentence(row) if address else "The form has changed", f"{came}; {holder}.")


def _witness(one: WitnessShown) -> str:
    return f"{witness_words(one.name)}: {STATES.get(one.state, one.state)}"
