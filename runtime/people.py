"""People, what they may do in which force, and who is signed in at which browser."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from runtime.audit import Actor
from runtime.database import Database
from runtime.failures import RuntimeFailure
from runtime.force_session import ForceSession
from runtime.models import Person, Role

SESSION_LASTS = timedelta(hours=12)


class SignInRefused(RuntimeFailure):
    """Address and password do not belong together, or the person has no role anywhere."""

    def __init__(self) -> None:
        super().__init__("the e-mail address or the password is not right")


@dataclass(frozen=True, slots=True)
class Place:
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
    forces: tuple[Place, ...]  #: all that they may change to, this one included

    @property
    def actor(self) -> Actor:
        """The person as the log names them."""
        return Actor(self.person_id, self.name)


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person of a force with their roles."""

    id: UUID
    name: str
    email: str
    roles: tuple[Role, ...]


def sign_in(db: Database, email: str, password: str) -> str:
    """Opens a session and gives its token for the browser. Raises SignInRefused, after the same time in each case."""


def look_up(db: Database, token: str) -> SignedIn | None:
    """Who that browser's person is now; None where the session ended or no role is left."""


def sign_out(db: Database, token: str) -> None:
    """Ends the session at once, at every browser window."""


def change_force(db: Database, token: str, force_id: str) -> SignedIn:
    """Goes on in another force that the person belongs to."""


def actor_of(session: ForceSession, person_id: UUID) -> Actor:
    """The person as the log names them. Raises NotThere where the force has no such person."""


def list_people(db: Database, force_id: str) -> list[PersonShown]:
    """Everybody with a role in the force, by name."""


def operators(db: Database, force_id: str) -> list[PersonShown]:
    """Those to whom a supervisor may give a submission."""
