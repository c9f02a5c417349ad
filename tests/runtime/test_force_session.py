"""A force's session sees and changes its own rows alone, whatever the statement."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import Executable, delete, func, insert, select, text, union, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col

from runtime import clock
from runtime.database import Database
from runtime.force_session import ForceBreach
from runtime.models import Force, Membership, Person, Submission, SubmissionDevice, TargetLicence
from tests.runtime.conftest import METRO, NORTHSHIRE

TABLE = SQLModel.metadata.tables["target_licence"]
LICENCE, LIMIT = col(TargetLicence.id), col(TargetLicence.limit)
OWNER, FORCE = col(TargetLicence.force_id), col(Force.id)
OTHER = aliased(TargetLicence)
OTHERS_OWNER = col(OTHER.force_id)


@pytest.fixture(autouse=True)
def _licences(db: Database) -> None:
    for force_id in (METRO, NORTHSHIRE):
        with db.write_session(force_id) as session:
            session.add(TargetLicence(target="chs.incident", limit=2, changed_at=clock.now()))


@pytest.mark.parametrize(
    "statement",
    [
        select(OWNER),
        select(OTHERS_OWNER),
        select(OWNER).where(OWNER == NORTHSHIRE),
        union(select(OWNER), select(OTHERS_OWNER)),
        select(select(OWNER).subquery().c.force_id),
        select(select(OWNER).cte().c.force_id),
        select(FORCE),
        select(OWNER).join(Force, FORCE != OWNER),
        select(FORCE).where(select(col(OTHER.id)).where(OTHERS_OWNER == NORTHSHIRE).exists()),
        select(col(Membership.force_id)).join(Person, col(Person.id) == col(Membership.person_id)),
    ],
    ids=lambda statement: str(statement).replace("\n", " ")[:60],
)
def test_no_select_gives_another_forces_rows(db: Database, statement: Executable) -> None:
    with db.read_session(METRO) as session:
        found = {row[0] for row in session.execute(statement)}

    assert found <= {METRO}


def test_counts_and_scalars_are_the_forces_own(db: Database) -> None:
    with db.read_session(METRO) as session:
        counted = session.execute(select(func.count()).select_from(TargetLicence)).scalar()
        inner = select(func.count(LICENCE)).scalar_subquery()
        beside = session.execute(select(FORCE, inner)).all()

    assert (counted, [tuple(row) for row in beside]) == (1, [(METRO, 1)])


def test_a_row_of_another_force_is_not_found_by_its_id(db: Database) -> None:
    with db.read_session(NORTHSHIRE) as session:
        theirs = session.execute(select(TargetLicence)).scalar_one()

    with db.read_session(METRO) as session:
        assert session.get(TargetLicence, theirs.id) is None


def test_updates_and_deletes_reach_the_forces_own_rows_alone(db: Database) -> None:
    with db.write_session(METRO) as session:
        session.execute(update(TargetLicence).values(limit=9))
        session.execute(delete(TargetLicence).where(OWNER == NORTHSHIRE))

    with db.read_session(NORTHSHIRE) as session:
        assert session.execute(select(LIMIT)).scalars().all() == [2]


def test_a_new_row_is_stamped_with_its_sessions_force(db: Database) -> None:
    with db.write_session(METRO) as session:
        licence = TargetLicence(target="connect.crime", limit=1, changed_at=clock.now())
        session.add(licence)

    assert licence.force_id == METRO


def test_a_new_row_of_another_force_is_refused(db: Database) -> None:
    with pytest.raises(ForceBreach), db.write_session(METRO) as session:
        session.add(TargetLicence(force_id=NORTHSHIRE, target="connect.crime", limit=1, changed_at=clock.now()))


def test_a_row_does_not_change_its_force(db: Database) -> None:
    with db.write_session(METRO) as session:
        licence = session.execute(select(TargetLicence)).scalar_one()
        licence.force_id = NORTHSHIRE

        with pytest.raises(ForceBreach):
            session.flush()
        session.expunge(licence)


def test_a_row_that_another_forces_session_gave_is_not_changed_here(db: Database) -> None:
    with db.read_session(NORTHSHIRE) as session:
        theirs = session.execute(select(TargetLicence)).scalar_one()

    with db.write_session(METRO) as session:
        session.add(theirs)
        theirs.limit = 99

        with pytest.raises(ForceBreach):
            session.flush()
        session.expunge(theirs)


def test_the_database_itself_refuses_a_row_that_points_to_another_forces_submission(
    db: Database, add_submission: Callable[..., UUID]
) -> None:
    theirs = add_submission(force_id=NORTHSHIRE)

    with pytest.raises(IntegrityError), db.write_session(METRO) as session:
        session.add(SubmissionDevice(submission_id=theirs))


@pytest.mark.parametrize(
    "statement",
    [
        select(TABLE),
        select(func.count()).select_from(TABLE),
        select(col(Submission.id), TABLE.c.id),
        select(col(Submission.id)).where(text("exists (select 1 from target_licence)")),
        text("select * from target_licence"),
        text("delete from submission"),
        update(TABLE).values(limit=1),
        insert(TargetLicence).values(target="x", limit=1),
    ],
    ids=lambda statement: str(statement).replace("\n", " ")[:60],
)
def test_a_statement_past_the_classes_is_refused(db: Database, statement: Executable) -> None:
    with pytest.raises(ForceBreach), db.write_session(METRO) as session:
        session.execute(statement)


def test_a_forces_tables_are_not_reached_without_a_session(db: Database) -> None:
    with pytest.raises(ForceBreach), db.read_engine.connect() as connection:
        connection.execute(select(TABLE))


def test_the_systems_session_sees_forces_and_none_of_their_data(db: Database) -> None:
    with db.system_session() as system:
        assert set(system.execute(select(FORCE)).scalars()) == {METRO, NORTHSHIRE}

    with pytest.raises(ForceBreach), db.system_session() as system:
        system.execute(select(TargetLicence))

    with pytest.raises(ForceBreach), db.system_session() as system:
        system.add(TargetLicence(force_id=METRO, target="x", limit=1, changed_at=clock.now()))


def test_a_session_inside_anothers_transaction_keeps_to_its_force_and_leaves_committing_to_it(db: Database) -> None:
    with db.write_engine.begin() as connection, db.joined_session(connection, METRO) as session:
        found = session.execute(select(OWNER)).scalars().all()
        session.add(TargetLicence(target="connect.crime", limit=1, changed_at=clock.now()))
        session.flush()
        connection.get_transaction().rollback()  # type: ignore[union-attr]

    with db.read_session(METRO) as session:
        assert found == [METRO]
        assert session.execute(select(func.count(LICENCE))).scalar() == 1
