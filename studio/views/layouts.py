"""Layouts: how services write forms down. Looked at with an example, edited as text, and learnt from a sample mail."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from mapping_dsl.forms import Forms
from runtime.drift.forms_in.naming import form_id
from runtime.failures import NotThere, ReasonMissing, RuntimeFailure
from runtime.intake import Known
from runtime.intake.layout import Layout
from runtime.models import Role
from runtime.texts import knowledge, library, publishing
from runtime.texts.drafted import TextShown, text_at, texts
from runtime.texts.publishing import DraftOvertaken, Edit
from studio.learnt import NothingLearnt, learn
from studio.presenters.layouts import layout_page, layout_rows, learnt_page
from studio.presenters.texts import MAY_CHANGE as CHANGING
from studio.presenters.texts import address_of, standing
from studio.roles import needs
from studio.signed_in import person, services

views = Blueprint("layouts", __name__, url_prefix="/layouts")

NEW = "new"  #: the word in the address under which no layout can be found
MAY_LOOK = (Role.ANALYST, Role.TESTER, Role.APPROVER)
MAY_CHANGE = (Role.ANALYST, Role.TESTER)


class _NameTaken(RuntimeFailure):
    """A layout cannot be called so."""

    def __init__(self, title: str, why: str) -> None:
        super().__init__(f"a layout cannot be called “{title}”, because {why}; give it another title")


@views.get("")
@needs(*MAY_LOOK)
def index() -> ResponseReturnValue:
    """Every layout with a question written in it."""
    rows = layout_rows(texts(services().database, person().force_id, "layouts"), _forms().versions)
    return render_template("pages/layouts.html", rows=rows, may_change=not CHANGING.isdisjoint(person().roles))


@views.get("/<name>")
@needs(*MAY_LOOK)
def show(name: str) -> ResponseReturnValue:
    """One layout: examples and its text."""
    shown = text_at(services().database, person().force_id, _path(name))
    return _page(shown, shown.text)


@views.post("/<name>")
@needs(*MAY_CHANGE)
def save(name: str) -> ResponseReturnValue:
    """Keeps a layout's text as a draft for approval; one that cannot be read stays on the page with what is wrong."""
    db, force_id, path = services().database, person().force_id, _path(name)
    text = request.form["text"].replace("\r\n", "\n")
    if objection := knowledge.objection(path, text):
        return _page(_shown(path), text, objection), HTTPStatus.UNPROCESSABLE_ENTITY
    edit = Edit(path, text, person().person_id, request.form.get("revision", type=int))
    try:
        publishing.save_drafts(db, force_id, [edit], reason=request.form["reason"].strip())
    except (ReasonMissing, DraftOvertaken) as refused:
        return _page(_shown(path), text, str(refused)), HTTPStatus.CONFLICT
    flash("Saved for approval. Nothing is read by it until somebody else has published it.")
    return redirect(address_of(path))


@views.get("/new")
@needs(*MAY_CHANGE)
def new() -> ResponseReturnValue:
    """Where a sample mail can be dropped."""
    return render_template("pages/layout_new.html", page=None, complaint="", forms=_forms().versions, typed={})


@views.post("/new")
@needs(*MAY_CHANGE)
def preview() -> ResponseReturnValue:
    """The layout that was learnt, with how the sample reads by it; nothing is kept yet."""
    title = request.form["title"].strip()
    form, _, version = request.form.get("form", "").partition(" ")
    known = _known()
    named = Layout(form_id(title), title)
    try:
        _assert_free(named)
        found = learn(request.files["mail"].read(), known, known.forms.find(form, version), named)
    except (NothingLearnt, _NameTaken) as refused:
        complaint = f"{str(refused)[:1].upper()}{str(refused)[1:]}."
        shown = render_template(
            "pages/layout_new.html", page=None, complaint=complaint, forms=known.forms.versions, typed=request.form
        )
        return shown, HTTPStatus.UNPROCESSABLE_ENTITY
    page = learnt_page(found.layout, found.text, (found.with_it, found.without_it), found.form)
    return render_template("pages/layout_new.html", page=page, complaint="", forms=())


def _assert_free(named: Layout) -> None:
    """Refuses a name that leads elsewhere: to the page of new layouts, or to another layout. Raises _NameTaken."""
    if named.name == NEW:
        raise _NameTaken(named.title, "under that word new ones begin")
    if _shown(_path(named.name)).text:
        raise _NameTaken(named.title, "another one is called so already")


def _page(shown: TextShown, text: str, complaint: str = "") -> str:
    page = layout_page(shown, text, _forms().versions, complaint)
    return render_template("pages/layout.html", page=page, standing=standing(shown, person()))


def _shown(path: str) -> TextShown:
    """The text at a path; of a new one an empty one."""
    try:
        return text_at(services().database, person().force_id, path)
    except NotThere:
        return TextShown(path, "", None)


def _path(name: str) -> str:
    return f"layouts/{name}.json"


def _known() -> Known:
    with services().database.read_session(person().force_id) as session:
        return knowledge.current(session).known


def _forms() -> Forms:
    with services().database.read_session(person().force_id) as session:
        return library.current_library(session).forms()
