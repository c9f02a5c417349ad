"""Who may sign in, what they may do where, and that what ends ends at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from runtime import clock, demonstration, people
from runtime.audit import Actor
from runtime.database import Database
from runtime.failures import NotThere
from runtime.models import Person, Role, WebSession
from runtime.people import AlreadyThere, NewPerson, OpenedSession, PasswordTooShort
from tests.runtime.conftest import METRO, NORTHSHIRE, PASSWORD

ADMINISTRATOR = Actor.machine("administrator")


@pytest.fixture
def olga(db: Database, operator: UUID) -> OpenedSession:
    """Olga, signed in."""
    opened = people.sign_in(db, "olga@metro.example", PASSWORD)
    assert opened
    assert opened.person.person_id == operator
    return opened


def test_who_signs_in_is_known_by_the_token(db: Database, operator: UUID, olga: OpenedSession) -> None:
    found = people.person_of(db, olga.token)

    assert found == olga.person
    assert (olga.person.person_id, olga.person.force_id, olga.person.roles) == (
        operator,
        METRO,
        frozenset({Role.OPERATOR}),
    )


@pytest.mark.usefixtures("operator")
def test_the_case_of_an_address_does_not_matter(db: Database) -> None:
    assert people.sign_in(db, " OLGA@metro.example", PASSWORD)


@pytest.mark.parametrize(
    ("email", "password"), [("olga@metro.example", "something else"), ("nobody@metro.example", PASSWORD), ("", "")]
)
@pytest.mark.usefixtures("operator")
def test_a_wrong_address_and_a_wrong_password_open_nothing(db: Database, email: str, password: str) -> None:
    assert people.sign_in(db, email, password) is None


def test_who_signs_out_is_gone_at_once(db: Database, olga: OpenedSession) -> None:
    people.sign_out(db, olga.token)

    assert people.person_of(db, olga.token) is None


def test_a_role_that_is_taken_away_acts_at_once(db: Database, operator: UUID, olga: OpenedSession) -> None:
    people.grant(db, METRO, operator, Role.SUPERVISOR, by=ADMINISTRATOR)
    people.end_role(db, METRO, operator, Role.OPERATOR, by=ADMINISTRATOR)
    left = people.person_of(db, olga.token)
    people.end_role(db, METRO, operator, Role.SUPERVISOR, by=ADMINISTRATOR)

    assert left
    assert left.roles == {Role.SUPERVISOR}
    assert people.person_of(db, olga.token) is None


def test_a_session_ends_with_the_shift(db: Database, olga: OpenedSession) -> None:
    with clock.stopped_at(clock.now() + timedelta(hours=12, seconds=1)):
        assert people.person_of(db, olga.token) is None


def test_a_new_password_signs_out_everywhere(db: Database, operator: UUID, olga: OpenedSession) -> None:
    people.set_password(db, operator, "another long one", by=ADMINISTRATOR)

    assert people.person_of(db, olga.token) is None
    assert people.sign_in(db, "olga@metro.example", PASSWORD) is None
    assert people.sign_in(db, "olga@metro.example", "another long one")


def test_neither_password_nor_token_lies_in_the_database(db: Database, olga: OpenedSession) -> None:
    with db.system_read_session() as system:
        person = system.exec(select(Person)).one()
        web_session = system.exec(select(WebSession)).one()

    assert person.password_hash.startswith("$argon2id$")
    assert olga.token not in str(web_session)


def test_somebody_of_two_forces_works_in_one_at_a_time(db: Database, operator: UUID, olga: OpenedSession) -> None:
    people.grant(db, NORTHSHIRE, operator, Role.MANAGER, by=ADMINISTRATOR)

    there = people.change_force(db, olga.token, NORTHSHIRE)

    assert (there.force_id, there.roles) == (NORTHSHIRE, frozenset({Role.MANAGER}))
    assert {place.force_id for place in there.forces} == {METRO, NORTHSHIRE}
    assert people.person_of(db, olga.token) == there


def test_nobody_changes_to_a_force_that_they_do_not_belong_to(db: Database, olga: OpenedSession) -> None:
    with pytest.raises(NotThere):
        people.change_force(db, olga.token, NORTHSHIRE)


@pytest.mark.usefixtures("operator")
def test_a_person_is_added_once_and_with_a_password_that_is_long(db: Database) -> None:
    with pytest.raises(AlreadyThere):
        people.add_person(db, METRO, NewPerson("Olga@Metro.example", "Olga", PASSWORD, ()), by=ADMINISTRATOR)
    with pytest.raises(PasswordTooShort):
        people.add_person(db, METRO, NewPerson("new@metro.example", "New", "short", ()), by=ADMINISTRATOR)


def test_past_members_keep_their_names(db: Database, operator: UUID) -> None:
    people.end_role(db, METRO, operator, Role.OPERATOR, by=ADMINISTRATOR)

    with db.read_session(METRO) as session:
        assert people.names_of(session, [operator, None]) == {operator: "Olga"}
    assert people.list_people(db, METRO) == []


def test_operators_are_those_with_that_role_now(db: Database, operator: UUID, add_person: Callable[..., UUID]) -> None:
    add_person("Sam", Role.SUPERVISOR)

    assert [one.id for one in people.operators(db, METRO)] == [operator]


def test_the_key_that_signs_cookies_is_the_same_for_every_process(db: Database) -> None:
    first = people.signing_key(db)

    assert people.signing_key(Database(db.settings)) == first
    assert len(first) >= 32


def test_the_demonstration_has_one_person_a_role_in_each_of_two_forces(db: Database) -> None:
    shown = Database(replace(db.settings, demonstration=True))
    demonstration.prepare(shown)
    demonstration.prepare(shown)

    for force_id in (METRO, NORTHSHIRE):
        roles = sorted(role for one in people.list_people(shown, force_id) for role in one.roles)
        assert roles == sorted(Role)
    first = demonstration.show()[0]
    assert people.sign_in(shown, first.email, first.password)
    shown.close()


def test_no_known_password_exists_without_a_demonstration(db: Database) -> None:
    with pytest.raises(demonstration.NotDemonstration):
        demonstration.prepare(db)
