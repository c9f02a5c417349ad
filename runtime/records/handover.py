"""The record as it is handed over: what the mapping made, what people put in its place, and what only we can fill."""

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from itertools import pairwise
from typing import Any

from sqlmodel import col, select

from mapping_dsl import exact_json
from runtime.force_session import ForceSession
from runtime.models import (
    Correction,
    Decision,
    LibraryText,
    PublishedVersion,
    Submission,
    SubmissionAnswers,
    Transposition,
)
from runtime.texts import library

STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")

Steps = tuple[str | int, ...]


def current_record(session: ForceSession, submission: Submission, target: str) -> dict[str, Any] | None:
    """The target's record as it stands now; None where the mapping made none for it."""
    record, _ = _record_and_schema(session, submission, target)
    return record


def record_to_send(session: ForceSession, submission: Submission, target: str) -> dict[str, Any] | None:
    """The same as the target takes it: what is blank is left out where the schema has no null for it.

    A required field stays, so that the target refuses a record that lacks one and a person gets it.
    """
    record, schema = _record_and_schema(session, submission, target)
    return None if record is None else _without_blanks(schema, record)


def _record_and_schema(
    session: ForceSession, submission: Submission, target: str
) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    made = latest_transposition(session, submission)
    whole, laid = corrections(session, submission, target)
    record = _made(made, whole, target)
    if made is None or not isinstance(record, dict):
        return None, {}
    record = deepcopy(record)
    version = library.version_of_hash(session, made.version_hash)
    schema = record_schema(session, version, target) if version is not None else {}
    known = _known_here(session, submission, made, version) | _decided(session, submission)
    for path, value in known.items():
        if _has_place(schema, path):
            put(record, path, value)
    for one in laid:
        put(record, steps_of(one.path.removeprefix(f"{target}.")), one.value)
    return record, schema


def made_record(session: ForceSession, submission: Submission, target: str) -> Any:
    """What the mapping makes for a target by what people have settled: a record, a list of several, or None."""
    whole, _ = corrections(session, submission, target)
    return _made(latest_transposition(session, submission), whole, target)


def _made(made: Transposition | None, whole: Correction | None, target: str) -> Any:
    if whole is not None:
        return whole.value
    return made.records.get(target) if made is not None else None


def latest_transposition(session: ForceSession, submission: Submission) -> Transposition | None:
    """What was made of the submission last."""
    mine = select(Transposition).where(Transposition.submission_id == submission.id)
    return session.exec(mine.order_by(col(Transposition.made_at).desc(), col(Transposition.id).desc()).limit(1)).first()


def corrections(
    session: ForceSession, submission: Submission, target: str
) -> tuple[Correction | None, list[Correction]]:
    """What people put in the place of a record of the mapping's: the whole of it, where they settled what it hangs on,
    and the values of fields: those since then, and those that somebody chose before; a later one wins."""
    mine = select(Correction).where(Correction.submission_id == submission.id).order_by(col(Correction.made_at))
    return since_whole(target, session.exec(mine))


def since_whole(target: str, made: Iterable[Correction]) -> tuple[Correction | None, list[Correction]]:
    """The same of all corrections of a submission, oldest first."""
    whole: Correction | None = None
    fields: list[Correction] = []
    for one in made:
        if one.path == target:
            whole, fields = one, [earlier for earlier in fields if not earlier.is_settled]
        elif one.path.startswith(f"{target}."):
            fields.append(one)
    return whole, fields if whole is None or whole.value is not None else []


def record_schema(session: ForceSession, version: PublishedVersion, target: str) -> dict[str, Any]:
    """The record's schema as the published version holds it; empty where it holds none. Look, never alter."""
    prefix = f"records/{target}/"
    sha256 = next((sha256 for path, sha256 in version.files.items() if path.startswith(prefix)), None)
    if sha256 is None:
        return {}
    if sha256 not in _schemas:
        text = session.exec(select(LibraryText.text).where(LibraryText.sha256 == sha256)).one()
        _schemas[sha256] = exact_json.loads(text)
    return _schemas[sha256]


# By the hash of their text, which fully says them: another process that lacks one only works longer.
_schemas: dict[str, dict[str, Any]] = {}


def required_paths(schema: Mapping[str, Any], record: Mapping[str, Any]) -> Iterable[Steps]:
    """The places in this record that its schema requires, in lists those of the elements that are there."""
    yield from _required(schema, record, ())


def steps_of(path: str) -> Steps:
    """A path as the pages write it, places counting from 1: `vehicles[2].vrm` is vehicles, 1, vrm."""
    return tuple(name if name else int(place) - 1 for name, place in STEP.findall(path))


def put(record: dict[str, Any], steps: Steps, value: Any) -> None:
    """Sets one place of a record, making the groups and elements on the way to it."""
    place: Any = record
    for step, following in pairwise(steps):
        place = _inside(place, step, [] if isinstance(following, int) else {})
    _set(place, steps[-1], value)


def _inside(place: Any, step: str | int, empty: Any) -> Any:
    if isinstance(step, int):
        place.extend({} for _ in range(step + 1 - len(place)))
    elif place.get(step) is None:
        place[step] = empty
    return place[step]


def _set(place: Any, step: str | int, value: Any) -> None:
    if isinstance(step, int):
        place.extend(None for _ in range(step + 1 - len(place)))
    place[step] = value


def _has_place(schema: Mapping[str, Any], steps: Steps) -> bool:
    for step in steps:
        schema = schema.get("properties", {}).get(step, {})
    return bool(schema)


def _without_blanks(schema: Mapping[str, Any], value: Any) -> Any:
    if isinstance(value, list):
        return [_without_blanks(schema.get("items", {}), element) for element in value]
    if not isinstance(value, dict):
        return value
    places, required = schema.get("properties", {}), schema.get("required", ())
    return {
        name: _without_blanks(places.get(name, {}), inner)
        for name, inner in value.items()
        if inner is not None or name in required or _allows_null(places.get(name, {}))
    }


def _allows_null(schema: Mapping[str, Any]) -> bool:
    types = schema.get("type", "null")
    return "null" in ([types] if isinstance(types, str) else types) and None in schema.get("enum", (None,))


def _known_here(
    session: ForceSession, submission: Submission, made: Transposition, version: PublishedVersion | None
) -> dict[Steps, Any]:
    """What only the running system knows: the fields that a record's schema marks as filled by the runtime."""
    answers = session.exec(select(SubmissionAnswers).where(SubmissionAnswers.id == made.answers_id)).one()
    return {
        ("receivedAt",): submission.received_at.isoformat(timespec="seconds"),
        ("attachments",): answers.document["submission"].get("attachments", []),
        ("unmappedText",): _unmapped(answers.reading),
        ("provenance", "mapping"): version.mapping_id if version is not None else None,
        ("provenance", "mappingVersion"): str(version.number) if version is not None else None,
        ("provenance", "runId"): str(made.id),
    }


def _unmapped(reading: Mapping[str, Any]) -> str | None:
    lines = [f"{one['label']}: {one['text']}" if one["label"] else one["text"] for one in reading.get("unmapped", ())]
    return "\n".join(lines) or None


def _decided(session: ForceSession, submission: Submission) -> dict[Steps, Any]:
    """What the operator's last decision says of codes; nothing where it keeps the mapping's."""
    mine = select(Decision).where(Decision.submission_id == submission.id).order_by(col(Decision.decided_at).desc())
    decision = session.exec(mine.limit(1)).first()
    said: dict[Steps, Any] = {("closingCode",): submission.closing_code}
    if decision is not None and decision.opening_code:
        said["openingCode",] = decision.opening_code
    if decision is not None and decision.offence:
        said["investigation", "offenceClass"] = decision.offence
        said["investigation", "offenceClassSuggestedOnly"] = False
    return said


def _required(schema: Mapping[str, Any], value: Any, at: Steps) -> Iterable[Steps]:
    if isinstance(value, list):
        for place, element in enumerate(value):
            yield from _required(schema.get("items", {}), element, (*at, place))
    elif isinstance(value, Mapping):
        yield from ((*at, name) for name in schema.get("required", ()))
        for name, inner in schema.get("properties", {}).items():
            yield from _required(inner, value.get(name), (*at, name))
