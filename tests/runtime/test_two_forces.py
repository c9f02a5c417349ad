"""Every question the runtime answers is asked for the other force's data: none gives any."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

import runtime
from runtime import audit, decisions, durable, figures, people, settling, worklist
from runtime.audit import Actor, Subject
from runtime.database import Database
from runtime.decisions import Change, Closing, HandDelivery, Verdict
from runtime.drift import alarmed, alarms, rereading
from runtime.drift.alarms import BatchAct
from runtime.failures import NotThere, RuntimeFailure
from runtime.models import PublishedVersion, Role
from runtime.people import NewPerson
from runtime.settling import Taken
from runtime.shown import submissions
from runtime.texts import drafted, library, modules, publishing
from runtime.texts.publishing import Approval, Edit
from runtime.worklist import Filters, Reassignment
from tests.runtime import drifting_mails, small_library
from tests.runtime.conftest import METRO, NORTHSHIRE, PASSWORD
from tests.runtime.theft_mails import copy_theft, take_in, theft_library

PATH = small_library.PATH


class Theirs:
    """What Northshire has, and somebody of Metro who would like to see it."""

    def __init__(self, db: Database, submission: UUID, person: UUID, intruder: UUID) -> None:
        self.db, self.submission, self.person, self.intruder = db, submission, person, intruder
        with db.read_session(NORTHSHIRE) as session:
            version = library.published(session, "theft", "1.0")
            alarm = alarms.listed(db, NORTHSHIRE)[0]
        assert version
        self.version: PublishedVersion = version
        self.alarm = alarm.id
        self.rereading = rereading.order(db, NORTHSHIRE, alarm.id, by=person, why="x")


@pytest.fixture
def theirs(db: Database, tmp_path: Path, add_person: Callable[..., UUID]) -> Theirs:
    """Northshire's submission, claimed by their operator; Metro has everything of its own too."""
    durable.prepare(db)
    theft_library(db, copy_theft(tmp_path / "library"), NORTHSHIRE)
    publishing.import_folder(db, METRO, small_library.write(tmp_path / "small"))
    person = add_person("Noah", Role.OPERATOR, force_id=NORTHSHIRE)
    submission = take_in(db, "OPEN-001", NORTHSHIRE)
    worklist.claim_next(db, NORTHSHIRE, person)
    drifting_mails.take_in(db, drifting_mails.theft(2, version="9.0"), NORTHSHIRE)
    intruder = add_person("Olga", *Role)
    publishing.save_draft(db, NORTHSHIRE, Edit("theft/theft.mapping", "mapping theft", person))
    return Theirs(db, submission, person, intruder)


# Every public function of the runtime that takes a database and a force, as Metro would call it for what is
# Northshire's. A new function without a line here fails the test below.
SEES_NOTHING: dict[str, Callable[[Theirs], object]] = {
    "worklist.claim_next": lambda one: worklist.claim_next(one.db, METRO, one.intruder),
    "worklist.queue": lambda one: worklist.queue(one.db, METRO, Filters(claimed_by=one.person)).rows,
    "people.list_people": lambda one: [p for p in people.list_people(one.db, METRO) if p.id == one.person],
    "people.operators": lambda one: [p for p in people.operators(one.db, METRO) if p.id == one.person],
    "figures.figures": lambda one: figures.figures(one.db, METRO).all.received,
    "library.mappings": lambda one: [m for m in library.mappings(one.db, METRO) if m.id == "theft"],
    "modules.versions": lambda one: modules.versions(one.db, METRO, "common-risk"),
    "library.versions": lambda one: library.versions(one.db, METRO, "theft"),
    "alarms.listed": lambda one: alarms.listed(one.db, METRO, with_closed=True),
    "alarmed.past_submissions": lambda one: alarmed.past_submissions(one.db, METRO, "theft"),
    "drafted.texts": lambda one: drafted.texts(one.db, METRO, "theft"),
    "rereading.progress": lambda one: rereading.progress(one.db, METRO, one.alarm),
}
IS_REFUSED: dict[str, Callable[[Theirs], object]] = {
    "worklist.release": lambda one: worklist.release(one.db, METRO, one.submission, one.person, "x"),
    "worklist.reassign": lambda one: worklist.reassign(
        one.db, METRO, one.submission, Reassignment(one.intruder, one.intruder, "x")
    ),
    "worklist.escalate": lambda one: worklist.escalate(one.db, METRO, one.submission, by=one.intruder, why="x"),
    "submissions.detail": lambda one: submissions.detail(one.db, METRO, one.submission),
    "submissions.origin": lambda one: submissions.origin(one.db, METRO, one.submission, "chs.incident.grade"),
    "submissions.original": lambda one: submissions.original(one.db, METRO, one.submission, one.intruder),
    "decisions.correct": lambda one: decisions.correct(
        one.db, METRO, one.submission, one.person, Change("chs.incident.grade", "I", "x")
    ),
    "decisions.decide": lambda one: decisions.decide(
        one.db, METRO, one.submission, one.person, Verdict(is_crime=False, rationale="x")
    ),
    "decisions.close": lambda one: decisions.close(one.db, METRO, one.submission, one.person, Closing("x")),
    "decisions.typed_by_hand": lambda one: decisions.typed_by_hand(
        one.db, METRO, one.submission, one.person, HandDelivery("chs.incident", "CHS-1")
    ),
    "decisions.try_again": lambda one: decisions.try_again(one.db, METRO, one.submission, one.intruder, "chs.incident"),
    "modules.version_text": lambda one: modules.version_text(one.db, METRO, "common-risk", 1),
    "library.version_text": lambda one: library.version_text(one.db, METRO, "theft", 1),
    "publishing.save_draft": lambda one: publishing.save_draft(one.db, METRO, Edit(PATH, "x", one.person)),
    "publishing.save_drafts": lambda one: publishing.save_drafts(
        one.db, METRO, [Edit(PATH, "x", one.person)], reason="x"
    ),
    "publishing.drop_draft": lambda one: publishing.drop_draft(one.db, METRO, "theft/theft.mapping", by=one.intruder),
    "publishing.send_for_approval": lambda one: publishing.send_for_approval(
        one.db, METRO, "theft/theft.mapping", by=one.intruder, reason="x"
    ),
    "publishing.publish": lambda one: publishing.publish(
        one.db, METRO, "theft/theft.mapping", Approval(one.intruder, "x")
    ),
    "publishing.roll_back": lambda one: publishing.roll_back(
        one.db, METRO, "theft", one.version.number, Approval(one.intruder, "x")
    ),
    "publishing.put_back": lambda one: publishing.put_back(
        one.db, METRO, "common-risk", 1, Approval(one.intruder, "x")
    ),
    "alarms.detail": lambda one: alarms.detail(one.db, METRO, one.alarm),
    "alarms.take": lambda one: alarms.take(one.db, METRO, one.alarm, by=one.intruder),
    "alarms.close": lambda one: alarms.close(one.db, METRO, one.alarm, by=one.intruder, why="x"),
    "alarms.part": lambda one: alarms.part(one.db, METRO, one.alarm, "theft 9.0", by=one.intruder),
    "alarms.release": lambda one: alarms.release(one.db, METRO, one.alarm, BatchAct(one.intruder, "x")),
    "alarms.hold": lambda one: alarms.hold(one.db, METRO, one.alarm, BatchAct(one.intruder, "x")),
    "alarmed.new_version": lambda one: alarmed.new_version(one.db, METRO, one.alarm),
    "alarmed.samples_of": lambda one: alarmed.samples_of(one.db, METRO, one.alarm),
    "drafted.text_at": lambda one: drafted.text_at(one.db, METRO, "theft/theft.mapping"),
    "settling.offers": lambda one: settling.offers(one.db, METRO, one.submission),
    "settling.settle": lambda one: settling.settle(
        one.db, METRO, one.submission, one.person, Taken("offenderPresent", settling.NOBODY, "x")
    ),
    "rereading.order": lambda one: rereading.order(one.db, METRO, one.alarm, by=one.intruder, why="x"),
    "rereading.stop": lambda one: rereading.stop(one.db, METRO, one.rereading, by=one.intruder),
    "people.end_role": lambda one: people.end_role(one.db, METRO, one.person, Role.OPERATOR, by=Actor.machine()),
}
# These make something new in the force that is named, and look at nothing.
MAKES_ITS_OWN = {"people.add_force", "people.add_person", "people.grant", "publishing.import_folder"}


def questions() -> set[str]:
    """The public functions of the runtime that take a database and a force, each by the name of its file."""
    return {
        f"{floor.name.rpartition('.')[2]}.{name}"
        for floor in pkgutil.walk_packages(runtime.__path__, "runtime.")
        if not floor.name.startswith("runtime.migrations.")
        for name, function in inspect.getmembers(importlib.import_module(floor.name), inspect.isfunction)
        if function.__module__ == floor.name
        and not name.startswith("_")
        and [*inspect.signature(function).parameters][:2] == ["db", "force_id"]
    }


def is_refused(ask: Callable[[Theirs], object], theirs: Theirs) -> bool:
    try:
        ask(theirs)
    except RuntimeFailure:
        return True
    return False


def test_every_question_is_asked() -> None:
    assert questions() == SEES_NOTHING.keys() | IS_REFUSED.keys() | MAKES_ITS_OWN


def test_what_lists_and_counts_gives_nothing_of_the_others(theirs: Theirs) -> None:
    given = {name: ask(theirs) for name, ask in SEES_NOTHING.items()}

    assert {name for name, found in given.items() if found} == set()


def test_what_names_a_thing_of_the_others_is_refused_and_leaves_it_as_it_was(theirs: Theirs) -> None:
    before = submissions.detail(theirs.db, NORTHSHIRE, theirs.submission)

    answered = {name for name, ask in IS_REFUSED.items() if not is_refused(ask, theirs)}

    assert answered == set()
    assert submissions.detail(theirs.db, NORTHSHIRE, theirs.submission) == before


def test_what_a_session_is_asked_gives_nothing_of_the_others(theirs: Theirs) -> None:
    with theirs.db.read_session(METRO) as session:
        assert library.published(session, "theft", "1.0") is None
        assert library.version_of_hash(session, theirs.version.hash) is None
        assert library.draft_of(session, "theft/theft.mapping") is None
        assert "theft/theft.mapping" not in library.current_library(session).paths()
        assert audit.entries_of(session, Subject.submission(theirs.submission)) == []
        assert {entry.force_id for entry in audit.entries(session)} == {METRO}
        assert people.names_of(session, [theirs.person]) == {}
        with pytest.raises(NotThere):
            people.actor_of(session, theirs.person)


def test_somebody_of_one_force_is_no_member_of_the_other(theirs: Theirs) -> None:
    person = people.add_person(
        theirs.db, METRO, NewPerson("eve@metro.example", "Eve", PASSWORD, (Role.MANAGER,)), by=Actor.machine()
    )
    opened = people.sign_in(theirs.db, "eve@metro.example", PASSWORD)

    assert opened
    assert (opened.person.person_id, [place.force_id for place in opened.person.forces]) == (person, [METRO])
