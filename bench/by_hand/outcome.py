"""What a function written by hand gives: records, flags, triage and what ended otherwise than as a value or blank."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mapping_dsl.outcome import FieldOutcome, FieldState, FlagOutcome, TriageOutcome

Record = dict[str, Any]


@dataclass(slots=True)
class Outcome:
    """The outcome of one submission. Most fields end as a value or blank, which the records tell by themselves."""

    mapping: str
    records: dict[str, Record | None]
    flags: tuple[FlagOutcome, ...]
    risk_level: str
    triage: TriageOutcome
    endings: Mapping[str, FieldOutcome]  #: by path, those that ended in review, by default or in a reject
    in_review: Mapping[str, int]  #: groups and records that a person is asked about, and before which element
    lists: frozenset[str]  #: the fields that hold a list themselves, and are no group

    @property
    def fields(self) -> Iterator[FieldOutcome]:
        """How every field ended, in the order of the mapping."""
        for path, value in self._walk():
            if value is not _GROUP:
                state = FieldState.BLANK if value is None else FieldState.VALUE
                yield self.endings.get(path) or FieldOutcome(path, state, value)

    @property
    def reviews(self) -> list[str]:
        """The paths that a person is asked about, in the order of the mapping."""
        if not self.endings and not self.in_review:
            return []
        asked = {path for path, ending in self.endings.items() if ending.state is FieldState.REVIEW}
        return [path for path, value in self._walk() if value is _GROUP or path in asked]

    @property
    def rejected(self) -> str | None:
        """Why no record is made."""
        return next((one.reason for one in self.fields if one.state is FieldState.REJECT), None)

    def to_json(self) -> dict[str, Any]:
        """The same document as the language's own outcome gives, with all that its digest is made over."""
        return {
            "mapping": self.mapping,
            "version": None,
            "records": self.records,
            "flags": [
                {"name": one.name, "level": one.level, "state": one.state, "because": one.because} for one in self.flags
            ],
            "triage": {
                "queue": self.triage.queue,
                "priority": self.triage.priority,
                "due": self.triage.due.isoformat(),
            },
            "fields": [
                {"path": one.path, "state": one.state, "value": one.value, "reason": one.reason} for one in self.fields
            ],
            "reviews": self.reviews,
            "risk level": self.risk_level,
            "rejected": self.rejected,
        }

    def _walk(self) -> Iterator[tuple[str, Any]]:
        for target, record in self.records.items():
            if target in self.in_review:
                yield target, _GROUP
            if record is not None:
                yield from self._walk_object(target, record)

    def _walk_object(self, path: str, record: Record) -> Iterator[tuple[str, Any]]:
        for name, value in record.items():
            inner = f"{path}.{name}"
            if isinstance(value, dict):
                yield from self._walk_object(inner, value)
            elif isinstance(value, list) and inner not in self.lists:
                yield from self._walk_list(inner, value)
            else:
                yield inner, value

    def _walk_list(self, path: str, elements: list[Record]) -> Iterator[tuple[str, Any]]:
        told_before = self.in_review.get(path, 0)
        for place, element in enumerate(elements, 1):
            if place == told_before:
                yield path, _GROUP
            yield from self._walk_object(f"{path}[{place}]", element)
        if told_before > len(elements):
            yield path, _GROUP


_GROUP = object()  #: stands where a group is asked about, and not a field
