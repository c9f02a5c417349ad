"""Repairing a form that changed: what is proposed, what a person says of it, and accepting it as drafts."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from runtime.drift import accepting, alarms
from runtime.drift.accepting import NothingToAccept, StillUndecided
from runtime.drift.alarmed import new_version, past_submissions, samples_of
from runtime.drift.decisions import Choice
from runtime.drift.forms_in.found import DefinitionRefused
from runtime.drift.proposing import propose
from runtime.drift.repair import FormChange, Repair
from runtime.failures import ReasonMissing
from runtime.models import Role
from runtime.texts import library
from runtime.texts.publishing import DraftOvertaken
from studio.presenters.repair import GONE, LINES, PAIR, Said, repair_page
from studio.roles import needs
from studio.signed_in import person, services
from studio.uploaded import schema_in, schema_of

views = Blueprint("repair", __name__, url_prefix="/changes/<uuid:alarm_id>/repair")

#: the buttons of one decision with the list into which its mark goes; it is taken out of all others
_BUTTONS = {"accept": "accepted", "refuse": "refused", "danger": "dangerous", "no_danger": "harmless"}


class _NoForm(DefinitionRefused):
    """What came is of no form that the library has."""

    def __init__(self) -> None:
        super().__init__("", "no form could be told that this is a version of; take it in as a new form instead")


@views.get("")
@needs(Role.ANALYST)
def show(alarm_id: UUID) -> ResponseReturnValue:
    """What changed, with what is proposed."""
    return _page(alarm_id, Said())


@views.post("")
@needs(Role.ANALYST)
def decide(alarm_id: UUID) -> ResponseReturnValue:
    """The same page after something more was said; nothing is kept but in the page."""
    return _page(alarm_id, _said())


@views.post("/definition")
@needs(Role.ANALYST)
def define(alarm_id: UUID) -> ResponseReturnValue:
    """The same page by a definition of the new version, in the place of what came."""
    file = request.files["definition"]
    try:
        change = _change(alarm_id, Said())
        said = Said(schema=schema_in(file.read(), file.filename or "", change))
    except DefinitionRefused as refused:
        return _page(alarm_id, Said(), _sentence(refused)), HTTPStatus.UNPROCESSABLE_ENTITY
    return _page(alarm_id, said)


@views.post("/acceptance")
@needs(Role.ANALYST)
def accept(alarm_id: UUID) -> ResponseReturnValue:
    """Saves the new form version and the mapping as drafts for approval."""
    said, why = _said(), request.form["why"].strip()
    try:
        repair = _repair(alarm_id, said)
        accepting.accept(services().database, person().force_id, repair, by=person().person_id, why=why)
    except (StillUndecided, NothingToAccept, ReasonMissing, DraftOvertaken, DefinitionRefused) as refused:
        return _page(alarm_id, said, _sentence(refused)), HTTPStatus.CONFLICT
    flash(
        "Saved for approval. Somebody else must publish it; then what is held is read again by itself. "
        "Until then nothing changes."
    )
    if repair.source and repair.source.path in repair.files:
        return redirect(url_for("drafts.changes", mapping_id=repair.source.id))
    return redirect(url_for("forms.show", form=repair.new.form, version=repair.new.version))


def _page(alarm_id: UUID, said: Said, complaint: str = "") -> str:
    back = url_for("changes.show", alarm_id=alarm_id)
    try:
        page = repair_page(_repair(alarm_id, said), said, back)
    except DefinitionRefused as refused:
        can_define = not isinstance(refused, _NoForm)
        sentence = complaint or _sentence(refused)
        return render_template("pages/no_repair.html", change_address=back, sentence=sentence, can_define=can_define)
    return render_template("pages/repair.html", page=page, complaint=complaint)


def _repair(alarm_id: UUID, said: Said) -> Repair:
    """The repair with what was said: proposed again as long as that brings up decisions of which something was said."""
    change = _change(alarm_id, said)
    documents = past_submissions(services().database, person().force_id, change.old.form)
    choices: dict[str, Choice] = {}
    while True:
        repair = propose(change, choices, documents)
        told = {one.id: choice for one in repair.decisions if (choice := said.choice(one, person().name))}
        if told.keys() <= choices.keys():
            return repair
        choices |= told


def _change(alarm_id: UUID, said: Said) -> FormChange:
    """The form version that the alarm is about, and what came after it: a definition, else what the mails show."""
    db, force_id = services().database, person().force_id
    row = alarms.detail(db, force_id, alarm_id).row
    with db.read_session(force_id) as session:
        known = library.current_library(session)
    old = known.forms().find(row.form, row.read_as)
    if old is None:
        raise _NoForm
    version = new_version(db, force_id, row.id)
    if said.schema:
        return FormChange(known, old, schema=schema_of(said.schema), version=version)
    pairs = {name: None if meant == GONE else meant for name, meant in said.pairs.items()}
    return FormChange(known, old, samples=samples_of(db, force_id, alarm_id), pairs=pairs, version=version)


def _sentence(refused: Exception) -> str:
    return f"{str(refused)[:1].upper()}{str(refused)[1:].rstrip('.')}."


def _said() -> Said:
    """What the form says: what stood in it, changed by the button that was pressed."""
    form = request.form
    pressed = {to: set(form.getlist(button)) for button, to in _BUTTONS.items()}
    lists = {to: set(form.getlist(to)) - set().union(*pressed.values()) | mine for to, mine in pressed.items()}
    for button, of in (("accept_safe", "safe"), ("accept_new", "new")):
        if button in form:
            lists["accepted"] |= set(form.getlist(of))
    marks = {name: frozenset(marks) for name, marks in lists.items()}
    return Said(**marks, pairs=_named(PAIR), lines=_named(LINES), schema=form.get("schema", ""))


def _named(prefix: str) -> dict[str, str]:
    """What was typed or chosen in the fields whose names begin so, by the rest of the name."""
    return {
        name.removeprefix(prefix): value.replace("\r\n", "\n")
        for name, value in request.form.items()
        if name.startswith(prefix) and value.strip()
    }
