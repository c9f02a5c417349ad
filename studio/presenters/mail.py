"""A mail that somebody tries a mapping on: what was read in it beside the record it would become."""

from dataclasses import dataclass

from mapping_dsl.forms import FormVersion, Question
from runtime.intake import SubmissionReading
from runtime.submissions import AnswerShown, SectionShown
from studio.presenters.preview import Preview, preview_of
from studio.presenters.reported import Reported, reported
from studio.presenters.values import words_of
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
    preview = preview_of(trial.trace, tried.form, reading.answers, own_file) if trial.trace else None
    why = trial.sentence or ("" if preview else "The mapping has problems that keep it from running.")
    return MailView(
        title=" ".join(filter(None, (reading.reference, reading.form, reading.version))) or "No form could be told",
        cautions=reading.cautions,
        reported=_reported(reading, tried.form),
        preview=preview,
        sentence=why,
    )


def _reported(reading: SubmissionReading, form: FormVersion | None) -> Reported:
    conflicts = [one.to_json() for one in reading.conflicts]
    sections = [_section(title, reading, form) for title in form.sections] if form else []
    return reported(sections, conflicts=conflicts, words=reading.words)


def _section(title: str, reading: SubmissionReading, form: FormVersion) -> SectionShown:
    return SectionShown(title, tuple(_answer(one, reading) for one in form.questions if one.section == title))


def _answer(question: Question, reading: SubmissionReading) -> AnswerShown:
    value = reading.answers.get(question.name)
    return AnswerShown(
        name=question.name,
        label=question.label,
        value=value,
        text="" if value is None else words_of(value, question),
        was_asked=question.name not in reading.not_asked,
        is_in_doubt=question.name in reading.doubts,
        is_risk=question.risk,
    )
