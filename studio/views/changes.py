"""Forms that changed: each cause once, with what came of it, and what can be done about it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from runtime.drift import alarms, rereading
from runtime.drift.affected import Readers, readers_of
from runtime.drift.alarms import AlarmRow, BatchAct
from runtime.models import Role
from runtime.texts import library
from studio.presenters.changes import ReadingAgain, change_page, change_rows, reading_again
from studio.roles import needs
from studio.signed_in import person, services

views = Blueprint("changes", __name__, url_prefix="/changes")

MAY_SEE = (Role.ANALYST, Role.SUPERVISOR, Role.APPROVER, Role.TESTER, Role.MANAGER)
MAY_SETTLE = (Role.ANALYST, Role.SUPERVISOR)


@views.get("")
@needs(*MAY_SEE)
def index() -> ResponseReturnValue:
    """What has changed and is not settled; with `closed` in the address also what is."""
    with_closed = "closed" in request.args
    rows = alarms.listed(services().database, person().force_id, with_closed=with_closed)
    return render_template("pages/changes.html", rows=change_rows(rows), with_closed=with_closed)


@views.get("/<uuid:alarm_id>")
@needs(*MAY_SEE)
def show(alarm_id: UUID) -> ResponseReturnValue:
    """One cause: what changed, which submissions show it, and what was done."""
    db, force_id = services().database, person().force_id
    detail = alarms.detail(db, force_id, alarm_id)
    page = change_page(detail, person().roles, _readers(detail.row))
    return render_template("pages/change.html", page=page, again=_again(alarm_id))


@views.get("/<uuid:alarm_id>/read-again")
@needs(*MAY_SEE)
def progress(alarm_id: UUID) -> ResponseReturnValue:
    """How far reading again has come: asked for again and again while it goes on."""
    return render_template("partials/reading_again.html", again=_again(alarm_id))


@views.post("/<uuid:alarm_id>/take")
@needs(*MAY_SETTLE)
def take(alarm_id: UUID) -> ResponseReturnValue:
    """The person looks at it from now on."""
    alarms.take(services().database, person().force_id, alarm_id, by=person().person_id)
    return _back(alarm_id, "You look at this one now.")


@views.post("/<uuid:alarm_id>/parts")
@needs(*MAY_SETTLE)
def part(alarm_id: UUID) -> ResponseReturnValue:
    """Takes what is listed among others out, so that it can be repaired by itself."""
    own_id = alarms.part(services().database, person().force_id, alarm_id, request.form["came"], by=person().person_id)
    return _back(own_id, "It has a page of its own now, with all that came of it.")


@views.post("/<uuid:alarm_id>/close")
@needs(*MAY_SETTLE)
def close(alarm_id: UUID) -> ResponseReturnValue:
    """Settles it, with a reason."""
    alarms.close(services().database, person().force_id, alarm_id, by=person().person_id, why=_why())
    return _back(alarm_id, "It is closed. Where the same comes back, it opens again.")


@views.post("/<uuid:alarm_id>/release")
@needs(Role.SUPERVISOR)
def release(alarm_id: UUID) -> ResponseReturnValue:
    """Gives all that is held to the worklist."""
    count = alarms.release(services().database, person().force_id, alarm_id, BatchAct(person().person_id, _why()))
    return _back(alarm_id, f"Released to the worklist: {count}.")


@views.post("/<uuid:alarm_id>/hold")
@needs(Role.SUPERVISOR)
def hold(alarm_id: UUID) -> ResponseReturnValue:
    """Holds all that waits and that nobody has."""
    count = alarms.hold(services().database, person().force_id, alarm_id, BatchAct(person().person_id, _why()))
    return _back(alarm_id, f"Held: {count}.")


@views.post("/<uuid:alarm_id>/read-again")
@needs(*MAY_SETTLE)
def read_again(alarm_id: UUID) -> ResponseReturnValue:
    """Orders that all of them are read again, by what is known today."""
    rereading.order(services().database, person().force_id, alarm_id, by=person().person_id, why=_why())
    return _back(alarm_id, "They are being read again; this page tells how far it is.")


@views.post("/<uuid:alarm_id>/read-again/<uuid:act_id>/stop")
@needs(*MAY_SETTLE)
def stop(alarm_id: UUID, act_id: UUID) -> ResponseReturnValue:
    """Stops reading again; what was read stays read."""
    rereading.stop(services().database, person().force_id, act_id, by=person().person_id)
    return _back(alarm_id, "Stopped. What was read again stays so.")


def _readers(row: AlarmRow) -> Readers | None:
    """What reads the form's questions; None where no mapping does."""
    with services().database.read_session(person().force_id) as session:
        known = library.current_library(session)
    mapping_id = known.mapping_for(row.form, row.read_as)
    return readers_of(known.mapping(mapping_id)) if mapping_id else None


def _why() -> str:
    return request.form["why"].strip()


def _back(alarm_id: UUID, sentence: str) -> ResponseReturnValue:
    flash(sentence)
    return redirect(url_for("changes.show", alarm_id=alarm_id))


def _again(alarm_id: UUID) -> ReadingAgain | None:
    latest = rereading.progress(services().database, person().force_id, alarm_id)
    return reading_again(alarm_id, latest, may_stop=not set(MAY_SETTLE).isdisjoint(person().roles))
