"""Drafts of forms and layouts: published by a second person, or thrown away."""

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from runtime.models import Role
from runtime.texts import publishing
from runtime.texts.drafted import text_at
from runtime.texts.publishing import Approval
from studio.presenters.texts import address_of
from studio.roles import needs
from studio.signed_in import person, services

views = Blueprint("texts", __name__, url_prefix="/texts/<path:path>")


@views.post("/publication")
@needs(Role.APPROVER)
def publish(path: str) -> ResponseReturnValue:
    """Publishes the draft with all that belongs together with it; what was held is then read again."""
    approval = Approval(person().person_id, request.form["reason"].strip(), request.form.get("accepts", "").strip())
    publishing.publish(services().database, person().force_id, path, approval)
    flash("Published. What a changed form held back is read again by itself.")
    return redirect(address_of(path))


@views.post("/removal")
@needs(Role.ANALYST, Role.TESTER)
def drop(path: str) -> ResponseReturnValue:
    """Throws the draft away, and those that belong together with it."""
    db, force_id = services().database, person().force_id
    is_new = not text_at(db, force_id, path).running
    publishing.drop_draft(db, force_id, path, by=person().person_id)
    flash("The draft is thrown away.")
    return redirect(f"/{path.partition('/')[0]}" if is_new else address_of(path))
