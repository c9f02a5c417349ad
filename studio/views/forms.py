"""Form versions with their questions, and taking in a new form from samples or from another program's definition."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from mapping_dsl import exact_json
from mapping_dsl.forms import read_form
from runtime.drift.alarmed import samples_of
from runtime.drift.forms_in.about import About
from runtime.drift.forms_in.definitions import read_definition
from runtime.drift.forms_in.found import DefinitionRefused, FoundForm, path_in_library
from runtime.drift.forms_in.mails import as_declared, entries_of, labels_of_sending
from runtime.drift.forms_in.samples import from_samples
from runtime.failures import NotThere, ReasonMissing
from runtime.models import Role
from runtime.texts import knowledge, publishing
from runtime.texts.drafted import text_at, texts
from runtime.texts.publishing import DraftOvertaken, Edit
from studio.presenters.forms import form_of, form_page, form_rows, found_page
from studio.presenters.texts import MAY_CHANGE as CHANGING
from studio.presenters.texts import address_of, standing
from studio.roles import needs
from studio.signed_in import person, services

views = Blueprint("forms", __name__, url_prefix="/forms")

MAY_LOOK = (Role.ANALYST, Role.TESTER, Role.APPROVER)
MAY_CHANGE = (Role.ANALYST, Role.TESTER)
MOST_FILES = 100
DEFINITIONS = (".json", ".xlsx")  #: how the name of a file ends that defines a form by itself


@views.get("")
@needs(*MAY_LOOK)
def index() -> ResponseReturnValue:
    """Every form version, drafts of new ones included."""
    rows = form_rows(texts(services().database, person().force_id, "forms"))
    return render_template("pages/forms.html", rows=rows, may_change=not CHANGING.isdisjoint(person().roles))


@views.get("/<form>/<version>")
@needs(*MAY_LOOK)
def show(form: str, version: str) -> ResponseReturnValue:
    """One form version with its questions."""
    path = f"forms/{form}/{version}.json"
    shown = text_at(services().database, person().force_id, path)
    described = form_of(shown.text) or abort(404)
    page = form_page(described, path, shown.text)
    return render_template("pages/form.html", page=page, standing=standing(shown, person()))


@views.get("/new")
@needs(*MAY_CHANGE)
def new() -> ResponseReturnValue:
    """Where a definition or sample mails can be dropped, or where those of an alarm are taken."""
    typed = {"alarm": str(_alarm_id(request.args["alarm"]))} if "alarm" in request.args else {}
    return render_template("pages/form_new.html", page=None, complaint="", typed=typed)


@views.post("/new")
@needs(*MAY_CHANGE)
def preview() -> ResponseReturnValue:
    """The form that the files define, with how sure each question is; nothing is kept yet."""
    try:
        page = found_page(_shown_by_alarm() if request.form.get("alarm") else _found())
    except DefinitionRefused as refused:
        return _refused(str(refused))
    return render_template("pages/form_new.html", page=page, complaint="", typed={})


@views.post("")
@needs(*MAY_CHANGE)
def save() -> ResponseReturnValue:
    """Keeps the new form version as a draft for approval."""
    text = request.form["text"].replace("\r\n", "\n")
    try:
        form = read_form(exact_json.loads(text))
    except ValueError as error:
        return _refused(f"this describes no form: {error}")
    db, force_id = services().database, person().force_id
    try:
        path = path_in_library(form)
        if objection := knowledge.objection(path, text):
            return _refused(objection)
        edit = Edit(path, text, person().person_id, _revision(path))
        publishing.save_drafts(db, force_id, [edit], reason=request.form["reason"].strip())
    except (DefinitionRefused, ReasonMissing, DraftOvertaken) as refused:
        return _refused(str(refused))
    flash("Saved for approval. Nothing is read by it until somebody else has published it.")
    return redirect(address_of(path))


def _revision(path: str) -> int | None:
    try:
        draft = text_at(services().database, person().force_id, path).draft
    except NotThere:
        return None
    return draft.revision if draft else None


def _found() -> FoundForm:
    """The form in the files that were dropped: one definition, or mails. Raises DefinitionRefused."""
    files = [(file.read(), file.filename or "") for file in request.files.getlist("files")[:MOST_FILES]]
    about = _about()
    if len(files) == 1 and files[0][1].lower().endswith(DEFINITIONS):
        return read_definition(*files[0], about)
    with services().database.read_session(person().force_id) as session:
        known = knowledge.current(session).known
    not_asked = labels_of_sending(known.layouts)
    samples = [entries for raw, name in files for entries in entries_of(raw, name, not_asked)]
    return from_samples(samples, as_declared(_titled(about), files, known.services))


def _shown_by_alarm() -> FoundForm:
    """The form in the mails under an alarm. Raises NotThere, DefinitionRefused."""
    alarm_id = _alarm_id(request.form["alarm"])
    return samples_of(services().database, person().force_id, alarm_id, _titled(_about()))


def _alarm_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        abort(404)


def _about() -> About:
    """What was typed of how it is to be called."""
    return About(*(request.form.get(name, "").strip() for name in ("title", "form", "version")))


def _titled(about: About) -> About:
    if not about.title:
        raise DefinitionRefused("", "mails do not tell what the form is called: give it a title")
    return about


def _refused(sentence: str) -> ResponseReturnValue:
    complaint = f"{sentence[:1].upper()}{sentence[1:].rstrip('.')}."
    typed = request.form  # a file must be chosen again; what was typed stays
    page = render_template("pages/form_new.html", page=None, complaint=complaint, typed=typed)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY
