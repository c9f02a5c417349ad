"""A submission's page and what its holder does there: correct, decide, give back, hand over."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from runtime import clock, decisions, people, settling, worklist
from runtime.decisions import Change, Closing, HandDelivery, ValueRefused, Verdict
from runtime.failures import ReasonMissing
from runtime.models import NextStep, Role, Status
from runtime.settling import Taken
from runtime.shown import submissions
from runtime.shown.submissions import SubmissionDetail
from runtime.status import StatusRefused
from runtime.worklist import NotClaimed
from studio.code_lists import OFFENCE_CLASSES, OPENING_CODES, CodeLists, code_lists
from studio.decision_form import DecisionForm, decision_seen, recorded_code
from studio.presenters.fields import field_page, found_field, label_of
from studio.presenters.happenings import decided_by
from studio.presenters.marks import record_title
from studio.presenters.records import field_anchor
from studio.presenters.submission import Powers, copied_text, submission_page
from studio.presenters.taken import taken_page
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
    except ValueRefused as refused:
        return _field(detail, path, f"{label_of(detail, path)} {refused.why}"), HTTPStatus.UNPROCESSABLE_ENTITY
    except ReasonMissing as refused:
        return _field(detail, path, str(refused)), HTTPStatus.UNPROCESSABLE_ENTITY
    flash("Corrected.")
    if "HX-Request" in request.headers:
        return "", {"HX-Refresh": "true"}
    return redirect(url_for(".show", submission_id=submission_id, _anchor=field_anchor(path)))


@views.post("/doubts")
@needs(Role.OPERATOR)
def settle(submission_id: UUID) -> ResponseReturnValue:
    """Takes one reading of what is in doubt, and has it fill what hangs on it."""
    detail = detail_for(submission_id)
    db, who = services().database, person()
    taken = Taken(request.form["question"], request.form["said_by"], request.form["why"].strip())
    try:
        paths = settling.settle(db, who.force_id, submission_id, who.person_id, taken)
    except ValueRefused as refused:
        return _page(
            detail, doubt=f"{label_of(detail, refused.path)} {refused.why}: correct it by hand."
        ), HTTPStatus.CONFLICT
    changed = ", ".join(dict.fromkeys(label_of(detail, path) for path in paths))
    said = "Taken" if taken.said_by else "In doubt again"
    flash(f"{said}. Changed: {changed}." if changed else f"{said}. The record stays as it was.")
    return redirect(url_for(".show", submission_id=submission_id, _anchor="in-doubt"))


@views.post("/decision")
@needs(Role.OPERATOR)
def decide(submission_id: UUID) -> ResponseReturnValue:
    """Says whether it is a crime and what follows, and goes on to the next one where asked."""
    detail = detail_for(submission_id)
    form = _decision_form(detail)
    db, who = services().database, person()
    if _holds(detail) and detail.decision and form.seen.data != decision_seen(detail):
        form.complain(
            f"{decided_by(detail.decision, who.person_id).capitalize()}: look, then send it again to change it"
        )
        form.seen.data = decision_seen(detail)
        return _page(detail, form), HTTPStatus.CONFLICT
    if not form.validate_on_submit():
        return _page(detail, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        decisions.decide(db, who.force_id, submission_id, who.person_id, _verdict(form))
    except ValueRefused as refused:
        form.complain(f"{label_of(detail, refused.path)} {refused.why}")
        return _page(detail, form), HTTPStatus.UNPROCESSABLE_ENTITY
    if form.closes:
        decisions.close(db, who.force_id, submission_id, who.person_id, Closing(form.rationale.data))
    flash("Closed." if form.closes else "Decided.")
    return _then()


@views.post("/closing")
@needs(Role.OPERATOR)
def close(submission_id: UUID) -> ResponseReturnValue:
    """Says that nothing more is to do with what is decided, or with what is no report."""
    detail = detail_for(submission_id)
    closing = Closing(request.form["rationale"].strip())
    try:
        decisions.close(services().database, person().force_id, submission_id, person().person_id, closing)
    except ReasonMissing as refused:
        return _page(detail, complaint=str(refused)), HTTPStatus.UNPROCESSABLE_ENTITY
    flash("Closed.")
    return _then()


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


@views.post("/records/<target>/again")
@needs(Role.OPERATOR, Role.SUPERVISOR)
def try_again(submission_id: UUID, target: str) -> ResponseReturnValue:
    """Has a delivery that was given up tried once more."""
    detail_for(submission_id)
    decisions.try_again(services().database, person().force_id, submission_id, person().person_id, target)
    flash(f"The {record_title(target)} is tried again now. Look again in a minute.")
    return redirect(url_for(".show", submission_id=submission_id))


def detail_for(submission_id: UUID) -> SubmissionDetail:
    """The submission, where the person who is signed in may see it; else there is no such page."""
    detail = submissions.detail(services().database, person().force_id, submission_id)
    # Operators never choose: what waits is not theirs to look through, whatever address they type.
    if person().roles.isdisjoint(MAY_LOOK[1:]) and not _is_theirs(detail):
        abort(404)
    return detail


@views.errorhandler(NotClaimed)
@views.errorhandler(StatusRefused)
def taken(failure: NotClaimed | StatusRefused) -> ResponseReturnValue:
    """Somebody else took it meanwhile: who, and what was typed, so that it can be copied."""
    page = taken_page(detail_for(failure.submission_id), person().person_id, request.form.items())
    return render_template("pages/taken.html", page=page), HTTPStatus.CONFLICT


def _then() -> ResponseReturnValue:
    return get_work() if request.form.get("then") == "next" else redirect(url_for("worklist.show"))


def _is_theirs(detail: SubmissionDetail) -> bool:
    return _holds(detail) or any(one.who_id == str(person().person_id) for one in detail.happenings)


def _holds(detail: SubmissionDetail) -> bool:
    """Whether it is theirs to work on: claimed, or decided by them and not closed yet."""
    return detail.claimed_by == person().person_id and detail.status in (Status.CLAIMED, Status.DECIDED)


def _page(detail: SubmissionDetail, form: DecisionForm | None = None, complaint: str = "", doubt: str = "") -> str:
    """The whole page; `complaint` is said of closing it, `doubt` of what could not be settled."""
    db, who = services().database, person()
    is_supervisor = Role.SUPERVISOR in who.roles
    may_give = is_supervisor and detail.status not in (Status.DECIDED, Status.CLOSED)
    powers = Powers(
        may_work=_holds(detail),
        may_try_again=is_supervisor or _holds(detail),
        people=people.operators(db, who.force_id) if may_give else (),
        offers=settling.offers(db, who.force_id, detail.id) if _holds(detail) else (),
    )
    page = submission_page(detail, clock.now(), powers, _lists(detail))
    shown = (form or _suggested(detail)) if page.may_work else None
    return render_template("pages/submission.html", page=page, form=shown, complaint=complaint, doubt=doubt)


def _field(detail: SubmissionDetail, path: str, complaint: str = "") -> str:
    found = found_field(detail, path)
    if found is None:
        abort(404)
    origin = submissions.origin(services().database, person().force_id, detail.id, path)
    shown = field_page(detail, found, origin, _lists(detail), typed=request.form.get("value"))
    is_whole = "HX-Request" not in request.headers
    return render_template(
        "pages/field.html" if is_whole else "partials/field.html",
        field=shown,
        may_correct=shown.may_correct and _holds(detail),
        is_whole=is_whole,
        complaint=complaint,
        why=request.form.get("why", ""),
    )


def _lists(detail: SubmissionDetail) -> CodeLists:
    """The code lists that the record's fields are chosen from."""
    names = {field.description.code_list for record in detail.records for field in record.fields}
    return code_lists(services().database, person().force_id, names)


def _suggested(detail: SubmissionDetail) -> DecisionForm:
    form = _decision_form(detail)
    form.suggest(detail)
    return form


def _decision_form(detail: SubmissionDetail) -> DecisionForm:
    """The form of a decision, as it was sent or empty."""
    form = DecisionForm()
    lists = code_lists(services().database, person().force_id, (OPENING_CODES, OFFENCE_CLASSES))
    form.offer(lists.get(OPENING_CODES, ()), lists.get(OFFENCE_CLASSES, ()), recorded_code(detail))
    return form


def _verdict(form: DecisionForm) -> Verdict:
    return Verdict(
        is_crime=form.is_crime.data == "yes",
        rationale=form.rationale.data.strip(),
        opening_code=form.opening_code.data or None,
        offence=form.offence.data or None,
        next_step=NextStep(form.next_step.data),
    )
