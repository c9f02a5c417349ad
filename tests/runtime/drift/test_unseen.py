"""An optional question that stands nowhere is blank, as far as one submission can tell; many tell that it is gone."""

import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest

from runtime import readings
from runtime.database import Database
from runtime.drift import alarms, unseen
from runtime.drift.alarms import AlarmRow
from runtime.drift.unseen import MANY
from runtime.intake import Drift, DriftKind, DriftSeverity, SubmissionReading
from runtime.intake.reading import Place
from runtime.models import Alarm, AlarmStatus
from runtime.shown import submissions
from runtime.texts import publishing
from tests.runtime.conftest import METRO, arrived

PHONE, EMAIL, SUSPECT = "phone", "email", "suspects.relationship"
HERE = Place("body", 1, 1, "as it was typed")


@pytest.fixture(autouse=True)
def _library(db: Database, forms_library: Path) -> None:
    publishing.import_folder(db, METRO, forms_library)


@pytest.fixture
def _switching() -> Iterator[None]:
    """Threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def drift(question: str, kind: DriftKind, severity: DriftSeverity) -> Drift:
    return Drift(kind, question, "", "", risk=False, severity=severity)


def reading(
    without: Sequence[str] = (), *, standing: Sequence[str] = (), more: Sequence[Drift] = (), version: str = "1.0"
) -> SubmissionReading:
    """A theft in which some questions stand nowhere, and may be blank, and some do."""
    return SubmissionReading(
        form="theft",
        version=version,
        version_known=version == "1.0",
        read_as="1.0",
        places=dict.fromkeys(standing, HERE),
        drift=(*(drift(one, DriftKind.REMOVED, DriftSeverity.HARMLESS) for one in without), *more),
    )


def come(db: Database, one: SubmissionReading, times: int = 1) -> None:
    """As many submissions come that are read so; looked at is the last of them."""
    with db.write_session(METRO) as session:
        for _ in range(times):
            submission = arrived(session, form=one.form, version=one.version)
            readings.keep(session, submission, one, "test")
        alarms.notice(session, submission, one)


def listed(db: Database) -> tuple[AlarmRow, ...]:
    return alarms.listed(db, METRO)


def told(db: Database, alarm_id: UUID) -> list[str]:
    return [one.sentence for one in alarms.detail(db, METRO, alarm_id).differences]


def test_a_question_that_stands_in_no_submission_for_long_raises_one_alarm_that_says_so(db: Database) -> None:
    come(db, reading([PHONE]), MANY - 1)
    before = listed(db)

    come(db, reading([PHONE]))
    come(db, reading([PHONE]))

    [alarm] = listed(db)
    assert before == ()
    assert alarm.submissions == 2
    assert told(db, alarm.id) == [
        f"“Telephone number” has stood in none of the last {MANY} submissions that were to answer it"
    ]
    assert told(db, alarm.id)[0] in alarm.sentence


def test_a_question_that_any_of_them_shows_raises_none(db: Database) -> None:
    come(db, reading([PHONE]), MANY - 1)
    come(db, reading(standing=[PHONE]))

    come(db, reading([PHONE]), MANY - 1)

    assert listed(db) == ()


def test_those_that_were_not_asked_tell_nothing_either_way(db: Database) -> None:
    come(db, reading([PHONE]), MANY - 1)
    come(db, reading(), 5)
    before = listed(db)

    come(db, reading([PHONE]))

    assert (before, len(listed(db))) == ((), 1)


def test_a_question_of_a_group_stands_where_any_element_has_it(db: Database) -> None:
    come(db, reading([SUSPECT]), MANY - 1)
    come(db, reading(standing=["suspects[1].name", "suspects[2].relationship"]))

    come(db, reading([SUSPECT, PHONE]), MANY - 1)

    assert listed(db) == ()


def test_other_versions_of_the_form_tell_nothing(db: Database) -> None:
    come(db, reading([PHONE], version="2.0"), 1)
    come(db, reading(standing=[PHONE]))
    alarmed = {alarm.version for alarm in listed(db)}

    come(db, reading([PHONE]), MANY - 1)

    assert alarmed == {"2.0"}
    assert {alarm.version for alarm in listed(db)} == {"2.0"}


def test_beside_another_difference_a_question_that_may_be_blank_is_not_told(db: Database) -> None:
    renamed = drift(EMAIL, DriftKind.RENAMED, DriftSeverity.DEGRADES)

    come(db, reading([PHONE], more=[renamed]))

    [alarm] = listed(db)
    assert [one.question for one in alarms.detail(db, METRO, alarm.id).differences] == [EMAIL]


def test_what_a_person_has_closed_is_counted_anew(db: Database, analyst: UUID) -> None:
    come(db, reading([PHONE]), MANY)
    [alarm] = listed(db)
    alarms.close(db, METRO, alarm.id, by=analyst, why="Hardly anybody answers it")

    come(db, reading([PHONE]), MANY - 1)
    closed = listed(db)
    come(db, reading([PHONE]))

    assert closed == ()
    assert [(one.id, one.status) for one in listed(db)] == [(alarm.id, AlarmStatus.OPEN)]


def test_an_alarm_still_stands_until_a_submission_shows_the_question(db: Database) -> None:
    come(db, reading([PHONE]), MANY)
    [row] = listed(db)
    with db.read_session(METRO) as session:
        alarm = session.get_one(Alarm, row.id)
        before = alarms.still_shows(session, alarm, reading([PHONE]))

    come(db, reading(standing=[PHONE]))

    with db.read_session(METRO) as session:
        assert (before, alarms.still_shows(session, alarm, reading([PHONE]))) == (True, False)


def test_a_page_says_of_one_submission_that_it_may_be_blank(db: Database) -> None:
    with db.write_session(METRO) as session:
        submission = arrived(session)
        readings.keep(session, submission, reading([PHONE]), "test")

    [difference] = submissions.detail(db, METRO, submission.id).read.differences

    assert difference.sentence == ("“Telephone number” stands nowhere in it: it was left blank, or is no longer asked")


@pytest.mark.usefixtures("_switching")
def test_threads_that_look_at_once_all_find_the_same(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unseen, "_MOST_KEPT", 3)
    come(db, reading([PHONE]), MANY)

    def look(_: int) -> frozenset[str]:
        with db.read_session(METRO) as session:
            return unseen.long_unseen(session, reading([PHONE]))

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(look, range(60)))

    assert set(found) == {frozenset({PHONE})}
