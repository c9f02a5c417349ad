"""The operator's worklist: the next submission, never a choice of them."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from runtime import worklist
from runtime.models import Role, Status
from runtime.worklist import Filters
from studio.code_lists import form_titles
from studio.presenters.worklist import worklist_page
from studio.roles import needs
from studio.signed_in import person, services

views = Blueprint("worklist", __name__, url_prefix="/worklist")


@views.get("")
@needs(Role.OPERATOR)
def show() -> ResponseReturnValue:
    """The page with Get work; what the operator holds already is named."""
    who = person()
    mine = Filters(claimed_by=who.person_id, statuses=(Status.CLAIMED, Status.DECIDED))
    db = services().database
    found = worklist.queue(db, who.force_id, mine)
    return render_template("pages/worklist.html", page=worklist_page(found.rows, form_titles(db, who.force_id)))


@views.post("/next")
@needs(Role.OPERATOR)
def next_one() -> ResponseReturnValue:
    """Gives the operator what they hold, or else what comes first."""
    return get_work()


def get_work() -> ResponseReturnValue:
    """Claims what is next for the person, and leads there."""
    who = person()
    claimed = worklist.claim_next(services().database, who.force_id, who.person_id)
    if claimed is None:
        flash("Nothing waits just now.")
        return redirect(url_for("worklist.show"))
    return redirect(url_for("submissions.show", submission_id=claimed))
