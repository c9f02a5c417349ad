"""The people of a demonstration, told on the sign-in page: it opens on this computer alone."""

from dataclasses import dataclass

from runtime.demonstration import FORCES, PASSWORD, email_of
from runtime.models import Role


@dataclass(frozen=True, slots=True)
class KnownPeople:
    """Whom everybody may sign in as: for each role an address in each force."""

    password: str
    forces: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def known_people() -> KnownPeople:
    """One person for each role in each force."""
    rows = ((role, tuple(email_of(force_id, role) for force_id in FORCES)) for role in Role)
    named = tuple((role.value.replace("_", " "), emails) for role, emails in rows)
    return KnownPeople(PASSWORD, tuple(FORCES.values()), named)
