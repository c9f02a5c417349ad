"""One field's page: why it is what it is, and the place to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from mapping_dsl import exact_json
from runtime.shown.submissions import FieldShown, Origin, SubmissionDetail
from studio.code_lists import Code, CodeLists
from studio.presenters.happenings import Event, correction_event
from studio.presenters.marks import record_title
from studio.presenters.records import FieldRow, Source, StepRow, belongs_to, field_labels, labels
from studio.presenters.submission import field_row, source_of
from studio.presenters.traced import deciders_of, steps_of

ALARM = "Worked out again, this submission comes out differently. Tell the information manager before you rely on it."
BLANK = ("", "blank")


@dataclass(frozen=True, slots=True)
class FieldPage:
    """Why a field is what it is, and the place to mend it."""

    row: FieldRow
    back: str
    text: str
    choices: tuple[tuple[str, str], ...]  #: what it may be chosen from, value and words; empty where it is typed
    may_correct: bool
    closed_because: str
    place: str
    rule: str
    sources: tuple[Source, ...]
    deciders: tuple[str, ...]
    steps: tuple[StepRow, ...]
    corrections: tuple[Event, ...]
    alarm: str


def field_page(
    detail: SubmissionDetail, found: FieldShown, origin: Origin, lists: CodeLists, *, typed: str | None = None
) -> FieldPage:
    """The page of one field. `typed` is what a person gave that was refused."""
    record = next(one.target for one in detail.records if belongs_to(found.path, one.target))
    row = field_row(detail, found, record, lists)
    text = typed if typed is not None else _as_text(found.value)
    closed = found.description.closed_because
    return FieldPage(
        row=row,
        back=url_for("submissions.show", submission_id=detail.id),
        text=text,
        choices=_choices(found, lists.get(found.description.code_list, ()), text),
        may_correct=not closed,
        closed_because=f"{row.label} {closed}." if closed else "",
        place=f"{origin.trace.rule.file}, line {origin.trace.rule.span.line}",
        rule=origin.trace.rule.text,
        sources=tuple(source_of(answer) for answer in origin.reads),
        deciders=deciders_of(origin.trace),
        steps=steps_of(origin.trace),
        corrections=tuple(correction_event(one) for one in detail.corrections if one.path == found.path),
        alarm="" if origin.is_same else ALARM,
    )


def found_field(detail: SubmissionDetail, path: str) -> FieldShown | None:
    """The field of that path, None where no record has it."""
    return next((one for record in detail.records for one in record.fields if one.path == path), None)


def label_of(detail: SubmissionDetail, path: str) -> str:
    """What people call the field of that path, or the record."""
    if any(path == one.target for one in detail.records):
        return f"the whole {record_title(path)}"
    found = found_field(detail, path)
    record = next((one.target for one in detail.records if belongs_to(path, one.target)), "")
    return field_labels(found, record)[1] if found else labels(path, record)[1]


def _choices(field: FieldShown, codes: Sequence[Code], text: str) -> tuple[tuple[str, str], ...]:
    """What the field may be chosen from; what stands there now is always among it, so that nothing is lost."""
    allowed = field.description.options
    if field.description.is_yes_or_no:
        offered = [("true", "Yes"), ("false", "No")]
    elif codes:
        offered = [(one.code, one.words) for one in codes if not allowed or one.code in allowed]
    elif allowed:
        offered = [(one, one.replace("_", " ")) for one in allowed]
    else:
        return ()
    known = text in ("", *(value for value, _ in offered))
    return (BLANK, *offered, *(() if known else ((text, f"{text}, which is not in the list"),)))


def _as_text(value: object) -> str:
    """A value as it stands in a field to be typed in: lists and groups as JSON, for they have no other text."""
    if value is None:
        return ""
    return value if isinstance(value, str) else exact_json.dumps(value)
