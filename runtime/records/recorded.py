"""The records of a submission as a page shows them: each field with how it ended, corrections laid over."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mapping_dsl import MappingFailure
from mapping_dsl.schemas import FieldSchema
from runtime.force_session import ForceSession
from runtime.models import Correction, PublishedVersion, Submission, Transposition
from runtime.people import Names
from runtime.records import fields, handover
from runtime.records.described import NOT_DESCRIBED, Description, describe
from runtime.texts import library

_PLACE = re.compile(r"\[\d+\]")

Reads = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class FieldShown:
    """One field of a record, with what it ended as."""

    path: str  #: whole, "chs.incident.vehicles[2].vrm"; also what `decisions.correct` takes
    label: str  #: below the record, "vehicles[2].vrm"
    state: str  #: value, blank, default, review, reject
    value: Any  #: as it stands now, corrections laid over
    reason: str | None
    reads: tuple[str, ...]  #: the answers that it is made from
    is_corrected: bool
    corrected_why: str | None = None
    corrected_by: str | None = None
    made_value: Any = None  #: what the mapping gave, or offered, where it was corrected or is in review
    description: Description = NOT_DESCRIBED

    @property
    def needs_look(self) -> bool:
        """Whether a person is asked for it: in review, and not corrected yet."""
        return self.state in ("review", "reject") and not self.is_corrected


@dataclass(frozen=True, slots=True)
class RecordShown:
    """One record as it stands now."""

    target: str
    fields: tuple[FieldShown, ...]
    record: dict[str, Any] | None  #: whole, ready to copy; None where the mapping made none


@dataclass(frozen=True, slots=True)
class Made:
    """What a submission's records are shown from."""

    submission: Submission
    transposition: Transposition
    version: PublishedVersion | None
    corrections: Sequence[Correction]  #: oldest first
    names: Names  #: of those who corrected
    settled: Sequence[Mapping[str, Any]] = ()  #: how fields end since doubts are settled


def records_of(session: ForceSession, made: Made) -> tuple[RecordShown, ...]:
    """All records that the mapping knows, those that it did not make included."""
    reads = reads_of(session, made.version)
    return tuple(_record(session, made, target, reads) for target in made.transposition.records)


def reads_of(session: ForceSession, version: PublishedVersion | None) -> Reads:
    """Which answers each field and flag is made from; nothing where the version cannot be compiled any more."""
    try:
        return library.compiled(session, version).reads if version else {}
    except MappingFailure:
        return {}


def reads_at(reads: Reads, path: str) -> tuple[str, ...]:
    """The answers that a field is made from, whatever its place in a list."""
    return tuple(sorted(reads.get(path) or reads.get(_PLACE.sub("", path)) or ()))


def _record(session: ForceSession, made: Made, target: str, reads: Reads) -> RecordShown:
    """One that was made, or not, since doubts are settled is shown as it was made then."""
    record = handover.current_record(session, made.submission, target)
    schema = fields.record_schema(session, made.version, target) if made.version else None
    whole, corrections = handover.since_whole(target, made.corrections)
    ended = _ended(made.settled if whole else made.transposition.fields, corrections, target)
    since = replace(made, corrections=corrections)
    shown = tuple(
        _field(one, record, since, reads_at(reads, one["path"]), _described(schema, one["path"])) for one in ended
    )
    return RecordShown(target, shown, record)


def _described(schema: FieldSchema | None, path: str) -> Description:
    return describe(schema, fields.steps_below(path)) if schema else NOT_DESCRIBED


def _ended(
    ended: Iterable[Mapping[str, Any]], corrections: Iterable[Correction], target: str
) -> Iterator[Mapping[str, Any]]:
    """How each field of a record ended; those that only a correction fills stand last."""
    named = [one for one in ended if one["path"].startswith(f"{target}.")]
    yield from named
    for path in dict.fromkeys(one.path for one in corrections).keys() - {one["path"] for one in named}:
        yield {"path": path, "state": "blank", "value": None, "reason": None}


def _field(
    ended: Mapping[str, Any], record: Any, made: Made, reads: tuple[str, ...], description: Description
) -> FieldShown:
    path = ended["path"]
    correction = next((one for one in reversed(made.corrections) if one.path == path), None)
    steps = fields.steps_below(path)
    return FieldShown(
        path=path,
        label=path.removeprefix(f"{fields.target_of(path)}."),
        state=ended["state"],
        value=fields.value_at(record, steps) if record is not None else None,
        reason=ended["reason"],
        reads=reads,
        is_corrected=correction is not None,
        corrected_why=correction.why if correction else None,
        corrected_by=made.names.get(correction.made_by) if correction else None,
        made_value=ended["value"],
        description=description,
    )
