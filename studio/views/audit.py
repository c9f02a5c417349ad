"""The log: whether it holds, and what was written last."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from runtime import audit
from runtime.models import Role
from studio.presenters.audit import audit_page
from studio.roles import needs
from studio.signed_in import person, services

views = Blueprint("audit", __name__, url_prefix="/audit")

SHOWN = 200


@views.get("")
@needs(Role.INFORMATION_MANAGER)
def show() -> ResponseReturnValue:
    """Proves the force's log from its first entry, and shows the latest ones."""
    with services().database.read_session(person().force_id) as session:
        page = audit_page(audit.verify(session), audit.latest(session, SHOWN))
    return render_template("pages/audit.html", page=page)
