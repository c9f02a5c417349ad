"""The forces and people of the demonstration: invented, with a password that everybody knows, for loopback alone."""

from dataclasses import dataclass

from runtime import people
from runtime.audit import Actor
from runtime.database import Database
from runtime.failures import RuntimeFailure
from runtime.models import Role
from runtime.people import NewPerson

PASSWORD = "only for trying"
FORCES = {"metro": "Metro Police", "northshire": "Northshire Police"}
NAMES = {
    "metro": ("Ada", "Ben", "Cleo", "Dev", "Edith", "Farid", "Gwen", "Hugo"),
    "northshire": ("Ivy", "Jonas", "Kate", "Liam", "Maya", "Noah", "Olive", "Piotr"),
}


@dataclass(frozen=True, slots=True)
class DemonstrationPerson:
    """Who may sign in at a demonstration, and how."""

    force_name: str
    role: str
    email: str
    password: str


class NotDemonstration(RuntimeFailure):
    """Known passwords would stand open to others."""

    def __init__(self) -> None:
        super().__init__("the demonstration's people exist only where the studio was started as a demonstration")


def prepare(db: Database) -> None:
    """Both forces, each with one person a role. Safe to run at every start."""
    if not db.settings.demonstration:
        raise NotDemonstration
    for force_id, name in FORCES.items():
        people.add_force(db, force_id, name)
        for given, role in zip(NAMES[force_id], Role, strict=True):
            email = email_of(force_id, role)
            if people.find_person(db, email) is None:
                full = f"{given} {role.value.replace('_', ' ').title().replace(' ', '-')}"
                people.add_person(db, force_id, NewPerson(email, full, PASSWORD, (role,)), by=Actor.machine())


def show() -> tuple[DemonstrationPerson, ...]:
    """Everybody whom `prepare` makes, for the page of signing in."""
    return tuple(
        DemonstrationPerson(name, role.value.replace("_", " "), email_of(force_id, role), PASSWORD)
        for force_id, name in FORCES.items()
        for role in Role
    )


def email_of(force_id: str, role: Role) -> str:
    """The address with which the person of that role signs in, "operator@metro.example"."""
    return f"{role.value.replace('_', '.')}@{force_id}.example"
