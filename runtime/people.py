"""People, what they may do in which force, and who is signed in at which browser."""

import hashlib
import secrets
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select, update

from runtime import audit, clock
from runtime.audit import Actor, AuditEvent, Subject
from runtime.database import Database
from runtime.failures import NotThere, RuntimeFailure
from runtime.force_session import ForceSession, SystemSession
from runtime.models import Force, Installation, Membership, Person, Role, WebSession

SESSION_LASTS = timedelta(hours=12)
SHORTEST_PASSWORD = 12
SIGNING_KEY = "signing key"

Names = Mapping[UUID | None, str]

# OWASP's second choice of parameters: a sign-in stays well under a tenth of a second and 20 MiB.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODYS_HASH = _hasher.hash(secrets.token_hex())


class PasswordTooShort(RuntimeFailure):
    """A new password is easy to guess."""

    def __init__(self) -> None:
        super().__init__(f"a password has at least {SHORTEST_PASSWORD} characters")


class AlreadyThere(RuntimeFailure):
    """Somebody of that address is known already."""

    def __init__(self, email: str) -> None:
        super().__init__(f"{email} is known already; give a role instead")


@dataclass(frozen=True, slots=True)
class Workplace:
    """A force that a person may work in."""

    force_id: str
    force_name: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person at a browser, as every request sees them: looked up each time, so that a lost role acts at once."""

    person_id: UUID
    name: str
    email: str
    force_id: str
    force_name: str
    roles: frozenset[Role]
    forces: tuple[Workplace, ...]  #: all that they may change to, this one included

    @property
    def actor(self) -> Actor:
        """The person as the log names them."""
        return Actor(self.person_id, self.name)


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """A session that begins: the browser keeps the token."""

    token: str
    person: SignedIn


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person of a force with their roles."""

    id: UUID
    name: str
    email: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Who is to be added."""

    email: str
    name: str
    password: str
    roles: tuple[Role, ...]


def sign_in(db: Database, email: str, password: str) -> OpenedSession | None:
    """Opens a session; None, after the same time, for a wrong address, a wrong password and no role anywhere."""
    with db.system_read_session() as system:
        person = system.exec(select(Person).where(Person.email == _folded(email))).one_or_none()
        places = _workplaces(system, person.id) if person else ()
    is_right = _is_password(person.password_hash if person else _NOBODYS_HASH, password)
    if person is None or not places or not is_right:
        return None
    token = secrets.token_urlsafe(32)
    now = clock.now()
    with db.write_session(places[0].force_id) as session:
        session.add(
            WebSession(token_hash=_hash(token), person_id=person.id, started_at=now, expires_at=now + SESSION_LASTS)
        )
        audit.record(session, AuditEvent.SIGNED_IN, _subject(person.id), Actor(person.id, person.name))
    who = person_of(db, token)
    return OpenedSession(token, who) if who else None


def person_of(db: Database, token: str) -> SignedIn | None:
    """Who that browser's person is now; None where the session ended or no role is left."""
    with db.system_read_session() as system:
        mine = select(WebSession, Person).join(Person, col(Person.id) == WebSession.person_id)
        found = system.exec(mine.where(WebSession.token_hash == _hash(token))).one_or_none()
        if found is None:
            return None
        web_session, person = found
        if web_session.ended_at is not None or web_session.expires_at <= clock.now():
            return None
        memberships = _memberships(system, person.id)
    roles = frozenset(one.role for one, force in memberships if force.id == web_session.force_id)
    if not roles:
        return None
    places = _places(memberships)
    here = next(place for place in places if place.force_id == web_session.force_id)
    return SignedIn(person.id, person.name, person.email, here.force_id, here.force_name, roles, places)


def sign_out(db: Database, token: str) -> None:
    """Ends the session at once, at every window of the browser."""
    if (who := person_of(db, token)) is None:
        return
    with db.write_session(who.force_id) as session:
        ended = update(WebSession).where(col(WebSession.token_hash) == _hash(token)).values(ended_at=clock.now())
        session.execute(ended)
        audit.record(session, AuditEvent.SIGNED_OUT, _subject(who.person_id), who.actor)


def change_force(db: Database, token: str, force_id: str) -> SignedIn:
    """Goes on in another force that the person belongs to. Raises NotThere for any other."""
    who = person_of(db, token)
    if who is None or force_id not in {place.force_id for place in who.forces}:
        raise NotThere("force of yours called", force_id)
    with db.system_session() as system:
        moved = update(WebSession).where(col(WebSession.token_hash) == _hash(token)).values(force_id=force_id)
        system.execute(moved)
    with db.write_session(force_id) as session:
        audit.record(session, AuditEvent.SIGNED_IN, _subject(who.person_id), who.actor)
    return person_of(db, token) or who


def actor_of(session: ForceSession, person_id: UUID) -> Actor:
    """The person as the log names them. Raises NotThere where the force has never had such a person."""
    person = session.exec(select(Person).where(Person.id == person_id)).one_or_none()
    if person is None:
        raise NotThere("person", person_id)
    return Actor(person.id, person.name)


def has_role(session: ForceSession, person_id: UUID, role: Role) -> bool:
    """Whether the person has that role in the session's force now."""
    held = _membership(session, person_id, role)
    return held is not None and held.ended_at is None


def names_of(session: ForceSession, people: Collection[UUID | None]) -> Names:
    """The names of those people, past members of the force included."""
    wanted = select(Person.id, Person.name).where(col(Person.id).in_({one for one in people if one}))
    return dict(session.exec(wanted).all())


def list_people(db: Database, force_id: str) -> list[PersonShown]:
    """Everybody with a role in the force, by name."""
    with db.read_session(force_id) as session:
        both = select(Person, Membership).join(Membership, col(Membership.person_id) == Person.id)
        found = session.exec(both.where(col(Membership.ended_at).is_(None)).order_by(Person.name)).all()
    people = {person.id: person for person, _ in found}
    return [
        PersonShown(
            one.id, one.name, one.email, tuple(sorted(held.role for person, held in found if person.id == one.id))
        )
        for one in people.values()
    ]


def operators(db: Database, force_id: str) -> list[PersonShown]:
    """Those to whom a supervisor may give a submission."""
    return [person for person in list_people(db, force_id) if Role.OPERATOR in person.roles]


def add_force(db: Database, force_id: str, name: str) -> bool:
    """Makes a force with its log. False where it is there already."""
    with db.system_session() as system:
        if system.get(Force, force_id):
            return False
        system.add(Force(id=force_id, name=name, created_at=clock.now()))
    with db.write_session(force_id) as session:
        audit.begin_chain(session)
    return True


def list_forces(db: Database) -> list[Workplace]:
    """All forces, by name."""
    with db.system_read_session() as system:
        return [Workplace(force.id, force.name) for force in system.exec(select(Force).order_by(Force.name))]


def add_person(db: Database, force_id: str, new: NewPerson, *, by: Actor) -> UUID:
    """Adds somebody with roles in the force. Raises AlreadyThere, PasswordTooShort."""
    _assert_long(new.password)
    email = _folded(new.email)
    if find_person(db, email) is not None:
        raise AlreadyThere(email)
    person = Person(email=email, name=new.name, password_hash=_hasher.hash(new.password), created_at=clock.now())
    with db.write_session(force_id) as session:
        session.add(person)
        session.flush()
        for role in new.roles:
            _grant(session, person.id, role, by)
    return person.id


def find_person(db: Database, email: str) -> UUID | None:
    """The person of that address in any force."""
    with db.system_read_session() as system:
        return system.exec(select(Person.id).where(Person.email == _folded(email))).one_or_none()


def grant(db: Database, force_id: str, person_id: UUID, role: Role, *, by: Actor) -> None:
    """Gives a role; nothing happens where the person has it."""
    with db.write_session(force_id) as session:
        _grant(session, person_id, role, by)


def end_role(db: Database, force_id: str, person_id: UUID, role: Role, *, by: Actor) -> None:
    """Takes a role away; the person's next request is refused. Raises NotThere where they have not got it."""
    with db.write_session(force_id) as session:
        held = _membership(session, person_id, role)
        if held is None or held.ended_at is not None:
            raise NotThere("such role of that person:", role)
        held.ended_at = clock.now()
        session.add(held)
        audit.record(session, AuditEvent.ROLE_ENDED, _subject(person_id), by, {"role": role.value})


def set_password(db: Database, person_id: UUID, password: str, *, by: Actor) -> None:
    """Gives a person a new password and ends all their sessions."""
    _assert_long(password)
    with db.system_session() as system:
        places = _workplaces(system, person_id)
        hashed = _hasher.hash(password)
        system.execute(update(Person).where(col(Person.id) == person_id).values(password_hash=hashed))
        system.execute(update(WebSession).where(col(WebSession.person_id) == person_id).values(ended_at=clock.now()))
    for place in places:
        with db.write_session(place.force_id) as session:
            audit.record(session, AuditEvent.PASSWORD_CHANGED, _subject(person_id), by)


def signing_key(db: Database) -> str:
    """The key that signs browsers' cookies: made by the first process that asks, the same for all of them."""
    with db.system_session() as system:
        if (known := system.get(Installation, SIGNING_KEY)) is not None:
            return known.value
    # Where another process began at the same moment, its key counts.
    with suppress(IntegrityError), db.system_session() as system:
        system.add(Installation(name=SIGNING_KEY, value=secrets.token_urlsafe(32)))
    return signing_key(db)


def _grant(session: ForceSession, person_id: UUID, role: Role, by: Actor) -> None:
    held = _membership(session, person_id, role)
    if held is not None and held.ended_at is None:
        return
    granted = held or Membership(person_id=person_id, role=role, granted_at=clock.now())
    granted.ended_at = None
    session.add(granted)
    audit.record(session, AuditEvent.ROLE_GRANTED, _subject(person_id), by, {"role": role.value})


def _membership(session: ForceSession, person_id: UUID, role: Role) -> Membership | None:
    mine = select(Membership).where(Membership.person_id == person_id, Membership.role == role)
    return session.exec(mine).one_or_none()


def _memberships(system: SystemSession, person_id: UUID) -> list[tuple[Membership, Force]]:
    both = select(Membership, Force).join(Force, col(Force.id) == Membership.force_id)
    mine = both.where(Membership.person_id == person_id, col(Membership.ended_at).is_(None))
    return [(held, force) for held, force in system.exec(mine.order_by(Force.name))]


def _workplaces(system: SystemSession, person_id: UUID) -> tuple[Workplace, ...]:
    return _places(_memberships(system, person_id))


def _places(memberships: list[tuple[Membership, Force]]) -> tuple[Workplace, ...]:
    return tuple(dict.fromkeys(Workplace(force.id, force.name) for _, force in memberships))


def _subject(person_id: UUID) -> Subject:
    return Subject("person", str(person_id))


def _is_password(hashed: str, password: str) -> bool:
    try:
        return _hasher.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def _assert_long(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort


def _folded(email: str) -> str:
    return email.strip().casefold()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
