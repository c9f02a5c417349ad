"""A mail that somebody tries a mapping on: what was read in it beside the record it would become."""

from collections.abc import Iterator
from dataclasses import dataclass

from mapping_dsl.forms import FormVersion
from runtime.drift.causes import difference_shown
from runtime.intake import SubmissionReading
from runtime.shown.answered import sections_of
from studio.presenters.doubts import remarks_on
from studio.presenters.preview import Preview, preview_of
from studio.presenters.reported import Reported, reported
from studio.trial import MailTrial


@dataclass(frozen=True, slots=True)
class MailView:
    """One submission of the mail."""

    title: str
    cautions: tuple[str, ...]
    reported: Reported
    preview: Preview | None
    sentence: str  #: why there is no preview


def mail_trial(tried: MailTrial, own_file: str) -> MailView:
    """One submission as it was read, and what came of it."""
    reading, trial = tried.reading, tried.trial
    preview = preview_of(trial.trace, tried.form, own_file) if trial.trace else None
    why = trial.sentence or ("" if preview else "There are problems that keep the mapping from running.")
    return MailView(
        title=" ".join(filter(None, (reading.reference, reading.form, reading.version))) or "No form could be told",
        cautions=(*reading.cautions, *tried.caution.sentences, *_placed(tried)),
        reported=_reported(reading, tried.form),
        preview=preview,
        sentence=why,
    )


def _placed(tried: MailTrial) -> Iterator[str]:
    """Where what is not known of it would place it, if that is before its flags."""
    if tried.trial.trace and tried.level != tried.trial.trace.outcome.risk_level:
        yield f"It would wait at risk {tried.level}: what is not known of it weighs more than its flags"


def _reported(reading: SubmissionReading, form: FormVersion | None) -> Reported:
    conflicts = ((one.question, one.readings) for one in reading.conflicts)
    remarks = remarks_on(conflicts, (difference_shown(one.to_json(), form) for one in reading.drift))
    sections = sections_of(form, reading.to_json()) if form else ()
    unmapped = tuple((one.label, one.text) for one in reading.unmapped)
    return reported(sections, remarks=remarks, unmapped=unmapped, words=reading.words)
