"""One force never sees another's, whatever address is typed."""

import re
from collections.abc import Iterator
from uuid import UUID

from flask import Flask
from sqlmodel import select
from werkzeug.routing import Rule

from runtime.database import Database
from runtime.models import Role, Submission
from tests.studio.conftest import METRO, NORTHSHIRE, SignIn


def submissions_of(database: Database, force_id: str) -> list[UUID]:
    with database.read_session(force_id) as session:
        return list(session.exec(select(Submission.id)))


def addresses(studio: Flask, submission_id: UUID) -> Iterator[tuple[str, str]]:
    """Every route that names a submission, with that one's id and likely values for the rest."""
    values = {"submission_id": str(submission_id), "path": "chs.incident.grade", "index": "1", "target": "chs.incident"}
    for rule in studio.url_map.iter_rules():
        if "submission_id" in rule.arguments:
            for method in (rule.methods or set()) & {"GET", "POST"}:
                yield method, _filled(rule, values)


def test_every_route_with_an_id_of_another_force_finds_nothing(
    studio: Flask, database: Database, sign_in: SignIn
) -> None:
    people = {role: sign_in(role) for role in (Role.OPERATOR, Role.SUPERVISOR, Role.INFORMATION_MANAGER)}
    theirs = submissions_of(database, NORTHSHIRE)[0]
    form = {"value": "x", "why": "x", "reference": "x", "is_crime": "no", "next_step": "none", "rationale": "x"}

    answers = {
        (method, address, role): person.get(address).status if method == "GET" else person.post(address, **form).status
        for method, address in addresses(studio, theirs)
        for role, person in people.items()
    }

    assert len(answers) > 20
    assert {key: status for key, status in answers.items() if status not in (403, 404)} == {}


def test_a_supervisor_cannot_give_another_forces_submission_on(database: Database, sign_in: SignIn) -> None:
    theirs = submissions_of(database, NORTHSHIRE)[0]

    supervisor = sign_in(Role.SUPERVISOR).post("/queue/reassign", chosen=[str(theirs)], to="", why="Mine now")

    assert supervisor.status == 404


def test_pages_without_an_id_show_the_own_force_alone(database: Database, sign_in: SignIn) -> None:
    theirs = {str(one) for one in submissions_of(database, NORTHSHIRE)}
    own = {str(one) for one in submissions_of(database, METRO)}

    shown = set(re.findall(r"/submissions/([0-9a-f-]{36})", sign_in(Role.SUPERVISOR).get("/queue").response.text))

    assert shown == own
    assert shown.isdisjoint(theirs)


def test_a_log_shows_its_own_force_alone(sign_in: SignIn) -> None:
    sign_in(Role.MANAGER, NORTHSHIRE)

    page = sign_in(Role.INFORMATION_MANAGER, METRO).get("/audit").response.text

    assert "Ada" in page or "Gwen" in page
    assert "Noah" not in page


def _filled(rule: Rule, values: dict[str, str]) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda match: values[match[1]], rule.rule)
