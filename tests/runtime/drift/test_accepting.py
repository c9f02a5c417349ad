"""Accepting a repair: drafts in one set, which a second person publishes."""

import json
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from runtime.audit import AuditEvent
from runtime.database import Database
from runtime.drift.accepting import NothingToAccept, StillUndecided, accept
from runtime.drift.decisions import Choice
from runtime.drift.proposing import propose
from runtime.drift.repair import FormChange, Repair
from runtime.models import AuditEntry
from runtime.texts import library, publishing
from runtime.texts.publishing import Approval, DraftOvertaken, Edit, OwnChange
from tests.runtime import small_library
from tests.runtime.conftest import METRO
from tests.runtime.small_library import MAPPING, PATH

pytestmark = pytest.mark.usefixtures("with_small_library")

FORM_PATH = "forms/lost/2.0.json"
DANGER: dict[str, Any] = {
    "type": "string",
    "oneOf": [{"const": "yes", "title": "Yes"}, {"const": "no", "title": "No"}],
    "x-label": "Are you in danger?",
    "x-section": "The thing",
    "x-order": 2,
    "x-risk": True,
}


def proposed(db: Database, **properties: Any) -> Repair:
    """The repair for a second version with the question in other words, and these questions besides."""
    schema = json.loads(small_library.texts()["forms/lost/1.0.json"])
    schema |= {"x-formVersion": "2.0", "$id": "urn:test:forms:lost:2.0"}
    schema["properties"]["description"]["x-label"] = "What was the thing?"
    schema["properties"] |= properties
    with db.read_session(METRO) as session:
        current = library.current_library(session)
    old = current.forms().find("lost", "1.0")
    assert old
    return propose(FormChange(current, old, schema=schema))


def decided(repair: Repair, by: str) -> Repair:
    choices = {one.id: Choice(is_accepted=True, by=by) for one in repair.decisions}
    return propose(repair.change, choices)


def test_a_second_person_publishes_form_version_and_mapping_in_one_act(
    db: Database, analyst: UUID, approver: UUID
) -> None:
    accept(db, METRO, proposed(db), by=analyst, why="The service released a second version")

    made = publishing.publish(db, METRO, PATH, Approval(approver, ""))

    assert [one.form_versions for one in made if one.mapping_id == "lost"] == [["1.0", "2.0"]]
    with db.read_session(METRO) as session:
        current = library.current_library(session)
    assert current.forms().find("lost", "2.0")


def test_before_it_is_published_nothing_works(db: Database, analyst: UUID) -> None:
    accept(db, METRO, proposed(db), by=analyst, why="The service released a second version")

    with db.read_session(METRO) as session:
        current = library.current_library(session)
        drafts = {path: library.draft_of(session, path) for path in (PATH, FORM_PATH)}

    assert current.forms().find("lost", "2.0") is None
    assert all(drafts.values())


def test_who_accepted_does_not_publish(db: Database, analyst: UUID) -> None:
    accept(db, METRO, proposed(db), by=analyst, why="The service released a second version")

    with pytest.raises(OwnChange):
        publishing.publish(db, METRO, PATH, Approval(analyst, ""))


def test_a_question_of_danger_must_be_decided_first(db: Database, analyst: UUID) -> None:
    with pytest.raises(StillUndecided, match="Are you in danger"):
        accept(db, METRO, proposed(db, dangerNow=DANGER), by=analyst, why="A new question")


def test_the_audit_names_who_decided_on_danger(db: Database, analyst: UUID) -> None:
    repair = decided(proposed(db, dangerNow=DANGER), "Ada")

    accept(db, METRO, repair, by=analyst, why="A new question")

    with db.read_session(METRO) as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.event == AuditEvent.REPAIR_ACCEPTED)).one()
    told = [one for one in entry.details["decisions"] if one["risk"]]
    assert told == [{"id": "added:>dangerNow", "risk": True, "accepted": True, "by": "Ada"}]


def test_a_draft_of_somebody_else_is_not_overwritten(db: Database, analyst: UUID, approver: UUID) -> None:
    publishing.save_draft(db, METRO, Edit(PATH, MAPPING + "\n", approver))

    with pytest.raises(DraftOvertaken):
        accept(db, METRO, proposed(db), by=analyst, why="The service released a second version")


def test_what_is_published_already_leaves_nothing_to_accept(db: Database, analyst: UUID, approver: UUID) -> None:
    accept(db, METRO, proposed(db), by=analyst, why="The service released a second version")
    publishing.publish(db, METRO, PATH, Approval(approver, ""))

    with pytest.raises(NothingToAccept):
        accept(db, METRO, proposed(db), by=analyst, why="Once more")
