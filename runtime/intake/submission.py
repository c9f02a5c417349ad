"""One envelope as one submission: its witnesses are heard by the form that it is, and what they leave open is said."""

from collections.abc import Sequence
from dataclasses import dataclass

from mapping_dsl.forms import FormVersion
from runtime.intake.envelope import Envelope, WitnessText
from runtime.intake.information import ServiceInformation
from runtime.intake.instants import is_ambiguous, read_instant
from runtime.intake.known import Known
from runtime.intake.reading import Conflict, Disposition, SubmissionReading, UnmappedText
from runtime.intake.recognition import Recognised, find_reference, recognise
from runtime.intake.testimony import Testimony, hear, looks_like_a_form

_LEAST_FOUND = 0.5  #: of the questions that are always put; with fewer a person looks first


def read_submission(envelope: Envelope, known: Known) -> SubmissionReading | None:
    """The submission in an envelope; None where there is none. One of a form that nobody knows is still one."""
    understood = [
        (recognised, hear(text, recognised.form, known.layouts))
        for text in envelope.texts
        if (recognised := recognise(envelope.information, text.lines, known.forms))
    ]
    if not understood:
        return _not_understood(envelope) if _may_be_a_form(envelope) else None
    recognised, heard = max(understood, key=lambda one: one[1].found)
    return _Judgement(envelope, recognised, heard).reading()


@dataclass(frozen=True, slots=True)
class _Judgement:
    """What is made of the best witness."""

    envelope: Envelope
    recognised: Recognised
    heard: Testimony

    def reading(self) -> SubmissionReading:
        """The submission, with everything that a person should heed."""
        said = self.envelope.information or ServiceInformation()
        form, heard = self.recognised.form, self.heard
        conflicts = self._conflicts(said)
        doubtful = self._reasons_for_review(conflicts)
        return SubmissionReading(
            form=form.form,
            version=self.recognised.version,
            version_known=self.recognised.known,
            schema_id=form.schema_id if self.recognised.known else "",
            reference=said.reference or find_reference(heard.reference) or self.envelope.reference,
            submission_id=said.submission_id,
            submitted_at=said.submitted_at or read_instant(heard.submitted),
            language=said.language,
            channel=said.channel,
            brand=said.brand,
            force_identifier=said.force_identifier,
            answers=heard.answers,
            not_asked=tuple(heard.not_asked),
            doubts=tuple(heard.doubts),
            witnesses=_witnesses(self.envelope, heard.witness),
            conflicts=conflicts,
            drift=tuple(heard.drift),
            unmapped=tuple(heard.unmapped),
            cautions=(*doubtful, *self._cautions(said)),
            disposition=Disposition.REVIEW if doubtful else Disposition.PROCESS,
            places=heard.places,
            attachments=self.envelope.attachments,
            device=said.device,
            words=self.envelope.words,
        )

    def _conflicts(self, said: ServiceInformation) -> tuple[Conflict, ...]:
        reference = find_reference(self.heard.reference)
        if reference is None or said.reference in (None, reference):
            return ()
        return (Conflict("reference", {self.heard.witness: reference, "info": said.reference or ""}),)

    def _reasons_for_review(self, conflicts: Sequence[Conflict]) -> list[str]:
        form, reasons = self.recognised.form, []
        if not self.recognised.known:
            reasons.append(
                f"The version {self.recognised.version} of the form {form.form} is not known here; "
                f"it was read as version {form.version}."
            )
        if self._share_found(form) < _LEAST_FOUND:
            reasons.append(f"Most of the questions of the form {form.form} {form.version} could not be found in it.")
        reasons += [f"Two references stand in it: {', '.join(conflict.readings.values())}." for conflict in conflicts]
        return reasons

    def _share_found(self, form: FormVersion) -> float:
        always = [question.name for question in form.questions if not question.show_if and not question.questions]
        return sum(name in self.heard.places for name in always) / max(1, len(always))

    def _cautions(self, said: ServiceInformation) -> list[str]:
        cautions = [*self.envelope.notes, *self.heard.cautions]
        if self.envelope.missing:
            what = "the PDF" if not self.envelope.pdfs else "an attachment"
            cautions.append(
                f"ATTACHMENT_MISSING: {what} is missing; the service sent {said.attachments} parts beside the form, "
                f"and {self.envelope.missing} of them did not come."
            )
        if said.submitted_at is None and is_ambiguous(self.heard.submitted):
            cautions.append("The clocks went back in the hour in which it was submitted; the first reading is taken.")
        return cautions


def _witnesses(envelope: Envelope, heard: str) -> dict[str, str]:
    """Each witness, and whether it was read. PDFs are kept and can be opened; their words are not read."""
    witnesses = {text.witness: "read" if text.witness == heard else "kept" for text in envelope.texts}
    if envelope.pdfs or envelope.missing:
        witnesses["pdf"] = "kept" if envelope.pdfs else "missing"
    if envelope.information and heard != "json":
        witnesses["info"] = "read"
    return witnesses


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
    return SubmissionReading(
        version=said.version or "",
        reference=said.reference or envelope.reference,
        submission_id=said.submission_id,
        submitted_at=said.submitted_at,
        language=said.language,
        channel=said.channel,
        brand=said.brand,
        force_identifier=said.force_identifier,
        witnesses=_witnesses(envelope, ""),
        unmapped=(UnmappedText("", envelope.words.strip()),) if envelope.words.strip() else (),
        cautions=(_unknown_sentence(envelope.texts, named), *envelope.notes),
        disposition=Disposition.REVIEW,
        attachments=envelope.attachments,
        device=said.device,
        words=envelope.words,
    )


def _unknown_sentence(texts: Sequence[WitnessText], named: str) -> str:
    if not texts:
        return f"Nothing in it can be read{named}; its parts are kept and can be opened."
    return f"No form that the studio knows could be read in it{named}; its words are shown whole."
