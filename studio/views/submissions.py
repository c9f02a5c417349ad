"""A submission's page and what its holder does there: correct, decide, give back, hand over."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from runtime import clock, decisions, people, submissions, worklist
from runtime.decisions import Change, Closing, HandDelivery, ValueRefused, Verdict
from runtime.failures import ReasonMissing
from runtime.models import NextStep, Role, Status
from runtime.submissions import SubmissionDetail
from studio.code_lists import offence_classes, opening_codes
from studio.decision_form import DecisionForm
from studio.presenters.marks import record_title
from studio.presenters.records import field_anchor
from studio.presenters.submission import copied_text, field_page, submission_page
from studio.roles import needs
from studio.signed_in import person, services
from studio.views.worklist import get_work

views = Blueprint("submissions", __name__, url_prefix="/submissions/<uuid:submission_id>")

MAY_LOOK = (Role.OPERATOR, Role.SUPERVISOR, Role.INFORMATION_MANAGER)


@views.get("")
@needs(*MAY_LOOK)
def show(submission_id: UUID) -> ResponseReturnValue:
    """The form beside the record; an operator sees what they hold or held, never what waits."""
    return _page(detail_for(submission_id))


@views.get("/fields/<path:path>")
@needs(*MAY_LOOK)
def field(submission_id: UUID, path: str) -> ResponseReturnValue:
    """Why a field is what it is; the holder can correct it there."""
    return _field(detail_for(submission_id), path)


@views.post("/fields/<path:path>")
@needs(Role.OPERATOR)
def correct(submission_id: UUID, path: str) -> ResponseReturnValue:
    """Puts what was typed in the place of the mapping's value."""
    detail = detail_for(submission_id)
    change = Change(path, request.form["value"], request.form["why"].strip())
    try:
        decisions.correct(services().database, person().force_id, submission_id, person().person_id, change)
    except (ValueRefused, ReasonMissing) as refused:
        return _field(detail, path, str(refused)), 422
    flash("Corrected.")
    return redirect(url_for(".show", submission_id=submission_id, _anchor=field_anchor(path)))


@views.post("/decision")
@needs(Role.OPERATOR)
def decide(submission_id: UUID) -> ResponseReturnValue:
    """Says whether it is a crime and what follows, and goes on to the next one where asked."""
    detail, form = detail_for(submission_id), _decision_form()
    if not form.validate_on_submit():
        return _page(detail, form), 422
    db, who = services().database, person()
    decisions.decide(db, who.force_id, submission_id, who.person_id, _verdict(form))
    if form.closes:
        decisions.close(db, who.force_id, submission_id, who.person_id, Closing(form.rationale.data))
    flash("Closed." if form.closes else "Decided.")
    if request.form.get("then") == "next":
        return get_work()
    return redirect(url_for("worklist.show"))


@views.post("/release")
@needs(Role.OPERATOR)
def release(submission_id: UUID) -> ResponseReturnValue:
    """Gives it back to the worklist, with the reason."""
    detail_for(submission_id)
    db, who = services().database, person()
    worklist.release(db, who.force_id, submission_id, who.person_id, request.form["why"].strip())
    flash("It waits in the worklist again.")
    return redirect(url_for("worklist.show"))


@views.post("/escalation")
@needs(Role.OPERATOR, Role.SUPERVISOR)
def escalate(submission_id: UUID) -> ResponseReturnValue:
    """Puts it before all others."""
    detail_for(submission_id)
    db, who = services().database, person()
    worklist.escalate(db, who.force_id, submission_id, by=who.person_id, why=request.form["why"].strip())
    flash("It stands before all others now.")
    return redirect(url_for(".show", submission_id=submission_id))


@views.get("/records/<target>")
@needs(*MAY_LOOK)
def copy(submission_id: UUID, target: str) -> ResponseReturnValue:
    """A record as text that can be copied whole, for whoever types it at the target."""
    detail = detail_for(submission_id)
    record = next((one for one in detail.records if one.target == target), None)
    if record is None:
        abort(404)
    return render_template(
        "pages/copy.html",
        title=record_title(target),
        target=target,
        reference=detail.reference,
        back=url_for(".show", submission_id=submission_id),
        text=copied_text(record),
        may_work=_holds(detail),
    )


@views.post("/records/<target>")
@needs(Role.OPERATOR)
def typed_by_hand(submission_id: UUID, target: str) -> ResponseReturnValue:
    """Notes under which reference a person typed the record at its target."""
    detail_for(submission_id)
    db, who = services().database, person()
    reference = request.form["reference"].strip()
    typed = HandDelivery(target, reference)
    decisions.typed_by_hand(db, who.force_id, submission_id, who.person_id, typed)
    flash(f"Noted as {reference}.")
    return redirect(url_for(".show", submission_id=submission_id))


def detail_for(submission_id: UUID) -> SubmissionDetail:
    """The submission, where the person who is signed in may see it; else there is no such page."""
    detail = submissions.detail(services().database, person().force_id, submission_id)
    # Operators never choose: what waits is not theirs to look through, whatever address they type.
    if person().roles.isdisjoint(MAY_LOOK[1:]) and not _is_theirs(detail):
        abort(404)
    return detail


def _is_theirs(detail: SubmissionDetail) -> bool:
    return _holds(detail) or any(one.who == person().name for one in detail.happenings)


def _holds(detail: SubmissionDetail) -> bool:
    """Whether it is theirs to work on: claimed, or decided by them and not closed yet."""
    return detail.claimed_by == person().person_id and detail.status in (Status.CLAIMED, Status.DECIDED)


def _page(detail: SubmissionDetail, form: DecisionForm | None = None) -> str:
    who = person()
    may_give = Role.SUPERVISOR in who.roles and detail.status not in (Status.DECIDED, Status.CLOSED)
    page = submission_page(
        detail,
        clock.now(),
        may_work=_holds(detail),
        people=people.operators(services().database, who.force_id) if may_give else (),
    )
    shown = (form or _decision_form(detail)) if page.may_work else None
    return render_template("pages/submission.html", page=page, form=shown)


def _field(detail: SubmissionDetail, path: str, complaint: str = "") -> str:
    found = submissions.origin(services().database, person().force_id, detail.id, path)
    typed = request.form.get("value")
    shown = field_page(detail, path, found, may_correct=_holds(detail), typed=typed)
    if shown is None:
        abort(404)
    whole = "HX-Request" not in request.headers
    template = "pages/field.html" if whole else "partials/field.html"
    return render_template(template, field=shown, complaint=complaint, why=request.form.get("why", ""))


def _decision_form(detail: SubmissionDetail | None = None) -> DecisionForm:
    """The form of a decision; before it was sent, with what the record says already."""
    db, force_id = services().database, person().force_id
    form = DecisionForm()
    form.offer(opening_codes(db, force_id), offence_classes(db, force_id))
    if detail is not None:
        form.suggest(detail)
    return form


def _verdict(form: DecisionForm) -> Verdict:
    return Verdict(
        is_crime=form.is_crime.data == "yes",
        rationale=form.rationale.data.strip(),
        opening_code=form.opening_code.data or None,
        offence=form.offence.data or None,
        next_step=NextStep(form.next_step.data),
    )
