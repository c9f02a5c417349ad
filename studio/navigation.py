"""Where a person can go from every page, and where they begin: what their roles open and nothing else."""

from dataclasses import dataclass

from flask import request, url_for

from runtime.models import Role
from studio.roles import may_open
from studio.signed_in import visitor


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation."""

    title: str
    address: str
    is_here: bool


PLACES = (
    ("worklist.show", "Worklist"),
    ("queue.show", "Queue"),
    ("changes.index", "Changed forms"),
    ("mappings.index", "Mappings"),
    ("forms.index", "Forms"),
    ("layouts.index", "Layouts"),
    ("figures.show", "Figures"),
    ("audit.show", "Audit"),
    ("help.index", "Help"),
)
#: The first of these that a person holds is the page they begin with.
STARTS = {
    Role.OPERATOR: "worklist.show",
    Role.SUPERVISOR: "queue.show",
    Role.APPROVER: "mappings.index",
    Role.ANALYST: "mappings.index",
    Role.TESTER: "mappings.index",
    Role.INFORMATION_MANAGER: "audit.show",
}


def for_visitor() -> tuple[Place, ...]:
    """The navigation of the person who is signed in, empty where nobody is."""
    if visitor() is None:
        return ()
    here = request.path
    return tuple(
        Place(title, url_for(endpoint), here.startswith(url_for(endpoint)))
        for endpoint, title in PLACES
        if may_open(endpoint)
    )


def start_page() -> str:
    """The address of the page that a person's work begins with."""
    person = visitor()
    held = person.roles if person else frozenset()
    return url_for(next((endpoint for role, endpoint in STARTS.items() if role in held), "figures.show"))
