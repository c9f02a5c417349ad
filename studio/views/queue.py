"""The supervisor's queue: everything that is to do, and giving it to somebody else."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from runtime import clock, people, worklist
from runtime.models import Grade, Role, Status
from runtime.worklist import Filters, Reassignment
from studio.code_lists import form_titles
from studio.presenters.worklist import STOPPED, queue_address, queue_table
from studio.roles import needs
from studio.signed_in import person, services

views = Blueprint("queue", __name__, url_prefix="/queue")

ASKED = ("status", "grade", "form", "reference", "order", "overdue", "unclaimed")


@views.get("")
@needs(Role.SUPERVISOR)
def show() -> ResponseReturnValue:
    """The whole queue, as the address asks for it."""
    db, force_id = services().database, person().force_id
    asked = _asked()
    found = worklist.queue(db, force_id, _filters(asked))
    table = queue_table(found, clock.now(), asked, people.operators(db, force_id), form_titles(db, force_id))
    return render_template("pages/queue.html", page=table)


@views.post("/reassign")
@needs(Role.SUPERVISOR)
def reassign() -> ResponseReturnValue:
    """Gives the chosen submissions to one operator, or back to the worklist."""
    who, to, why = person(), request.form.get("to"), request.form["why"].strip()
    chosen = [UUID(one) for one in request.form.getlist("chosen")]
    reassignment = Reassignment(UUID(to) if to else None, who.person_id, why)
    for submission_id in chosen:
        worklist.reassign(services().database, who.force_id, submission_id, reassignment)
    flash(f"{len(chosen)} given on." if chosen else "Choose at least one submission first.")
    return redirect(queue_address(_asked()))


def _asked() -> dict[str, str]:
    return {name: request.args[name] for name in ASKED if request.args.get(name)}


def _filters(asked: Mapping[str, str]) -> Filters:
    """What the address asks; words that mean nothing ask nothing."""
    status, grade = asked.get("status", ""), asked.get("grade", "")
    return Filters(
        statuses=tuple(STOPPED) if status == "stopped" else (Status(status),) if status in list(Status) else (),
        grade=Grade(grade) if grade in list(Grade) else None,
        form=asked.get("form", ""),
        reference=asked.get("reference", ""),
        order="oldest" if asked.get("order") == "oldest" else "risk",
        is_overdue="overdue" in asked,
        is_unclaimed="unclaimed" in asked,
    )
