"""The log: whether it holds, and what was written last."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from runtime import audit
from runtime.models import Role
from studio.presenters.audit import Proof, audit_page
from studio.roles import needs
from studio.signed_in import person, services

views = Blueprint("audit", __name__, url_prefix="/audit")

SHOWN = 200


@views.get("")
@needs(Role.INFORMATION_MANAGER)
def show() -> ResponseReturnValue:
    """The latest entries; with `prove`, whether the log holds from its first entry on, which takes as long as it is."""
    with services().database.read_session(person().force_id) as session:
        proof = Proof(audit.verify(session)) if "prove" in request.args else None
        page = audit_page(proof, audit.latest(session, SHOWN))
    return render_template("pages/audit.html", page=page)
