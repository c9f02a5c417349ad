"""One envelope as one submission: its witnesses are heard by the form that it is, and what they leave open is said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from mapping_dsl.forms import Forms, FormVersion, Option
from runtime.intake.aligning.choosing import shared_words
from runtime.intake.answers import Sent, options_elsewhere, usage_of
from runtime.intake.answers.conditions import is_put
from runtime.intake.envelope import Envelope, WitnessText
from runtime.intake.heading import instants_above, references_above
from runtime.intake.known import Known
from runtime.intake.layout import Layout
from runtime.intake.reading import (
    Conflict,
    Drift,
    DriftKind,
    DriftSeverity,
    SubmissionReading,
    UnmappedText,
)
from runtime.intake.recognition import Recognised, recognise
from runtime.intake.references import labelled_reference, same_reference
from runtime.intake.service.information import ServiceInformation
from runtime.intake.service.instants import is_ambiguous, read_instant
from runtime.intake.service.json_answers import by_labels
from runtime.intake.witness.caution import more_dangerous, take_care, with_new_dangers
from runtime.intake.witness.reconciling import AGAIN, Agreed, Heard, reconcile
from runtime.intake.witness.testimony import hear, looks_like_a_form
from runtime.intake.wording import fold
from runtime.intake.words import Words
from runtime.likeness import Wordings, wordings_of

_CALLED = {"body": "the mail", "html": "the mail's HTML", "pdf": "the PDF", "json": "the JSON"}

_NEW = "“{}” is asked, which the form does not ask: it may tell of danger."
_BLANK = "“{}” has to be answered, and is blank."
_NOT_PUT = "“{}” is answered “{}”, though the form does not put it here."
_LONGEST_SAID = 80  #: of an answer in a sentence
_LEAST_FOUND = 0.5  #: of the questions that are always put; with fewer a person looks first


def read_submission(envelope: Envelope, known: Known) -> SubmissionReading | None:
    """The submission in an envelope; None where there is none. One of a form that nobody knows is still one."""
    recognised = recognise(envelope.information, envelope.texts, known.forms)
    if recognised is None:
        return _not_understood(envelope) if _may_be_a_form(envelope) else None
    # Where nothing can be read, each question of the form that the service names is missing: nothing is a "no".
    texts = envelope.texts or (WitnessText("body", ()),)
    witnesses = _heard(texts, recognised.form, known, envelope.day)
    agreed = reconcile(witnesses, recognised.form)
    agreed.heard.drift = [with_new_dangers(drift, known.forms, known.words) for drift in agreed.heard.drift]
    missing = take_care(agreed, recognised.form, known.words, is_known=recognised.known)
    return _Judgement(envelope, recognised, witnesses, agreed, missing).reading(known.words)


def _heard(texts: Sequence[WitnessText], form: FormVersion, known: Known, day: date | None) -> list[Heard]:
    """All witnesses of what was sent on that day, each under a name of its own."""
    names: list[str] = []
    for text in texts:
        again = sum(name.partition(" ")[0] == text.witness for name in names)
        names.append(f"{text.witness} {again + 1}" if again else text.witness)
    shown = [
        replace(text, lines=tuple(by_labels(text.lines, form))) if text.witness == "json" else text for text in texts
    ]
    wordings, elsewhere = _in_other_versions(known.forms, known.words, form.form, form.version)
    sent = Sent(day, _labels_of_sending(known.layouts)) if day else None
    usages = [usage_of((line.text for line in text.lines), known.words, elsewhere, sent) for text in shown]
    said = [hear(text, form, known.layouts, wordings, usage) for text, usage in zip(shown, usages, strict=True)]
    return [Heard(rank, *one) for rank, one in enumerate(zip(names, shown, said, usages, strict=True))]


@lru_cache(maxsize=64)
def _labels_of_sending(layouts: tuple[Layout, ...]) -> tuple[str, ...]:
    return tuple(map(fold, shared_words(layouts).submitted))


@lru_cache(maxsize=256)
def _in_other_versions(
    forms: Forms, words: Words, form: str, version: str
) -> tuple[Wordings, dict[str, tuple[Option, ...]]]:
    """How all that the library knows words the questions of a form version, and their options."""
    found = forms.find(form, version)
    return wordings_of(forms.versions, words.thesaurus), options_elsewhere(found, forms) if found else {}


@dataclass(frozen=True, slots=True)
class _Judgement:
    """What is made of all that the witnesses say."""

    envelope: Envelope
    recognised: Recognised
    witnesses: Sequence[Heard]
    agreed: Agreed
    missing: Sequence[str]  #: questions of risk that were not found

    def reading(self, words: Words) -> SubmissionReading:
        """The submission, with everything that a person should heed."""
        said = self.envelope.information or ServiceInformation()
        form, heard = self.recognised.form, self.agreed.heard
        reference = self._reference_conflict(said)
        conflicts = (*reference, *(dispute.conflict for dispute in self.agreed.disputes))
        reasons = (*self._reasons(), *map(self._disagreement, conflicts))
        return SubmissionReading(
            form=form.form,
            version=self.recognised.version,
            version_known=self.recognised.known,
            read_as=form.version,
            schema_id=form.schema_id if self.recognised.known else "",
            reference=said.reference or labelled_reference(heard.reference) or self._reference_above(),
            submission_id=said.submission_id,
            submitted_at=said.submitted_at or self._submitted_at(),
            language=said.language,
            channel=said.channel,
            brand=said.brand,
            force_identifier=said.force_identifier,
            answers=heard.answers,
            not_asked=tuple(heard.not_asked),
            doubts=tuple(heard.doubts),
            feared=more_dangerous(self.agreed, form, words),
            witnesses=self._said_of_witnesses(),
            conflicts=conflicts,
            drift=(*self._version_drift(), *heard.drift),
            unmapped=tuple(heard.unmapped),
            cautions=tuple(dict.fromkeys((*reasons, *self._cautions(said)))),
            reasons=reasons,
            layout=heard.layout,
            places=heard.places,
            witness_places=self.agreed.witness_places,
            attachments=self.envelope.attachments,
            device=said.device,
            words=self.envelope.words,
        )

    def _submitted_at(self) -> str | None:
        """When it was sent off, as a witness says beside that label; else the only instant above the form."""
        labelled = (read_instant(one.testimony.submitted, one.usage) for one in self.witnesses)
        if found := next(filter(None, labelled), None):
            return found
        above = {instant for one in self.witnesses for instant in instants_above(one)}
        return above.pop() if len(above) == 1 else None

    def _reference_above(self) -> str | None:
        """Where no witness says the reference beside a known label: the mail's own, or the only one above the form."""
        above = {reference for one in self.witnesses for reference in references_above(one)}
        return self.envelope.reference or (above.pop() if len(above) == 1 else None)

    def _reference_conflict(self, said: ServiceInformation) -> tuple[Conflict, ...]:
        found = {one.name: labelled_reference(one.testimony.reference) for one in self.witnesses}
        references = {name: reference for name, reference in {**found, "info": said.reference}.items() if reference}
        first = next(iter(references.values()), "")
        agree = all(same_reference(first, reference) for reference in references.values())
        return () if agree else (Conflict("reference", references),)

    def _reasons(self) -> list[str]:
        """Why a person must look first, but for conflicts."""
        form, reasons = self.recognised.form, [*self.envelope.reasons]
        if not self.recognised.known:
            version = self.recognised.version
            of_form = f"The version {version} of the form {form.form} is not known here"
            untold = f"Which version of the form {form.form} this is could not be told"
            reasons.append(f"{untold if version == form.version else of_form}; it was read as version {form.version}.")
        if self._share_found(form) < _LEAST_FOUND:
            reasons.append(f"Most of the questions of the form {form.form} {form.version} could not be found in it.")
        labels = ((name, question.label) for name in self.missing if (question := form.question(name)))
        reasons += [
            f"The question “{label}” tells of danger and was not found in its own words: it may be a yes."
            for _, label in labels
        ]
        return reasons + self._unsure_of_danger()

    def _unsure_of_danger(self) -> list[str]:
        """Of questions of risk that stand there: why the answer may be another, or that it was left blank."""
        heard, form = self.agreed.heard, self.recognised.form
        risks = {name: question for name, question in form.every_question() if question.risk}
        unsure = [why for name, why in heard.uncertain.items() if name in risks and name in heard.doubts]
        blank = [
            _BLANK.format(question.label)
            for name, question in risks.items()
            if question.required and name in heard.places and not heard.places[name].text.strip(" -")
        ]
        new = [_NEW.format(one.label) for one in heard.drift if one.kind is DriftKind.ADDED and one.risk]
        return unsure + blank + new

    def _disagreement(self, conflict: Conflict) -> str:
        if conflict.question == "reference":
            return f"Two references stand in it: {', '.join(dict.fromkeys(conflict.readings.values()))}."
        question = self.recognised.form.question(conflict.question)
        said = ", ".join(
            f"{_who_says(name)} {' '.join(text.split())[:_LONGEST_SAID] or 'nothing'}"
            for name, text in conflict.readings.items()
        )
        return f"“{question.label if question else conflict.question}”: {said}."

    def _share_found(self, form: FormVersion) -> float:
        always = [question.name for question in form.questions if not question.show_if and not question.questions]
        return sum(name in self.agreed.heard.places for name in always) / max(1, len(always))

    def _version_drift(self) -> tuple[Drift, ...]:
        if not self.recognised.declared:
            return ()
        declared, found = self.recognised.declared, self.recognised.version
        return (Drift(DriftKind.VERSION, None, declared, found, risk=False, severity=DriftSeverity.DEGRADES),)

    def _cautions(self, said: ServiceInformation) -> list[str]:
        heard = self.agreed.heard
        cautions = [
            *self.envelope.notes,
            *heard.cautions,
            *heard.uncertain.values(),
            *self._unexplained(),
            *self._not_put(),
        ]
        if self.recognised.declared:
            cautions.append(
                f"The service calls it version {self.recognised.declared}, but the questions of version "
                f"{self.recognised.version} stand there: it was read as that."
            )
        if self.envelope.missing:
            what = "the PDF" if not self.envelope.pdfs else "an attachment"
            cautions.append(
                f"ATTACHMENT_MISSING: {what} is missing; the service sent {said.attachments} parts beside the form, "
                f"and {self.envelope.missing} of them did not come."
            )
        if said.submitted_at is None and is_ambiguous(heard.submitted):
            cautions.append("The clocks went back in the hour in which it was submitted; the first reading is taken.")
        return cautions

    def _unexplained(self) -> Iterator[str]:
        """Why an answer is in doubt of which neither drift nor a conflict tells, and which nobody has given."""
        heard = self.agreed.heard
        told = {one.question for one in heard.drift} | {one.conflict.question for one in self.agreed.disputes}
        for question in self.recognised.form.questions:
            name = question.name
            if name not in heard.doubts or name in told or heard.answers[name] is not None:
                continue
            if name not in heard.places:
                yield f"Whether “{question.label}” was asked hangs on another answer, which is in doubt."
            elif question.required:
                yield _BLANK.format(question.label)

    def _not_put(self) -> Iterator[str]:
        """What is answered though the form does not ask it of one who answers so."""
        heard = self.agreed.heard
        for question in self.recognised.form.questions:
            place = heard.places.get(question.name)
            is_answered = place is not None and heard.answers[question.name] is not None
            if place and is_answered and is_put(question, heard.answers, heard.doubts) is False:
                yield _NOT_PUT.format(question.label, " ".join(place.text.split())[:_LONGEST_SAID])

    def _said_of_witnesses(self) -> dict[str, str]:
        """Each witness, and whether it was read, is missing, or why it cannot be read."""
        useless = {one.name: "holds nothing of this form" for one in self.witnesses if not one.testimony.found}
        return _witnesses(self.envelope) | {one.name: "read" for one in self.witnesses} | useless


def _who_says(name: str) -> str:
    witness = name.removesuffix(AGAIN)
    return f"{_CALLED.get(witness, witness)} {'says' if witness == name else 'also says'}"


def _witnesses(envelope: Envelope) -> dict[str, str]:
    """What came; PDFs that nobody reads are kept and can be opened."""
    witnesses = {text.witness: "kept" for text in envelope.texts}
    if envelope.pdfs or envelope.missing:
        witnesses["pdf"] = "kept" if envelope.pdfs else "missing"
    if envelope.information and "json" not in witnesses:
        witnesses["info"] = "read"
    return witnesses | dict(envelope.witnesses)


def _may_be_a_form(envelope: Envelope) -> bool:
    """Whether an envelope in which no form was recognised must be looked at all the same."""
    if envelope.information or (envelope.reference and not envelope.is_automatic):
        return True
    if envelope.is_automatic:
        return False
    return envelope.pdfs > 0 or any(looks_like_a_form(text.lines) for text in envelope.texts)


def _not_understood(envelope: Envelope) -> SubmissionReading:
    """A submission of no known form, with all its words to be shown."""
    said = envelope.information or ServiceInformation()
    named = f" ({said.form_code})" if said.form_code else ""
    reason = _unknown_sentence(envelope.texts, named)
    return SubmissionReading(
        version=said.version or "",
        reference=said.reference or envelope.reference,
        submission_id=said.submission_id,
        submitted_at=said.submitted_at,
        language=said.language,
        channel=said.channel,
        brand=said.brand,
        force_identifier=said.force_identifier,
        witnesses=_witnesses(envelope),
        unmapped=(UnmappedText("", envelope.words.strip()),) if envelope.words.strip() else (),
        cautions=(reason, *envelope.notes),
        reasons=(reason,),
        attachments=envelope.attachments,
        device=said.device,
        words=envelope.words,
    )


def _unknown_sentence(texts: Sequence[WitnessText], named: str) -> str:
    if not texts:
        return f"Nothing in it can be read{named}; its parts are kept and can be opened."
    return f"No form that the studio knows could be read in it{named}; its words are shown whole."
