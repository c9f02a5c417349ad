"""What a person reads whose submission is no longer theirs: who has it, and their own words, to be copied."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from runtime.models import Status
from runtime.shown.submissions import SubmissionDetail
from studio.presenters.happenings import decided_by
from studio.presenters.worklist import reference_words

#: The texts that people type on a submission's page, by the names of the forms' fields.
TYPED = {"rationale": "Why you decided so", "value": "The value", "why": "Why", "reference": "The reference there"}


@dataclass(frozen=True, slots=True)
class TakenPage:
    """The page."""

    reference: str
    sentence: str
    typed: tuple[tuple[str, str], ...]  #: what each was for, and the words


def taken_page(detail: SubmissionDetail, reader: UUID, sent: Iterable[tuple[str, str]]) -> TakenPage:
    """Who has it now; `sent` is the form that the person sent, by the names of its fields."""
    typed = tuple((TYPED[name], words) for name, words in sent if name in TYPED and words.strip())
    return TakenPage(reference_words(detail.reference, detail.form), _who_has_it(detail, reader), typed)


def _who_has_it(detail: SubmissionDetail, reader: UUID) -> str:
    if detail.status is Status.CLOSED:
        said = decided_by(detail.decision, reader) + ", and it" if detail.decision else "It"
        return f"{said[:1].upper()}{said[1:]} is closed."
    if detail.claimed_by == reader:
        return f"You have it, and it is {detail.status.value}: that cannot be done with it now."
    if detail.claimed_name:
        return f"{detail.claimed_name} has it now. Tell them what you know, if it matters."
    return "Nobody has it now: it waits in the worklist again."
