"""Changing the library: drafts, and that publishing takes a second person and a sound text."""

from uuid import UUID

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import select, update

from mapping_dsl import exact_json
from runtime.database import Database
from runtime.failures import ReasonMissing
from runtime.models import AuditEntry, PublishedVersion
from runtime.texts import library, publishing
from runtime.texts.publishing import Approval, DraftOvertaken, Edit, OwnChange, PathRefused, RiskFalls, StillProblems
from tests.runtime import small_library
from tests.runtime.conftest import METRO
from tests.runtime.small_library import MAPPING, MODULE, MODULE_PATH, PATH

pytestmark = pytest.mark.usefixtures("with_small_library")

WITH_CAPITALS = MAPPING.replace("<- description", "<- upper case(description)")


def running(db: Database, form: str = "lost") -> PublishedVersion:
    with db.read_session(METRO) as session:
        version = library.published(session, form, "1.0")
    assert version
    return version


def test_what_a_second_person_publishes_runs(db: Database, analyst: UUID, approver: UUID) -> None:
    publishing.save_draft(db, METRO, Edit(PATH, WITH_CAPITALS, analyst))

    publishing.publish(db, METRO, PATH, Approval(approver, "CHS wants capitals"))

    version = running(db)
    assert (version.number, version.author_id, version.approver_id) == (2, analyst, approver)
    assert version.reason == "CHS wants capitals"
    with db.read_session(METRO) as session:
        compiled = library.compiled(session, version)
        assert library.draft_of(session, PATH) is None
    sample = exact_json.loads(small_library.texts()["lost/samples/UMBRELLA.json"])
    assert compiled.run(sample).records["chs.incident"]["narrative"] == "A BLACK UMBRELLA"


def test_nobody_publishes_their_own_change(db: Database, analyst: UUID) -> None:
    publishing.save_draft(db, METRO, Edit(PATH, WITH_CAPITALS, analyst))

    with pytest.raises(OwnChange):
        publishing.publish(db, METRO, PATH, Approval(analyst, "mine"))

    assert running(db).number == 1


def test_who_changed_a_draft_of_somebody_else_does_not_publish_it(db: Database, analyst: UUID, approver: UUID) -> None:
    publishing.save_draft(db, METRO, Edit(PATH, "mapping lost", analyst))
    publishing.save_draft(db, METRO, Edit(PATH, WITH_CAPITALS, approver, revision=1))

    with pytest.raises(OwnChange):
        publishing.publish(db, METRO, PATH, Approval(approver, "mended it"))


def test_a_text_with_problems_is_not_published(db: Database, analyst: UUID, approver: UUID) -> None:
    publishing.save_draft(db, METRO, Edit(PATH, MAPPING.replace("<- description", "<- descripton"), analyst))

    with pytest.raises(StillProblems) as refused:
        publishing.publish(db, METRO, PATH, Approval(approver, "a slip"))

    assert "unknown-name" in {problem.code for problem in refused.value.problems}
    assert running(db).number == 1


def test_a_text_with_an_answer_that_goes_nowhere_is_not_published(db: Database, analyst: UUID, approver: UUID) -> None:
    silent = MAPPING.replace("    narrative       <- description\n", "")
    publishing.save_draft(db, METRO, Edit(PATH, silent, analyst))

    with pytest.raises(StillProblems):
        publishing.publish(db, METRO, PATH, Approval(approver, "shorter"))


def test_a_text_whose_example_fails_is_not_published(db: Database, analyst: UUID, approver: UUID) -> None:
    publishing.save_draft(db, METRO, Edit(PATH, MAPPING.replace('= "M01"', '= "M02"'), analyst))

    with pytest.raises(StillProblems) as refused:
        publishing.publish(db, METRO, PATH, Approval(approver, "another code"))

    assert (refused.value.problems, len(refused.value.failing)) == ([], 1)
    assert "A lost umbrella" in refused.value.failing[0]


def test_publishing_needs_a_reason_and_the_authors_own_will_do(db: Database, analyst: UUID, approver: UUID) -> None:
    publishing.save_draft(db, METRO, Edit(PATH, WITH_CAPITALS, analyst))

    with pytest.raises(ReasonMissing):
        publishing.publish(db, METRO, PATH, Approval(approver, ""))

    publishing.send_for_approval(db, METRO, PATH, by=analyst, reason="CHS wants capitals")
    publishing.publish(db, METRO, PATH, Approval(approver, ""))
    assert running(db).reason == "CHS wants capitals"


def test_a_changed_module_is_published_with_every_mapping_that_uses_it_in_one_act(
    db: Database, analyst: UUID, approver: UUID
) -> None:
    publishing.save_draft(db, METRO, Edit(MODULE_PATH, MODULE.replace("let", "// as agreed\nlet"), analyst))

    made = publishing.publish(db, METRO, MODULE_PATH, Approval(approver, "a note"))

    assert {(one.mapping_id, one.number) for one in made} == {("lost", 2), ("found", 2)}
    assert len({one.act_id for one in made}) == 1
    assert "as agreed" in library_text(db, MODULE_PATH)


def test_a_changed_module_that_breaks_one_mapping_publishes_none(db: Database, analyst: UUID, approver: UUID) -> None:
    publishing.save_draft(db, METRO, Edit(MODULE_PATH, MODULE.replace("M01", "M02"), analyst))

    with pytest.raises(StillProblems) as refused:
        publishing.publish(db, METRO, MODULE_PATH, Approval(approver, "another code"))

    assert len(refused.value.failing) == 2
    assert (running(db, "lost").number, running(db, "found").number) == (1, 1)


def test_an_older_version_is_brought_back_as_the_newest(db: Database, analyst: UUID, approver: UUID) -> None:
    first = running(db)
    publishing.save_draft(db, METRO, Edit(PATH, WITH_CAPITALS, analyst))
    publishing.publish(db, METRO, PATH, Approval(approver, "CHS wants capitals"))

    publishing.roll_back(db, METRO, "lost", 1, Approval(approver, "CHS wants them no longer"))

    version = running(db)
    assert (version.number, version.restores, version.hash) == (3, 1, first.hash)
    assert library_text(db, PATH) == MAPPING
    assert [one.number for one in library.versions(db, METRO, "lost")] == [3, 2, 1]


def test_two_who_change_one_text_do_not_overwrite_each_other(db: Database, analyst: UUID, approver: UUID) -> None:
    publishing.save_draft(db, METRO, Edit(PATH, WITH_CAPITALS, analyst))

    with pytest.raises(DraftOvertaken):
        publishing.save_draft(db, METRO, Edit(PATH, MAPPING, approver))

    with db.read_session(METRO) as session:
        draft = library.draft_of(session, PATH)
    assert draft
    assert (draft.text, draft.revision) == (WITH_CAPITALS, 1)


def test_a_draft_from_before_a_return_to_an_older_version_is_looked_at_again_first(
    db: Database, analyst: UUID, approver: UUID
) -> None:
    publishing.save_draft(db, METRO, Edit(PATH, WITH_CAPITALS, analyst))
    publishing.publish(db, METRO, PATH, Approval(approver, "CHS wants capitals"))
    publishing.save_draft(db, METRO, Edit(PATH, WITH_CAPITALS.replace("Lost prop", "Lost Prop"), analyst))
    publishing.roll_back(db, METRO, "lost", 1, Approval(approver, "capitals broke something"))

    with pytest.raises(DraftOvertaken):
        publishing.publish(db, METRO, PATH, Approval(approver, "a better title"))


def test_a_change_takes_back_that_the_draft_was_sent(db: Database, analyst: UUID) -> None:
    publishing.save_draft(db, METRO, Edit(PATH, WITH_CAPITALS, analyst))
    publishing.send_for_approval(db, METRO, PATH, by=analyst, reason="CHS wants capitals")

    publishing.save_draft(db, METRO, Edit(PATH, MAPPING, analyst, revision=1))

    shown = next(one for one in library.mappings(db, METRO) if one.id == "lost")
    assert (shown.has_draft, shown.draft_authors, shown.draft_sent_at) == (True, ("Ada",), None)


@pytest.mark.parametrize("path", ["../secret.mapping", "lost.mapping", "lost/../../x.json", "/etc/passwd", "a/b.py"])
def test_a_draft_lies_only_where_a_library_keeps_texts(db: Database, analyst: UUID, path: str) -> None:
    with pytest.raises(PathRefused):
        publishing.save_draft(db, METRO, Edit(path, "x", analyst))


def test_the_database_refuses_to_change_a_published_version(db: Database) -> None:
    changed = update(PublishedVersion).values(reason="another one")

    with pytest.raises(DBAPIError, match="never changed"), db.write_session(METRO) as session:
        session.execute(changed)


def library_text(db: Database, path: str) -> str:
    with db.read_session(METRO) as session:
        return library.current_library(session).text(path)


def test_what_makes_less_of_a_risk_is_published_only_with_a_reason_that_the_log_keeps(
    db: Database, analyst: UUID, approver: UUID
) -> None:
    flag = 'flag "KNIFE" high\n    when mentions(description, ["knife"])\n    because "The text speaks of a knife"\n'
    publishing.save_draft(db, METRO, Edit(PATH, MAPPING + flag, analyst))
    publishing.publish(db, METRO, PATH, Approval(approver, "knives matter"))
    publishing.save_draft(db, METRO, Edit(PATH, MAPPING, analyst))

    with pytest.raises(RiskFalls) as refused:
        publishing.publish(db, METRO, PATH, Approval(approver, "tidied"))
    publishing.publish(db, METRO, PATH, Approval(approver, "tidied", accepts="Another form asks for it"))

    told = refused.value.sentences
    assert any(sentence.startswith("The flag KNIFE is no longer raised") for sentence in told)
    with db.read_session(METRO) as session:
        entries = session.exec(select(AuditEntry).where(AuditEntry.event == "published")).all()
    last = max(entries, key=lambda entry: entry.sequence)
    assert last.details["makes less of"] == told
    assert last.details["accepted because"] == "Another form asks for it"
