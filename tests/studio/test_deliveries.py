"""A delivery that was given up: why, and what its holder or a supervisor can do about it."""

from uuid import UUID

import pytest
from sqlmodel import select

from runtime.database import Database
from runtime.delivery import delivering
from runtime.models import Delivery, Role
from tests.studio.conftest import METRO, REPORTED, SignIn
from tests.studio.visitor import Visitor

WHY = "CHS takes nothing: the grade is not one of the agreed values"
PANEL = "[aria-labelledby=deliveries-head]"


@pytest.fixture
def submission(database: Database) -> UUID:
    """Every delivery was given up; this is the submission of one."""
    with database.write_session(METRO) as session:
        parked = session.exec(select(Delivery)).all()
        for one in parked:
            delivering.park(session, one, WHY)
        return parked[0].submission_id


def page_of(visitor: Visitor, submission: UUID) -> Visitor:
    return visitor.get(f"/submissions/{submission}")


def test_a_supervisor_sees_why_and_has_it_tried_again(sign_in: SignIn, submission: UUID) -> None:
    supervisor = page_of(sign_in(Role.SUPERVISOR), submission)
    before = supervisor.text(PANEL)

    supervisor.post(supervisor.one(f"{PANEL} form").attributes["action"] or "")

    assert "could not be delivered" in before
    assert WHY in before
    assert "tried again" in supervisor.text(".app-notes")
    assert "waits to be handed over" in supervisor.text(PANEL)
    assert "Try again" not in supervisor.text(PANEL)


@pytest.mark.usefixtures("submission")
def test_the_holder_may_try_again_or_type_it_by_hand(sign_in: SignIn) -> None:
    operator = sign_in(Role.OPERATOR).get("/worklist").post("/worklist/next")
    for _ in REPORTED[METRO]:
        if operator.texts(f"{PANEL} form"):
            break
        operator.post(f"{operator.address}/release", why="The next one")
        operator.post("/worklist/next")

    assert "Type it by hand" in operator.text(PANEL)
    operator.post(operator.one(f"{PANEL} form").attributes["action"] or "")
    assert "waits to be handed over" in operator.text(PANEL)


def test_who_does_not_hold_it_may_do_neither(sign_in: SignIn, submission: UUID) -> None:
    manager = page_of(sign_in(Role.INFORMATION_MANAGER), submission)

    assert WHY in manager.text(PANEL)
    assert manager.texts(f"{PANEL} form") == []
    operator = sign_in(Role.OPERATOR).get("/worklist")
    assert operator.post(f"/submissions/{submission}/records/chs.incident/again").status == 404
