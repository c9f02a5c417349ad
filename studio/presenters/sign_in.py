"""The people of a demonstration, told on the sign-in page: it opens on this computer alone."""

from dataclasses import dataclass

from runtime.demonstration import FORCES, email_of
from runtime.models import Role


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody whom everybody may sign in as."""

    force: str
    role: str
    email: str


def demonstration_people() -> tuple[KnownPerson, ...]:
    """One person for each role in each force."""
    return tuple(
        KnownPerson(name, role.value.replace("_", " "), email_of(force_id, role))
        for force_id, name in FORCES.items()
        for role in Role
    )
