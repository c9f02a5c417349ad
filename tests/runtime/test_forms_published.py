"""Forms, layouts and words change like mappings do: drafted, approved by a second person, and then never altered."""

import json
from uuid import UUID

import pytest
from sqlmodel import select

from runtime.database import Database
from runtime.models import AuditEntry, Draft, LibraryFile, LibraryText
from runtime.texts import knowledge, library, publishing
from runtime.texts.publishing import Approval, Edit, OwnChange, StillProblems
from tests.runtime import small_library
from tests.runtime.conftest import METRO
from tests.runtime.small_library import MAPPING, PATH

pytestmark = pytest.mark.usefixtures("with_small_library")

OLD, NEW, LAYOUT = "forms/lost/1.0.json", "forms/lost/2.0.json", "layouts/ordinary.json"
TAKING_IN = MAPPING.replace("versions 1.0 to 1.0", "versions 1.0 to 2.0")


def new_form() -> str:
    form = json.loads(small_library.texts()[OLD])
    return json.dumps(form | {"x-formVersion": "2.0", "$id": "urn:test:forms:lost:2.0"})


def current(db: Database) -> knowledge.Knowledge:
    with db.read_session(METRO) as session:
        return knowledge.current(session)


def drafts(db: Database) -> list[str]:
    with db.read_session(METRO) as session:
        return sorted(session.exec(select(Draft.path)))


def test_a_form_version_and_its_mapping_are_published_in_one_act_and_read_by_at_once(
    db: Database, analyst: UUID, approver: UUID
) -> None:
    publishing.save_drafts(db, METRO, [Edit(NEW, new_form(), analyst), Edit(PATH, TAKING_IN, analyst)], reason="New")

    [version] = publishing.publish(db, METRO, PATH, Approval(approver, ""))

    assert (version.form, version.form_versions, version.reason) == ("lost", ["1.0", "2.0"], "New")
    assert current(db).known.forms.find("lost", "2.0")
    assert drafts(db) == []
    with db.read_session(METRO) as session:
        published = library.published(session, "lost", "2.0")
        told = session.exec(select(AuditEntry).where(AuditEntry.subject == "text")).one()
    assert published
    assert published.id == version.id
    assert (told.event, told.subject_id, told.details["why"]) == ("published", NEW, "New")


def test_nobody_publishes_a_set_of_which_they_wrote_a_part(db: Database, analyst: UUID, approver: UUID) -> None:
    edits = [Edit(NEW, new_form(), analyst), Edit(PATH, TAKING_IN, approver)]
    publishing.save_drafts(db, METRO, edits, reason="New")

    with pytest.raises(OwnChange):
        publishing.publish(db, METRO, NEW, Approval(approver, ""))


def test_a_set_is_thrown_away_whole(db: Database, analyst: UUID) -> None:
    publishing.save_drafts(db, METRO, [Edit(NEW, new_form(), analyst), Edit(PATH, TAKING_IN, analyst)], reason="New")

    publishing.drop_draft(db, METRO, PATH, by=analyst)

    assert drafts(db) == []


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        (NEW, "{", "JSON"),
        (NEW, "{}", "lacks"),
        ("forms/lost/3.0.json", None, "lies elsewhere"),
        (LAYOUT, "[]", "object"),
        ("words/xx.json", "[]", "words/xx.json"),
    ],
)
def test_a_text_that_nothing_can_be_read_by_is_not_published_and_says_why(
    db: Database, analyst: UUID, approver: UUID, path: str, text: str | None, said: str
) -> None:
    publishing.save_draft(db, METRO, Edit(path, new_form() if text is None else text, analyst))

    with pytest.raises(StillProblems) as refused:
        publishing.publish(db, METRO, path, Approval(approver, "Try"))

    [sentence] = refused.value.failing
    assert said in sentence


def test_a_layout_is_published_without_a_version_of_any_mapping_and_changes_what_reading_is_by(
    db: Database, analyst: UUID, approver: UUID
) -> None:
    before = current(db).made_by
    publishing.save_draft(db, METRO, Edit(LAYOUT, "{}", analyst))

    made = publishing.publish(db, METRO, LAYOUT, Approval(approver, "A new brand"))

    assert made == []
    assert current(db).made_by != before
    assert [layout.name for layout in current(db).known.layouts] == ["ordinary"]


def test_a_mapping_changes_nothing_of_what_reading_is_by(db: Database, analyst: UUID, approver: UUID) -> None:
    before = current(db)
    publishing.save_draft(
        db, METRO, Edit(PATH, MAPPING.replace("<- description", "<- upper case(description)"), analyst)
    )

    publishing.publish(db, METRO, PATH, Approval(approver, "x", accepts="x"))

    assert current(db) is before


def test_a_broken_text_that_came_with_an_import_keeps_no_mail_from_being_read(db: Database) -> None:
    with db.write_session(METRO) as session:
        for path in (LAYOUT, "words/xx.json", NEW):
            session.merge(LibraryText(force_id=METRO, sha256=library.hash_of("["), text="["))
            changed_at = session.exec(select(LibraryFile.changed_at)).first()
            assert changed_at
            session.add(LibraryFile(path=path, sha256=library.hash_of("["), changed_at=changed_at))

    known = current(db).known

    assert known.forms.find("lost", "1.0")
    assert known.layouts == ()
