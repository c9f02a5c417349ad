"""A field of a stored record: where it lies, what its schema allows there, and what somebody typed for it."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from mapping_dsl import exact_json
from mapping_dsl.schemas import FieldSchema
from runtime.delivery import delivering
from runtime.force_session import ForceSession
from runtime.models import PublishedVersion, Submission
from runtime.records import described, handover
from runtime.records.handover import Steps
from runtime.texts import library


def target_of(path: str) -> str:
    """The record that a whole path begins with; the path itself where it names none."""
    return next((target for target in (delivering.CHS, delivering.CONNECT) if path.startswith(f"{target}.")), path)


def steps_below(path: str) -> Steps:
    """The way from its record to the field."""
    return handover.steps_of(path.removeprefix(f"{target_of(path)}."))


def value_at(record: Any, steps: Steps) -> Any:
    """What stands in a record there; None where nothing does."""
    for step in steps:
        if isinstance(step, int):
            record = record[step] if isinstance(record, list) and step < len(record) else None
        else:
            record = record.get(step) if isinstance(record, Mapping) else None
    return record


def schema_at(session: ForceSession, submission: Submission, path: str) -> FieldSchema | None:
    """What may stand at a whole path, by the version that made the record; None where it has no such field."""
    return next(reversed(way_to(session, submission, path)), None)


def way_to(session: ForceSession, submission: Submission, path: str) -> tuple[FieldSchema, ...]:
    """The schemas on the way to a whole path, its own last; nothing where the record has no such field."""
    version = library.version_of_hash(session, submission.published_hash or "")
    steps = steps_below(path)
    way = tuple(described.along(record_schema(session, version, target_of(path)), steps)) if version else ()
    return way if len(way) == len(steps) else ()


def record_schema(session: ForceSession, version: PublishedVersion, target: str) -> FieldSchema:
    """What a whole record may hold."""
    return FieldSchema(handover.record_schema(session, version, target), is_required=True)


def is_complete(session: ForceSession, submission: Submission, target: str) -> bool:
    """Whether the record holds all that its target requires, now that people have filled in what they could."""
    version = library.version_of_hash(session, submission.published_hash or "")
    record = handover.current_record(session, submission, target)
    if version is None or record is None:
        return False
    schema = handover.record_schema(session, version, target)
    return all(value_at(record, tuple(steps)) is not None for steps in handover.required_paths(schema, record))


def typed_value(schema: FieldSchema, text: str) -> Any:
    """What somebody typed as the schema's type; text that is no such thing stays text, which the schema refuses."""
    text = text.strip()
    allowed = set(schema.json_types)
    if not text or "string" in allowed or not allowed:
        return text or None
    try:
        if allowed & {"array", "object", "boolean"}:
            return exact_json.loads(text)
        number = Decimal(text)
    except (ValueError, InvalidOperation):
        return text
    is_whole = number.is_finite() and abs(number) < 10**18 and number == number.to_integral_value()
    return int(number) if is_whole else number
