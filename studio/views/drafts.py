"""The editor of a mapping: the draft's text, its problems and preview, and its way to being published."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, abort, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import mapping_dsl
from mapping_dsl.problems import Problem, Severity
from runtime import library, publishing
from runtime.library import MappingShown
from runtime.models import Draft, Role
from runtime.publishing import DraftOvertaken, Edit, StillProblems
from studio.completion import names_of
from studio.presenters.difference import difference
from studio.presenters.mapping import editor, mapping_head, publishing_panel
from studio.presenters.preview import preview_of, problem_list
from studio.roles import needs
from studio.signed_in import person, services
from studio.trial import Trial, checked, try_text

views = Blueprint("drafts", __name__, url_prefix="/mappings/<mapping_id>")

MAY_LOOK = (Role.ANALYST, Role.TESTER, Role.APPROVER)
MAY_CHANGE = (Role.ANALYST, Role.TESTER)


@views.get("")
@needs(*MAY_LOOK)
def show(mapping_id: str) -> ResponseReturnValue:
    """The editor: text, problems and what it makes of a sample."""
    found, draft = opened(mapping_id)
    texts = current()
    return _editor(found, texts, draft.text if draft else texts.text(found.path), draft.revision if draft else None)


@views.post("/draft")
@needs(*MAY_CHANGE)
def save(mapping_id: str) -> ResponseReturnValue:
    """Keeps the draft. Where somebody else saved meanwhile, what was typed stays on the page."""
    found, _ = opened(mapping_id)
    revision = request.form.get("revision", type=int)
    edit = Edit(found.path, _text(), person().person_id, revision)
    try:
        publishing.save_draft(services().database, person().force_id, edit)
    except DraftOvertaken as overtaken:
        return _editor(found, current(), _text(), revision, str(overtaken)), 409
    flash("Draft saved. It changes nothing until it is published.")
    return redirect(url_for(".show", mapping_id=mapping_id, sample=request.form.get("sample") or None))


@views.post("/draft/problems")
@needs(*MAY_LOOK)
def problems(mapping_id: str) -> ResponseReturnValue:
    """The problems of a text as it is typed, for the editor."""
    found, _ = opened(mapping_id)
    source = current().mapping(found.path, text=_text())
    own = [one for one in checked(source).problems if one.file in ("", found.path)]
    return jsonify([_for_editor(one) for one in own])


@views.post("/draft/preview")
@needs(*MAY_LOOK)
def preview(mapping_id: str) -> ResponseReturnValue:
    """What the text makes of a sample: a piece for the editor, or the whole page without script."""
    found, _ = opened(mapping_id)
    texts = current()
    if "HX-Request" not in request.headers:
        return _editor(found, texts, _text(), request.form.get("revision", type=int))
    trial = try_text(texts, found.path, _text(), request.form.get("sample") or None)
    response = make_response(render_template("partials/trial.html", **_shown(trial, found.path)))
    if trial.trace is None:
        # The last preview that worked stays; only the list of problems is swapped.
        response.headers["HX-Reswap"] = "none"
    return response


@views.get("/names")
@needs(*MAY_LOOK)
def names(mapping_id: str) -> ResponseReturnValue:
    """The names that the editor completes."""
    found, _ = opened(mapping_id)
    return jsonify([asdict(name) for name in names_of(current().mapping(found.path))])


@views.get("/changes")
@needs(*MAY_LOOK)
def changes(mapping_id: str) -> ResponseReturnValue:
    """What the draft changes, and what can be done with it."""
    found, draft = opened(mapping_id)
    return _changes(found, draft)


@views.post("/draft/approval")
@needs(*MAY_CHANGE)
def send(mapping_id: str) -> ResponseReturnValue:
    """Sends the draft to those who publish, with the reason for the change."""
    found, _ = opened(mapping_id)
    reason = request.form["reason"].strip()
    publishing.send_for_approval(
        services().database, person().force_id, found.path, by=person().person_id, reason=reason
    )
    flash("Sent for approval.")
    return redirect(url_for(".changes", mapping_id=mapping_id))


@views.post("/publication")
@needs(Role.APPROVER)
def publish(mapping_id: str) -> ResponseReturnValue:
    """Publishes the draft; from now on every submission comes out by it."""
    found, draft = opened(mapping_id)
    reason = request.form["reason"].strip()
    try:
        publishing.publish(
            services().database, person().force_id, found.path, approver=person().person_id, reason=reason
        )
    except StillProblems as still:
        return _changes(found, draft, still), 409
    flash("Published. The next submission comes out by it.")
    return redirect(url_for("mappings.versions", mapping_id=mapping_id))


@views.post("/draft/removal")
@needs(*MAY_CHANGE)
def drop(mapping_id: str) -> ResponseReturnValue:
    """Throws the draft away; what is published stays as it is."""
    found, _ = opened(mapping_id)
    publishing.drop_draft(services().database, person().force_id, found.path, by=person().person_id)
    flash("The draft is thrown away.")
    return redirect(url_for(".show", mapping_id=mapping_id))


def opened(mapping_id: str) -> tuple[MappingShown, Draft | None]:
    """A mapping of the person's force with its draft; where the force has none of that name there is no such page."""
    db, force_id = services().database, person().force_id
    found = next((one for one in library.mappings(db, force_id) if one.id == mapping_id), None)
    if found is None:
        abort(404)
    with db.read_session(force_id) as session:
        return found, library.draft_of(session, found.path)


def current() -> mapping_dsl.Library:
    """The force's library as it runs now."""
    with services().database.read_session(person().force_id) as session:
        return library.current_library(session)


def _text() -> str:
    """The text as it was sent; browsers send every line end as CR LF."""
    return request.form["text"].replace("\r\n", "\n")


def _editor(found: MappingShown, texts: mapping_dsl.Library, text: str, revision: int | None, *sentences: str) -> str:
    samples = texts.paths(f"{found.id}/samples/")
    shown = editor(found, text, revision, samples, person())
    trial = try_text(texts, found.path, text, shown.sample or None)
    return render_template(
        "pages/mapping.html",
        page=mapping_head(found),
        editor=shown,
        sentences=sentences,
        **_shown(trial, found.path),
    )


def _shown(trial: Trial, path: str) -> dict[str, Any]:
    preview = preview_of(trial.trace, trial.form, trial.answers or {}, path) if trial.trace else None
    return {
        "problems": problem_list(trial.problems, path),
        "examples": trial.examples,
        "preview": preview,
        "sentence": trial.sentence,
    }


def _changes(found: MappingShown, draft: Draft | None, still: StillProblems | None = None) -> str:
    texts = current()
    before = texts.text(found.path)
    text = draft.text if draft else before
    trial = try_text(texts, found.path, text, None)
    return render_template(
        "pages/difference.html",
        page=mapping_head(found),
        heading="" if draft else "Nobody is changing this mapping.",
        publishing=publishing_panel(found, person(), _stops(trial)) if draft else None,
        complaint=str(still) if still else "",
        places=difference(before, text),
    )


def _stops(trial: Trial) -> list[str]:
    stopping = [one for one in trial.problems if one.severity is not Severity.HINT]
    failing = [one for one in trial.examples if not one.holds]
    return [
        *(f"line {one.span.line}: {one.message}" for one in stopping),
        *(f"the example “{one.name}” does not hold" for one in failing),
    ]


def _for_editor(problem: Problem) -> dict[str, Any]:
    place = {
        "line": problem.span.line,
        "column": problem.span.column,
        "endLine": problem.span.end_line,
        "endColumn": problem.span.end_column,
    }
    said = {"severity": problem.severity, "code": problem.code, "message": problem.message, "hint": problem.hint}
    return place | said | ({"fix": _fix(problem)} if problem.fix else {})


def _fix(problem: Problem) -> dict[str, Any]:
    fix = problem.fix
    assert fix is not None
    return {
        "line": fix.span.line,
        "column": fix.span.column,
        "endLine": fix.span.end_line,
        "endColumn": fix.span.end_column,
        "text": fix.text,
        "label": fix.label,
    }
